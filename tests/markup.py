"""Reading pages as a strict parser would: what is wrong with the markup, in words.

It knows what our templates may get wrong: tags that do not close, an id given twice or pointed to
in vain, headings that skip a level, words without a language that can be known, things inside a
paragraph or a link that may not stand there, and anything that the policy of the house forbids.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

Attributes = list[tuple[str, str | None]]

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_FLOW = frozenset(
    "article aside div dl fieldset figure footer form h1 h2 h3 h4 header main nav ol p section "
    "table ul details".split()
)
_WITH_WORDS = frozenset({"a", "button", "h1", "h2", "h3", "legend", "summary", "title"})
_POINTING = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


@dataclass
class Element:
    """An open element, its attributes, and the words that were in it."""

    name: str
    given: dict[str, str]
    words: str = ""


@dataclass
class Markup(HTMLParser):
    """One page, read. `faults` are sentences; `elements` all that was opened, in order."""

    text: str
    faults: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)
        self.close()
        self.faults += [f"<{one.name}> is never closed" for one in self._open]
        self._look_over()

    def all(self, name: str, /, **given: str) -> list[Element]:
        """Every element of that name with these attributes."""
        return [
            one for one in self.elements if one.name == name and given.items() <= one.given.items()
        ]

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.faults.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        names = [name for name, _value in attrs]
        self.faults += [f"<{tag}> has two {name}" for name in set(names) if names.count(name) > 1]
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._placed(element)
        self._allowed(element)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """A slash at the end closes only in pictures drawn in the page."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].name != tag:
            inside = self._open[-1].name if self._open else "nothing"
            self.faults.append(f"</{tag}> closes <{inside}>")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data

    def _placed(self, element: Element) -> None:
        above = [one.name for one in self._open]
        if element.name in _FLOW and "p" in above:
            self.faults.append(f"<{element.name}> in a paragraph")
        if element.name in {"a", "button", "input"} and {"a", "button"} & set(above):
            self.faults.append(f"<{element.name}> in a link or a button")
        if element.name == "li" and above[-1:] not in (["ol"], ["ul"]):
            self.faults.append("<li> outside a list")
        if above[-1:] in (["ol"], ["ul"]) and element.name != "li":
            self.faults.append(f"<{element.name}> in a list")

    def _allowed(self, element: Element) -> None:
        given = element.given
        self.faults += [f"an inline {name}" for name in given if name.startswith("on")]
        if "style" in given or element.name == "style":
            self.faults.append(f"an inline style at <{element.name}>")
        if element.name == "script" and "src" not in given:
            self.faults.append("an inline script")
        if element.name == "img" and not {"alt", "width", "height"} <= set(given):
            self.faults.append(f"<img> without alt, width or height: {given.get('src')}")
        for name in ("src", "srcset", "action"):
            if given.get(name, "").startswith(("http:", "https:", "//")):
                self.faults.append(f"{name} leads to another house: {given[name]}")

    def _look_over(self) -> None:
        ids = [one.given["id"] for one in self.elements if "id" in one.given]
        self.faults += [f"two elements are #{one}" for one in set(ids) if ids.count(one) > 1]
        for element in self.elements:
            for name in _POINTING:
                lost = set(element.given.get(name, "").split()) - set(ids)
                self.faults += [f"{name} points to no #{one}" for one in lost]
            if element.name in _WITH_WORDS and not _named(element):
                self.faults.append(f"<{element.name}> says nothing")
        self._headings()

    def _headings(self) -> None:
        levels = [int(one.name[1]) for one in self.elements if one.name in {"h1", "h2", "h3", "h4"}]
        if levels.count(1) != 1:
            self.faults.append(f"{levels.count(1)} first headings")
        if levels and levels[0] != 1:
            self.faults.append(f"the first heading is an h{levels[0]}")
        for before, level in pairwise(levels):
            if level > before + 1:
                self.faults.append(f"an h{level} after an h{before}")


def _named(element: Element) -> bool:
    return bool(element.words.strip() or element.given.get("aria-label"))
