"""The front end: npm packages from package-lock.json, and what is built from them."""

from tools.setup.environment import node_path
from tools.setup.ground import ROOT, begin, done, fingerprint, is_done, say, start

FRONTEND = ROOT / "frontend"
ASSETS = ROOT / "src" / "farshore" / "assets"

_PATIENCE = ("--fetch-retries=3", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
"""npm's own waits would let a person without a network look at nothing for over a minute."""


def install() -> None:
    """`npm ci`: exactly what the lock says. It begins by removing what was there."""
    mark = fingerprint([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    if is_done("npm", mark, there=FRONTEND / "node_modules"):
        return
    begin("npm")
    say("Installing the front end's packages …")
    start(
        ["npm", "ci", "--no-audit", "--no-fund", *_PATIENCE],
        stage="npm",
        doing="installing the front end's packages",
        cwd=FRONTEND,
        env={"PATH": node_path()},
    )
    done("npm", mark)


def build() -> None:
    """Into src/farshore/assets/."""
    mark = fingerprint([FRONTEND])
    if is_done("frontend", mark, there=ASSETS / "manifest.json"):
        return
    begin("frontend")
    say("Building the front end …")
    start(
        ["npm", "run", "--silent", "build"],
        stage="frontend",
        doing="building the front end",
        cwd=FRONTEND,
        env={"PATH": node_path()},
    )
    done("frontend", mark)
