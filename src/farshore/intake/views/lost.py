"""When a page has lost its hold on a story: what was typed on it is given back."""

from django.http import HttpRequest, HttpResponse

from farshore.intake.views.hand import page

_WORDS = ("title", "text", "teller", "date", "caption", "alt", "not_read_by_community")


def lost(request: HttpRequest, *, was_sent: bool = False) -> HttpResponse:
    """Nothing lies under this hand (any more). The words of the form are shown, to be copied."""
    return page("lost.html", status=403, was_sent=was_sent, typed=_typed(request))


def _typed(request: HttpRequest) -> list[str]:
    """What a person wrote on the page that came, field by field."""
    named = {name: str(value).strip() for name, value in request.POST.items()}
    return [value for name, value in named.items() if value and name.rpartition("-")[2] in _WORDS]
