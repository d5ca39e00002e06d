"""Accounts of the team: made and made anew, each with a line in the log."""

import io
import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, User
from django.test import Client

from farshore.config.cli import main as farshore
from farshore.moderation.actions.staff import create_staff, reset_staff
from farshore.moderation.errors import BadAccount, NameTaken, NoSuchAccount, UnknownRole
from farshore.moderation.models import Act, AuditLine
from farshore.moderation.roles import EDITORS, MODERATORS, RELEASERS
from tests.staff import enter, member

pytestmark = pytest.mark.django_db

PASSWORD = "four quite random words"


def made(name: str = "ada", **more: Any) -> User:
    return create_staff(username=name, password=PASSWORD, **more)


def test_an_account_has_its_roles_and_nothing_more() -> None:
    user = made(roles=(MODERATORS,), email="ada@film.example")
    assert user.has_perms(["wagtailadmin.access_admin", "moderation.moderate"])
    assert not user.has_perm("moderation.release")
    assert not user.is_superuser
    assert authenticate(username="ada", password=PASSWORD) == user


def test_an_administrator_may_everything() -> None:
    assert made(admin=True).has_perm("auth.add_user")


def test_a_new_account_is_a_line_in_the_log() -> None:
    made(roles=(RELEASERS, MODERATORS), by="root")
    line = AuditLine.objects.get()
    assert (line.act, line.staff) == (Act.ACCOUNT_MADE, "root")
    told = {"account": "ada", "admin": False, "roles": "Moderators,Releasers"}
    assert json.loads(line.details) == told
    assert PASSWORD not in line.details


@pytest.mark.parametrize("name", ["ada", "ADA"])
def test_a_name_is_given_once(name: str) -> None:
    made()
    with pytest.raises(NameTaken):
        made(name)
    assert User.objects.count() == AuditLine.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"password": "short"},
        {"password": "password1234"},
        {"username": "two words"},
        {"username": ""},
        {"email": "no address"},
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(given: dict[str, str]) -> None:
    with pytest.raises(BadAccount) as refusal:
        create_staff(**({"username": "ada", "password": PASSWORD} | given))
    assert all(sentence.endswith(".") for sentence in refusal.value.sentences)
    assert not User.objects.exists() and not AuditLine.objects.exists()


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(UnknownRole):
        made(roles=("Kings",))
    assert not User.objects.exists()


def test_new_keys_end_sessions_and_second_factors(client: Client) -> None:
    user = member("ada", MODERATORS)
    enter(client, user)
    assert client.get("/studio/").status_code == 200
    reset_staff(username="ada", password=PASSWORD, by="root")
    assert client.get("/studio/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert authenticate(username="ada", password=PASSWORD) == user
    assert AuditLine.objects.get().act == Act.ACCOUNT_CHANGED
    assert user.groups.get().name == MODERATORS


def test_new_keys_for_nobody_are_refused() -> None:
    with pytest.raises(NoSuchAccount):
        reset_staff(username="ada", password=PASSWORD)


# --- the command ---------------------------------------------------------------------------------
@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password on standard input, as a script gives it; the house is the tests' own."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    for name in ("open_house", "require_tables"):
        monkeypatch.setattr(f"farshore.config.cli.createstaff.{name}", lambda *_given: None)


def test_the_command_makes_an_account(typed: None, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["createstaff", "ada", "--role", "moderator", "--role", "editor"]
    assert farshore(words) == 0
    user = User.objects.get()
    assert {group.name for group in user.groups.all()} == {MODERATORS, EDITORS}
    assert user.check_password(PASSWORD)
    said = capsys.readouterr().out
    assert "ada can log in at /studio/ now." in said and PASSWORD not in said


def test_a_generated_password_is_shown_once(
    typed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert farshore(["createstaff", "ada", "--admin", "--generate"]) == 0
    password = capsys.readouterr().out.strip().rpartition(" ")[2]
    assert len(password) == 20
    assert User.objects.get().check_password(password)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["ada"], 2, "Without a role the account could do nothing"),
        (["ada", "--reset", "--admin"], 2, "--reset changes nothing but the keys"),
        (["lena", "--role", "editor"], 3, "There is an account called lena already"),
        (["LENA", "--role", "editor"], 3, "There is an account called LENA already"),
        (["ada", "--reset"], 3, "No account is called ada"),
        (["two words", "--role", "editor"], 3, "Nothing was changed"),
    ],
)
def test_the_command_refuses_kindly(
    typed: None, capsys: pytest.CaptureFixture[str], words: list[str], code: int, sentence: str
) -> None:
    member("lena")
    assert farshore(["createstaff", *words]) == code
    assert sentence in capsys.readouterr().err
    assert User.objects.count() == 1


