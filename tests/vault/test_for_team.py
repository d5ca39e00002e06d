"""From a contact that is kept to a contact that the team has opened, or that has ended before."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from farshore.kernel import clock
from farshore.kernel.registry import UnknownCommand, registry
from farshore.vault import actions, export, keypairs, opening, pack, queries, seal, team
from farshore.vault.errors import Damaged, NotAKey, SlipOver, WrongKey, WrongPassphrase
from farshore.vault.models import ForTeam, StoryKey

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day that stays."""
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def pairs(settings: Any) -> list[x25519.Identity]:
    """Two private keys of a team, whose public ones the house has."""
    made = [x25519.Identity.generate() for _ in range(2)]
    settings.TEAM_KEYS = [str(one.to_public()) for one in made]
    return made


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the audit log was told."""
    told: list[dict[str, Any]] = []
    monkeypatch.setitem(registry._commands, "record_export", lambda **given: told.append(given))
    return told


def contact(name: str, *, story: UUID | None = None, **more: Any) -> UUID:
    data = json.dumps({"name": name, "address": "1 Long Road"}).encode()
    from django.conf import settings

    sealed = team.seal_to(settings.TEAM_KEYS, data, pad_to=team.CONTACT)
    return actions.keep_for_team(kind="contact", sealed=sealed, story=story, **more)


def taken_out() -> tuple[bytes, bytes]:
    """An export, and its slip."""
    held: dict[str, bytes] = {}

    def write(lines: Iterable[bytes], slip: bytes) -> None:
        held.update(file=b"".join(lines), slip=slip)

    export.take_out("contact", staff="ada", write=write)
    return held["file"], held["slip"]


def names(file: bytes, slip: bytes, keys: list[x25519.Identity]) -> set[str]:
    """The names that can be read."""
    held = opening.open_slip(slip, keys, today=clock.today())
    opened = opening.open_items(pack.read(file).items, held, keys)
    return {fields["name"] for fields in opened.contents.values()}


def test_it_is_noted_what_was_handed_out_and_of_which_story(
    pairs: list[x25519.Identity], audited: list[dict[str, Any]]
) -> None:
    story, other = actions.create_story_key(), actions.create_story_key()
    contact("Ada", story=story)
    assert not queries.was_handed_out(story=story)
    taken_out()
    contact("Bea", story=other)
    assert queries.was_handed_out(story=story) and not queries.was_handed_out(story=other)


def test_what_was_exported_the_team_can_open(
    pairs: list[x25519.Identity], audited: list[dict[str, Any]]
) -> None:
    contact("Ada"), contact("Bo")
    file, slip = taken_out()
    assert names(file, slip, [pairs[0]]) == names(file, slip, [pairs[1]]) == {"Ada", "Bo"}
    assert audited == [{"staff": "ada", "kind": "contact", "items": 2}]


def test_nothing_leaves_where_the_audit_log_cannot_say_so(
    pairs: list[x25519.Identity], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registry._commands, "record_export", raising=False)
    contact("Ada")
    with pytest.raises(UnknownCommand):
        taken_out()


@pytest.mark.usefixtures("pairs")
def test_the_database_holds_nothing_in_the_clear_and_knows_whose_keys_open_it() -> None:
    item = contact("Ada")
    row = ForTeam.objects.get(pk=item)
    assert b"Ada" not in bytes(row.box)
    assert b"age-encryption" not in bytes(row.box)  # the outer layer hides even the header
    assert tuple(row.recipients.split()) == queries.team_key_ids()


@pytest.mark.usefixtures("audited")
def test_a_contact_that_was_taken_back_is_in_no_slip_and_its_export_is_dead(
    pairs: list[x25519.Identity],
) -> None:
    story = actions.create_story_key()
    contact("Ada", story=story), contact("Bo")
    file, slip = taken_out()
    actions.shred_story_key(story=story)
    again = export.slip_for(item.id for item in pack.read(file).items)
    assert names(file, again, pairs) == {"Bo"}
    assert StoryKey.objects.count() == ForTeam.objects.count() == 1
    # The control: with the slip of before, the team would still read it.
    assert names(file, slip, pairs) == {"Ada", "Bo"}


@pytest.mark.usefixtures("audited")
def test_a_slip_is_over_when_the_clock_of_what_it_opens_is(pairs: list[x25519.Identity]) -> None:
    contact("Ada")
    (row,) = ForTeam.objects.all()
    _file, slip = taken_out()
    last = queries.clock_of(row.key_id)
    assert opening.open_slip(slip, pairs, today=last).until == last
    with pytest.raises(SlipOver):
        opening.open_slip(slip, pairs, today=last + timedelta(days=1))


@pytest.mark.usefixtures("audited")
def test_after_a_change_of_keys_older_contacts_need_the_older_key(
    pairs: list[x25519.Identity], settings: Any
) -> None:
    contact("Ada")
    newer = x25519.Identity.generate()
    settings.TEAM_KEYS = [str(newer.to_public())]
    contact("Bo")
    file, slip = taken_out()
    held = opening.open_slip(slip, [newer], today=clock.today())
    opened = opening.open_items(pack.read(file).items, held, [newer])
    assert [fields["name"] for fields in opened.contents.values()] == ["Bo"]
    (locked,) = opened.locked
    assert set(locked.to) == {team.key_id(str(one.to_public())) for one in pairs}
    assert names(file, slip, [newer, pairs[1]]) == {"Ada", "Bo"}
    with pytest.raises(WrongKey):
        opening.open_slip(slip, pairs, today=clock.today())
    assert queries.sealed_by_key()[team.key_id(str(pairs[0].to_public()))] == 1


@pytest.mark.usefixtures("pairs")
def test_a_contact_ends_on_its_day_and_after_dispatch() -> None:
    contact("Ada", ends_on=clock.today() + timedelta(days=3))
    sent = contact("Bo")
    actions.destroy_for_team(item=sent)
    actions.destroy_for_team(item=sent)
    assert ForTeam.objects.count() == StoryKey.objects.count() == 1
    with clock.frozen(TODAY + timedelta(days=2)):
        assert actions.sweep() == 0
    with clock.frozen(TODAY + timedelta(days=3)):
        assert actions.sweep() == 1
    assert not ForTeam.objects.exists() and not StoryKey.objects.exists()


@pytest.mark.usefixtures("pairs")
def test_a_contact_may_end_before_its_story() -> None:
    story = actions.create_story_key()
    actions.destroy_for_team(item=contact("Ada", story=story))
    assert queries.story_key(story)


@pytest.mark.usefixtures("audited")
def test_an_export_that_was_changed_or_cut_off_is_noticed(pairs: list[x25519.Identity]) -> None:
    contact("Ada"), contact("Bo")
    file, slip = taken_out()
    lines = file.splitlines(keepends=True)
    spoilt = [
        b"",
        file[:-1],
        file + b"\n",
        file.replace(b"contact", b"contacs"),
        b"".join(lines[:2] + lines[3:]),
        b"".join([lines[0], lines[2], lines[1], lines[3]]),
        b"".join(lines[:-1]),
        lines[-1],
        b"[" * 100_000,
        b"\xff" + file,
    ]
    for bad in spoilt:
        with pytest.raises(Damaged):
            pack.read(bad)
    with pytest.raises(Damaged):
        opening.open_slip(slip[:-1], pairs, today=clock.today())
    with pytest.raises(Damaged):
        opening.open_slip(file, pairs, today=clock.today())


def test_an_item_whose_bytes_were_changed_is_damaged_and_the_others_open(
    pairs: list[x25519.Identity], settings: Any
) -> None:
    key = bytes(range(32))
    good = team.seal_to(settings.TEAM_KEYS, b'{"name": "Ada"}', pad_to=team.CONTACT).box
    items = [
        pack.Item("1" * 32, (), seal.seal(key, good, context=queries.OUTER)),
        pack.Item("2" * 32, (), seal.seal(key, good[:-1], context=queries.OUTER)),
        pack.Item("3" * 32, (), seal.seal(bytes(32), good, context=queries.OUTER)),
        pack.Item("4" * 32, (), b""),
    ]
    slip = opening.Slip(None, {item.id: key for item in items})
    opened = opening.open_items(items, slip, pairs)
    assert list(opened.contents) == ["1" * 32]
    assert opened.damaged == ["2" * 32, "3" * 32, "4" * 32]


@given(st.binary(max_size=300))
def test_whatever_a_browser_sealed_is_read_as_plain_texts(data: bytes) -> None:
    fields = opening._fields(data)
    assert all(isinstance(part, str) for pair in fields.items() for part in pair)


def test_a_contact_that_is_no_object_is_one_text() -> None:
    assert opening._fields(b'["a"]') == {"text": '["a"]'}
    assert opening._fields(b'{"a": {"b": 1}, "c": 2}') == {"a": '{"b": 1}', "c": "2"}
    assert opening._fields(b"[" * 100_000)["text"].startswith("[[")


@pytest.mark.parametrize("phrase", ["", "five random words make one"])
def test_a_key_file_opens_with_its_passphrase(phrase: str) -> None:
    public, data = keypairs.make(today=clock.today(), phrase=phrase)
    assert opening.is_protected(data) is bool(phrase)
    (identity,) = opening.identities(data, phrase=phrase)
    assert str(identity.to_public()) == public
    if phrase:
        assert b"AGE-SECRET-KEY" not in data
        with pytest.raises(WrongPassphrase):
            opening.identities(data, phrase="wrong")


@pytest.mark.parametrize("data", [b"", b"# only words\n", b"age1public\n", b"\xff\xfe", b"{}"])
def test_a_file_without_a_private_key_is_refused(data: bytes) -> None:
    with pytest.raises(NotAKey):
        opening.identities(data)
