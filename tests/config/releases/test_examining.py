"""An update is one that two founders signed, whole and newer; anything else is refused by name."""

import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.config.releases import examining, folder, founders, signatures
from farshore.config.releases.errors import (
    Altered,
    Extra,
    Missing,
    NoFounders,
    NoProgram,
    NotFarshore,
    Older,
    Refused,
    TooFewSigned,
    Unguarded,
    Unreadable,
)
from farshore.config.releases.founders import Founders
from tests.config.releases.making import COMMIT, Release, examined, generation, key, public, sign
from tests.config.releases.spoiling import SPOILED, altered_wheel


@pytest.mark.promise("P-42")
def test_a_release_that_two_founders_signed_is_told_with_what_it_is(
    release: Release, known: Founders
) -> None:
    verdict = examined(release, known)
    assert verdict.signers == ("anna", "maria")
    assert (verdict.about.version, verdict.about.commit) == ("0.2.0", COMMIT)
    assert (verdict.files, verdict.notes) == (5, ())


@pytest.mark.promise("P-42")
@pytest.mark.parametrize(
    "by",
    [
        {},
        {"anna": "anna"},
        {"anna": "anna", "maria": "anna"},
        {"anna": "anna", "anna2": "anna"},
        {"anna": "anna", "mallory": "mallory"},
        {"anna": "anna", "maria": "mallory"},
        {"mallory": "mallory", "eve": "eve"},
    ],
    ids=["nobody", "one", "one-as-two", "one-twice", "unknown", "false-name", "strangers"],
)
def test_fewer_than_two_founders_are_not_enough(
    release: Release, known: Founders, by: dict[str, str]
) -> None:
    release.signed(by)
    with pytest.raises(TooFewSigned, match="two are needed"):
        examined(release, known)


def test_it_is_the_threshold_that_refuses_one(
    release: Release, known: Founders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: where one were enough, one would do."""
    release.signed({"anna": "anna"})
    monkeypatch.setattr(examining, "NEEDED", 1)
    assert examined(release, known).signers == ("anna",)


@pytest.mark.promise("P-42")
def test_two_keys_of_one_person_are_one_person(tmp_path: Path) -> None:
    known = generation(1, "anna", public("token", person="anna"), "maria")
    release = Release(tmp_path / "new", [known])
    release.signed({"anna": "anna", "token": "token"})
    with pytest.raises(TooFewSigned, match="only anna"):
        examined(release, known)
    release.signed({"anna": "token", "maria": "maria"})
    assert examined(release, known).signers == ("anna", "maria")


def test_a_third_signature_that_does_not_count_is_told_and_does_no_harm(
    release: Release, known: Founders
) -> None:
    release.signed({"anna": "anna", "maria": "maria", "tom": "mallory", "eve": "eve"})
    verdict = examined(release, known)
    assert verdict.signers == ("anna", "maria")
    assert verdict.notes == (
        "The signature named eve does not count: nobody of that name is a founder.",
        "The signature named tom does not count: it is not tom's for this.",
    )


@pytest.mark.promise("P-42")
def test_a_key_that_has_ended_does_not_count(tmp_path: Path) -> None:
    ended = public("maria", until=date(2020, 1, 1))
    known = generation(1, "anna", ended, "tom")
    release = Release(tmp_path / "new", [known])
    with pytest.raises(TooFewSigned, match="maria does not count: the key has ended"):
        examined(release, known)
    later = generation(1, "anna", public("maria", until=date(2999, 1, 1)), "tom")
    assert examined(Release(tmp_path / "later", [later]), later).signers == ("anna", "maria")


def test_ssh_keygen_itself_knows_when_a_key_ends() -> None:
    """Whoever checks by hand is told the same."""
    made = sign(b"sums", "maria", founders.RELEASE)
    for year, sound in ((2020, False), (2999, True)):
        line = f"{public('maria', until=date(year, 1, 1))}\n"
        good = signatures.verify(
            b"sums", made, person="maria", allowed=line, namespace=founders.RELEASE
        )
        assert good is sound


@pytest.mark.promise("P-42")
@pytest.mark.parametrize(
    ("spoil", "refusal"), SPOILED, ids=[spoil.__name__ for spoil, _ in SPOILED]
)
def test_each_way_of_spoiling_it_is_refused_by_name(
    release: Release, known: Founders, spoil: Callable[[Release], None], refusal: type[Refused]
) -> None:
    assert examined(release, known).files == 5
    spoil(release)
    with pytest.raises(refusal) as why:
        examined(release, known)
    assert type(why.value) is refusal and str(why.value).endswith(".") and why.value.hint


@given(st.data())
def test_no_byte_of_what_is_signed_can_be_another(data: st.DataObject) -> None:
    """Of any file, and of the list itself; what stands in a signature is OpenSSH's to judge."""
    with tempfile.TemporaryDirectory() as place:
        known = generation(1, "anna", "maria", "tom")
        release = Release(Path(place) / "new", [known])
        files = sorted(path for path in release.folder.iterdir() if path.suffix != ".sig")
        path = data.draw(st.sampled_from(files), label="file")
        whole = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(whole) - 1), label="at")
        whole[at] ^= data.draw(st.integers(1, 255), label="by")
        path.write_bytes(whole)
        with pytest.raises(Refused):
            examined(release, known)


