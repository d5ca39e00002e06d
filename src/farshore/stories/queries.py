"""Reads of the public record, in a fixed number of queries whatever its size."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet, TextField
from django.db.models.functions import Cast

from farshore import places
from farshore.stories import lists, parts, when
from farshore.stories.errors import UnknownStory
from farshore.stories.models import (
    ListSlot,
    Media,
    Rendition,
    RetiredRecord,
    Story,
    Waypoint,
)
from farshore.stories.paragraphs import opening, paragraphs
from farshore.stories.shapes import (
    ListPage,
    Neighbour,
    PictureView,
    SourceView,
    StoryLine,
    StoryView,
    WaypointView,
)

_INDEXED, OPEN_DATA = "search_engines", "open_data"
_TYPES = {"avif": "image/avif", "webp": "image/webp"}


def visible() -> QuerySet[Story]:
    """The stories that stand on the site now."""
    return Story.objects.filter(hidden=False)


def is_public(slug: str) -> bool:
    return visible().filter(slug=slug).exists()


def story_view(slug: str, *, language: str) -> StoryView:
    """One story with its neighbours; place names and dates in `language`. Five queries."""
    renditions = Prefetch("renditions", Rendition.objects.order_by("format", "width"))
    rows = visible().prefetch_related(
        "waypoints", Prefetch("media", Media.objects.prefetch_related(renditions))
    )
    row = rows.filter(slug=slug).first()
    if row is None:
        raise UnknownStory(slug)
    older, newer = _neighbours(row)
    media = list(row.media.all())
    return StoryView(
        slug=row.slug,
        title=row.title,
        language=row.language,
        teller=row.teller,
        told_by_helper=row.told_by_helper,
        paragraphs=paragraphs(row.text),
        warnings=tuple(row.warnings),
        themes=tuple(row.themes),
        indexed=is_indexed(row),
        open_data=OPEN_DATA in row.uses,
        month=row.month,
        waypoints=tuple(_waypoint(point, media, language) for point in row.waypoints.all()),
        pictures=tuple(picture_view(one) for one in media if one.waypoint is None),
        previous=older,
        next=newer,
    )


def list_page(key: str, number: int | None, *, language: str) -> ListPage | None:
    """A page of a list, newest first, in three queries; None where there is no such page."""
    size = settings.LIST_SIZE
    last = last_slot(key)
    full = lists.full_pages(last, size=size)
    if number is not None and not 1 <= number <= full:
        return None
    if not last and key != lists.ALL:
        return None
    wanted = (
        lists.root_slots(last, size=size) if number is None else lists.page_slots(number, size=size)
    )
    slots = (
        ListSlot.objects.filter(list=key, number__in=wanted, story__hidden=False)
        .select_related("story")
        .prefetch_related("story__waypoints")
        .order_by("-number")
    )
    stories = tuple(_line(slot.story, slot.number, language) for slot in slots if slot.story)
    return ListPage(key=key, number=number, last=full, stories=stories)


def newest(count: int, *, language: str, indexed_only: bool = False) -> list[StoryLine]:
    """The newest visible stories, three queries; with `indexed_only` of those in search engines."""
    slots = ListSlot.objects.filter(list=lists.ALL, story__hidden=False).order_by("-number")
    uses = slots.values_list("pk", "story__uses").iterator(chunk_size=200)
    may = (pk for pk, said in uses if not indexed_only or _INDEXED in said)
    rows = slots.filter(pk__in=list(islice(may, count))).select_related("story")
    found = rows.prefetch_related("story__waypoints")
    return [_line(slot.story, slot.number, language) for slot in found if slot.story]


def journeys(most: int) -> list[tuple[Story, list[Waypoint]]]:
    """The newest visible stories with their waypoints in order, by slug; two queries."""
    slots = ListSlot.objects.filter(list=lists.ALL, story__hidden=False).order_by("-number")
    rows = Story.objects.filter(pk__in=slots.values("story")[:most])
    found = rows.prefetch_related("waypoints").order_by("slug")
    return [(row, list(row.waypoints.all())) for row in found]


def standing_keys() -> list[str]:
    """The lists in which some story is visible now.

    Every list keeps its first slot for ever, and is looked through only as far as its first story
    that is visible: at 100,000 stories this takes a tenth of what reading all slots did.
    """
    some = ListSlot.objects.filter(list=OuterRef("list"), story__hidden=False)
    lists_of = ListSlot.objects.filter(Exists(some), number=1)
    return sorted(lists_of.values_list("list", flat=True))


def last_slot(key: str) -> int:
    """The highest slot ever given in this list; 0 for none."""
    return ListSlot.objects.filter(list=key).aggregate(last=Max("number"))["last"] or 0


def slots_of(slug: str) -> list[tuple[str, int]]:
    """(list, slot) for each list in which this story stands."""
    rows = ListSlot.objects.filter(story__slug=slug).order_by("list")
    return list(rows.values_list("list", "number"))


def neighbours_of(slug: str) -> list[str]:
    """The slugs of the stories before and after this one, whether it is hidden or not."""
    row = Story.objects.filter(slug=slug).first()
    return [near.slug for near in _neighbours(row) if near] if row else []


def slugs_in(country: str) -> list[str]:
    """The stories with a place in this country (ISO 3166 code), hidden ones as well."""
    rows = Story.objects.filter(waypoints__country=country).distinct()
    return sorted(rows.values_list("slug", flat=True))


def all_slugs() -> list[str]:
    """Every story, hidden ones as well."""
    return sorted(Story.objects.values_list("slug", flat=True))


def existing(slugs: Sequence[str]) -> list[str]:
    """Those of these stories that there are, hidden ones as well."""
    return sorted(Story.objects.filter(slug__in=slugs).values_list("slug", flat=True))


def slots_of_many(slugs: Sequence[str]) -> set[tuple[str, int]]:
    """(list, slot) of each list in which one of these stories stands."""
    found: set[tuple[str, int]] = set()
    for some in batched(slugs):
        rows = ListSlot.objects.filter(story__slug__in=some)
        found.update(rows.values_list("list", "number"))
    return found


def neighbours_of_many(slugs: Sequence[str]) -> set[str]:
    """The visible stories next to these ones, in one query over the list of all."""
    asked = set(slugs)
    slots = ListSlot.objects.filter(list=lists.ALL, story__isnull=False).order_by("number")
    row = list(slots.values_list("story__slug", "story__hidden"))
    return _next_visible(row, asked) | _next_visible(row[::-1], asked)


def _next_visible(row: Iterable[tuple[str, bool]], asked: set[str]) -> set[str]:
    """Of each asked story the first visible one after it, as they stand in this row."""
    found, wanted = set(), False
    for slug, hidden in row:
        if wanted and not hidden:
            found.add(slug)
            wanted = False
        wanted = wanted or slug in asked
    return found


def renditions_of_many(slugs: Sequence[str]) -> Iterator[Rendition]:
    for some in batched(slugs):
        yield from Rendition.objects.filter(media__story__slug__in=some).iterator()


def batched(slugs: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many at a time as a database takes in one statement."""
    return (slugs[start : start + 500] for start in range(0, len(slugs), 500))


