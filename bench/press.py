"""From a change to its file, and from nothing to a whole site: `python bench/press.py`.

The first is measured on an open house with its real urgent worker: an action commits, and the
clock runs until the public file is another. The second presses a few hundred small stories into an
empty folder. Prints a JSON list of figures.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles

from tests.browser.opening import LANGUAGES, House, open_house

CHANGES = 20
STORIES = 300
LONGEST = 30.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder) / "data") as house:
        figures = json.loads(_inside(house, "changes"))
        figures += json.loads(_inside(house, "whole"))
    print(json.dumps(figures, indent=1))


def _inside(house: House, what: str) -> str:
    """Run a part of this program with the house's own settings; what it printed."""
    settings = {
        "FARSHORE_DATA": str(house.data),
        "FARSHORE_BASE_URL": house.base,
        "FARSHORE_LANGUAGES": LANGUAGES,
        "FARSHORE_DEMO": "yes",
        "DJANGO_SETTINGS_MODULE": "farshore.config.settings",
    }
    command = [sys.executable, __file__, what]
    ended = subprocess.run(
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True, check=True
    )
    return ended.stdout


def changes() -> Iterator[dict[str, object]]:
    """A story is hidden and shown again, as often as it takes for a figure."""
    from django.conf import settings

    from farshore.stories import actions, queries

    slug = queries.indexed_slugs(1)[0]  # one that the feeds name
    page = settings.SITE / "stories" / slug / "index.html"
    feed = settings.SITE / "feed.xml"
    gone, back, fed = [], [], []
    for _ in range(CHANGES):
        before = feed.stat().st_mtime_ns
        gone.append(_until(lambda: actions.hide_story(slug=slug), lambda: not page.exists()))
        _wait(lambda: feed.stat().st_mtime_ns != before)  # noqa: B023 - called before the next turn
        _settled()
        before = feed.stat().st_mtime_ns
        began = time.perf_counter()
        back.append(_until(lambda: actions.unhide_story(slug=slug), page.exists))
        _wait(lambda: feed.stat().st_mtime_ns != before)  # noqa: B023 - the same
        fed.append(time.perf_counter() - began)
        _settled()
    for name, times, asked in (
        ("press.visible", back, None),
        ("press.gone", gone, "≤ 5"),
        ("press.lists_and_feeds", fed, None),
    ):
        cut = quantiles(times, n=20)
        yield _figure(f"{name}.p50", cut[9], "s", None)
        yield _figure(f"{name}.p95", cut[18], "s", asked)


def whole() -> Iterator[dict[str, object]]:
    """Every page of a few hundred stories in three languages, into an empty folder."""
    from django.conf import settings
    from tests.stories.making import released

    from farshore.kernel import clock
    from farshore.press.actions import press_all
    from farshore.stories.actions import publish_story

    for number in range(STORIES):
        publish_story(story=released(f"Story {number}", text="Some words. " * 120))
    settings.SITE = settings.DATA / "another"
    began = time.perf_counter()
    pages = press_all(clock.now())
    taken = time.perf_counter() - began
    yield _figure("press.all.pages", pages, "pages", None)
    yield _figure("press.all.rate", pages / taken, "pages/s", None)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield _figure("press.all.memory", most, "MiB", None)


def _until(act: Callable[[], object], seen: Callable[[], bool]) -> float:
    """Seconds from the beginning of an action until something is seen."""
    began = time.perf_counter()
    act()
    _wait(seen)
    return time.perf_counter() - began


def _wait(seen: Callable[[], bool]) -> None:
    late = time.perf_counter() + LONGEST
    while not seen():
        if time.perf_counter() > late:
            raise TimeoutError("The urgent worker did not press in time.")
        time.sleep(0.002)


def _settled() -> None:
    """Until nothing waits: the next change is measured by itself."""
    from farshore.kernel import clock
    from farshore.press.queries import backlog

    _wait(lambda: backlog(clock.now()) == 0)


def _figure(name: str, value: float, unit: str, asked: str | None) -> dict[str, object]:
    return {"name": name, "value": round(value, 3), "unit": unit, "asked": asked}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        import django

        django.setup()
        print(json.dumps(list({"changes": changes, "whole": whole}[sys.argv[1]]())))
