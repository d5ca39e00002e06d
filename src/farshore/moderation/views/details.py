"""The details of a line in the log, in words."""

import json
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from farshore.moderation.models import AuditLine, Reason

_WORDS: dict[tuple[str, object], Callable[[], str]] = {
    ("alone", True): lambda: _("alone: this team lets one person say both yes"),
    ("road", "yes"): lambda: _("it could close a road still in use"),
    ("road", "no"): lambda: _("it closes no road still in use"),
    ("shown", True): lambda: _("the story is shown again"),
    ("shown", False): lambda: _("the story stays hidden"),
    ("admin", True): lambda: _("with every right"),
    ("scope", "all"): lambda: _("every story"),
    ("scope", "country"): lambda: _("one country"),
    ("scope", "story"): lambda: _("one story"),
    ("both", "few"): lambda: _("contacts and stories: the team is too small for two"),
    ("both", "away"): lambda: _("contacts and stories: stands in for somebody who is away"),
    ("both", "other"): lambda: _("contacts and stories: the team has written down why"),
    ("both", "said"): lambda: _("contacts and stories: it was said at the machine"),
    ("change", "keys"): lambda: _("new password, second factors taken away"),
    ("change", "profile"): lambda: _("communities and countries"),
}
_SILENT = {
    ("admin", False),
    ("roles", ""),
    ("first", ""),
    ("country", ""),
    ("rights", ""),
    ("members", ""),
}


def in_words(line: AuditLine) -> str:
    """What else is written in a line; empty for nothing."""
    details: dict[str, object] = json.loads(line.details)
    told = [_said(name, value) for name, value in details.items() if (name, value) not in _SILENT]
    return "; ".join(told)


def _said(name: str, value: object) -> str:
    if words := _WORDS.get((name, value)):
        return words()
    if name == "first":
        return _("approved by %(name)s") % {"name": value}
    if name == "reason":
        return str(Reason(str(value)).label)
    if name == "stories":
        many = int(str(value))
        return ngettext("%(many)s story", "%(many)s stories", many) % {"many": many}
    return f"{name}: {value}"
