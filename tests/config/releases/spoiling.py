"""Ways of spoiling a sound release, and how each is refused."""

import os
from collections.abc import Callable
from hashlib import sha256

from farshore.config.releases import folder, founders
from farshore.config.releases.errors import (
    Altered,
    Extra,
    Missing,
    Refused,
    TooFewSigned,
    Unguarded,
    Unreadable,
)
from tests.config.releases.making import Release, sign


def truncated(release: Release) -> None:
    path = release.folder / "SHA256SUMS.maria.sig"
    path.write_bytes(path.read_bytes()[:120])


def emptied(release: Release) -> None:
    release.write("SHA256SUMS.maria.sig", b"")


def huge_signature(release: Release) -> None:
    release.write("SHA256SUMS.maria.sig", b"x" * 100_000)


def for_another_purpose(release: Release) -> None:
    made = sign(release.sums.read_bytes(), "maria", founders.KEYS)
    release.write("SHA256SUMS.maria.sig", made)


def of_another_list(release: Release) -> None:
    made = sign(b"another list\n", "maria", founders.RELEASE)
    release.write("SHA256SUMS.maria.sig", made)


def altered_sums(release: Release) -> None:
    release.write("evil.pth", b"import os")
    more = f"{sha256(b'import os').hexdigest()}  evil.pth\n".encode()
    release.sums.write_bytes(release.sums.read_bytes() + more)


def linked_signature(release: Release) -> None:
    path = release.folder / "SHA256SUMS.maria.sig"
    path.rename(release.folder.parent / "kept.sig")
    path.symlink_to(release.folder.parent / "kept.sig")


def altered_wheel(release: Release) -> None:
    release.wheel.write_bytes(release.wheel.read_bytes()[:-1] + b"!")


def linked_wheel(release: Release) -> None:
    """To the very bytes that were signed: they could be others a moment later."""
    release.wheel.rename(release.folder.parent / "kept.whl")
    release.wheel.symlink_to(release.folder.parent / "kept.whl")


def pipe(release: Release) -> None:
    release.wheel.unlink()
    os.mkfifo(release.wheel)


def folder_as_wheel(release: Release) -> None:
    release.wheel.unlink()
    release.wheel.mkdir()


def huge(release: Release) -> None:
    os.truncate(release.wheel, folder.MOST_BYTES + 1)


def huge_sums(release: Release) -> None:
    release.list(release.sums.read_bytes() * 400)


def writable_wheel(release: Release) -> None:
    release.wheel.chmod(0o666)


def writable_folder(release: Release) -> None:
    release.folder.chmod(0o777)


def missing_wheel(release: Release) -> None:
    release.wheel.unlink()


def missing_sums(release: Release) -> None:
    release.sums.unlink()


def extra(release: Release) -> None:
    release.write("farshore-9.9.9-py3-none-any.whl", b"another wheel")


def extra_folder(release: Release) -> None:
    (release.folder / "farshore").mkdir()


def extra_hidden(release: Release) -> None:
    release.write(".pydistutils.cfg", b"[install]")


def many(release: Release) -> None:
    for number in range(folder.MOST_FILES):
        release.write(f"SHA256SUMS.x{number}.sig", b"")


SPOILED: list[tuple[Callable[[Release], None], type[Refused]]] = [
    (truncated, TooFewSigned),
    (emptied, TooFewSigned),
    (huge_signature, TooFewSigned),
    (for_another_purpose, TooFewSigned),
    (of_another_list, TooFewSigned),
    (altered_sums, TooFewSigned),
    (linked_signature, TooFewSigned),
    (altered_wheel, Altered),
    (linked_wheel, Unreadable),
    (pipe, Unreadable),
    (folder_as_wheel, Unreadable),
    (huge, Unreadable),
    (huge_sums, Unreadable),
    (writable_wheel, Unguarded),
    (writable_folder, Unguarded),
    (missing_wheel, Missing),
    (missing_sums, Missing),
    (extra, Extra),
    (extra_folder, Extra),
    (extra_hidden, Extra),
    (many, Unreadable),
]
