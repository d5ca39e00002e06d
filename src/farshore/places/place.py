"""The places that the gazetteer lists: towns, first-level regions, countries."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How large a thing a place is."""

    TOWN = "town"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Place:
    """One listed place.

    `id` is `t:` and the GeoNames id of a town, `r:` and the country and first-level code of a
    region (`r:KP.13`), or `c:` and the ISO 3166 code of a country (`c:KP`). `country` is that ISO
    code, `region` the id of the region that a town lies in, where it is known. `population` is
    the number of inhabitants, 0 where nobody has said; a region's is the sum of its listed towns.
    `lon` and `lat` are degrees. As the gazetteer gives it, a town lies where GeoNames puts it:
    only what `show` returns may be published.
    """

    id: str
    kind: Kind
    name: str
    country: str
    region: str | None
    population: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found: its label for the reader, and the name that was recognised."""

    place: Place
    label: str
    matched: str
