"""Every change to the public record. Only `moderation` calls these; the press hears of each."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, QuerySet

from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.stories import lists, queries
from farshore.stories.errors import NothingToTell, UnknownStory
from farshore.stories.models import (
    ListSlot,
    Media,
    Rendition,
    RetiredRecord,
    Story,
    Waypoint,
)
from farshore.stories.shapes import ReleasedPicture, ReleasedStory
from farshore.stories.slugs import new_slug

EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}


@transaction.atomic
def publish_story(*, story: ReleasedStory) -> str:
    """Write a released story and give it its permanent slots. Returns its new random slug."""
    if not (story.text or story.waypoints or story.pictures):
        raise NothingToTell
    row = Story.objects.create(
        slug=_free_slug(),
        title=story.title,
        language=story.language,
        teller=story.teller,
        told_by_helper=story.told_by_helper,
        text=story.text,
        warnings=list(story.warnings),
        themes=list(story.themes),
        uses=list(story.uses),
        words_not_for=list(story.words_not_for),
        month=clock.today().replace(day=1),
    )
    _write_waypoints(row, story)
    for number, picture in enumerate(story.pictures, start=1):
        _write_picture(row, number, picture)
    _give_slots(row, story)
    registry.changed("story", row.slug)
    return row.slug


@transaction.atomic
def hide_story(*, slug: str) -> set[str]:
    """Take a story off the site; it can come back. The addresses that showed it.

    Hiding twice is no error.
    """
    return _set_hidden(slug, hidden=True)


@transaction.atomic
def unhide_story(*, slug: str) -> set[str]:
    """Put a hidden story back in its own place. The addresses that show it."""
    return _set_hidden(slug, hidden=False)


@transaction.atomic
def hide_stories(*, slugs: Sequence[str]) -> None:
    """Take many off the site, all or none; those that are gone or hidden are passed over."""
    _set_many_hidden(slugs, hidden=True)


@transaction.atomic
def unhide_stories(*, slugs: Sequence[str]) -> None:
    """Put many hidden stories back, all or none."""
    _set_many_hidden(slugs, hidden=False)


@transaction.atomic
def withdraw_story(*, slug: str) -> set[str]:
    """Delete a story and its files for good. Its slots stay empty for ever. The addresses that
    showed it."""
    story = _locked(slug)
    touched = registry.touching("story", slug)
    files = list(_files(story))
    _retire(Story.objects.filter(pk=story.pk))
    story.delete()
    registry.mark(touched)
    # Files go last: if the transaction fails they are still what the rows say.
    transaction.on_commit(lambda: _delete_files(files))
    return touched


@transaction.atomic
def narrow_uses(*, slug: str, without: Iterable[str]) -> set[str]:
    """From now on a story is not for these uses. The addresses that showed it; none where it was
    for none of them."""
    story, taken = _locked(slug), set(without)
    left = [use for use in story.uses if use not in taken]
    if left == story.uses:
        return set()
    _retire(Story.objects.filter(pk=story.pk))
    story.uses, story.record = left, uuid.uuid4()
    story.save(update_fields=["uses", "record"])
    touched = registry.touching("story", slug)
    registry.mark(touched)
    return touched


@transaction.atomic
def widen_uses(*, slug: str, with_: Iterable[str]) -> None:
    """From now on a story is for these uses as well."""
    story = _locked(slug)
    now = sorted({*story.uses, *with_})
    if now == sorted(story.uses):
        return
    _retire(Story.objects.filter(pk=story.pk))
    story.uses, story.record = now, uuid.uuid4()
    story.save(update_fields=["uses", "record"])
    registry.changed("story", slug)


def rendition_name(media_id: object, width: int, format_: str) -> str:
    """Where a rendition lies in the storage, which is its address under `/media/` too."""
    return f"{media_id}/{width}.{EXTENSIONS[format_]}"


def _free_slug() -> str:
    while Story.objects.filter(slug=(slug := new_slug())).exists():
        pass
    return slug


def _write_waypoints(row: Story, story: ReleasedStory) -> None:
    Waypoint.objects.bulk_create(
        Waypoint(
            story=row,
            number=number,
            place=point.place,
            precision=point.precision,
            country=point.country,
            lon=point.lon,
            lat=point.lat,
            role=point.role,
            date=point.date,
            means=point.means,
            text=point.text,
            not_for=list(point.not_for),
        )
        for number, point in enumerate(story.waypoints, start=1)
    )


def _write_picture(row: Story, number: int, picture: ReleasedPicture) -> None:
    """Files first, under a random name: a rolled-back release leaves only orphans to sweep."""
    largest = max(picture.renditions, key=lambda rendition: rendition.width)
    media = Media.objects.create(
        story=row,
        number=number,
        waypoint=None if picture.waypoint is None else picture.waypoint + 1,
        caption=picture.caption,
        alt=picture.alt,
        width=largest.width,
        height=largest.height,
        not_for=list(picture.not_for),
    )
    for made in picture.renditions:
        name = rendition_name(media.id, made.width, made.format)
        default_storage.save(f"stories/{name}", ContentFile(made.data))
        Rendition.objects.create(
            media=media,
            format=made.format,
            width=made.width,
            height=made.height,
            sha256=hashlib.sha256(made.data).hexdigest(),
            size=len(made.data),
        )


def _give_slots(row: Story, story: ReleasedStory) -> None:
    countries = {point.country for point in story.waypoints}
    for key in lists.keys_of(countries=countries, themes=story.themes, language=story.language):
        last = ListSlot.objects.filter(list=key).aggregate(last=Max("number"))["last"] or 0
        ListSlot.objects.create(list=key, number=last + 1, story=row)


def _locked(slug: str) -> Story:
    try:
        return Story.objects.select_for_update().get(slug=slug)
    except Story.DoesNotExist:
        raise UnknownStory(slug) from None


def _set_hidden(slug: str, *, hidden: bool) -> set[str]:
    story = _locked(slug)
    if hidden:
        _retire(Story.objects.filter(pk=story.pk))
    elif story.hidden:
        story.record = uuid.uuid4()
    story.hidden = hidden
    story.save(update_fields=["hidden", "record"])
    touched = registry.touching("story", slug)
    registry.mark(touched)
    return touched


def _set_many_hidden(slugs: Sequence[str], *, hidden: bool) -> None:
    changed: list[str] = []
    for some in queries.batched(sorted(slugs)):
        rows = Story.objects.select_for_update().filter(slug__in=some, hidden=not hidden)
        held = list(rows.order_by("slug").values_list("slug", flat=True))
        found = Story.objects.filter(slug__in=held)
        (_retire if hidden else _rename)(found)
        found.update(hidden=hidden)
        changed += held
    if changed:
        registry.mark(registry.touching_many("story", changed))


def _retire(stories: QuerySet[Story]) -> None:
    """What open data calls these by retires, where they stand in open data now."""
    shown = stories.filter(hidden=False).values_list("record", "uses")
    retired = [RetiredRecord(id=record) for record, uses in shown if queries.OPEN_DATA in uses]
    RetiredRecord.objects.bulk_create(retired, batch_size=500, ignore_conflicts=True)


def _rename(stories: QuerySet[Story]) -> None:
    """Give these, which come back, another name in open data: the one before has retired."""
    rows = list(stories.only("pk"))
    for row in rows:
        row.record = uuid.uuid4()
    Story.objects.bulk_update(rows, ["record"], batch_size=250)


def _files(story: Story) -> Iterable[str]:
    for made in Rendition.objects.filter(media__story=story):
        yield f"stories/{rendition_name(made.media_id, made.width, made.format)}"


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
