"""Every screen as its owner, as another moderator, as an editor, as nobody; by the wrong method
and for what is not there."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from farshore.intake import queries as intake
from farshore.intake.consent import Yes
from farshore.intake.models import Status, Submission
from farshore.kernel.registry import registry
from farshore.moderation.actions.deciding import approve
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.models import Case, Concern
from farshore.stories.models import Story
from tests.moderation.making import (
    DAY,
    SECRET,
    agreed_by_two,
    case_for,
    moderator,
    overseer,
    person,
    picture,
    releaser,
    seen,
    sent,
    telling,
)
from tests.staff import enter
from tests.stories.making import published

pytestmark = pytest.mark.django_db

ASKED_FOR_FILM = {
    "who": "Aino, who directs",
    "film": "The Lamp",
    "ways": ["hands", "altered"],
    "paid": "The way and the food; nothing else.",
    "cannot": "That nobody knows you by your hands.",
}


@pytest.fixture
def case(mira: User, rosa: User) -> Case:
    """A story that mira has to read."""
    return case_for(sent(telling(pictures=(picture(),))))


def entered(user: User) -> Client:
    return enter(Client(), user)


def at(name: str, *args: object) -> str:
    return reverse(f"moderation:{name}", args=args)


def first_picture(case: Case) -> str:
    return intake.read(case.submission).pictures[0].id


def screens(case: Case) -> dict[str, str]:
    one = first_picture(case)
    return {
        "review": at("review", case.pk),
        "preview": at("preview", case.pk),
        "picture": at("picture", case.pk, one),
        "cover": at("cover", case.pk, one),
        "withdraw": at("withdraw", case.pk),
    }


def buttons(case: Case) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every act with a form that would do something."""
    one = first_picture(case)
    held = "x" * 64
    return {
        "ask": (at("ask", case.pk), {"text": "Where?"}),
        "interview": (at("interview", case.pk), ASKED_FOR_FILM),
        "hold_until": (at("hold_until", case.pk), {"day": "2100-01-01"}),
        "cut": (at("cut", case.pk), {"where": "text", "words": "First."}),
        "propose_cover": (at("propose_cover", case.pk, one), {"tile": ["1", "2"]}),
        "approve": (at("approve", case.pk), {"seen": held}),
        "reject": (at("reject", case.pk), {"reason": "No."}),
        "pass_on": (at("pass_on", case.pk), {}),
        "agree": (at("agree", case.pk), {"seen": held, "road": "no"}),
        "send_back": (at("send_back", case.pk), {"note": "Look."}),
        "wider_first": (at("wider_first", case.pk), {"seen": held}),
        "wider_second": (at("wider_second", case.pk), {"seen": held}),
        "wider_refuse": (at("wider_refuse", case.pk), {"seen": held}),
        "hide": (at("hide", case.pk), {}),
        "show": (at("show", case.pk), {}),
        "withdraw": (at("withdraw", case.pk), {"sure": "yes"}),
    }


def test_the_owner_sees_every_screen(mira: User, case: Case) -> None:
    client = entered(mira)
    for address in (at("queue"), *screens(case).values(), at("log"), at("public")):
        assert client.get(address).status_code == 200, address
        assert client.head(address).status_code == 200, address


@pytest.mark.promise("P-22")
def test_another_moderator_an_editor_and_an_admin_see_nothing(case: Case) -> None:
    chief = User.objects.create(username="chief", password="!", is_superuser=True)
    for stranger in (moderator("olga"), person("eva", "Editors"), overseer(), chief):
        client = entered(stranger)
        for name, address in screens(case).items():
            response = client.get(address)
            assert response.status_code == 404, (stranger.username, name)
            assert SECRET.encode() not in response.content


def test_nobody_is_sent_to_log_in_and_told_nothing(case: Case) -> None:
    for address in (at("queue"), *screens(case).values()):
        response = Client().get(address)
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_strangers_buttons_do_nothing(mira: User, case: Case) -> None:
    before = Submission.objects.values().get()
    for stranger in (moderator("olga"), person("eva", "Editors"), overseer(), releaser("rita")):
        client = entered(stranger)
        for name, (address, form) in buttons(case).items():
            assert client.post(address, form).status_code == 404, (stranger.username, name)
    for _name, (address, form) in buttons(case).items():
        assert Client().post(address, form).status_code in {302, 403}
    assert Submission.objects.values().get() == before


