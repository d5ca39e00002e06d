"""A way to reach a teller: sealed before it is written, unreadable here, gone on its day."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyrage import decrypt, x25519

from farshore.intake import actions, queries
from farshore.intake.errors import NotNow
from farshore.intake.models import Submission
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.vault import actions as vault
from farshore.vault import queries as opened
from farshore.vault import team
from farshore.vault.errors import MissingEpoch, Shredded
from farshore.vault.models import ForTeam, StoryKey
from tests.intake.making import Teller, drafted, released, sent

pytestmark = pytest.mark.django_db(transaction=True)

MAIL = "ilmatar@film.example"
ADDRESS = "일마타르\n서울 <1>"


@pytest.fixture
def identity(settings: Any) -> x25519.Identity:
    """The private key of a team whose public key the house has."""
    made = x25519.Identity.generate()
    settings.TEAM_KEYS = [str(made.to_public())]
    return made


@pytest.fixture
def story(identity: x25519.Identity, teller: Teller) -> tuple[Keys, Submission]:
    """A story that was sent; its teller is at its page."""
    mine, row = sent()
    teller.post("/return/", hand=mine.hand(), go="status")
    return mine, row


def read(row: Submission, identity: x25519.Identity) -> dict[str, str]:
    """What the team reads on its own machine."""
    (item,) = ForTeam.objects.filter(story=row.key)
    box = opened.open_for(item.key_id, bytes(item.box), context=opened.OUTER)
    told: dict[str, str] = json.loads(team.unpadded(decrypt(box, [identity])))
    return told


def bytes_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.promise("P-29")
def test_what_is_left_is_read_by_the_team_alone(
    story: tuple[Keys, Submission], identity: x25519.Identity, teller: Teller, folder: Path
) -> None:
    _mine, row = story
    teller.deed("contact", email=f" {MAIL} ", phone="", address=ADDRESS)
    assert "It is sealed, and kept until" in teller.page
    assert MAIL not in teller.page and "You left a way to reach you" in teller.page
    assert read(row, identity) == {"email": MAIL, "address": ADDRESS}
    (item,) = ForTeam.objects.all()
    assert item.kind == "contact"
    assert item.ends_on == clock.today() + timedelta(days=90)
    assert MAIL.encode() not in bytes(item.box) + bytes_under(folder)


def test_the_control_what_is_typed_would_be_found_were_it_written(folder: Path) -> None:
    (folder / "left").write_text(f"x {MAIL} y")
    assert MAIL.encode() in bytes_under(folder)


def test_what_a_browser_sealed_is_kept_as_it_came(
    story: tuple[Keys, Submission], identity: x25519.Identity, teller: Teller, settings: Any
) -> None:
    sealed = team.seal_to(settings.TEAM_KEYS, b'{"phone":"+82 2"}', pad_to=team.CONTACT)
    teller.deed("contact", sealed_contact=team.token(sealed))
    assert read(story[1], identity) == {"phone": "+82 2"}


def test_another_one_takes_its_place(
    story: tuple[Keys, Submission], identity: x25519.Identity, teller: Teller
) -> None:
    keys_before = StoryKey.objects.count()
    for mail in ("one@film.example", MAIL):
        teller.deed("contact", email=mail)
    assert read(story[1], identity) == {"email": MAIL}
    assert StoryKey.objects.count() == keys_before + 1


@pytest.mark.promise("P-30")
def test_it_is_destroyed_by_its_teller_on_its_day_and_with_its_story(
    story: tuple[Keys, Submission], teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _row = story
    teller.deed("contact", email=MAIL)
    teller.deed("contact:forget")
    assert "No address of yours is kept here any more." in teller.page
    assert not ForTeam.objects.exists()
    teller.deed("contact", email=MAIL)
    later = clock.today() + timedelta(days=90)
    vault.sweep()
    assert ForTeam.objects.count() == 1  # not before its day
    monkeypatch.setattr(clock, "today", lambda: later)
    vault.sweep()
    assert not ForTeam.objects.exists()
    teller.deed("contact", email=MAIL)
    actions.withdraw(keys=mine)
    assert not ForTeam.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Please write an address or a number first."),
        ({"email": " ", "address": "\n"}, "Please write an address or a number first."),
        ({"address": "\U0001f56f" * 1000, "email": "\U0001f56f" * 254}, "please shorten it"),
        ({"sealed_contact": "1.nonsense"}, "could not be sealed in your browser"),
    ],
)
def test_what_cannot_be_kept_is_said_kindly_and_stays_on_the_page(
    story: tuple[Keys, Submission], teller: Teller, fields: dict[str, str], sentence: str
) -> None:
    teller.deed("contact", **fields)
    (error,) = teller.errors
    assert sentence.lower() in error.lower()
    assert error.startswith(("Nothing is lost", "Your story is safe"))
    assert not ForTeam.objects.exists()
    for typed in fields.values():
        assert typed.strip() in teller.page or "sealed_contact" in fields
    assert "<details open>" in teller.page


def test_where_it_cannot_be_sealed_just_now_the_words_stay(
    story: tuple[Keys, Submission], teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(**_given: Any) -> None:
        raise MissingEpoch("2026-11-25.00000000")

    monkeypatch.setattr(vault, "keep_for_team", without)
    teller.deed("contact", email=MAIL)
    assert "try again tomorrow" in teller.errors[0] and MAIL in teller.page
    assert not ForTeam.objects.exists()


def test_a_fault_leaves_what_was_left_before(
    story: tuple[Keys, Submission],
    identity: x25519.Identity,
    teller: Teller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    teller.deed("contact", email=MAIL)

    def without(**_given: Any) -> None:
        raise MissingEpoch("2026-11-25.00000000")

    monkeypatch.setattr(vault, "keep_for_team", without)
    teller.deed("contact", email="two@film.example")
    assert read(story[1], identity) == {"email": MAIL}


def test_a_team_without_keys_is_left_nothing_and_says_so(teller: Teller, settings: Any) -> None:
    settings.TEAM_KEYS = []
    mine, _row = sent()
    teller.post("/return/", hand=mine.hand(), go="status")
    assert "the team has no key yet" in teller.page
    assert 'name="email"' not in teller.page and "seal" not in teller.page.partition("</main>")[2]
    teller.deed("contact", email=MAIL)
    assert "try again tomorrow" in teller.errors[0]
    assert not ForTeam.objects.exists()


@pytest.mark.promise("P-30")
def test_once_it_is_public_whoever_holds_the_code_neither_learns_nor_leaves_anything(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    mine, row = story
    other = Teller()
    strange, bare = sent()
    teller.deed("contact", email=MAIL)
    for one in (row, bare):
        one.refresh_from_db()
        released(one)
    pages = []
    for person, keys in ((teller, mine), (other, strange)):
        person.post("/return/", hand=keys.hand(), go="status")
        page = person.page.replace(person.field("hand"), "").replace(person.field("nonce"), "")
        pages.append(page)
    assert pages[0] == pages[1]
    with pytest.raises(NotNow):
        sealed = team.seal_to([str(x25519.Identity.generate().to_public())], b"{}", pad_to=(1024,))
        actions.leave_contact(keys=mine, sealed=sealed)
    assert ForTeam.objects.count() == 1
    answers = [person.deed("contact:forget").page for person in (teller, other)]
    assert all("No address of yours is kept here any more." in page for page in answers)
    assert not ForTeam.objects.exists()


def test_a_strangers_code_reaches_nothing(story: tuple[Keys, Submission], teller: Teller) -> None:
    teller.deed("contact", email=MAIL)
    strange = drafted()
    for go in ("contact", "contact:forget"):
        answer = Teller().post("/return/", hand=strange.hand(), go=go, email="x@film.example")
        assert "You left" not in answer.page
    assert ForTeam.objects.count() == 1


def test_nothing_is_offered_by_get(teller: Teller) -> None:
    assert 'name="email"' not in teller.get("/return/").page


@pytest.mark.promise("P-31")
def test_the_teller_sees_when_the_last_copy_will_have_ended(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    mine, row = story
    last = opened.clock_of(row.key)
    assert clock.today() < last <= clock.today() + timedelta(days=60)
    said = f"{last.day} {last:%B %Y}"
    told = {f"{last:%B} {last.day}, {last.year}", said}
    assert any(words in teller.page for words in told)
    teller.deed("withdraw")
    assert any(words in teller.page for words in told)
    teller.deed("withdraw:yes")
    assert any(words in teller.page for words in told)
    assert not queries.has_sent(mine)
    assert not StoryKey.objects.filter(pk=row.key).exists()
    assert opened.clock_of(row.key) == last  # what was said stands, though the key is gone


def test_a_day_that_nobody_can_say_is_not_said(story: tuple[Keys, Submission]) -> None:
    with pytest.raises(Shredded):
        opened.clock_of(story[1].pk)