def renditions_of(slug: str) -> list[Rendition]:
    return list(Rendition.objects.filter(media__story__slug=slug))


def visible_renditions() -> Iterable[Rendition]:
    return Rendition.objects.filter(media__story__hidden=False).iterator()


def rendition(media_id: str, width: int, format_: str) -> Rendition | None:
    """A file of a visible story."""
    rows = Rendition.objects.filter(media_id=media_id, width=width, format=format_)
    return rows.filter(media__story__hidden=False).first()


def slugs() -> list[str]:
    return sorted(visible().values_list("slug", flat=True))


def indexed_slugs(part: int) -> list[str]:
    """The stories of a part that said yes to search engines."""
    pairs = _of_part(part).values_list("slug", "uses")
    return sorted(slug for slug, uses in pairs if _INDEXED in uses)


def is_indexed(story: Story) -> bool:
    """Whether its teller said yes to search engines."""
    return _INDEXED in story.uses


def all_indexed() -> bool:
    """Whether every visible story said yes to search engines: lists name them all together."""
    said = visible().annotate(said=Cast("uses", TextField()))
    return not said.exclude(said__contains=f'"{_INDEXED}"').exists()


def is_open_data(slug: str) -> bool:
    """Whether a story's teller said yes to open data, whether it is hidden or not."""
    uses = Story.objects.filter(slug=slug).values_list("uses", flat=True).first()
    return OPEN_DATA in (uses or ())


