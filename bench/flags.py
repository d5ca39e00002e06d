"""How well risk flags notice, and how fast: `python bench/flags.py` prints a JSON list of figures.

The sentences are those of `tests/moderation/flags_corpus`: invented, and written by those who wrote
the rules, so that real stories are harder. Of what was noticed, *precision* is the share that was
to be noticed; of what was to be noticed, *recall* is the share that was. Each kind over all
languages, and each language over all kinds; `--each` adds each kind in each language.

Speed is CPU seconds of this machine, for texts made of those sentences (in which nearly every line
is looked at twice, unlike in a story), and for texts of 100,000 letters that were made to be slow.
"""

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

LETTERS = 100_000
"""Letters of a text that was made to be slow."""

BOUND = 5.0
"""CPU seconds within which any such text must be looked at."""

FEW = 20
"""Of a language with fewer sentences no figure is given."""

LENGTH = 60_000
"""Letters of the text by which speed is measured; a long story has a third of that."""

Figure = dict[str, object]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="farshore-bench-") as folder:
        os.environ["FARSHORE_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "farshore.config.settings"
        import django

        django.setup()
        print(json.dumps([*_well(each="--each" in sys.argv), *_fast(), *_slowest()], indent=1))


def _well(*, each: bool) -> Iterator[Figure]:
    from tests.moderation import corpus

    languages: dict[str, Counter[str]] = {}
    for kind in corpus.KINDS:
        judged = corpus.judged(kind)
        yield from _shares(f"flags.{kind}", sum(judged.values(), Counter()))
        for language, count in sorted(judged.items()):
            languages.setdefault(language, Counter()).update(count)
            if each:
                yield from _shares(f"flags.{kind}.{language}", count)
    for language, count in sorted(languages.items()):
        if count["texts"] >= FEW:
            yield from _shares(f"flags.in.{language}", count)


def _shares(name: str, count: Counter[str]) -> Iterator[Figure]:
    """Precision and recall in hundredths, and of how many spans and texts."""
    from tests.moderation import corpus

    for share, value in (("precision", corpus.precision), ("recall", corpus.recall)):
        spans = count["right"] + count["missed"]
        yield {
            **_figure(f"{name}.{share}", 100 * value(count), "%"),
            "spans": spans,
            "texts": count["texts"],
        }


def _fast() -> Iterator[Figure]:
    """Millions of bytes per second, in each language; the first look at a language loads it."""
    from tests.moderation import corpus

    lines = [line for kind in corpus.KINDS for line in corpus.lines(kind)]
    for language in sorted({line.language for line in lines}):
        told = "\n".join(line.text for line in lines if line.language == language)
        if len(told) > 1_000:
            text = (told * (LENGTH // len(told) + 1))[:LENGTH]
            _seconds(text[:1_000], language)
            size = len(text.encode()) / 1e6
            yield _figure(f"flags.speed.{language}", size / _seconds(text, language), "MB/s")


def _slowest() -> Iterator[Figure]:
    from tests.moderation import corpus

    taken = {name: _seconds(corpus.hostile(name, LETTERS), "en") for name in corpus.HOSTILE}
    worst = max(taken, key=taken.__getitem__)
    slowest = _figure("flags.hostile.slowest", taken[worst], "s", f"< {BOUND:g}")
    yield {**slowest, "text": worst, "texts": len(taken)}


def _seconds(text: str, language: str) -> float:
    from farshore.intake.telling import Telling
    from farshore.moderation.flags import flags_of

    began = time.process_time()
    flags_of(Telling(text=text, language=language))
    return time.process_time() - began


def _figure(name: str, value: float, unit: str, asked: str | None = None) -> Figure:
    return {"name": name, "value": round(value, 2), "unit": unit, "asked": asked}


if __name__ == "__main__":
    main()
