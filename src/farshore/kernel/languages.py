"""Language prefixes of addresses, and the direction of writing."""

from collections.abc import Sequence

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "ckb", "dv", "sd", "ug", "yi"})


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def split_prefix(address: str, languages: Sequence[str]) -> tuple[str, str]:
    """`/ko/stories/` → (`ko`, `/stories/`). The first language has no prefix."""
    first, _, rest = address.removeprefix("/").partition("/")
    if first in languages[1:]:
        return first, "/" + rest
    return languages[0], address


def with_prefix(address: str, language: str, languages: Sequence[str]) -> str:
    """The address of the same thing in `language`."""
    return address if language == languages[0] else f"/{language}{address}"
