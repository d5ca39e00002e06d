"""Every wording in which people were asked what their story may be used for, kept as it was.

One file of JSON for each version: the words of each use and what was explained beneath them, in
English, from which the other languages are translated. A file is never changed: a new wording is a
new file, and `consent.WORDING` names it.
"""

import json
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def known() -> dict[str, tuple[tuple[str, str], ...]]:
    """The versions, newest first; for each the pairs of words and explanation."""
    files = sorted(_HERE.glob("*.json"), reverse=True)
    return {file.stem: _pairs(json.loads(file.read_text(encoding="utf-8"))) for file in files}


def _pairs(told: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, explained) for label, explained in told.values())
