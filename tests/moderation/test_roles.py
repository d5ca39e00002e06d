"""Least rights: each role has what its work needs, and the page for operators says the same."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as settings_of_the_house
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pyrage import decrypt, x25519

from farshore.config.cli import main as farshore
from farshore.intake.consent import Yes
from farshore.intake.models import Status, Submission
from farshore.intake.telling import NO, UNSAFE, YES
from farshore.moderation import blocks
from farshore.moderation.actions.deciding import agree, approve
from farshore.moderation.actions.staff import create_staff
from farshore.moderation.both import Both
from farshore.moderation.errors import Blocked, BothHands, NeedsLead, NotYours
from farshore.moderation.models import Act, AuditLine, Case
from farshore.moderation.queries.content import public_places
from farshore.moderation.roles import (
    EDITORS,
    FILM,
    FILM_TEAM,
    FULFIL,
    FULFILMENT,
    MODERATE,
    MODERATORS,
    OPERATORS,
    OVERSEE,
    RELEASE,
    RELEASERS,
    ROLES,
    SAFEGUARD,
    SAFEGUARDING,
    in_both_hands,
)
from farshore.vault import actions as vault
from farshore.vault import team
from farshore.vault.models import ForTeam
from tests.moderation.making import (
    SECRET,
    case_for,
    person,
    picture,
    seen,
    sent,
    telling,
    waypoint,
)
from tests.staff import enter

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).resolve().parents[2] / "docs/running/staff.md"
RIGHTS = (MODERATE, RELEASE, SAFEGUARD, FULFIL, OVERSEE, FILM, "screenings.change_film")
SCREENS = {
    "queue": (MODERATE, RELEASE, OVERSEE),
    "public": (MODERATE, RELEASE),
    "ledger": (MODERATE, RELEASE, OVERSEE, FILM),
    "log": (MODERATE, RELEASE, OVERSEE),
    "alarm": (RELEASE, OVERSEE),
    "team": (OVERSEE,),
    "contacts": (FULFIL,),
    "film": (FILM,),
    "uses": (FILM,),
    "uses_table": (FILM,),
}
DAY = "2026-11-20"


def test_the_table_for_operators_says_what_the_code_gives() -> None:
    rows = re.findall(r"^\| `(\w+)` \|((?: (?:yes|–) \|)+)$", PAGE.read_text(), re.MULTILINE)
    told = {
        name.capitalize(): [cell.strip() for cell in cells.split("|")[:-1]] for name, cells in rows
    }
    held = {
        role.name: ["yes" if one in role.permissions else "–" for one in RIGHTS] for role in ROLES
    }
    assert told == held


@pytest.mark.parametrize("name", sorted(SCREENS))
@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_each_role_opens_its_own_screens_and_no_others(role: str, name: str) -> None:
    user = person("ada", role)
    opens = any(user.has_perm(one) for one in SCREENS[name])
    answer = enter(Client(), user).get(reverse(f"moderation:{name}"))
    assert answer.status_code == (200 if opens else 404)


@pytest.mark.parametrize("role", [FULFILMENT, OPERATORS, FILM_TEAM, EDITORS])
@pytest.mark.promise("P-38")
def test_who_has_no_story_to_read_opens_none(role: str, mira: User, rosa: User) -> None:
    case = case_for(sent())
    client = enter(Client(), person("ada", role))
    for name in ("review", "preview"):
        answer = client.get(reverse(f"moderation:{name}", args=[case.pk]))
        assert answer.status_code == 404 and SECRET not in answer.content.decode()


def test_signed_releases_are_taken_out_sealed_and_named_so_in_the_log(settings: Any) -> None:
    identity = x25519.Identity.generate()
    settings.TEAM_KEYS = [str(identity.to_public())]
    sealed = team.seal_to(settings.TEAM_KEYS, b'{"name":"Louhi"}', pad_to=team.CONTACT)
    vault.keep_for_team(kind="release", sealed=sealed)
    client, address = enter(Client(), person("ada", FULFILMENT)), reverse("moderation:contacts")
    assert "1 release" in client.get(address).content.decode()
    none = client.post(address)
    assert none["Content-Type"].startswith("text/html")  # there are no contacts
    answer = client.post(address, {"kind": "release"})
    assert "releases.zip" in answer["Content-Disposition"]
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names == ["releases.sealed", "releases.sealed.slip"]
    told = json.loads(AuditLine.objects.get(act=Act.EXPORTED).details)
    assert told == {"kind": "release", "items": "1"}
    assert client.post(address, {"kind": "story"}).status_code == 200


# --- contacts and stories ------------------------------------------------------------------------


@pytest.mark.promise("P-38")
@pytest.mark.parametrize("reading", [MODERATORS, RELEASERS, SAFEGUARDING])
def test_one_person_gets_contacts_and_stories_only_where_that_is_said(reading: str) -> None:
    given: dict[str, Any] = {"password": "four quite random words", "roles": (FULFILMENT, reading)}
    with pytest.raises(BothHands):
        create_staff(username="ada", **given)
    assert not User.objects.exists()
    create_staff(username="ada", both=Both.SAID, **given)
    told = json.loads(AuditLine.objects.get(act=Act.ACCOUNT_MADE).details)
    assert set(told["roles"].split(",")) == {FULFILMENT, reading} and told["both"] == "said"


def test_contacts_go_well_with_what_reads_no_story() -> None:
    held = {role.name: role.permissions for role in ROLES}
    for roles in ((FULFILMENT, OPERATORS, EDITORS), (MODERATORS, RELEASERS, SAFEGUARDING)):
        assert not in_both_hands(one for name in roles for one in held[name])


def test_the_command_refuses_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("open_house", "require_tables"):
        monkeypatch.setattr(f"farshore.config.cli.createstaff.{name}", lambda *_given: None)
    words = ["createstaff", "ada", "--generate", "--role", "fulfilment", "--role", "moderator"]
    assert farshore(words) == 3
    assert "Give the roles to two people" in capsys.readouterr().err
    assert farshore([*words, "--both"]) == 0


@pytest.mark.promise("P-30")
def test_after_dispatch_what_was_taken_out_is_destroyed_and_what_came_since_stays(
    settings: Any,
) -> None:
    settings.TEAM_KEYS = (str(x25519.Identity.generate().to_public()),)
    client, address = enter(Client(), person("ada", FULFILMENT)), reverse("moderation:contacts")
    first = contact()
    assert "taken out has been sent" not in client.get(address).content.decode()
    client.post(address)
    since = contact()
    unsure = client.post(address, {"sent": ""}, follow=True)
    assert "Nothing was destroyed." in unsure.content.decode()
    assert set(ForTeam.objects.values_list("pk", flat=True)) == {first, since}
    done = client.post(address, {"sent": ["", "yes"]}, follow=True)
    assert "1 was destroyed." in done.content.decode()
    assert list(ForTeam.objects.values_list("pk", flat=True)) == [since]
    line = AuditLine.objects.get(act=Act.DISPATCHED)
    assert (line.staff, line.details) == ("ada", '{"items":"1","kind":"contact"}')
    client.post(address, {"sent": "yes"})
    assert AuditLine.objects.filter(act=Act.DISPATCHED).count() == 1  # nothing was left to destroy


def test_nobody_but_fulfilment_destroys_what_was_taken_out(settings: Any) -> None:
    settings.TEAM_KEYS = (str(x25519.Identity.generate().to_public()),)
    address, item = reverse("moderation:contacts"), contact()
    ForTeam.objects.update(handed=True)
    for stranger in (person("mo", MODERATORS), person("re", RELEASERS)):
        assert enter(Client(), stranger).post(address, {"sent": "yes"}).status_code in {403, 404}
    assert Client().post(address, {"sent": "yes"}).status_code in {302, 403}
    assert ForTeam.objects.filter(pk=item).exists()


def contact() -> Any:
    """The id of something that a teller left, sealed to the team's key."""
    sealed = team.seal_to(settings_of_the_house.TEAM_KEYS, b"{}", pad_to=team.CONTACT)
    return vault.keep_for_team(kind="contact", sealed=sealed, story=sent().key)


