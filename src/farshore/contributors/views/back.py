"""`/share/account/back/…/`: whoever went to a provider is back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from farshore.contributors import providers
from farshore.contributors.errors import NotProved
from farshore.contributors.views import inside
from farshore.contributors.views.pages import Inside, page
from farshore.contributors.views.pages import providers as wanted
from farshore.contributors.views.trip import abroad, end


@require_http_methods(["GET", "HEAD"])
def back(request: HttpRequest, slug: str) -> HttpResponse:
    """In, by what the provider says; or back at the door, where it says no or says nothing."""
    if slug not in {one.slug for one in wanted()}:
        raise Http404
    try:
        with abroad(request):
            _speak(request.session.get("language"))
            who = providers.come_back(request, slug)
    except NotProved:
        return end(page("not_in.html", status=403))
    return end(inside.enter(Inside(who)))


def _speak(language: object) -> None:
    """The provider knows one address for all languages: the page goes on in the one before."""
    if isinstance(language, str) and translation.check_for_language(language):
        translation.activate(language)
