"""Feeds of the newest stories. Their dates are months, as everything public about a story is."""

from datetime import UTC, date, datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from farshore.kernel.house import House
from farshore.stories import queries
from farshore.stories.shapes import StoryLine

_COUNT = 30


class _Rss(Rss201rev2Feed):
    """Without `lastBuildDate`: the moment of building is nobody's business."""

    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items if item["pubdate"]]
        return max(dates, default=datetime(2000, 1, 1, tzinfo=UTC))


class _Atom(Atom1Feed):
    latest_post_date = _Rss.latest_post_date


def feed(*, house: House, kind: str, path: str) -> bytes:
    """The feed at `path`: RSS 2.0 or Atom of the newest stories."""
    made = (_Atom if kind == "atom" else _Rss)(
        title=_("%(film)s: stories") % {"film": house.title},
        link=house.absolute("/stories/"),
        description=house.tagline,
        language=house.language,
        feed_url=house.absolute(path),
    )
    for line in queries.newest(_COUNT, language=house.language):
        _add(made, house, line)
    return made.writeString("utf-8").encode()


def _add(made: _Rss | _Atom, house: House, line: StoryLine) -> None:
    link = house.absolute(f"/stories/{line.slug}/")
    made.add_item(
        title=line.title or " – ".join(line.places) or _("A story"),
        link=link,
        description="" if line.warnings else line.opening,
        unique_id=link,
        unique_id_is_permalink=True,
        author_name=line.teller or None,
        pubdate=_month(line.month),
        updateddate=_month(line.month),
    )


def _month(month: date) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=UTC)