def test_an_unknown_role_is_wrong_usage(typed: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        farshore(["createstaff", "ada", "--role", "king"])
    assert stop.value.code == 2
    assert "invalid choice: 'king'" in capsys.readouterr().err


def test_a_weak_password_is_refused_with_its_reason(
    typed: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert farshore(["createstaff", "ada", "--role", "editor"]) == 3
    assert "too short" in capsys.readouterr().err
    assert not User.objects.exists()


def test_the_command_gives_new_keys(typed: None) -> None:
    user = member("ada", MODERATORS)
    assert farshore(["createstaff", "ada", "--reset"]) == 0
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


# --- accounts in the studio ----------------------------------------------------------------------
@pytest.fixture
def studio(client: Client) -> Client:
    """An administrator in the studio."""
    return enter(client, member("root", admin=True))


def typed_user(name: str = "ada", **more: Any) -> dict[str, Any]:
    roles = Group.objects.filter(name=MODERATORS).values_list("pk", flat=True)
    form = {
        "username": name,
        "email": f"{name}@film.example",
        "first_name": "Ada",
        "last_name": "A.",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_active": "on",
        "groups": list(roles),
    }
    return {key: value for key, value in (form | more).items() if value}


def acts() -> list[tuple[str, str]]:
    lines = AuditLine.objects.order_by("number")
    return [(line.act, json.loads(line.details)["account"]) for line in lines]


def test_an_account_that_is_made_changed_or_closed_in_the_studio_is_in_the_log(
    studio: Client,
) -> None:
    studio.post("/studio/users/new/", typed_user())
    ada = User.objects.get(username="ada")
    edit = f"/studio/users/edit/{ada.pk}/"
    studio.post(edit, typed_user(groups=""))
    studio.post(edit, typed_user(is_active=""))
    studio.post(f"/studio/users/delete/{ada.pk}/")
    assert not User.objects.filter(username="ada").exists()
    assert acts() == [
        (Act.ACCOUNT_MADE, "ada"),
        (Act.ACCOUNT_CHANGED, "ada"),
        (Act.ACCOUNT_CLOSED, "ada"),
        (Act.ACCOUNT_CLOSED, "ada"),
    ]
    assert {line.staff for line in AuditLine.objects.all()} == {"root"}
    assert json.loads(AuditLine.objects.order_by("number")[0].details)["roles"] == MODERATORS


@pytest.mark.parametrize(
    ("action", "form", "act"),
    [
        ("set_active_state", {"mark_as_active": "False"}, Act.ACCOUNT_CLOSED),
        ("set_active_state", {"mark_as_active": "True"}, Act.ACCOUNT_CHANGED),
        ("assign_role", {"role": "1"}, Act.ACCOUNT_CHANGED),
        ("delete", {}, Act.ACCOUNT_CLOSED),
    ],
)
def test_many_accounts_at_once_are_a_line_each(
    studio: Client, action: str, form: dict[str, str], act: Act
) -> None:
    pks = [member(name).pk for name in ("ada", "ben")]
    query = "&".join(f"id={pk}" for pk in pks)
    studio.post(f"/studio/bulk/auth/user/{action}/?{query}", form)
    assert sorted(acts()) == [(act, "ada"), (act, "ben")]


def test_an_account_is_not_made_where_the_log_cannot_be_written(
    studio: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_given: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("farshore.moderation.actions.audit.write", full)
    with pytest.raises(OSError, match="no space"):
        studio.post("/studio/users/new/", typed_user())
    assert not User.objects.filter(username="ada").exists()


def test_a_closed_account_is_out_at_once(studio: Client) -> None:
    ada = member("ada", MODERATORS)
    other = enter(Client(), ada)
    assert other.get("/studio/").status_code == 200
    studio.post(f"/studio/users/edit/{ada.pk}/", typed_user(is_active=""))
    assert other.get("/studio/").status_code == 302
