"""How fast stories leave the site: `python bench/hide.py [STORIES [FOLDER]]` prints a JSON list.

A house of its own on SQLite, with so many stories (1,000 unless said otherwise), every page
pressed; in a temporary folder, or in one that is kept, so that a large house is built once. One
story is taken back for good, one hidden, then a country that every second story has a place in,
then everything, and all are shown again; each figure is the seconds from the act to the last page
that says so. The press works in this process, as the urgent worker does. In a kept house nothing is
shown again and each act is followed only until nothing names what it hid: a large one would take
hours to write.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Thread


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with ExitStack() as stack:
        kept = sys.argv[2] if len(sys.argv) > 2 else ""
        folder = kept or stack.enter_context(tempfile.TemporaryDirectory())
        _house(folder)
        site = Path(folder) / "site"
        slugs = _built(many, site)
        print(json.dumps(_figures(site, slugs, whole=not kept), indent=1))


def _built(many: int, site: Path) -> list[str]:
    """So many stories on the site, with what was there before."""
    from django.db import transaction

    from farshore.kernel import clock
    from farshore.press.actions import press_all, press_waiting
    from farshore.press.models import Address
    from farshore.stories.queries import all_slugs

    slugs = all_slugs()
    for start in range(len(slugs), many, 1000):
        with transaction.atomic():
            slugs += [_publish(number) for number in range(start, min(many, start + 1000))]
    if not Address.objects.exclude(touch=None).exists() and not _standing(site) >= set(slugs):
        press_all(clock.now())
    while press_waiting(clock.now()):
        pass  # what an earlier run that was ended left waiting
    return slugs


def _house(folder: str) -> None:
    Path(folder).chmod(0o700)
    (Path(folder) / "static").mkdir(exist_ok=True)
    os.environ |= {"FARSHORE_DATA": folder, "DJANGO_SETTINGS_MODULE": "farshore.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _publish(number: int) -> str:
    from farshore.stories.actions import publish_story
    from farshore.stories.shapes import ReleasedStory, ReleasedWaypoint

    country = "KP" if number % 2 else "CN"
    place = ReleasedWaypoint(
        place=f"c:{country}",
        precision="country",
        country=country,
        lon=127.0,
        lat=40.0,
        role="left",
        date="1998",
        means="",
        text="We left when the river was frozen.",
    )
    story = ReleasedStory(
        title=f"Story {number}",
        language="en",
        teller="M.",
        told_by_helper=False,
        text="We left when the river was frozen. " * 60,
        warnings=(),
        themes=("border",),
        uses=("site", "search_engines", "open_data"),
        waypoints=(place,),
        pictures=(),
    )
    return publish_story(story=story)


def _figures(site: Path, slugs: list[str], *, whole: bool) -> list[dict[str, object]]:
    from farshore.moderation.actions.panic import end_alarm, raise_alarm
    from farshore.moderation.models import Scope

    acts: list[tuple[str, Callable[[], int]]] = [
        ("one withdrawn", lambda: _withdraw(slugs[-1])),
        ("one story", lambda: raise_alarm(scope=Scope.STORY, what=slugs[0])),
        ("a country", lambda: raise_alarm(scope=Scope.COUNTRY, what="KP")),
        ("the country again", lambda: end_alarm(scope=Scope.COUNTRY, what="KP")),
        ("everything", lambda: raise_alarm(scope=Scope.ALL)),
        ("everything again", lambda: end_alarm(scope=Scope.ALL)),
    ]
    wanted = [pair for pair in acts if whole or "again" not in pair[0]]
    return [figure for name, act in wanted for figure in _timed(name, act, site, whole=whole)]


def _withdraw(slug: str) -> int:
    from django.contrib.auth.models import User

    from farshore.moderation.actions.ending import withdraw_public

    who, _made = User.objects.get_or_create(username="bench", is_superuser=True)
    withdraw_public(slug=slug, by=who)
    return 1


def _timed(
    name: str, act: Callable[[], int], site: Path, *, whole: bool
) -> list[dict[str, object]]:
    from farshore.kernel import clock
    from farshore.press.actions import press_waiting

    hides = "again" not in name
    began = time.monotonic()
    hidden = act()
    committed = time.monotonic() - began
    watch = Thread(target=_until, args=(site, _visible(), took := [0.0], began, hides))
    watch.start()
    unnamed, ended = 0.0, True
    while press_waiting(clock.now()):
        unnamed = unnamed or _since(began, unless=_named(site))
        if unnamed and not whole and "withdrawn" not in name and not watch.is_alive():
            ended = False
            break
    taken = time.monotonic() - began
    watch.join()
    name = f"hide.{name.replace(' ', '_')}"
    rows: list[tuple[str, float, str, str | None]] = [
        ("changed", hidden, "stories", None),
        ("committed", committed, "s", None),
        ("own_pages", took[0], "s", "≤ 5 s"),
        *([("unnamed", unnamed or taken, "s", "≤ 5 s")] if hides else []),
        *([("every_page", taken, "s", "≤ 60 s" if "withdrawn" in name else None)] if ended else []),
    ]
    return [
        {"name": f"{name}.{what}", "value": round(value, 3), "unit": unit, "asked": asked}
        for what, value, unit, asked in rows
    ]


def _since(began: float, *, unless: bool) -> float:
    return 0.0 if unless else time.monotonic() - began


def _named(site: Path) -> bool:
    """Whether a page that was written before the act, and must be written anew, still stands."""
    from farshore.press import files, queries

    return any(files.stands(site, address) for address in queries.touched_pages())


def _until(site: Path, visible: set[str], took: list[float], began: float, hides: bool) -> None:
    """Wait until none stands that must not, or all stand that should, and note when."""
    looked = time.monotonic()
    while (_standing(site) - visible) if hides else (visible - _standing(site)):
        time.sleep(max(0.25, 3 * (time.monotonic() - looked)))  # looking costs what the press needs
        looked = time.monotonic()
    took[0] = time.monotonic() - began


def _standing(site: Path) -> set[str]:
    return {path.parent.name for path in (site / "stories").glob("*-*-*/index.html")}


def _visible() -> set[str]:
    from farshore.stories.queries import slugs

    return set(slugs())


if __name__ == "__main__":
    main()
