"""A release for the film: read first, signed by a name or a voice that only the team can open."""

import base64
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyrage import decrypt, x25519

from farshore.intake import actions, queries, releases, signing
from farshore.intake.errors import NotNow
from farshore.intake.interviews import Request
from farshore.intake.models import FilmDays, Interview, SignedRelease, Submission
from farshore.kernel import clock
from farshore.kernel.codes import Keys
from farshore.vault import actions as vault
from farshore.vault import queries as opened
from farshore.vault import team
from farshore.vault.errors import MissingEpoch
from farshore.vault.models import ForTeam
from tests.intake.making import Teller, released, sent, telling
from tests.markup import Markup
from tests.privacy.searching import database, files, found

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Louhi Pohjola"
SAID = Request("Aino", "The Lamp", ("hands",), "Nothing.", "Much.")
VOICE = b"OggS" + b"I agree, says Louhi. " * 200


@pytest.fixture
def identity(settings: Any, folder: Path) -> x25519.Identity:
    """The private key of a team whose public key the house has."""
    made = x25519.Identity.generate()
    settings.TEAM_KEYS = [str(made.to_public())]
    settings.RELEASES = folder / "releases"
    return made


@pytest.fixture
def lamp(db: None) -> FilmDays:
    return FilmDays.objects.create(title="The Lamp", finished_on=date(2100, 5, 3))


def agreed(teller: Teller, **more: Any) -> tuple[Keys, Submission]:
    """A story whose teller said yes when asked, and is at its page."""
    mine, row = sent(telling(**more))
    actions.ask_interview(row=row, said=SAID)
    Interview.objects.filter(submission=row).update(answer="yes")
    teller.post("/return/", hand=mine.hand(), go="status")
    return mine, row


@pytest.fixture
def story(identity: x25519.Identity, lamp: FilmDays, teller: Teller) -> tuple[Keys, Submission]:
    return agreed(teller)


def at_form(teller: Teller) -> str:
    """Open the form; the id of the request it is for."""
    (what,) = teller.values("form")
    teller.deed(f"form:{what}")
    return what


def sign(teller: Teller, name: str = NAME) -> Teller:
    what = at_form(teller)
    return teller.deed(f"sign:{what}", chosen="any.en.2026-11", how="written", name=name)


def speak(teller: Teller, data: bytes = VOICE) -> Teller:
    what = at_form(teller)
    file = SimpleUploadedFile("Louhi.ogg", data, "audio/ogg")
    return teller.deed(f"sign:{what}", chosen="any.en.2026-11", how="spoken", recording=file)


def read(row: Submission, identity: x25519.Identity) -> dict[str, str]:
    """What the team reads on its own machine."""
    (item,) = ForTeam.objects.filter(story=row.key)
    box = opened.open_for(item.key_id, bytes(item.box), context=opened.OUTER)
    told: dict[str, str] = json.loads(team.unpadded(decrypt(box, [identity])))
    return told


def test_it_is_read_in_plain_words_first_then_in_full_and_in_no_script(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    at_form(teller)
    plain, full = "It is no legal advice", "1. Who agrees with whom"
    assert 0 < teller.page.index(plain) < teller.page.index(full)
    assert "The Lamp" in teller.page and "your hands" in teller.page
    assert "May 3, 2100" in teller.page and "You can take it back with your code" in teller.page
    form = releases.form("any.en.2026-11")
    assert form is not None and form.sha256 in teller.page
    assert Markup(teller.page).faults == []
    assert "<script>" not in teller.page and " style=" not in teller.page


@pytest.mark.promise("P-44")
def test_a_name_is_read_by_the_team_alone_and_lies_nowhere_else(
    story: tuple[Keys, Submission], identity: x25519.Identity, teller: Teller, folder: Path
) -> None:
    _mine, row = story
    sign(teller)
    assert "It is signed, sealed" in teller.page and NAME not in teller.page
    told = read(row, identity)
    form = releases.form("any.en.2026-11")
    assert form is not None
    assert told == {
        "name": NAME,
        "film": "The Lamp",
        "form": "any.en.2026-11",
        "sha256": form.sha256,
        "country": "any",
        "language": "en",
        "day": clock.today().isoformat(),
        "means": "written",
    }
    everywhere = [*files(folder), *database()]
    assert found([NAME.encode()], everywhere) == []
    assert found([NAME.encode()], [*everywhere, ("the control", f"x{NAME}".encode())]) != []


@pytest.mark.promise("P-44")
def test_a_voice_is_sealed_before_the_first_write(
    story: tuple[Keys, Submission], identity: x25519.Identity, teller: Teller, folder: Path
) -> None:
    _mine, row = story
    speak(teller)
    assert "It is signed, sealed" in teller.page
    told = read(row, identity)
    assert base64.b64decode(told["recording"]) == VOICE and told["means"] == "spoken"
    assert "Louhi.ogg" not in str(told)
    everywhere = [*files(folder), *database()]
    assert found([VOICE[:40], b"Louhi.ogg"], everywhere) == []
    assert found([VOICE[:40]], [*everywhere, ("the control", VOICE)]) != []


def test_what_a_browser_sealed_is_kept_as_it_came(
    story: tuple[Keys, Submission], identity: x25519.Identity, teller: Teller, settings: Any
) -> None:
    what = at_form(teller)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)" data-seal="release"', teller.page))
    assert set(fields) == set(signing.FIELDS) - {"name"}
    data = json.dumps({**fields, "name": NAME}).encode()
    token = team.token(team.seal_to(settings.TEAM_KEYS, data, pad_to=team.CONTACT))
    teller.deed(f"sign:{what}", chosen="any.en.2026-11", how="written", sealed_release=token)
    assert read(story[1], identity)["name"] == NAME


