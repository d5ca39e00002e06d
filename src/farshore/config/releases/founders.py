"""The founders' public keys: files in OpenSSH's form of allowed signers, read strictly.

    # farshore founders 2
    anna namespaces="farshore-founders,farshore-release" ssh-ed25519 AAAA…

OpenSSH would also take patterns for names, certificates and kinds of keys that are weak by now.
A file that has any of these is refused here.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from farshore.config.releases.errors import BrokenFounders

NEEDED = 2
"""How many people must sign, both a release and the next keys."""

RELEASE, KEYS = "farshore-release", "farshore-founders"
"""Namespaces: a signature for one is none for the other."""

CHAIN = Path(__file__).parent / "chain"
MOST_BYTES = 16 * 1024
PERSON = r"[a-z][a-z0-9]{0,30}"
PARTS = {"ssh-ed25519": 2, "sk-ssh-ed25519@openssh.com": 3}
"""Kinds of keys, and of how many parts each is made. The second is one on a security token."""

_FILE = re.compile(r"founders-(\d{4})\.keys")
_FIRST = re.compile(r"# farshore founders ([1-9]\d{0,3})")
_LINE = re.compile(
    rf'(?P<person>{PERSON}) namespaces="{KEYS},{RELEASE}"'
    r'(?:,valid-before="(?P<until>\d{8})")?'
    rf" (?P<kind>{'|'.join(map(re.escape, PARTS))}) (?P<blob>[A-Za-z0-9+/]{{40,400}}={{0,2}})"
)


@dataclass(frozen=True, slots=True)
class Key:
    """One public key of a person. It counts before the day `until`."""

    person: str
    kind: str
    blob: str
    until: date | None = None

    def counts(self, today: date) -> bool:
        return self.until is None or today < self.until

    def __str__(self) -> str:
        """The line of the file."""
        until = f',valid-before="{self.until:%Y%m%d}"' if self.until else ""
        return f'{self.person} namespaces="{KEYS},{RELEASE}"{until} {self.kind} {self.blob}'


@dataclass(frozen=True, slots=True)
class Founders:
    """A generation of keys: its number, the keys, and the bytes that they were read from."""

    number: int
    keys: tuple[Key, ...]
    data: bytes

    def known(self) -> list[str]:
        """Everybody who has a key here, also one that has ended; sorted."""
        return sorted({key.person for key in self.keys})

    def people(self, today: date) -> list[str]:
        """Those whose signatures count on that day; sorted."""
        return sorted({key.person for key in self.keys if key.counts(today)})

    def allowed(self, person: str, today: date) -> str:
        """For ssh-keygen: the lines of one person whose keys count on that day."""
        mine = [key for key in self.keys if key.person == person and key.counts(today)]
        return "".join(f"{key}\n" for key in mine)


def parse(data: bytes) -> Founders:
    """Read a file of keys. Raises BrokenFounders."""
    try:
        first, *lines = data.decode("ascii").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise BrokenFounders("The founders' keys have letters that do not belong there.") from None
    head = _FIRST.fullmatch(first)
    if head is None or len(data) > MOST_BYTES:
        raise BrokenFounders("That is no file of the founders' keys.")
    keys = tuple(_key(line) for line in lines if not line.startswith("#"))
    _require_own(keys)
    return Founders(int(head[1]), keys, data)


def write(number: int, keys: Iterable[Key]) -> bytes:
    """The file for these keys."""
    lines = [f"# farshore founders {number}", *map(str, keys)]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def file_name(number: int) -> str:
    return f"founders-{number:04d}.keys"


def number_of(name: str) -> int | None:
    """The generation that a file is named for; none for another file."""
    found = _FILE.fullmatch(name)
    return int(found[1]) if found else None


def installed(chain: Path = CHAIN) -> Founders:
    """The newest keys of the version that runs. Raises BrokenFounders."""
    newest = max(chain.glob("founders-????.keys"), default=None)
    if newest is None:
        raise BrokenFounders("The version that you run has lost its file of founders' keys.")
    founders = parse(newest.read_bytes())
    if file_name(founders.number) != newest.name:
        raise BrokenFounders(f"{newest.name} says that it is number {founders.number}.")
    return founders


def _key(line: str) -> Key:
    found = _LINE.fullmatch(line)
    if found is None or not _is_of_kind(found["blob"], found["kind"]):
        raise BrokenFounders(f"A line of the founders' keys cannot be understood: {line[:60]!r}.")
    try:
        until = datetime.strptime(found["until"], "%Y%m%d").date() if found["until"] else None  # noqa: DTZ007 # a day has no zone
    except ValueError:
        raise BrokenFounders(f"A founder's key ends on no day: {found['until']}.") from None
    return Key(found["person"], found["kind"], found["blob"], until)


def _is_of_kind(blob: str, kind: str) -> bool:
    """Whether the key says inside what the line says outside, and is whole."""
    try:
        rest = base64.b64decode(blob, validate=True)
    except binascii.Error:
        return False
    parts = []
    while rest:
        size = int.from_bytes(rest[:4], "big")
        parts.append(rest[4 : 4 + size])
        if len(rest) < 4 + size or size == 0:
            return False
        rest = rest[4 + size :]
    # A key on a token also names what it is for ("ssh:").
    return len(parts) == PARTS[kind] and parts[0] == kind.encode("ascii") and len(parts[1]) == 32


def _require_own(keys: tuple[Key, ...]) -> None:
    """One key for two names would make one person two."""
    if len({key.blob for key in keys}) < len(keys):
        raise BrokenFounders("A key stands twice among the founders' keys.")
