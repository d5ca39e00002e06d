"""Sent stories and a team for tests, as small as they can be."""

import dataclasses
import io
import secrets
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from PIL import Image

from farshore import sanitize
from farshore.intake.models import Picture, Submission
from farshore.intake.queries import PAYLOAD
from farshore.intake.telling import Telling, TellingPicture, TellingWaypoint, Yes, to_bytes
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions.deciding import agree, approve
from farshore.moderation.models import Case, StaffProfile
from farshore.moderation.queries import case_of, opened
from farshore.moderation.queries.content import seen_of
from farshore.moderation.roles import MODERATORS, RELEASERS
from farshore.vault import actions as vault
from farshore.vault import queries as sealed

DAY = "2026-11-20"
SECRET = "Ilmatar"  # a word that stands in nothing but a story


def person(name: str, *groups: str, **profile: Any) -> User:
    """A member of the team in these groups; `profile` is `communities`, `countries`."""
    user = User.objects.create(username=name, password="!")  # hashing one would take a while
    user.groups.set(Group.objects.filter(name__in=groups))
    StaffProfile.objects.create(user=user, **profile)
    return user


def moderator(name: str = "mira", **profile: Any) -> User:
    return person(name, MODERATORS, **profile)


def releaser(name: str = "rosa", **profile: Any) -> User:
    return person(name, RELEASERS, **profile)


def overseer(name: str = "otto") -> User:
    """Somebody who may give stories to others and read none."""
    user = person(name)
    for codename in ("oversee", "access_admin"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    return User.objects.get(pk=user.pk)


def waypoint(number: int = 1, place: str = "c:KR", **more: str) -> TellingWaypoint:
    given = {"precision": "country", "role": "lives", "text": f"Here I live, says {SECRET}."}
    return TellingWaypoint(id=f"w{number}", place=place, **(given | more))


def telling(**more: Any) -> Telling:
    """A story that said yes to the site, of an old journey from Ryanggang to South Korea."""
    left = waypoint(1, "r:KP.13", precision="region", role="left", date="1998", text="I left.")
    lives = waypoint(2, date="2002")
    given: dict[str, Any] = {
        "how": "written",
        "title": "The late ice",
        "text": f"First.\n\nThen {SECRET} came.",
        "language": "en",
        "teller": "M.",
        "themes": ("border",),
        "waypoints": (left, lives),
        "uses": (Yes("site", DAY), Yes("search_engines", DAY)),
        "asked_uses": True,
    }
    return Telling(**(given | more))


@cache
def master(colour: tuple[int, int, int] = (180, 120, 40)) -> sanitize.Master:
    """A clean picture, small so that tests are fast."""
    buffer = io.BytesIO()
    picture = Image.new("RGB", (96, 72), colour)
    picture.paste((20, 20, 160), (10, 10, 40, 40))
    picture.save(buffer, "JPEG")
    return sanitize.open_picture(buffer.getvalue())


def picture(**more: Any) -> TellingPicture:
    """A picture of nobody; its id is given when it is sent."""
    made = master()
    given: dict[str, Any] = {
        "alt": "A stove",
        "caption": "Our stove",
        "people": "nobody",
        "waypoint": "w2",
    }
    return TellingPicture(id="", width=made.width, height=made.height, **(given | more))


def sent(told: Telling | None = None, *, assign: bool = True) -> Submission:
    """A story as sending leaves it."""
    told = told or telling()
    key, today = vault.create_story_key(), clock.today()
    row = Submission(find=secrets.token_bytes(32), key=key, sent_on=today, changed_on=today)
    row.payload = b""
    row.save()
    told = dataclasses.replace(told, pictures=tuple(_keep(row, one) for one in told.pictures))
    rewrite(row, told)
    if assign:
        registry.request("assign_story", submission=row.pk)
    return row


def _keep(row: Submission, one: TellingPicture) -> TellingPicture:
    blob = vault.keep(story=row.key, data=master().data, kind="picture")
    return dataclasses.replace(one, id=Picture.objects.create(submission=row, blob=blob).pk)


def rewrite(row: Submission, told: Telling) -> None:
    """Let a sent story say this from now on, as the teller's yes to a change does."""
    row.payload = sealed.seal_for(row.key, to_bytes(told), context=PAYLOAD)
    row.save(update_fields=["payload"])


def case_for(row: Submission) -> Case:
    return Case.objects.get(submission=row)


def seen(user: User, case: Case) -> str:
    """What the screen of this case, opened by this person, carries in its forms."""
    found = opened(case_of(user, case.pk))
    return seen_of(found.row, found.telling)


def agreed_by_two(row: Submission, first: User, second: User) -> None:
    """A sent story, approved by one and agreed to by the other."""
    case = case_for(row)
    approve(case=case.pk, by=first, seen=seen(first, case))
    agree(case=case.pk, by=second, seen=seen(second, case), road="no")
    row.refresh_from_db()


def far_off() -> datetime:
    """A moment at which every batch is due."""
    return datetime(2100, 1, 1, 12, tzinfo=UTC)