def test_which_text_was_signed_lies_under_the_storys_key(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    _mine, row = story
    sign(teller)
    (one,) = queries.signed(row)
    assert (one.text.film, one.text.form, one.means) == ("The Lamp", "any.en.2026-11", "written")
    assert (one.day, one.until) == (clock.today(), date(2100, 5, 3))
    assert b"The Lamp" not in bytes(SignedRelease.objects.get().sealed)


def test_signing_again_takes_its_place(story: tuple[Keys, Submission], teller: Teller) -> None:
    sign(teller)
    speak(teller)
    assert SignedRelease.objects.get().means == "spoken" and ForTeam.objects.count() == 1


@pytest.mark.promise("P-44")
def test_it_can_be_taken_back_until_the_film_is_finished_and_the_page_says_so(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    sign(teller)
    assert "You can take it back until May 3, 2100; after that the film is finished" in teller.page
    teller.deed("unsign")
    assert not SignedRelease.objects.exists() and not ForTeam.objects.exists()
    assert Interview.objects.get().answer == "no"
    Interview.objects.update(answer="yes")
    sign(teller.deed("status"))
    FilmDays.objects.update(finished_on=clock.today() - timedelta(days=1))
    assert "this cannot be taken back any more" in teller.deed("status").page
    teller.deed("unsign")
    assert SignedRelease.objects.count() == 1 and ForTeam.objects.count() == 1


def test_on_the_last_day_it_still_can(story: tuple[Keys, Submission], teller: Teller) -> None:
    sign(teller)
    FilmDays.objects.update(finished_on=clock.today())
    teller.deed("unsign")
    assert not SignedRelease.objects.exists()


def test_it_ends_with_its_story(story: tuple[Keys, Submission], teller: Teller) -> None:
    sign(teller)
    actions.withdraw(keys=story[0])
    assert not SignedRelease.objects.exists() and not ForTeam.objects.exists()


@pytest.mark.promise("P-44")
def test_after_release_the_page_is_the_same_whether_one_signed_and_what_was_signed_ends(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    mine, row = story
    sign(teller)
    other = Teller()
    strange, bare = sent()
    for one in (row, bare):
        one.refresh_from_db()
        released(one)
    pages = []
    for go in ("status", "unsign"):
        for person, keys in ((teller, mine), (other, strange)):
            person.post("/return/", hand=keys.hand(), go=go)
            page = person.page.replace(person.field("hand"), "")
            pages.append(page.replace(person.field("nonce"), ""))
    assert pages[0] == pages[1] and pages[2] == pages[3]
    assert not SignedRelease.objects.exists() and not ForTeam.objects.exists()
    text = signing.Text("The Lamp", "any.en.2026-11", "", "any", "en")
    sealed = team.seal_to([str(x25519.Identity.generate().to_public())], b"{}", pad_to=(1024,))
    with pytest.raises(NotNow):
        actions.sign_release(keys=mine, text=text, means="written", sealed=sealed)


def test_taking_it_back_after_release_makes_what_was_used_of_it_go(
    identity: x25519.Identity, lamp: FilmDays, teller: Teller
) -> None:
    from farshore.intake.consent import Yes
    from farshore.moderation.actions import uses
    from farshore.moderation.models import Crossing
    from farshore.moderation.queries import consent
    from farshore.moderation.queries.uses import must_go
    from farshore.moderation.uses import Entry

    yeses = (Yes("site", "2026-11-20"), Yes("film", "2026-11-20"))
    mine, row = agreed(teller, uses=yeses)
    sign(teller)
    row.refresh_from_db()
    slug = released(row)
    given = consent.given(queries.read(row), released_on=clock.today())
    Crossing.objects.filter(slug=slug).update(consent=consent.sealed(row, given))
    made = uses.record(entry=Entry(slug, "words", "film", film="The Lamp"), by=None)
    assert must_go() == set()
    teller.deed("unsign")
    assert must_go() == {made.pk}
    actions.take_release_back(keys=mine)  # pressing twice is no error
    assert must_go() == {made.pk}


@pytest.mark.parametrize("answer", ["waiting", "no", "later", "never"])
def test_only_whoever_said_yes_is_shown_a_form(
    identity: x25519.Identity, lamp: FilmDays, teller: Teller, answer: str
) -> None:
    agreed(teller)
    name = Interview.objects.get().pk
    Interview.objects.update(answer=answer)
    assert teller.deed("status").values("form") == []
    for go in (f"form:{name}", f"sign:{name}"):
        teller.deed(go, chosen="any.en.2026-11", how="written", name=NAME)
        assert "changed meanwhile" in teller.page
    assert not SignedRelease.objects.exists()


def test_a_young_teller_a_team_without_keys_and_vanished_words_get_no_form(
    identity: x25519.Identity, lamp: FilmDays, settings: Any
) -> None:
    young, _row = Teller(), None
    agreed(young, young="yes", guardian="yes")
    assert young.values("form") == []
    young.deed(f"form:{Interview.objects.get().pk}")
    assert "changed meanwhile" in young.page
    later = Teller()
    agreed(later)
    Interview.objects.update(sealed=b"")
    assert later.deed("status").values("form") == []
    Interview.objects.all().delete()
    settings.TEAM_KEYS = []
    bare = Teller()
    agreed(bare)
    assert bare.values("form") == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Please write your name"),
        ({"sealed_release": "1.nonsense"}, "could not be sealed in your browser"),
        ({"how": "spoken"}, "Please record your voice"),
        ({"how": "spoken", "long": "yes"}, "The recording is too long"),
    ],
    ids=["no-name", "bad-seal", "no-voice", "too-long"],
)
def test_what_is_missing_is_said_on_the_form_and_nothing_is_signed(
    story: tuple[Keys, Submission],
    teller: Teller,
    fields: dict[str, Any],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    what = at_form(teller)
    if fields.get("long"):
        monkeypatch.setattr(signing, "LARGEST", 10)
        fields = {"how": "spoken", "recording": SimpleUploadedFile("v.ogg", VOICE, "audio/ogg")}
    teller.deed(f"sign:{what}", **{"chosen": "any.en.2026-11", "how": "written"} | fields)
    (error,) = teller.errors
    assert sentence in error and "Nothing was signed" in error
    assert Markup(teller.page).faults == ["the first heading is an h2"]  # the summary, above
    assert not SignedRelease.objects.exists() and not ForTeam.objects.exists()


def test_where_it_cannot_be_sealed_just_now_what_was_signed_before_stands(
    story: tuple[Keys, Submission], teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(teller)

    def without(**_given: Any) -> None:
        raise MissingEpoch("2026-11-25.00000000")

    monkeypatch.setattr(vault, "keep_for_team", without)
    sign(teller, "Another")
    assert "try again tomorrow" in teller.errors[0] and "Another" in teller.page
    assert SignedRelease.objects.count() == 1 and ForTeam.objects.count() == 1


def test_a_text_that_is_not_there_and_a_strangers_request_sign_nothing(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    what = at_form(teller)
    teller.deed(f"sign:{what}", chosen="XX.xx.2026-11", how="written", name=NAME)
    assert "changed meanwhile" in teller.page
    other = Teller()
    mine, _row = sent()
    other.post("/return/", hand=mine.hand(), go="status")
    for name in (what, str(uuid4()), "x"):
        for go in ("form", "sign"):
            other.deed(f"{go}:{name}", chosen="any.en.2026-11", how="written", name=NAME)
            assert other.status == 200 and "Read it, or have it read to you" not in other.page
    assert not SignedRelease.objects.exists()


def test_a_text_of_a_country_is_chosen_and_kept_by_its_name(
    story: tuple[Keys, Submission], teller: Teller, identity: x25519.Identity, folder: Path
) -> None:
    (folder / "releases").mkdir()
    text = "Freigabe\n\nKurz.\n\n---\n\nLang.\n"
    (folder / "releases" / "DE.de.2026-12.txt").write_text(text)
    what = at_form(teller)
    assert "Germany · Deutsch · 2026-12" in teller.page
    teller.deed(f"form:{what}", chosen="DE.de.2026-12")
    assert "Freigabe" in teller.page and 'lang="de"' in teller.page
    teller.deed(f"sign:{what}", chosen="DE.de.2026-12", how="written", name=NAME)
    assert read(story[1], identity)["country"] == "DE"


def test_the_page_behind_the_code_costs_two_more_rows_for_what_was_signed(
    story: tuple[Keys, Submission], teller: Teller
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            teller.deed("status")
        return sum(one["sql"].startswith("SELECT") for one in told.captured_queries)

    before = asked()
    sign(teller)
    assert asked() == before + 1  # the story's key, to read which text it was
