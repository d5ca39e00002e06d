"""What the checks found, for people and for scripts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core import checks

from farshore.config.checks.catalogue import BY_ID

_SHARPER = frozenset({"farshore.W004", "farshore.W005", "farshore.W006"})
"""Warnings that stop a house on the open internet."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    id: str
    stops: bool
    sentence: str
    hint: str
    page: str

    def as_dict(self) -> dict[str, str]:
        """For `--json`."""
        told = asdict(self)
        stops = told.pop("stops")
        return {"level": "error" if stops else "warning", **told}

    def short(self) -> str:
        """On one line."""
        return f"{'Error' if self.stops else 'Warning'} {self.id}: {self.sentence}"


def findings(*, deploy: bool) -> list[Finding]:
    """Errors first. `deploy`: also what matters on the open internet."""
    messages = checks.run_checks(include_deployment_checks=deploy)
    told = [_finding(m, deploy=deploy) for m in messages if not m.is_silenced()]
    return sorted(told, key=lambda found: (not found.stops, found.id))


def in_words(findings: Sequence[Finding]) -> list[str]:
    """Lines for a person."""
    if not findings:
        return ["Everything is as it should be."]
    lines = []
    for found in findings:
        lines += [found.short(), f"    {found.hint}" if found.hint else ""]
        lines += [f"    More: {found.page}" if found.page else ""]
    return [line for line in lines if line]


def _finding(message: checks.CheckMessage, *, deploy: bool) -> Finding:
    id = message.id or "django"
    entry = BY_ID.get(id.removeprefix("farshore."))
    stops = message.is_serious() or (deploy and id in _SHARPER)
    page = entry.page if entry else ""
    return Finding(id, stops, str(message.msg), str(message.hint or ""), page)
