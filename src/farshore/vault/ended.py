"""Which stories were shredded lately, beside the epochs. Plain Python over a folder.

A restored backup of the database brings shredded keys back, as long as its epoch stands. These
notes outlive the restoring: what they name stays shredded. A note is an empty name with a day in
it, and goes when the last copy of the story's key has ended.
"""

from datetime import date
from pathlib import Path
from uuid import UUID

from farshore.vault import whole


def note(folder: Path, story: UUID, *, today: date, ends: date) -> None:
    """Write down that the story's key is shredded, and by when its last copy ends."""
    whole.write(_path(folder, story), ends.isoformat().encode(), day=today)


def day_of(folder: Path, story: UUID) -> date | None:
    """By when the last copy of a shredded key ends; None for a story that is not noted."""
    try:
        return date.fromisoformat(_path(folder, story).read_text("ascii"))
    except FileNotFoundError:
        return None


def stories(folder: Path) -> list[UUID]:
    """Every story that is noted."""
    return [UUID(path.name) for path in (folder / "ended").glob("[0-9a-f]*")]


def prune(folder: Path, *, today: date) -> int:
    """Let go of notes whose day has passed; how many."""
    over = [story for story in stories(folder) if (day_of(folder, story) or today) < today]
    for story in over:
        _path(folder, story).unlink(missing_ok=True)
    return len(over) + whole.sweep_parts(list((folder / "ended").glob(".*.part")))


def _path(folder: Path, story: UUID) -> Path:
    return folder / "ended" / story.hex
