"""How long keys, epochs and seals take: ``python bench/vault.py`` prints a JSON list of figures.

A house of its own in a temporary folder, on SQLite. `turn` lays the keys of many stories under a
new epoch, in batches that let other writers in between: `longest hold` is the longest time that
one batch keeps the database.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

HERE = Path(__file__).parent
STORIES = 100_000
ROUNDS = 300


def house(folder: str) -> None:
    """An empty house in the folder."""
    os.environ["FARSHORE_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "farshore.config.settings"
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def milliseconds(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of many rounds on the wall."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000


def turning() -> list[tuple[str, float, str]]:
    """All keys of many stories laid under a new epoch."""
    from django.db import transaction

    from farshore.kernel import clock
    from farshore.vault import rotation, seal
    from farshore.vault.models import StoryKey

    begun = datetime(2026, 11, 23, tzinfo=UTC)
    with clock.frozen(begun):
        epoch = rotation.current()
        ids = [uuid4() for _ in range(STORIES)]
        made = (
            StoryKey(pk=one, wrapped=rotation.wrap(one, seal.new_key(), epoch), epoch=epoch.id)
            for one in ids
        )
        StoryKey.objects.bulk_create(made, batch_size=5000)
    holds: list[float] = []
    real = transaction.atomic

    class Held(transaction.Atomic):
        def __enter__(self) -> None:
            super().__enter__()
            self.since = time.perf_counter()

        def __exit__(self, *given: object) -> None:
            super().__exit__(*given)
            holds.append(time.perf_counter() - self.since)

    rotation.transaction.atomic = lambda: Held(None, True, False)  # type: ignore[assignment]
    started = time.perf_counter()
    with clock.frozen(begun + timedelta(days=7)):
        rotation.turn()
        took = time.perf_counter() - started
        started = time.perf_counter()
        rotation.turn()
        idle = time.perf_counter() - started
    rotation.transaction.atomic = real
    return [
        (f"vault.turn.{STORIES}", took, "s"),
        (f"vault.turn.longest_hold.{STORIES}", max(holds) * 1000, "ms"),
        (f"vault.turn.nothing_to_do.{STORIES}", idle * 1000, "ms"),
    ]


def acts() -> list[tuple[str, float, str]]:
    """One story's key, and one contact."""
    from pyrage import x25519

    from farshore.vault import actions, queries, team

    keys = [str(x25519.Identity.generate().to_public()) for _ in range(3)]
    contact = b"x" * 300
    story = actions.create_story_key()
    doomed = iter([actions.create_story_key() for _ in range(100)])
    return [
        ("vault.create_story_key", milliseconds(actions.create_story_key, 100), "ms"),
        ("vault.story_key", milliseconds(lambda: queries.story_key(story)), "ms"),
        ("vault.commit", milliseconds(lambda: queries.commit(story, contact)), "ms"),
        (
            "vault.shred_story_key",
            milliseconds(lambda: actions.shred_story_key(story=next(doomed)), 100),
            "ms",
        ),
        (
            "vault.seal_to_team.3_keys",
            milliseconds(lambda: team.seal_to(keys, contact, pad_to=team.CONTACT)),
            "ms",
        ),
    ]


def sheets() -> list[tuple[str, float, str]]:
    """240 labels in three scripts."""
    from farshore.vault import labels

    lines = [
        ["Ji-woo Park", "Unter den Linden 77", "10117 Berlin"],
        ["김지우", "서울특별시 종로구 세종대로 209", "대한민국"],
        ["王小明", "吉林省延边朝鲜族自治州延吉市人民路 36 号", "中国"],
    ]
    assets = HERE.parent / "src" / "farshore" / "assets"
    begun = time.perf_counter()
    labels.pdf(lines * 80, sheet=labels.SHEETS["a4"], assets=assets)
    return [("vault.labels.240", time.perf_counter() - begun, "s")]


def browser() -> list[tuple[str, float, str]]:
    """What a page with a contact loads besides."""
    sizes = HERE.parent / "src" / "farshore" / "assets" / "sizes.json"
    return [("vault.seal_js.brotli", json.loads(sizes.read_text())["seal.js"]["brotli"], "bytes")]


def main() -> None:
    sys.path.insert(0, str(HERE.parent / "src"))
    with tempfile.TemporaryDirectory() as folder:
        house(folder)
        figures = [*acts(), *turning(), *sheets(), *browser()]
    rows = [{"name": name, "value": round(value, 3), "unit": unit} for name, value, unit in figures]
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
