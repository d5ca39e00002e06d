"""farshore clips: real transcripts through the command, on a machine that has no house."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.config import clips
from farshore.config.cli import main
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG
from farshore.kernel import timecode
from farshore.kernel.timecode import RATES
from tests.config.houses import farshore

Said = pytest.CaptureFixture[str]

VTT = """WEBVTT - Interview with Aino

STYLE
::cue { color: papayawhip }

NOTE the second take

first
00:01.000 --> 00:02.500 align:start
<v Aino>[clip: The river] We waited &amp; it was
<i>dark</i>.

00:00:02.000 --> 00:00:04.000
Nobody takes this.

01:00:00.000 --> 01:00:00.010
[CLIP] One breath.

00:00:02.000 --> 00:00:04.020
[clip: =1+1] Over another.
"""

SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,000\r\n[clip: 강] Uno\r\n\r\n"
    "2\r\n0:00:03,000 --> 0:00:04,000\r\nDos\r\n"
)


def kept(folder: Path, text: str | bytes, name: str = "take.vtt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def listed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_marked_cues_become_an_edl_where_there_is_no_house(tmp_path: Path) -> None:
    out = tmp_path / "take.edl"
    words = ("--reel", "A001", "--title", "River", "--data", "/nonexistent/house")
    done = farshore("clips", kept(tmp_path, VTT), "--out", out, *words)
    assert (done.returncode, done.stderr) == (DONE, "")
    assert done.stdout == f"3 of 4 cues are in {out}.\n"
    assert out.read_bytes().decode().split("\r\n") == [
        "TITLE: River",
        "FCM: NON-DROP FRAME",
        "",
        "001  A001     AA/V  C        00:00:01:00 00:00:02:13 01:00:00:00 01:00:01:13",
        "* FROM CLIP NAME: The river",
        "* COMMENT: We waited & it was dark.",
        "002  A001     AA/V  C        01:00:00:00 01:00:00:01 01:00:01:13 01:00:01:14",
        "* FROM CLIP NAME: Clip 2",
        "* COMMENT: One breath.",
        "003  A001     AA/V  C        00:00:02:00 00:00:04:01 01:00:01:14 01:00:03:15",
        "* FROM CLIP NAME: =1+1",
        "* COMMENT: Over another.",
        "",
    ]
    assert out.stat().st_mode & 0o777 == 0o600


def test_drop_frame_says_so_and_keeps_to_the_clock(tmp_path: Path) -> None:
    out = tmp_path / "take.edl"
    assert main(["clips", str(kept(tmp_path, VTT)), "--out", str(out), "--fps", "29.97df"]) == DONE
    lines = out.read_text().split("\n")
    assert lines[1] == "FCM: DROP FRAME"
    assert lines[6].split()[4:6] == ["01:00:00;00", "01:00:00;01"]
    assert lines[3].split()[6] == "01:00:00;00"


def test_a_table_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    out = tmp_path / "take.csv"
    text = VTT + "\n00:09.000 --> 00:10.000\n[clip] \t@SUM(A1) -2\n"
    assert main(["clips", str(kept(tmp_path, text)), "--out", str(out)]) == DONE
    rows = listed(out)
    assert [row["label"] for row in rows] == ["The river", "", "'=1+1", ""]
    assert rows[3]["text"] == "'@SUM(A1) -2"
    assert rows[2] == {
        "clip": "3",
        "label": "'=1+1",
        "reel": "AX",
        "source in": "00:00:02:00",
        "source out": "00:00:04:01",
        "record in": "01:00:01:14",
        "record out": "01:00:03:15",
        "frames": "51",
        "line": "19",
        "text": "Over another.",
    }


def test_srt_every_cue_and_a_source_that_begins_at_ten(tmp_path: Path) -> None:
    out = tmp_path / "take.csv"
    words = ["--out", str(out), "--all", "--start", "10:00:00:00", "--fps", "24"]
    assert main(["clips", str(kept(tmp_path, SRT, "take.srt")), *words]) == DONE
    rows = listed(out)
    assert [(row["label"], row["text"], row["line"]) for row in rows] == [
        ("강", "Uno", "2"),
        ("", "Dos", "6"),
    ]
    assert [row["source in"] for row in rows] == ["10:00:01:00", "10:00:03:00"]
    assert rows[1]["record in"] == rows[0]["record out"] == "01:00:01:00"


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:99.000\nA\n", 3, "these are no times"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\n[clip] A\n", 3, "ends before it begins"),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n\nB\n", 5, "a cue has to begin here"),
        (
            "00:01.000 --> 00:02.000\nA\n00:03.000 --> 00:04.000\n[clip] B\n",
            3,
            "in the middle of another",
        ),
        ("00:01.000 --> 00:02.000\n[clip: A\n", 1, "this mark is not whole"),
        (b"00:01.000 --> 00:02.000\n[clip] caf\xe9\n", 2, "this is not UTF-8"),
        ("25:00:00.000 --> 25:00:01.000\n[clip] A\n", 1, "past 24 hours"),
    ],
    ids=["times", "backwards", "no-times", "no-line-between", "mark", "latin-1", "a-day"],
)
def test_what_cannot_be_used_is_said_with_its_line(
    tmp_path: Path, capsys: Said, text: str | bytes, line: int, sentence: str
) -> None:
    source, out = kept(tmp_path, text), tmp_path / "take.edl"
    assert main(["clips", str(source), "--out", str(out)]) == PROBLEM
    said = capsys.readouterr().err
    assert f"{source}, line {line}: " in said and sentence in said
    assert not out.exists()


def test_nothing_marked_writes_nothing(tmp_path: Path, capsys: Said) -> None:
    for text in ("", "WEBVTT\n", "00:01.000 --> 00:02.000\n[clipped] [clip] A\n"):
        out = tmp_path / "take.edl"
        assert main(["clips", str(kept(tmp_path, text)), "--out", str(out)]) == PROBLEM
        assert "has no cue that is marked" in capsys.readouterr().err
        assert not out.exists()


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "take.csv"
    out.write_text("mine")
    assert main(["clips", str(kept(tmp_path, VTT)), "--out", str(out)]) == REFUSED
    assert "was left as it is" in capsys.readouterr().err
    assert out.read_text() == "mine"


@pytest.mark.parametrize(
    "words",
    [
        ["--out", "take.xml"],
        ["--out", "take.edl", "--reel", "A 1"],
        ["--out", "take.edl", "--reel", "A12345678"],
        ["--out", "take.edl", "--title", " "],
        ["--out", "take.edl", "--title", "A" * 71],
        ["--out", "take.edl", "--start", "10:00"],
        ["--out", "take.edl", "--start", "00:01:00;00", "--fps", "29.97df"],
    ],
    ids=range(7),
)
def test_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    source = kept(tmp_path, VTT)
    monkeypatch.chdir(tmp_path)
    assert main(["clips", str(source), *words]) == WRONG
    assert list(tmp_path.iterdir()) == [source]


def test_a_rate_that_is_not_known_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["clips", str(kept(tmp_path, VTT)), "--out", "a.edl", "--fps", "26"])
    assert ended.value.code == WRONG


def test_no_transcript_and_no_folder_are_problems(tmp_path: Path) -> None:
    there, gone = kept(tmp_path, VTT), tmp_path / "gone"
    assert main(["clips", str(gone), "--out", str(tmp_path / "a.edl")]) == PROBLEM
    assert main(["clips", str(there), "--out", str(gone / "a.edl")]) == PROBLEM


def test_an_edl_holds_no_more_than_its_events_can_count(tmp_path: Path, capsys: Said) -> None:
    cue = "00:01.000 --> 00:02.000\n[clip] A\n\n"
    source = kept(tmp_path, cue * 1000)
    assert main(["clips", str(source), "--out", str(tmp_path / "a.edl")]) == PROBLEM
    assert "an EDL holds 999 clips, and these are 1000." in capsys.readouterr().err
    assert main(["clips", str(source), "--out", str(tmp_path / "a.csv")]) == DONE
    kept(tmp_path, cue * 999)
    assert main(["clips", str(source), "--out", str(tmp_path / "a.edl")]) == DONE
    assert "\n999  AX" in (tmp_path / "a.edl").read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<v Aino>a <i>b</i> c</v>", "a b c"),
        ("a <3 and <b>c</b>", "a <3 and c"),
        ("{\\an8}a {\\b1 {\\i1}b", "a {\\b1 b"),
    ],
    ids=["captions", "a heart", "subtitles"],
)
def test_a_tag_ends_where_another_begins(text: str, said: str) -> None:
    (cue,) = clips.read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n".encode())
    assert cue.text == said


def test_signs_that_begin_many_tags_and_end_none_are_read_in_a_moment() -> None:
    """Each was looked for to the end of the cue before: the square of its length."""
    spent = []
    for many in (20_000, 40_000):
        text = "<a" * many + "{\\" * many
        data = f"00:01.000 --> 00:02.000\n{text}\n".encode()
        started = time.thread_time()
        clips.read(data)
        spent.append(time.thread_time() - started)
    assert spent[1] < 3 * spent[0] + 0.1


def test_words_and_titles_cannot_add_lines_to_the_list() -> None:
    text = "00:01.000 --> 00:02.000\n[clip: a\u2028b\x85c] d\x0b002  AX  V  C\n"
    made = clips.clips(clips.read(text.encode()), rate=RATES["25"])
    said = clips.edl(made, rate=RATES["25"], reel="AX", title="A\r\n001  AX").decode()
    assert len(said.splitlines()) == 6


spans = st.tuples(st.integers(0, 10_000_000), st.integers(0, 20_000)).map(
    lambda span: (span[0], span[0] + span[1])
)


@pytest.mark.parametrize("name", list(RATES))
@given(times=st.lists(spans, max_size=20))
def test_any_clips_have_frames_and_follow_each_other(
    name: str, times: list[tuple[int, int]]
) -> None:
    rate = RATES[name]
    cues = [clips.Cue(1, start, end, "[clip]") for start, end in times]
    at = timecode.read("01:00:00:00", rate)
    for clip in clips.clips(cues, rate=rate):
        length = clip.source[1] - clip.source[0]
        assert length >= 1
        assert clip.record == (at, at + length)
        at += length


@given(text=st.text(max_size=300) | st.binary(max_size=300))
def test_whatever_the_file_holds_is_read_or_refused(text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode(errors="replace")
    try:
        cues = clips.read(data)
    except clips.Unusable as why:
        assert 1 <= why.line <= data.replace(b"\r", b"\n").count(b"\n") + 1
    else:
        assert all(cue.start <= cue.end for cue in cues)
