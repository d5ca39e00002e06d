"""Contacts and stories in one pair of hands: through no door of the studio without saying why."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from farshore.moderation.both import Both
from farshore.moderation.models import Act, AuditLine
from farshore.moderation.queries.hands import rights_of
from farshore.moderation.roles import (
    EDITORS,
    FULFIL,
    FULFILMENT,
    MODERATE,
    MODERATORS,
    OPERATORS,
    RELEASERS,
    SAFEGUARDING,
    in_both_hands,
)
from tests.staff import PASSWORD, enter, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forgotten_tries")]

READERS = (MODERATORS, RELEASERS, SAFEGUARDING)
REFUSED = "Nothing has changed."


@pytest.fixture
def studio(client: Client) -> Client:
    """An administrator in the studio."""
    return enter(client, member("root", admin=True))


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def account(*roles: str, **more: Any) -> dict[str, Any]:
    """What the form of an account sends."""
    given = {
        "username": "ada",
        "email": "ada@film.example",
        "first_name": "Ada",
        "last_name": "A.",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_active": "on",
        "groups": [group(name).pk for name in roles],
    }
    return given | more


def permissions(name: str, *more: str) -> dict[str, Any]:
    """What the form of a group sends that gives it these permissions."""
    codes = [one.split(".")[1] for one in more]
    found = Permission.objects.filter(codename__in=["access_admin", *codes])
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0"}
    panels = ("page_permissions", "collection_permissions", "image_permissions")
    panels += ("document_permissions", "collection_management_permissions")
    forms = {f"{panel}-{key}": value for panel in panels for key, value in empty.items()}
    return {"name": name, "permissions": [one.pk for one in found]} | forms


def both(user: str = "ada") -> bool:
    return in_both_hands(rights_of(User.objects.get(username=user)))


def told() -> list[dict[str, Any]]:
    return [json.loads(line.details) for line in AuditLine.objects.order_by("number")]


# --- an account ----------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", READERS)
@pytest.mark.promise("P-38")
def test_a_new_account_does_not_get_both_by_a_combination(studio: Client, reading: str) -> None:
    answer = studio.post("/studio/users/new/", account(FULFILMENT, reading))
    assert REFUSED in answer.content.decode() and not User.objects.filter(username="ada").exists()
    assert not AuditLine.objects.exists()


@pytest.mark.parametrize("why", [Both.FEW, Both.AWAY, Both.OTHER])
def test_a_new_account_gets_both_where_that_is_said_and_the_log_says_why(
    studio: Client, why: Both
) -> None:
    studio.post("/studio/users/new/", account(FULFILMENT, MODERATORS, both=why))
    assert both()
    line = AuditLine.objects.get()
    assert (line.act, line.staff) == (Act.ACCOUNT_MADE, "root")
    assert told()[0]["both"] == why and told()[0]["roles"] == f"{FULFILMENT},{MODERATORS}"
    page = studio.get(reverse("moderation:log")).content.decode()
    assert "contacts and stories:" in page


def test_no_account_is_made_as_a_copy_of_another(studio: Client) -> None:
    """Wagtail makes one without asking its hooks: no line in the log would say so."""
    ada = member("bea", FULFILMENT)
    sent = account(FULFILMENT, MODERATORS, both=Both.FEW)
    assert studio.post(f"/studio/users/copy/{ada.pk}/", sent).status_code == 404
    assert not User.objects.filter(username="ada").exists()
    assert f"/studio/users/copy/{ada.pk}/" not in studio.get("/studio/users/").content.decode()


@pytest.mark.parametrize("why", ["said", "because", "few "], ids=["machine", "words", "space"])
def test_no_other_reason_is_taken(studio: Client, why: str) -> None:
    studio.post("/studio/users/new/", account(FULFILMENT, MODERATORS, both=why))
    assert not User.objects.filter(username="ada").exists()


def test_the_form_asks_and_nothing_is_ticked_beforehand(studio: Client) -> None:
    ada = member("ada", FULFILMENT)
    for where in ("/studio/users/new/", f"/studio/users/edit/{ada.pk}/"):
        page = studio.get(where).content.decode()
        assert "Does this person take out sealed contacts and read stories?" in page
        assert 'name="both" value="few"' in page and 'name="both" value="said"' not in page


@pytest.mark.parametrize("reading", READERS)
@pytest.mark.parametrize("first", ["contacts", "stories"])
@pytest.mark.promise("P-38")
def test_an_account_does_not_get_the_other_hand_later(
    studio: Client, reading: str, first: str
) -> None:
    ada = member("ada", FULFILMENT if first == "contacts" else reading)
    where = f"/studio/users/edit/{ada.pk}/"
    answer = studio.post(where, account(FULFILMENT, reading))
    assert REFUSED in answer.content.decode() and not both()
    studio.post(where, account(FULFILMENT, reading, both=Both.AWAY))
    assert both() and told()[-1]["both"] == Both.AWAY


def test_who_has_both_already_is_not_asked_again_for_a_new_name(studio: Client) -> None:
    ada = member("ada", FULFILMENT, MODERATORS)
    studio.post(f"/studio/users/edit/{ada.pk}/", account(FULFILMENT, MODERATORS, first_name="Eda"))
    ada.refresh_from_db()
    assert ada.first_name == "Eda" and "both" not in told()[-1]


def test_taking_one_hand_away_and_giving_it_back_is_asked_anew(studio: Client) -> None:
    ada = member("ada", FULFILMENT, MODERATORS)
    where = f"/studio/users/edit/{ada.pk}/"
    studio.post(where, account(MODERATORS))
    assert not both()
    studio.post(where, account(FULFILMENT, MODERATORS))
    assert not both()


def test_roles_that_are_not_both_ask_nothing_and_a_reason_is_not_written_down(
    studio: Client,
) -> None:
    studio.post("/studio/users/new/", account(FULFILMENT, OPERATORS, EDITORS, both=Both.FEW))
    assert User.objects.get(username="ada").groups.count() == 3
    assert "both" not in told()[-1]


def test_groups_of_the_houses_own_are_seen_by_what_they_may(studio: Client) -> None:
    """The names of groups mean nothing: their permissions do."""
    for name, one in (("Post", FULFIL), ("Readers", MODERATE)):
        made = Group.objects.create(name=name)
        made.permissions.set(Permission.objects.filter(codename=one.split(".")[1]))
    answer = studio.post("/studio/users/new/", account("Post", "Readers"))
    assert REFUSED in answer.content.decode() and not User.objects.filter(username="ada").exists()


def test_what_was_given_by_name_counts_too(studio: Client) -> None:
    ada = member("ada")
    ada.user_permissions.set(Permission.objects.filter(codename="fulfil"))
    studio.post(f"/studio/users/edit/{ada.pk}/", account(MODERATORS))
    assert not both()


def test_an_administrator_cannot_give_themselves_both_by_the_way(studio: Client) -> None:
    root = User.objects.get(username="root")
    sent = account(FULFILMENT, MODERATORS, username="root", password1="", password2="")
    answer = studio.post(f"/studio/users/edit/{root.pk}/", sent)
    assert REFUSED in answer.content.decode() and not root.groups.exists()


# --- a group -------------------------------------------------------------------------------------


@pytest.mark.promise("P-38")
def test_a_group_gives_no_member_the_other_hand(studio: Client) -> None:
    member("ada", FULFILMENT, EDITORS)
    member("ben", EDITORS)
    where = f"/studio/groups/edit/{group(EDITORS).pk}/"
    answer = studio.post(where, permissions(EDITORS, MODERATE))
    assert REFUSED in answer.content.decode() and "stories: ada." in answer.content.decode()
    assert not both() and not AuditLine.objects.exists()


def test_a_group_does_not_become_both_by_itself(studio: Client) -> None:
    member("ada", FULFILMENT)
    where = f"/studio/groups/edit/{group(FULFILMENT).pk}/"
    answer = studio.post(where, permissions(FULFILMENT, FULFIL, MODERATE))
    assert REFUSED in answer.content.decode() and not both()


def test_a_group_may_get_more_where_nobody_gets_both_and_that_is_a_line(studio: Client) -> None:
    member("ben", EDITORS)
    where = f"/studio/groups/edit/{group(EDITORS).pk}/"
    assert studio.post(where, permissions(EDITORS, MODERATE)).status_code == 302
    assert told() == [{"group": EDITORS, "members": "ben", "rights": MODERATE}]
    assert AuditLine.objects.get().staff == "root"


def test_who_was_given_both_by_name_does_not_hold_a_group_up(studio: Client) -> None:
    member("ada", FULFILMENT, MODERATORS, EDITORS)
    where = f"/studio/groups/edit/{group(EDITORS).pk}/"
    assert studio.post(where, permissions(EDITORS, MODERATE)).status_code == 302


def test_a_group_that_may_both_is_made_and_gives_nobody_both_unsaid(studio: Client) -> None:
    assert studio.post("/studio/groups/new/", permissions("All", FULFIL, MODERATE)).status_code
    assert told()[-1] == {"group": "All", "members": "", "rights": f"{FULFIL},{MODERATE}"}
    answer = studio.post("/studio/users/new/", account("All"))
    assert REFUSED in answer.content.decode() and not User.objects.filter(username="ada").exists()


def test_a_group_that_is_removed_is_a_line(studio: Client) -> None:
    made = Group.objects.create(name="Post")
    studio.post(f"/studio/groups/delete/{made.pk}/")
    assert told() == [{"group": "Post", "members": "", "rights": ""}]


def test_a_group_does_not_change_where_the_log_cannot_be_written(
    studio: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_given: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("farshore.moderation.actions.audit.write", full)
    where = f"/studio/groups/edit/{group(EDITORS).pk}/"
    with pytest.raises(OSError, match="no space"):
        studio.post(where, permissions(EDITORS, MODERATE))
    assert not group(EDITORS).permissions.filter(codename="moderate").exists()


# --- many accounts at once -----------------------------------------------------------------------


@pytest.mark.promise("P-38")
def test_a_role_for_many_at_once_gives_nobody_both(studio: Client) -> None:
    people = [member("ada", FULFILMENT), member("ben", EDITORS)]
    query = "&".join(f"id={one.pk}" for one in people)
    where = f"/studio/bulk/auth/user/assign_role/?{query}"
    answer = studio.post(where, {"role": group(MODERATORS).pk}, follow=True)
    page = answer.content.decode()
    assert REFUSED in page and "stories: ada." in page
    assert not both() and not group(MODERATORS).user_set.exists()
    studio.post(where.replace(f"id={people[0].pk}&", ""), {"role": group(MODERATORS).pk})
    assert [one.username for one in group(MODERATORS).user_set.all()] == ["ben"]


# --- who is at the door --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nobody", MODERATORS, FULFILMENT, EDITORS, OPERATORS])
def test_only_an_administrator_gives_roles(client: Client, who: str) -> None:
    ada = member("ada", FULFILMENT)
    if who != "nobody":
        enter(client, member("olga", who))
    sent = account(FULFILMENT, MODERATORS, both=Both.FEW)
    rights = permissions(FULFILMENT, FULFIL, MODERATE)
    for where, form in (
        ("/studio/users/new/", sent | {"username": "new"}),
        (f"/studio/users/edit/{ada.pk}/", sent),
        (f"/studio/groups/edit/{group(FULFILMENT).pk}/", rights),
        (f"/studio/bulk/auth/user/assign_role/?id={ada.pk}", {"role": group(EDITORS).pk}),
    ):
        assert client.post(where, form).status_code == 302
    assert not both() and ada.groups.count() == 1
    assert not User.objects.filter(username="new").exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_changes_nothing(studio: Client, method: str) -> None:
    ada = member("ada", FULFILMENT)
    for where in (f"/studio/users/edit/{ada.pk}/", f"/studio/groups/edit/{group(EDITORS).pk}/"):
        assert getattr(studio, method)(where).status_code in {200, 405}
    assert not both() and not AuditLine.objects.exists()


@pytest.mark.parametrize("pk", ["0", "999999", "x"])
def test_what_is_not_there_is_not_found(studio: Client, pk: str) -> None:
    for where in (f"/studio/users/edit/{pk}/", f"/studio/groups/edit/{pk}/"):
        assert studio.post(where, account(FULFILMENT)).status_code == 404, where


# --- an administrator reads, and takes out nothing by being one -----------------------------------


@pytest.mark.promise("P-38")
def test_an_administrator_who_reads_stories_takes_out_no_contacts(client: Client) -> None:
    enter(client, member("root", MODERATORS, admin=True))
    assert client.get(reverse("moderation:contacts")).status_code == 404
    assert client.post(reverse("moderation:contacts")).status_code == 404
    assert reverse("moderation:contacts") not in client.get("/studio/").content.decode()
    group(FULFILMENT).user_set.add(User.objects.get(username="root"))
    assert client.get(reverse("moderation:contacts")).status_code == 200
    assert reverse("moderation:contacts") in client.get("/studio/").content.decode()
