"""What an address asks for: the back, a file below `site/`, or nothing there could be.

An address is a path in bytes as it came, percent signs and all, without its query. Old addresses
that lie in the query (`/?p=12`) are told apart where `split` has both halves in its hand.
"""

import re
from urllib.parse import unquote_to_bytes

LONGEST = 1024
"""Bytes of a path. The press writes none longer."""

# `/tag/` is the one section whose name could be a language's. A page below a short name that is
# no language (`/faq/share/`) goes to the back, which answers with the same page.
_LANGUAGE = rb"(?:(?!tag/)[a-z]{2,3}(?:-[a-z0-9]{2,8})?/)?"
_DYNAMIC = re.compile(
    rb"/"
    + _LANGUAGE
    + rb"(?:share|return|claim|upload|oembed|count|studio|health|globe/live|vote/[^/]+/ballot)"
    + rb"(?:/|\Z)"
)
_STUDIO = re.compile(rb"/" + _LANGUAGE + rb"studio(?:/|\Z)")
_ACCOUNT = re.compile(rb"/" + _LANGUAGE + rb"share/account/")
_MAP = re.compile(rb"/" + _LANGUAGE + rb"globe/\Z")
_DOTS = re.compile(rb"(?:/|%2f)(?:\.|%2e){1,2}(?:/|%2f|\Z)", re.IGNORECASE)
_UNSOUND = re.compile(rb"//|[\x00-\x20\x7f\\]|%00|%5c", re.IGNORECASE)
_PRESSED = re.compile(rb"[A-Za-z0-9_~%-][A-Za-z0-9_.~%-]*")
_TOLD = re.compile(r"[^\x00-\x1f\x7f-\x9f/\\%.][^\x00-\x1f\x7f-\x9f/\\%]*")
_NOT_FOR_ALL = (".br", ".gz", ".part", ".410.html")
_NOT_BY_NAME = frozenset({"404.html", "410.html", "503.html"})
_INDEXES = (b"/index.html", b"/index.xml")
_ORIGIN = re.compile(rb"https?://[^/?#]+", re.IGNORECASE)


def split(target: bytes) -> tuple[bytes, bytes]:
    """Path and query of a request's target, which may carry an origin. An empty path is none."""
    if not target.startswith(b"/"):
        origin = _ORIGIN.match(target)
        target = target[origin.end() :] or b"/" if origin else b""
        target = b"/" + target if target.startswith(b"?") else target
    path, _, query = target.partition(b"?")
    return (b"" if b"#" in target else path), query


def is_dynamic(path: bytes) -> bool:
    """Whether the back answers this path."""
    if not _DYNAMIC.match(path):
        return False
    return not (_DOTS.search(path) or _UNSOUND.search(path))


def is_studio(path: bytes) -> bool:
    """Whether only the team works here: the place where cookies pass."""
    return _STUDIO.match(path) is not None


def is_account(path: bytes) -> bool:
    """Whether tellers log in here who want an account, where the operator turned that on: one
    cookie passes, for the way to a provider and back."""
    return _ACCOUNT.match(path) is not None


def is_map(path: bytes) -> bool:
    """Whether this page draws the globe."""
    return _MAP.match(path) is not None


def places(path: bytes) -> list[tuple[str, ...]]:
    """Where the bytes of a path may lie below `site/`, the likeliest first.

    A folder's names end with an empty one. None for what no public address can be.
    """
    sound = path.startswith(b"/") and path.isascii() and len(path) <= LONGEST
    if not sound or path.endswith(_INDEXES):
        return []
    found = [names for names in (_as_pressed(path), _as_told(path)) if names and _is_public(names)]
    return found[:1] if len(found) == 2 and found[0] == found[1] else found


def folder_of(path: bytes) -> bytes:
    """The folder whose page is asked for by its file's name (`/index.html`); empty if it is not."""
    return path[: path.rindex(b"/") + 1] if path.endswith(_INDEXES) else b""


def _as_pressed(path: bytes) -> tuple[str, ...]:
    """The press writes an address as it is, with what is escaped in it."""
    names = path[1:].split(b"/")
    if not all(_PRESSED.fullmatch(name) for name in names[:-1]):
        return ()
    if names[-1] and not _PRESSED.fullmatch(names[-1]):
        return ()
    return tuple(name.decode("ascii") for name in names)


def _as_told(path: bytes) -> tuple[str, ...]:
    """What other tools put into the folder carries names in UTF-8."""
    if b"%" not in path or b"%2f" in path.lower():
        return ()
    try:
        names = unquote_to_bytes(path[1:]).decode("utf-8").split("/")
    except UnicodeDecodeError:  # also what hides a slash in too many bytes
        return ()
    sound = all(_TOLD.fullmatch(name) for name in names[:-1])
    return tuple(names) if sound and (not names[-1] or _TOLD.fullmatch(names[-1])) else ()


def _is_public(names: tuple[str, ...]) -> bool:
    return not (names[-1].endswith(_NOT_FOR_ALL) or names[-1] in _NOT_BY_NAME)
