"""What was used where: only what was agreed to, and a line to clear by hand when it must go."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from farshore.intake.consent import Yes
from farshore.intake.models import FilmDays, Interview, Submission
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions import ledger, uses
from farshore.moderation.actions.hiding import hide_now, show_again
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.errors import CannotBeUndone, NotATable, NotToBeUsed, NotYours
from farshore.moderation.models import Act, AuditLine, Clearing, Reached, Use
from farshore.moderation.queries import ledger as places
from farshore.moderation.queries import uses as queries
from farshore.moderation.roles import FILM_TEAM
from farshore.moderation.uses import REASONS, Entry, Row, is_span, read, table
from tests.intake.making import at_once
from tests.moderation.making import agreed_by_two, overseer, person, picture, sent, telling
from tests.staff import enter
from tests.stories.making import published

pytestmark = pytest.mark.django_db

DAY = "2026-11-20"
EVERY = ("site", "film", "festivals", "press", "teaching", "social_media")

Public = Callable[..., Submission]


@pytest.fixture
def fiona(db: None) -> User:
    return person("fiona", FILM_TEAM)


@pytest.fixture
def lamp(db: None) -> FilmDays:
    return FilmDays.objects.create(title="The Lamp", finished_on=date(2100, 1, 1))


@pytest.fixture
def public(mira: User, rosa: User) -> Public:
    """Makes a story that was sent and stands on the site; its teller said yes when asked."""

    def make(*yeses: Yes, asked: str = "yes") -> Submission:
        said = yeses or tuple(Yes(use, DAY) for use in EVERY)
        row = sent(telling(pictures=(picture(),), uses=(Yes("site", DAY), *said)))
        if asked:
            Interview.objects.create(submission=row, answer=asked, sealed=b"", day=clock.today())
        agreed_by_two(row, mira, rosa)
        release_story(submission=row.pk)
        row.refresh_from_db()
        return row

    return make


def entry(row: Submission, **more: str) -> Entry:
    given = {"part": "words", "used_in": "film", "film": "The Lamp", "where": "reel 2"}
    given |= {"begins": "01:02:03:04", "ends": "01:02:05:00"}
    return Entry(slug=row.slug, **(given | more))


def refused(entry: Entry, by: User) -> str:
    """Why it is not written down; empty where it was."""
    try:
        uses.record(entry=entry, by=by)
    except NotToBeUsed as refusal:
        assert refusal.why in REASONS
        return refusal.why
    return ""


def test_a_use_is_written_down_with_a_line_in_the_log(
    public: Public, lamp: FilmDays, fiona: User
) -> None:
    made = uses.record(entry=entry(public()), by=fiona)
    assert (made.film, made.who, made.day) == (lamp, "fiona", clock.today())
    line = AuditLine.objects.get(act=Act.USED)
    assert (line.staff, line.details) == ("fiona", '{"used_in":"film"}')


@pytest.mark.promise("P-44")
@pytest.mark.parametrize(
    ("used_in", "use"),
    [
        ("film", "film"), ("trailer", "film"), ("screener", "festivals"),
        ("exhibition", "festivals"), ("press_kit", "press"), ("teaching", "teaching"),
        ("social", "social_media"),
    ],
)  # fmt: skip
def test_without_its_own_yes_nothing_is_used(
    public: Public, lamp: FilmDays, fiona: User, used_in: str, use: str
) -> None:
    without = public(*(Yes(one, DAY) for one in EVERY if one != use))
    assert refused(entry(without, used_in=used_in), fiona) == "no"
    assert refused(entry(public(Yes(use, DAY)), used_in=used_in), fiona) == ""


@pytest.mark.promise("P-44")
@pytest.mark.parametrize("answer", ["", "waiting", "no", "later", "never"])
def test_a_yes_to_being_asked_is_no_yes_to_the_film(
    public: Public, lamp: FilmDays, fiona: User, answer: str
) -> None:
    row = public(asked=answer)
    assert refused(entry(row), fiona) == "not_asked"
    assert refused(entry(row, used_in="trailer"), fiona) == "not_asked"
    assert refused(entry(row, used_in="press_kit"), fiona) == ""


@pytest.mark.parametrize(
    ("but", "left_out"), [("words", "words"), ("w1", "place-1"), ("w2", "place-2")]
)
def test_a_part_that_was_left_out_is_not_used(
    public: Public, lamp: FilmDays, fiona: User, but: str, left_out: str
) -> None:
    row = public(Yes("press", DAY, but=(but,)))
    for part in ("words", "place-1", "place-2", "picture-1"):
        why = refused(entry(row, used_in="press_kit", part=part), fiona)
        assert why == ("left_out" if part == left_out else ""), part


def test_a_picture_that_was_left_out_is_not_used(mira: User, rosa: User, fiona: User) -> None:
    from farshore.intake import queries as intake
    from tests.moderation.making import rewrite

    row = sent(telling(pictures=(picture(), picture()), uses=(Yes("site", DAY),)))
    told = intake.read(row)
    yes = Yes("press", DAY, but=(told.pictures[1].id,))
    rewrite(row, dataclasses.replace(told, uses=(*told.uses, yes)))
    agreed_by_two(row, mira, rosa)
    release_story(submission=row.pk)
    row.refresh_from_db()
    assert refused(entry(row, used_in="press_kit", part="picture-1", film=""), fiona) == ""
    assert refused(entry(row, used_in="press_kit", part="picture-2", film=""), fiona) == "left_out"


def test_where_parts_cannot_be_told_for_certain_nothing_left_out_slips_through(
    public: Public, lamp: FilmDays, fiona: User
) -> None:
    from farshore.stories.models import Story

    row = public(Yes("press", DAY, but=("w2",)))
    Story.objects.get(slug=row.slug).waypoints.filter(number=2).delete()
    assert refused(entry(row, used_in="press_kit", part="place-1"), fiona) == "left_out"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"part": "picture-2"}, "part"), ({"part": "place-0"}, "part"), ({"part": "All"}, "part"),
        ({"used_in": "a mug"}, "used_in"), ({"film": "Another"}, "film"), ({"film": ""}, "film"),
        ({"begins": "01:02:03:04", "ends": ""}, "time"), ({"ends": "01:02:03:04"}, "time"),
        ({"day": "2100-01-01"}, "day"), ({"day": "yesterday"}, "day"),
    ],
)  # fmt: skip
def test_what_is_not_said_rightly_is_not_written_down(
    public: Public, lamp: FilmDays, fiona: User, more: dict[str, str], why: str
) -> None:
    assert refused(entry(public(), **more), fiona) == why
    assert not Use.objects.exists()


@pytest.mark.promise("P-44")
def test_what_is_hidden_taken_back_or_never_was_is_not_used(
    public: Public, lamp: FilmDays, fiona: User, mira: User
) -> None:
    row = public()
    hide_now(slug=row.slug, by=mira)
    assert refused(entry(row), fiona) == "story"
    show_again(slug=row.slug, by=mira)
    assert refused(entry(row), fiona) == ""
    registry.request("withdraw_story", submission=row.pk)
    assert refused(entry(row), fiona) == "story"
    assert refused(Entry("no-such-story", "words", "film"), fiona) == "story"


def test_nothing_comes_into_a_finished_film(public: Public, lamp: FilmDays, fiona: User) -> None:
    FilmDays.objects.update(finished_on=clock.today())
    assert refused(entry(public()), fiona) == ""  # on its last day still
    FilmDays.objects.update(finished_on=clock.today() - timedelta(days=1))
    assert refused(entry(public()), fiona) == "finished"


def test_a_story_that_nobody_sent_here_rests_on_what_it_was_published_with(fiona: User) -> None:
    slug = published("Found", uses=("site", "press"))
    assert refused(Entry(slug, "words", "press_kit"), fiona) == ""
    assert refused(Entry(slug, "words", "exhibition"), fiona) == "no"


# --- what must go --------------------------------------------------------------------------------


def used(row: Submission, by: User, **more: str) -> Use:
    return uses.record(entry=entry(row, **more), by=by)


def in_ledger(row: Submission) -> dict[str, bool]:
    """The kinds of what was used, and whether it counts as done."""
    found = Reached.objects.filter(clearing__slug=row.slug, kind__in=("use", "finished"))
    return dict(found.values_list("kind", "cleared"))


@pytest.mark.promise("P-44")
@pytest.mark.parametrize("how", ["hide_story", "withdraw_story", "narrow_story"])
def test_each_use_is_a_line_that_the_team_has_to_clear_by_hand(
    public: Public, lamp: FilmDays, fiona: User, how: str
) -> None:
    row = public()
    made, other = used(row, fiona), used(row, fiona, used_in="press_kit")
    told: dict[str, Any] = {"slug": row.slug}
    if how == "withdraw_story":
        told = {"submission": row.pk}
    elif how == "narrow_story":
        told["uses"] = {"film"}
    clearing = registry.request(how, **told)
    waits = {made.pk} if how == "narrow_story" else {made.pk, other.pk}
    assert queries.must_go() == waits
    assert "use" in registry.request("still_at", clearing=clearing)
    for one in waits:
        uses.take_out(use=one, by=fiona)
    assert "use" not in registry.request("still_at", clearing=clearing)
    assert AuditLine.objects.filter(act=Act.TAKEN_OUT).count() == len(waits)


def test_a_yes_that_ends_by_itself_makes_a_line_too(
    public: Public, lamp: FilmDays, fiona: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from farshore.moderation.actions.narrowing import end_due

    last = clock.today() + timedelta(days=30)
    row = public(Yes("press", DAY, until=last.isoformat()))
    made = used(row, fiona, used_in="press_kit")
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert end_due(later) == 1
    assert queries.must_go() == {made.pk}


def test_what_is_hidden_and_shown_again_need_not_go_unless_its_yes_is_gone(
    public: Public, lamp: FilmDays, fiona: User
) -> None:
    row = public()
    used(row, fiona)
    registry.request("hide_story", slug=row.slug)
    registry.request("unhide_story", slug=row.slug)
    assert queries.must_go() == set() and not Clearing.objects.exists()
    registry.request("hide_story", slug=row.slug)
    registry.request("narrow_story", slug=row.slug, uses={"film"})
    registry.request("unhide_story", slug=row.slug)
    assert len(queries.must_go()) == 1
    assert Clearing.objects.get().why == Clearing.Why.NARROWED


def test_narrowing_twice_keeps_both_lines(public: Public, lamp: FilmDays, fiona: User) -> None:
    row = public()
    used(row, fiona)
    used(row, fiona, used_in="press_kit")
    for use in ("film", "press", "teaching"):
        registry.request("narrow_story", slug=row.slug, uses={use})
    assert len(queries.must_go()) == 2


def test_what_its_teller_says_yes_to_again_may_stay(
    public: Public, lamp: FilmDays, fiona: User, mira: User, rosa: User
) -> None:
    from farshore.moderation.actions import widening
    from farshore.moderation.models import Crossing
    from farshore.moderation.queries.wider import seen_of
    from tests.moderation.making import case_for

    row = public()
    kept = used(row, fiona)
    used(row, fiona, used_in="press_kit")
    registry.request("narrow_story", slug=row.slug, uses={"film", "press"})
    registry.request("widen_story", slug=row.slug, uses={"press"}, language="en")
    case, seen = case_for(row).pk, seen_of(Crossing.objects.get())
    widening.first_yes(case=case, by=mira, seen=seen)
    assert len(queries.must_go()) == 2
    widening.second_yes(case=case, by=rosa, seen=seen)
    assert queries.must_go() == {kept.pk}


@pytest.mark.promise("P-44")
def test_what_is_in_a_finished_film_is_said_to_be_unchangeable_and_never_gone(
    public: Public, lamp: FilmDays, fiona: User
) -> None:
    row = public()
    made = used(row, fiona)
    FilmDays.objects.update(finished_on=clock.today() - timedelta(days=1))
    clearing = registry.request("withdraw_story", submission=row.pk)
    assert in_ledger(row) == {"finished": True}
    assert "use" not in registry.request("still_at", clearing=clearing)
    with pytest.raises(CannotBeUndone):
        uses.take_out(use=made.pk, by=fiona)
    (line,) = [one for one in places.places(clearing) if one.kind == "finished"]
    assert "The Lamp" in line.name
    page = enter(Client(), fiona).get(reverse("moderation:cleared", args=[clearing]))
    assert "finished: cannot be changed" in page.content.decode()


def test_what_nobody_took_out_in_time_becomes_unchangeable(
    public: Public, lamp: FilmDays, fiona: User, settings: Any
) -> None:
    row = public()
    used(row, fiona)
    registry.request("withdraw_story", submission=row.pk)
    uses.sweep(clock.now())
    assert in_ledger(row) == {"use": False}
    FilmDays.objects.update(finished_on=clock.today() - timedelta(days=1))
    uses.sweep(clock.now())
    assert in_ledger(row) == {"finished": True}


def test_all_of_it_is_forgotten_with_the_ledger(
    public: Public, lamp: FilmDays, fiona: User
) -> None:
    row, kept = public(), public()
    one = used(row, fiona)
    FilmDays.objects.create(title="Short", finished_on=clock.today())
    used(row, fiona, film="Short", used_in="screener")
    stays, mistaken = used(kept, fiona), used(kept, fiona)
    FilmDays.objects.filter(title="Short").update(finished_on=date(2020, 1, 1))
    registry.request("withdraw_story", submission=row.pk)
    for each in (one, mistaken):
        uses.take_out(use=each.pk, by=fiona)
    Reached.objects.update(cleared=True)
    for days, left in ((30, 4), (31, 1)):
        later = clock.now() + timedelta(days=days)
        ledger.sweep(later)
        uses.sweep(later)
        assert Use.objects.count() == left
    assert Use.objects.get() == stays


@pytest.mark.django_db(transaction=True)
def test_writing_down_and_taking_back_at_once_leaves_no_use_without_its_line(
    public: Public, lamp: FilmDays, fiona: User
) -> None:
    row = public()
    tries = [lambda: refused(entry(row), fiona) for _number in range(3)]
    raised = at_once([*tries, lambda: registry.request("withdraw_story", submission=row.pk)])
    assert raised == []
    assert queries.must_go() == set(Use.objects.values_list("pk", flat=True))


# --- who may -------------------------------------------------------------------------------------


def test_only_the_films_team_writes_and_ticks(
    public: Public, lamp: FilmDays, fiona: User, mira: User, rosa: User
) -> None:
    row = public()
    made = used(row, fiona)
    for stranger in (mira, rosa, overseer(), person("eva", "Editors")):
        with pytest.raises(NotYours):
            uses.record(entry=entry(row), by=stranger)
        with pytest.raises(NotYours):
            uses.take_out(use=made.pk, by=stranger)
        client = enter(Client(), stranger)
        assert client.post(reverse("moderation:uses")).status_code == 404
        assert client.post(reverse("moderation:taken_out", args=[made.pk])).status_code == 404
        assert client.post(reverse("moderation:uses_take_in")).status_code == 404
    made.refresh_from_db()
    assert made.taken_out_on is None and Use.objects.count() == 1


def test_wrong_methods_and_unknown_ids_do_nothing(fiona: User) -> None:
    client = enter(Client(), fiona)
    assert client.get(reverse("moderation:taken_out", args=[uuid4()])).status_code == 405
    assert client.post(reverse("moderation:taken_out", args=[uuid4()])).status_code == 404
    assert client.put(reverse("moderation:uses")).status_code == 405
    assert client.post(reverse("moderation:uses_table")).status_code == 405
    assert client.get(reverse("moderation:uses_take_in")).status_code == 405


def test_the_screens_lead_from_a_use_to_its_tick(
    public: Public, lamp: FilmDays, fiona: User
) -> None:
    row = public(Yes("film", DAY), Yes("press", DAY, but=("w1",)))
    client, address = enter(Client(), fiona), reverse("moderation:uses")
    page = client.get(address, {"story": f"https://film.example/stories/{row.slug}/"})
    assert "a press kit" in page.content.decode() and "place-1" in page.content.decode()
    form = {"story": row.slug, "part": "place-1", "used_in": "press_kit", "where": "page <3>"}
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "left this part out" in answer.content.decode()
    assert "page &lt;3&gt;" in answer.content.decode()
    assert client.post(address, {**form, "part": "words"}).status_code == 302
    page = client.get(address).content.decode()
    assert "page &lt;3&gt;" in page and "must be taken out" not in page
    registry.request("withdraw_story", submission=row.pk)
    assert "must be taken out" in client.get(address).content.decode()
    ledger_page = reverse("moderation:cleared", args=[Clearing.objects.get().pk])
    assert "It has been taken out" in client.get(ledger_page).content.decode()
    client.post(reverse("moderation:taken_out", args=[Use.objects.get().pk]))
    assert "taken out on" in client.get(address).content.decode()


def test_an_embargo_is_said_until_it_ends(lamp: FilmDays, fiona: User) -> None:
    client, address = enter(Client(), fiona), reverse("moderation:uses")
    FilmDays.objects.update(embargo_until=clock.today() + timedelta(days=1))
    assert "nothing that comes from it is public before" in client.get(address).content.decode()
    FilmDays.objects.update(embargo_until=clock.today())
    assert "is public before" not in client.get(address).content.decode()


def test_the_film_team_learns_nothing_of_a_story_that_is_not_public(fiona: User) -> None:
    row = sent()
    page = enter(Client(), fiona).get(reverse("moderation:uses"), {"story": str(row.pk)})
    assert page.status_code == 200 and "No such story is on the site" in page.content.decode()


def test_the_list_costs_the_same_however_long(
    public: Public, lamp: FilmDays, fiona: User, django_assert_num_queries: Any
) -> None:
    row = public()
    for number in range(4):
        with django_assert_num_queries(3):
            queries.lines(page=1)
        used(row, fiona, where=f"reel {number}")


# --- the table -----------------------------------------------------------------------------------

CELL = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20).map(str.strip)
TYPED = st.one_of(CELL, st.sampled_from(["=1+1", "+49", "-2", "@x", '"quoted"', "a;b,c"]))


@given(where=TYPED, who=TYPED, film=TYPED)
def test_a_table_comes_back_as_it_went_and_computes_nothing(
    where: str, who: str, film: str
) -> None:
    one = Entry("lamp-ice-late", "words", "film", film=film, where=where, who=who, day=DAY)
    data = table([Row(one, None, must_go=True)])
    for cell in data.decode("utf-8-sig").split('","'):
        assert cell.lstrip(" ")[:1] not in "=+-@" or not cell.strip(" ")
    assert read(data) == [one]


def test_a_table_is_taken_in_whole_or_not_at_all_and_only_once(
    public: Public, lamp: FilmDays, fiona: User
) -> None:
    row = public(Yes("press", DAY))
    good = entry(row, used_in="press_kit", film="")
    bad = dataclasses.replace(good, used_in="exhibition")
    with pytest.raises(NotATable) as told:
        uses.record_many(entries=[good, bad], by=fiona)
    assert told.value.faults == [(3, "no")] and not Use.objects.exists()
    assert uses.record_many(entries=[good, good], by=None) == 2
    assert AuditLine.objects.filter(act=Act.USED).count() == 1
    again = read(table(queries.rows()))
    assert [UUID(one.id) for one in again] and uses.record_many(entries=again, by=fiona) == 0


def test_a_table_goes_out_and_in_on_the_screen(public: Public, lamp: FilmDays, fiona: User) -> None:
    row = public(Yes("press", DAY))
    client = enter(Client(), fiona)
    text = f"story;part;used in;where\r\n{row.slug};words;press_kit;=1+1\r\n"
    assert client.post(reverse("moderation:uses_take_in"), {"table": text}).status_code == 302
    assert Use.objects.get().where == "=1+1"
    answer = client.get(reverse("moderation:uses_table"))
    assert "attachment" in answer["Content-Disposition"]
    assert b'"\'=1+1"' in answer.content
    wrong = "story,part\r\nx,y\r\n"
    refusal = client.post(reverse("moderation:uses_take_in"), {"table": wrong})
    assert refusal.status_code == 409 and "does not have the columns" in refusal.content.decode()
    assert "story,part" in refusal.content.decode()
    assert client.post(reverse("moderation:uses_take_in")).status_code == 409
    faulty = f"{text}none-such;words;press_kit;\r\n"
    refusal = client.post(reverse("moderation:uses_take_in"), {"table": faulty})
    assert "Line 3:" in refusal.content.decode() and Use.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xfe", "columns"), (b"", "columns"), (b"a,b\n1,2\n", "columns"),
        (b"story,part,used in,where\na,words,film,\0\n", "columns"),
        (b"story,part,used in\n1,2,3,4\n", "columns"), (b"x" * 2_000_001, "much"),
        (b"story,part,used in\n" + b"a,b,c\n" * 5_001, "much"),
        (b'story,part,used in\n"a,b,c\n', "columns"),
    ],
    ids=["not-text", "empty", "others", "nul", "too-wide", "too-large", "too-long", "open-quote"],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(data)


@given(st.text("0123456789:;", max_size=12), st.text("0123456789:;", max_size=12))
def test_a_span_is_two_timecodes_in_order_or_nothing(begins: str, ends: str) -> None:
    if is_span(begins, ends):
        assert (begins, ends) == ("", "") or begins.replace(";", ":") < ends.replace(";", ":")
    assert is_span("01:00:00:00", "01:00:00;01") and not is_span("01:00:00:01", "01:00:00:01")
