"""farshore check --deploy URL, as an operator types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from farshore.config.cli import main
from farshore.config.grading.catalogue import BY_ID
from farshore.config.speech import DONE, PROBLEM, WRONG
from tests.config.grading.stubs import NAME, Authority, Reply, Stub, good, html, open_to
from tests.config.houses import farshore

Said = pytest.CaptureFixture[str]


@pytest.fixture
def stub() -> Stub:
    return good()


@pytest.fixture
def here(stub: Stub) -> Iterator[str]:
    """The address of a good house on this machine."""
    with open_to(stub) as port:
        yield f"http://127.0.0.1:{port}/"


def test_a_good_house_ends_with_0_and_is_told_so(here: str, capsys: Said) -> None:
    assert main(["check", "--deploy", here]) == DONE
    told = capsys.readouterr()
    assert told.out.startswith(f"{here[:-1]}: A. 0 failed, 0 could be better,")
    assert "Grade the public address too." in told.out and told.err == ""


def test_a_house_with_a_fault_ends_with_1_unless_that_is_enough(
    here: str, stub: Stub, capsys: Said
) -> None:
    stub.pages["/privacy/"] = html("Nobody")
    assert main(["check", "--deploy", here]) == PROBLEM
    told = capsys.readouterr().out
    assert ": C. 1 failed" in told and "Whoever is in a story must know whom to write to" in told
    assert main(["check", "--deploy", here, "--least", "C"]) == DONE
    assert main(["check", "--deploy", here, "--least", "A"]) == PROBLEM


def test_scripts_get_every_finding(here: str, stub: Stub, capsys: Said) -> None:
    stub.pages["/privacy/"] = html("Nobody")
    assert main(["check", "--deploy", here, "--json"]) == PROBLEM
    told = json.loads(capsys.readouterr().out)
    assert (told["address"], told["grade"], told["least"]) == (here[:-1], "C", "B")
    assert {one["id"] for one in told["findings"]} == BY_ID.keys()
    failed = [one for one in told["findings"] if one["level"] == "fail"]
    assert [one["id"] for one in failed] == ["controller"]
    assert all(failed[0][name] for name in ("title", "saw", "why", "do"))


def test_what_a_house_says_moves_no_cursor(here: str, stub: Stub, capsys: Said) -> None:
    stub.every(lambda reply: reply.having(Server="x/1.0 \x1b[2J\u202e".encode().decode("latin-1")))
    main(["check", "--deploy", here])
    stub.pages["/"] = Reply(301, {"Location": "https://x.example/\x1b[2J"})
    assert main(["check", "--deploy", here]) == PROBLEM
    told = capsys.readouterr()
    assert "Server: x/1.0" in told.out and "sends on to https://x.example/" in told.err
    assert "\x1b" not in told.out + told.err


def test_https_is_graded_with_the_authority_that_is_named(
    stub: Stub, authority: Authority, capsys: Said
) -> None:
    with open_to(stub, authority.server()) as port:
        words = ["check", "--deploy", f"https://{NAME}/", "--at", f"127.0.0.1:{port}", "--json"]
        main([*words, "--ca", str(authority.path)])
        trusted = json.loads(capsys.readouterr().out)
        assert main(words) == PROBLEM
        untrusted = json.loads(capsys.readouterr().out)
    assert "certificate" in {one["id"] for one in trusted["findings"] if one["level"] == "pass"}
    assert "certificate" in {one["id"] for one in untrusted["findings"] if one["level"] == "grave"}
    assert (trusted["grade"], untrusted["grade"]) == ("A", "F")


@pytest.mark.parametrize(
    "words",
    [
        ["--deploy", "film.example"],
        ["--deploy", "https://film.example/share/"],
        ["--deploy", "https://film.example/", "--at", "nowhere"],
        ["--deploy", "https://film.example/", "--studio", "studio"],
        ["--deploy", "https://film.example/", "--ca", "/nothing/there.pem"],
        ["--studio", "https://studio.film.example/"],
        ["--deploy", "--at", "127.0.0.1:80"],
    ],
    ids=range(7),
)
def test_wrong_usage_is_told_by_its_code(words: list[str], capsys: Said) -> None:
    assert main(["check", *words]) == WRONG
    assert capsys.readouterr().err.startswith("farshore: ")


def test_grading_needs_no_house_and_makes_none(here: str, tmp_path: Path) -> None:
    ended = farshore("check", "--deploy", here, "--data", tmp_path / "none")
    assert ended.returncode == DONE, ended.stderr
    assert not (tmp_path / "none").exists()


def test_where_nobody_is_at_home_a_person_is_told_what_to_do(tmp_path: Path) -> None:
    ended = farshore("check", "--deploy", "http://127.0.0.1:9/", "--data", tmp_path / "none")
    assert ended.returncode == PROBLEM and ended.stdout == ""
    assert "http://127.0.0.1:9 lets nobody in" in ended.stderr
    assert "See whether the address is right" in ended.stderr and "Traceback" not in ended.stderr
