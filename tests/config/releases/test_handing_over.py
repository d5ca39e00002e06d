"""Keys come in and go out by two of those before: nothing in an update vouches for itself."""

import subprocess
from base64 import b64encode
from datetime import date, timedelta
from pathlib import Path

import pytest

from farshore.config.releases import folder, founders, signatures
from farshore.config.releases.errors import BrokenChain, BrokenFounders, TooFewSigned
from farshore.config.releases.founders import KEYS, NEEDED, Founders, Key
from tests.config.releases.making import TODAY, Release, examined, generation, key, public, sign
from tests.docs.reading import ROOT

NEW = {"maria": "maria", "noor": "noor"}


@pytest.fixture
def next_keys() -> Founders:
    """anna leaves, noor comes."""
    return generation(2, "maria", "tom", "noor")


@pytest.fixture
def later(tmp_path: Path, known: Founders, next_keys: Founders) -> Release:
    """Signed by the next ones, who are not signed in yet."""
    return Release(tmp_path / "later", [known, next_keys], by=NEW)


@pytest.mark.promise("P-42")
def test_new_keys_count_when_two_of_the_old_have_signed_them(
    later: Release, known: Founders, next_keys: Founders
) -> None:
    later.hand_over(2, "anna", "maria")
    verdict = examined(later, known)
    assert verdict.signers == ("maria", "noor") and verdict.founders == next_keys
    assert verdict.notes == (
        "It brings new keys, signed in by those you know. Founders from then on: maria, noor, tom.",
    )


@pytest.mark.promise("P-42")
@pytest.mark.parametrize(
    "by",
    [(), ("anna",), ("noor",), ("anna", "noor"), ("noor", "eve")],
    ids=["nobody", "one", "itself", "one-and-itself", "strangers"],
)
def test_new_keys_that_two_of_the_old_did_not_sign_count_for_nothing(
    later: Release, known: Founders, by: tuple[str, ...]
) -> None:
    later.hand_over(2, *by)
    with pytest.raises(BrokenChain, match="not signed by two of the founders before it"):
        examined(later, known)


def test_a_signature_for_a_release_signs_no_keys_in(later: Release, known: Founders) -> None:
    data = (later.folder / founders.file_name(2)).read_bytes()
    for person in ("anna", "maria"):
        later.write(f"founders-0002.keys.{person}.sig", sign(data, person, founders.RELEASE))
    later.settle()
    with pytest.raises(BrokenChain):
        examined(later, known)


@pytest.mark.promise("P-42")
def test_a_key_that_was_taken_out_does_not_count_any_more(
    tmp_path: Path, known: Founders, next_keys: Founders
) -> None:
    """Two old keys are stolen, and one of them was taken out. The thief brings the old file."""
    thief = {"anna": "anna", "tom": "tom"}
    with pytest.raises(TooFewSigned, match="only tom"):
        examined(Release(tmp_path / "both", [known, next_keys], by=thief), next_keys)
    with pytest.raises(BrokenChain, match=r"founders-0002\.keys is missing"):
        examined(Release(tmp_path / "old", [known], by=thief), next_keys)
    forged = generation(2, "anna", "tom")
    with pytest.raises(BrokenChain, match="not the file that you have"):
        examined(Release(tmp_path / "forged", [known, forged], by=thief), next_keys)


def test_whoever_left_out_some_versions_follows_all_generations(
    tmp_path: Path, known: Founders, next_keys: Founders
) -> None:
    third = generation(3, "noor", "kim")
    release = Release(
        tmp_path / "third", [known, next_keys, third], by={"noor": "noor", "kim": "kim"}
    )
    release.hand_over(2, "anna", "maria")
    with pytest.raises(BrokenChain):
        examined(release, known)
    release.hand_over(3, "tom", "noor")
    assert examined(release, known).signers == ("kim", "noor")


def test_no_generation_can_be_left_out(tmp_path: Path, known: Founders) -> None:
    third = generation(3, "noor", "kim")
    release = Release(tmp_path / "gap", [known, third], by={"noor": "noor", "kim": "kim"})
    release.hand_over(3, "anna", "maria")
    with pytest.raises(BrokenChain):
        examined(release, known)


@pytest.mark.parametrize(
    ("number", "people"), [(3, ("maria", "noor")), (2, ("maria",))], ids=["number", "too-few"]
)
def test_a_generation_says_its_own_number_and_has_two_people(
    tmp_path: Path, known: Founders, number: int, people: tuple[str, ...]
) -> None:
    release = Release(tmp_path / "odd", [known], by=NEW)
    release.write("founders-0002.keys", generation(number, *people).data)
    release.hand_over(2, "anna", "maria")
    with pytest.raises(BrokenChain, match="another number inside, or too few people"):
        examined(release, known)


def test_an_older_release_that_is_wanted_is_still_checked_by_the_newest_keys(
    tmp_path: Path, known: Founders, next_keys: Founders
) -> None:
    old = Release(tmp_path / "old", [known], version="0.1.0", by={"maria": "maria", "tom": "tom"})
    assert examined(old, next_keys, running="0.2.0", older=True).signers == ("maria", "tom")
    old.signed({"anna": "anna", "maria": "maria"})
    with pytest.raises(TooFewSigned, match="only maria"):
        examined(old, next_keys, running="0.2.0", older=True)


