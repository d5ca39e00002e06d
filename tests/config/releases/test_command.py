"""farshore verify-release as an operator meets it, and the same check by hand."""

import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from farshore.config.cli import main
from farshore.config.releases import founders
from farshore.config.speech import DONE, REFUSED, WRONG
from tests.config.houses import farshore
from tests.config.releases.making import COMMIT, TODAY, Release
from tests.docs.reading import ROOT, Page

PAGES = ("docs/running/updating.md", "docs/developing/releasing.md", "docs/promises.md")
NOBODY = "No founder's key is in it yet"


@pytest.fixture
def knowing(monkeypatch: pytest.MonkeyPatch, known: founders.Founders) -> None:
    """A version that runs and holds these keys."""
    monkeypatch.setattr(founders, "installed", lambda: known)


@pytest.mark.promise("P-42")
@pytest.mark.usefixtures("knowing")
def test_a_sound_release_is_told_in_a_few_lines(
    release: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify-release", str(release.folder)]) == DONE
    assert capsys.readouterr().out.splitlines() == [
        "5 files are as 2 founders signed: anna, maria.",
        f"It is Farshore 0.2.0, and you run {version('farshore')}.",
        f"Made of commit {COMMIT}, of 2026-12-01.",
    ]
    assert main(["verify-release", str(release.wheel)]) == DONE
    assert capsys.readouterr().out.startswith(f"{release.wheel.name} is as 2 founders signed")


@pytest.mark.promise("P-42")
@pytest.mark.usefixtures("knowing")
def test_a_spoiled_one_is_refused_with_a_sentence_and_a_hint(
    release: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    release.wheel.write_bytes(b"another wheel")
    for asked in (release.folder, release.wheel):
        assert main(["verify-release", str(asked)]) == REFUSED
        told = capsys.readouterr()
        assert told.out == ""
        assert f"Do not install it. {release.wheel.name} is not what was signed." in told.err
        assert "Fetch it again" in told.err


@pytest.mark.usefixtures("knowing")
def test_an_old_one_is_taken_only_when_it_is_asked_for(
    tmp_path: Path, known: founders.Founders, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Release(tmp_path / "old", [known], version="0.0.9")
    assert main(["verify-release", str(old.folder)]) == REFUSED
    assert "--older" in capsys.readouterr().err
    assert main(["verify-release", str(old.folder), "--older"]) == DONE


def test_it_needs_no_house_and_makes_none(release: Release, tmp_path: Path) -> None:
    house = tmp_path / "house"
    ended = farshore("verify-release", release.folder, "--data", house)
    assert ended.returncode == REFUSED and "Do not install it." in ended.stderr
    assert "Traceback" not in ended.stderr and not house.exists()
    assert farshore("verify-release").returncode == WRONG


def test_the_pages_say_truthfully_whether_there_are_keys() -> None:
    nobody = len(founders.installed().people(TODAY)) < founders.NEEDED
    for page in PAGES:
        text = " ".join(Page.at(ROOT / page).text.split())
        assert (NOBODY in text) is nobody, page


def test_what_the_page_tells_to_type_without_farshore_does_the_same(release: Release) -> None:
    """sha256sum and ssh-keygen alone, as docs/running/updating.md has it."""
    page = Page.at(ROOT / "docs/running/updating.md")
    (typed,) = [block for block in page.blocks if "ssh-keygen -Y verify" in block]

    def by_hand() -> "subprocess.CompletedProcess[str]":
        command = ["sh", "-ec", typed]
        return subprocess.run(command, cwd=release.folder, capture_output=True, text=True)

    ended = by_hand()
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count('Good "farshore-release" signature for') == 2
    release.signed({"anna": "anna", "maria": "anna"})
    assert by_hand().returncode != 0
    release.signed(release.by)
    release.wheel.write_bytes(b"another wheel")
    assert by_hand().returncode != 0
