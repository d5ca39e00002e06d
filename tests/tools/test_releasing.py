"""Releases are made twice with the same bytes, from a tagged commit and nothing else."""

import json
import os
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tools.releasing import comparing, people, signing
from tools.releasing.bills import settled
from tools.releasing.checkout import Source
from tools.releasing.packing import pack
from tools.setup.environment import VENV
from tools.setup.ground import Trouble

from farshore.config.releases import examining, folder, founders
from farshore.config.releases.errors import BrokenFounders
from tests.config.releases.making import TODAY, key
from tools import release

EPOCH = 1_764_000_000
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "farshore"
version = "0.2.0"
requires-python = ">=3.11"
[dependency-groups]
dev = []
[tool.hatch.build.targets.wheel]
packages = ["src/farshore"]
"""
LOCK = """version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "farshore"
version = "0.2.0"
source = { editable = "." }

[package.metadata]

[package.metadata.requires-dev]
dev = []
"""
CHAIN = "src/farshore/config/releases/chain"
NPM_LOCK = {
    "name": "farshore-frontend",
    "lockfileVersion": 3,
    "requires": True,
    "packages": {"": {"name": "farshore-frontend"}},
}


def git(tree: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=tree, check=True, capture_output=True, timeout=30)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository like ours, very small, with a tag and two founders."""
    tree = tmp_path_factory.mktemp("origin")
    for name, text in {
        "pyproject.toml": PROJECT,
        "uv.lock": LOCK,
        ".gitignore": "ignored*\n",
        "src/farshore/__init__.py": "NAME = 'small'\n",
        f"{CHAIN}/founders-0001.keys": "# farshore founders 1\n",
        "frontend/package.json": json.dumps({"name": "farshore-frontend", "private": True}),
        "frontend/package-lock.json": json.dumps(NPM_LOCK),
    }.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text)
    for person in ("anna", "maria"):
        public = key(person).with_suffix(".pub").read_text("ascii")
        people.add(tree / CHAIN, person=person, public=public, until=None)
    git(tree, "init", "--quiet")
    git(tree, "add", ".")
    git(tree, "commit", "--quiet", "-m", "All of it")
    git(tree, "tag", "v0.2.0")
    return tree


@pytest.fixture
def small(origin: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(origin, tmp_path / "small"))


