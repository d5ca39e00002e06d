"""Pages that say what the code says do not lag behind it."""

from pathlib import Path

import pytest

from tools import generate_docs


def test_generated_pages_are_fresh() -> None:
    made = generate_docs.pages()
    assert len(made) > 20
    assert [path.name for path, text in made.items() if generate_docs._now(path) != text] == []


def test_a_page_of_a_check_that_is_gone_is_noticed() -> None:
    pages = set((generate_docs.RUNNING / "checks").glob("*.md"))
    assert pages <= generate_docs.pages().keys()


def test_a_setting_without_words_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from farshore.config import described

    without = {name: words for name, words in described.SETTINGS.items() if name != "FARSHORE_DEMO"}
    monkeypatch.setattr(described, "SETTINGS", without)
    with pytest.raises(generate_docs.Undescribed, match="FARSHORE_DEMO"):
        generate_docs.settings_page()


def test_a_stale_page_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = generate_docs.ROOT / "docs" / "running" / "settings.md"
    monkeypatch.setattr(generate_docs, "pages", lambda: {page: "what the code says now"})
    monkeypatch.setattr("sys.argv", ["generate_docs.py", "--check"])
    assert generate_docs.main() == 1
    assert "stale: docs/running/settings.md" in capsys.readouterr().out
