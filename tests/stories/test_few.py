"""Small counts are not told apart."""

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from farshore.stories.few import counted


@given(few=st.integers(2, 50), stories=st.integers(0, 200))
def test_a_count_below_few_is_the_same_as_none(few: int, stories: int) -> None:
    with override_settings(FEW=few):
        said = counted(stories)
        assert (said == str(stories)) == (stories >= few)
        assert (said == counted(0)) == (stories < few)


@override_settings(FEW=3)
def test_it_is_said_in_words() -> None:
    assert [counted(number) for number in (0, 2, 3)] == ["fewer than 3", "fewer than 3", "3"]
