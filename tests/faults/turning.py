"""Kills the turning of the epochs wherever the disk has changed, and looks at what is left.

Run in a process of its own. A first run notes after which lines of the vault's code the disk is
another than before. Then every attempt is a fork over a fresh copy of the same house: no
connection is open while it forks, and `_exit` ends it as SIGKILL would, with nothing tidied up.
"""

import itertools
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections

from farshore.kernel import clock
from farshore.vault import actions, ended, epochs, queries, rotation
from farshore.vault.errors import CannotOpen, MissingEpoch, Shredded
from farshore.vault.models import StoryKey

START = datetime(2026, 11, 23, tzinfo=UTC)
VAULT = str(Path(actions.__file__).parent)
KILLED, SOUND, LOST = 9, 0, 1


def hasty() -> None:
    """The control: a turning that ends the old epochs before it has laid the keys anew."""
    epoch = rotation.current()
    for id in epochs.ids(settings.EPOCHS):
        if id != epoch.id:
            epochs.end(settings.EPOCHS, id)
    rotation._lay_all_under(epoch)


def shred_first() -> None:
    actions.shred_story_key(story=StoryKey.objects.order_by("pk")[0].pk)


def create_one() -> None:
    actions.create_story_key()


ACTS: dict[str, Callable[[], Any]] = {
    "turn": rotation.turn,
    "hasty": hasty,
    "shred": shred_first,
    "create": create_one,
}


def main() -> None:
    """Print how many kills there were, and after how many of them a story was lost."""
    act = ACTS[sys.argv[1]]
    keys = prepare()
    losses = 0
    lines = _lines_that_change_the_disk(act)
    for number in lines:
        _put_back()
        if _apart(lambda number=number: _until(number, act)) != KILLED:  # type: ignore[misc]
            raise RuntimeError(f"Line {number} was not reached")
        losses += _apart(lambda: _look(keys)) != SOUND
    sys.stdout.write(f"{len(lines)} {losses}\n")


def prepare() -> dict[UUID, bytes]:
    """A house of three stories, whose keys are laid anew one by one; and its copy."""
    rotation.BATCH = 1
    with clock.frozen(START):
        stories = [actions.create_story_key() for _ in range(3)]
        keys = {story: queries.story_key(story) for story in stories}
    actions.flush()
    connections.close_all()
    shutil.copytree(settings.DATA, _copy())
    return keys


def _lines_that_change_the_disk(act: Callable[[], Any]) -> list[int]:
    """The numbers of the executed lines that find another disk than the line before."""
    note = settings.DATA.with_name("lines")

    def run() -> int:
        numbers, seen = [], [_disk()]

        def at(number: int) -> None:
            if (now := _disk()) != seen.pop():
                numbers.append(number)
            seen.append(now)

        _traced(act, at)
        note.write_text(" ".join(map(str, numbers)))
        return SOUND

    if _apart(run) != SOUND:
        raise RuntimeError("The first run failed")
    return [int(number) for number in note.read_text().split()]


def _until(wanted: int, act: Callable[[], Any]) -> int:
    """Act, and die at the line of this number."""
    _traced(act, lambda number: os._exit(KILLED) if number == wanted else None)
    return SOUND


def _traced(act: Callable[[], Any], at: Callable[[int], None]) -> None:
    """Act on the fourteenth day; `at` hears the number of each line before it is executed."""
    count = itertools.count(1)

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        if not frame.f_code.co_filename.startswith(VAULT):
            return None
        if event == "line":
            at(next(count))
        return trace

    with clock.frozen(START + timedelta(days=14)):
        sys.settrace(trace)
        act()
        sys.settrace(None)


def _disk() -> list[tuple[str, int, int]]:
    """A likeness of everything in the house."""
    files = [path for path in Path(settings.DATA).rglob("*") if path.is_file()]
    told = [(str(path), path.stat()) for path in files if path.suffix != ".sqlite3-shm"]
    return [(name, stat.st_size, stat.st_mtime_ns) for name, stat in told]


def _look(keys: dict[UUID, bytes]) -> int:
    """Whether every story that stands opens, now and after a turning that is left in peace."""
    with clock.frozen(START + timedelta(days=14)):
        before = _all_open(keys)
        rotation.turn()
        rotation.turn()
        tidy = len(epochs.ids(settings.EPOCHS)) == 1
    return SOUND if before and tidy and _all_open(keys) else LOST


def _all_open(keys: dict[UUID, bytes]) -> bool:
    standing = set(StoryKey.objects.values_list("pk", flat=True))
    gone = keys.keys() - standing
    for story in standing & keys.keys():
        try:
            if queries.story_key(story) != keys[story]:
                return False
        except Shredded:
            gone.add(story)
        except (MissingEpoch, CannotOpen):
            return False
    return len(gone) <= (sys.argv[1] == "shred") and set(ended.stories(settings.EPOCHS)) <= gone


def _apart(act: Callable[[], int]) -> int:
    """What an act returns in a process of its own."""
    child = os.fork()
    if child == 0:
        code = LOST
        try:
            code = act()
            connections.close_all()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _put_back() -> None:
    shutil.rmtree(settings.DATA)
    shutil.copytree(_copy(), settings.DATA)


def _copy() -> Path:
    return Path(settings.DATA).with_name("copy")
