"""Which of the ready encodings a client takes, as RFC 9110 has it."""

import re
from functools import lru_cache

IDENTITY = "identity"
PREFERRED = ("br", "gzip", IDENTITY)
"""Of equal weight, the smallest first."""

_WEIGHT = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_LONGEST = 512


@lru_cache(maxsize=256)
def order(accepted: bytes | None) -> tuple[str, ...]:
    """The encodings that `Accept-Encoding` allows, the most welcome first.

    Without the header only the plain bytes are sure to be understood.
    """
    if accepted is None:
        return (IDENTITY,)
    weights = _weights(accepted[:_LONGEST].decode("latin-1").lower())
    others = weights.get("*")
    welcome = {name: weights.get(name, others) for name in PREFERRED}
    if welcome[IDENTITY] is None:
        welcome[IDENTITY] = 0.001  # allowed unless it is refused, and liked least
    allowed = [(weight, name) for name, weight in welcome.items() if weight]
    return tuple(name for _weight, name in sorted(allowed, key=lambda one: -one[0]))


def _weights(accepted: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for item in accepted.split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = _weight(parameters)
        if name and weight is not None:
            weights["gzip" if name == "x-gzip" else name] = weight
    return weights


def _weight(parameters: list[str]) -> float | None:
    """None for what cannot be read: that item is as good as not said."""
    if not parameters:
        return 1.0
    name, _, value = parameters[0].partition("=")
    sound = name.strip() == "q" and _WEIGHT.fullmatch(value.strip())
    return float(value) if sound else None
