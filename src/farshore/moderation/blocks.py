"""What stands between a story and the public, whatever anybody thinks. Words for each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from farshore.intake.public_form import released_form
from farshore.intake.telling import AGREED, COVERED, NOBODY, Telling, TellingPicture

NO_SITE = "no_site"
PEOPLE = "people"
NOTHING = "nothing"
OPEN_CHANGE = "open_change"

WORDS: dict[str, Promise] = {
    NO_SITE: _("The teller has not said yes to this site. Ask, or leave it unpublished."),
    PEOPLE: _(
        "In a picture people can be seen who have not agreed and are not covered. "
        "Propose a cover, or ask the teller about them."
    ),
    NOTHING: _("There is nothing to show yet: neither words, nor places, nor pictures."),
    OPEN_CHANGE: _("The teller has not yet answered a change that you proposed."),
}


def blocks_of(telling: Telling, *, open_changes: int = 0) -> tuple[str, ...]:
    """The keys of what stands in the way, in a fixed order; empty when nothing does."""
    found = (
        (NO_SITE, not telling.said_yes("site")),
        (PEOPLE, any(not may_show(one) for one in telling.pictures)),
        (NOTHING, not _shows_something(telling)),
        (OPEN_CHANGE, open_changes > 0),
    )
    return tuple(key for key, stands in found if stands)


def may_show(picture: TellingPicture) -> bool:
    """Whether everybody in the picture has agreed, is covered in the pixels, or nobody is there."""
    return picture.people in {NOBODY, AGREED} or (picture.people == COVERED and picture.painted)


def _shows_something(telling: Telling) -> bool:
    form = released_form(telling, ())
    return bool(form.text or form.waypoints or telling.pictures)
