import pytest

from farshore.stories.when import say


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("", ""),
        ("1998", "1998"),
        ("1998?", "1998, perhaps"),
        ("1998-24?", "winter 1998, perhaps"),
        ("1998-37", "early 1998"),
        ("199X", "the 1990s"),
        ("1998-03~", "about March 1998"),
        ("1998-03-12", "March 12, 1998"),
        ("1998-03/1999", "March 1998 – 1999"),
        ("not edtf", "not edtf"),
    ],
)
def test_a_date_is_said_as_people_say_it(edtf: str, said: str) -> None:
    assert say(edtf, language="en") == said


def test_a_month_is_said_in_the_pages_language() -> None:
    assert say("1998-03", language="fr") == "mars 1998"
    assert say("1998-03", language="ko") == "1998년 3월"
    assert say("1998-03", language="zh-hans") == "1998年3月"
