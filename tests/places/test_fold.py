"""Spellings of one name fold alike; nothing that is typed can break the folding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.places.fold import fold

ALIKE = [
    ("São Paulo", "sao paulo", "SAOPAULO", "são-paulo"),
    ("Łódź", "lodz"),
    ("Gießen", "GIESSEN", "giessen"),
    ("İzmir", "izmir", "IZMIR"),
    ("Diyarbakır", "diyarbakir"),
    ("Ḩalab", "halab", "ʿḤalab"),
    ("N’Djamena", "N'Djamena", "ndjamena"),
    ("أسمرة", "اسمره", "أَسْمَرَة", "أســمرة", "اسمرة"),
    ("تبریز", "تبريز"),
    ("کابل", "كابل"),
    ("آبادان", "ابادان"),
    ("Орёл", "орел"),
    ("とうきょう", "トウキョウ"),
    ("10. Bezirk", "10bezirk", "١٠ Bezirk"),
    ("혜산", "혜산"),
    ("\u202bحلب\u202c", "حلب", "ﺣﻠﺐ"),
]


@pytest.mark.parametrize("spellings", ALIKE, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_fold_alike(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("typed", ["ㅎ", "혜", "혯", "혜사", "혜산", "혜산ㅅ", "혜산시"])
def test_each_step_of_typing_hangul_is_a_beginning(typed: str) -> None:
    assert fold("혜산시").startswith(fold(typed))


def test_different_names_stay_different() -> None:
    names = ["Hyesan", "Haesan", "혜산", "해산", "حلب", "حمص", "延吉", "燕矶", "Халеб", "Алеп"]
    assert len({fold(name) for name in names}) == len(names)


@given(st.text(st.characters(exclude_categories=[])))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text[:20])) == fold(text[:20])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_nothing_silent_is_left(text: str) -> None:
    assert not any(letter.isspace() or letter.isupper() for letter in fold(text) if letter < "ʰ")
