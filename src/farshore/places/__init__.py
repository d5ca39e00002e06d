"""The offline gazetteer and the precision rule. Plain Python; nothing leaves the house."""

from farshore.places.errors import GazetteerMissing, UnknownPlace
from farshore.places.names import countries, country_name, get, label, regions_of
from farshore.places.place import Hit, Kind, Place
from farshore.places.precision import (
    PASSAGES,
    Precision,
    Role,
    Rule,
    Shown,
    allowed,
    default_precision,
    road_in_use,
    show,
)
from farshore.places.search import named, search

__all__ = [
    "PASSAGES",
    "GazetteerMissing",
    "Hit",
    "Kind",
    "Place",
    "Precision",
    "Role",
    "Rule",
    "Shown",
    "UnknownPlace",
    "allowed",
    "countries",
    "country_name",
    "default_precision",
    "get",
    "label",
    "named",
    "regions_of",
    "road_in_use",
    "search",
    "show",
]
