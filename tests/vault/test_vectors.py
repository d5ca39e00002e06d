"""Sealed bytes opened a second time, without the code that sealed them (see `by_hand`).

Whoever has a sealed message, its key and the words at the top of `seal.py` can open it so. The
layers are opened one by one as they lie in the house: epoch, story key, outer layer, age, padding.
"""

import hashlib
import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from farshore.vault import actions, blobs, seal, team
from farshore.vault.models import ForTeam, StoryKey
from tests.vault import by_hand

KEY, OUTER = bytes(range(32)), bytes(range(100, 132))
WORDS = [b"", b"words", "김지우 crossed.".encode() * 40]


def _opened(key: bytes, sealed: bytes, context: bytes) -> bytes | None:
    plain = by_hand.contents(key, sealed, context)
    return None if plain is None else by_hand.words(plain)


@pytest.mark.parametrize("words", WORDS, ids=["none", "few", "many"])
def test_what_is_sealed_opens_without_our_library(words: bytes) -> None:
    assert _opened(KEY, seal.seal(KEY, words, context=b"draft"), b"draft") == words


def test_another_context_or_a_changed_byte_is_seen_there_too() -> None:
    sealed = seal.seal(KEY, b"words", context=b"draft")
    assert _opened(KEY, sealed, b"picture") is None
    assert _opened(KEY, sealed[:-20] + bytes([sealed[-20] ^ 1]) + sealed[-19:], b"draft") is None


# --- a key under another ---


def test_a_wrapped_key_opens_without_our_library_and_is_not_padded() -> None:
    wrapped = seal.wrap_key(OUTER, KEY, context=b"story key")
    assert by_hand.contents(OUTER, wrapped, b"story key") == KEY
    assert (len(wrapped), wrapped[:1]) == (1 + 32 + 32 + 16, b"\x01")


@pytest.mark.parametrize("place", [0, 1, 32, 33, 64, 80], ids=lambda place: f"byte {place}")
def test_a_wrapped_key_with_one_changed_byte_opens_nowhere(place: int) -> None:
    wrapped = seal.wrap_key(OUTER, KEY, context=b"story key")
    changed = wrapped[:place] + bytes([wrapped[place] ^ 1]) + wrapped[place + 1 :]
    assert by_hand.contents(OUTER, changed, b"story key") is None
    assert by_hand.contents(OUTER, wrapped, b"another") is None
    with pytest.raises(seal.CannotOpen):
        seal.unwrap_key(OUTER, changed, context=b"story key")


# --- padding ---


@given(st.integers(0, 50_000_000))
def test_lengths_are_those_of_padme(length: int) -> None:
    assert seal.padded_size(length) == by_hand.padme(length)


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 256), (257, 272), (1_000, 1_024), (10_000, 10_240), (1_000_001, 1_015_808)],
)
def test_lengths_are_those_computed_on_paper(length: int, padded: int) -> None:
    assert seal.padded_size(length) == by_hand.padme(length) == padded


@pytest.mark.parametrize(("words", "length"), [(0, 1024), (1016, 1024), (1017, 4096), (4088, 4096)])
def test_a_contact_has_one_of_two_lengths_to_the_byte(words: int, length: int) -> None:
    body = team.padded(b"x" * words, pad_to=team.CONTACT)
    assert (len(body), by_hand.words(body)) == (length, b"x" * words)


# --- age ---


@pytest.mark.parametrize("words", [*WORDS, b"x" * 1016], ids=["none", "few", "many", "full"])
def test_what_is_sealed_to_the_team_opens_by_the_specification_of_age(words: bytes) -> None:
    keys = [x25519.Identity.generate() for _ in range(3)]
    sealed = team.seal_to([str(one.to_public()) for one in keys], words, pad_to=team.CONTACT)
    for one in keys:
        plain = by_hand.age_opened(str(one), sealed.box)
        assert plain is not None and len(plain) in team.CONTACT and by_hand.words(plain) == words
    assert by_hand.age_opened(str(x25519.Identity.generate()), sealed.box) is None


def test_what_a_browser_sealed_opens_by_the_specification_of_age() -> None:
    known = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))
    box = team.from_browser(known["sealed_by_a_browser"], pad_to=team.CONTACT).box
    plain = by_hand.age_opened(known["identity"], box)
    assert plain is not None and json.loads(by_hand.words(plain)) == known["fields"]
    assert hashlib.sha256(plain).hexdigest() == known["padded_sha256"]


def test_a_header_of_age_that_was_altered_is_seen() -> None:
    one = x25519.Identity.generate()
    box = team.seal_to([str(one.to_public())], b"words", pad_to=team.CONTACT).box
    with pytest.raises(AssertionError, match="altered"):
        by_hand.age_opened(str(one), box.replace(b"\n---", b"\n-> other x\n\n---", 1))


# --- all layers, as they lie in the house ---


def _story_key(folder: Path, story: UUID) -> bytes:
    """The key of a story, from the file of its epoch and the row that lies under it."""
    row = StoryKey.objects.get(pk=story)
    head, key = (folder / f"{row.epoch}.epoch").read_text("ascii").split()[-2:]
    assert date.fromisoformat(row.epoch[:10]) and head == "1"
    context = b"story key " + row.pk.bytes + row.epoch.encode()
    plain = by_hand.contents(bytes.fromhex(key), bytes(row.wrapped), context)
    assert plain is not None
    return plain


@pytest.mark.django_db
def test_a_contact_opens_layer_by_layer_without_our_library(folder: Path) -> None:
    one, words = x25519.Identity.generate(), b'{"email": "ada@film.example"}'
    sealed = team.seal_to([str(one.to_public())], words, pad_to=team.CONTACT)
    item = actions.keep_for_team(kind="contact", sealed=sealed)
    row = ForTeam.objects.get(pk=item)
    key = _story_key(folder, row.key_id)
    age = _opened(key, bytes(row.box), b"for the team")
    assert age == sealed.box
    plain = by_hand.age_opened(str(one), age)
    assert plain is not None and by_hand.words(plain) == words


@pytest.mark.django_db
def test_a_file_of_a_story_opens_layer_by_layer_without_our_library(
    folder: Path, vault: Path
) -> None:
    story = actions.create_story_key()
    name = actions.keep(story=story, data=WORDS[2], kind="picture")
    sealed = blobs.read(vault, name)
    assert _opened(_story_key(folder, story), sealed, b"blob picture") == WORDS[2]
    assert len(sealed) == 1 + 32 + by_hand.padme(8 + len(WORDS[2])) + 16
    assert _opened(_story_key(folder, actions.create_story_key()), sealed, b"blob picture") is None
