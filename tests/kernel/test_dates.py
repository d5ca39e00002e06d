from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.kernel import dates
from farshore.kernel.dates import NotADate, When


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("1998", "1998"),
        ("1998?", "1998?"),
        ("maybe 1998", "1998?"),
        ("about 1998", "1998~"),
        ("c. 1998", "1998~"),
        ("maybe around 1998", "1998%"),
        ("the 1990s", "199X"),
        ("199X", "199X"),
        ("winter 1998?", "1998-24?"),
        ("in the autumn of 1998", "1998-23"),
        ("early 1998", "1998-37"),
        ("end of 1998", "1998-39"),
        ("March 1998", "1998-03"),
        ("Sept 1998", "1998-09"),
        ("03 1998", "1998-03"),
        ("12 May 1998", "1998-05-12"),
        ("May 12, 1998", "1998-05-12"),
        ("12th of May 1998", "1998-05-12"),
        ("1998-05-12", "1998-05-12"),
        ("1998 to 2000", "1998/2000"),
        ("1998-2000", "1998/2000"),
        ("1998 – 2000", "1998/2000"),
        ("early 1998 to late 1999", "1998-37/1999-39"),
        ("1998-03/1999~", "1998-03/1999~"),
        ("۱۹۹۸", "1998"),
        ("１９９８", "1998"),
    ],
)
def test_dates_are_read_as_people_say_them(typed: str, kept: str) -> None:
    assert dates.read(typed) == kept


@pytest.mark.parametrize(
    ("typed", "language", "kept"),
    [
        ("1998년 3월", "ko", "1998-03"),
        ("1998年3月", "zh-hans", "1998-03"),
        ("mars 1998", "fr", "1998-03"),
        ("مارس 1998", "ar", "1998-03"),
        ("march 1998", "ko", "1998-03"),
        ("1998", "no-such-language", "1998"),
    ],
)
def test_month_names_are_read_in_the_readers_language(typed: str, language: str, kept: str) -> None:
    assert dates.read(typed, language=language) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "yesterday",
        "3/4/1998",
        "31 February 1998",
        "1998-13",
        "13 1998",
        "0300",
        "2000 to 1998",
        "1998 1999 2000",
        "march april 1998",
        "20.000",
        "\x00",
        "?" * 5000,
    ],
)
def test_what_is_no_single_date_is_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        dates.read(typed)


def test_a_doubt_widens_the_last_year_by_one() -> None:
    assert dates.latest_year("1998") == 1998
    assert dates.latest_year("1998?") == 1999
    assert dates.latest_year("199X~") == 2000
    assert dates.latest_year("1990/1998-03") == 1998
    assert dates.latest_year("") is None


def test_a_span_is_the_days_that_a_date_may_mean() -> None:
    assert dates.span("1998-21") == (date(1998, 3, 1), date(1998, 5, 31))
    assert dates.span("1998-37") == (date(1998, 1, 1), date(1998, 4, 30))
    assert dates.span("199X") == (date(1990, 1, 1), date(1999, 12, 31))
    assert dates.span("1998-03/1999~") == (date(1998, 3, 1), date(1999, 12, 31))


_years = st.integers(dates.EARLIEST, dates.LATEST)
_whole_decades = st.integers(dates.EARLIEST, dates.LATEST - 1)  # 210X would end beyond the range
_marks = st.sampled_from(["", "?", "~", "%"])
_whens = st.one_of(
    st.builds(When, year=_years, mark=_marks),
    st.builds(lambda y, m: When(y - y % 10, True, mark=m), _whole_decades, _marks),
    st.builds(
        lambda y, s, m: When(y, sub=s, mark=m),
        _years,
        st.sampled_from([*range(1, 13), *range(21, 25), 37, 38, 39]),
        _marks,
    ),
    st.builds(
        lambda y, s, d, m: When(y, sub=s, day=d, mark=m),
        _years,
        st.integers(1, 12),
        st.integers(1, 28),
        _marks,
    ),
)


@given(_whens)
def test_what_is_kept_is_read_back_the_same(when: When) -> None:
    assert dates.parts(str(when)) == (when,)
    assert dates.read(str(when)) == str(when)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    try:
        kept = dates.read(text)
    except NotADate:
        return
    if kept:
        first, last = dates.span(kept)
        assert first <= last
