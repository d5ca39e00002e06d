"""Whether two people have built the same: two folders of a release, file by file."""

import json
import tarfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from farshore.config.releases.examining import ABOUT
from tools.releasing.assembling import digests


def differences(theirs: Path, mine: Path) -> list[str]:
    """Where the folders differ, in words; none where what is in them is the same.

    Tools are allowed to differ: what RELEASE.json says of them is left out.
    """
    there, here = digests(theirs), digests(mine)
    told = [f"only in one of them: {name}" for name in sorted(there.keys() ^ here.keys())]
    for name in sorted(there.keys() & here.keys()):
        if there[name] != here[name]:
            told += _differing(theirs / name, mine / name)
    return told


def made_differently(theirs: Path, mine: Path) -> list[str]:
    """Which tools differ, in words."""
    there, here = (json.loads((one / ABOUT).read_bytes())["made_with"] for one in (theirs, mine))
    names = sorted(there.keys() | here.keys())
    return [
        f"{name}: {there.get(name)} there, {here.get(name)} here"
        for name in names
        if there.get(name) != here.get(name)
    ]


def _differing(theirs: Path, mine: Path) -> list[str]:
    if theirs.name == ABOUT:
        return [] if _said(theirs) == _said(mine) else [f"{ABOUT} says something else"]
    if theirs.suffix not in {".whl", ".gz"}:
        return [f"{theirs.name} differs"]
    there, here = dict(_inside(theirs)), dict(_inside(mine))
    names = [name for name in sorted(there | here) if there.get(name) != here.get(name)]
    inner = [f"{theirs.name}: {name} differs" for name in names]
    return inner or [f"{theirs.name}: the same files, squeezed or ordered in another way"]


def _said(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(path.read_bytes())
    return {name: value for name, value in said.items() if name != "made_with"}


def _inside(path: Path) -> Iterator[tuple[str, tuple[str, int]]]:
    """(sum, mode) of each file in a package."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            for one in archive.infolist():
                yield one.filename, (sha256(archive.read(one)).hexdigest(), one.external_attr)
        return
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member)
            yield member.name, (sha256(file.read() if file else b"").hexdigest(), member.mode)
