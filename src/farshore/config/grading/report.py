"""What was found, the grade that follows from it, and both in words.

The rule: A: nothing failed, and at most two things could be better. B: nothing failed. C: one
thing failed. D: two or three. E: more. F: a grave thing failed, or more than half of what was
looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from farshore.config.grading.catalogue import BY_ID, FAIL, GRAVE, WARN, Entry

GRADES = "ABCDEF"
FEW_WARNINGS = 2
PASS, UNSEEN = "pass", "unseen"

_GROUPS = (
    (GRAVE, "Grave"),
    (FAIL, "Failed"),
    (WARN, "Could be better"),
    (UNSEEN, "Not looked at"),
    (PASS, "As it should be"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `level`: grave, fail, warn, unseen or pass; `saw`: what was
    seen, a sentence."""

    entry: Entry
    level: str
    saw: str

    @property
    def title(self) -> str:
        return self.entry.title if self.level in {GRAVE, FAIL, WARN} else self.entry.right

    def as_dict(self) -> dict[str, str]:
        """For `--json`."""
        told = {"id": self.entry.id, "level": self.level, "title": self.title, "saw": self.saw}
        return told | {"why": self.entry.why, "do": self.entry.do}


def tame(text: str) -> str:
    """What came from elsewhere, safe to be shown: nothing in it moves a terminal's cursor, or turns
    the direction of writing."""
    return "".join(one if one.isprintable() else "·" for one in text)


def judged(id: str, faults: Iterable[str], right: str = "", *, level: str = "") -> Finding:
    """What is the matter, or that nothing is. `level` where it counts less than usually."""
    entry, told = BY_ID[id], list(dict.fromkeys(faults))
    if told:
        return Finding(entry, level or entry.level, tame(" ".join(told)))
    return Finding(entry, PASS, tame(right))


def judged_among(
    id: str, pages: Sequence[object], faults: Iterable[str], right: str = ""
) -> Finding:
    """As `judged`, where there were pages to look at: of none nothing good is said."""
    return (
        judged(id, faults, right)
        if pages
        else unseen(id, f"{BY_ID[id].right}: that could not be looked at.")
    )


def unseen(id: str, why: str) -> Finding:
    """It could not be looked at, and counts for nothing."""
    return Finding(BY_ID[id], UNSEEN, why)


def grade(findings: Sequence[Finding]) -> str:
    """A to F, by the rule above."""
    levels = [found.level for found in findings]
    failed, warned = levels.count(FAIL), levels.count(WARN)
    looked = len(levels) - levels.count(UNSEEN)
    if GRAVE in levels or failed > looked / 2:
        return "F"
    if failed:
        return "C" if failed == 1 else "D" if failed <= 3 else "E"
    return "A" if warned <= FEW_WARNINGS else "B"


def is_enough(given: str, *, least: str) -> bool:
    """Whether a grade is as good as `least`, or better."""
    return GRADES.index(given) <= GRADES.index(least)


def in_words(address: str, findings: Sequence[Finding]) -> list[str]:
    """Lines for a person: the grade, then the worst first."""
    lines = [f"{address}: {grade(findings)}. {_counted(findings)}"]
    for level, title in _GROUPS:
        group = [found for found in findings if found.level == level]
        lines += ["", title] if group else []
        for found in group:
            lines += _told(found)
    return lines


def _told(found: Finding) -> list[str]:
    if found.level == UNSEEN:
        return [f"  {found.saw}"]
    if found.level == PASS:
        return [f"  {found.title}. {found.saw}".rstrip()]
    return [
        f"  {found.title} ({found.entry.id})",
        f"    {found.saw}",
        f"    Why: {found.entry.why}",
        f"    Do: {found.entry.do}",
    ]


def _counted(findings: Sequence[Finding]) -> str:
    count = {level: sum(f.level == level for f in findings) for level, _title in _GROUPS}
    parts = [
        f"{count[GRAVE] + count[FAIL]} failed",
        f"{count[WARN]} could be better",
        f"{count[PASS]} as it should be",
        f"{count[UNSEEN]} not looked at",
    ]
    return ", ".join(parts) + "."
