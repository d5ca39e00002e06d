"""Invented sentences with what must be noticed in them, and how well it is: precision and recall.

`flags_corpus/KIND.txt`: a language, a tab, a text. What stands between ⟦ and ⟧ must be noticed as
that kind; everything else in the text must not be. A line without brackets is one that looks alike.
`flags_plain/LANGUAGE.txt` is a story in which nothing must be noticed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from farshore.intake.telling import Telling
from farshore.moderation.flags import flags_of

FOLDER = Path(__file__).with_name("flags_corpus")
PLAIN = Path(__file__).with_name("flags_plain")
KINDS = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))

# What a text is filled with to make patterns try again and again. Name: what is repeated.
HOSTILE = {
    "digits": "1",
    "digits and spaces": "1 ",
    "digits and dashes": "1-",
    "digits and slashes": "12/",
    "digits and points": "1.1111,",
    "arabic digits": "٤",
    "capitals": "A",
    "capital words": "Aa ",
    "joined capitals": "Aa-",
    "mixed": "A1-",
    "at": "a@",
    "at and points": "@a.",
    "points": "a.",
    "brackets": "(",
    "passport lines": "A<",
    "fillers": "<",
    "account": "AB12 CDEF ",
    "network card": "ff:",
    "plus": "+",
    "days": "12 March ",
    "houses": "12 Market ",
    "streets": "calle Mayor ",
    "korean": "혜산에서 ",
    "korean road": "가로 1",
    "korean broker": "브로커 이름은 ",
    "korean kin": "우리 동생 김철수",
    "chinese": "王",
    "chinese road": "路1",
    "chinese kin": "我妹妹叫小",
    "chinese numbers": "一",
    "arabic": "ا",
    "arabic road": "شارع ال ",
    "arabic still": "ما زال ",
    "persian road": "خیابان گل، ",
    "persian broker": "قاچاقچی ما ",
    "russian road": "ул. Ленина ",
    "russian plate": "А123",
    "child": "my son ",
    "broker": "the broker ",
    "broker called": "smuggler called ",
    "accused": "Hamid Hamid ",
    "kin": "sister Aisha ",
    "passport": "passport ",
    "ship": "ship «",
    "every": "every Tuesday ",
    "tunnel": "tunnel still ",
    "spaces": " ",
    "lines": "\n",
}

Span = tuple[int, int]


def hostile(name: str, length: int) -> str:
    """A text of so many letters, filled with what `HOSTILE` has under this name."""
    part = HOSTILE[name]
    return (part * (length // len(part) + 1))[:length]


@dataclass(frozen=True, slots=True)
class Line:
    """A text of one language with its spans."""

    language: str
    text: str
    spans: tuple[Span, ...]


def lines(kind: str) -> Iterator[Line]:
    """The sentences of one kind, in the file's order."""
    for row in (FOLDER / f"{kind}.txt").read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            language, marked = row.split("\t")
            yield Line(language, re.sub("[⟦⟧]", "", marked), tuple(_spans(marked)))


def _spans(marked: str) -> Iterator[Span]:
    for before, found in enumerate(re.finditer("⟦([^⟧]+)⟧", marked)):
        start = found.start() - 2 * before
        yield start, start + len(found.group(1))


def noticed(line: Line, kind: str) -> list[Span]:
    """What is noticed as this kind, in a story of which nothing else is known."""
    told = Telling(text=line.text, language=line.language)
    return [(one.start, one.end) for one in flags_of(told) if one.kind == kind and one.end]


def is_same(one: Span, other: Span) -> bool:
    """Whether two spans share at least half of what both cover."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= max(one[1], other[1]) - min(one[0], other[0])


def judged(kind: str) -> dict[str, Counter[str]]:
    """By language: `right`, `exact` of those, `wrong` (noticed in vain) and `missed` spans."""
    counts: dict[str, Counter[str]] = {}
    for line in lines(kind):
        counts.setdefault(line.language, Counter()).update(judge(line, kind))
    return counts


def judge(line: Line, kind: str) -> Counter[str]:
    """How one line fares; `texts` counts it."""
    seen = noticed(line, kind)
    met = {span for span in line.spans if any(is_same(span, one) for one in seen)}
    wrong = [one for one in seen if not any(is_same(span, one) for span in line.spans)]
    return Counter(
        texts=1,
        right=len(met),
        exact=len(met & set(seen)),
        wrong=len(wrong),
        missed=len(line.spans) - len(met),
    )


def precision(count: Counter[str]) -> float:
    """Of what was noticed, the share that was there."""
    return count["right"] / max(1, count["right"] + count["wrong"])


def recall(count: Counter[str]) -> float:
    """Of what was there, the share that was noticed."""
    return count["right"] / max(1, count["right"] + count["missed"])
