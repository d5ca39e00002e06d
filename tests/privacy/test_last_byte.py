"""A word in every field and medium of a story that went the whole way, was exported and taken back:
no byte of it is left under the data folder, nor in SQLite's file and its log.

PostgreSQL's write-ahead log and its dead rows are a stated limit (SECURITY.md): there the search is
through every value of every table.
"""

import dataclasses
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from pyrage import x25519

from farshore.intake import actions as teller
from farshore.intake import queries, signing
from farshore.intake.consent import AGREED, Person, Yes
from farshore.intake.interviews import Request
from farshore.intake.models import Submission
from farshore.intake.telling import Telling
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.kernel.registry import registry
from farshore.moderation.actions.asking import ask, propose_cut
from farshore.moderation.actions.interviewing import ask_for_film
from farshore.moderation.actions.releasing import release_story
from farshore.press.actions import press_all, press_waiting
from farshore.stories.models import Media, Rendition, Story
from farshore.vault import export, team
from tests.intake.making import keys, photo
from tests.moderation.making import agreed_by_two, case_for, moderator, releaser, waypoint
from tests.privacy.searching import database, files, found

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "Vellamo"  # stands in nothing but this story
DAY = "2026-11-20"


@pytest.fixture
def people(data: Path, db: None, settings: Any) -> tuple[User, User]:
    settings.TEAM_KEYS = [str(x25519.Identity.generate().to_public())]
    return moderator("mira"), releaser("rosa")


def word(number: int) -> str:
    return f"{WORD}{number}"


def told(before: Telling) -> Telling:
    """A word of its own in every field that takes words."""
    who = Person(word(1), AGREED, day=DAY)
    (one,) = before.pictures
    shown = dataclasses.replace(
        one, caption=word(2), alt=word(3), people="agreed", persons=(who,), waypoint="w1"
    )
    return dataclasses.replace(
        before,
        how="written",
        title=word(4),
        text=f"{word(5)}.\n\nThen {word(6)} came.",
        language="en",
        teller=word(7),
        waypoints=(waypoint(1, text=word(8)), waypoint(2, text=word(9))),
        pictures=(shown,),
        uses=tuple(Yes(use, DAY) for use in ("site", "open_data", "search_engines", "film")),
        not_read_by=(word(10),),
        asked_uses=True,
    )


def a_story(people: tuple[User, User]) -> tuple[Keys, str]:
    """Told in every field, asked about, answered, released, its every page written."""
    mine = keys()
    teller.begin(keys=mine, telling=Telling())
    teller.add_picture(keys=mine, data=photo(), number="1")
    teller.add_recording(keys=mine, data=b"OggS" + word(11).encode() * 40, number="2")
    teller.change(keys=mine, by=told)
    row = queries.submission(teller.send(keys=mine))
    sealed = team.seal_to([*_team()], word(12).encode(), pad_to=team.CONTACT)
    teller.leave_contact(keys=mine, sealed=sealed)
    ask(case=case_for(row).pk, by=people[0], text=f"Is {word(13)} right?")
    teller.answer(keys=mine, text=f"{word(14)} is.")
    propose_cut(case=case_for(row).pk, by=people[0], where="text", text=word(6))
    teller.decide(keys=mine, change_id=queries.proposals(row)[0].id, accept=True)
    _asked_for_the_film(mine, row, people[0])
    agreed_by_two(row, *people)
    slug = release_story(submission=row.pk)
    press_all(clock.now())
    registry.request("concern_story", slug=slug, text=f"I am {word(15)}.")
    teller.ask_change(keys=mine, text=f"Not {word(16)}.")
    return mine, slug


def _asked_for_the_film(mine: Keys, row: Submission, by: User) -> None:
    """Asked, answered with yes, and signed with a name that only the team can read."""
    said = Request(word(17), word(18), ("hands",), word(19), word(20))
    ask_for_film(case=case_for(row).pk, by=by, said=said)
    (asked,) = queries.interviews(row)
    teller.answer_interview(keys=mine, interview=asked.id, answer="yes")
    text = signing.Text(word(18), "any.en.2026-11", "", "any", "en")
    sealed = team.seal_to([*_team()], word(21).encode(), pad_to=team.CONTACT)
    teller.sign_release(keys=mine, text=text, means="written", sealed=sealed)


def _team() -> Iterator[str]:
    from django.conf import settings

    yield from settings.TEAM_KEYS


def everywhere(folder: Path) -> list[tuple[str, bytes]]:
    return [*files(folder), *database()]


def renditions() -> list[bytes]:
    """A piece of the middle of every file that became public."""
    from django.core.files.storage import default_storage

    pieces = []
    for media in Media.objects.all():
        for made in Rendition.objects.filter(media=media):
            extension = {"jpeg": "jpg"}.get(made.format, made.format)
            with default_storage.open(f"stories/{media.pk}/{made.width}.{extension}") as file:
                body = file.read()
            pieces.append(body[len(body) // 2 :][:48])
    return pieces


@pytest.mark.promise("P-16")
def test_no_byte_of_a_story_that_was_taken_back_is_left(
    people: tuple[User, User], data: Path
) -> None:
    mine, slug = a_story(people)
    media = renditions()
    outside = io.BytesIO()
    export.take_out("contact", staff="", write=lambda lines, _slip: outside.writelines(lines))
    assert WORD.encode() not in outside.getvalue()
    needles = [WORD.encode(), WORD.lower().encode(), *media]
    # The control: until now the public rows and files are there to be found.
    assert len(media) > 2 and found(needles, everywhere(data))
    teller.withdraw(keys=mine)
    while press_waiting(clock.now()):
        pass
    _checkpoint()
    assert found(needles, everywhere(data)) == []
    assert not Story.objects.filter(slug=slug).exists()


SEALED = {12, 21}  # to the team alone


@pytest.mark.parametrize("field", sorted(set(range(1, 22)) - SEALED))
def test_the_control_each_field_really_held_its_word(
    people: tuple[User, User], data: Path, field: int
) -> None:
    """What is sealed is opened as the house can while the key stands: each word is in one place."""
    _mine, _slug = a_story(people)
    assert word(field) in "\n".join(_opened())


def _opened() -> Iterator[str]:
    from farshore.intake.models import Message
    from farshore.moderation.models import Concern
    from farshore.moderation.queries.consent import consent_of
    from farshore.moderation.queries.public import words_of
    from farshore.vault.models import ForTeam

    row = Submission.objects.get()
    yield json.dumps(dataclasses.asdict(queries.read(row)))
    yield json.dumps(dataclasses.asdict(consent_of(row.crossing)))
    yield from (one.text for one in queries.conversation(row))
    yield from (one.text for one in queries.proposals(row))
    yield from (words_of(one) for one in Concern.objects.all())
    yield from (json.dumps(dataclasses.asdict(one.said)) for one in queries.interviews(row))
    yield from (one.text.film for one in queries.signed(row))
    yield from (
        queries.recording_bytes(row, one.pk).decode("latin-1") for one in row.recordings.all()
    )
    assert Message.objects.exists() and ForTeam.objects.count() == 2


def _checkpoint() -> None:
    """Let SQLite write its log back as the house does after a withdrawal and after each press."""
    if connection.vendor == "sqlite":
        from farshore.vault.actions import flush

        flush()
