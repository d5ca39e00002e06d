"""Somebody who wants an account, step by step."""

import re
from typing import Any

from django.core import mail

from tests.intake.making import Teller

DOOR = "/share/account/"
MAIL = "ilmatar@post.example"
SENTENCE = "seven otters count blue ladders"


class Guest(Teller):
    """A teller at the door of accounts."""

    def go(self, go: str, **fields: Any) -> "Guest":
        """A button at the door, of somebody who has not logged in."""
        self.post(DOOR, go=go, **fields)
        return self

    def do(self, go: str, **fields: Any) -> "Guest":
        """A button of somebody who has logged in."""
        self.post(DOOR, go=go, **({"hand": self.field("hand")} | fields))
        return self

    def ask(self, address: str = MAIL) -> "Guest":
        return self.go("mail", email=address, read="yes")

    def by_mail(self, address: str = MAIL) -> "Guest":
        """Logged in by the number of the last mail."""
        self.ask(address)
        return self.go("number", state=self.field("state"), number=number())

    def lock(self, sentence: str = SENTENCE) -> "Guest":
        return self.do("lock", sentence=sentence, again=sentence)

    def open(self, sentence: str = SENTENCE) -> "Guest":
        return self.do("open", sentence=sentence)

    def with_notebook(self, address: str = MAIL) -> "Guest":
        """In front of a notebook, new or opened."""
        self.by_mail(address)
        return self.lock() if self.heading == "Lock your notebook" else self.open()

    @property
    def codes(self) -> list[str]:
        """The codes on the page, without spaces."""
        shown = re.findall(r'class="notebook-code"[^>]*>([\d ]+)<', self.page)
        return [one.replace(" ", "") for one in shown]


def number() -> str:
    """The number in the last mail."""
    found = re.search(r"^\d{8}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found.group()
