"""Proof that a file is clean: strict parsers that know only what a clean picture holds.

They do not look for known bad things. They walk every byte outside the pixels and refuse what
is not on the list, so what nobody has thought of is refused too. What a proof cannot see is
inside the compressed pixels themselves: there the fresh buffer and our own encoders vouch.
"""

from collections.abc import Callable

from ..errors import NotProved
from . import avif, jpeg, webp

_PROOFS: dict[str, Callable[[bytes], tuple[int, int]]] = {
    "jpeg": jpeg.prove,
    "webp": webp.prove,
    "avif": avif.prove,
}


def prove_clean(data: bytes, *, format: str) -> None:
    """Raise ``NotProved`` unless every byte outside the pixels is on the list for ``format``."""
    proved_size(data, format=format)


def proved_size(data: bytes, *, format: str) -> tuple[int, int]:
    """Prove a file clean and give its width and height in pixels."""
    if format not in _PROOFS:
        raise NotProved("no proof for this format")
    return _PROOFS[format](data)


__all__ = ["prove_clean", "proved_size"]
