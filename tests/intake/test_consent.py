"""A yes has terms: until when, and without what; a person in a picture has a voice of their own."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from farshore.intake import actions, queries, wordings
from farshore.intake.consent import (
    AGREED,
    COVERED,
    FAMILY,
    NOT_ASKED,
    WORDING,
    WORDS,
    Person,
    Yes,
    renamed,
    renewed,
    years_on,
)
from farshore.intake.forms.uses import EXPLAINED, parts
from farshore.intake.models import Submission
from farshore.intake.public_form import released_form, uses_now
from farshore.intake.telling import Telling, TellingPicture
from farshore.kernel import clock
from farshore.stories.models import Story
from farshore.stories.vocabulary import USES
from tests.intake.making import (
    HYESAN,
    SECRET,
    Teller,
    drafted,
    photo,
    photo_file,
    released,
    saying,
    telling,
    waypoint,
)
from tests.intake.test_return import _sent

pytestmark = pytest.mark.django_db

names = some.sampled_from(sorted(USES))
terms = some.builds(
    Yes, use=names, day=some.just("2026-02-02"), until=some.sampled_from(["", "2028-02-02"])
)


def _one_each(said: list[Yes]) -> list[Yes]:
    return list({yes.use: yes for yes in said}.values())


@pytest.mark.promise("P-13")
@given(some.lists(terms, max_size=6).map(_one_each), some.lists(terms, max_size=6).map(_one_each))
def test_a_yes_keeps_its_first_day_and_a_no_ends_it(before: list[Yes], now: list[Yes]) -> None:
    first = tuple(Yes(one.use, "2026-01-01", until=one.until) for one in before)
    found = {yes.use: yes for yes in renewed(first, now)}
    assert set(found) == {yes.use for yes in now}
    for yes in now:
        same = any((one.use, one.until) == (yes.use, yes.until) for one in before)
        assert found[yes.use].day == ("2026-01-01" if same else "2026-02-02")
        assert found[yes.use].until == yes.until


@given(some.lists(some.text(min_size=1, max_size=3), unique=True, max_size=5))
def test_what_a_yes_leaves_out_is_left_out_under_its_new_name(ids: list[str]) -> None:
    said = (Yes("film", "2026-01-01", but=(*ids, "gone")),)
    (found,) = renamed(said, {one: f"new {one}" for one in ids})
    assert found.but == tuple(f"new {one}" for one in ids)


@given(some.dates(max_value=date(2900, 1, 1)), some.integers(1, 50))
def test_years_on_is_the_same_day_or_the_day_before_a_leap_day(day: date, years: int) -> None:
    later = years_on(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.day, later.day) == (29, 28)


@pytest.mark.parametrize(
    ("persons", "painted", "shown"),
    [
        ((), False, True),
        ((Person("A", AGREED), Person("B", FAMILY)), False, True),
        ((Person("A", AGREED), Person("B", COVERED)), False, False),
        ((Person("A", AGREED), Person("B", COVERED)), True, True),
        ((Person("A", NOT_ASKED),), True, False),
        ((Person("A", AGREED, young=True),), False, False),
        ((Person("A", AGREED, young=True),), True, True),
    ],
    ids=["all", "each", "uncovered", "covered", "unasked", "child", "covered-child"],
)
def test_a_picture_is_shown_only_when_nobody_in_it_is_against(
    persons: tuple[Person, ...], painted: bool, shown: bool
) -> None:
    one = TellingPicture("p", 1, 1, people=AGREED, persons=persons, painted=painted)
    assert one.may_be_shown == shown


# --- the wording ---------------------------------------------------------------------------------


@pytest.mark.promise("P-37")
def test_the_words_that_people_agree_to_are_kept_and_never_change_under_the_same_name() -> None:
    now = tuple((str(word), str(EXPLAINED[key])) for key, word in USES.items())
    assert wordings.known()[WORDING] == now
    assert all(texts for texts in wordings.known().values())


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.promise("P-37")
def test_a_yes_ends_on_its_day_and_leaves_out_what_was_left_out(teller: Teller) -> None:
    teller.begin().press("story", text="I left.", language="en", how="written")
    teller.place(HYESAN).press("journey").press("pictures", "stay", pictures=[photo_file()])
    (picture,) = teller.values("covers")
    teller.press("pictures", **{f"{picture}-caption": "", f"{picture}-people": "nobody"})
    place = teller.told.waypoints[0].id
    teller.press(
        "uses",
        **{
            "uses": ["site", "film", "open_data"],
            "until-film": "2",
            "but-open_data": [WORDS, place],
            "but-film": [picture, "somebody else's"],
            "but-search_engines": [WORDS],
        },
    )
    said = {yes.use: yes for yes in teller.told.uses}
    assert said["film"].until == years_on(clock.today(), 2).isoformat()
    assert (said["film"].but, said["open_data"].but) == ((picture,), (WORDS, place))
    assert (said["site"].until, said["site"].but, said["site"].language) == ("", (), "en")
    teller.press("preview", "back")
    assert 'value="keep" selected' in teller.page
    teller.press("uses", **{"uses": ["film"], "until-film": "keep", "but-film": [picture]})
    assert teller.told.uses == (said["film"],)


@pytest.mark.parametrize("asked", ["3", "-1", "x", "9999", "keep"], ids=range(5))
def test_a_span_that_the_page_did_not_offer_sets_no_end(teller: Teller, asked: str) -> None:
    teller.with_draft(step="uses").press("uses", **{"uses": ["film"], "until-film": asked})
    assert [yes.until for yes in teller.told.uses] == [""]


def test_what_can_be_left_out_of_which_use() -> None:
    told = telling(
        waypoints=(waypoint(1), waypoint(2, "", precision="hidden")),
        pictures=(TellingPicture("p", 1, 1),),
    )
    assert parts("site", told) == ["p"]
    assert parts("search_engines", told) == []
    assert parts("film", told) == [WORDS, "w1", "p"]
    assert parts("film", Telling(text="Only words.")) == []


@pytest.mark.promise("P-37")
def test_what_was_agreed_to_is_said_back_in_plain_words() -> None:
    terms = Yes("film", "2026-11-20", until="2028-11-20", but=(WORDS, "w2"))
    told = telling(uses=(Yes("site", "2026-11-20"), terms))
    teller = Teller().with_draft(told, step="send")
    assert "since November 20, 2026, until November 20, 2028, without: " in teller.page
    assert "Everything that is written, Place 2: South Korea" in teller.page
    teller.press("send", "send")
    row = Submission.objects.get()
    assert queries.read(row).uses == told.uses


def test_behind_the_code_the_yeses_are_shown_until_the_story_is_public() -> None:
    teller, row = _sent()
    assert "What you said yes to" in teller.come_back().page and "On this site" in teller.page
    released(row)
    assert "What you said yes to</h2>" not in teller.come_back().page


def test_whoever_said_yes_to_nothing_reads_that() -> None:
    mine = drafted(telling(uses=()))
    actions.send(keys=mine)
    teller = Teller().post("/return/", hand=mine.hand(), go="status", nonce="n")
    assert "To nothing: it is read by the team and not published." in teller.page


# --- persons -------------------------------------------------------------------------------------


def test_each_person_in_a_picture_is_listed_changed_and_taken_off(teller: Teller) -> None:
    teller.begin().press("story", text="x", language="en", how="written")
    teller.press("journey").press("pictures", "stay", pictures=[photo_file()])
    (picture,) = teller.values("covers")
    at = f"{picture}-person"
    said: dict[str, Any] = {f"{picture}-caption": "", f"{picture}-people": "agreed"}
    said |= {f"{at}-0": "my sister", f"{at}-0-says": "agreed", f"{at}-1": f" {SECRET} "}
    said |= {f"{at}-1-says": "agreed", f"{at}-1-young": "yes"}
    teller.press("pictures", **said)
    assert "Nothing is covered in this picture yet" in teller.errors[0]
    sister, child = teller.told.pictures[0].persons
    assert (sister.called, sister.says, sister.young) == ("my sister", "agreed", False)
    assert (child.called, child.young, child.day) == (SECRET, True, clock.today().isoformat())
    assert 'value="my sister"' in teller.page
    said |= {f"{at}-0": "", f"{at}-0-says": "", f"{at}-1-says": "nonsense"}
    del said[f"{at}-1-young"]
    teller.press("pictures", **said)
    (left,) = teller.told.pictures[0].persons
    assert (left.called, left.says) == (SECRET, "not_asked")


@pytest.mark.parametrize(
    ("more", "says", "young"),
    [
        ({"-young": "yes"}, "not_asked", True),
        ({"-says": "not_asked"}, "not_asked", False),
        ({"-says": "covered"}, "covered", False),
    ],
    ids=["young", "not_asked", "covered"],
)
def test_what_is_said_of_somebody_without_a_word_for_them_is_not_lost(
    teller: Teller, more: dict[str, str], says: str, young: bool
) -> None:
    teller.begin().press("story", text="x", language="en", how="written")
    teller.press("journey").press("pictures", "stay", pictures=[photo_file()])
    (picture,) = teller.values("covers")
    said = {f"{picture}-person-0{name}": value for name, value in more.items()}
    teller.press("pictures", **said, **{f"{picture}-caption": "", f"{picture}-people": "agreed"})
    (one,) = teller.told.pictures[0].persons
    assert (one.called, one.says, one.young) == ("", says, young)
    assert not teller.told.pictures[0].may_be_shown


def test_a_person_who_says_the_same_keeps_their_day() -> None:
    kept = Person("my sister", AGREED, day="2026-01-01")
    mine = drafted()
    actions.add_picture(keys=mine, data=photo(), number="1")
    actions.change(keys=mine, by=lambda told: saying(told, people="agreed", persons=(kept,)))
    teller = Teller().post(step="send", go="to:pictures", hand=mine.hand(), nonce="first")
    (picture,) = teller.values("covers")
    at = f"{picture}-person-0"
    said = {at: "my sister", f"{at}-says": "agreed", f"{picture}-caption": "new"}
    teller.press("pictures", **said, **{f"{picture}-people": "agreed"})
    assert teller.told.pictures[0].persons == (kept,)


# --- what crosses --------------------------------------------------------------------------------


@pytest.mark.promise("P-37")
def test_what_is_released_says_of_each_part_what_it_is_not_for() -> None:
    left_out = Yes("open_data", "2026-01-01", but=(WORDS, "w2"))
    told = telling(
        uses=(Yes("site", "2026-01-01"), left_out, Yes("film", "2026-01-01", but=("w1",)))
    )
    form = released_form(told, ())
    assert form.words_not_for == ("open_data",)
    assert [one.not_for for one in form.waypoints] == [(), ("open_data",)]


@pytest.mark.promise("P-37")
def test_a_yes_that_has_ended_does_not_cross() -> None:
    today = clock.today()
    ended = (today - timedelta(days=1)).isoformat()
    told = telling(
        uses=(
            Yes("site", "2026-01-01", until=today.isoformat()),
            Yes("film", "2026-01-01", until=ended),
        )
    )
    assert uses_now(told) == ("site",)
    assert not told.said_yes("film", today=today) and told.said_yes("film")


def test_a_picture_that_is_left_out_of_the_site_stays_with_the_team() -> None:
    mine = drafted()
    actions.add_picture(keys=mine, data=photo(), number="1")
    told = actions.change(keys=mine, by=lambda told: saying(told, people="nobody"))
    only = told.pictures[0].id
    teller = Teller().post(step="send", go="to:uses", hand=mine.hand(), nonce="first")
    teller.press("uses", **{"uses": ["site"], "but-site": [only]})
    assert "preview-bar" in teller.page and "data:image" not in teller.page
    row = queries.submission(actions.send(keys=mine))
    sent = queries.read(row)
    assert sent.uses[0].but == (sent.pictures[0].id,) != (only,)


# --- after release -------------------------------------------------------------------------------


@pytest.mark.promise("P-37")
def test_after_release_any_yes_is_taken_back_and_none_is_told() -> None:
    teller, row = _sent()
    slug = released(row)
    Story.objects.update(uses=["site", "film", "open_data"])
    page = teller.come_back().page
    assert " checked" not in page and slug not in page
    teller.deed("narrow", no=["film", "press", "site", "gossip"])
    assert "Taken back." in teller.page and slug not in teller.page
    assert Story.objects.get().uses == ["site", "open_data"]


@pytest.mark.promise("P-37")
def test_after_release_more_is_asked_for_and_the_page_says_the_same_whatever_held() -> None:
    teller, row = _sent()
    slug = released(row)
    asked = [
        teller.come_back().deed("widen", yes=yes).page
        for yes in (["film", "press"], ["open_data"], ["film", "gossip", "site"])
    ]
    told = {re.sub(r'value="[^"]*"', "", page) for page in asked}
    assert len(told) == 1 and "Two people look at it first" in asked[0]
    assert slug not in asked[0] and " checked" not in asked[0]
    assert "film" not in Story.objects.get().uses


def test_asking_for_nothing_changes_nothing_and_says_so() -> None:
    teller, row = _sent()
    released(row)
    for yes in ([], ["site"], ["gossip"]):
        assert "Nothing was changed." in teller.come_back().deed("widen", yes=yes).page


def test_before_release_more_is_not_asked_for_in_this_way() -> None:
    teller, _row = _sent()
    teller.come_back().deed("widen", yes=["film"])
    assert "This has changed meanwhile" in teller.page


def test_taking_nothing_back_changes_nothing_and_says_so() -> None:
    teller, row = _sent()
    released(row)
    Story.objects.update(uses=["site", "film"])
    for no in ([], ["site"], ["gossip"]):
        assert "Nothing was changed." in teller.come_back().deed("narrow", no=no).page
    assert Story.objects.get().uses == ["site", "film"]


def test_before_release_a_yes_is_changed_with_the_story() -> None:
    teller, row = _sent()
    teller.come_back().deed("narrow", no=["film"])
    assert "This has changed meanwhile" in teller.page
    assert json.dumps([yes.use for yes in queries.read(row).uses]) == '["site"]'