@pytest.fixture(scope="module")
def once(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is built from it."""
    return built(origin, tmp_path_factory.mktemp("once"))


@pytest.fixture
def theirs(once: Path, tmp_path: Path) -> Path:
    """A copy of what was built, to be spoiled."""
    return Path(shutil.copytree(once, tmp_path / "theirs"))


def prepared(_tree: Path) -> Path:
    """This environment's uv and hatchling, instead of `make build`."""
    return VENV


def built(tree: Path, out: Path) -> Path:
    release.build(tree, out, prepare=prepared)
    return out


def packed(tree: Path, out: Path, epoch: int = EPOCH) -> list[bytes]:
    return [path.read_bytes() for path in pack(tree, out, epoch=epoch)]


def test_the_same_tree_gives_the_same_bytes_whoever_builds_it(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = packed(small, tmp_path / "first")
    other = tmp_path / "another place" / "tree"
    shutil.copytree(small, other, copy_function=shutil.copyfile)
    for path in other.rglob("*.py"):
        os.utime(path, (1, 1_000_000_000))
    monkeypatch.setenv("TZ", "Asia/Seoul")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    before = os.umask(0o077)
    try:
        assert packed(other, tmp_path / "second") == first
    finally:
        os.umask(before)
    assert len(first) == 2
    # The control: another time, or another letter, and they differ.
    assert packed(small, tmp_path / "later", EPOCH + 86_400) != first
    (other / "src/farshore/__init__.py").write_text("NAME = 'smell'\n")
    assert packed(other, tmp_path / "third") != first


def test_a_release_is_built_compared_signed_and_taken(small: Path, theirs: Path) -> None:
    out = theirs
    assert sorted(path.name for path in out.iterdir()) == [
        "RELEASE.json",
        "SHA256SUMS",
        "farshore-0.2.0-py3-none-any.whl",
        "farshore-0.2.0.tar.gz",
        "founders-0001.keys",
        "front-end.cdx.json",
        "python-build.cdx.json",
        "python.cdx.json",
        "requirements.txt",
    ]
    assert release.compare(small, out, prepare=prepared) == []
    for person in ("anna", "maria"):
        about = signing.sign_release(out, person=person, key=key(person), today=TODAY)
        assert about.version == "0.2.0"
    known = founders.installed(small / CHAIN)
    with folder.opened(out) as held:
        verdict = examining.examine(held, known=known, running="0.1.0", today=TODAY)
    assert verdict.signers == ("anna", "maria") and verdict.notes == ()
    assert release.compare(small, out, prepare=prepared) == []


def test_the_keys_beside_the_wheel_are_those_inside_it(once: Path) -> None:
    """The next update is checked by those inside."""
    with zipfile.ZipFile(once / "farshore-0.2.0-py3-none-any.whl") as wheel:
        inside = wheel.read("farshore/config/releases/chain/founders-0001.keys")
    assert inside == (once / "founders-0001.keys").read_bytes()


def test_two_builds_are_the_same_to_the_last_byte(once: Path, small: Path, tmp_path: Path) -> None:
    second = built(small, tmp_path / "second")
    there = {path.name: path.read_bytes() for path in once.iterdir()}
    assert there == {path.name: path.read_bytes() for path in second.iterdir()}


def test_what_is_not_committed_does_not_come_along(small: Path, tmp_path: Path) -> None:
    (small / "src/farshore/ignored.py").write_text("import os\n")
    out = built(small, tmp_path / "out")
    with zipfile.ZipFile(out / "farshore-0.2.0-py3-none-any.whl") as wheel:
        assert [name for name in wheel.namelist() if "ignored" in name] == []
    (small / "src/farshore/forgotten.py").write_text("import os\n")
    with pytest.raises(Trouble, match="not committed"):
        built(small, tmp_path / "dirty")


def test_a_commit_without_its_versions_tag_is_not_released(small: Path, tmp_path: Path) -> None:
    git(small, "commit", "--quiet", "--allow-empty", "-m", "One more")
    with pytest.raises(Trouble, match=r"no tag v0\.2\.0"):
        built(small, tmp_path / "out")
    git(small, "tag", "v0.3.0")
    with pytest.raises(Trouble, match=r"no tag v0\.2\.0"):
        built(small, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(small: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    with pytest.raises(Trouble, match="not empty"):
        built(small, tmp_path / "out")


def test_another_build_is_noticed_file_by_file(once: Path, theirs: Path) -> None:
    wheel = theirs / "farshore-0.2.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("evil.pth", "import os")
    (theirs / "requirements.txt").write_text("django==1.0\n")
    (theirs / "more").touch()
    assert comparing.differences(theirs, once) == [
        "only in one of them: more",
        "farshore-0.2.0-py3-none-any.whl: evil.pth differs",
        "requirements.txt differs",
    ]


def test_other_tools_alone_are_no_difference_but_are_told(once: Path, theirs: Path) -> None:
    about = json.loads((theirs / "RELEASE.json").read_bytes())
    about["made_with"]["zlib"] = "another"
    (theirs / "RELEASE.json").write_text(json.dumps(about))
    assert comparing.differences(theirs, once) == []
    assert comparing.made_differently(theirs, once)[0].startswith("zlib: another there, ")
    about["commit"] = "0" * 40
    (theirs / "RELEASE.json").write_text(json.dumps(about))
    assert comparing.differences(theirs, once) == ["RELEASE.json says something else"]


def test_a_package_that_is_only_squeezed_otherwise_is_told_apart(once: Path, theirs: Path) -> None:
    wheel = theirs / "farshore-0.2.0-py3-none-any.whl"
    with zipfile.ZipFile(once / wheel.name) as old, zipfile.ZipFile(wheel, "w") as new:
        for one in old.infolist():
            new.writestr(one, old.read(one), compress_type=zipfile.ZIP_STORED)
    assert comparing.differences(theirs, once) == [
        f"{wheel.name}: the same files, squeezed or ordered in another way"
    ]


def test_a_bill_has_neither_chance_nor_time_of_day_in_it() -> None:
    made_from = Source("0.2.0", "c0ffee", EPOCH)
    bill = {"serialNumber": "urn:uuid:1", "metadata": {"timestamp": "now"}, "components": [1]}
    same = {"serialNumber": "urn:uuid:2", "metadata": {"timestamp": "later"}, "components": [1]}
    one, two = (settled(json.dumps(each).encode(), made_from) for each in (bill, same))
    assert one == two and b'"timestamp": "2025-11-24T00:00:00Z"' in one
    assert settled(json.dumps(bill | {"components": [2]}).encode(), made_from) != one


def test_nobody_signs_what_is_not_in_the_list_or_with_a_strange_key(theirs: Path) -> None:
    out = theirs
    with pytest.raises(Trouble, match="eve has no key that counts"):
        signing.sign_release(out, person="eve", key=key("eve"), today=TODAY)
    with pytest.raises(Trouble, match="not the key that is known as maria's"):
        signing.sign_release(out, person="maria", key=key("anna"), today=TODAY)
    (out / "requirements.txt").write_text("django==1.0\n")
    with pytest.raises(Trouble, match="is not the list of what lies in"):
        signing.sign_release(out, person="anna", key=key("anna"), today=TODAY)
    assert list(out.glob("*.sig")) == []


def public(name: str) -> str:
    return key(name).with_suffix(".pub").read_text("ascii")


def test_keys_come_in_and_go_out_by_new_files_that_two_people_sign(
    small: Path, tmp_path: Path
) -> None:
    chain = small / CHAIN
    first = (chain / "founders-0001.keys").read_bytes()
    people.add(chain, person="noor", public=public("noor"), until=date(2999, 1, 1))
    assert people.remove(chain, person="anna", today=TODAY).name == "founders-0002.keys"
    assert (chain / "founders-0001.keys").read_bytes() == first
    for person in ("anna", "maria"):
        path = signing.sign_keys(chain, person=person, key=key(person), today=TODAY)
    assert path.name == "founders-0002.keys"
    with pytest.raises(Trouble, match="noor has no key that counts"):
        signing.sign_keys(chain, person="noor", key=key("noor"), today=TODAY)
    assert founders.installed(chain).known() == ["maria", "noor"]
    # Signed: from here on it is what others rely on, and the next change is another file.
    made = people.add(chain, person="tom", public=public("tom"), until=None)
    assert made.name == "founders-0003.keys"
    made.unlink()
    git(small, "add", ".")
    git(small, "commit", "--quiet", "-m", "noor comes, anna goes")
    git(small, "tag", "--force", "v0.2.0")
    out = built(small, tmp_path / "out")
    for person in ("maria", "noor"):
        signing.sign_release(out, person=person, key=key(person), today=TODAY)
    with folder.opened(out) as held:
        verdict = examining.examine(held, known=founders.parse(first), running="0.1.0", today=TODAY)
    assert verdict.signers == ("maria", "noor") and verdict.files == 11


def test_a_change_of_keys_that_would_end_all_releases_is_refused(small: Path) -> None:
    chain = small / CHAIN
    with pytest.raises(Trouble, match="fewer than two founders are left"):
        people.remove(chain, person="anna", today=TODAY)
    with pytest.raises(Trouble, match="eve has no key there"):
        people.remove(chain, person="eve", today=TODAY)
    with pytest.raises(BrokenFounders):
        people.add(chain, person="Eve", public=public("eve"), until=None)
    with pytest.raises(BrokenFounders, match="stands twice"):
        people.add(chain, person="eve", public=public("anna"), until=None)
    with pytest.raises(Trouble, match="signed by nobody"):
        signing.sign_keys(chain, person="anna", key=key("anna"), today=TODAY)
    assert [path.name for path in chain.iterdir()] == ["founders-0001.keys"]


def test_the_command_says_what_is_the_matter_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "ROOT", tmp_path)
    assert release.main(["build", "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith("release: $ git status")
    assert release.main(["founders", "show"]) == 0
    assert capsys.readouterr().out.startswith("Keys ")
