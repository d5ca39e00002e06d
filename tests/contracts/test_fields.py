"""Forms of the house, template by template."""

import re
from collections.abc import Iterator
from pathlib import Path

import farshore


def test_every_field_of_ours_says_what_type_it_is() -> None:
    """Without it the studio's styles draw no border: a field that nobody sees."""
    assert [where for where, text in _templates() if _untyped(text)] == []
    assert _untyped('<input name="a">') and not _untyped('<input type="text" name="a">')  # control


def _untyped(text: str) -> list[str]:
    return re.findall(r"<input (?![^>]*\btype=)[^>]*>", text)


def _templates() -> Iterator[tuple[str, str]]:
    root = Path(farshore.__file__).parent
    for path in sorted(root.rglob("*.html")):
        if "assets" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_text("utf-8")
