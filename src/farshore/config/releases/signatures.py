"""Who has signed: OpenSSH's signatures, checked by OpenSSH.

A signature of NAME lies beside the file as `FILE.NAME.sig`. Each is checked against the keys of
that person alone, so a person counts once however many keys and files there are.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from farshore.config.releases.errors import NoProgram, Refused
from farshore.config.releases.folder import Folder
from farshore.config.releases.founders import PERSON, Founders

PROGRAM = "ssh-keygen"
MOST_BYTES = 8 * 1024
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Signers:
    """Whose signatures count, and why others do not: a sentence for each."""

    people: tuple[str, ...]
    notes: tuple[str, ...]


def file_name(signed: str, person: str) -> str:
    return f"{signed}.{person}.sig"


def signer(name: str, signed: str) -> str | None:
    """Whose signature of `signed` a file is, by its name; none for another file."""
    found = re.fullmatch(rf"{re.escape(signed)}\.({PERSON})\.sig", name)
    return found[1] if found else None


def of(
    folder: Folder, signed: str, *, data: bytes, founders: Founders, namespace: str, today: date
) -> Signers:
    """Who has signed `data`, which was read from the file `signed`. Raises NoProgram."""
    named = [who for name in folder.names() if (who := signer(name, signed))]
    good, notes = [], []
    for person in named:
        why = _fault(folder, file_name(signed, person), person, data, founders, namespace, today)
        if why:
            notes.append(f"The signature named {person} does not count: {why}.")
        else:
            good.append(person)
    return Signers(tuple(good), tuple(notes))


def _fault(
    folder: Folder,
    name: str,
    person: str,
    data: bytes,
    founders: Founders,
    namespace: str,
    today: date,
) -> str:
    """Why a signature does not count; empty where it does."""
    if person not in founders.known():
        return "nobody of that name is a founder"
    if person not in founders.people(today):
        return "the key has ended"
    try:
        signature = folder.read(name, MOST_BYTES)
    except Refused as error:
        return str(error).removesuffix(".")
    allowed = founders.allowed(person, today)
    sound = verify(data, signature, person=person, allowed=allowed, namespace=namespace)
    return "" if sound else f"it is not {person}'s for this"


def verify(data: bytes, signature: bytes, *, person: str, allowed: str, namespace: str) -> bool:
    """Whether ssh-keygen finds the signature good. Raises NoProgram."""
    with tempfile.TemporaryDirectory(prefix="farshore-signature-") as place:
        keys, signed = Path(place, "allowed"), Path(place, "signature")
        keys.write_text(allowed, "ascii")
        signed.write_bytes(signature)
        words = ["-Y", "verify", "-I", person, "-n", namespace, "-f", str(keys), "-s", str(signed)]
        return _run(words, data) == 0


def _run(words: Sequence[str], data: bytes) -> int:
    try:
        ended = subprocess.run(  # noqa: S603 # fixed words, and paths of our own
            [PROGRAM, *words],
            input=data,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise NoProgram(f"{PROGRAM} is not on this machine, so no signature can be read.") from None
    except subprocess.TimeoutExpired:
        raise NoProgram(f"{PROGRAM} did not end. No signature was read.") from None
    return ended.returncode
