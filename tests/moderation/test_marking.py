"""What a moderator sees of flags: marks in the text, and the list beside it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from farshore.moderation.flags import PAPERS, WHY, WORDS, flags_of
from farshore.moderation.flags.found import Found
from farshore.moderation.views.marking import marked
from tests.moderation.making import case_for, sent, telling
from tests.staff import enter

INSIDE = "Call 010-1234-5678, the tunnel is still open."


def pieces(text: str, flags: list[Found]) -> list[tuple[str, str]]:
    told = telling(title="", teller="", text=text, waypoints=())
    return [(one.text, one.kind) for field in marked(told, flags) for one in field.pieces]


def test_a_number_inside_a_marked_sentence_is_marked_as_a_number() -> None:
    told = telling(title="", teller="", text=INSIDE, waypoints=())
    assert pieces(INSIDE, flags_of(told)) == [
        ("Call ", "still"),
        ("010-1234-5678", "phone"),
        (", the tunnel is still open.", "still"),
    ]


@settings(max_examples=100, deadline=None)
@given(st.data(), st.text(min_size=1, max_size=40))
def test_the_pieces_of_a_text_are_the_text_however_flags_overlap(data: Any, text: str) -> None:
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    flags = [
        Found("phone", "text", "text", min(span), max(span))
        for span in data.draw(st.lists(spans, max_size=6))
        if span[0] != span[1]
    ]
    told = pieces(text, flags)
    assert "".join(words for words, _kind in told) == text
    covered = {at for one in flags for at in range(one.start, one.end)}
    assert sum(len(words) for words, kind in told if kind) == len(covered)


def test_each_kind_says_what_it_is_and_why_it_matters() -> None:
    assert list(WHY) == list(WORDS)
    for says in [*WHY.values(), *WORDS.values(), *PAPERS.values()]:
        assert str(says) and "!" not in str(says)
    assert all(str(why).endswith(".") for why in WHY.values())


@pytest.mark.database
@pytest.mark.django_db
def test_the_screen_says_why_what_it_is_and_how_sure(mira: User, client: Client) -> None:
    row = sent(telling(text="주민번호 991231-3000002. Case 123-12C45678."))
    enter(client, mira)
    page = client.get(reverse("moderation:review", args=[case_for(row).pk])).content.decode()
    assert str(WHY["number"]) in page
    assert "South Korean resident registration number: its check digits are right" in page
    assert "number of the UN refugee agency</span>" in page  # which has none to be right
