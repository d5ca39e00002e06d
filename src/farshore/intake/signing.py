"""What a release that was signed says: which text, for which film. Plain frozen data, sealed as
JSON under the story's key; the same, with the name or the voice, is sealed to the team."""

import base64
import dataclasses
import json
from dataclasses import dataclass
from datetime import date

from farshore.intake.releases import Form

FIELDS = ("name", "film", "form", "sha256", "country", "language", "day", "means")
"""What is sealed to the team, beside a recording."""
LARGEST = 8 * 1024 * 1024
"""Bytes of a recording: some minutes of a voice."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text that was signed, and for which film, by its title."""

    film: str
    form: str
    sha256: str
    country: str
    language: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A release as it stands. `until` is the last day on which it can be taken back, None where no
    such day is known."""

    text: Text
    means: str
    day: date
    item: str
    until: date | None


def text_of(form: Form, film: str) -> Text:
    return Text(film, form.name, form.sha256, form.country, form.language)


def for_team(text: Text, *, means: str, day: date) -> dict[str, str]:
    """What goes to the team with a name or a recording."""
    return {**dataclasses.asdict(text), "day": day.isoformat(), "means": means}


def with_recording(told: dict[str, str], data: bytes) -> bytes:
    """The same with a recording, as JSON."""
    return json.dumps({**told, "recording": base64.b64encode(data).decode()}).encode()


def to_bytes(text: Text) -> bytes:
    return json.dumps(dataclasses.asdict(text)).encode()


def from_bytes(data: bytes) -> Text:
    """The inverse of `to_bytes`."""
    return Text(**json.loads(data))
