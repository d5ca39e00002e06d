"""What each step of the sharing path saves, and what its page shows.

A step never loses what was typed: what is valid is saved, what is not is shown again with a
sentence. `Told` is the state that a step works on.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from farshore.intake import actions
from farshore.intake.errors import NotKept
from farshore.intake.telling import Change, Telling, once
from farshore.kernel.codes import Keys

STEPS = ("story", "journey", "pictures", "uses", "preview", "send")


@dataclass(slots=True)
class Told:
    """One request of one teller: the keys it came with, the draft, and what the page will say."""

    request: HttpRequest
    keys: Keys
    telling: Telling
    errors: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)

    def error(self, field_id: str, sentence: str) -> None:
        """A sentence about one field; the page links to it by its id."""
        self.errors.append((field_id, sentence))

    def error_at(self, field_id: str) -> str:
        """The first sentence about that field, or nothing."""
        return next((sentence for at, sentence in self.errors if at == field_id), "")

    @property
    def number(self) -> str:
        """The number of what came: a form that comes twice is taken in once.

        The same page sent again with other words (by the browser's Back) is another form.
        """
        words = sorted(pair for pair in self.request.POST.lists() if pair[0] != "hand")
        return self._numbered(repr(words).encode())

    def part(self, data: bytes) -> str:
        """The number of one file of the form."""
        return self._numbered(data)

    def _numbered(self, data: bytes) -> str:
        nonce = self.request.POST.get("nonce", "")[:40]
        digest = hashlib.blake2b(data, digest_size=8, key=self.keys.open).hexdigest()
        return f"{nonce}.{digest}" if nonce else ""

    def keep(self, by: Change, *, at: str = "main") -> bool:
        """Change the draft; whether it was kept. If not, the page shows it as it was typed."""
        self.telling = by(self.telling)
        try:
            self.telling = actions.change(keys=self.keys, by=by)
        except NotKept:
            self.error(at, not_kept())
            return False
        return True

    def keep_once(self, by: Change, *, at: str = "main") -> bool:
        """`keep`, unless this very form was taken in before."""
        return self.keep(once(self.number, by), at=at)


def not_kept() -> str:
    """For the moments when the database takes nothing in."""
    return _(
        "What you saved before is safe, and what you typed is still on this page. It could not be "
        "saved just now: please wait a minute and press the button again."
    )


def no_room() -> str:
    """For a full disk."""
    return _(
        "Everything you saved is safe. This site has no room for more just now: "
        "please try again later today."
    )


def after(step: str) -> str:
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: str) -> str:
    return STEPS[max(STEPS.index(step) - 1, 0)]
