"""Release forms for a film: one file for each country, language and version, kept as it was signed.

`any.en.2026-11.txt`: `any` is a template for every country, others are ISO 3166 codes (`DE`). The
first line is the title; then plain words; after a line `---` the full text, in which a line that
begins with `#` is a heading. A file is never changed once somebody has signed it: a new version is
a new file. The house's own lie in `FARSHORE_DATA/releases`, and stand before ours of that name.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ANY = "any"
APART = "---"
LARGEST = 200_000  # bytes
_HERE = Path(__file__).parent
_LANGUAGE, _VERSION = r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?", r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
_NAME = re.compile(rf"(any|[A-Z]{{2}})\.({_LANGUAGE})\.({_VERSION})")


@dataclass(frozen=True, slots=True)
class Form:
    """A text to sign. `plain` and `full` are paragraphs; `sha256` is of the file's bytes."""

    country: str
    language: str
    version: str
    title: str
    plain: tuple[str, ...]
    full: tuple[str, ...]
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.country}.{self.language}.{self.version}"


def newest() -> list[Form]:
    """The newest version of each country and language: the template for any country last."""
    found = {(one.country, one.language): one for one in sorted(_all(), key=lambda f: f.version)}
    return sorted(found.values(), key=lambda one: (one.country == ANY, one.country, one.language))


def form(name: str) -> Form | None:
    """A form of any version by its name, `any.en.2026-11`."""
    return next((one for one in _all() if one.name == name), None)


def fitting(language: str) -> Form | None:
    """What is shown first: the template for any country in this language, else in English, else
    whatever there is."""
    every = newest()
    order = [one for one in every if one.country == ANY] + every
    for wanted in (language, language.partition("-")[0], "en"):
        if found := next((one for one in order if one.language == wanted), None):
            return found
    return next(iter(order), None)


def unreadable() -> list[str]:
    """The names of the house's files that are no form."""
    return sorted(path.name for path in _files(settings.RELEASES) if _read(path) is None)


def _all() -> list[Form]:
    """Every form, the house's own before ours of the same name."""
    made: dict[str, Form] = {}
    for folder in (_HERE, settings.RELEASES):
        made |= {one.name: one for path in _files(folder) if (one := _read(path))}
    return list(made.values())


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.txt")) if folder.is_dir() else ()


def _read(path: Path) -> Form | None:
    named = _NAME.fullmatch(path.stem)
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None
    title, _line, rest = text.partition("\n")
    plain, apart, full = rest.partition(f"\n{APART}\n")
    parts = (title.strip(), _paragraphs(plain), _paragraphs(full))
    if not (named and apart and all(parts) and len(data) <= LARGEST):
        return None
    told = (named[1], named[2], named[3])
    return Form(*told, *parts, hashlib.sha256(data).hexdigest())


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())
