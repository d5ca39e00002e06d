"""What may be used of a story, what was used, and what of that must go."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from farshore.intake import queries as intake
from farshore.intake.consent import WORDS, Yes
from farshore.intake.public_form import public_index, public_pictures
from farshore.intake.telling import Telling
from farshore.kernel import clock
from farshore.moderation.errors import NotToBeUsed
from farshore.moderation.models import Crossing, Reached, Use
from farshore.moderation.queries import consent
from farshore.moderation.uses import CONSENT, Entry, Row, part_of
from farshore.stories.models import Story
from farshore.stories.queries import visible

SIZE = 50
USE, FINISHED = "use", "finished"
"""Kinds of places in the ledger: a use that must go, and one that cannot."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be done with a story: each use of `Use.In` that its teller agreed to, and the
    public parts that each leaves out."""

    slug: str
    title: str
    parts: tuple[str, ...]
    without: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """A use, and what is the matter with it."""

    use: Use
    must_go: bool
    is_finished: bool


def story_of(slug: str) -> Story:
    """Raises `NotToBeUsed` for what is not on the site."""
    found = visible().filter(slug=slug).first()
    if found is None:
        raise NotToBeUsed("story")
    return found


def allowed(slug: str) -> Allowed:
    """Raises `NotToBeUsed` for what is not on the site."""
    story = story_of(slug)
    parts = tuple(_parts(story))
    without = {}
    for used_in in CONSENT:
        refused = {part: _refusal(story, used_in, part) for part in parts}
        if not set(refused.values()) <= {"no", "not_asked"}:
            without[used_in] = tuple(part for part, why in refused.items() if why)
    return Allowed(slug, story.title, parts, without)


def must_be_allowed(story: Story, used_in: str, part: str) -> None:
    """Raises `NotToBeUsed` where the story has no such part, or its teller did not agree."""
    if part not in set(_parts(story)):
        raise NotToBeUsed("part")
    if why := _refusal(story, used_in, part):
        raise NotToBeUsed(why)


def standing(slug: str) -> list[Use]:
    """The uses of a story that were not taken out."""
    return list(Use.objects.filter(slug=slug, taken_out_on=None).select_related("film"))


def no_longer_agreed(slug: str) -> list[Use]:
    """Those of them that its teller does not agree to any more, or never did to that part."""
    story = Story.objects.filter(slug=slug).first()
    rows = standing(slug)
    if story is None:
        return rows
    return [one for one in rows if _refusal(story, one.used_in, one.part)]


def must_go() -> set[UUID]:
    """The uses that somebody has to take out by hand."""
    places = Reached.objects.filter(kind=USE, cleared=False).values_list("place", flat=True)
    return {UUID(place) for place in places}


def lines(*, page: int, slug: str = "") -> tuple[list[Line], int]:
    """A page of what was used, what must go first, then the newest; and how many pages."""
    going, today = must_go(), clock.today()
    found = Use.objects.filter(slug=slug) if slug else Use.objects.all()
    pages = max(1, -(-found.count() // SIZE))
    page = min(max(1, page), pages)
    rows = found.select_related("film").order_by("-day", "slug", "pk")
    first = list(rows.filter(pk__in=going)) if page == 1 else []
    rest = rows.exclude(pk__in=going)[(page - 1) * SIZE : page * SIZE]
    return [_line(one, going, today) for one in (*first, *rest)], pages


def rows() -> Iterator[Row]:
    """Every use, for a table."""
    going = must_go()
    every = Use.objects.select_related("film").order_by("day", "slug", "pk")
    return (Row(_entry(one), one.taken_out_on, one.pk in going) for one in every.iterator())


def described(ids: Collection[str]) -> dict[str, str]:
    """What each of these uses is called in the ledger, by its id; one query."""
    rows = Use.objects.filter(pk__in=list(ids)).select_related("film")
    return {str(one.pk): _words(one) for one in rows}


def _line(one: Use, going: Collection[UUID], today: date) -> Line:
    return Line(one, one.pk in going, one.is_finished(today))


def _entry(one: Use) -> Entry:
    return Entry(
        slug=one.slug,
        part=one.part,
        used_in=one.used_in,
        film=one.film.title if one.film else "",
        where=one.where,
        begins=one.begins,
        ends=one.ends,
        who=one.who,
        day=one.day.isoformat(),
        id=str(one.pk),
    )


def _words(one: Use) -> str:
    film = one.film.title if one.film else ""
    span = f"{one.begins}–{one.ends}" if one.begins else ""
    told = [str(Use.In(one.used_in).label), film, one.where, span, one.part, one.who]
    return " · ".join(word for word in told if word)


def _parts(story: Story) -> Iterator[str]:
    places = list(story.waypoints.values_list("number", "text"))
    if story.text or story.title or any(text for _number, text in places):
        yield WORDS
    yield from (f"place-{number}" for number, _text in places)
    yield from (f"picture-{number}" for number in story.media.values_list("number", flat=True))


def _refusal(story: Story, used_in: str, part: str) -> str:
    """Why this is not to be used, a key of `REASONS`; empty where it may be."""
    crossing = Crossing.objects.filter(slug=story.slug).select_related("submission").first()
    if crossing is None or crossing.submission is None:
        return "" if CONSENT[used_in] in story.uses else "no"
    row = crossing.submission
    said = consent.consent_of(crossing)
    yes = next((one for one in said.uses if one.use == CONSENT[used_in]), None)
    if yes is None or not yes.holds_on(clock.today()):
        return "no"
    if CONSENT[used_in] == "film" and not intake.said_yes_to_film(row):
        return "not_asked"
    return "left_out" if _is_left_out(yes, intake.read(row), story, part) else ""


def _is_left_out(yes: Yes, telling: Telling, story: Story, part: str) -> bool:
    """Whether a yes does not mean this part. Where a part can no longer be told for certain,
    since a rule has become stricter since the release, nothing that is left out is let through."""
    kind, number = part_of(part) or ("", 0)
    if kind == WORDS:
        return WORDS in yes.but
    ids = _places(telling) if kind == "place" else [one.id for one in public_pictures(telling)]
    public = story.waypoints.count() if kind == "place" else story.media.count()
    if len(ids) != public:
        return bool(yes.but)
    return ids[number - 1] in yes.but


def _places(telling: Telling) -> list[str]:
    """The places that are shown, by their ids in the telling, in order."""
    every = telling.waypoints
    return [one.id for one in every if public_index(telling, one.id) is not None]
