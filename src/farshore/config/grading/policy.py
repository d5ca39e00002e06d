"""Reading a Content-Security-Policy as strictly as our own is written."""

from collections.abc import Sequence
from urllib.parse import urlsplit

_UNSAFE = frozenset({"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'"})
_WITHOUT_A_NETWORK = {
    "data:": frozenset({"img-src", "font-src", "media-src"}),
    "blob:": frozenset({"img-src", "media-src", "worker-src", "child-src"}),
}
_OWN = frozenset({"'self'", "'none'"})
_NO_SOURCES = frozenset(
    """block-all-mixed-content report-to report-uri require-trusted-types-for sandbox trusted-types
    upgrade-insecure-requests""".split()
)
_REQUIRED = ("frame-ancestors", "form-action", "base-uri")
"""What `default-src` does not stand for."""


def faults(policies: Sequence[str], *, host: str) -> list[str]:
    """What is wrong, in words that follow "its policy"; none where one of the policies is strict.

    Browsers obey all of them, so that the strictest is the one that protects.
    """
    single = [part for policy in policies for part in policy.split(",") if part.strip()]
    if not single:
        return ["is missing"]
    return min((_faults(_read(policy), host) for policy in single), key=len)


def _read(policy: str) -> dict[str, list[str]]:
    """Directives and their values; of two of one name the first counts."""
    told: dict[str, list[str]] = {}
    for part in policy.split(";"):
        words = part.split()
        if words:
            told.setdefault(words[0].lower(), words[1:])
    return told


def _faults(told: dict[str, list[str]], host: str) -> list[str]:
    found = []
    if "script-src" not in told and "default-src" not in told:
        found.append("does not say from where scripts may come")
    found += [f"has no {name}" for name in _REQUIRED if name not in told]
    for name, values in told.items():
        if name not in _NO_SOURCES:
            found += [word for value in values if (word := _fault(name, value, host))]
    reports = [value for value in told.get("report-uri", []) if _is_elsewhere(value, host)]
    found += [f"has browsers report to {value}" for value in reports]
    return found


def _fault(name: str, value: str, host: str) -> str:
    """What is wrong with one source; empty where nothing is."""
    low = value.lower()
    if low in _UNSAFE:
        return f"has {low} in {name}"
    if low in _WITHOUT_A_NETWORK:
        return "" if name in _WITHOUT_A_NETWORK[low] else f"has {low} in {name}"
    if low.startswith("'") or low in _OWN:
        return ""
    if low in {"*", "http:", "https:", "ws:", "wss:"}:
        return f"lets in everybody ({low} in {name})"
    return f"lets in {low} ({name})" if _is_elsewhere(low, host) else ""


def _is_elsewhere(value: str, host: str) -> bool:
    """Whether a source or an address leads to another site than `host`."""
    if value.startswith("/") and not value.startswith("//"):
        return False
    try:
        parts = urlsplit(value if "//" in value else f"//{value}")
        return (parts.hostname or "") != host
    except ValueError:
        return True
