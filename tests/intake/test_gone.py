"""What a teller is shown of the places that a story has to leave: kinds, never places."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from farshore.intake.models import Submission
from farshore.intake.views import gone
from farshore.kernel import clock
from farshore.press.actions import press_all, press_waiting
from tests.intake.making import Teller, released
from tests.intake.test_return import _sent

pytestmark = pytest.mark.django_db(transaction=True)

KINDS = (
    "The pages of this site, its lists and feeds",
    "The globe, and the data that others may take",
    "The files of pictures",
    "Sites that keep a copy and have registered here",
    "What the film’s team had used of it, where that can still be changed",
)


def _said(teller: Teller) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt>\s*<dd>([^<]+)</dd>", teller.page))


@pytest.fixture
def public() -> Callable[[], tuple[Teller, Submission]]:
    """A story on the site, every page of it written, and whoever has told it."""

    def make() -> tuple[Teller, Submission]:
        teller, row = _sent()
        released(row)
        press_all(clock.now())
        return teller, row

    return make


def _taken_back(teller: Teller) -> Teller:
    teller.come_back().deed("withdraw").deed("withdraw:yes")
    return teller


@pytest.mark.promise("P-36")
def test_whoever_takes_a_story_back_sees_when_it_is_gone(
    public: Callable[[], tuple[Teller, Submission]],
) -> None:
    teller, _row = public()
    assert _said(_taken_back(teller))[KINDS[0]] == "not confirmed yet"
    while press_waiting(clock.now()):
        pass
    (look,) = re.findall(r'value="(where:[^"]+)"', teller.page)
    teller.post("/return/", go=look, nonce="n")
    assert _said(teller) == dict.fromkeys(KINDS, "gone")
    assert "Look again" not in teller.page


@pytest.mark.promise("P-36")
def test_the_page_is_the_same_for_every_story_and_names_none(
    public: Callable[[], tuple[Teller, Submission]],
) -> None:
    never_sent = _taken_back(_sent()[0])
    teller, row = public()
    slug = Submission.objects.get(pk=row.pk).slug
    _taken_back(teller)
    while press_waiting(clock.now()):
        pass
    (look,) = re.findall(r'value="(where:[^"]+)"', teller.page)
    assert slug not in teller.page
    teller.post("/return/", go=look, nonce="n")
    assert _said(teller) == _said(never_sent)


def test_hiding_says_whether_it_has_left_the_pages(
    public: Callable[[], tuple[Teller, Submission]], monkeypatch: pytest.MonkeyPatch
) -> None:
    teller, _row = public()
    assert "is leaving the pages of this site just now" in teller.come_back().deed("hide").page
    monkeypatch.setattr(gone, "LOOK", 0.0)
    monkeypatch.setattr(gone, "WAIT", 60.0)
    monkeypatch.setattr(gone.time, "sleep", lambda _seconds: press_waiting(clock.now()))
    assert "has left every page of this site" in teller.deed("hide").page


def test_an_answer_waits_for_the_press_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[UUID] = []

    def still_at(*, clearing: UUID) -> list[str]:
        looks.append(clearing)
        return ["page", "mirror"] if len(looks) < 3 else ["mirror", "backup"]

    monkeypatch.setattr(gone, "WAIT", 5.0)
    monkeypatch.setattr(gone, "LOOK", 0.0)
    monkeypatch.setattr(
        type(gone.registry), "request", lambda _self, _name, **given: still_at(**given)
    )
    assert gone.is_off(uuid4()) and len(looks) == 3
    left = gone.leaving(uuid4())
    assert [one.gone for one in left] == [True, True, True, False, True]


@pytest.mark.parametrize("given", ["", "x", "1", str(UUID(int=7))], ids=range(4))
def test_a_ledger_that_is_unknown_says_what_every_finished_one_says(
    teller: Teller, given: str
) -> None:
    teller.post("/return/", go=f"where:{given}", nonce="n")
    assert teller.status == 200
    assert set(_said(teller).values()) == {"gone"}
