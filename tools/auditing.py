"""What the audits of dependencies told, judged: pure functions over their outputs.

Two programs ask: `uv audit` (OSV, for uv.lock) and `npm audit` (npm's registry, for
package-lock.json). tools/check_dependencies.py starts them.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

NOTE = "Note: "
"""Begins a line that `make check` shows although the check passes."""

_SEVERE = frozenset({"high", "critical"})
_SEVERITIES = _SEVERE | {"info", "low", "moderate"}
_KEYS = frozenset({"id", "package", "why", "until"})
_NO_ANSWER = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|"
    r"error sending request|dns error|network timeout|socket hang up|operation timed out|"
    r"certificate|decoding response body|invalid json response body|"
    # Whatever stands between says no. 400 is left out: then it is we who ask wrongly.
    r"HTTP status (?:client|server) error \((?!400)\d{3}|"
    r"\b(?!400)[45]\d\d [A-Z][\w -]+ - (?:POST|GET) ",
    re.IGNORECASE,
)


class Unreachable(Exception):
    """Nobody answered who knows the vulnerabilities; the argument says what was seen instead."""


class Unclear(Exception):
    """An output or the exceptions file cannot be understood; the argument says why."""


@dataclass(frozen=True)
class Ended:
    """An audit that ran to its end: what it wrote."""

    output: str
    errors: str


@dataclass(frozen=True)
class Finding:
    """A vulnerability in a locked package, with all the names it has."""

    ids: tuple[str, ...]
    package: str
    version: str
    what: str

    def __str__(self) -> str:
        return f"{self.ids[0]}: {self.package} {self.version}: {self.what}"


@dataclass(frozen=True)
class Allowance:
    """One entry of the exceptions file."""

    id: str
    package: str
    why: str
    until: date

    def covers(self, finding: Finding) -> bool:
        return self.package == finding.package and self.id in finding.ids


@dataclass(frozen=True)
class Verdict:
    """Whether the check passes, and the lines to say."""

    sound: bool
    lines: tuple[str, ...]


def in_python(ended: Ended) -> list[Finding]:
    """Findings of `uv audit --output-format json`. Raises Unreachable, Unclear."""
    told = _told(ended, "uv audit")
    try:
        if told["summary"]["audited_packages"] < 1:
            raise Unclear("uv audit looked at no package")
        if not isinstance(told["vulnerabilities"], list):
            raise Unclear("uv audit's output has another shape: vulnerabilities are no list")
        return [_from_uv(one) for one in told["vulnerabilities"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise Unclear(f"uv audit's output has another shape ({error!r})") from error


def in_frontend(ended: Ended, versions: Mapping[str, str]) -> list[Finding]:
    """Findings of `npm audit --json` that are high or critical. Raises Unreachable, Unclear.

    `versions` is by place in the lock file, such as `node_modules/d3-geo`.
    """
    told = _told(ended, "npm audit")
    try:
        if told["metadata"]["dependencies"]["total"] < 1:
            raise Unclear("npm audit looked at no package")
        packages = told["vulnerabilities"].values()
        return [found for package in packages for found in _from_npm(package, versions)]
    except (KeyError, TypeError, AttributeError) as error:
        raise Unclear(f"npm audit's output has another shape ({error!r})") from error


def locked_versions(lock: str) -> dict[str, str]:
    """Versions by place, from the text of package-lock.json."""
    packages = json.loads(lock)["packages"]
    return {place: package.get("version", "?") for place, package in packages.items()}


def allowances(text: str) -> list[Allowance]:
    """The exceptions file. Raises Unclear where an entry lacks something."""
    try:
        entries = tomllib.loads(text).get("exception", [])
        return [_allowance(entry) for entry in entries]
    except (tomllib.TOMLDecodeError, AttributeError, TypeError) as error:
        raise Unclear(f"audit-exceptions.toml cannot be read: {error}") from error


def judge(
    audits: Mapping[str, Callable[[], Sequence[Finding]]],
    excepted: Iterable[Allowance],
    today: date,
) -> Verdict:
    """The verdict on all audits, by the name of what each looks at."""
    allowed = list(excepted)
    overdue = [one for one in allowed if one.until < today]
    lines = [f"{one.id}: the exception for {one.package} ended on {one.until}" for one in overdue]
    sound = not overdue
    for name, audit in audits.items():
        passes, more = _one(name, audit, allowed)
        sound, lines = sound and passes, lines + more
    return Verdict(sound, tuple(lines))


def _one(
    name: str, audit: Callable[[], Sequence[Finding]], allowed: Sequence[Allowance]
) -> tuple[bool, list[str]]:
    try:
        found = audit()
    except Unreachable as error:
        return True, [f"{NOTE}{name} was not audited: no answer from the advisories ({error})"]
    except Unclear as error:
        return False, [f"{name}: {error}"]
    # One whose time is over still covers: its own line fails, and says why.
    bad = [finding for finding in found if not any(one.covers(finding) for one in allowed)]
    return not bad, [str(finding) for finding in bad]


def _told(ended: Ended, program: str) -> Any:
    """The JSON of an audit. A reason why nobody answered may stand in either stream."""
    try:
        told = json.loads(ended.output)
    except ValueError:
        told = None
    if isinstance(told, dict) and "vulnerabilities" in told:
        return told
    said = told.get("message", ended.errors) if isinstance(told, dict) else ended.errors
    line = next((line for line in str(said).splitlines() if _NO_ANSWER.search(line)), None)
    if line is not None:
        raise Unreachable(line.strip().removeprefix("error: ").removeprefix("cause: "))
    raise Unclear(f"{program} cannot be understood: {(ended.errors or ended.output).strip()[:300]}")


def _from_uv(one: Mapping[str, Any]) -> Finding:
    package, fixed = one["dependency"], ", ".join(one.get("fix_versions") or [])
    what = f"{one.get('summary') or 'no summary'} (fixed in: {fixed or 'nothing yet'})"
    ids = (one["id"], *(one.get("aliases") or []))
    return Finding(ids, package["name"], package["version"], what)


def _from_npm(package: Mapping[str, Any], versions: Mapping[str, str]) -> list[Finding]:
    """A text in `via` names another package that is at fault, and that has its own entry."""
    found = ", ".join(sorted({versions.get(place, "?") for place in package["nodes"]}))
    faults = [one for one in package["via"] if not isinstance(one, str)]
    if unknown := {one["severity"] for one in faults} - _SEVERITIES:
        raise Unclear(f"npm audit tells of a severity that is not known here: {unknown}")
    return [
        Finding((_npm_id(one), str(one["source"])), package["name"], found, one["title"])
        for one in faults
        if one["severity"] in _SEVERE
    ]


def _npm_id(one: Mapping[str, Any]) -> str:
    """GHSA-…, which npm tells only as the end of an address."""
    last = str(one["url"]).rsplit("/", 1)[-1]
    return last or str(one["source"])


def _allowance(entry: Mapping[str, Any]) -> Allowance:
    if set(entry) != _KEYS:
        raise Unclear(f"audit-exceptions.toml: an exception has id, package, why, until: {entry}")
    until = entry["until"]
    if not isinstance(until, date) or isinstance(until, datetime):
        raise Unclear(f"audit-exceptions.toml: until is a date without quotes: {entry}")
    if not all(isinstance(entry[key], str) and entry[key].strip() for key in _KEYS - {"until"}):
        raise Unclear(f"audit-exceptions.toml: id, package and why are texts: {entry}")
    return Allowance(entry["id"], entry["package"], entry["why"], until)