def test_a_button_is_not_pressed_by_a_link(mira: User, case: Case) -> None:
    client = entered(mira)
    for name, (address, _form) in buttons(case).items():
        if name != "withdraw":
            assert client.get(address).status_code == 405, name
            assert client.put(address).status_code == 405, name
    for address in screens(case).values():
        assert client.delete(address).status_code == 405, address


def test_a_button_needs_a_form_of_ours(mira: User, case: Case) -> None:
    client = enter(Client(enforce_csrf_checks=True), mira)
    for name, (address, form) in buttons(case).items():
        assert client.post(address, form).status_code == 403, name


def test_what_is_not_there_is_not_found(mira: User, case: Case) -> None:
    client = entered(mira)
    unknown = uuid4()
    for name in ("review", "preview", "withdraw"):
        assert client.get(at(name, unknown)).status_code == 404
    assert client.get(at("picture", case.pk, "0" * 32)).status_code == 404
    assert client.get(at("cover", case.pk, "0" * 32)).status_code == 404
    assert client.get(at("recording", case.pk, "0" * 32)).status_code == 404
    assert client.get("/studio/stories/not-an-id/").status_code == 404
    assert client.post(at("ask", unknown), {"text": "?"}).status_code == 404


def test_a_withdrawn_story_answers_like_one_that_never_was(mira: User, case: Case) -> None:
    client = entered(mira)
    addresses = list(screens(case).values())
    registry.request("withdraw_story", submission=case.submission_id)
    for address in addresses:
        assert client.get(address).status_code == 404


def test_two_people_lead_a_story_through_the_screens_to_the_public(
    mira: User, rosa: User, case: Case
) -> None:
    first, second = entered(mira), entered(rosa)
    page = first.get(at("review", case.pk)).content.decode()
    held = re.search(r'name="seen" value="(\w+)"', page)
    assert held is not None
    assert SECRET in page and "A stove" in page and "On this site" in page
    done = first.post(at("approve", case.pk), {"seen": held.group(1)}, follow=True)
    assert "Approved." in done.content.decode()
    page = second.get(at("review", case.pk)).content.decode()
    held = re.search(r'name="seen" value="(\w+)"', page)
    assert held is not None and "Approved by mira" in page
    done = second.post(at("agree", case.pk), {"seen": held.group(1), "road": "no"}, follow=True)
    assert "day drawn by lot" in done.content.decode()
    slug = release_story(submission=case.submission_id)
    assert Story.objects.get().slug == slug
    assert first.post(at("hide", case.pk)).status_code == 302
    assert Story.objects.get().hidden
    assert first.post(at("show", case.pk)).status_code == 302
    assert not Story.objects.get().hidden
    asked = first.post(at("withdraw", case.pk), {})
    assert asked.status_code == 409 and Story.objects.exists()
    first.post(at("withdraw", case.pk), {"sure": "yes"})
    assert not Story.objects.exists()


@pytest.mark.promise("P-37")
def test_two_people_let_a_story_be_used_for_more_through_the_screens(
    mira: User, rosa: User
) -> None:
    row = sent()
    agreed_by_two(row, mira, rosa)
    case = case_for(row)
    slug = release_story(submission=row.pk)
    first, second = entered(mira), entered(rosa)
    assert "says yes to more" not in first.get(at("review", case.pk)).content.decode()
    registry.request("widen_story", slug=slug, uses={"film"}, language="en")
    page = first.get(at("review", case.pk)).content.decode()
    held = re.search(r'name="seen" value="(\w{64})"', page.partition('id="wider"')[2])
    assert held and "In the film" in page.partition('id="wider"')[2]
    assert at("wider_second", case.pk) not in page
    done = first.post(at("wider_first", case.pk), {"seen": held[1]}, follow=True)
    assert "A second person decides now." in done.content.decode()
    page = second.get(at("review", case.pk)).content.decode()
    assert "mira has agreed" in page and at("wider_first", case.pk) not in page
    assert second.post(at("wider_second", case.pk), {"seen": "stale"}).status_code == 409
    second.post(at("wider_second", case.pk), {"seen": held[1]})
    assert "film" in Story.objects.get().uses


