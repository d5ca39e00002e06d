from hypothesis import given
from hypothesis import strategies as st

from farshore.stories.paragraphs import opening, paragraphs


def test_blank_lines_part_paragraphs_whatever_the_phone_sends() -> None:
    assert paragraphs("One.\r\n\r\nTwo\r\nlines.\n \nThree.\n") == (
        "One.",
        "Two\r\nlines.".replace("\r", ""),
        "Three.",
    )
    assert paragraphs("") == ()


@given(st.text(max_size=600))
def test_an_opening_is_short_and_one_line(text: str) -> None:
    made = opening(text)
    assert len(made) <= 181
    assert "\n" not in made


def test_an_opening_is_cut_between_words() -> None:
    made = opening("word " * 100)
    assert made.endswith("word…")
