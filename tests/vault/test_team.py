"""Sealing to the team's keys: what the server makes, a browser makes, and the team opens."""

import json
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import decrypt, x25519
from tools.setup.environment import node_path

from farshore.kernel.codes import Code, derive
from farshore.vault import handed, seal, team
from farshore.vault.errors import CannotOpen, NoTeamKeys, NotSealed, TooLong

ROOT = Path(__file__).resolve().parents[2]
KNOWN = json.loads((ROOT / "tests/vault/vectors.json").read_text("utf-8"))
FIELDS: dict[str, str] = KNOWN["fields"]
WRITTEN = json.dumps(FIELDS, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.fixture
def pairs(settings: Any) -> list[x25519.Identity]:
    """Two private keys of a team, whose public ones the house has."""
    made = [x25519.Identity.generate() for _ in range(2)]
    settings.TEAM_KEYS = [str(one.to_public()) for one in made]
    return made


def opened(sealed: team.Sealed, identity: x25519.Identity) -> bytes:
    return team.unpadded(decrypt(sealed.box, [identity]))


def in_node(text: str, keys: list[str], ids: list[str]) -> str:
    """What the pages' own script seals."""
    given = json.dumps({"text": text, "keys": " ".join(keys), "ids": "-".join(ids)})
    ended = subprocess.run(
        ["node", "test/sealing.mjs"],
        cwd=ROOT / "frontend",
        env={"PATH": node_path()},
        input=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return ended.stdout


def test_every_key_of_the_team_opens_what_the_server_sealed(
    pairs: list[x25519.Identity], settings: Any
) -> None:
    sealed = team.seal_to(settings.TEAM_KEYS, WRITTEN, pad_to=team.CONTACT)
    assert [opened(sealed, identity) for identity in pairs] == [WRITTEN, WRITTEN]
    assert sealed.recipients == tuple(team.key_id(key) for key in settings.TEAM_KEYS)
    assert FIELDS["name"].encode() not in sealed.box


def test_what_a_browser_seals_the_team_opens(pairs: list[x25519.Identity], settings: Any) -> None:
    ids = [team.key_id(key) for key in settings.TEAM_KEYS]
    token = in_node(WRITTEN.decode(), settings.TEAM_KEYS, ids)
    sealed = team.from_browser(token, pad_to=team.CONTACT)
    assert sealed.recipients == tuple(ids)
    assert [opened(sealed, identity) for identity in pairs] == [WRITTEN, WRITTEN]


@pytest.mark.parametrize("who", ["sealed_by_a_browser", "sealed_by_the_server"])
def test_what_was_sealed_long_ago_still_opens(who: str) -> None:
    sealed = team.from_browser(KNOWN[who], pad_to=team.CONTACT)
    assert opened(sealed, x25519.Identity.from_str(KNOWN["identity"])) == WRITTEN
    assert sealed.recipients == (KNOWN["key_id"],)
    assert team.token(sealed) == KNOWN[who]


def test_known_answers_of_keys_and_commitments() -> None:
    wrapped = {
        name: bytes.fromhex(v) for name, v in KNOWN["wrapped_key"].items() if name != "context"
    }
    made = seal.wrap_key(
        wrapped["outer"], wrapped["key"], context=b"story key", salt=wrapped["salt"]
    )
    assert made == wrapped["wrapped"]
    assert seal.unwrap_key(wrapped["outer"], made, context=b"story key") == wrapped["key"]
    told = KNOWN["commitment"]
    made = seal.commitment(bytes.fromhex(told["key"]), told["data"].encode())
    assert made.hex() == told["made"]


@pytest.mark.parametrize("known", KNOWN["codes"], ids=lambda known: known["digits"][:4])
def test_known_answers_of_codes(known: dict[str, str]) -> None:
    code = Code(int(known["number"]))
    keys = derive(code, pepper=known["pepper"].encode())
    assert code.digits == known["digits"]
    assert Code.parse(known["digits"]) == code
    assert (keys.find.hex(), keys.open.hex()) == (known["find"], known["open"])
    assert keys.find_id().hex() == known["find_id"]


@given(st.binary(max_size=81), st.data())
def test_a_wrapped_key_that_is_changed_or_cut_is_refused(wrong: bytes, draw: st.DataObject) -> None:
    outer, key = bytes(32), bytes(range(32))
    wrapped = bytearray(seal.wrap_key(outer, key, context=b"a"))
    for bad in (wrong, bytes(wrapped[: draw.draw(st.integers(0, 80))]), bytes(wrapped) + b"x"):
        with pytest.raises(CannotOpen):
            seal.unwrap_key(outer, bad, context=b"a")
    wrapped[draw.draw(st.integers(0, 80))] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        seal.unwrap_key(outer, bytes(wrapped), context=b"a")


@given(st.binary(max_size=4088))
def test_what_is_padded_comes_back(data: bytes) -> None:
    body = team.padded(data, pad_to=team.CONTACT)
    assert len(body) == (1024 if len(data) <= 1016 else 4096)
    assert team.unpadded(body) == data


@given(st.binary(max_size=40))
def test_what_was_never_padded_is_refused_or_read_within_its_bounds(body: bytes) -> None:
    with suppress(NotSealed):
        assert len(team.unpadded(body)) <= len(body)


def test_what_is_too_long_is_refused_with_its_bound() -> None:
    with pytest.raises(TooLong) as refusal:
        team.padded(bytes(4089), pad_to=team.CONTACT)
    assert refusal.value.args == (4089, 4088)
    assert len(team.padded(bytes(50_000), pad_to=None)) < 56_000


def test_without_keys_nothing_is_sealed(settings: Any) -> None:
    settings.TEAM_KEYS = []
    with pytest.raises(NoTeamKeys):
        team.seal_to([], b"x", pad_to=team.CONTACT)
    with pytest.raises(NoTeamKeys):
        handed.contact({"name": "x"}, group="contact", fields=["name"])
    with pytest.raises(NoTeamKeys):
        handed.contact(
            {"sealed_contact": KNOWN["sealed_by_a_browser"]}, group="contact", fields=["name"]
        )


ID = "0123456789abcdef"


@pytest.mark.parametrize(
    "spoilt",
    [
        "",
        "plain text that nobody sealed",
        KNOWN["sealed_by_a_browser"][:-8],
        KNOWN["sealed_by_a_browser"] + "AAAA",
        KNOWN["sealed_by_a_browser"].replace("1.", "2.", 1),
        KNOWN["sealed_by_a_browser"].replace("1.", f"1.{ID}-", 1),
        KNOWN["sealed_by_a_browser"].replace(KNOWN["key_id"], ID[:-1]),
        f"1.{ID}." + "A" * 1400,
        f"1.{ID}." + "A" * 50_000,
    ],
)
def test_what_only_says_that_it_is_sealed_is_refused(spoilt: str) -> None:
    with pytest.raises(NotSealed):
        team.from_browser(spoilt, pad_to=team.CONTACT)


@given(st.text(max_size=300))
def test_any_text_is_sealed_or_refused(text: str) -> None:
    with pytest.raises(NotSealed):
        team.from_browser(text, pad_to=team.CONTACT)


def test_without_scripts_the_server_seals_what_the_form_holds(
    pairs: list[x25519.Identity],
) -> None:
    post = {"name": " 김지우 ", "address": "서울", "story": "not asked for", "country": "  "}
    sealed = handed.contact(post, group="contact", fields=["name", "address", "country"])
    assert sealed is not None
    assert json.loads(opened(sealed, pairs[1])) == {"name": "김지우", "address": "서울"}


@pytest.mark.usefixtures("pairs")
def test_an_empty_contact_is_none() -> None:
    assert handed.contact({"name": " "}, group="contact", fields=["name"]) is None


@pytest.mark.usefixtures("pairs")
def test_what_a_browser_has_sealed_comes_before_what_is_in_the_clear() -> None:
    post = {"sealed_contact": KNOWN["sealed_by_a_browser"], "name": "left in the clear"}
    sealed = handed.contact(post, group="contact", fields=["name"])
    assert sealed is not None
    assert team.token(sealed) == KNOWN["sealed_by_a_browser"]


def test_a_form_gets_the_keys_and_their_ids(pairs: list[x25519.Identity], settings: Any) -> None:
    told = handed.attributes()
    assert told["data-team-keys"].split() == settings.TEAM_KEYS
    assert told["data-team-ids"].split("-") == [team.key_id(key) for key in settings.TEAM_KEYS]


@pytest.mark.parametrize("length", [1, 100, 1000])
def test_the_length_of_an_address_cannot_be_seen(
    pairs: list[x25519.Identity], settings: Any, length: int
) -> None:
    sealed = team.seal_to(settings.TEAM_KEYS, bytes(length), pad_to=team.CONTACT)
    payload = sealed.box.split(b"\n--- ")[1].partition(b"\n")[2]
    assert len(payload) == 1024 + 32
