"""Making Django's check messages out of the catalogue, so that none lacks a hint or a page."""

from django.core.checks import CheckMessage, Error, Warning

from farshore.config.checks.catalogue import BY_ID


def finding(id: str, sentence: str) -> CheckMessage:
    """The message of check `id` (such as E012) for what was found."""
    entry = BY_ID[id]
    kind = Error if entry.stops else Warning
    return kind(sentence, hint=entry.do, id=f"farshore.{id}")
