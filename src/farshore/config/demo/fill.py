"""Fill an empty house with the demonstration. Running it again changes nothing."""

import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model

from farshore import places, sanitize
from farshore.config.demo.pictures import draw
from farshore.kernel import dates
from farshore.places import Place, Precision, Role, Rule
from farshore.screenings.actions import film_changed
from farshore.screenings.models import Film
from farshore.stories.actions import publish_story
from farshore.stories.models import Story
from farshore.stories.shapes import (
    ReleasedPicture,
    ReleasedRendition,
    ReleasedStory,
    ReleasedWaypoint,
)

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Filled:
    """How much was put in: nothing when the house already had a film or a story."""

    films: int
    stories: int


def fill() -> Filled:
    """The film and its stories. Pictures are drawn and cleaned first, outside any transaction."""
    if Film.objects.exists() or Story.objects.exists():
        return Filled(0, 0)
    told = [_story(given) for given in _read("stories.toml")["story"]]
    still = draw("still")
    with transaction.atomic():  # all or nothing: a house with half a demonstration counts as full
        for story in told:
            publish_story(story=story)
        film_changed(film=_film(_read("film.toml"), still))
    return Filled(1, len(told))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text("utf-8"))


def _film(given: dict[str, Any], still: bytes) -> Film:
    file = ImageFile(io.BytesIO(still), name="still.jpg")
    image = get_image_model().objects.create(title=given["still_alt"][:250], file=file)
    texts = {
        name: value.strip() if isinstance(value, str) else value for name, value in given.items()
    }
    return Film.objects.create(still=image, **texts)


def _story(given: dict[str, Any]) -> ReleasedStory:
    return ReleasedStory(
        title=given["title"],
        language=given["language"],
        teller=given["teller"],
        told_by_helper=given.get("told_by_helper", False),
        text=given["text"].strip(),
        warnings=tuple(given["warnings"]),
        themes=tuple(given["themes"]),
        uses=tuple(given["uses"]),
        waypoints=tuple(_waypoint(point) for point in given["waypoint"]),
        pictures=(_picture(given),) if "picture" in given else (),
    )


def _waypoint(given: dict[str, Any]) -> ReleasedWaypoint:
    """The place as the precision rule lets it be shown, whatever the file asks for."""
    role = Role(given["role"])
    shown = places.show(
        _place(given["place"], given["country"]),
        choice=Precision(given["as"]),
        role=role,
        rule=Rule(),
        road_in_use=False,
    )
    if shown.place is None:
        raise ValueError(f"{given['place']} cannot be shown at all")
    return ReleasedWaypoint(
        place=shown.place.id,
        precision=shown.precision.value,
        country=shown.place.country,
        lon=shown.place.lon,
        lat=shown.place.lat,
        role=role.value,
        date=dates.read(given.get("date", "")),
        means="",
        text=given["text"].strip(),
    )


def _place(name: str, country: str) -> Place:
    found = [hit.place for hit in places.search(name, limit=50) if hit.place.country == country]
    towns = [place for place in found if place.id.startswith("t:")]
    if not towns:
        raise ValueError(f"The gazetteer does not know {name} in {country}")
    return towns[0]


def _picture(given: dict[str, Any]) -> ReleasedPicture:
    master = sanitize.open_picture(draw(given["picture"]))
    made = sanitize.render(master.data)
    return ReleasedPicture(
        caption=given.get("caption", ""),
        alt=given["alt"],
        waypoint=0,
        renditions=tuple(ReleasedRendition(o.format, o.width, o.height, o.data) for o in made),
    )
