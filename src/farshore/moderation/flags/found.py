"""What was noticed, and where."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHONE = "phone"
MAIL = "mail"
ADDRESS = "address"
NUMBER = "number"
DATE = "date"
NAME = "name"
PLACE = "place"
ROAD = "road"
FACE = "face"

WORDS: dict[str, Promise] = {
    PHONE: _("looks like a phone number"),
    MAIL: _("looks like an e-mail address"),
    ADDRESS: _("an address on the internet, or an account"),
    NUMBER: _("looks like a number of a paper or a plate"),
    DATE: _("an exact day near a small place"),
    NAME: _("could be somebody's name"),
    PLACE: _("a place finer than the teller chose to show"),
    ROAD: _("the journey is young: its road may still be in use"),
    FACE: _("people in a picture who have not agreed and are not covered"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a story that holds words. `where` is what a cut calls it."""

    where: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """Something for people to look at: `text[start:end]` of a field, or the whole story."""

    kind: str
    where: str = ""
    part: str = ""
    start: int = 0
    end: int = 0
    words: str = ""


Span = tuple[int, int]
