"""A text with its flags, cut into pieces that a template can mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from farshore.intake.public_form import public_index
from farshore.intake.telling import Telling
from farshore.moderation.flags import WORDS, Field, Found, fields_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and what was noticed about it (empty for nothing)."""

    text: str
    kind: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A field with its pieces; `label` says where in the story it stands."""

    where: str
    part: str
    label: str
    pieces: tuple[Piece, ...]


def marked(telling: Telling, flags: Iterable[Found]) -> list[Marked]:
    """Every field of the story, flags marked; where two overlap, the shorter one shows."""
    noticed = list(flags)
    return [
        Marked(
            field.where,
            field.part,
            label_of(telling, field.where, field.part),
            tuple(_pieces(field, [one for one in noticed if _is_in(one, field)])),
        )
        for field in fields_of(telling)
    ]


def label_of(telling: Telling, where: str, part: str) -> str:
    """Where in the story a field stands, in words."""
    places = {one.id: number for number, one in enumerate(telling.waypoints, start=1)}
    pictures = {one.id: number for number, one in enumerate(telling.pictures, start=1)}
    if where in places:
        number = {"number": places[where]}
        if public_index(telling, where) is None:
            return _("Place %(number)d, not shown to the public") % number
        return _("Place %(number)d") % number
    if where in pictures:
        words = {"caption": _("caption"), "alt": _("description")}
        picture = _("Picture %(number)d") % {"number": pictures[where]}
        return f"{picture}, {words[part]}" if part in words else picture
    return {"title": _("Title"), "text": _("Text"), "teller": _("Name shown")}.get(where, "")


def _pieces(field: Field, noticed: list[Found]) -> Iterable[Piece]:
    """Runs of letters with the same flag. A sentence may be marked, and a number inside it too."""
    over: list[Found | None] = [None] * len(field.text)
    for one in sorted(noticed, key=lambda found: found.start - found.end):
        over[one.start : one.end] = [one] * (one.end - one.start)
    for shown, run in groupby(range(len(over)), key=over.__getitem__):
        letters = list(run)
        text = field.text[letters[0] : letters[-1] + 1]
        yield Piece(text, shown.kind, str(WORDS[shown.kind])) if shown else Piece(text)


def _is_in(found: Found, field: Field) -> bool:
    return (found.where, found.part) == (field.where, field.part) and found.end > found.start
