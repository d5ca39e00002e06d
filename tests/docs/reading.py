"""Reading this repository's Markdown: pages, headings, links, commands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_ELSEWHERE = {".venv", "node_modules", "var", "build", "dist", ".git", ".claude"}
_FENCE = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1`*\s*?$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:(?<=\n\n)|^)((?: {4}[^\n]*\n)+)", re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One page. `text` is all of it; what is code is told apart from what is prose."""

    path: Path
    text: str

    @classmethod
    def at(cls, path: Path) -> "Page":
        return cls(path, path.read_text("utf-8"))

    @cached_property
    def blocks(self) -> list[str]:
        """Blocks of code, fenced or indented."""
        fenced = [found[2] for found in _FENCE.finditer(self.text)]
        rest = _FENCE.sub("\n", self.text)
        return fenced + [found[1] for found in _INDENTED.finditer(rest)]

    @cached_property
    def prose(self) -> str:
        """The page without its blocks of code."""
        return _INDENTED.sub("\n", _FENCE.sub("\n", self.text))

    @cached_property
    def inline(self) -> list[str]:
        """What stands between backquotes in the prose."""
        return [found[1].replace("\n", " ") for found in _INLINE.finditer(self.prose)]

    @cached_property
    def links(self) -> list[str]:
        """Where the prose links to."""
        return _LINK.findall(_INLINE.sub("``", self.prose))

    @cached_property
    def anchors(self) -> set[str]:
        """What a link may name after `#`, as code hosts make it of the headings."""
        made: dict[str, int] = {}
        for heading in _HEADING.findall(_FENCE.sub("\n", self.text)):
            made[_anchor(heading)] = made.get(_anchor(heading), -1) + 1
        return {
            f"{name}-{n}" if n else name for name, last in made.items() for n in range(last + 1)
        }

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix() if self.path.is_absolute() else str(self.path)


def pages() -> Iterator[Page]:
    """Every Markdown page of the repository."""
    for path in sorted(ROOT.rglob("*.md")):
        if not _ELSEWHERE & set(path.relative_to(ROOT).parts):
            yield Page.at(path)


def _anchor(heading: str) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
    kept = "".join(c for c in plain.lower() if c.isalnum() or c in "_- ")
    return kept.strip().replace(" ", "-")
