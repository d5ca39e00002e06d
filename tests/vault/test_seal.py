import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.vault import seal
from farshore.vault.errors import CannotOpen

KEY = bytes(range(32))
KNOWN = (
    "010000000000000000000000000000000000000000000000000000000000000000ea03e93d74e6837e1b30e5"
    "342c248f7c3788a6daf58487be6e1c3dc7933f87d5b291efdbddcde5dcb9bc5936525e9854b2aea5c261162c"
    "7000c27f1a7deb333b6316cef42df1b771f2484d78084454e5033941301b088e88a5503506f191438db07769"
    "76f7eadb3c74f9636d56d7b8b720e276efd5da8a94f4072df8abcb00686d0721b7483c73ab904ac5c6f10e76"
    "fe4bea7d8a5b829d7fa07c2557aab32a9b32cc84cb76ead68ce7c81708c94f5a4249d6de4fb01983343ff882"
    "786609cf08be432e793086de8f5cbdd5da5e08e143e7ce4fbfe761d4b7884221bd7f46c73e29bb52225c37f8"
    "b971a4c095bf618a511add4c0cb6bb76fa37916cca0cde3593bac963999e6dd224525bbbf6105c8c9e"
)


@given(st.binary(max_size=4000))
def test_what_is_sealed_opens_again(data: bytes) -> None:
    assert seal.open_sealed(KEY, seal.seal(KEY, data, context=b"a"), context=b"a") == data


@given(st.binary(max_size=300), st.data())
def test_any_changed_byte_is_refused(data: bytes, draw: st.DataObject) -> None:
    sealed = bytearray(seal.seal(KEY, data, context=b"a"))
    place = draw.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        seal.open_sealed(KEY, bytes(sealed), context=b"a")


@given(st.binary(max_size=300), st.integers(0, 280))
def test_a_truncated_message_is_refused(data: bytes, length: int) -> None:
    sealed = seal.seal(KEY, data, context=b"a")
    with pytest.raises(CannotOpen):
        seal.open_sealed(KEY, sealed[:length], context=b"a")


def test_another_key_or_another_context_does_not_open() -> None:
    sealed = seal.seal(KEY, b"words", context=b"draft")
    with pytest.raises(CannotOpen):
        seal.open_sealed(bytes(32), sealed, context=b"draft")
    with pytest.raises(CannotOpen):
        seal.open_sealed(KEY, sealed, context=b"blob picture")


def test_the_same_words_never_look_the_same() -> None:
    assert seal.seal(KEY, b"words", context=b"a") != seal.seal(KEY, b"words", context=b"a")


def test_stories_sealed_by_this_version_stay_readable() -> None:
    sealed = seal.seal(KEY, b"words", context=b"a", salt=bytes(32))
    assert sealed.hex() == KNOWN
    assert seal.open_sealed(KEY, bytes.fromhex(KNOWN), context=b"a") == b"words"


@given(st.integers(0, 10**7))
def test_padding_tells_little_and_costs_little(length: int) -> None:
    padded = seal.padded_size(length)
    assert padded >= length
    assert padded <= max(256, length * 1.12)
    assert seal.padded_size(padded) == padded


def test_few_sizes_exist() -> None:
    assert len({seal.padded_size(length) for length in range(1, 100_000)}) < 150


def test_short_contents_have_one_size() -> None:
    assert len({len(seal.seal(KEY, bytes(n), context=b"a")) for n in range(200)}) == 1


def test_a_wrong_sized_key_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal.seal(b"short", b"", context=b"a")
