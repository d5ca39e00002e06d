"""Signing, each person on their own machine, with a key that never leaves it."""

from datetime import date
from pathlib import Path

from farshore.config.releases import founders as keys
from farshore.config.releases import signatures, sums
from farshore.config.releases.examining import ABOUT, About, read_about
from farshore.config.releases.founders import Founders
from tools.releasing.assembling import digests
from tools.releasing.programs import told
from tools.setup.ground import Trouble


def sign_release(folder: Path, *, person: str, key: Path, today: date) -> About:
    """Sign a release's sums, when they are those of its files. Raises `Trouble`, `Refused`."""
    listed = (folder / sums.SUMS).read_bytes()
    if sums.parse(listed) != digests(folder):
        raise Trouble(f"{sums.SUMS} is not the list of what lies in {folder}. Nothing was signed.")
    founders = keys.installed(folder)
    _sign(folder / sums.SUMS, keys.RELEASE, founders, person, key, today)
    return read_about((folder / ABOUT).read_bytes())


def sign_keys(chain: Path, *, person: str, key: Path, today: date) -> Path:
    """Sign the newest keys, as somebody of the generation before. Raises `Trouble`, `Refused`."""
    newest = keys.installed(chain)
    before = chain / keys.file_name(newest.number - 1)
    if not before.exists():
        raise Trouble("The first keys are signed by nobody: whoever installs them trusts them.")
    path = chain / keys.file_name(newest.number)
    _sign(path, keys.KEYS, keys.parse(before.read_bytes()), person, key, today)
    return path


def _sign(
    path: Path, namespace: str, founders: Founders, person: str, key: Path, today: date
) -> None:
    if person not in founders.people(today):
        raise Trouble(f"{person} has no key that counts. Nothing was signed.")
    data = path.read_bytes()
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", key.resolve()]
    signature = told(command, cwd=path.parent, feed=data)
    allowed = founders.allowed(person, today)
    if not signatures.verify(data, signature, person=person, allowed=allowed, namespace=namespace):
        raise Trouble(f"{key} is not the key that is known as {person}'s. Nothing was signed.")
    (path.parent / signatures.file_name(path.name, person)).write_bytes(signature)
