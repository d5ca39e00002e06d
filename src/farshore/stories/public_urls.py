"""The public addresses of stories: which there are, what each shows, what a change touches."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import translation

from farshore.kernel.house import House
from farshore.kernel.languages import split_prefix, with_prefix
from farshore.kernel.registry import Page, PublicRoom, UnknownAddress, registry
from farshore.stories import feeds, lists, pages, part_urls, queries, revocations
from farshore.stories.errors import UnknownStory

_STORY = re.compile(r"/stories/([a-z]+(?:-[a-z]+){2,})/")
_MEDIA = re.compile(r"/media/([0-9a-f-]{36})/([1-9][0-9]{0,4})\.(avif|webp|jpg)")
_PLAIN = ("/stories/", "/places/")


def owns(address: str) -> bool:
    path = _unprefixed(address)
    rooms = path.startswith(("/stories/", "/places/", "/media/"))
    own = path in feeds.ADDRESSES or address == revocations.ADDRESS
    return rooms or own or part_urls.owns(address)


def kind(address: str) -> str:
    """What lies at an address of this room."""
    path = _unprefixed(address)
    if path.startswith("/media/"):
        return "file"
    if address == revocations.ADDRESS:
        return "data"
    if part_urls.owns(address):
        return part_urls.kind(address)
    if path in feeds.ADDRESSES:
        return "feed"
    return "page" if _STORY.fullmatch(path) else "list"


def render(address: str, as_of: datetime) -> Page:
    """The page at an address of this room, as it is now: stories do not fall due, and the list of
    what copies must delete is written anew each day."""
    if address == revocations.ADDRESS:
        return _revocations(as_of)
    if part_urls.owns(address):
        return Page(part_urls.render(address))
    if found := _MEDIA.fullmatch(address):
        return Page(_file(*found.groups()))
    language, path = split_prefix(address, settings.SITE_LANGUAGES)
    with translation.override(language):
        house: House = registry.request("house", language=language)
        return Page(_body(house, path, address))


def addresses() -> Iterator[str]:
    yield from (revocations.ADDRESS, *part_urls.addresses())
    yield from in_every_language(_standing())
    yield from (queries.address_of(made) for made in queries.visible_renditions())


def indexed() -> Iterator[str]:
    """For search engines: the lists where every story said yes. The stories that did are in the
    sitemaps."""
    yield from in_every_language(_PLAIN if queries.all_indexed() else ())


def touched_by_story(slug: str) -> Iterator[str]:
    """Its own page and files, its neighbours, the pages of its lists, and the feeds."""
    touched = [_at(slug), *map(_at, queries.neighbours_of(slug)), "/places/", *feeds.ADDRESSES]
    slots = queries.slots_of(slug)
    for key, slot in slots:
        touched += _list_pages(key, slot)
    yield from (revocations.ADDRESS, *part_urls.touched_by(slots))
    yield from in_every_language(touched)
    yield from (queries.address_of(made) for made in queries.renditions_of(slug))


def touched_by_stories(slugs: Sequence[str]) -> Iterator[str]:
    """The same of many at once, in some queries for each five hundred of them."""
    near = queries.neighbours_of_many(slugs)
    touched = [*map(_at, slugs), *map(_at, sorted(near)), "/places/", *feeds.ADDRESSES]
    slots = sorted(queries.slots_of_many(slugs))
    for key, slot in slots:
        touched += _list_pages(key, slot)
    yield from (revocations.ADDRESS, *part_urls.touched_by(slots))
    yield from in_every_language(touched)
    yield from (queries.address_of(made) for made in queries.renditions_of_many(slugs))


def touched_by_house(_identifier: str) -> Iterator[str]:
    """The film's name stands on every page."""
    yield from in_every_language(_standing())


def in_every_language(paths: Iterable[str]) -> Iterator[str]:
    """The addresses of these paths in each language that is on."""
    on = settings.SITE_LANGUAGES
    for path in dict.fromkeys(paths):
        yield from (with_prefix(path, language, on) for language in on)


def room() -> PublicRoom:
    return PublicRoom(
        name="stories",
        owns=owns,
        render=render,
        addresses=addresses,
        indexed=indexed,
        touched={"story": touched_by_story, "house": touched_by_house},
        touched_many={"story": touched_by_stories},
        sitemaps=part_urls.sitemaps,
        kind=kind,
        bulky=part_urls.owns,
    )


def _standing() -> Iterator[str]:
    yield from (*_PLAIN, *feeds.ADDRESSES)
    yield from map(_at, queries.slugs())
    for key in queries.standing_keys():
        yield lists.address(key)
        full = lists.full_pages(queries.last_slot(key), size=settings.LIST_SIZE)
        yield from (lists.address(key, number) for number in range(1, full + 1))


def _list_pages(key: str, slot: int) -> list[str]:
    """The list's root, the story's own page, and the one before it, whose link forward changes."""
    page = lists.page_of(slot, size=settings.LIST_SIZE)
    return [
        lists.address(key),
        lists.address(key, page),
        *([lists.address(key, page - 1)] if page > 1 else []),
    ]


def _body(house: House, path: str, address: str) -> bytes:
    if path in feeds.ADDRESSES:
        return feeds.feed(house=house, path=path)
    if path == "/places/":
        countries = queries.countries(language=house.language)
        indexed = queries.all_indexed()
        return pages.places_page(house=house, countries=countries, path=path, indexed=indexed)
    if found := _STORY.fullmatch(path):
        return _story(house, found.group(1), path, address)
    return _list(house, path, address)


def _story(house: House, slug: str, path: str, address: str) -> bytes:
    try:
        view = queries.story_view(slug, language=house.language)
    except UnknownStory:
        raise UnknownAddress(address) from None
    return pages.story_page(house=house, story=view, path=path)


def _list(house: House, path: str, address: str) -> bytes:
    found = lists.key_at(path)
    page = queries.list_page(*found, language=house.language) if found else None
    if page is None or (page.key != lists.ALL and not page.stories and page.number is None):
        raise UnknownAddress(address)
    leads_on = page.key == lists.ALL and page.number is None
    standing = queries.standing_keys() if leads_on else []
    return pages.list_page(house=house, page=page, path=path, standing=standing)


def _revocations(as_of: datetime) -> Page:
    day = as_of.astimezone(UTC).date()
    body = revocations.written(
        base_url=settings.BASE_URL,
        day=day,
        revoked=queries.retired(),
        secret=settings.SIGNING_KEY,
    )
    return Page(body, due=datetime.combine(day + timedelta(days=1), time(), UTC))


def _file(media_id: str, width: str, extension: str) -> bytes:
    made = queries.rendition(media_id, int(width), "jpeg" if extension == "jpg" else extension)
    name = f"stories/{media_id}/{width}.{extension}"
    if made is None or not default_storage.exists(name):
        raise UnknownAddress(f"/media/{media_id}/{width}.{extension}")
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content


def _at(slug: str) -> str:
    return f"/stories/{slug}/"


def _unprefixed(address: str) -> str:
    return split_prefix(address, settings.SITE_LANGUAGES)[1]
