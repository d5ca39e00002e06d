"""The files about many stories, part by part: open data in two forms, and the sitemaps."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from farshore.kernel import sitemap
from farshore.kernel.languages import with_prefix
from farshore.kernel.registry import UnknownAddress
from farshore.stories import kmz, lists, open_data, parts, queries


def owns(address: str) -> bool:
    return parts.part_at(address) is not None


def kind(address: str) -> str:
    """What lies at an address of these."""
    return "index" if address.startswith("/sitemap") else "data"


def render(address: str) -> bytes:
    """A part as it is now. Raises `UnknownAddress` beyond the last."""
    form, part = parts.part_at(address) or ("", 0)
    last = queries.count_parts()
    if not 1 <= part <= last:
        raise UnknownAddress(address)
    if form == parts.SITEMAP:
        return sitemap.urlset(base_url=settings.BASE_URL, addresses=_indexed(part))
    following = parts.address(form, part + 1) if part < last else ""
    return _data(form, part, following)


def addresses() -> Iterator[str]:
    """Every part that there is."""
    yield from _of_parts(parts.FORMS, range(1, queries.count_parts() + 1))


def sitemaps() -> Iterator[str]:
    yield from _of_parts([parts.SITEMAP], range(1, queries.count_parts() + 1))


def touched_by(slots: Iterable[tuple[str, int]]) -> Iterator[str]:
    """The parts that stories in these (list, slot) stand in."""
    found = {part for key, slot in slots if key == lists.ALL for part in parts.touched_by(slot)}
    yield from _of_parts(parts.FORMS, sorted(found))


def _of_parts(forms: Iterable[str], numbers: Iterable[int]) -> Iterator[str]:
    numbered = list(numbers)
    yield from (parts.address(form, part) for form in forms for part in numbered)


def _data(form: str, part: int, following: str) -> bytes:
    rows, base_url = queries.for_open_data(part), settings.BASE_URL
    if form == parts.GEOJSON:
        return open_data.written(base_url=base_url, stories=rows, following=following)
    language = settings.LANGUAGE_CODE
    return kmz.written(base_url=base_url, language=language, stories=rows, following=following)


def _indexed(part: int) -> Iterator[str]:
    on = settings.SITE_LANGUAGES
    paths = [f"/stories/{slug}/" for slug in queries.indexed_slugs(part)]
    yield from sorted(with_prefix(path, language, on) for path in paths for language in on)