def for_open_data(part: int) -> QuerySet[Story]:
    """The visible stories of a part with their places, media and files; four queries."""
    media = Prefetch("media", Media.objects.prefetch_related("renditions"))
    return _of_part(part).prefetch_related("waypoints", media).order_by("pk")


def _of_part(part: int) -> QuerySet[Story]:
    held = ListSlot.objects.filter(list=lists.ALL, number__range=parts.slots(part))
    return visible().filter(pk__in=held.values("story"))


def count_parts() -> int:
    """How many parts hold the stories."""
    return parts.parts(last_slot(lists.ALL))


def serial() -> int:
    """How many there are of these: the list that holds so many holds each that stood before."""
    return RetiredRecord.objects.count()


def retired() -> Iterator[UUID]:
    """What open data called stories by, and does no more."""
    return RetiredRecord.objects.values_list("pk", flat=True).iterator()


def countries(*, language: str) -> list[tuple[str, str]]:
    """(country code, name) of every country in which a visible story has a place, by name."""
    codes = [key.partition(":")[2].upper() for key in standing_keys() if key.startswith("place:")]
    named = [(code, places.country_name(code, language=language)) for code in codes]
    return sorted(named, key=lambda pair: pair[1])


def picture_view(media: Media) -> PictureView:
    """The picture's sources, best format first. Its renditions must have been fetched."""
    made: dict[str, list[Rendition]] = {}
    for one in media.renditions.all():
        made.setdefault(one.format, []).append(one)
    sources = tuple(
        SourceView(_TYPES[name], ", ".join(f"{address_of(one)} {one.width}w" for one in made[name]))
        for name in ("avif", "webp")
        if name in made
    )
    middle = made["jpeg"][len(made["jpeg"]) // 2]
    return PictureView(
        sources, address_of(middle), media.width, media.height, media.alt, media.caption
    )


def address_of(made: Rendition) -> str:
    extension = "jpg" if made.format == "jpeg" else made.format
    return f"/media/{made.media_id}/{made.width}.{extension}"


def place_name(place: str, *, language: str) -> str:
    """The name of a gazetteer entry; its id when the gazetteer no longer has it."""
    try:
        found = places.get(place)
    except places.UnknownPlace:
        return place
    return places.label(found, language=language)


def _waypoint(point: Waypoint, media: Sequence[Media], language: str) -> WaypointView:
    return WaypointView(
        place=place_name(point.place, language=language),
        precision=point.precision,
        country=point.country,
        lon=point.lon,
        lat=point.lat,
        role=point.role,
        date=when.say(point.date, language=language),
        means=point.means,
        paragraphs=paragraphs(point.text),
        pictures=tuple(picture_view(one) for one in media if one.waypoint == point.number),
    )


def _line(row: Story, number: int, language: str) -> StoryLine:
    points = list(row.waypoints.all())
    texts = [row.text, *(point.text for point in points)]
    names = [place_name(point.place, language=language) for point in points]
    return StoryLine(
        slug=row.slug,
        title=row.title,
        language=row.language,
        teller=row.teller,
        opening=opening(next((text for text in texts if text), "")),
        warnings=tuple(row.warnings),
        points=tuple((point.lon, point.lat) for point in points),
        places=tuple(name for i, name in enumerate(names) if i == 0 or name != names[i - 1]),
        month=row.month,
        indexed=is_indexed(row),
        number=number,
    )


def _neighbours(row: Story) -> tuple[Neighbour | None, Neighbour | None]:
    slot = ListSlot.objects.filter(list=lists.ALL, story=row).first()
    if slot is None:
        return None, None
    others = ListSlot.objects.filter(list=lists.ALL, story__hidden=False).select_related("story")
    older = others.filter(number__lt=slot.number).order_by("-number").first()
    newer = others.filter(number__gt=slot.number).order_by("number").first()
    return _neighbour(older), _neighbour(newer)


def _neighbour(slot: ListSlot | None) -> Neighbour | None:
    if slot is None or slot.story is None:
        return None
    return Neighbour(slot.story.slug, slot.story.title, slot.story.language)
