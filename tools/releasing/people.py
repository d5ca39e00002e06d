"""Bringing a founder's public key in, and taking one out: always as a whole new file of keys."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from farshore.config.releases import founders as keys
from farshore.config.releases import signatures
from farshore.config.releases.founders import NEEDED, Founders, Key
from tools.setup.ground import Trouble


def add(chain: Path, *, person: str, public: str, until: date | None) -> Path:
    """Add a public key, as ssh-keygen writes it into a `.pub`. Raises `Trouble`, `BrokenFounders`.

    A person may have several: they count as one.
    """
    kind, _, rest = public.strip().partition(" ")
    blob = rest.partition(" ")[0]
    now = keys.installed(chain)
    return _write(chain, now, [*now.keys, Key(person, kind, blob, until)])


def remove(chain: Path, *, person: str, today: date) -> Path:
    """Take out all keys of a person. Raises `Trouble`."""
    now = keys.installed(chain)
    if person not in now.known():
        raise Trouble(f"{person} has no key there. Nothing was changed.")
    left = [key for key in now.keys if key.person != person]
    if len({key.person for key in left}) < NEEDED <= len(now.people(today)):
        raise Trouble(
            f"Without {person} fewer than two founders are left, and no release could be signed.",
            "Add somebody first. Nothing was changed.",
        )
    return _write(chain, now, left)


def _write(chain: Path, now: Founders, wanted: Iterable[Key]) -> Path:
    """Write the keys into the file that is still open to change, or into a new one."""
    number = now.number if _open(chain, now) else now.number + 1
    data = keys.write(number, wanted)
    keys.parse(data)
    path = chain / keys.file_name(number)
    path.write_bytes(data)
    return path


def _open(chain: Path, now: Founders) -> bool:
    """Whether nobody relies on the newest file yet: it is the first and has too few people for any
    release, or nobody has signed it."""
    if now.number == 1:
        return len(now.known()) < NEEDED
    name = keys.file_name(now.number)
    return not any(signatures.signer(path.name, name) for path in chain.iterdir())
