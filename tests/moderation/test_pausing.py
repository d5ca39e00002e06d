"""A pause takes nothing in, loses nothing that was begun, and shuts nobody out from their own."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from farshore.config.cli import main
from farshore.config.speech import DONE, REFUSED, WRONG
from farshore.intake import actions
from farshore.intake.doors import SENTENCES, UNATTENDED, why_closed
from farshore.intake.errors import Closed
from farshore.intake.models import Pause, Status, Submission
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions.pausing import pause_intake, resume_intake
from farshore.moderation.errors import NotYours
from farshore.moderation.models import Act, AuditLine
from farshore.moderation.queries.log import verify_chain
from tests.intake.making import Teller, drafted, keys, telling
from tests.moderation.making import overseer, person
from tests.staff import enter

pytestmark = pytest.mark.django_db(transaction=True)

CLOSED = "Nothing is taken in just now"
SCREEN = "/studio/stories/site/alarm/"


@pytest.fixture
def house(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For commands: this very database."""
    monkeypatch.setattr("farshore.config.cli.pause.open_house", lambda _data: folder)
    return folder


@pytest.mark.parametrize("reason", Pause.Reason.values)
def test_whoever_comes_to_tell_is_told_why_not(reason: str) -> None:
    pause_intake(reason=Pause.Reason(reason))
    teller = Teller()
    for way in (teller.get, lambda: teller.post(step="begin"), lambda: teller.post(step="code")):
        way()
        assert (teller.status, teller.heading) == (200, CLOSED)
        assert SENTENCES[reason] in teller.page
        assert 'name="step" value="begin"' not in teller.page
    resume_intake()
    assert teller.get().heading == "Before you start"


@pytest.mark.promise("P-32")
def test_what_was_begun_is_kept_and_sent_when_the_pause_is_over() -> None:
    teller = Teller().with_draft(telling())
    pause_intake(reason=Pause.Reason.AWAY)
    teller.press("story", "stay", text="Written during the pause.", language="en", how="written")
    assert (teller.status, teller.told.text) == (200, "Written during the pause.")
    teller.press("story", "to:send")
    teller.press("send", "send")
    (error,) = teller.errors
    assert error.startswith("Everything you saved is kept, and nothing was sent.")
    assert SENTENCES["away"] in error and "7 days" in error
    assert not Submission.objects.exists()
    resume_intake()
    assert teller.press("send", "send").heading == "Your story has been sent"
    assert Submission.objects.count() == 1


@pytest.mark.promise("P-32")
def test_every_code_works_on_during_a_pause() -> None:
    mine = drafted()
    row = Submission.objects.get(pk=actions.send(keys=mine))
    pause_intake(reason=Pause.Reason.DANGER)
    teller = Teller().post("/return/", hand=mine.hand(), go="status")
    assert teller.heading == "Your story"
    teller.deed("hide")
    row.refresh_from_db()
    assert row.status == Status.HIDDEN
    assert teller.deed("withdraw:yes").heading == "Your story has been taken back"


def test_a_story_that_was_sent_before_the_pause_says_so_when_its_form_comes_again() -> None:
    mine = drafted()
    sent = actions.send(keys=mine)
    pause_intake()
    assert actions.send(keys=mine) == sent
    with pytest.raises(Closed):
        actions.send(keys=drafted(mine=keys()))


def test_a_pause_is_in_the_log_and_names_who(rosa: User) -> None:
    pause_intake(reason=Pause.Reason.FULL, by=rosa)
    pause_intake(reason=Pause.Reason.DANGER)
    assert Pause.objects.get().reason == "danger"
    assert resume_intake(by=rosa) and not resume_intake(by=rosa)
    lines = list(AuditLine.objects.order_by("number").values_list("staff", "act"))
    assert lines == [("rosa", Act.PAUSED), ("", Act.PAUSED), ("rosa", Act.RESUMED)]
    verify_chain()


@pytest.mark.parametrize("days", [29, 30, 31, 400])
def test_left_alone_the_house_closes_by_itself_and_opens_with_a_login(
    mira: User, rosa: User, days: int
) -> None:
    assert why_closed() == ""  # nobody has logged in yet: it is new
    now = timezone.now()
    User.objects.filter(pk=mira.pk).update(last_login=now - timedelta(days=days))
    User.objects.filter(pk=rosa.pk).update(last_login=now, is_active=False)  # left the team
    closed = days > 30
    assert why_closed() == (UNATTENDED if closed else "")
    assert (Teller().get().heading == CLOSED) is closed
    User.objects.filter(pk=mira.pk).update(last_login=now)
    assert why_closed() == ""


def test_a_house_may_never_close_by_itself(mira: User, settings: object) -> None:
    settings.CUSTODY_DAYS = 0  # type: ignore[attr-defined]
    User.objects.filter(pk=mira.pk).update(last_login=timezone.now() - timedelta(days=4000))
    assert why_closed() == ""


def test_who_looks_after_the_place_is_said_in_public(settings: object) -> None:
    settings.CUSTODIAN = "The <Archive>, +49 30 1"  # type: ignore[attr-defined]
    pause_intake()
    assert "The &lt;Archive&gt;, +49 30 1" in Teller().get().page
    page = registry.render("/privacy/", as_of=clock.now()).body.decode()
    assert "The &lt;Archive&gt;, +49 30 1" in page and "30 days" in page


def test_the_studio_pauses_and_resumes(rosa: User) -> None:
    client = enter(Client(), rosa)
    page = client.get(SCREEN).content.decode()
    assert "Take no stories in" in page
    answer = client.post(f"{SCREEN}pause/", {"why": "away"}, follow=True).content.decode()
    assert "No stories are taken in (nobody is there to read for a while)" in answer
    assert why_closed() == "away"
    client.post(f"{SCREEN}pause/", {"why": "because"})
    assert why_closed() == "unsaid"
    answer = client.post(f"{SCREEN}resume/", follow=True).content.decode()
    assert "Stories are taken in again." in answer and why_closed() == ""
    answer = client.post(f"{SCREEN}resume/", follow=True).content.decode()
    assert "The pause has ended already." in answer


def test_the_pause_is_for_releasers_and_who_looks_after_the_team(mira: User) -> None:
    enter(Client(), overseer()).post(f"{SCREEN}pause/", {"why": "away"})
    assert why_closed() == "away"
    for stranger in (mira, person("eva", "Editors")):
        assert enter(Client(), stranger).post(f"{SCREEN}resume/").status_code in {302, 403, 404}
        with pytest.raises(NotYours):
            resume_intake(by=stranger)
        with pytest.raises(NotYours):
            pause_intake(by=stranger)
    Client().post(f"{SCREEN}resume/")
    assert why_closed() == "away"
    looks_after = enter(Client(), overseer("ola"))
    for name in ("pause", "resume"):
        assert looks_after.get(reverse(f"moderation:{name}")).status_code == 405


def test_the_command_pauses_resumes_and_says_so(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["pause", "--data", str(house)]
    assert main([*at, "--reason", "full"]) == DONE and why_closed() == "full"
    assert "farshore pause --resume" in capsys.readouterr().out
    assert main([*at, "--resume"]) == DONE and why_closed() == ""
    assert main([*at, "--resume"]) == REFUSED
    assert "There was no pause." in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main([*at, "--reason", "bored"])
    assert ended.value.code == WRONG and why_closed() == ""


def test_the_commands_reasons_are_the_models() -> None:
    from farshore.config.cli.pause import REASONS

    assert list(REASONS) == Pause.Reason.values == [one for one in SENTENCES if one != UNATTENDED]
