"""A story as it is told: plain frozen data, sealed as JSON. No Django here.

Places are kept only as they may be shown. A picture points to a staged part (in a draft) or to a
`Picture` row (once sent). Consent holds the day and the wording of each yes.
"""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from farshore.intake.consent import AGREED, COVERED, NOT_ASKED, WORDS, Person, Yes, renamed
from farshore.sanitize import Cover

VERSION = 1
NONCES = 200

HOW_WRITTEN, HOW_SPOKEN, HOW_HELPED = "written", "spoken", "helped"
NOBODY = "nobody"
YES, NO, UNSAFE = "yes", "no", "unsafe"


@dataclass(frozen=True, slots=True)
class TellingWaypoint:
    """A place as it may be shown (`place` empty and `precision` hidden: not at all)."""

    id: str
    place: str
    precision: str
    role: str
    date: str = ""
    means: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class TellingPicture:
    """A picture: `id` is its staged name or its row's id; sizes in pixels; `tiles` are covered.

    `thumb` is the staged name of its small copy, covers painted in; empty once the story is sent.
    `painted` says that covers lie in the picture itself, which sending does with the tiles.
    `people` is what was said of everybody in it, `persons` of each who was named one by one.
    """

    id: str
    width: int
    height: int
    caption: str = ""
    alt: str = ""
    waypoint: str = ""
    people: str = ""
    tiles: tuple[int, ...] = ()
    removed: tuple[str, ...] = ()
    thumb: str = ""
    painted: bool = False
    persons: tuple[Person, ...] = ()

    @property
    def is_covered(self) -> bool:
        """Whether something in it is covered, now or since it was sent."""
        return self.painted or bool(self.tiles)

    @property
    def must_be_covered(self) -> bool:
        """Whether somebody in it must not be seen: has not agreed, or is under eighteen."""
        hidden = any(one.says == COVERED or one.young for one in self.persons)
        return self.people == COVERED or hidden

    @property
    def may_be_shown(self) -> bool:
        """Whether nobody can be seen in it who must not, as far as was said."""
        asked = self.people in {NOBODY, AGREED, COVERED}
        everybody = all(one.says != NOT_ASKED for one in self.persons)
        return asked and everybody and (self.is_covered or not self.must_be_covered)


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything of a story. `nonces` are the forms already taken in, so none counts twice.

    `young` is `YES` where whoever tells is under eighteen; `guardian` whether somebody who looks
    after them has agreed: `YES`, `NO`, or `UNSAFE` to ask.
    """

    how: str = ""
    title: str = ""
    text: str = ""
    language: str = ""
    teller: str = ""
    warnings: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    waypoints: tuple[TellingWaypoint, ...] = ()
    pictures: tuple[TellingPicture, ...] = ()
    recordings: tuple[str, ...] = ()
    uses: tuple[Yes, ...] = ()
    not_read_by: tuple[str, ...] = ()
    asked_uses: bool = False
    nonces: tuple[str, ...] = ()
    replaces: str = ""
    young: str = ""
    guardian: str = ""

    @property
    def is_young(self) -> bool:
        return self.young == YES

    def said_yes(self, use: str, *, today: date | None = None) -> bool:
        """Whether this use was agreed to; with a day, whether that still holds then."""
        return any(yes.use == use and (not today or yes.holds_on(today)) for yes in self.uses)

    def left_out_of(self, use: str) -> frozenset[str]:
        """The parts that a yes to this use does not mean."""
        return frozenset(part for yes in self.uses if yes.use == use for part in yes.but)

    def waypoint(self, waypoint_id: str) -> TellingWaypoint | None:
        return next((one for one in self.waypoints if one.id == waypoint_id), None)

    def picture(self, picture_id: str) -> TellingPicture | None:
        return next((one for one in self.pictures if one.id == picture_id), None)


Change = Callable[[Telling], Telling]


def once(number: str, change: Change) -> Change:
    """`change`, for a form of this number: one that was taken in before alters nothing.

    A form without a number is not ours, and alters nothing either.
    """

    def changed(telling: Telling) -> Telling:
        if not number or number in telling.nonces:
            return telling
        made = change(telling)
        return dataclasses.replace(made, nonces=(*made.nonces[1 - NONCES :], number))

    return changed


COLUMNS, ROWS = 12, 9

_Part = TypeVar("_Part", TellingWaypoint, TellingPicture, Yes, Person)


def covers_of(picture: TellingPicture) -> tuple[Cover, ...]:
    """The ticked tiles of the 12 × 9 grid as covers, one per run of tiles in a row."""
    covers: list[Cover] = []
    ticked = {tile for tile in picture.tiles if 0 <= tile < COLUMNS * ROWS}
    for row in range(ROWS):
        start = None
        for column in range(COLUMNS + 1):
            inside = column < COLUMNS and row * COLUMNS + column in ticked
            if inside and start is None:
                start = column
            elif not inside and start is not None:
                covers.append(
                    Cover(start / COLUMNS, row / ROWS, column / COLUMNS, (row + 1) / ROWS)
                )
                start = None
    return tuple(covers)


def with_renamed(
    telling: Telling, pictures: tuple[TellingPicture, ...], recordings: tuple[str, ...]
) -> Telling:
    """The same story with its pictures and recordings under other ids, in the same order; each yes
    leaves out the same parts."""
    names = {one.id: made.id for one, made in zip(telling.pictures, pictures, strict=True)}
    names |= {one.id: one.id for one in telling.waypoints} | {WORDS: WORDS}
    uses = renamed(telling.uses, names)
    return dataclasses.replace(telling, pictures=pictures, recordings=recordings, uses=uses)


def to_bytes(telling: Telling) -> bytes:
    """JSON with its version."""
    return json.dumps({"version": VERSION, **dataclasses.asdict(telling)}).encode()


def from_bytes(data: bytes) -> Telling:
    """The inverse of `to_bytes`. Fields that this version does not know are left out."""
    given: dict[str, Any] = json.loads(data)
    known = {one.name for one in dataclasses.fields(Telling)}
    plain = {name: _frozen(value) for name, value in given.items() if name in known}
    plain["waypoints"] = _parts(TellingWaypoint, given.get("waypoints", []))
    plain["pictures"] = tuple(
        dataclasses.replace(one, persons=_parts(Person, list(one.persons)))  # type: ignore[arg-type]
        for one in _parts(TellingPicture, given.get("pictures", []))
    )
    plain["uses"] = _parts(Yes, given.get("uses", []))
    return Telling(**plain)


def _parts(kind: type[_Part], rows: list[dict[str, Any]]) -> tuple[_Part, ...]:
    known = {one.name for one in dataclasses.fields(kind)}
    return tuple(kind(**{n: _frozen(v) for n, v in row.items() if n in known}) for row in rows)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message of the conversation, opened."""

    number: int
    from_team: bool
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that the team proposes: for a cut the text to leave out, for a cover the tiles."""

    id: str
    kind: str
    state: str
    where: str
    text: str = ""
    tiles: tuple[int, ...] = field(default_factory=tuple)