EDITS = {
    "pattern": ("anna ", "* "),
    "two-names": ("anna ", "anna,maria "),
    "capital": ("anna ", "Anna "),
    "authority": ("namespaces=", "cert-authority,namespaces="),
    "one-namespace": (f"{founders.KEYS},", ""),
    "no-day": ('" ssh', '",valid-before="20261399" ssh'),
    "after": ('" ssh', '",valid-after="20200101" ssh'),
    "weak-kind": ("ssh-ed25519 ", "ssh-rsa "),
    "false-kind": ("ssh-ed25519 ", "sk-ssh-ed25519@openssh.com "),
    "cut": ("AAAAC3NzaC1lZDI1NTE5", "AAAAC3NzaC1lZDI1NTE5AAAA"),
    "comment": ("\n", " a comment\n"),
    "empty-line": ("\n", "\n\n"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_file_of_keys_with_anything_unusual_in_it_is_refused(edit: tuple[str, str]) -> None:
    head, line = "# farshore founders 1\n", f"{public('anna')}\n"
    spoiled = line.replace(*edit, 1)
    assert spoiled != line
    assert founders.parse(f"{head}{line}".encode()).known() == ["anna"]
    with pytest.raises(BrokenFounders):
        founders.parse(f"{head}{spoiled}".encode())


def test_a_key_that_was_cut_short_is_refused() -> None:
    line = str(public("anna"))
    for less in range(4, 60, 4):
        with pytest.raises(BrokenFounders):
            founders.parse(f"# farshore founders 1\n{line[:-less]}\n".encode())


def test_a_key_of_another_kind_inside_is_refused() -> None:
    parts = [b"ssh-ed25518", b"k" * 32]
    blob = b64encode(b"".join(len(one).to_bytes(4, "big") + one for one in parts)).decode()
    with pytest.raises(BrokenFounders):
        founders.parse(founders.write(1, [Key("anna", "ssh-ed25519", blob)]))


def test_openssh_is_shown_the_keys_of_one_person_alone() -> None:
    both = [public("anna"), public("token", person="anna")]
    ended = public("old", person="anna", until=TODAY)
    known = generation(1, *both, ended, "maria")
    assert known.allowed("anna", TODAY) == f"{both[0]}\n{both[1]}\n"
    assert known.allowed("anna", TODAY - timedelta(days=1)).endswith(f"{ended}\n")


def test_one_key_cannot_be_two_people() -> None:
    two = [public("anna"), public("anna", person="maria")]
    with pytest.raises(BrokenFounders, match="stands twice"):
        founders.parse(founders.write(1, two))


def test_a_key_on_a_token_is_a_key() -> None:
    """Made by hand in its form, because no token is here: name, 32 bytes, what it is for."""
    kind = "sk-ssh-ed25519@openssh.com"
    parts = [kind.encode(), b"k" * 32, b"ssh:"]
    blob = b64encode(b"".join(len(one).to_bytes(4, "big") + one for one in parts)).decode()
    assert founders.parse(founders.write(1, [Key("anna", kind, blob)])).known() == ["anna"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# farshore founders 0\n",
        b"# farshore founders\n",
        "# farshore founders 1\nä\n".encode(),
        b"# farshore founders 1\n" + b"#\n" * 9000,
    ],
    ids=range(5),
)
def test_what_is_no_file_of_keys_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenFounders):
        founders.parse(data)


def test_the_installed_keys_are_the_newest_ones(
    tmp_path: Path, known: Founders, next_keys: Founders
) -> None:
    with pytest.raises(BrokenFounders, match="has lost its file"):
        founders.installed(tmp_path)
    for one in (next_keys, known):
        (tmp_path / founders.file_name(one.number)).write_bytes(one.data)
    assert founders.installed(tmp_path) == next_keys
    (tmp_path / founders.file_name(3)).write_bytes(known.data)
    with pytest.raises(BrokenFounders, match="says that it is number 1"):
        founders.installed(tmp_path)


def unsigned(chain: Path, today: date) -> list[str]:
    """Files of keys that two people of the generation before did not sign."""
    files = sorted(chain.glob("founders-*.keys"))
    made = [founders.parse(path.read_bytes()) for path in files]
    assert [one.number for one in made] == list(range(1, len(made) + 1))
    bad = []
    with folder.opened(chain) as held:
        for before, path in zip(made, files[1:], strict=False):
            signed = signatures.of(
                held,
                path.name,
                data=path.read_bytes(),
                founders=before,
                namespace=KEYS,
                today=today,
            )
            bad += [path.name] if len(signed.people) < NEEDED else []
    return bad


def test_the_keys_of_this_repository_follow_each_other(
    tmp_path: Path, known: Founders, next_keys: Founders
) -> None:
    assert unsigned(founders.CHAIN, TODAY) == []
    for one in (known, next_keys):  # the control
        (tmp_path / founders.file_name(one.number)).write_bytes(one.data)
    assert unsigned(tmp_path, TODAY) == ["founders-0002.keys"]


def test_no_private_key_lies_in_this_repository() -> None:
    mark = "BEGIN OPENSSH " + "PRIVATE KEY"
    words = ["git", "grep", "--untracked", "-lI", mark]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert mark.encode() in key("anna").read_bytes()
