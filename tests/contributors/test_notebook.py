"""What is kept of an account: no name, no code, no day; and after one press nothing at all."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from farshore.contributors import actions, notebook, people, queries
from farshore.contributors.errors import NotebookFull, UnknownAccount, WrongSentence
from farshore.contributors.models import Contributor
from farshore.intake.models import Draft
from farshore.kernel import clock
from farshore.kernel.codes import Code, derive
from farshore.vault.models import StoryKey
from tests.conftest import on_sqlite
from tests.contributors.conftest import TurnOn
from tests.contributors.making import MAIL, SENTENCE, Guest
from tests.privacy.searching import database, files, found

pytestmark = pytest.mark.django_db(transaction=True)

KEY, OTHER = bytes(32), bytes([1]) * 32
codes = st.integers(0, 10**28 - 1).map(Code)


def account(number: int = 1) -> tuple[bytes, bytes]:
    """The fingerprint and the key of an account with an empty notebook."""
    who = people.by_email(f"a{number}@post.example")
    actions.create(who=who, salt=bytes(16), key=KEY)
    return who, KEY


@given(st.lists(codes, max_size=notebook.MOST, unique=True))
def test_what_is_locked_is_what_opens_and_every_notebook_is_of_one_length(held: list[Code]) -> None:
    box = notebook.locked(held, KEY)
    assert notebook.opened(box, KEY) == tuple(held)
    assert len(box) == len(notebook.locked((), KEY))
    with pytest.raises(WrongSentence):
        notebook.opened(box, OTHER)


def test_more_codes_than_fit_are_refused() -> None:
    with pytest.raises(NotebookFull):
        notebook.locked([Code(number) for number in range(notebook.MOST + 1)], KEY)


def test_a_key_needs_the_sentence_the_account_and_the_house(settings: Any) -> None:
    made = notebook.key_of(SENTENCE, b"a")
    assert made == notebook.key_of(f"  {SENTENCE.title()}\n", b"a")
    others = {notebook.key_of(SENTENCE + " x", b"a"), notebook.key_of(SENTENCE, b"b")}
    settings.CODE_PEPPER = "another"
    others.add(notebook.key_of(SENTENCE, b"a"))
    assert len(others | {made}) == 4


def test_fingerprints_are_apart_by_way_and_by_house(settings: Any) -> None:
    here = {
        people.by_email("a"),
        people.by_passkey(b"a"),
        people.by_provider("https://one.example", "a"),
        people.by_provider("https://two.example", "a"),
        people.by_provider("https://one.example/a", ""),
    }
    settings.CODE_PEPPER = "another"
    assert len(here | {people.by_email("a")}) == 6


@pytest.mark.promise("P-43")
def test_nothing_says_who_it_is_which_story_or_when(guest: Guest, folder: Path) -> None:
    guest.with_notebook().do("begin")
    code = Code.parse(guest.field("shown"))
    guest.post(step="code", shown=code.digits, typed=code.digits)
    keys = derive(code, pepper=_pepper())
    needles = [MAIL.encode(), SENTENCE.encode(), code.digits.encode(), keys.find, keys.open]
    needles += [" ".join(code.words("en")).encode(), guest.field("hand").encode()]
    assert found(needles, [*database(), *files(folder)]) == []
    row, draft = Contributor.objects.values().get(), Draft.objects.values().get()
    held = {bytes(v) if isinstance(v, memoryview) else v for v in row.values()}
    assert not held & {bytes(v) if isinstance(v, memoryview) else v for v in draft.values()}
    assert row["year"] == clock.today().year


def test_the_control_a_planted_address_is_found(guest: Guest, folder: Path) -> None:
    User.objects.create(username="x", email=MAIL)
    assert found([MAIL.encode()], [*database(), *files(folder)]) != []


def test_no_row_of_another_room_names_an_account_and_none_here_a_story() -> None:
    related = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and Contributor in (model, field.related_model)
    ]
    assert related == []


def test_accounts_with_and_without_codes_look_alike() -> None:
    who, key = account(1)
    account(2)
    actions.change(who=who, key=key, by=actions.put(Code(5)))
    sizes = {
        tuple(len(bytes(row[name])) for name in ("who", "salt", "notebook", "passkey"))
        for row in Contributor.objects.values()
    }
    assert len(sizes) == 1


@pytest.mark.promise("P-43")
def test_after_one_press_and_a_yes_nothing_is_left(guest: Guest, folder: Path) -> None:
    guest.with_notebook().do("begin").do("show")
    row = Contributor.objects.get()
    wrapped = bytes(StoryKey.objects.get(pk=row.key).wrapped)
    planted = [bytes(row.who), bytes(row.notebook)[40:80], bytes(row.salt), wrapped[40:70]]
    planted.append(row.id.bytes if on_sqlite() else str(row.id).encode())
    assert all(found([one], database()) for one in planted)  # the control
    assert guest.do("forget").heading == "Destroy this account?"
    assert Contributor.objects.exists()
    guest.do("forget:yes")
    assert guest.heading == "Your account is destroyed" and guest.answer is not None
    assert guest.answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Contributor.objects.exists() and not StoryKey.objects.exists()
    assert found(planted, [*database(), *files(folder)]) == []
    assert Guest().by_mail().heading == "Lock your notebook"


def test_a_forgotten_sentence_does_not_keep_an_account(guest: Guest) -> None:
    guest.with_notebook()
    Guest().by_mail().do("forget").do("forget:yes")
    assert not Contributor.objects.exists()
    assert guest.do("begin").status == 403


def test_destroying_an_account_leaves_the_story(guest: Guest) -> None:
    code = guest.with_notebook().do("begin").field("shown")
    guest.post(step="code", shown=code, typed=code)
    Guest().by_mail().do("forget:yes")
    assert guest.come_back(code).heading == "Your story"


def test_an_account_that_nobody_used_in_a_whole_year_ends() -> None:
    who, _key = account()
    year = clock.today().year
    assert actions.sweep(year=year + 1) == 0 and queries.exists(who)
    assert actions.sweep(year=year + 2) == 1
    assert not queries.exists(who) and not StoryKey.objects.exists()


def test_using_it_keeps_it(guest: Guest) -> None:
    guest.with_notebook()
    Contributor.objects.update(year=2020)
    Guest().by_mail()
    assert Contributor.objects.get().year == clock.today().year


def test_an_account_whose_key_has_ended_is_no_account() -> None:
    who, key = account()
    StoryKey.objects.all().delete()
    with pytest.raises(UnknownAccount):
        actions.change(who=who, key=key, by=actions.put(Code(5)))


def test_an_account_is_no_user_of_django(guest: Guest) -> None:
    guest.with_notebook()
    assert not User.objects.exists()
    assert not hasattr(Contributor, "has_perm") and not hasattr(Contributor, "is_authenticated")


def test_a_house_that_is_unattended_stays_so_whoever_logs_in_here(guest: Guest) -> None:
    """The studio counts its own logins: a teller's must not look like the team's presence."""
    guest.with_notebook()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_user")
        assert cursor.fetchone() == (0,)


def _pepper() -> bytes:
    from django.conf import settings

    return str(settings.CODE_PEPPER).encode()


def test_turned_off_again_what_was_kept_stays_sealed_and_can_end(
    guest: Guest, turn_on: TurnOn
) -> None:
    guest.with_notebook()
    turn_on()
    assert Guest().get("/share/account/").status == 404
    assert actions.sweep(year=clock.today().year + 2) == 1
