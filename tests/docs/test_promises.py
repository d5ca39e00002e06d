"""docs/promises.md and the tests say the same: which promise is proved by which test.

A test names the promise that it proves, `@pytest.mark.promise("P-07")`; the page lists the test
under the promise. Neither may do so alone, and no promise stands without a test.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.reading import ROOT

PAGE = ROOT / "docs" / "promises.md"
_HEAD = re.compile(r"^### (P-\d\d)[:.] .+$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py::\w+)`")

Proof = tuple[str, str]
"""(the promise's id, the test's node id without parameters)."""


def promised(text: str) -> dict[str, set[str]]:
    """For each id, in the page's order, the tests that the page names."""
    parts = _HEAD.split(text)
    ids, bodies = parts[1::2], parts[2::2]
    assert len(ids) == len(set(ids)), "an id stands twice"
    return {id: set(_TEST.findall(body)) for id, body in zip(ids, bodies, strict=True)}


def marked(folder: Path) -> Iterator[Proof]:
    """Every mark in the tests of a folder, read without running them."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                where = f"tests/{path.relative_to(folder).as_posix()}::{node.name}"
                yield from ((id, where) for mark in node.decorator_list for id in _ids(mark))


def _ids(mark: ast.expr) -> Iterator[str]:
    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.promise":
        yield from (str(ast.literal_eval(one)) for one in mark.args)


def every_test(folder: Path) -> set[str]:
    """Every test function, by node id."""
    return {
        f"tests/{path.relative_to(folder).as_posix()}::{node.name}"
        for path in folder.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def faults(page: dict[str, set[str]], marks: set[Proof], known: set[str]) -> list[str]:
    """Where page and tests differ, in words."""
    named = {(id, test) for id, inner in page.items() for test in inner}
    told = [f"{id} has no test" for id, inner in page.items() if not inner]
    told += [f"{test} does not exist" for _id, test in sorted(named) if test not in known]
    told += [f"{test} does not say {id}" for id, test in sorted(named - marks) if test in known]
    return told + [f"the page does not say {test} for {id}" for id, test in sorted(marks - named)]


def test_every_promise_and_its_tests_name_each_other() -> None:
    folder = ROOT / "tests"
    page = promised(PAGE.read_text("utf-8"))
    assert len(page) >= 20
    assert faults(page, set(marked(folder)), every_test(folder)) == []


def test_ids_follow_each_other() -> None:
    """A promise that is given up keeps its number, and says so."""
    ids = list(promised(PAGE.read_text("utf-8")))
    assert ids == [f"P-{number:02d}" for number in range(1, len(ids) + 1)]


@pytest.mark.parametrize(
    ("page", "marks", "fault"),
    [
        ({"P-01": set()}, set(), "P-01 has no test"),
        ({"P-01": {"tests/a.py::gone"}}, set(), "tests/a.py::gone does not exist"),
        ({"P-01": {"tests/a.py::b"}}, set(), "tests/a.py::b does not say P-01"),
        (
            {"P-01": {"tests/a.py::b"}},
            {("P-01", "tests/a.py::b"), ("P-02", "tests/a.py::b")},
            "the page does not say tests/a.py::b for P-02",
        ),
    ],
)
def test_each_way_of_differing_is_noticed(
    page: dict[str, set[str]], marks: set[Proof], fault: str
) -> None:
    assert faults(page, marks, {"tests/a.py::b"}) == [fault]


def test_marks_are_read_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "test_it.py").write_text(
        "class TestIt:\n"
        "    @pytest.mark.promise('P-01', 'P-02')\n"
        "    @pytest.mark.django_db\n"
        "    def test_holds(self): ...\n"
    )
    where = "tests/room/test_it.py::test_holds"
    assert set(marked(tmp_path)) == {("P-01", where), ("P-02", where)}
