"""farshore mirror, on both sides: a house on one port, and a copy of it in another folder."""

import json
from pathlib import Path

import pytest

from farshore.config.cli import main
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG
from farshore.kernel import clock
from farshore.moderation.models import Mirror
from farshore.press.actions import press_all
from farshore.stories.actions import withdraw_story
from tests import served
from tests.config.houses import farshore, migrated
from tests.stories.making import picture, published

pytestmark = pytest.mark.django_db(transaction=True)

Said = pytest.CaptureFixture[str]


@pytest.fixture
def house(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This house's commands, without setting Django up again."""
    monkeypatch.setattr("farshore.config.cli.mirror.open_house", Path)
    return data


def test_a_copy_is_kept_and_what_is_taken_back_goes_from_it(
    house: Path, tmp_path: Path, capsys: Said, settings: object
) -> None:
    copy = tmp_path / "copy"
    (house / "site").mkdir(exist_ok=True)
    with served.folder(house / "site") as url:
        settings.BASE_URL = url  # type: ignore[attr-defined]
        gone = published("Ilmatar", uses=("site", "open_data"), pictures=(picture(),))
        published("Aino", uses=("site", "open_data"))
        press_all(clock.now())
        assert main(["mirror", "key"]) == DONE
        key, _where, typed = capsys.readouterr().out.strip().splitlines()
        words = typed.split()[1:-1]
        assert words[:2] == ["mirror", "keep"] and words[4] == key
        assert main([*words, str(copy)]) == DONE
        assert "0 deleted, 2 kept, 1 pictures fetched." in capsys.readouterr().out
        withdraw_story(slug=gone)
        press_all(clock.now())
        assert main([*words, str(copy)]) == DONE
        assert "1 deleted, 1 kept" in capsys.readouterr().out
    kept = b"".join(one.read_bytes() for one in copy.rglob("*") if one.is_file())
    assert b"Ilmatar" not in kept and b"Aino" in kept
    assert json.loads((copy / "mirror.json").read_bytes())["serial"] == 1


def test_mirrors_are_registered_listed_and_struck_off(house: Path, capsys: Said) -> None:
    assert main(["mirror", "list"]) == DONE
    assert "No site that keeps a copy is registered." in capsys.readouterr().out
    assert main(["mirror", "add", "Archive", "https://archive.example/"]) == DONE
    assert Mirror.objects.get().url == "https://archive.example"
    assert main(["mirror", "list"]) == DONE
    assert "list 0 of 0, not heard yet" in capsys.readouterr().out
    assert main(["mirror", "add", "Archive", "http://archive.example"]) == WRONG
    assert main(["mirror", "remove", "Archive"]) == DONE
    assert main(["mirror", "remove", "Archive"]) == REFUSED


def test_keeping_a_copy_needs_no_house_and_says_kindly_what_is_wrong(tmp_path: Path) -> None:
    key = "h860vFKBZ47vs8bF/lt7FbM7aFTCkX9rXFUW8RdURXM="
    out = tmp_path / "copy"
    refused = farshore("mirror", "keep", "https://x.example", "--key", "me", "--out", out)
    assert refused.returncode == WRONG and "farshore mirror key" in refused.stderr
    silent = farshore("mirror", "keep", "http://127.0.0.1:9", "--key", key, "--out", out)
    assert silent.returncode == PROBLEM and "The copy is kept" in silent.stderr
    unsafe = farshore("mirror", "keep", "http://x.example", "--key", key, "--out", out)
    assert unsafe.returncode == PROBLEM and "not https" in unsafe.stderr
    assert not (tmp_path / "var").exists()


def test_a_list_that_is_not_the_houses_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site/data").mkdir(parents=True)
    (tmp_path / "site/data/revocations.json").write_bytes(b"{}")
    key = "h860vFKBZ47vs8bF/lt7FbM7aFTCkX9rXFUW8RdURXM="
    with served.folder(tmp_path / "site") as url:
        ended = farshore("mirror", "keep", url, "--key", key, "--out", tmp_path / "copy")
    assert ended.returncode == REFUSED and "not signed by this key" in ended.stderr


def test_the_key_of_a_house_stays_the_same(tmp_path: Path) -> None:
    house = migrated(tmp_path / "house")
    first = farshore("mirror", "key", "--data", house)
    assert first.returncode == DONE
    assert farshore("mirror", "key", "--data", house).stdout == first.stdout
