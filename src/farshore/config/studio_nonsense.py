"""What Wagtail's pages fail over instead of refusing: it is answered as what is not there.

A page that fails is a line for the operator and looks like a fault of the house. None of these is
reached by a button of the studio.
"""

import re
from typing import Any

from django.http import HttpRequest

_CLOSED = frozenset(
    {
        "wagtailadmin_error_test",  # fails on purpose
        "wagtailsnippetchoosers_screenings_film:create",  # there is no form for it
    }
)
_NEEDED = {
    "wagtailadmin_choose_page_external_link": "external-link-chooser-url",
    "wagtailadmin_pages:copy": "new_parent_page",
}
"""Fields that are always in these forms, empty or not."""
_NUMBER = re.compile(r"[0-9]{1,18}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
"""How rows are numbered: Wagtail's by counting, the house's by UUIDs."""


def is_nonsense(request: HttpRequest, given: dict[str, Any]) -> bool:
    """Whether a page of the studio is asked for what cannot be: a row whose number is none, a form
    without its field, a page that does nothing but fail."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    needed = _NEEDED.get(name, "") if request.method in {"POST", "PUT"} else ""
    unsaid = needed and needed not in request.POST
    return bool(unsaid) or name in _CLOSED or not _is_number(given.get("pk", 0))


def _is_number(pk: object) -> bool:
    return not isinstance(pk, str) or _NUMBER.fullmatch(pk) is not None
