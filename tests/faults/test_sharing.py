"""Kill -9 while somebody shares, and a disk that fills: the old state or the new, never between."""

import json
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.test_press import small_disk  # noqa: F401 - a fixture

pytestmark = pytest.mark.faults

Run = Callable[..., "subprocess.Popen[str]"]

# Everybody's keys follow from their number, so that a later process can look after them.
PEOPLE = """
import dataclasses, hashlib, io, itertools, json
from PIL import Image
from farshore.intake import actions, queries
from farshore.intake.errors import UnknownHand
from farshore.intake.telling import Telling
from farshore.kernel.codes import Keys

def keys_of(number):
    secrets = (f"{name} {number}".encode() for name in ("find", "open"))
    return Keys(*(hashlib.sha256(secret).digest() for secret in secrets))

buffer = io.BytesIO()
Image.effect_noise((160, 120), 90).convert("RGB").save(buffer, "JPEG", quality=95)
PHOTO = buffer.getvalue()
"""

# Shares one story after another; says before each act what it begins.
SHARING = """
first = int(sys.argv[1])
def saying(told):
    said = tuple(dataclasses.replace(one, people="nobody") for one in told.pictures)
    words = {"text": "Told " * 500, "language": "en", "asked_uses": True}
    return dataclasses.replace(told, pictures=said, **words)
for number in itertools.count(first):
    mine = keys_of(number)
    actions.begin(keys=mine, telling=Telling(title=str(number)))
    print("begun", number, flush=True)
    for part in range(2):
        told = actions.add_picture(keys=mine, data=PHOTO, number=str(part))
    actions.cover_picture(keys=mine, telling=told, picture_id=told.pictures[0].id, tiles={0, 1})
    actions.change(keys=mine, by=saying)
    print("sending", number, flush=True)
    actions.send(keys=mine)
    print("sent", number, flush=True)
"""

# What is not whole, of the people up to a number; then what is left of files after some days.
LOOKING = """
from datetime import timedelta
from django.conf import settings
from farshore.kernel import clock
from farshore.sanitize import prove_clean
from farshore.uploads import actions as uploads
from farshore.uploads.models import Staged
from farshore.uploads.queries import read_staged
from farshore.vault import actions as vault, blobs
from farshore.vault.models import Blob

def whole(number):
    mine, found = keys_of(number), []
    try:
        told = queries.draft(mine)
        for one in told.pictures:
            for part in (one.id, one.thumb):
                prove_clean(read_staged(mine.open, part), format="jpeg")
        assert told.title == str(number) and len(told.pictures) <= 2
        found.append("draft")
    except UnknownHand:
        pass
    try:
        row = queries.submission_of(mine)
        told = queries.read(row)
        assert told.title == str(number) and len(told.pictures) == 2 and told.text
        assert row.pictures.count() == 2
        for one in told.pictures:
            prove_clean(queries.picture_bytes(row, one.id), format="jpeg")
        found.append("sent")
    except UnknownHand:
        pass
    return found

states = {}
for number in json.loads(sys.argv[1]):
    try:
        states[number] = whole(number)
    except Exception as problem:
        states[number] = [type(problem).__name__]
with clock.frozen(clock.now() + timedelta(days=3)):
    uploads.sweep(today=clock.today())
    vault.sweep()
strays = (blobs.names(settings.UPLOADS) ^ set(Staged.objects.values_list("name", flat=True)))
strays |= blobs.names(settings.VAULT) ^ set(Blob.objects.values_list("name", flat=True))
print(json.dumps([states, sorted(strays)]))
"""


def _killed(start: Run, program: str, first: int, after: float, dice: random.Random) -> list[str]:
    """The lines that were said before the end, which comes some time after the third."""
    process = start(PEOPLE + program, str(first))
    assert process.stdout is not None
    said = [process.stdout.readline().strip() for _ in range(3)]
    time.sleep(dice.uniform(0.0, after))
    process.send_signal(signal.SIGKILL)
    rest, err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, err
    return [*said, *rest.split("\n")]


def _looked(start: Run, numbers: list[int]) -> tuple[dict[str, list[str]], list[str]]:
    process = start(PEOPLE + LOOKING, json.dumps(numbers))
    out, err = process.communicate(timeout=100)
    assert process.returncode == 0, err
    states, strays = json.loads(out)
    return states, strays


def _told(lines: list[str]) -> dict[int, str]:
    """The last thing said of each person."""
    pairs = [line.split() for line in lines if line.count(" ") == 1]
    return {int(number): word for word, number in pairs}


FITTING = {"begun": (["draft"],), "sending": (["draft"], ["sent"]), "sent": (["sent"],)}


@pytest.mark.promise("P-04")
def test_killed_anywhere_a_story_is_a_whole_draft_or_wholly_sent(start: Run) -> None:
    dice, last = random.Random(11), {}
    for attempt in range(3):
        last |= _told(_killed(start, SHARING, attempt * 1000, 1.2, dice))
    states, strays = _looked(start, list(last))
    assert len(last) > 2
    unfit = {
        number: states[str(number)]
        for number, word in last.items()
        if states[str(number)] not in FITTING[word]
    }
    assert unfit == {}
    assert strays == []


HASTY = """
import os, signal
from farshore.intake.actions import drafts
def hasty(*, keys):
    drafts.destroy(keys=keys)
    os.kill(os.getpid(), signal.SIGKILL)
actions.send = hasty
"""


def test_the_control_a_sending_that_ends_the_draft_first_is_caught(start: Run) -> None:
    """In two transactions, a kill between them does lose a story: the test above can fail."""
    process = start(PEOPLE + HASTY + SHARING, "1")
    out, _err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL and "sending 1" in out
    states, _strays = _looked(start, [1])
    assert states["1"] == [] and states["1"] not in FITTING["sending"]


FULL = """
import os
from pathlib import Path
from django.conf import settings
from farshore.vault.errors import NoRoom
settings.UPLOADS = Path(sys.argv[1]) / "uploads"
settings.VAULT = Path(sys.argv[1]) / "vault"
mine = keys_of(1)
actions.begin(keys=mine, telling=Telling(title="1", text="Told", language="en", asked_uses=True))
told = actions.add_picture(keys=mine, data=PHOTO, number="1")
said = tuple(dataclasses.replace(one, people="nobody") for one in told.pictures)
actions.change(keys=mine, by=lambda told: dataclasses.replace(told, pictures=said))
filler = Path(sys.argv[1]) / "filler"
descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT)
try:
    while True:
        os.write(descriptor, b"x" * 4096)
except OSError:
    os.close(descriptor)
before = queries.draft(mine)
for act in (
    lambda: actions.add_picture(keys=mine, data=PHOTO, number="2"),
    lambda: actions.add_recording(keys=mine, data=PHOTO, number="3"),
    lambda: actions.send(keys=mine),
):
    try:
        act()
    except NoRoom:
        continue
    raise AssertionError("it found room")
assert queries.draft(mine) == before and len(before.pictures) == 1
filler.unlink()
row = queries.submission(actions.send(keys=mine))
assert len(queries.read(row).pictures) == 1
"""


@pytest.mark.promise("P-25")
def test_a_full_disk_loses_nothing_and_the_story_is_sent_when_there_is_room(
    start: Run,
    small_disk: Path,  # noqa: F811
) -> None:
    try:
        process = start(PEOPLE + FULL, str(small_disk))
        _out, err = process.communicate(timeout=100)
        assert process.returncode == 0, err
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)
        shutil.rmtree(small_disk, ignore_errors=True)
