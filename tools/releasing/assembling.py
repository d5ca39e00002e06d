"""A release's folder: everything that is signed, and the list of its sums."""

import json
import platform
import shutil
import subprocess
import zlib
from hashlib import sha256
from pathlib import Path

from farshore.config.releases import founders, sums
from farshore.config.releases.examining import ABOUT
from tools.releasing.bills import bills
from tools.releasing.checkout import Source
from tools.releasing.packing import pack
from tools.releasing.programs import told
from tools.setup.environment import VENV, node_path

CHAIN = founders.CHAIN.relative_to(Path(__file__).resolve().parents[2])


def assemble(tree: Path, out: Path, place: Path, made_from: Source, *, tools: Path = VENV) -> None:
    """Fill an empty folder from a built tree. `place` is a folder for what is not kept."""
    pack(tree, out, epoch=made_from.epoch, tools=tools)
    (out / "requirements.txt").write_bytes(_requirements(tree, tools))
    for name, data in bills(tree, place, made_from, tools=tools).items():
        (out / name).write_bytes(data)
    for path in sorted((tree / CHAIN).iterdir()):
        shutil.copyfile(path, out / path.name)
    (out / ABOUT).write_bytes(about(made_from))
    (out / sums.SUMS).write_bytes(sums.write(digests(out)))


def about(made_from: Source) -> bytes:
    """RELEASE.json. `made_with` explains where two builds differ; nothing is decided by it."""
    told_of = {
        "version": made_from.version,
        "commit": made_from.commit,
        "date": made_from.day.isoformat(),
        "made_with": made_with(),
    }
    return (json.dumps(told_of, indent=1) + "\n").encode("utf-8")


def made_with() -> dict[str, str]:
    """The programs that decide how bytes are squeezed."""
    path = {"PATH": node_path()}
    node = shutil.which("node", path=path["PATH"])
    asked = [node, "--version"] if node else []
    version = subprocess.run(asked, capture_output=True, text=True).stdout if asked else ""
    return {
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "node": version.strip() or "none",
        "machine": platform.machine(),
    }


def digests(folder: Path) -> dict[str, str]:
    """Sums of what is there, without the list itself and what signs it."""
    files = [path for path in folder.iterdir() if not path.name.startswith(sums.SUMS)]
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}


def _requirements(tree: Path, tools: Path) -> bytes:
    """What the wheel needs, each file by its sum: `pip install --require-hashes -r`."""
    export = ["--frozen", "--offline", "--no-dev", "--no-emit-project", "--no-header"]
    uv = {"UV_PYTHON": str(tools / "bin" / "python")}
    return told([tools / "bin" / "uv", "export", *export], cwd=tree, env=uv)
