"""Public bytes as files: whole or not at all, compressed beside, unchanged ones left alone.

A page's folder address is `index.html` (`index.xml` for a feed) in that folder; a removed address
is `410.html` in its place. Compressed copies are written first and carry the plain file's time,
by which `front` knows that they belong together.
"""

import errno
import gzip
import os
import re
import secrets
import time
from pathlib import Path

import brotli

from farshore.press.errors import NoRoom, NotAnAddress

COMPRESSED = frozenset(
    {".html", ".css", ".js", ".json", ".geojson", ".xml", ".svg", ".txt", ".ics", ".vtt"}
)
_SAFE = re.compile(r"/(?:[A-Za-z0-9_~%-][A-Za-z0-9_.~%-]*/)*(?:[A-Za-z0-9_~%-][A-Za-z0-9_.~%-]*)?")
_QUALITY = 5
_SQUEEZED = (".br", ".gz")


def page_path(site: Path, address: str, body: bytes = b"") -> Path:
    """Where the bytes of an address lie. Raises `NotAnAddress`."""
    if not _SAFE.fullmatch(address) or ".." in address:
        raise NotAnAddress(address)
    if not address.endswith("/"):
        return site / address[1:]
    return site / address[1:] / ("index.xml" if body.startswith(b"<?xml") else "index.html")


def gone_path(site: Path, address: str) -> Path:
    """Where the tombstone of an address lies. Raises `NotAnAddress`."""
    page = page_path(site, address)
    return page.with_name("410.html" if address.endswith("/") else f"{page.name}.410.html")


def stands(site: Path, address: str) -> bool:
    """Whether bytes of this address are in the folder."""
    return any(path.exists() for path in _forms(site, address))


def put(site: Path, address: str, body: bytes) -> bool:
    """Let `address` hold `body`, and no tombstone. True when something changed."""
    changed = write(page_path(site, address, body), body)
    for other in _forms(site, address):
        if other != page_path(site, address, body):
            changed |= remove(other)
    return remove(gone_path(site, address)) or changed


def take_down(site: Path, address: str) -> None:
    """Let `address` hold nothing for now, not even a tombstone: far quicker than `put_gone`, which
    must follow and makes it durable."""
    for path in _forms(site, address):
        remove(path)


def bring_back(aside: Path, site: Path, address: str) -> None:
    """Move the files of an address, or its tombstone, from a folder where they were laid aside.
    What stands in the site already stays; compressed copies come first, as they are written."""
    folder = page_path(aside, address).parent
    try:
        names = {one.name for one in os.scandir(folder) if one.is_file()}
    except (FileNotFoundError, NotADirectoryError):
        return
    target = site / folder.relative_to(aside)
    target.mkdir(parents=True, exist_ok=True)
    for name in sorted(names & _names(address), key=lambda name: not name.endswith(_SQUEEZED)):
        if not (target / name).exists():
            (folder / name).rename(target / name)


def _names(address: str) -> set[str]:
    """Every name that a file of this address may have in its folder."""
    plain = ["index.html", "index.xml"] if address.endswith("/") else [address.rpartition("/")[2]]
    tomb = "410.html" if address.endswith("/") else f"{plain[0]}.410.html"
    return {name + ending for name in (*plain, tomb) for ending in ("", *_SQUEEZED)}


def put_gone(site: Path, address: str, body: bytes) -> bool:
    """Let `address` answer 410 with `body`; its old bytes are unlinked and that is made durable."""
    changed = write(gone_path(site, address), body)
    for path in _forms(site, address):
        if remove(path):
            _sync_folder(path.parent)
            changed = True
    return changed


def write(path: Path, body: bytes, *, built: Path | None = None) -> bool:
    """Write atomically, compressed copies first. False when the file held these bytes already.

    `built`: the same file as it was built, with compressed copies beside it. Raises `NoRoom`.
    """
    copies = _copies_of(path, built) if built else _copies(path, body)
    if _holds(path, body, copies):
        return False
    stamp = time.time_ns()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for copy in _copy_paths(path):
            if copy not in copies:
                copy.unlink(missing_ok=True)
        for copy, content in copies.items():
            _replace(copy, content, stamp)
        _replace(path, body, stamp)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoRoom(path.name) from error
        raise
    return True


def remove(path: Path) -> bool:
    """Unlink a file and its compressed copies; True when there was one."""
    existed = path.exists()
    for one in (path, *_copy_paths(path)):
        one.unlink(missing_ok=True)
    return existed


def sweep_parts(site: Path) -> int:
    """Remove what a killed press left half-written; how many."""
    parts = list(site.rglob(".*.part"))
    for part in parts:
        part.unlink(missing_ok=True)
    return len(parts)


def _forms(site: Path, address: str) -> list[Path]:
    page = page_path(site, address)
    return [page, page.with_name("index.xml")] if address.endswith("/") else [page]


def _copy_paths(path: Path) -> list[Path]:
    if path.suffix not in COMPRESSED:
        return []
    return [path.with_name(path.name + ".br"), path.with_name(path.name + ".gz")]


def _copies_of(path: Path, built: Path) -> dict[Path, bytes]:
    """The copies that the build made, at its leisure."""
    pairs = zip(_copy_paths(path), _copy_paths(built), strict=True)
    return {copy: made.read_bytes() for copy, made in pairs if made.is_file()}


def _copies(path: Path, body: bytes) -> dict[Path, bytes]:
    paths = _copy_paths(path)
    if not paths or len(body) < 200:
        return {}
    squeezed = brotli.compress(body, quality=_QUALITY, lgwin=20)
    return {paths[0]: squeezed, paths[1]: gzip.compress(body, 6, mtime=0)}


def _holds(path: Path, body: bytes, copies: dict[Path, bytes]) -> bool:
    """Same bytes, and every copy of the same moment: a crash between the writes is repaired."""
    try:
        status = path.stat()
        if status.st_size != len(body) or path.read_bytes() != body:
            return False
        return all(copy.stat().st_mtime_ns == status.st_mtime_ns for copy in copies)
    except FileNotFoundError:
        return False


def _replace(path: Path, content: bytes, stamp: int) -> None:
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        part.write_bytes(content)
        os.utime(part, ns=(stamp, stamp))
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
