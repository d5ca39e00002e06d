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
        ("from March to May 1998", "1998-03/1998-05"),
        ("12 to 15 May 1998", "1998-05-12/1998-05-15"),
        ("12-15 May 1998", "1998-05-12/1998-05-15"),
        ("between 1998 and 2000", "1998/2000"),
        ("1998 or 1999", "1998?/1999?"),
        ("1998-1999?", "1998/1999?"),
        ("spring-summer 1998", "1998-21/1998-22"),
        ("autumn 1998 to winter 1998", "1998-23/1998-24"),
        ("winter 1998/99", "1998-24"),
        ("winter 2009-2010", "2009-24"),
        ("1998/99", "1998/1999"),
        ("mid-1998", "1998-38"),
        ("late March 1998", "1998-03"),
        ("the '90s", "199X"),
        ("late 1990s", "199X"),
        ("'98", "1998"),
        ("I think 1998", "1998?"),
        ("1998/03/12", "1998-03-12"),
        ("1998.3", "1998-03"),
        ("03/1998", "1998-03"),
        ("25/12/1998", "1998-12-25"),
        ("12/25/1998", "1998-12-25"),
        ("3.3.1998", "1998-03-03"),
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
        ("1998년 겨울에", "ko", "1998-24"),
        ("1998년 초", "ko", "1998-37"),
        ("1998년 3월 말쯤", "ko", "1998-03~"),
        ("98년 5월", "ko", "1998-05"),
        ("1990년대", "ko", "199X"),
        ("1998년 3월부터 5월까지", "ko", "1998-03/1998-05"),
        ("1998년 3월~5월", "ko", "1998-03/1998-05"),
        ("아마 1998년경", "ko", "1998%"),
        ("1998年冬天", "zh-hans", "1998-24"),
        ("1998年年底", "zh-hans", "1998-39"),
        ("大约1998年三月", "zh-hans", "1998-03~"),
        ("二〇〇三年十二月", "zh-hans", "2003-12"),
        ("90年代", "zh-hans", "199X"),
        ("1998年到2000年", "zh-hans", "1998/2000"),
        ("1998年12月25号", "zh-hans", "1998-12-25"),
        ("l’hiver 1998", "fr", "1998-24"),
        ("début 1998", "fr", "1998-37"),
        ("fevrier 1998", "fr", "1998-02"),
        ("1er mai 1998, peut-être", "fr", "1998-05-01?"),
        ("de mars à mai 1998", "fr", "1998-03/1998-05"),
        ("vers les années 1990", "fr", "199X~"),
        ("a principios de 1998", "es", "1998-37"),
        ("del 12 al 15 de mayo de 1998", "es", "1998-05-12/1998-05-15"),
        ("verano de 1998, más o menos", "es", "1998-22~"),
        ("los años 90", "es", "199X"),
        ("شتاء ١٩٩٨", "ar", "1998-24"),
        ("كانون الثاني ٢٠١٥", "ar", "2015-01"),
        ("شباط 2015", "ar", "2015-02"),
        ("فيفري 2015", "ar", "2015-02"),
        ("غشت 2015", "ar", "2015-08"),
        ("بين 1998 و2000", "ar", "1998/2000"),
        ("ربما أواخر عام 1998", "ar", "1998-39?"),
        ("زمستان ۱۹۹۸", "fa", "1998-24"),
        ("حدود ژانویه ۱۹۹۸", "fa", "1998-01~"),
        ("جنوری ۱۹۹۸", "fa", "1998-01"),
        ("1998", "no-such-language", "1998"),
    ],
)
def test_words_are_read_in_the_readers_language(typed: str, language: str, kept: str) -> None:
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
        "May 1998 to March 1998",
        "until 1998",
        "1998 to",
        "12.05.1998",
        "30/30/1998",
        "5 1998-24",
        "1377",
        "20.000",
        "\x00",
        "?" * 5000,
    ],
)
def test_what_is_no_single_date_is_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        dates.read(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("۱۳۷۷", "1998/1999"),
        ("زمستان ۱۳۷۷", "1998-24"),
        ("دی ماه ۱۳۷۷", "1998-12/1999-01"),
        ("۲۲ بهمن ۱۳۵۷", "1979-02-11"),
        ("۱ فروردین ۱۳۷۷", "1998-03-21"),
        ("۳۰ اسفند ۱۳۷۵", "1997-03-20"),  # a leap year
        ("ثور ۱۳۵۷", "1978-04/1978-05"),  # as in Afghanistan
        ("۱۳۷۷ تا ۱۳۷۹", "1998/2001"),
        ("حدود ۱۳۷۷؟", "1998%/1999%"),
        ("دهه ۱۳۷۰", "1991/2001"),
    ],
)
def test_solar_years_are_read_in_persian(typed: str, kept: str) -> None:
    assert dates.read(typed, language="fa") == kept


@pytest.mark.parametrize("typed", ["۳۰ اسفند ۱۳۷۶", "۱۲۷۰", "۳۱ مهر ۱۳۷۷"])
def test_days_that_a_solar_year_does_not_have_are_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        dates.read(typed, language="fa")


def test_a_doubt_widens_the_last_year_by_one() -> None:
    assert dates.latest_year("1998") == 1998
    assert dates.latest_year("1998?") == 1999
    assert dates.latest_year("199X~") == 2000
    assert dates.latest_year("1990/1998-03") == 1998
    assert dates.latest_year("1998-24") == 1999
    assert dates.latest_year("") is None


def test_winter_may_be_the_one_before_or_the_one_after() -> None:
    """And so may summer, where it is warm at New Year."""
    for season in ("1998-22", "1998-24"):
        assert dates.span(season) == (date(1998, 1, 1), date(1999, 3, 1))


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


_LANGUAGES = st.sampled_from(["en", "ko", "zh-hans", "fr", "es", "ar", "fa"])
_PIECES = st.lists(st.sampled_from("1998 24 3 ? ~ - / to or winter may 年 월 و a s ' 1377".split()))


@given(st.one_of(st.text(max_size=40), _PIECES.map(" ".join), _PIECES.map("".join)), _LANGUAGES)
def test_any_text_is_a_date_or_a_refusal(text: str, language: str) -> None:
    try:
        kept = dates.read(text, language=language)
    except NotADate:
        return
    if kept:
        first, last = dates.span(kept)
        assert first <= last
