import inspect
import re
import threading
import time

import pytest
from django.core.management.commands import makemessages
from hypothesis import given
from hypothesis import strategies as st

from farshore.kernel import code_errors, derivation
from farshore.kernel.code_errors import (
    CodeError,
    MistypedDigit,
    MistypedWord,
    NotAHand,
    UnknownWord,
    WrongLength,
    WrongWordCount,
)
from farshore.kernel.codes import Code, Keys, derive

codes = st.integers(0, 10**28 - 1).map(Code)
SOME = Code(1234567890123456789012345678)
KNOWN_FIND = "a43745a893f24624cc31baabfdd44a5601d33472d1e135361b1a227214b3c7ea"
KNOWN_OPEN = "a86e7f030e7f2620dd310dc2c8f7b50f9ad48c5a547ac108ebe1612c8200f24b"
KNOWN_ID = "38413b37e65416daa048d1881d18b2a921292ecc3b65ba78900509cd328a7b90"


@given(codes)
def test_digits_and_words_are_the_same_secret(code: Code) -> None:
    assert Code.parse(code.digits) == code
    assert Code.parse(" ".join(code.words("en"))) == code
    assert Code.parse("  ".join(code.words("ko")).upper()) == code
    assert Code.parse("-".join(code.groups())) == code


@pytest.mark.parametrize(
    "language", ["en", "ko", "zh-hans", "fr", "es", "ja", "pt", "tr", "ru", "xx"]
)
def test_words_of_every_list_are_read_back(language: str) -> None:
    words = SOME.words(language)
    assert len(words) == 9
    assert Code.parse(" ".join(words)) == SOME


def test_chinese_words_are_read_without_spaces() -> None:
    words = SOME.words("zh-hans")
    assert Code.parse("".join(words)) == SOME
    assert Code.parse("".join(words[:4]) + "，" + "".join(words[4:])) == SOME


def test_a_numbered_list_of_words_is_read() -> None:
    listed = [f"{place}. {word}" for place, word in enumerate(SOME.words("en"), start=1)]
    assert Code.parse("\n".join(listed)) == SOME


def test_words_around_digits_are_not_of_the_code() -> None:
    assert Code.parse("Code: " + " ".join(SOME.groups())) == SOME


def test_a_letter_among_digits_is_a_digit_mistyped() -> None:
    with pytest.raises(WrongLength) as refusal:
        Code.parse(SOME.digits[:-1] + "O")
    assert refusal.value.values == {"given": 28, "wanted": 29}


@pytest.mark.parametrize("zero", ["٠", "۰", "०", "０", "০"])
def test_digits_of_any_script_are_read(zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(digit)) for digit in SOME.digits)
    assert Code.parse(typed) == SOME


@given(codes, st.sampled_from(["en", "ko", "zh-hans", "fr", "es", "ja", "pt", "tr", "ru"]))
def test_every_codes_words_are_read_back_in_every_list(code: Code, language: str) -> None:
    assert Code.parse(" ".join(code.words(language))) == code


@given(codes, st.integers(0, 28), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(code: Code, place: int, shift: int) -> None:
    digits = list(code.digits)
    digits[place] = str((int(digits[place]) + shift) % 10)
    with pytest.raises(MistypedDigit):
        Code.parse("".join(digits))


@given(codes, st.integers(0, 27))
def test_every_swap_of_neighbours_is_caught(code: Code, place: int) -> None:
    digits = list(code.digits)
    if digits[place] == digits[place + 1]:
        return
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    with pytest.raises(MistypedDigit):
        Code.parse("".join(digits))


def test_a_missing_digit_is_counted() -> None:
    with pytest.raises(WrongLength) as refusal:
        Code.parse(SOME.digits[:-1])
    assert refusal.value.values == {"given": 28, "wanted": 29}


def test_an_unknown_word_is_named_by_its_place_with_what_it_may_be() -> None:
    words = SOME.words("en")
    words[3] = words[3][:-1] + "q"
    with pytest.raises(UnknownWord) as refusal:
        Code.parse(" ".join(words))
    assert refusal.value.place == 4
    assert SOME.words("en")[3] in refusal.value.near


def test_words_that_are_no_code_are_refused() -> None:
    with pytest.raises(WrongWordCount):
        Code.parse("abandon ability")
    with pytest.raises(MistypedWord):
        Code.parse(" ".join(["zoo"] * 9))


@given(st.text(max_size=200))
def test_any_text_is_a_code_or_a_kind_refusal(text: str) -> None:
    try:
        Code.parse(text)
    except CodeError as refusal:
        assert refusal.sentence % refusal.values


def test_no_repr_shows_a_secret() -> None:
    keys = Keys(b"f" * 32, b"o" * 32)
    assert (repr(SOME), repr(keys)) == ("Code(…)", "Keys(…)")
    assert re.search(r"\d{4}", f"{SOME!r}{keys!r}") is None


@pytest.mark.promise("P-03")
def test_codes_are_as_random_as_they_say() -> None:
    made = {Code.new().number for _ in range(500)}
    assert len(made) == 500
    assert sum(number >= 10**27 for number in made) > 400


def test_the_derivation_is_the_one_that_stories_were_sealed_under() -> None:
    keys = derive(SOME, pepper=b"a pepper")
    assert keys.find.hex() == KNOWN_FIND
    assert keys.open.hex() == KNOWN_OPEN
    assert keys.find_id().hex() == KNOWN_ID


@pytest.mark.promise("P-03")
def test_another_house_has_other_keys() -> None:
    one, other = derive(SOME, pepper=b"one"), derive(SOME, pepper=b"other")
    assert len({one.find, one.open, other.find, other.open}) == 4


@given(st.binary(min_size=64, max_size=64))
def test_a_hand_holds_both_keys(both: bytes) -> None:
    keys = Keys(both[:32], both[32:])
    assert Keys.from_hand(keys.hand()) == keys


@given(st.text(max_size=120))
def test_any_other_text_is_no_hand(text: str) -> None:
    with pytest.raises(NotAHand):
        Keys.from_hand(text)


@given(st.integers(0, 90))
def test_a_changed_hand_is_no_hand(place: int) -> None:
    hand = Keys(b"f" * 32, b"o" * 32).hand()
    changed = hand[:place] + ("A" if hand[place] != "A" else "B") + hand[place + 1 :]
    with pytest.raises(NotAHand):
        Keys.from_hand(changed)


def test_derivations_wait_their_turn() -> None:
    running, most, lock = 0, 0, threading.Lock()
    real = derivation.derive

    def counted(code: Code, *, pepper: bytes) -> Keys:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return real(code, pepper=pepper)

    derivation.derive = counted  # type: ignore[assignment]
    try:
        threads = [
            threading.Thread(
                target=derivation.derive_in_turn, args=(SOME,), kwargs={"pepper": b"p"}
            )
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        derivation.derive = real
    assert most == derivation.AT_ONCE


def test_impatience_is_told_that_the_house_is_busy() -> None:
    held = [derivation._room.acquire() for _ in range(derivation.AT_ONCE)]
    try:
        with pytest.raises(derivation.Busy):
            derivation.derive_in_turn(SOME, pepper=b"p", patience=0.01)
    finally:
        for _ in held:
            derivation._room.release()


def test_every_sentence_is_marked_by_a_name_that_makemessages_looks_for() -> None:
    known = set(re.findall(r"--keyword=(\w+)", inspect.getsource(makemessages)))
    marks = re.findall(r"sentence = (\w+)\(", inspect.getsource(code_errors))
    assert len(marks) == 1 + len(CodeError.__subclasses__())
    assert set(marks) <= known
