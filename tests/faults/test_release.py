"""Kill -9 around a release: the story is private as before, or public as a whole.

Each test is one program that starts releases in processes of their own and kills them. That spares
starting Django for every kill.
"""

import subprocess
from collections.abc import Callable

import pytest

pytestmark = pytest.mark.faults

Run = Callable[..., "subprocess.Popen[str]"]

GROUND = '''
import hashlib, os, random, signal, time
from datetime import UTC, datetime, timedelta
from django.core.files.storage import default_storage
from django.db import connections
from farshore.intake.models import Status, Submission
from farshore.kernel import clock
from farshore.moderation.actions import releasing
from farshore.moderation.actions.sweeping import sweep
from farshore.moderation.models import Act, AuditLine, Crossing
from farshore.moderation.queries.log import verify_chain
from farshore.stories.actions import rendition_name
from farshore.stories.models import Media, Rendition, Story
from tests.moderation.making import agreed_by_two, moderator, picture, releaser, sent, telling

FAR = datetime(2100, 1, 1, 12, tzinfo=UTC)

def prepare(many):
    mira, rosa = moderator("mira"), releaser("rosa")
    for n in range(many):
        told = telling(title=f"Story {n}", pictures=(picture(), picture()))
        agreed_by_two(sent(told), mira, rosa)

def begin(work):
    """A process of its own, and the end of a pipe on which it may speak."""
    connections.close_all()
    ear, mouth = os.pipe()
    child = os.fork()
    if child:
        os.close(mouth)
        return child, ear
    work(lambda: os.write(mouth, b"x"))
    os._exit(0)

def kill(child):
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

def look():
    """(how many are public, how many folders of files belong to none); each story is on one side,
    and what is public is there to the last byte."""
    released = Submission.objects.filter(status=Status.RELEASED)
    waiting = Submission.objects.filter(status=Status.SCHEDULED)
    assert released.count() + waiting.count() == Submission.objects.count()
    slugs = sorted(released.values_list("slug", flat=True))
    assert slugs == sorted(Story.objects.values_list("slug", flat=True)), "half a story"
    assert slugs == sorted(Crossing.objects.values_list("slug", flat=True)), "half a crossing"
    assert not waiting.exclude(slug="").exists(), "half a status"
    for story in Story.objects.all():
        assert (story.waypoints.count(), story.media.count()) == (2, 2), "half a journey"
    for made in Rendition.objects.all():
        name = "stories/" + rendition_name(made.media_id, made.width, made.format)
        with default_storage.open(name) as file:
            assert hashlib.sha256(file.read()).hexdigest() == made.sha256, "half a picture"
    assert AuditLine.objects.filter(act=Act.RELEASED).count() == len(slugs), "half a log"
    verify_chain()
    known = {str(pk) for pk in Media.objects.values_list("pk", flat=True)}
    there = default_storage.listdir("stories")[0] if default_storage.exists("stories") else []
    return len(slugs), len(set(there) - known)

def release(_say):
    releasing.release_due(FAR)
'''

# Killed at any moment from the beginning of the writing to a little after its end.
KILLS = """
def said(say):
    true = releasing._cross
    releasing._cross = lambda *given: (say(), true(*given))[1]
    releasing.release_due(FAR)
many, dice = 8, random.Random(11)
prepare(many)
assert look() == (0, 0)
seen = []
while len(seen) < 6 and look()[0] < many:  # a quick machine may be through before
    child, ear = begin(said)
    assert os.read(ear, 1) == b"x"
    time.sleep(dice.uniform(0.0, 0.12))
    kill(child)
    seen.append(look())
assert seen
release(None)
assert look()[0] == many
sweep(clock.now() + timedelta(hours=2))
assert look() == (many, 0)
print(seen)
"""

# Killed when every file is written and nothing is committed: the worst moment.
WORST = """
def halted(say):
    releasing._write_release = lambda *_given: (say(), time.sleep(60))
    releasing.release_due(FAR)
prepare(1)
child, ear = begin(halted)
assert os.read(ear, 1) == b"x"
kill(child)
assert look() == (0, 2), look()
assert sweep(clock.now()) == 0
sweep(clock.now() + timedelta(hours=2))
assert look() == (0, 0)
release(None)
assert look() == (1, 0)
"""

# The story published in one transaction, its row written in another.
APART = """
from contextlib import nullcontext
from types import SimpleNamespace
def apart(say):
    releasing.transaction = SimpleNamespace(atomic=nullcontext)
    halt = lambda *_given, **_more: (say(), time.sleep(60))
    releasing.consent = SimpleNamespace(given=halt)
    releasing.release_due(FAR)
prepare(1)
child, ear = begin(apart)
assert os.read(ear, 1) == b"x"
kill(child)
look()
"""


def run(start: Run, program: str) -> tuple[int, str, str]:
    process = start(GROUND + program)
    out, err = process.communicate(timeout=110)
    return process.returncode, out, err


@pytest.mark.promise("P-25")
def test_a_killed_release_leaves_each_story_on_one_side(start: Run) -> None:
    code, _out, err = run(start, KILLS)
    assert code == 0, err


def test_files_of_a_release_that_was_killed_are_swept_and_the_story_crosses_later(
    start: Run,
) -> None:
    code, _out, err = run(start, WORST)
    assert code == 0, err


def test_the_control_a_release_in_two_transactions_is_caught(start: Run) -> None:
    code, _out, err = run(start, APART)
    assert code != 0 and "half a story" in err
