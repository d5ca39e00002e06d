"""Known vulnerabilities fail the checks, with their names; a silent service does not."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tools.auditing import (
    NOTE,
    Allowance,
    Ended,
    Finding,
    Unclear,
    Unreachable,
    Verdict,
    allowances,
    in_frontend,
    in_python,
    judge,
    locked_versions,
)
from tools.setup.frontend import FRONTEND

from tools import check_dependencies, checking

TODAY = date(2026, 11, 25)
YESTERDAY = date(2026, 11, 24)

# Trimmed from what uv 0.13.9 and npm 11.19 wrote about an advisory that was made up.
UV: dict[str, Any] = {
    "schema": {"version": "preview"},
    "summary": {"audited_packages": 119, "vulnerabilities": 1, "adverse_statuses": 0},
    "vulnerabilities": [
        {
            "dependency": {"name": "jinja2", "version": "3.1.6"},
            "id": "GHSA-aaaa-bbbb-cccc",
            "aliases": ["CVE-2026-1"],
            "summary": "A hole",
            "fix_versions": ["99.0"],
        }
    ],
}
NPM: dict[str, Any] = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "esbuild": {
            "name": "esbuild",
            "severity": "high",
            "via": [
                {
                    "source": 1234,
                    "title": "Bad thing",
                    "url": "https://github.com/advisories/GHSA-dddd-eeee-ffff",
                    "severity": "high",
                }
            ],
            "nodes": ["node_modules/esbuild"],
        },
        "uses-it": {
            "name": "uses-it",
            "severity": "high",
            "via": ["esbuild"],
            "nodes": ["node_modules/uses-it"],
        },
    },
    "metadata": {"dependencies": {"prod": 1, "dev": 108, "total": 108}},
}
VERSIONS = {"node_modules/esbuild": "0.28.2", "node_modules/uses-it": "1.0.0"}

NO_NAME = """error: Request failed after 3 retries
  cause: error sending request for url (https://api.osv.dev/v1/querybatch)
  cause: dns error
"""
BUSY = "error: HTTP status server error (503 Service Unavailable) for url (https://api.osv.dev/)"
PORTAL = "error: error decoding response body for url (https://api.osv.dev/v1/querybatch)"
WRONG = "error: HTTP status client error (400 Bad Request) for url (https://api.osv.dev/)"
REFUSED = "request to https://registry.npmjs.org/ failed, reason: connect ECONNREFUSED 10.0.0.1:443"
MIRROR = (
    "405 Method Not Allowed - POST https://registry.npmjs.org/-/npm/v1/security/advisories/bulk"
)


def _as_bad_as(severity: str) -> dict[str, Any]:
    package = NPM["vulnerabilities"]["esbuild"]
    return {**package, "via": [{**package["via"][0], "severity": severity}]}


def python(told: object = UV, errors: str = "") -> list[Finding]:
    return in_python(Ended(told if isinstance(told, str) else json.dumps(told), errors))


def frontend(told: object = NPM, errors: str = "") -> list[Finding]:
    return in_frontend(Ended(json.dumps(told), errors), VERSIONS)


def judged(
    audit: Callable[[], list[Finding]], *excepted: Allowance, today: date = TODAY
) -> Verdict:
    return judge({"a.lock": audit}, excepted, today)


def allowing(id: str = "GHSA-aaaa-bbbb-cccc", package: str = "jinja2") -> Allowance:
    return Allowance(id, package, "Never reached.", TODAY)


def test_a_vulnerability_in_python_fails_with_id_package_and_version() -> None:
    verdict = judged(python)
    assert not verdict.sound
    assert verdict.lines == ("GHSA-aaaa-bbbb-cccc: jinja2 3.1.6: A hole (fixed in: 99.0)",)


def test_a_vulnerability_in_the_front_end_fails_once_where_it_lies() -> None:
    verdict = judged(frontend)
    assert not verdict.sound
    assert verdict.lines == ("GHSA-dddd-eeee-ffff: esbuild 0.28.2: Bad thing",)


def test_control_nothing_known_passes_without_a_word() -> None:
    assert judged(lambda: python({**UV, "vulnerabilities": []})) == Verdict(True, ())
    assert judged(lambda: frontend({**NPM, "vulnerabilities": {}})) == Verdict(True, ())


@pytest.mark.parametrize(("severity", "fails"), [("moderate", False), ("critical", True)])
def test_the_front_end_fails_from_high_upwards(severity: str, fails: bool) -> None:
    assert bool(frontend({**NPM, "vulnerabilities": {"esbuild": _as_bad_as(severity)}})) is fails


@pytest.mark.parametrize("id", ["GHSA-aaaa-bbbb-cccc", "CVE-2026-1"])
def test_an_exception_holds_by_any_name_through_its_last_day(id: str) -> None:
    assert judged(python, allowing(id)) == Verdict(True, ())


@pytest.mark.parametrize(
    "other", [allowing(id="GHSA-none"), allowing(package="django")], ids=["id", "package"]
)
def test_an_exception_for_something_else_lets_nothing_pass(other: Allowance) -> None:
    assert not judged(python, other).sound


def test_an_exception_past_its_day_fails_and_is_named() -> None:
    old = Allowance("CVE-2026-1", "jinja2", "Never reached.", YESTERDAY)
    verdict = judged(python, old)
    assert not verdict.sound
    assert verdict.lines == ("CVE-2026-1: the exception for jinja2 ended on 2026-11-24",)


@pytest.mark.parametrize("said", [NO_NAME, BUSY, PORTAL], ids=["no-name", "busy", "portal"])
def test_osv_out_of_reach_passes_and_is_said_in_one_line(said: str) -> None:
    verdict = judged(lambda: python("", said))
    assert verdict.sound
    (line,) = verdict.lines
    assert line.startswith(f"{NOTE}a.lock was not audited: no answer from the advisories (")
    assert "\n" not in line


@pytest.mark.parametrize("said", [REFUSED, MIRROR], ids=["refused", "mirror"])
def test_npm_out_of_reach_passes_and_is_said_in_one_line(said: str) -> None:
    with pytest.raises(Unreachable, match="^" + said[:20]):
        frontend({"message": said, "error": {"summary": "", "detail": ""}})


def test_one_service_out_of_reach_does_not_silence_the_other() -> None:
    verdict = judge({"one": lambda: python("", NO_NAME), "two": frontend}, [], TODAY)
    assert not verdict.sound
    assert len(verdict.lines) == 2


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ("", ""),
        ("not json", "panicked"),
        ("[]", ""),
        ("", WRONG),
        ('{"vulnerabilities": []}', ""),
        ('{"summary": {"audited_packages": 0}, "vulnerabilities": []}', ""),
        ('{"summary": {"audited_packages": 9}, "vulnerabilities": [{}]}', ""),
        ('{"summary": {"audited_packages": 9}, "vulnerabilities": 1}', ""),
        ('{"summary": {"audited_packages": 9}, "vulnerabilities": {}}', ""),
        ('{"summary": {"audited_packages": 9}, "vulnerabilities": ""}', ""),
    ],
    ids=[
        "empty",
        "text",
        "list",
        "asked-wrongly",
        "no-summary",
        "none",
        "no-names",
        "number",
        "object",
        "words",
    ],
)
def test_garbage_from_uv_fails(told: str, errors: str) -> None:
    verdict = judged(lambda: python(told, errors))
    assert not verdict.sound
    assert verdict.lines[0].startswith("a.lock: uv audit")


@pytest.mark.parametrize(
    "told",
    [
        {"error": {"code": "ENOLOCK", "summary": "This command requires an existing lockfile."}},
        {"vulnerabilities": {}},
        {"vulnerabilities": {}, "metadata": {"dependencies": {"total": 0}}},
        {**NPM, "vulnerabilities": []},
        {**NPM, "vulnerabilities": {"esbuild": {}}},
        {**NPM, "vulnerabilities": {"esbuild": _as_bad_as("dreadful")}},
    ],
    ids=["no-lock", "no-summary", "none", "list", "no-names", "another-severity"],
)
def test_garbage_from_npm_fails(told: object) -> None:
    with pytest.raises(Unclear, match=r"^npm audit"):
        frontend(told)


def test_the_exceptions_file_is_sound_and_shows_an_entry_that_would_be() -> None:
    text = check_dependencies.EXCEPTIONS.read_text("utf-8")
    allowances(text)
    shown = text.partition("#\n")[2].splitlines()
    (example,) = allowances("\n".join(line.removeprefix("# ") for line in shown))
    assert example.package == "name"


@pytest.mark.parametrize(
    "entry",
    [
        'id = "A"\npackage = "b"\nuntil = 2027-01-01',
        'id = "A"\npackage = "b"\nwhy = " "\nuntil = 2027-01-01',
        'id = "A"\npackage = "b"\nwhy = "c"\nuntil = "2027-01-01"',
        'id = "A"\npackage = "b"\nwhy = "c"\nuntil = 2027-01-01T00:00:00',
        'id = "A',
    ],
    ids=["no-reason", "empty-reason", "day-as-text", "time", "torn"],
)
def test_an_exception_without_reason_or_day_is_refused(entry: str) -> None:
    with pytest.raises(Unclear, match=r"^audit-exceptions\.toml"):
        allowances(f"[[exception]]\n{entry}\n")


def test_an_audit_that_does_not_end_is_ended_and_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_dependencies, "PATIENCE", 0.1)
    forever = [sys.executable, "-c", "import time; time.sleep(60)"]
    verdict = check_dependencies.verdict_on(forever, forever)
    assert verdict.sound
    assert [line.startswith(NOTE) for line in verdict.lines] == [True, True]


def test_both_audits_together_take_less_than_a_minute() -> None:
    assert check_dependencies.PATIENCE <= 30


def test_an_audit_that_is_not_there_fails() -> None:
    missing = ["/nowhere/audit"]
    verdict = check_dependencies.verdict_on(missing, missing)
    assert not verdict.sound
    assert "cannot be started" in verdict.lines[0]


def test_make_check_audits_and_shows_what_it_could_not_ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "tools.check_dependencies" in checking.CHECKS["known vulnerabilities"]
    monkeypatch.setattr(checking, "CHECKS", {"one": f"echo chatter; echo '{NOTE}nobody answered'"})
    assert checking.check() == 0
    told = capsys.readouterr().out
    assert f"{NOTE}nobody answered" in told
    assert "chatter" not in told


class Advisories(BaseHTTPRequestHandler):
    """Both services, knowing of one hole in jinja2 and one in esbuild, both made up."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/querybatch"):
            queries = json.loads(asked)["queries"]
            self._answer({"results": [self._of(one["package"]["name"]) for one in queries]})
        else:
            self._answer({"esbuild": [self._fault()]})

    def do_GET(self) -> None:
        stamp = "2026-01-01T00:00:00Z"
        hole = {"id": "GHSA-aaaa-bbbb-cccc", "modified": stamp, "published": stamp, "affected": []}
        known = "/vulns/" in self.path
        self._answer(hole if known else {}, 200 if known else 404)

    @staticmethod
    def _of(package: str) -> dict[str, object]:
        hole = {"id": "GHSA-aaaa-bbbb-cccc", "modified": "2026-01-01T00:00:00Z"}
        return {"vulns": [hole]} if package == "jinja2" else {}

    @staticmethod
    def _fault() -> dict[str, object]:
        fault = NPM["vulnerabilities"]["esbuild"]["via"][0]
        return {**fault, "id": 1234, "vulnerable_versions": "*", "cwe": [], "cvss": {"score": 8}}

    def _answer(self, told: object, status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the test's output is what is asserted."""


@pytest.fixture
def advisories(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a service on this machine, asked without a proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Advisories) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_real_programs_are_understood_in_what_they_write(
    advisories: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """uv calls its output a preview: a new uv that writes another is seen here."""
    monkeypatch.setenv("npm_config_cache", str(tmp_path))
    monkeypatch.setenv("NODE_ENV", "production")
    monkeypatch.setattr(check_dependencies, "PATIENCE", 100)
    monkeypatch.setattr(check_dependencies, "EXCEPTIONS", tmp_path / "none.toml")
    (tmp_path / "none.toml").write_text("")
    verdict = check_dependencies.verdict_on(
        (*check_dependencies.UV, "--service-url", advisories),
        (*check_dependencies.NPM, "--registry", advisories),
    )
    esbuild = locked_versions((FRONTEND / "package-lock.json").read_text())
    assert not verdict.sound
    python, frontend = verdict.lines
    assert python.startswith("GHSA-aaaa-bbbb-cccc: jinja2 ")
    version = esbuild["node_modules/esbuild"]
    assert frontend == f"GHSA-dddd-eeee-ffff: esbuild {version}: Bad thing"
