"""Reads of the film."""

import re

from django.conf import settings

from farshore.kernel.house import House
from farshore.screenings.models import Film, StillRendition
from farshore.screenings.shapes import FilmView, StillView

_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
_UNNAMED = FilmView("Farshore", "", None, None, "", (), (), (), None)


def the_film() -> FilmView:
    """The film whose house this is, in two queries; an unnamed one before there is any."""
    film = Film.objects.order_by("pk").prefetch_related("renditions").first()
    if film is None:
        return _UNNAMED
    return FilmView(
        title=film.title,
        tagline=film.tagline,
        year=film.year,
        minutes=film.minutes,
        directors=film.directors,
        synopsis=_paragraphs(film.synopsis),
        about=_paragraphs(film.about),
        contact=_paragraphs(film.contact),
        still=_still(film),
    )


def house(*, language: str) -> House:
    """The house as pages in `language` know it; one query."""
    film = Film.objects.order_by("pk").only("title", "tagline").first()
    return House(
        title=film.title if film else _UNNAMED.title,
        tagline=film.tagline if film else "",
        base_url=settings.BASE_URL,
        language=language,
        languages=tuple(settings.SITE_LANGUAGES),
    )


def still_files() -> list[StillRendition]:
    """Every file of the film's still."""
    return list(StillRendition.objects.all())


def still_address(made: StillRendition) -> str:
    extension = "jpg" if made.format == "jpeg" else made.format
    return f"/media/film/{made.key}/{made.width}.{extension}"


def _still(film: Film) -> StillView | None:
    made = sorted(film.renditions.all(), key=lambda one: one.width)
    if not made:
        return None
    jpegs = [one for one in made if one.format == "jpeg"]
    sources = tuple(
        (
            _TYPES[name],
            ", ".join(f"{still_address(o)} {o.width}w" for o in made if o.format == name),
        )
        for name in ("avif", "webp")
        if any(one.format == name for one in made)
    )
    middle = jpegs[len(jpegs) // 2]
    return StillView(
        sources,
        still_address(middle),
        made[-1].width,
        made[-1].height,
        film.still_alt,
        film.still_credit,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"\r?\n\s*\r?\n", text) if part.strip())
