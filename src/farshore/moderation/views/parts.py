"""What belongs to a story: pictures, recordings, and the page as the public would see it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from farshore.intake import queries as intake
from farshore.intake.public_form import public_index, public_pictures, released_form
from farshore.intake.telling import COLUMNS, ROWS, TellingPicture
from farshore.kernel.registry import registry
from farshore.moderation import queries
from farshore.moderation.errors import UnknownPart
from farshore.moderation.models import Case
from farshore.moderation.roles import MODERATE
from farshore.moderation.views.door import language, screen, studio, user_of
from farshore.stories.pages import story_page
from farshore.stories.preview import previewed
from farshore.stories.shapes import PictureView

_SOUNDS = (
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "audio/webm"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"RIFF", "audio/wav"),
)


@require_safe
@studio()
def picture(request: HttpRequest, case: UUID, name: str) -> HttpResponse:
    """A picture as it would be made smaller for the public."""
    found = queries.case_of(user_of(request), case)
    return _bytes(intake.picture_bytes(found.submission, name), "image/jpeg")


@require_safe
@studio(MODERATE)
def recording(request: HttpRequest, case: UUID, name: str) -> HttpResponse:
    """A recording as it was handed in, for those who listen."""
    found = queries.case_of(user_of(request), case)
    data = intake.recording_bytes(found.submission, name)
    return _bytes(data, _sound(data))


@require_safe
@studio()
def preview(request: HttpRequest, case: UUID) -> HttpResponse:
    """The very page that the public would see, under a bar that leads back."""
    found = queries.opened(queries.case_of(user_of(request), case))
    here = registry.request("house", language=language())
    told = found.telling
    story = previewed(
        released_form(told, ()),
        language=here.language,
        pictures=[
            (public_index(told, one.waypoint), _view(found.case, one))
            for one in public_pictures(told)
        ],
    )
    bar = render_to_string("moderation/preview_bar.html", {"case": found.case})
    body = story_page(house=here, story=story, path="/stories/", preview=True, bar=bar)
    return HttpResponse(body)


@require_safe
@studio(MODERATE)
def cover(request: HttpRequest, case: UUID, name: str) -> HttpResponse:
    """A picture under a grid of tiles, to propose what should be covered."""
    found = queries.opened(queries.case_of(user_of(request), case))
    return cover_screen(request, found, name)


def cover_screen(
    request: HttpRequest, found: queries.Opened, name: str, **more: Any
) -> HttpResponse:
    """The grid over a picture of an opened story; `ticked` are tiles that were ticked before."""
    one = found.telling.picture(name)
    if one is None:
        raise UnknownPart
    number = found.telling.pictures.index(one) + 1
    return screen(
        request,
        "cover.html",
        _("Picture %(number)d") % {"number": number},
        case=found.case,
        picture=one,
        number=number,
        tiles=range(COLUMNS * ROWS),
        **more,
    )


def _view(case: Case, one: TellingPicture) -> PictureView:
    src = reverse("moderation:picture", args=[case.pk, one.id])
    return PictureView((), src, one.width, one.height, one.alt, one.caption)


def _sound(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "audio/mp4"
    return next(
        (kind for head, kind in _SOUNDS if data.startswith(head)), "application/octet-stream"
    )


def _bytes(data: bytes, content_type: str) -> HttpResponse:
    """Bytes that are shown and not run, and that no cache keeps."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = "inline"
    return response
