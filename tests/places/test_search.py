"""A place is found as people write it, in their script, while they type it."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.places import Kind, countries, country_name, get, label, named, regions_of, search
from farshore.places.errors import UnknownPlace
from farshore.places.fold import fold

HYESAN, ALEPPO, ASMARA, YANJI = "t:2043837", "t:170063", "t:343300", "t:2033467"

FOUND = [
    ("Hyesan", HYESAN),
    ("hyesa", HYESAN),
    ("HYESAN", HYESAN),
    ("혜산", HYESAN),
    ("혜사", HYESAN),
    ("혯", HYESAN),
    ("惠山", HYESAN),
    ("Aleppo", ALEPPO),
    ("حلب", ALEPPO),
    ("حَلَب", ALEPPO),
    ("حـلـب", ALEPPO),
    ("Халеб", ALEPPO),
    ("Ḩalab", ALEPPO),
    ("Алеппо", ALEPPO),
    ("أسمرة", ASMARA),
    ("اسمرة", ASMARA),
    ("اسمره", ASMARA),
    ("አስመራ", ASMARA),
    ("asmar", ASMARA),
    ("延吉", YANJI),
    ("연길", YANJI),
    ("Яньцзи", YANJI),
    ("یانجی", YANJI),
    ("Seoul", "t:1835848"),
    ("서울", "t:1835848"),
    ("ソウル", "t:1835848"),
    ("kābul", "t:1138958"),
    ("كابل", "t:1138958"),
    ("København", "t:2618425"),
    ("munchen", "t:2867714"),
    ("北京", "t:1816670"),
    ("תל אביב", "t:293397"),
    ("Khartoum", "t:379252"),
    ("c", None),
    ("syria", "c:SY"),
    ("سوريا", "c:SY"),
    ("시리아", "c:SY"),
    ("North Korea", "c:KP"),
    ("Bavaria", "r:DE.02"),
    ("Bayern", "r:DE.02"),
    ("Бавария", "r:DE.02"),
    ("량강도", "r:KP.13"),
    ("양강도", "r:KP.13"),
    ("Дамаск", "t:170654"),
    ("دمشق", "t:170654"),
    ("沈阳", "t:2034937"),
]


@pytest.mark.parametrize(("typed", "place_id"), FOUND)
def test_a_place_is_found_as_people_write_it(typed: str, place_id: str | None) -> None:
    found = [hit.place.id for hit in search(typed)]
    assert found and (place_id is None or place_id in found)


def test_a_whole_name_comes_before_a_beginning_and_many_people_before_few() -> None:
    hits = search("Paris", limit=50)
    kinds = [fold(hit.matched) == "paris" for hit in hits]
    assert kinds == sorted(kinds, reverse=True)
    assert hits[0].place.country == "FR"
    populations = [hit.place.population for hit, whole in zip(hits, kinds, strict=True) if whole]
    assert populations == sorted(populations, reverse=True)


def test_places_of_one_name_are_told_apart_by_region_and_country() -> None:
    labels = [hit.label for hit in search("Paris", limit=4)]
    assert "Paris, Texas, United States" in labels
    assert len(set(labels)) == len(labels)


def test_a_region_and_a_town_of_one_name_are_told_apart() -> None:
    hits = {hit.label: hit.place.kind for hit in search("Halabja", limit=3)}
    assert set(hits.values()) >= {Kind.TOWN, Kind.REGION}


@pytest.mark.parametrize(
    "typed", ["Paris, Texas", "Paris, Tex", "paris,texas,usa"[:11], "Paris، Техас"]
)
def test_text_after_a_comma_narrows(typed: str) -> None:
    assert search(typed)[0].place.id == "t:4717560"


def test_a_label_given_back_finds_its_place() -> None:
    for place_id in (HYESAN, ALEPPO, ASMARA, YANJI, "t:4717560"):
        for language in ("en", "ko", "ar"):
            written = label(get(place_id), language=language)
            assert place_id in [hit.place.id for hit in search(written, language=language)]


def test_labels_are_in_the_readers_language_where_it_is_known() -> None:
    assert label(get(HYESAN), language="ko").startswith("혜산, ")
    assert label(get(HYESAN), language="ko").endswith("북한")
    assert label(get(ALEPPO), language="ar") == "حلب، سوريا"
    assert label(get("r:DE.02"), language="ru") == "Бавария, Германия"
    assert label(get("c:SY"), language="xx") == "Syria"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Damascus, Syria"),
        ("ko", "다마스쿠스, 시리아"),
        ("ar", "دمشق، سوريا"),
        ("fa", "دمشق، سوریه"),
        ("zh-hans", "大马士革，叙利亚"),
        ("fr", "Damas, Syrie"),
        ("es", "Damasco, Siria"),
    ],
)
def test_a_large_city_is_named_in_each_of_the_houses_languages(language: str, written: str) -> None:
    assert label(get("t:170654"), language=language) == written
    assert search(written, language=language)[0].place.country == "SY"


def test_a_town_lies_in_the_region_that_people_know_it_in() -> None:
    assert label(get("t:112931"), language="en") == "Tehran, Iran"
    assert label(get("r:IR.26"), language="en") == "Tehran, Iran"  # not Hormozgan
    assert label(get("r:MA.06"), language="en") == "Casablanca-Settat, Morocco"
    assert get("t:95446").region == "r:IQ.11"  # Erbil


def test_countries_stand_at_one_letter_in_the_readers_language() -> None:
    assert "c:KR" in [hit.place.id for hit in search("Süd", language="de")]
    found = [hit.place.id for hit in search("s", language="en", limit=50)]
    assert "c:SD" in found and "c:IN" not in found  # not by a name in a third language


def test_each_place_is_given_once() -> None:
    for typed in ("a", "san", "new york", "ㄱ", "м", "ا"):
        ids = [hit.place.id for hit in search(typed, limit=50)]
        assert len(ids) == len(set(ids))


def test_the_best_of_a_crowded_beginning_are_the_most_populous() -> None:
    towns = [h.place for h in search("ba", limit=50) if fold(h.matched) != "ba"]
    populations = [place.population for place in towns[-40:]]
    assert populations == sorted(populations, reverse=True)
    assert [h.place for h in search("ba")] == [h.place for h in search("ba", limit=50)][:12]


HOSTILE = [
    "\0",
    "Par\0is",
    "a" * 10_000,
    "혜" * 10_000,
    "\ufdfa" * 10_000,  # decomposes to eighteen letters
    "," * 10_000,
    "a," * 5_000,
    "😀🏳️‍🌈",
    "\u202e\u200f\u2066",
    "%",
    "_%'; DROP TABLE places; --",
    "\ud800",
    "a\udfffb",
    "\U0010ffff",
    "é" + "\u0301" * 5_000,
    "",
    "   ",
    "(((((.*)+)+)+)+",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed[:12]))
def test_hostile_text_is_answered_quickly(typed: str) -> None:
    search("warm")
    started = time.perf_counter()
    hits = search(typed)
    assert time.perf_counter() - started < 0.5
    assert isinstance(hits, list)


def test_text_without_a_letter_finds_nothing() -> None:
    assert [search(typed) for typed in ("", "   ", "\0", "%", "😀", "\ud800")] == [[]] * 6


@given(st.text(st.characters(exclude_categories=[]), max_size=30), st.integers(-3, 80))
def test_any_text_and_any_limit_is_answered(text: str, limit: int) -> None:
    assert len(search(text, limit=limit)) <= max(0, min(limit, 50))


@pytest.mark.parametrize(
    "place_id",
    [
        "",
        "t:",
        "t:1",
        "t:x",
        "t:²",
        "t:02043837",
        "t: 2043837",
        "x:KP",
        "c:",
        "c:XX",
        "c:kp",
        "r:KP",
        "r:KP.99",
        "c:KP.13",
        "t:99999999999999999999",
        "r:\ud800.1",
        "c:KP\0",
        "2043837",
        "c:AN",
    ],
)
def test_an_unknown_id_is_refused(place_id: str) -> None:
    with pytest.raises(UnknownPlace):
        get(place_id)


def test_every_country_of_iso_3166_is_listed_and_named() -> None:
    import pycountry

    listed = dict(countries("en"))
    assert {country.alpha_2 for country in pycountry.countries} <= listed.keys()
    assert listed["KP"] == "North Korea"
    assert country_name("KP", language="ko") == "북한"
    assert country_name("KR", language="pt-BR") == "Coreia do Sul"
    assert country_name("CN", language="zh-TW") == "中國"
    with pytest.raises(UnknownPlace):
        country_name("XX", language="en")


def test_countries_are_sorted_without_regard_to_accents() -> None:
    names = [name for _code, name in countries("en")]
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Algeria")


def test_regions_of_a_country_are_its_own() -> None:
    regions = regions_of("KP")
    assert "r:KP.13" in [region.id for region in regions]
    assert {region.country for region in regions} == {"KP"}
    assert {region.kind for region in regions} == {Kind.REGION}
    assert all(label(region, language="en").endswith(", North Korea") for region in regions)
    with pytest.raises(UnknownPlace):
        regions_of("XX")
    with pytest.raises(UnknownPlace):
        regions_of("KP.13")


@pytest.mark.parametrize("language", ["en", "ko", "fa"])
def test_regions_are_listed_in_the_order_of_the_readers_names(language: str) -> None:
    for country in ("KP", "IR", "DE"):
        listed = [label(one, language=language) for one in regions_of(country, language)]
        names = [fold(re.split("[,،]", written)[0]) for written in listed]
        assert names == sorted(names)
    assert regions_of("DE", "en") != regions_of("DE", "ru")  # the control: orders differ


def test_a_regions_population_is_the_sum_of_its_listed_towns() -> None:
    hyesan = get(HYESAN)
    assert hyesan.region == "r:KP.13"
    assert get("r:KP.13").population >= hyesan.population


@pytest.mark.parametrize("text", ["Hyesan", "HYESAN", "혜산", "혜산 "])
def test_a_whole_name_in_any_script_names_its_place(text: str) -> None:
    assert HYESAN in [place.id for place in named(text)]


@pytest.mark.parametrize("text", ["", "  ", "hyesa", "no such town at all", "\0"])
def test_a_beginning_or_no_name_names_nothing(text: str) -> None:
    assert named(text) == []


def test_the_most_populous_place_of_a_name_comes_first() -> None:
    numbers = [place.population for place in named("San José")]
    assert len(numbers) > 10 and numbers == sorted(numbers, reverse=True)
