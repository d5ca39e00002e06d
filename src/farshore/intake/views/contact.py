"""How the team may reach a teller: what the page offers, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from farshore.intake import actions, queries
from farshore.intake.models import Submission
from farshore.intake.views.words import day
from farshore.kernel.codes import Keys
from farshore.vault import handed
from farshore.vault.errors import MissingEpoch, NoTeamKeys, NotSealed, TooLong

GROUP = "contact"
LONGEST = {"email": 254, "phone": 60, "address": 1000}
"""Characters of each field."""


@dataclass(frozen=True, slots=True)
class Said:
    """What became of what was typed: a notice where it was kept, else a sentence and the words."""

    notice: str = ""
    error: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """The part of the page about reaching the teller. `attributes` is empty where the team can
    take nothing; `until` is the last day of what was left, in words."""

    attributes: Mapping[str, str]
    until: str
    days: int
    said: Said


def offer(row: Submission, said: Said | None = None) -> Offer:
    """What the page says and offers; one query."""
    ends = next(iter(queries.contacts(row).values()), None)
    attributes = handed.attributes() if settings.TEAM_KEYS else {}
    return Offer(attributes, day(ends) if ends else "", settings.CONTACT_DAYS, said or Said())


def keep(keys: Keys, post: Mapping[str, str]) -> Said:
    """Keep what was typed, sealed; or say what is in the way. Raises `NotNow`, `UnknownHand`,
    `NoRoom`."""
    typed = {name: post.get(name, "")[:most] for name, most in LONGEST.items()}
    try:
        sealed = handed.contact(post, group=GROUP, fields=tuple(LONGEST))
        if sealed is None:
            return Said(error=_("Nothing is lost. Please write an address or a number first."))
        ends = actions.leave_contact(keys=keys, sealed=sealed)
    except TooLong:
        return Said(error=_too_long(), typed=typed)
    except NotSealed:
        return Said(error=_not_sealed(), typed=typed)
    except (NoTeamKeys, MissingEpoch):
        return Said(error=_not_now(), typed=typed)
    return Said(notice=_("It is sealed, and kept until %(day)s.") % {"day": day(ends)})


def forget(keys: Keys) -> Said:
    """Destroy it. The same words whether there was something or not."""
    actions.forget_contact(keys=keys)
    return Said(notice=_("No address of yours is kept here any more."))


def _too_long() -> str:
    return _(
        "Your story is safe, and what you typed is still on this page. It is more than can be "
        "sealed: please shorten it."
    )


def _not_sealed() -> str:
    return _(
        "Your story is safe. This could not be sealed in your browser, so it was not kept: "
        "please type it again and press the button once more."
    )


def _not_now() -> str:
    return _(
        "Your story is safe, and what you typed is still on this page. It cannot be sealed just "
        "now, so it was not kept: please try again tomorrow."
    )
