"""Nothing is shown more exactly than it is safe to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farshore.places import (
    PASSAGES,
    Kind,
    Place,
    Precision,
    Role,
    Rule,
    Shown,
    UnknownPlace,
    allowed,
    default_precision,
    get,
    road_in_use,
    show,
)
from farshore.places.index import gazetteer

DEPTH = [Precision.HIDDEN, Precision.COUNTRY, Precision.REGION, Precision.TOWN]
HYESAN = "t:2043837"  # 192,680 inhabitants
USUAL = Rule()

RULES = st.builds(
    Rule,
    minimum_population=st.one_of(st.integers(0, 10), st.integers(0, 40_000_000)),
    road_in_use_years=st.integers(0, 100),
)


def numbers() -> st.SearchStrategy[int]:
    """Places of all sizes: the large stand first, most are small."""
    last = len(gazetteer()) - 1
    return st.one_of(st.integers(0, 8_000), st.integers(0, last)).filter(lambda n: n <= last)


PLACES = st.deferred(numbers).map(lambda number: gazetteer().place(number))
SITUATIONS = {"role": st.sampled_from(Role), "rule": RULES, "road_in_use": st.booleans()}
LAW = settings(max_examples=400, deadline=None)


@pytest.mark.promise("P-06")
@LAW
@given(place=PLACES, choice=st.sampled_from(Precision), **SITUATIONS)
def test_what_is_shown_is_never_finer_than_chosen_or_allowed(
    place: Place, choice: Precision, role: Role, rule: Rule, road_in_use: bool
) -> None:
    choices = allowed(place, role=role, rule=rule, road_in_use=road_in_use)
    shown = show(place, choice=choice, role=role, rule=rule, road_in_use=road_in_use)
    assert list(choices) == [level for level in DEPTH if level in choices]
    assert shown.precision in choices
    assert DEPTH.index(shown.precision) <= DEPTH.index(choice)
    assert choice not in choices or shown.precision is choice


@pytest.mark.promise("P-06")
@LAW
@given(place=PLACES, choice=st.sampled_from(Precision), **SITUATIONS)
def test_no_small_town_or_region_is_shown(
    place: Place, choice: Precision, role: Role, rule: Rule, road_in_use: bool
) -> None:
    shown = show(place, choice=choice, role=role, rule=rule, road_in_use=road_in_use)
    if shown.place is None:
        assert shown == Shown(Precision.HIDDEN, None)
        return
    assert shown.place.kind.value == shown.precision.value
    assert shown.place.id in (place.id, place.region, f"c:{place.country}")
    if shown.precision is not Precision.COUNTRY:
        assert shown.place.population > 0
        assert shown.place.population >= rule.minimum_population


@LAW
@given(place=PLACES, choice=st.sampled_from(Precision), **SITUATIONS)
def test_showing_what_is_shown_changes_nothing(
    place: Place, choice: Precision, role: Role, rule: Rule, road_in_use: bool
) -> None:
    shown = show(place, choice=choice, role=role, rule=rule, road_in_use=road_in_use)
    if shown.place is not None:
        again = show(shown.place, choice=choice, role=role, rule=rule, road_in_use=road_in_use)
        assert again == shown


@pytest.mark.promise("P-07")
@LAW
@given(
    place=PLACES,
    choice=st.sampled_from(Precision),
    role=st.sampled_from(sorted(PASSAGES)),
    rule=RULES,
)
def test_a_passage_on_a_road_in_use_is_a_country_at_most(
    place: Place, choice: Precision, role: Role, rule: Rule
) -> None:
    shown = show(place, choice=choice, role=role, rule=rule, road_in_use=True)
    assert shown.precision in (Precision.COUNTRY, Precision.HIDDEN)
    assert shown.place is None or shown.place.kind is Kind.COUNTRY


@pytest.mark.promise("P-06")
@LAW
@given(place=PLACES, choice=st.sampled_from(Precision), **SITUATIONS)
def test_a_public_point_is_coarse_and_the_same_for_everyone(
    place: Place, choice: Precision, role: Role, rule: Rule, road_in_use: bool
) -> None:
    shown = show(place, choice=choice, role=role, rule=rule, road_in_use=road_in_use).place
    if shown is None:
        return
    everyone = gazetteer().public_place(gazetteer().number(shown.id))
    assert (shown.lon, shown.lat) == (everyone.lon, everyone.lat)
    assert (round(shown.lon, 1), round(shown.lat, 1)) == (shown.lon, shown.lat)


def test_no_public_point_is_where_a_listed_town_exactly_is() -> None:
    """Read from the columns: all 240,000 places in a second."""
    column = gazetteer().column
    kinds, lons, lats = column("place_kind"), column("place_lon"), column("place_lat")
    exact = {(lons[n], lats[n]) for n in range(len(kinds)) if kinds[n] == 2}
    public = zip(column("place_public_lon"), column("place_public_lat"), strict=True)
    assert len(exact) > 200_000
    assert not exact & {(lon * 10_000, lat * 10_000) for lon, lat in public}


def test_a_public_point_is_near_its_place() -> None:
    index = gazetteer()
    for number in range(0, len(index), 37):
        place, public = index.place(number), index.public_place(number)
        assert abs(place.lat - public.lat) < 0.16
        assert abs((place.lon - public.lon + 180) % 360 - 180) < 0.16
        assert -180 <= public.lon < 180


@LAW
@given(place=PLACES, **SITUATIONS)
def test_the_default_is_allowed_and_never_a_town(
    place: Place, role: Role, rule: Rule, road_in_use: bool
) -> None:
    default = default_precision(place, role=role, rule=rule, road_in_use=road_in_use)
    assert default in allowed(place, role=role, rule=rule, road_in_use=road_in_use)
    assert default is not Precision.TOWN
    assert role is Role.LEFT or default is not Precision.REGION


def test_by_default_the_origin_is_a_region_and_all_else_a_country() -> None:
    defaults = {
        role: default_precision(get(HYESAN), role=role, rule=USUAL, road_in_use=True)
        for role in Role
    }
    assert defaults.pop(Role.LEFT) is Precision.REGION
    assert set(defaults.values()) == {Precision.COUNTRY}


def test_a_large_town_may_be_shown_and_a_small_one_by_its_region() -> None:
    gates = {"role": Role.LEFT, "rule": USUAL, "road_in_use": False}
    assert show(get(HYESAN), choice=Precision.TOWN, **gates).place.name == "Hyesan"
    small = get("t:10303676")  # nobody has said how many people live there
    assert small.population == 0
    assert show(small, choice=Precision.TOWN, **gates).place.id == small.region


def test_no_population_is_too_small_even_where_any_size_will_do() -> None:
    small = get("t:10303676")
    choices = allowed(small, role=Role.LEFT, rule=Rule(minimum_population=0), road_in_use=False)
    assert Precision.TOWN not in choices


def test_a_very_small_country_may_be_shown_but_is_not_proposed() -> None:
    nauru = get("c:NR")
    gates = {"role": Role.LEFT, "rule": USUAL, "road_in_use": False}
    assert allowed(nauru, **gates) == (Precision.HIDDEN, Precision.COUNTRY)
    assert default_precision(nauru, **gates) is Precision.HIDDEN
    assert show(nauru, choice=Precision.COUNTRY, **gates).place.id == "c:NR"


def test_a_forged_place_is_judged_by_the_gazetteer() -> None:
    small = get("t:10303676")
    forged = Place(small.id, Kind.TOWN, "Anywhere", "FR", "r:FR.11", 9_000_000, 1.5, 2.5)
    gates = {"role": Role.LEFT, "rule": USUAL, "road_in_use": False}
    assert show(forged, choice=Precision.TOWN, **gates) == show(
        small, choice=Precision.TOWN, **gates
    )


def test_a_place_that_is_not_listed_is_refused() -> None:
    stranger = Place("t:1", Kind.TOWN, "Nowhere", "FR", None, 9_000_000, 0.0, 0.0)
    gates = {"role": Role.LEFT, "rule": USUAL, "road_in_use": False}
    for ask in (allowed, default_precision):
        with pytest.raises(UnknownPlace):
            ask(stranger, **gates)
    with pytest.raises(UnknownPlace):
        show(stranger, choice=Precision.HIDDEN, **gates)


@pytest.mark.parametrize(
    ("latest", "in_use"),
    [(None, True), (2026, True), (2030, True), (2017, True), (2016, True), (2015, False)],
)
def test_a_road_is_in_use_for_ten_years_and_when_nobody_knows(
    latest: int | None, in_use: bool
) -> None:
    assert road_in_use(latest, today_year=2026, rule=USUAL) is in_use
