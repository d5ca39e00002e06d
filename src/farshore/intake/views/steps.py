"""What each step of the sharing path saves, and what its page shows.

A step never loses what was typed: what is valid is saved, what is not is shown again with a
sentence. `Told` is the state that a step works on.
"""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from farshore.intake.telling import Telling
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

    def first_time(self) -> bool:
        """Whether this form has not been taken in before; notes that it has been now."""
        nonce = self.request.POST.get("nonce", "")[:40]
        if not nonce or nonce in self.telling.nonces:
            return False
        kept = (*self.telling.nonces[-60:], nonce)
        self.telling = dataclasses.replace(self.telling, nonces=kept)
        return True


def after(step: str) -> str:
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: str) -> str:
    return STEPS[max(STEPS.index(step) - 1, 0)]
