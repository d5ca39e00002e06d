"""What a page weighs over the wire: the files that it names, as they lie in the wheel."""

import re
from pathlib import Path

import brotli

ASSETS = Path(__file__).resolve().parents[1] / "src" / "farshore" / "assets"
NAMED = re.compile(r'"/assets/([^"]+)"')


def named(page: str, *endings: str) -> set[str]:
    """The names of the files with these endings that a page asks for."""
    return {name for name in NAMED.findall(page) if name.endswith(endings)}


def compressed(text: str) -> int:
    """Bytes of a page as most browsers get it."""
    return len(brotli.compress(text.encode()))


def of_files(names: set[str]) -> int:
    """Bytes of files over the wire: fonts are compressed in themselves, others have a copy."""
    return sum(_wire(ASSETS / name).stat().st_size for name in names)


def _wire(file: Path) -> Path:
    return file if file.suffix == ".woff2" else file.with_name(f"{file.name}.br")