@pytest.mark.promise("P-42")
@pytest.mark.parametrize("running", ["0.2.1", "0.10.0", "1.0.0"])
def test_an_older_version_is_refused_unless_it_is_wanted(
    release: Release, known: Founders, running: str
) -> None:
    with pytest.raises(Older, match=f"This is 0.2.0, and you run {running}"):
        examined(release, known, running=running)
    assert examined(release, known, running=running, older=True).about.version == "0.2.0"


def test_the_version_that_runs_can_be_examined_too(release: Release, known: Founders) -> None:
    assert examined(release, known, running="0.2.0").about.version == "0.2.0"


def test_two_wheels_or_none_are_no_release(release: Release, known: Founders) -> None:
    release.write("farshore-0.3.0-py3-none-any.whl", b"which?")
    release.settle()
    with pytest.raises(NotFarshore):
        examined(release, known)
    (release.folder / "RELEASE.json").unlink()
    release.settle()
    with pytest.raises(NotFarshore):
        examined(release, known)


def test_one_file_is_examined_without_the_others(release: Release, known: Founders) -> None:
    (release.folder / "requirements.txt").unlink()
    release.write("notes.txt", b"mine")
    assert examined(release, known, only=release.wheel.name).files == 1
    for other, refusal in (
        ("requirements.txt", Missing),
        ("notes.txt", Extra),
        ("SHA256SUMS", Extra),
    ):
        with pytest.raises(refusal):
            examined(release, known, only=other)
    altered_wheel(release)
    with pytest.raises(Altered):
        examined(release, known, only=release.wheel.name)


def test_the_commit_is_told_without_the_packages(release: Release, known: Founders) -> None:
    """For whoever installs from a checkout."""
    for name in (release.wheel.name, f"farshore-{release.version}.tar.gz", "requirements.txt"):
        (release.folder / name).unlink()
    assert examined(release, known, only="RELEASE.json").about.commit == COMMIT


def test_one_file_of_an_old_release_is_as_old(release: Release, known: Founders) -> None:
    with pytest.raises(Older):
        examined(release, known, only=release.wheel.name, running="0.3.0")
    release.write("RELEASE.json", release.about(version="9.0.0"))
    with pytest.raises(Altered):
        examined(release, known, only=release.wheel.name, running="0.3.0")


@pytest.mark.promise("P-42")
@pytest.mark.parametrize("people", [(), ("anna",)], ids=["none", "one"])
def test_who_knows_fewer_than_two_founders_takes_nothing(
    tmp_path: Path, people: tuple[str, ...]
) -> None:
    known = generation(1, *people)
    release = Release(tmp_path / "new", [known])
    with pytest.raises(NoFounders):
        examined(release, known)


@pytest.mark.parametrize("spoiled", ["wheel", "sums", "folder"])
def test_what_another_user_could_change_is_not_taken(
    release: Release, known: Founders, monkeypatch: pytest.MonkeyPatch, spoiled: str
) -> None:
    path = release.folder if spoiled == "folder" else getattr(release, spoiled)
    if os.geteuid() == 0:
        os.chown(path, 12345, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(Unguarded, match="belongs to another user"):
        examined(release, known)


def test_a_group_of_ones_own_may_write_and_another_may_not(
    release: Release, known: Founders, monkeypatch: pytest.MonkeyPatch
) -> None:
    release.wheel.chmod(0o664)
    assert examined(release, known).files == 5
    monkeypatch.setattr(os, "getegid", lambda: release.wheel.stat().st_gid + 1)
    with pytest.raises(Unguarded, match="Others of a group"):
        examined(release, known)


def test_without_ssh_keygen_nothing_is_taken(
    release: Release, known: Founders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(release.folder))
    with pytest.raises(NoProgram, match="ssh-keygen is not on this machine"):
        examined(release, known)


def test_a_folder_that_is_not_there_is_said_kindly(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read"), folder.opened(tmp_path / "none"):
        pass


def test_the_private_keys_of_these_tests_lie_in_no_release(release: Release) -> None:
    secret = key("anna").read_bytes()
    assert all(secret not in path.read_bytes() for path in release.folder.iterdir())
