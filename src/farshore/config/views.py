"""What Django answers for the whole house: health, the studio's media, and the live view."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from farshore.kernel import clock
from farshore.kernel.registry import UnknownAddress, registry
from farshore.press import pages
from farshore.press.queries import backlog, is_gone

_EDITORS = ("original_images/", "images/", "documents/", "avatar_images/")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
}


def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


def ready(_request: HttpRequest) -> HttpResponse:
    """The database answers, and the press keeps up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    waiting = backlog(clock.now())
    return HttpResponse(f"ready, {waiting} to press\n", content_type="text/plain")


def studio_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Editors' pictures, for staff only: the public reads the renditions under `/media/`."""
    staff = request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")
    if not staff or not name.startswith(_EDITORS):
        raise Http404
    if not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name, "rb"))
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def live(_request: HttpRequest, address: str) -> HttpResponse:
    """A public address rendered now, by the renderer that the press calls: the same bytes.

    Visitors never come here: `front` answers from `site/`. It is for looking before the press.
    """
    path = f"/{address}"
    try:
        page = registry.render(path, as_of=clock.now())
    except UnknownAddress:
        if is_gone(path):
            return HttpResponse(pages.gone(path), status=410)
        return HttpResponse(pages.not_found(), status=404)
    return HttpResponse(page.body, content_type=_type(path, page.body), headers=_HEADERS)


_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
}


def _type(path: str, body: bytes) -> str:
    if path.endswith("/"):
        return _TYPES[".xml" if body.startswith(b"<?xml") else ".html"]
    suffix = path[path.rfind(".") :]
    return _TYPES.get(suffix, "application/octet-stream")


def asset_file(_request: HttpRequest, name: str) -> HttpResponseBase:
    """Built files, where no `front` stands before (tests, `python -m django runserver`)."""
    root = settings.ASSETS.resolve()
    try:
        path = (root / name).resolve()
        if path.is_relative_to(root) and path.is_file():
            return FileResponse(path.open("rb"))
    except (OSError, ValueError):  # a name that no file can have: too long, with a NUL
        pass
    raise Http404
