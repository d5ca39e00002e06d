"""The mail with a number to log in by. It does not say what it is for, nor whom it is from."""

import secrets
from email.utils import parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from farshore.contributors import people, tokens
from farshore.contributors.errors import NotProved

DIGITS = 8


class NotAnAddress(ValueError):
    """No mail can be sent to this."""


class NotSent(Exception):
    """The mail could not be handed over just now."""


def send_number(address: str, *, client: str) -> str:
    """Send a number; the sealed field of the page that asks for it.

    Whoever asks is answered alike, whether the address has an account or was written to lately:
    one that was written to a few times in an hour is left alone. Raises `NotAnAddress`, `NotSent`.
    """
    to = people.folded(address)
    try:
        validate_email(to)
    except ValidationError as error:
        raise NotAnAddress from error
    who, number = people.by_email(to), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    if tokens.mails.take(f"{who.hex()} {client}") and tokens.mails_in_all.take(who.hex()):
        _send(address.strip(), number)
    once = secrets.token_urlsafe(12)
    return tokens.write("number", {"who": who.hex(), "number": number, "once": once})


def checked(state: str, typed: str) -> bytes:
    """The fingerprint of whoever got the mail. Five tries, and good once. Raises `NotProved`."""
    told = tokens.read("number", state)
    digits = "".join(str(int(c)) for c in typed[:100] if c.isdecimal())
    if not tokens.tries.take(told["once"]) or not secrets.compare_digest(digits, told["number"]):
        raise NotProved
    if not tokens.spent.take(told["once"]):
        raise NotProved
    return bytes.fromhex(told["who"])


def sender() -> str:
    """The address that the mails come from, as the page names it."""
    return parseaddr(_from())[1]


def _from() -> str:
    return str(settings.CONTRIBUTORS_MAIL_FROM or settings.DEFAULT_FROM_EMAIL)


def _send(address: str, number: str) -> None:
    subject = settings.CONTRIBUTORS_MAIL_SUBJECT or _("Your number")
    body = _(
        "%(number)s\n\nIt is good for ten minutes. If you did not ask for it, nothing has happened."
    )
    domain = sender().rpartition("@")[2] or "localhost"
    named = {"Message-ID": f"<{secrets.token_hex(16)}@{domain}>"}  # not by this machine's name
    letter = EmailMessage(subject, body % {"number": number}, _from(), [address], headers=named)
    try:
        letter.send()
    except (OSError, SMTPException) as error:
        raise NotSent from error
