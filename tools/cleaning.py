"""`make clean`: what was installed and built goes; what people told stays."""

import shutil

from tools.setup.ground import ROOT, say

MADE = (
    ".venv",
    "build",
    "dist",
    "frontend/node_modules",
    "src/farshore/assets",
    "src/farshore/places/data",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".ruff_cache",
)


def clean() -> int:
    """Remove everything that `make` can make again."""
    for name in MADE:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for cache in list(ROOT.glob("**/__pycache__")):
        shutil.rmtree(cache, ignore_errors=True)
    say("Removed what was installed and built. make run makes it again.")
    if (ROOT / "var").exists():
        say("Kept var/: stories and keys lie there. Remove it by hand if you are sure.")
    return 0
