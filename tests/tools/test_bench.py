"""Measuring: figures are kept whole, a program that fails is said, and a leak is noticed."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bench import run as bench
from bench.soak import people
from bench.soak import run as soak
from bench.soak.run import Moment

GOOD = 'print(\'[{"name": "a.b", "value": 1.5, "unit": "s"}]\')'


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    return tmp_path / "results.json"


def program(folder: Path, text: str) -> Path:
    (folder / "program.py").write_text(text)
    return folder / "program.py"


def test_a_figure_knows_where_it_comes_from(tmp_path: Path, results: Path) -> None:
    bench.write(bench.measured(program(tmp_path, GOOD)), partly=False)
    told = json.loads(results.read_text())
    assert told["machine"]["cores"]
    (figure,) = told["figures"]
    assert (figure["name"], figure["value"], figure["unit"]) == ("a.b", 1.5, "s")
    assert figure["program"] == "bench/program.py"
    assert figure["asked"] is None  # nothing was asked of it, and that is said
    assert figure["commit"] == bench.commit()


@pytest.mark.parametrize("text", ["raise SystemExit(3)", "print('no JSON')", f"{GOOD}\n1 / 0"])
def test_a_program_that_fails_gives_no_figures(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.measured(program(tmp_path, text)) == []


def test_measuring_one_program_keeps_the_figures_of_the_others(results: Path) -> None:
    def figure(name: str, program: str) -> dict[str, Any]:
        return {"name": name, "value": 1, "unit": "s", "program": program}

    bench.write([figure("a.one", "bench/a.py"), figure("b.one", "bench/b.py")], partly=False)
    bench.write([figure("b.two", "bench/b.py")], partly=True)
    names = [one["name"] for one in json.loads(results.read_text())["figures"]]
    assert names == ["a.one", "b.two"]


def moments(*memory: float, files: int = 50) -> list[Moment]:
    return [Moment(float(at), mb, files, 0) for at, mb in enumerate(memory)]


def judged(seen: list[Moment], **more: Any) -> list[str]:
    given = {"notes": people.Notes(), "acts": Counter(agreed=3), "caught_up": True, "said": ""}
    given |= more
    return soak.faults_of(
        given["notes"], given["acts"], seen, caught_up=given["caught_up"], said=given["said"]
    )


def test_a_house_that_breathes_holds() -> None:
    assert judged(moments(200, 300, 310, 300, 305, 312, 301, 308, 315)) == []


def test_a_house_that_grows_does_not() -> None:
    (told,) = judged(moments(*range(300, 390, 10)))
    assert told.startswith("The memory grew from ")


def test_files_that_stay_open_are_noticed() -> None:
    assert judged([*moments(1, 1, 1, 1), *moments(1, 1, files=99)]) == [
        "More and more files stay open."
    ]


def test_answers_that_become_slower_are_noticed() -> None:
    notes = people.Notes()
    notes.times = [(at / 10, "read", 0.01 if at < 60 else 0.3) for at in range(90)]
    assert judged(moments(*[300.0] * 9), notes=notes) == ["Answers to read became slower."]
    notes.times = notes.times[::3]  # too few to say so
    assert judged(moments(*[300.0] * 9), notes=notes) == []


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"acts": Counter()}, "Nothing was released: the soak tried too little."),
        ({"acts": Counter({"agreed": 1, "fault: X": 1})}, "fault: X"),
        ({"caught_up": False}, "The press did not catch up."),
        ({"said": "Traceback (most recent call last):"}, "Traceback (most recent call last):"),
        (
            {"said": "The back ended (code -9); it starts again in 0 s."},
            "The back ended (code -9); it starts again in 0 s.",
        ),
    ],
)
def test_whatever_else_went_wrong_is_a_fault(more: dict[str, Any], fault: str) -> None:
    assert judged(moments(*[300.0] * 9), **more) == [fault]
