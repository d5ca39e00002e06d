"""After this day the film is finished and cannot change: said before the yes, and ever after."""

import re
from datetime import date, timedelta

import pytest

from farshore.intake import actions
from farshore.intake.consent import Yes
from farshore.intake.models import FilmDays, Submission
from farshore.kernel import clock
from tests.intake.making import Teller, released, sent, telling
from tests.markup import Markup

pytestmark = pytest.mark.django_db(transaction=True)

LAST = date(2031, 5, 3)
SAID = "After May 3, 2031 the film is finished and cannot change"
FILM = (Yes("site", "2026-11-20"), Yes("film", "2026-11-20"))


@pytest.fixture
def lamp() -> FilmDays:
    """A film that is finished one day, and not yet."""
    return FilmDays.objects.create(title="The Lamp", finished_on=LAST)


def says(teller: Teller) -> bool:
    return SAID.lower() in teller.page.lower() and "The Lamp" in teller.page


def at_home(told: object = None) -> tuple[Teller, Submission]:
    """A teller at the page of their story, that says yes to being asked for the film."""
    mine, row = sent(telling(uses=FILM))
    return Teller().post("/return/", hand=mine.hand(), go="status"), row


@pytest.mark.promise("P-44")
def test_it_is_said_before_the_yes_at_sending_and_behind_the_code(lamp: FilmDays) -> None:
    teller = Teller().with_draft(telling(uses=FILM), step="uses")
    assert says(teller)
    teller.press("uses", "next", uses=["site", "film"])
    teller.press("preview", "next")
    assert says(teller)
    teller, _row = at_home()
    assert says(teller) and Markup(teller.page).faults == []


def test_who_did_not_say_yes_to_the_film_is_not_told_at_sending(lamp: FilmDays) -> None:
    teller = Teller().with_draft(telling(uses=FILM[:1]), step="send")
    assert "Send my story" in teller.page and not says(teller)


@pytest.mark.promise("P-44")
def test_it_is_said_alike_whatever_the_story_when_something_is_taken_back(lamp: FilmDays) -> None:
    pages = []
    for uses in (FILM, FILM[:1]):
        mine, row = sent(telling(uses=uses))
        released(row)
        teller = Teller().post("/return/", hand=mine.hand(), go="status")
        told = [teller.page]
        assert says(teller)
        assert says(teller.deed("withdraw"))
        told.append(teller.page)
        assert says(teller.deed("withdraw:yes"))
        hidden = re.compile(r'name="(hand|nonce)" value="[^"]*"|where:[0-9a-f-]+')
        pages.append([hidden.sub("", page) for page in told])
    assert pages[0] == pages[1]


def test_of_a_finished_film_it_is_said_that_nothing_can_be_taken_out(lamp: FilmDays) -> None:
    FilmDays.objects.update(finished_on=clock.today() - timedelta(days=1))
    teller, _row = at_home()
    assert "Nothing in it can be changed or taken out any more" in teller.page
    FilmDays.objects.update(finished_on=clock.today())  # on the day itself it still can
    assert "is finished and cannot change" in teller.deed("status").page


def test_a_film_without_days_says_nothing_and_an_embargo_is_said_until_it_ends() -> None:
    FilmDays.objects.create(title="The Lamp", embargo_until=date(2031, 2, 1))
    teller, _row = at_home()
    assert "is shown in public before February 1, 2031" in teller.page
    FilmDays.objects.update(embargo_until=clock.today())
    assert "The Lamp" not in teller.deed("status").page


def test_a_moved_day_is_told_to_whoever_said_yes_before_and_only_before_release(
    lamp: FilmDays,
) -> None:
    words = "the day was changed since you said yes"
    teller, row = at_home()
    assert words not in teller.page
    FilmDays.objects.update(was=date(2030, 1, 1), changed_on=clock.today())
    assert words in teller.deed("status").page and "January 1, 2030" in teller.page
    later, _row = sent(telling(uses=(Yes("film", (clock.today() + timedelta(1)).isoformat()),)))
    assert words not in Teller().post("/return/", hand=later.hand(), go="status").page
    none, _row = sent(telling(uses=FILM[:1]))
    assert words not in Teller().post("/return/", hand=none.hand(), go="status").page
    released(row)
    assert words not in teller.deed("status").page


def test_it_is_said_in_the_readers_language_way_of_writing_days(lamp: FilmDays) -> None:
    from django.utils import translation

    from farshore.intake.views.film import film_days

    with translation.override("ko"):
        assert "2031년 5월 3일" in film_days()[0]


def test_a_day_before_which_it_is_not_released_is_seen_by_its_teller() -> None:
    teller, row = at_home()
    assert "does not release it before" not in teller.page
    Submission.objects.filter(pk=row.pk).update(not_before=LAST)
    assert "The team does not release it before May 3, 2031" in teller.deed("status").page


def test_sending_anew_keeps_that_day() -> None:
    mine, row = sent()
    Submission.objects.filter(pk=row.pk).update(not_before=LAST)
    actions.reopen(keys=mine)
    actions.send(keys=mine)
    assert Submission.objects.get().not_before == LAST
