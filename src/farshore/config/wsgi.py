"""The back as a WSGI application, for `farshore run` and for any other server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from farshore.uploads.body import WholeBody

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "farshore.config.settings")

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, which is never shown a body that was cut off as if it were whole."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length.isascii() and length.isdecimal():
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
    answer: Iterable[bytes] = _django(environ, start_response)
    return answer