@pytest.mark.promise("P-38")
def test_contacts_are_taken_out_sealed_and_that_is_a_line_in_the_log(settings: Any) -> None:
    identity = x25519.Identity.generate()
    settings.TEAM_KEYS = [str(identity.to_public())]
    words = json.dumps({"email": f"{SECRET}@film.example"}).encode()
    sealed = team.seal_to(settings.TEAM_KEYS, words, pad_to=team.CONTACT)
    row = sent()
    vault.keep_for_team(kind="contact", sealed=sealed, story=row.key)
    client = enter(Client(), person("finn", FULFILMENT))
    page = client.get(reverse("moderation:contacts"))
    assert "1 teller left something." in page.content.decode()
    answer = client.post(reverse("moderation:contacts"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    assert set(kept) == {"contacts.sealed", "contacts.sealed.slip"}
    assert not any(SECRET.encode() in one for one in kept.values())
    slip = team.unpadded(decrypt(kept["contacts.sealed.slip"], [identity]))
    assert json.loads(slip)["keys"]
    line = AuditLine.objects.get(act=Act.EXPORTED)
    assert (line.staff, json.loads(line.details)["items"]) == ("finn", "1")


def test_where_nobody_left_anything_nothing_is_taken_out_or_written_down() -> None:
    client = enter(Client(), person("finn", FULFILMENT))
    answer = client.post(reverse("moderation:contacts"))
    assert "Nobody has left anything." in answer.content.decode()
    assert not AuditLine.objects.filter(act=Act.EXPORTED).exists()


# --- people under 18 -----------------------------------------------------------------------------


@pytest.fixture
def sage(db: None) -> User:
    """The safeguarding lead."""
    return person("sage", SAFEGUARDING)


def young(**more: Any) -> Submission:
    given = {"young": YES, "guardian": YES, "uses": (Yes("site", DAY),)} | more
    return sent(telling(**given))


def approved(row: Submission, by: User) -> Case:
    case = case_for(row)
    approve(case=case.pk, by=by, seen=seen(by, case))
    return case_for(row)


@pytest.mark.promise("P-39")
def test_the_second_yes_to_a_young_tellers_story_is_the_leads(
    mira: User, rosa: User, sage: User
) -> None:
    row = young()
    case = approved(row, mira)
    assert case.second == sage
    assert agree(case=case.pk, by=sage, seen=seen(sage, case), road="no")
    row.refresh_from_db()
    assert row.status == Status.SCHEDULED


@pytest.mark.promise("P-39")
def test_without_a_lead_it_waits_and_no_releaser_can_say_yes(mira: User, rosa: User) -> None:
    case = approved(young(), mira)
    assert case.second is None
    with pytest.raises(NotYours):
        agree(case=case.pk, by=rosa, seen="", road="no")
    Case.objects.filter(pk=case.pk).update(second=rosa)
    with pytest.raises(NeedsLead):
        agree(case=case.pk, by=rosa, seen=seen(rosa, case), road="no")


def test_a_lead_who_loses_the_task_cannot_say_yes_any_more(
    mira: User, rosa: User, sage: User
) -> None:
    case = approved(young(), mira)
    sage.groups.clear()
    sage.user_permissions.set(Permission.objects.filter(codename__in=["release", "access_admin"]))
    sage = User.objects.get(pk=sage.pk)
    with pytest.raises(NeedsLead):
        agree(case=case.pk, by=sage, seen=seen(sage, case), road="no")


@pytest.mark.promise("P-39")
@pytest.mark.parametrize(
    ("guardian", "free"), [(YES, True), (UNSAFE, True), (NO, False), ("", False)]
)
def test_somebody_who_looks_after_them_must_have_agreed_or_asking_is_dangerous(
    guardian: str, free: bool, mira: User
) -> None:
    found = blocks.blocks_of(telling(young=YES, guardian=guardian))
    assert (blocks.GUARDIAN not in found) == free
    row = young(guardian=guardian)
    if not free:
        with pytest.raises(Blocked):
            approved(row, mira)


@pytest.mark.promise("P-39")
def test_no_town_of_a_young_teller_is_shown() -> None:
    town = waypoint(1, "t:1835848", precision="town", role="lives", date="2002")
    (adult,) = public_places(telling(waypoints=(town,)))
    (child,) = public_places(telling(waypoints=(town,), young=YES))
    assert (adult.precision, child.precision) == ("town", "region")


@pytest.mark.promise("P-39")
@pytest.mark.parametrize(
    ("people", "painted", "free"),
    [("agreed", False, False), ("agreed", True, True), ("nobody", False, True)],
    ids=["seen", "covered", "nobody"],
)
def test_no_face_of_a_young_teller_is_shown(people: str, painted: bool, free: bool) -> None:
    shown = picture(people=people, painted=painted)
    found = blocks.blocks_of(telling(young=YES, guardian=YES, pictures=(shown,)))
    assert (blocks.YOUNG_FACE not in found) == free
    assert blocks.YOUNG_FACE not in blocks.blocks_of(telling(pictures=(shown,)))
