"""The wheel and the source package: the same bytes from the same tree and the same versions.

hatchling sorts names, sets modes, and takes every time from SOURCE_DATE_EPOCH. It comes from
uv.lock: with build isolation, uv would fetch whatever version is newest that day.
"""

from pathlib import Path

from tools.releasing.programs import told
from tools.setup.environment import VENV


def pack(tree: Path, out: Path, *, epoch: int, tools: Path = VENV) -> list[Path]:
    """Build both from a tree whose front end and gazetteer are built; their paths, sorted.

    `tools` is the environment that has uv and hatchling. Raises `Trouble`.
    """
    quiet = ["--quiet", "--offline", "--no-build-isolation", "--no-create-gitignore"]
    for kind in ("--wheel", "--sdist"):
        told(
            [tools / "bin" / "uv", "build", kind, *quiet, "--out-dir", out, tree],
            cwd=tree,
            env={"SOURCE_DATE_EPOCH": str(epoch), "UV_PYTHON": str(tools / "bin" / "python")},
        )
    return sorted([*out.glob("*.whl"), *out.glob("*.tar.gz")])
