"""The pages of the stories: rows in, bytes out. The live view and the press call the same."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import get_template
from django.utils.translation import gettext as _
from markupsafe import Markup

from farshore.kernel.house import House
from farshore.stories import lists
from farshore.stories.paragraphs import opening
from farshore.stories.shapes import ListPage, StoryLine, StoryView
from farshore.stories.vocabulary import MEANS, PRECISIONS, ROLES, THEMES, WARNINGS, words


def story_page(
    *, house: House, story: StoryView, path: str, preview: bool = False, bar: str = ""
) -> bytes:
    """A story beside its journey. A preview is the same page under a bar that says so.

    `bar` is HTML of ours that stands in the preview's bar, such as the buttons on and back.
    """
    return _rendered(
        "stories/story.html",
        house=house,
        path=path,
        story=story,
        preview=preview,
        bar=Markup(bar),  # noqa: S704 - rendered by our own templates
        title=title_of(story.title, [point.place for point in story.waypoints]),
        description=_description(story),
        told_in=_languages_of(story),
        points=[(point.lon, point.lat) for point in story.waypoints],
        warnings=words(WARNINGS, story.warnings),
        themes=words(THEMES, story.themes),
        roles=ROLES,
        means=MEANS,
        precisions=PRECISIONS,
    )


def list_page(*, house: House, page: ListPage, path: str, standing: Sequence[str] = ()) -> bytes:
    """One page of a list, newest first. Kept from search engines where a story asked for that.

    `standing` are the keys of the lists that the newest page of all stories leads to.
    """
    root = lists.address(page.key)
    return _rendered(
        "stories/list.html",
        house=house,
        path=path,
        page=page,
        told_in=sorted({line.language for line in page.stories}),
        heading=list_heading(page.key, house.language),
        root=root,
        older=_older(page),
        newer=_newer(page),
        indexed=all(line.indexed for line in page.stories),
        up=_up(page.key),
        themes=_themes(standing),
        languages=_languages(standing),
        title_of=title_of,
        warning_words=WARNINGS,
    )


def places_page(
    *, house: House, countries: Sequence[tuple[str, str]], path: str, indexed: bool
) -> bytes:
    """The countries in which a journey has a place, by name."""
    listed = [(lists.address(f"place:{code.lower()}"), name) for code, name in countries]
    return _rendered(
        "stories/places.html", house=house, path=path, countries=listed, indexed=indexed
    )


def title_of(title: str, places: Sequence[str]) -> str:
    """The title, or the ends of the journey where the teller gave none."""
    if title:
        return title
    ends = list(dict.fromkeys([*places[:1], *places[-1:]]))
    return " – ".join(ends) or _("A story")


def list_heading(key: str, language: str) -> str:
    """What a list is called."""
    from babel import Locale, UnknownLocaleError  # slow to import, and only lists need it

    from farshore import places

    kind, _sep, name = key.partition(":")
    if kind == "place":
        return places.country_name(name.upper(), language=language)
    if kind == "theme":
        return str(THEMES.get(name, name))
    if kind != "language":
        return _("Stories")
    try:
        locale = Locale.parse(language.replace("-", "_"))
        return Locale.parse(name.replace("-", "_")).get_display_name(locale) or name
    except (UnknownLocaleError, ValueError):
        return name


def _description(story: StoryView) -> str:
    """The opening, for search engines: where the teller let them in, and it warns of nothing."""
    texts = [*story.paragraphs, *(text for p in story.waypoints for text in p.paragraphs)]
    return opening(texts[0]) if texts and story.indexed and not story.warnings else ""


def _languages_of(story: StoryView) -> list[str]:
    """The languages whose fonts the page needs: the story's, and its neighbours' titles'."""
    near = (one.language for one in (story.previous, story.next) if one)
    return sorted({story.language, *near})


def _themes(standing: Sequence[str]) -> list[tuple[str, str]]:
    """(address, word) of each theme that some story has, in the vocabulary's order."""
    keys = [key.removeprefix("theme:") for key in standing if key.startswith("theme:")]
    return [(lists.address(f"theme:{key}"), word) for key, word in words(THEMES, keys)]


def _languages(standing: Sequence[str]) -> list[tuple[str, str]]:
    """(address, code) of each language that some story is told in."""
    codes = [key.removeprefix("language:") for key in standing if key.startswith("language:")]
    return [(lists.address(f"language:{code}"), code) for code in codes]


def _up(key: str) -> tuple[str, str] | None:
    """The list that this one is a part of, and what it is called there."""
    if key == lists.ALL:
        return None
    if key.startswith("place:"):
        return "/places/", _("All places")
    return lists.address(lists.ALL), _("All stories")


def _older(page: ListPage) -> str | None:
    """The address of the page with the next older stories that this one does not show."""
    number = page.last - 1 if page.number is None else page.number - 1
    return lists.address(page.key, number) if number >= 1 else None


def _newer(page: ListPage) -> str | None:
    if page.number is None:
        return None
    return lists.address(page.key, page.number + 1 if page.number < page.last else None)


def _rendered(template: str, **context: Any) -> bytes:
    text: str = get_template(template, using="jinja2").render(context)
    return text.encode()


__all__ = ["StoryLine", "list_page", "places_page", "story_page", "title_of"]
