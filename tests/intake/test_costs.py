"""What each step asks of the database, exactly, and that more of a story asks for no more."""

import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farshore.intake.consent import Yes
from farshore.intake.models import FilmDays
from farshore.intake.telling import Telling
from farshore.intake.views.steps import STEPS
from tests.intake.making import HYESAN, Teller, photo_file, sent, telling, waypoint

pytestmark = pytest.mark.django_db
ASSETS = settings.ASSETS

READ = 1  # the draft
KEPT = 3  # it is held and written, and the clock of its parts set
HOUSE = 1  # the film's name
FILMS = 1  # the days on which films are finished
RARE = 5  # whether others are like it, before the preview


def _asked(teller: Teller, step: str, go: str = "next", **fields: object) -> int:
    """How many rows were asked for or written, transactions aside."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        teller.press(step, go, **fields)
    assert teller.status == 200
    words = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return sum(one["sql"].startswith(words) for one in asked.captured_queries)


@pytest.mark.parametrize("places", [1, 3])
@pytest.mark.parametrize(
    ("step", "go", "fields", "count"),
    [
        ("story", "next", {"text": "x", "language": "en"}, READ + KEPT + HOUSE),
        ("journey", "find", {"place": "Hyesan"}, READ + HOUSE),
        ("journey", f"pick:{HYESAN}", {}, READ + HOUSE),
        ("place", "next", {"place": HYESAN, "role": "left"}, READ + KEPT + HOUSE),
        ("journey", "up:w1", {}, READ + KEPT + HOUSE),
        ("journey", "next", {}, READ + HOUSE),
        ("pictures", "next", {}, READ + KEPT + FILMS + HOUSE),
        ("uses", "next", {"uses": ["site"]}, READ + KEPT + HOUSE),
        ("preview", "next", {}, READ + HOUSE),
    ],
)
def test_a_step_asks_for_this_many_rows(
    teller: Teller, step: str, go: str, fields: dict[str, object], count: int, places: int
) -> None:
    teller.with_draft(telling(waypoints=tuple(waypoint(n) for n in range(places))))
    extra = HOUSE + RARE if step == "uses" else 0  # the preview names the house, and its bar too
    assert _asked(teller, step, go, **fields) == count + extra


def test_whoever_says_yes_to_the_film_costs_its_days_and_no_more(teller: Teller) -> None:
    yes = (Yes("site", "2026-11-20"), Yes("film", "2026-11-20"))
    for number in range(2):
        FilmDays.objects.create(title=f"The Lamp {number}", finished_on=date(2100, 1, 1))
        teller.with_draft(telling(uses=yes))
        assert _asked(teller, "preview", "next") == READ + HOUSE + FILMS


@pytest.mark.parametrize("step", ["start", *STEPS, "find", "place", "covers"])
def test_a_step_is_light_enough_for_a_weak_line(teller: Teller, step: str) -> None:
    """Forty kilobytes for page, style and script, before fonts and the teller's own pictures.

    Pages that carry a hand are not compressed, lest their length tell of it; files are.
    """
    teller.with_draft(step="pictures").press("pictures", "stay", pictures=[photo_file()])
    (picture,) = teller.values("covers")
    said = {"place": f"pick:{HYESAN}", "covers": f"covers:{picture}", "find": "find"}
    if step == "start":
        teller.get()
    else:
        teller.press("journey", said.get(step, f"to:{step}"), place="Hyesan")
    page = re.sub(r"data:image/jpeg;base64,[^\"]*", "", teller.page)
    sizes = json.loads((ASSETS / "sizes.json").read_text("utf-8"))
    names = re.findall(r'"/assets/([a-z-]+)-[0-9A-Za-z]+\.(css|js|svg)"', page)
    files = sum(sizes[f"{name}.{kind}"]["brotli"] for name, kind in names)
    assert len(names) >= 3 and len(page.encode()) + files <= 40_000, (len(page), files)


def test_coming_back_asks_for_this_many_rows() -> None:
    mine, row = sent()
    from farshore.intake import actions

    teller = Teller()
    counts = []
    for number in range(3):
        actions.returning.say(row=row, text=f"Question {number}", from_team=True)
        teller.post("/return/", hand=mine.hand(), go="status")
        with CaptureQueriesContext(connection) as asked:
            teller.deed("status")
        counts.append(sum(one["sql"].startswith("SELECT") for one in asked.captured_queries))
    assert len(set(counts)) == 1, counts


def test_an_empty_draft_asks_for_no_less(teller: Teller) -> None:
    teller.with_draft(Telling())
    assert _asked(teller, "story", text="x") == READ + KEPT + HOUSE
