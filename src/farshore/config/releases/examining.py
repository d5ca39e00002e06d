"""Whether a folder is a release that two founders signed, and one that may follow what runs."""

import json
import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from farshore.config.releases import founders as keys
from farshore.config.releases import signatures, sums
from farshore.config.releases.errors import (
    Altered,
    BrokenChain,
    Extra,
    NoFounders,
    NotFarshore,
    Older,
    TooFewSigned,
)
from farshore.config.releases.folder import Folder
from farshore.config.releases.founders import NEEDED, Founders
from farshore.config.releases.sums import SUMS

ABOUT = "RELEASE.json"
VERSION = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})\.([0-9]{1,6})")

_MOST_ABOUT = 8 * 1024


@dataclass(frozen=True, slots=True)
class About:
    """What a release says of itself in RELEASE.json."""

    version: str
    commit: str
    day: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """A release that may be installed: what it is, who signed it, and what else to say."""

    about: About
    signers: tuple[str, ...]
    founders: Founders
    files: int
    notes: tuple[str, ...]


def examine(
    folder: Folder,
    *,
    known: Founders,
    running: str,
    today: date,
    only: str = "",
    older: bool = False,
) -> Verdict:
    """The verdict on all files of a folder, or on the one that `only` names.

    `known` are the keys of the version that runs, `running` its number. Raises one of errors.py.
    """
    require_enough(known, today)
    founders = follow(folder, known, today=today, older=older)
    listed = folder.read(SUMS, sums.MOST_BYTES)
    signed = signatures.of(
        folder, SUMS, data=listed, founders=founders, namespace=keys.RELEASE, today=today
    )
    if len(signed.people) < NEEDED:
        raise TooFewSigned(_too_few(signed))
    wanted = sums.parse(listed)
    files = _require_same(folder, wanted, only)
    about = _about(folder, wanted)
    if not older and number(about.version) < number(running):
        raise Older(f"This is {about.version}, and you run {running}.")
    notes = (*_handed_over(known, founders, today), *signed.notes)
    return Verdict(about, signed.people, founders, files, notes)


def require_enough(known: Founders, today: date) -> None:
    """Raise NoFounders where too few keys are known for any release to count."""
    if len(known.people(today)) < NEEDED:
        raise NoFounders(
            "The version that you run knows keys of fewer than two founders that count today, "
            "so it cannot tell a real update from a false one."
        )


def follow(folder: Folder, known: Founders, *, today: date, older: bool = False) -> Founders:
    """The newest keys in a folder: each generation signed by two people of the one before.

    Raises BrokenChain where they do not follow from `known`, or are older.
    """
    there = sorted(n for name in folder.names() if (n := keys.number_of(name)) is not None)
    if known.number not in there and not older:
        raise BrokenChain(f"{keys.file_name(known.number)} is missing, by which you know founders.")
    if known.number in there and _keys(folder, known.number) != known.data:
        raise BrokenChain(f"{keys.file_name(known.number)} is not the file that you have.")
    newest = known
    for following in [n for n in there if n > known.number]:
        newest = _next(folder, newest, following, today)
    return newest


def number(version: str) -> tuple[int, ...]:
    """A version as numbers, to be compared. Raises NotFarshore."""
    found = VERSION.fullmatch(version)
    if found is None:
        raise NotFarshore(f"{version[:40]!r} is no version of Farshore.")
    return tuple(map(int, found.groups()))


def wheel_name(version: str) -> str:
    return f"farshore-{version}-py3-none-any.whl"


def _next(folder: Folder, now: Founders, following: int, today: date) -> Founders:
    name = keys.file_name(following)
    data = _keys(folder, following)
    signed = signatures.of(folder, name, data=data, founders=now, namespace=keys.KEYS, today=today)
    if following != now.number + 1 or len(signed.people) < NEEDED:
        raise BrokenChain(f"{name} is not signed by two of the founders before it.")
    made = keys.parse(data)
    if made.number != following or len(made.people(today)) < NEEDED:
        raise BrokenChain(f"{name} has another number inside, or too few people whose keys count.")
    return made


def _keys(folder: Folder, generation: int) -> bytes:
    return folder.read(keys.file_name(generation), keys.MOST_BYTES)


def _require_same(folder: Folder, wanted: dict[str, str], only: str) -> int:
    """Compare what is there with what was signed; the number of files."""
    if only and only not in wanted:
        raise Extra(f"Nobody signed {only}.")
    if ABOUT not in wanted:
        raise NotFarshore(f"What was signed has no {ABOUT}.")
    for name in [only] if only else wanted:
        if folder.digest(name) != wanted[name]:
            raise Altered(f"{name} is not what was signed.")
    if not only:
        _require_nothing_else(folder, wanted)
    return 1 if only else len(wanted)


def _require_nothing_else(folder: Folder, wanted: dict[str, str]) -> None:
    for name in folder.names():
        if name not in wanted and name != SUMS and signatures.signer(name, SUMS) is None:
            raise Extra(f"Nobody signed {name[:120]!r}, and it lies in the folder.")


def _about(folder: Folder, wanted: dict[str, str]) -> About:
    """RELEASE.json, if it is the one that was signed and agrees with the wheel's name."""
    data = folder.read(ABOUT, _MOST_ABOUT)
    if sha256(data).hexdigest() != wanted[ABOUT]:
        raise Altered(f"{ABOUT} is not what was signed.")
    about = read_about(data)
    if [name for name in wanted if name.endswith(".whl")] != [wheel_name(about.version)]:
        raise NotFarshore(f"{ABOUT} says {about.version}, and the wheel says something else.")
    return about


def read_about(data: bytes) -> About:
    """Read RELEASE.json. Raises NotFarshore."""
    try:
        told = json.loads(data)
        about = About(told["version"], told["commit"], date.fromisoformat(told["date"]))
        number(about.version)
        sound = re.fullmatch(r"[0-9a-f]{40}", about.commit)
    except (ValueError, KeyError, TypeError, RecursionError):
        sound = None
    if sound is None:
        raise NotFarshore(f"{ABOUT} cannot be understood.")
    return about


def _handed_over(known: Founders, founders: Founders, today: date) -> list[str]:
    """What whoever installs it should know: other people decide from then on."""
    if founders.number <= known.number:
        return []
    who = ", ".join(founders.people(today))
    return [f"It brings new keys, signed in by those you know. Founders from then on: {who}."]


def _too_few(signed: signatures.Signers) -> str:
    who = f"only {signed.people[0]}" if signed.people else "no founder"
    return " ".join([f"It is signed by {who}; two are needed.", *signed.notes])
