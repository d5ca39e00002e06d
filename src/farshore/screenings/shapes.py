"""The film, ready to be rendered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StillView:
    """The film's still. Sources are (media type, srcset); sizes in pixels."""

    sources: tuple[tuple[str, str], ...]
    src: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class FilmView:
    """What the site says of the film. Texts are paragraphs."""

    title: str
    tagline: str
    year: int | None
    minutes: int | None
    directors: str
    synopsis: tuple[str, ...]
    about: tuple[str, ...]
    contact: tuple[str, ...]
    still: StillView | None
