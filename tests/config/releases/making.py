"""Founders and releases of the tests' own: real keys and signatures, tiny packages."""

import atexit
import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import pytest

from farshore.config.releases import examining, folder, founders, sums
from farshore.config.releases.examining import Verdict
from farshore.config.releases.founders import KEYS, RELEASE, Founders, Key

TODAY = date(2026, 12, 1)
COMMIT = "c0ffee" * 6 + "c0ff"


@cache
def _place() -> Path:
    path = Path(mkdtemp(prefix="farshore-keys-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


@cache
def key(name: str) -> Path:
    """A private key in a folder of this process; its public one lies beside it.

    Where OpenSSH is not installed, the test that asks is skipped.
    """
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed here (apt install openssh-client)")
    path = _place() / name
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=30)
    return path


def public(name: str, *, person: str = "", until: date | None = None) -> Key:
    """The line of a key, as a founder's."""
    kind, blob, _ = key(name).with_suffix(".pub").read_text("ascii").split()
    return Key(person or name, kind, blob, until)


def generation(number: int, *keys: str | Key) -> Founders:
    """A file of founders' keys."""
    lines = [public(one) if isinstance(one, str) else one for one in keys]
    return founders.parse(founders.write(number, lines))


def sign(data: bytes, by: str, namespace: str) -> bytes:
    words = ["ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", str(key(by))]
    ended = subprocess.run(words, input=data, check=True, capture_output=True, timeout=30)
    return ended.stdout


@dataclass
class Release:
    """A folder that can be spoiled. `by` maps a signature's name to the key that makes it."""

    folder: Path
    chain: list[Founders]
    version: str = "0.2.0"
    by: Mapping[str, str] = field(default_factory=lambda: {"anna": "anna", "maria": "maria"})

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.write(f"farshore-{self.version}-py3-none-any.whl", b"a wheel " * 50)
        self.write(f"farshore-{self.version}.tar.gz", b"sources " * 20)
        self.write("requirements.txt", b"django==5.2 --hash=sha256:00\n")
        self.write("RELEASE.json", self.about())
        for one in self.chain:
            self.write(founders.file_name(one.number), one.data)
        self.settle()

    @property
    def wheel(self) -> Path:
        return self.folder / f"farshore-{self.version}-py3-none-any.whl"

    @property
    def sums(self) -> Path:
        return self.folder / "SHA256SUMS"

    def about(self, **other: object) -> bytes:
        told = {"version": self.version, "commit": COMMIT, "date": "2026-12-01"}
        return json.dumps(told | other).encode()

    def write(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def hand_over(self, number: int, *by: str, data: bytes | None = None) -> None:
        """Let people sign a generation of keys in; the list of sums has to be settled after it."""
        name = founders.file_name(number)
        signed = data or (self.folder / name).read_bytes()
        for person in by:
            self.write(f"{name}.{person}.sig", sign(signed, person, KEYS))
        self.settle()

    def settle(self) -> None:
        """List what is there, and sign the list."""
        there = [path for path in self.folder.iterdir() if not path.name.startswith("SHA256SUMS")]
        listed = {path.name: sha256(path.read_bytes()).hexdigest() for path in there}
        self.list(sums.write(listed))

    def list(self, data: bytes) -> None:
        """Put another list there, and sign it."""
        self.sums.write_bytes(data)
        self.signed(self.by, data)

    def signed(self, by: Mapping[str, str], data: bytes | None = None) -> None:
        """Replace all signatures of the list."""
        for old in self.folder.glob("SHA256SUMS.*.sig"):
            old.unlink()
        for name, whose in by.items():
            made = sign(data or self.sums.read_bytes(), whose, RELEASE)
            self.write(f"SHA256SUMS.{name}.sig", made)


def examined(
    release: Release,
    known: Founders,
    *,
    running: str = "0.1.0",
    only: str = "",
    older: bool = False,
    today: date = TODAY,
) -> Verdict:
    with folder.opened(release.folder) as held:
        return examining.examine(
            held, known=known, running=running, today=today, only=only, older=older
        )
