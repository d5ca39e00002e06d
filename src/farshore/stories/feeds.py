"""Feeds of the newest stories. Their dates are months, as everything public about a story is.

Who reads feeds keeps what it read, and shows it to search engines: only stories that said yes to
those are in them.
"""

from datetime import UTC, date, datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from farshore.kernel.house import House
from farshore.stories import queries
from farshore.stories.pages import title_of
from farshore.stories.shapes import StoryLine
from farshore.stories.vocabulary import WARNINGS, words

ADDRESSES = {
    "/feed/": "rss",
    "/feed.xml": "rss",
    "/feed/atom/": "atom",
    "/feed/atom.xml": "atom",
}
"""Where each kind of feed stands: a folder for people, and the copy that any host serves as XML."""

_CANONICAL = {"rss": "/feed.xml", "atom": "/feed/atom.xml"}
_COUNT = 30


class _Rss(Rss201rev2Feed):
    """Without `lastBuildDate`: the moment of building is nobody's business."""

    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items if item["pubdate"]]
        return max(dates, default=datetime(2000, 1, 1, tzinfo=UTC))


class _Atom(Atom1Feed):
    latest_post_date = _Rss.latest_post_date


def feed(*, house: House, path: str) -> bytes:
    """The feed at `path`, one of `ADDRESSES`: RSS 2.0 or Atom of the newest stories."""
    kind = ADDRESSES[path]
    made = (_Atom if kind == "atom" else _Rss)(
        title=_("%(film)s: stories") % {"film": house.title},
        link=house.absolute("/stories/"),
        description=house.tagline,
        language=house.language,
        feed_url=house.absolute(_CANONICAL[kind]),
    )
    for line in queries.newest(_COUNT, language=house.language, indexed_only=True):
        _add(made, house, line)
    return made.writeString("utf-8").encode()


def _add(made: _Rss | _Atom, house: House, line: StoryLine) -> None:
    link = house.absolute(f"/stories/{line.slug}/")
    made.add_item(
        title=title_of(line.title, line.places),
        link=link,
        description=escape(_warning(line) or line.opening),  # readers take it for HTML
        unique_id=link,
        unique_id_is_permalink=True,
        author_name=line.teller or None,
        pubdate=_month(line.month),
        updateddate=_month(line.month),
    )


def _warning(line: StoryLine) -> str:
    """What stands before a story that asks to be opened on purpose; empty for others."""
    spoken = [word for _key, word in words(WARNINGS, line.warnings)]
    return f"{_('This story speaks of:')} {', '.join(spoken)}." if spoken else ""


def _month(month: date) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=UTC)
