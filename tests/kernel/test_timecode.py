"""Timecode: every frame has one, every one a frame, and drop-frame leaves out what it must."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.kernel.timecode import RATES, NotATimecode, nearest, read, written

DROP = RATES["29.97df"]
of_any_rate = pytest.mark.parametrize("name", list(RATES))


@of_any_rate
@given(data=st.data())
def test_a_frame_comes_back_from_its_timecode(name: str, data: st.DataObject) -> None:
    rate = RATES[name]
    frame = data.draw(st.integers(0, rate.day - 1))
    assert read(written(frame, rate), rate) == frame


@of_any_rate
@given(data=st.data())
def test_later_frames_have_later_timecodes(name: str, data: st.DataObject) -> None:
    rate = RATES[name]
    frame = data.draw(st.integers(0, rate.day - 2))
    assert written(frame, rate) < written(frame + 1, rate)


def test_no_frame_of_an_hour_has_a_number_that_is_left_out() -> None:
    seen = {written(frame, DROP) for frame in range(DROP.ten_minutes * 6)}
    left_out = {
        f"00:{minute:02}:00;{frame:02}" for minute in range(60) if minute % 10 for frame in (0, 1)
    }
    whole = {
        f"00:{minute:02}:{second:02};{frame:02}"
        for minute in range(60)
        for second in range(60)
        for frame in range(30)
    }
    assert len(left_out) == 108 and seen == whole - left_out


@pytest.mark.parametrize(
    ("frame", "name", "timecode"),
    [
        (0, "25", "00:00:00:00"),
        (90_000, "25", "01:00:00:00"),
        (86_399, "24", "00:59:59:23"),
        (108_000, "29.97", "01:00:00:00"),
        (1799, "29.97df", "00:00:59;29"),
        (1800, "29.97df", "00:01:00;02"),
        (17_981, "29.97df", "00:09:59;29"),
        (17_982, "29.97df", "00:10:00;00"),
        (107_892, "29.97df", "01:00:00;00"),
        (2_589_407, "29.97df", "23:59:59;29"),
    ],
    ids=lambda value: str(value).replace(":", "").replace(";", ""),
)
def test_known_frames(frame: int, name: str, timecode: str) -> None:
    assert written(frame, RATES[name]) == timecode
    assert read(timecode, RATES[name]) == frame


@pytest.mark.parametrize(
    ("timecode", "name"),
    [
        ("00:01:00;00", "29.97df"),
        ("00:01:00;01", "29.97df"),
        ("00:00:00:25", "25"),
        ("24:00:00:00", "25"),
        ("00:60:00:00", "25"),
        ("0:00:00:00", "25"),
        ("٠٠:00:00:00", "25"),
        ("", "25"),
    ],
    ids=range(8),
)
def test_what_is_no_timecode_is_refused(timecode: str, name: str) -> None:
    with pytest.raises(NotATimecode):
        read(timecode, RATES[name])


@of_any_rate
def test_a_frame_before_or_past_the_day_has_none(name: str) -> None:
    for frame in (-1, RATES[name].day):
        with pytest.raises(NotATimecode):
            written(frame, RATES[name])


@of_any_rate
@given(milliseconds=st.integers(0, 86_000_000))
def test_no_frame_begins_nearer_to_a_time(name: str, milliseconds: int) -> None:
    frames, seconds = RATES[name].exact
    found = nearest(milliseconds, RATES[name])

    def apart(frame: int) -> int:
        return abs(frame * seconds * 1000 - milliseconds * frames)

    assert apart(found) <= apart(found - 1) and apart(found) < apart(found + 1)


def test_drop_frame_keeps_to_the_clock_and_counting_every_number_does_not() -> None:
    ten_hours = nearest(36_000_000, DROP)
    assert written(ten_hours, DROP) == "10:00:00;01"
    assert written(ten_hours, RATES["29.97"]) == "09:59:24:01"
