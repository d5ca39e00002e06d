"""The shape of the index file: one header, then aligned columns of little-endian integers.

The file is mapped into memory and read in place, so that all processes of a machine share its
pages and none of them parses anything. Places are numbered by descending population: a smaller
number is a better answer. Names ("postings") are sorted by their folded form, which is not
stored: it is computed while searching, for some twenty names a search.
"""

from dataclasses import dataclass

MAGIC = b"FARSHORE-PLACES\n"
VERSION = 2  # raise it when this layout or `fold` changes
HEADER = 12  # bytes after MAGIC: length of the JSON head, as twelve digits
ALIGN = 8

CROWD = 2048  # a prefix with more names than this has its best answers written down
BEST = 96  # that many towns and regions
NOBODY = 0xFFFFFFFF  # "no region", "no name"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its `memoryview` format, or "" for plain bytes."""

    name: str
    form: str


COLUMNS = (
    # names, in the order of their folded forms
    Column("name_text", ""),
    Column("name_start", "I"),  # n + 1
    Column("name_place", "I"),
    # places, most populous first
    Column("place_id", "I"),  # GeoNames id; for a region or country its place in `codes`
    Column("place_kind", "B"),  # 0 country, 1 region, 2 town
    Column("place_country", "H"),  # place in `codes`
    Column("place_region", "I"),  # place number of the region, or NOBODY
    Column("place_population", "I"),
    Column("place_lon", "i"),  # 1e-5 degrees
    Column("place_lat", "i"),
    Column("place_public_lon", "h"),  # tenths of a degree
    Column("place_public_lat", "h"),
    Column("place_name", "I"),  # number of the name it is listed under
    # from ids back to places
    Column("town_id", "I"),  # sorted
    Column("town_place", "I"),
    Column("codes", ""),  # sorted, each padded to CODE bytes: "KP", "KP.13"
    Column("code_place", "I"),
    # names in a reader's language
    Column("local_key", "Q"),  # language number << 32 | place number, sorted
    Column("local_start", "I"),  # n + 1
    Column("local_text", ""),
    # crowded prefixes
    Column("crowd_text", ""),
    Column("crowd_start", "I"),  # n + 1
    Column("crowd_name", "I"),  # BEST name numbers each
)

CODE = 16
