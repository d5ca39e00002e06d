"""What stands between a story and the public, whatever anybody thinks. Words for each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from farshore.intake.public_form import public_pictures, released_form
from farshore.intake.telling import NOBODY, UNSAFE, YES, Telling, TellingPicture
from farshore.kernel import clock

NO_SITE = "no_site"
PEOPLE = "people"
NOTHING = "nothing"
OPEN_CHANGE = "open_change"
YOUNG_FACE = "young_face"
GUARDIAN = "guardian"

WORDS: dict[str, Promise] = {
    NO_SITE: _("The teller has not said yes to this site. Ask, or leave it unpublished."),
    PEOPLE: _(
        "In a picture people can be seen who have not agreed and are not covered. "
        "Propose a cover, or ask the teller about them."
    ),
    YOUNG_FACE: _(
        "Its teller is under 18, and in a picture people can be seen. "
        "Propose a cover, or ask that the picture be left out."
    ),
    GUARDIAN: _(
        "Its teller is under 18, and nobody who looks after them has agreed. Ask, or leave it "
        "unpublished."
    ),
    NOTHING: _("There is nothing to show yet: neither words, nor places, nor pictures."),
    OPEN_CHANGE: _("The teller has not yet answered a change that you proposed."),
}


def blocks_of(telling: Telling, *, open_changes: int = 0) -> tuple[str, ...]:
    """The keys of what stands in the way, in a fixed order; empty when nothing does."""
    shown = public_pictures(telling)
    found = (
        (NO_SITE, not telling.said_yes("site", today=clock.today())),
        (PEOPLE, any(not may_show(one) for one in shown)),
        (YOUNG_FACE, telling.is_young and any(_shows_somebody(one) for one in shown)),
        (GUARDIAN, telling.is_young and telling.guardian not in {YES, UNSAFE}),
        (NOTHING, not _shows_something(telling)),
        (OPEN_CHANGE, open_changes > 0),
    )
    return tuple(key for key, stands in found if stands)


def may_show(picture: TellingPicture) -> bool:
    """Whether everybody in the picture has agreed, is covered in the pixels, or nobody is there."""
    return picture.may_be_shown and (picture.painted or not picture.must_be_covered)


def _shows_somebody(picture: TellingPicture) -> bool:
    return picture.people != NOBODY and not picture.painted


def _shows_something(telling: Telling) -> bool:
    form = released_form(telling, ())
    return bool(form.text or form.waypoints or public_pictures(telling))
