"""What is bound at the start: addresses to the press, and the house to every page.

Rooms that serve commands or have chores bind those themselves when their app is ready.
"""

from datetime import datetime

from allauth.mfa.signals import authenticator_added
from django.contrib.sessions.backends.db import SessionStore

from farshore.config.accounts import factor_was_added
from farshore.globe import public_urls as globe
from farshore.kernel.registry import registry
from farshore.press import dark
from farshore.press import public_urls as press_addresses
from farshore.press.actions import mark
from farshore.screenings import public_urls as screenings
from farshore.screenings.queries import house
from farshore.stories import public_urls as stories


def wire() -> None:
    """Bind everything. Calling it again changes nothing."""
    for room in (screenings.room(), stories.room(), globe.room(), press_addresses.room()):
        registry.add(room)
    registry.bind_press(mark)
    registry.serve("house", house)
    registry.serve("black_out", dark.black_out)
    registry.serve("light_up", dark.light_up)
    registry.serve("is_dark", dark.is_dark)
    registry.every(3600, "sessions", _clear_sessions, worker="media")
    authenticator_added.connect(factor_was_added, dispatch_uid="farshore second factor")


def _clear_sessions(_now: datetime) -> None:
    """Nothing is left of who was logged in once they are not."""
    SessionStore.clear_expired()
