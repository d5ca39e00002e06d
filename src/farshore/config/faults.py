"""When a page fails: kind words for the person, and for the operator where in the code it was.

Neither the address nor the fault's own message is written down: a message may quote what was
typed or a row of the database, and a line in a log has an hour.
"""

import logging
import sys
import traceback

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import translation

from farshore.kernel.house import House

log = logging.getLogger(__name__)


def fault(_request: HttpRequest) -> HttpResponse:
    """The answer 500. It may be the database that fails, so the film's name is not asked for."""
    kind, _message, trace = sys.exc_info()
    name = kind.__name__ if kind else "nothing"
    where = traceback.extract_tb(trace)[-1:] if trace else []
    log.error("A page failed: %s at %s", name, [f"{one.filename}:{one.lineno}" for one in where])
    language = translation.get_language() or settings.LANGUAGE_CODE
    house = House("Farshore", "", settings.BASE_URL, language, tuple(settings.SITE_LANGUAGES))
    page = get_template("farshore/503.html", using="jinja2")
    return HttpResponse(page.render({"house": house, "path": "/"}), status=500)
