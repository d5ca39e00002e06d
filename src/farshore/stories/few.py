"""How a count of stories is said in public: exactly, or "fewer than k"."""

from django.conf import settings
from django.utils.translation import ngettext


def counted(stories: int) -> str:
    """The number in digits, or "fewer than k" where it is below FARSHORE_FEW.

    None at all is said like one: a filter that says "0" where another says "fewer"
    would tell that somebody is there.
    """
    return str(stories) if stories >= settings.FEW else fewer()


def fewer() -> str:
    """What stands for every number below FARSHORE_FEW, in the language of the page."""
    words = ngettext("fewer than %(few)d", "fewer than %(few)d", settings.FEW)
    return words % {"few": settings.FEW}
