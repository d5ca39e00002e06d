"""Whatever bytes are handed in, the answer is a clean picture or a kind refusal, soon."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farshore.sanitize import (
    REFUSALS,
    REMOVED,
    Limits,
    RefusalReason,
    Refused,
    Removed,
    explain,
    open_picture,
    prove_clean,
)
from tests.sanitize import corpus

HOSTILE = list(corpus.hostile())
SOON = 10.0  # seconds, on a busy machine


def opened_or_refused(data: bytes, limits: Limits | None = None) -> RefusalReason | None:
    """Open, prove what comes out, or give the reason of the refusal."""
    try:
        master = open_picture(data, limits=limits or Limits())
    except Refused as refused:
        return refused.reason
    prove_clean(master.data, format="jpeg")
    assert corpus.secrets_in(master.data) == []
    return None


@pytest.mark.promise("P-26")
@pytest.mark.parametrize(("name", "data", "reason"), HOSTILE, ids=[name for name, _, _ in HOSTILE])
def test_a_hostile_file_is_refused_or_comes_through_clean(name, data, reason):
    begun = time.monotonic()
    assert opened_or_refused(data) == reason
    assert time.monotonic() - begun < SOON


def test_tiles_that_are_as_many_as_they_say_come_through():
    """The control for the bombs of tiles: the same builder, an honest picture."""
    for whole in (corpus.heic(corpus.drawn()), corpus.saved(corpus.drawn(), "AVIF")):
        master = open_picture(corpus.of_tiles(whole, corpus.SIZE, 2, 2, (640, 480)))
        assert (master.width, master.height) == (640, 480)


def test_scans_without_end_are_stopped_by_the_clock():
    assert opened_or_refused(corpus.many_scans(), Limits(seconds=1)) is RefusalReason.TOO_SLOW
    assert opened_or_refused(corpus.many_scans(1)) is None  # the control


def test_a_file_beyond_the_limit_of_bytes_is_too_large():
    data = corpus.saved(corpus.drawn(), "JPEG")
    limits = Limits(max_bytes=len(data) - 1)
    assert opened_or_refused(data, limits) is RefusalReason.TOO_LARGE
    assert opened_or_refused(data, Limits(max_bytes=len(data))) is None


def test_a_picture_beyond_the_limit_of_pixels_has_too_many():
    data = corpus.saved(corpus.drawn((200, 100)), "PNG")
    assert opened_or_refused(data, Limits(max_pixels=19_999)) is RefusalReason.TOO_MANY_PIXELS
    assert opened_or_refused(data, Limits(max_side=199)) is RefusalReason.TOO_MANY_PIXELS
    assert opened_or_refused(data, Limits(max_pixels=20_000, max_side=200)) is None


def test_a_name_is_never_asked_for():
    """The kind is told by the bytes alone: a PNG that was called .jpg is simply a PNG."""
    assert opened_or_refused(corpus.saved(corpus.drawn(), "PNG")) is None


def test_a_broken_colour_profile_does_not_refuse_the_picture():
    plain = corpus.saved(corpus.drawn(), "JPEG")
    data = corpus.with_segments(plain, corpus.icc_segment(b"not a profile" * 20))
    assert opened_or_refused(data) is None


def test_a_broken_exif_block_does_not_refuse_the_picture():
    block = corpus.telling_exif("jpeg")[0]
    plain = corpus.saved(corpus.drawn(), "JPEG")
    loop = b"MM\0*\0\0\0\x08\0\1\x87\x69\0\4\0\0\0\1\0\0\0\x08\0\0\0\x08"
    for broken in (block[:40], b"MM\0*" + b"\xff" * 300, loop, b""):
        data = corpus.with_segments(plain, corpus.segment(0xE1, b"Exif\0\0" + broken))
        assert opened_or_refused(data) is None


@pytest.mark.parametrize("reason", RefusalReason)
def test_every_refusal_says_what_is_safe_and_what_to_do(reason):
    sentence = explain(reason)
    assert sentence.startswith("The rest of your story is safe.")
    assert len(sentence) > 80
    assert "!" not in sentence
    assert set(REFUSALS) == set(RefusalReason)


def test_everything_that_can_be_removed_has_words():
    assert set(REMOVED) == set(Removed)


SEEDS = [
    corpus.telling_jpeg()[0],
    corpus.telling_png()[0],
    corpus.telling_webp()[0],
    corpus.telling_avif()[0],
    corpus.telling_heic()[0],
]


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """A valid file with bytes overwritten, cut out, repeated or put in."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        junk = draw(st.binary(min_size=1, max_size=12))
        how = draw(st.sampled_from(("over", "in", "out", "again")))
        if how == "over":
            data[at : at + len(junk)] = junk
        elif how == "in":
            data[at:at] = junk
        elif how == "out":
            del data[at : at + draw(st.integers(1, 200))]
        else:
            data[at:at] = data[at : at + draw(st.integers(1, 200))]
    return bytes(data)


@pytest.mark.promise("P-26")
@settings(max_examples=20, deadline=SOON * 1000, suppress_health_check=[HealthCheck.too_slow])
@given(mutations())
def test_any_mutation_is_proved_clean_or_refused(data):
    opened_or_refused(data)


@settings(max_examples=200)
@given(mutations(), st.sampled_from(["jpeg", "webp", "avif"]))
def test_the_proof_answers_any_bytes_and_never_passes_a_secret(data, format):
    try:
        prove_clean(data, format=format)
    except Refused:
        return
    assert corpus.secrets_in(data) == []
