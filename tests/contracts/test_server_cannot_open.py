"""The server has no code that opens what is sealed to the team."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.rooms import ROOT, SOURCE

OPENERS = frozenset({"vault/opening.py", "vault/keypairs.py"})
"""The only files that may name a private key: the team's own commands import them."""

FORBIDDEN = frozenset({"decrypt", "decrypt_file", "decrypt_io", "Identity", "passphrase", "ssh"})
"""What of pyrage opens, or makes a private key."""

SERVER = """
import sys, django
django.setup()
import farshore.config.wsgi, farshore.config.urls, farshore.config.backserver
import farshore.press.worker, farshore.config.cli
from django.urls import get_resolver
get_resolver().url_patterns
from importlib import import_module
from pathlib import Path
import farshore
root = Path(farshore.__file__).parent
for path in root.rglob("*.py"):
    name = ".".join(("farshore", *path.relative_to(root).with_suffix("").parts))
    if name.endswith((".__main__", ".vault.opening", ".vault.keypairs", ".migrations.__init__")):
        continue
    import_module(name.removesuffix(".__init__"))
print("\\n".join(sorted(name for name in sys.modules if name.startswith("farshore.vault."))))
"""


def named(source: str) -> Iterator[str]:
    """What a file takes from pyrage, by import or by attribute."""
    tree = ast.parse(source)
    holders = {"pyrage"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pyrage"):
            yield from (each.name for each in node.names)
            holders |= {each.asname or each.name for each in node.names}
        if isinstance(node, ast.Import):
            holders |= {each.asname for each in node.names if each.name == "pyrage" and each.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).split(".")[0] in holders:
            yield node.attr


def offenders(sources: dict[str, str]) -> set[str]:
    """The files that could open something."""
    return {
        name
        for name, source in sources.items()
        if name not in OPENERS and "pyrage" in source and not FORBIDDEN.isdisjoint(named(source))
    }


def sources() -> dict[str, str]:
    paths = SOURCE.rglob("*.py")
    return {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in paths}


def test_no_file_of_the_server_can_open_anything() -> None:
    held = sources()
    assert held.keys() >= OPENERS
    assert offenders(held) == set()


@pytest.mark.parametrize(
    "line",
    [
        "from pyrage import decrypt",
        "import pyrage\npyrage.decrypt(b'', [])",
        "import pyrage as p\np.passphrase.decrypt(b'', '')",
        "from pyrage import x25519\nx25519.Identity.generate()",
        "def f():\n    from pyrage import x25519 as x\n    return x.Identity.from_str('')",
    ],
)
def test_one_that_could_would_be_noticed(line: str) -> None:
    assert offenders({**sources(), "intake/queries.py": line}) == {"intake/queries.py"}


def test_nothing_that_the_server_loads_brings_the_opener_with_it(tmp_path: Path) -> None:
    """Every module of the package is imported, but the two, as a server would: neither comes."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT / "src"),
        "FARSHORE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "farshore.config.settings",
    }
    ended = subprocess.run(
        [sys.executable, "-c", SERVER],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert ended.returncode == 0, ended.stderr
    loaded = ended.stdout.split()
    assert "farshore.vault.team" in loaded
    assert not {"farshore.vault.opening", "farshore.vault.keypairs"} & set(loaded)