@pytest.mark.promise("P-37")
def test_the_screen_says_what_holds_now_and_not_what_was_said_once(mira: User, rosa: User) -> None:
    """After a yes was taken back the team must not read it as given."""
    row = sent(telling(uses=(Yes("site", DAY), Yes("film", DAY))))
    agreed_by_two(row, mira, rosa)
    slug, client = release_story(submission=row.pk), entered(mira)
    assert said_yes(client.get(at("review", case_for(row).pk)).content.decode()) == 2
    registry.request("narrow_story", slug=slug, uses={"film"})
    assert said_yes(client.get(at("review", case_for(row).pk)).content.decode()) == 1


def said_yes(page: str) -> int:
    table = page.partition('class="fs-consent"')[2].partition("</table>")[0]
    return table.count("<strong>yes</strong>")


def test_a_refusal_keeps_what_was_typed_and_says_what_is_safe_first(mira: User, case: Case) -> None:
    client = entered(mira)
    address, _form = buttons(case)["cut"]
    response = client.post(address, {"where": "text", "words": "Words that stand nowhere"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Nothing was sent." in page and "Words that stand nowhere</textarea>" in page
    Submission.objects.update(status=Status.REJECTED)
    response = client.post(at("ask", case.pk), {"text": "A long and careful question"})
    assert response.status_code == 409
    assert "Nothing was changed." in response.content.decode()


def test_the_road_must_be_answered_on_the_screen_too(mira: User, rosa: User, case: Case) -> None:
    approve(case=case.pk, by=mira, seen=seen(mira, case))
    response = entered(rosa).post(at("agree", case.pk), {"seen": seen(rosa, case)})
    assert response.status_code == 409
    assert "still in use" in response.content.decode()


def test_what_blocks_a_story_is_said(mira: User) -> None:
    case = case_for(sent(telling(uses=(), pictures=(picture(people="not_asked"),))))
    client = entered(mira)
    page = client.get(at("review", case.pk)).content.decode()
    assert "has not said yes to this site" in page and "people can be seen" in page
    response = client.post(at("approve", case.pk), {"seen": seen(mira, case)})
    assert response.status_code == 409


def test_pictures_are_veiled_and_never_run_or_kept(mira: User, case: Case) -> None:
    client = entered(mira)
    page = client.get(at("review", case.pk)).content.decode()
    assert page.count('<details class="fs-veil">') == 1
    response = client.get(at("picture", case.pk, first_picture(case)))
    assert response["Content-Type"] == "image/jpeg"
    assert response.content.startswith(b"\xff\xd8\xff")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_no_text_of_a_story_is_in_an_address_a_session_or_a_message(mira: User, case: Case) -> None:
    from django.contrib.sessions.models import Session

    client = entered(mira)
    client.get(at("review", case.pk))
    told = []
    for name in ("ask", "cut", "reject"):
        address, form = buttons(case)[name]
        response = client.post(address, form)
        told += [response.get("Location", ""), str(dict(client.cookies))]
        Submission.objects.update(status=Status.IN_REVIEW)
    told += [str(row.get_decoded()) for row in Session.objects.all()]
    for planted in (SECRET, "First.", "Where?", "No.", "late ice"):
        assert planted not in " ".join(told)


def text_of(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


def test_no_table_holds_a_word_of_a_story_before_its_release(mira: User, case: Case) -> None:
    """After reading, asking, proposing and approving: revisions, log entries, sessions, tasks."""
    from django.apps import apps

    client = entered(mira)
    client.get(at("review", case.pk))
    client.post(at("cut", case.pk), {"where": "text", "words": "First."})
    client.post(at("ask", case.pk), {"text": f"Who is {SECRET}?"})
    Submission.objects.update(status=Status.IN_REVIEW)
    case.submission.changes.update(state="declined")
    client.post(at("approve", case.pk), {"seen": seen(mira, case)})
    assert Submission.objects.get().status == Status.APPROVED
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values():
            written = " ".join(
                bytes(value).decode("latin-1")
                if isinstance(value, bytes | memoryview)
                else str(value)
                for value in row.values()
            )
            for planted in (SECRET, "late ice", "Our stove", "First."):
                assert planted not in written, model


def test_an_overseer_sees_numbers_and_gives_stories_away(case: Case) -> None:
    sent(telling(not_read_by=("Nobodycommunity",)))
    olga, admin = moderator("olga"), overseer()
    client = entered(admin)
    page = client.get(at("team")).content.decode()
    assert "mira" in page and SECRET not in page and "late ice" not in page
    assert client.post(at("give", case.moderator_id)).status_code == 302
    case.refresh_from_db()
    assert case.moderator == olga
    for stranger in (olga, person("eva", "Editors")):
        assert entered(stranger).get(at("team")).status_code == 404
        assert entered(stranger).post(at("give", olga.pk)).status_code == 404


def test_an_overseer_notes_what_somebody_is_known_by(mira: User) -> None:
    from farshore.moderation.models import StaffProfile

    client = entered(overseer())
    assert "Communities" in client.get(at("profile", mira.pk)).content.decode()
    form = {"communities": " Saebyeol, ,Fur ", "countries": ["KP", "XX"]}
    assert client.post(at("profile", mira.pk), form).status_code == 302
    known = StaffProfile.objects.get(user=mira)
    assert (known.communities, known.countries) == (["Saebyeol", "Fur"], ["KP"])
    page = client.get(at("profile", mira.pk)).content.decode()
    assert "Saebyeol, Fur" in page and 'value="KP" selected' in page
    assert client.get(at("profile", 999_999)).status_code == 404
    assert entered(mira).get(at("profile", mira.pk)).status_code == 404
    assert entered(mira).post(at("profile", mira.pk), form).status_code == 404


def test_any_moderator_finds_a_public_story_by_its_address_and_hides_it() -> None:
    slug, other = published("Found"), published("Other")
    client = entered(moderator("olga"))
    page = client.get(at("public"), {"story": f"https://film.example/stories/{slug}/"})
    assert "Found" in page.content.decode() and "Other" not in page.content.decode()
    assert client.post(at("public_hide", slug)).status_code == 302
    assert {row.slug: row.hidden for row in Story.objects.all()} == {slug: True, other: False}
    assert client.post(at("public_show", slug)).status_code == 302
    assert not Story.objects.get(slug=slug).hidden
    assert client.post(at("public_hide", "no-such-story")).status_code == 404
    assert client.get(at("public_hide", slug)).status_code == 405
    assert entered(person("eva", "Editors")).post(at("public_hide", slug)).status_code == 404


def test_a_concern_is_read_and_decided_on_its_screen(mira: User, rosa: User) -> None:
    row = sent()
    agreed_by_two(row, mira, rosa)
    slug = release_story(submission=row.pk)
    registry.request("concern_story", slug=slug, text="That is my brother.")
    address = at("concern", Concern.objects.get().pk)
    client = entered(mira)
    page = client.get(address).content.decode()
    assert "my brother" in page and at("review", case_for(row).pk) in page
    assert entered(moderator("olga")).get(address).status_code == 404
    assert entered(rosa).get(address).status_code == 404
    assert client.post(address, {}).status_code == 409
    assert client.post(address, {"decision": "show"}).status_code == 302
    assert not Concern.objects.exists() and not Story.objects.get().hidden
    assert client.get(address).status_code == 404


def test_the_log_is_listed_and_checked(mira: User, case: Case) -> None:
    from tests.moderation.test_audit import forging

    client = entered(mira)
    client.get(at("review", case.pk))
    page = client.get(at("log")).content.decode()
    assert "mira" in page and "opened a story" in page
    assert "as it was written" in client.get(at("log"), {"check": ""}).content.decode()
    with forging() as execute:
        execute("UPDATE moderation_auditline SET staff = 'olga'")
    page = client.get(at("log"), {"check": ""}).content.decode()
    assert "is not what was written: line 1" in page
    assert entered(person("eva", "Editors")).get(at("log")).status_code == 404


def test_the_menu_says_how_many_wait_and_only_to_whoever_it_concerns(
    mira: User, case: Case
) -> None:
    sent()
    home = entered(mira).get("/studio/").content.decode()
    assert "Stories (2)" in home and "2 wait for you." in home
    sent(telling(not_read_by=("Nobodycommunity", "KP")))
    mira.groups.clear()
    assert "wait for somebody" in entered(overseer()).get("/studio/").content.decode()
    editor = entered(person("eva", "Editors")).get("/studio/").content.decode()
    assert at("queue") not in editor


def test_no_script_and_no_style_stands_in_our_panels() -> None:
    from pathlib import Path

    import farshore.moderation

    folder = Path(farshore.moderation.__file__).parent / "templates"
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script" not in text and "style=" not in text and " onclick" not in text, path.name
