"""Which room stands where, as tests need it. The import contracts are in pyproject.toml."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "farshore"

NEAR = frozenset({"contributors", "intake", "vault", "uploads", "rewards", "moderation"})
"""Private: what people hand us, and the work on it."""

FAR = frozenset(
    {"stories", "screenings", "globe", "press", "journal", "documentary", "exhibitions"}
)
"""Public: what they chose to tell."""

PLAIN = frozenset({"kernel", "front", "sanitize", "places"})
"""Without Django."""


def built() -> set[str]:
    """The rooms that exist."""
    return {path.parent.name for path in SOURCE.glob("*/__init__.py")}


def contracts() -> dict[str, dict[str, Any]]:
    """The import contracts, by id."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {each["id"]: each for each in told["tool"]["importlinter"]["contracts"]}


def heights() -> dict[str, int]:
    """Each room's layer, the ground being 0."""
    layers = list(reversed(contracts()["rooms"]["layers"]))
    return {
        name.strip(" ()"): height
        for height, layer in enumerate(layers)
        for name in layer.split("|")
    }
