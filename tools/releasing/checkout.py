"""What a release is made from: a commit that has a version's tag, and nothing beside it."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tools.releasing.programs import told
from tools.setup.ground import Trouble


@dataclass(frozen=True, slots=True)
class Source:
    """A tagged commit. `epoch` is its time in seconds, the only time that a release knows."""

    version: str
    commit: str
    epoch: int

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.epoch, UTC).date()

    @property
    def tag(self) -> str:
        return f"v{self.version}"


def source(tree: Path) -> Source:
    """The tagged commit that is checked out. Raises `Trouble` where it is not one, or not clean."""
    if changed := _git(tree, "status", "--porcelain").splitlines():
        raise Trouble("There are changes that are not committed:", *changed[:10])
    version = tomllib.loads((tree / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    commit = _git(tree, "rev-parse", "HEAD")
    if f"v{version}" not in _git(tree, "tag", "--points-at", "HEAD").splitlines():
        raise Trouble(
            f"pyproject.toml says {version}, and this commit has no tag v{version}.",
            f"When it is the one to release: git tag v{version}",
        )
    return Source(version, commit, int(_git(tree, "log", "-1", "--format=%ct")))


def clone(tree: Path, place: Path, made_from: Source) -> Path:
    """A fresh checkout: what is ignored or forgotten in a developer's folder stays there."""
    new = place / "source"
    told(["git", "clone", "--quiet", "--no-local", tree, new], cwd=place)
    _git(new, "checkout", "--quiet", "--detach", made_from.commit)
    return new


def _git(tree: Path, *words: str) -> str:
    return told(["git", *words], cwd=tree).decode("utf-8").strip()
