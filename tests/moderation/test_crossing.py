"""What the preview shows is what crosses: the page of the one is the page of the other."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions.releasing import release_story
from tests.moderation.making import (
    agreed_by_two,
    case_for,
    picture,
    rewrite,
    sent,
    telling,
    waypoint,
)
from tests.staff import enter

pytestmark = pytest.mark.django_db


def article(page: bytes) -> str:
    """The story itself, without what differs by nature: the bar, the address, the neighbours, and
    where a picture's bytes lie (in the studio, or made smaller on the site)."""
    text = page.decode()
    body = re.search(r"<article.*</article>", text, re.DOTALL)
    assert body is not None
    told = re.sub(r"<source [^>]*>\s*", "", body.group())
    told = re.sub(r'src="[^"]*"', 'src=""', told)
    told = re.sub(r'<p class="(?:concerned|share-link)">.*?</p>\s*', "", told, flags=re.DOTALL)
    return re.sub(r"\s+", " ", told)


def previewed(user: User, case: Any) -> bytes:
    client = enter(Client(), user)
    response = client.get(reverse("moderation:preview", args=[case.pk]))
    assert response.status_code == 200
    return response.content


STORIES: dict[str, dict[str, Any]] = {
    "plain": {},
    "pictures": {"pictures": (picture(), picture(waypoint="", alt="Anywhere", caption=""))},
    "warnings": {"warnings": ("hunger", "death"), "themes": ("sea", "camp")},
    "nobody": {"title": "", "teller": "", "how": "helped"},
    "right to left": {"language": "ar", "title": "المفتاح", "text": "أقفلت الباب."},
    "young": {
        "waypoints": (
            waypoint(1, "t:2033467", precision="town", role="passed", date="2021", means="foot"),
            waypoint(2, date="2022-03-04"),
        )
    },
    "hidden": {
        "waypoints": (
            waypoint(1, "", precision="hidden", role="left", text="Never shown."),
            waypoint(2),
        ),
        "pictures": (picture(waypoint="w1"),),
    },
    "hostile": {"title": "<script>alert(1)</script>", "text": '{{ 7 * 7 }} <b>bold</b> & "so"'},
}


@pytest.mark.promise("P-11")
@pytest.mark.parametrize("kind", STORIES)
def test_the_page_that_was_seen_is_the_page_that_is_published(
    mira: User, rosa: User, kind: str
) -> None:
    row = sent(telling(**STORIES[kind]))
    agreed_by_two(row, mira, rosa)
    before = previewed(rosa, case_for(row))
    slug = release_story(submission=row.pk)
    after = registry.render(f"/stories/{slug}/", as_of=clock.now()).body
    assert article(before) == article(after)
    assert "Never shown" not in after.decode()


def test_the_control_another_word_would_be_noticed(mira: User, rosa: User) -> None:
    row = sent()
    before = previewed(mira, case_for(row))
    rewrite(row, telling(title="The later ice"))
    agreed_by_two(row, mira, rosa)
    slug = release_story(submission=row.pk)
    after = registry.render(f"/stories/{slug}/", as_of=clock.now()).body
    assert article(before) != article(after)


def test_a_preview_is_never_indexed_or_kept(mira: User) -> None:
    client = enter(Client(), mira)
    response = client.get(reverse("moderation:preview", args=[case_for(sent()).pk]))
    assert b'<meta name="robots" content="noindex' in response.content
    assert "no-store" in response["Cache-Control"]


@pytest.mark.promise("P-01")
def test_nothing_that_was_not_consented_to_crosses(mira: User, rosa: User) -> None:
    """Planted in every private part: who must not read it, the recordings, the conversation."""
    from farshore.intake.actions.returning import say

    row = sent(telling(not_read_by=("Plantedcommunity",), nonces=("plantednonce",)))
    say(row=row, text="plantedmessage", from_team=True)
    agreed_by_two(row, mira, rosa)
    release_story(submission=row.pk)
    now = clock.now()
    told = b"".join(registry.render(one, as_of=now).body for one in registry.addresses())
    for planted in ("Plantedcommunity", "plantednonce", "plantedmessage", str(row.pk), "mira"):
        assert planted.encode() not in told
