"""`/share/` step by step, as its owner, as a stranger, by the wrong method, with bad ids."""

from typing import Any

import pytest
from django.test import Client

from farshore.intake.models import Draft, Submission
from farshore.intake.public_form import released_form
from farshore.intake.telling import AGREED
from farshore.intake.views.journey import MOST
from farshore.intake.views.steps import STEPS
from farshore.kernel.codes import Code
from tests.intake.making import HYESAN, Teller, keys, photo_file, telling, waypoint
from tests.stories.making import published

pytestmark = pytest.mark.django_db


# the beginning


def test_the_first_page_says_what_happens_before_anything_is_asked(teller: Teller) -> None:
    teller.get()
    assert (teller.status, teller.heading) == (200, "Before you start")
    assert "your browser’s own leaves these pages" in teller.page
    for said in ("cannot be called back", "7 days", "Leave now", "network"):
        assert said in teller.page
    assert 'name="hand"' not in teller.page


@pytest.mark.promise("P-03")
def test_a_code_is_shown_as_digits_and_as_words_and_nothing_is_kept(teller: Teller) -> None:
    teller.post(step="begin")
    code = Code.parse(teller.field("shown"))
    for part in (*code.groups(), *code.words("en")):
        assert part in teller.page
    assert not Draft.objects.exists()


@pytest.mark.parametrize("by", ["digits", "words", "groups"])
def test_the_code_typed_back_opens_the_first_step(teller: Teller, by: str) -> None:
    teller.post(step="begin")
    code = Code.parse(teller.field("shown"))
    typed = {
        "digits": code.digits,
        "words": " ".join(code.words("en")),
        "groups": "  ".join(code.groups()),
    }
    teller.post(step="code", shown=code.digits, typed=typed[by])
    assert teller.heading == "Your story"
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Please type the code back"),
        ("1234", "A code has 29 digits"),
        (Code(7).digits, "not the one on this page"),
        ("lamp lamp lamp", "A code has 9 words"),
    ],
)
def test_a_code_typed_wrongly_is_shown_again_with_what_was_typed(
    teller: Teller, typed: str, said: str
) -> None:
    teller.post(step="begin")
    shown = teller.field("shown")
    teller.post(step="code", shown=shown, typed=typed)
    assert said in teller.errors[0] and teller.errors[0].startswith("Nothing is lost.")
    assert (teller.field("shown"), teller.field("typed")) == (shown, typed)
    assert not Draft.objects.exists()


def test_the_code_sent_again_finds_what_was_told_meanwhile(teller: Teller) -> None:
    teller.begin().press("story", text="Kept", language="en")
    teller.post(step="code", shown=teller.code, typed=teller.code)
    assert "Kept" in teller.page
    assert Draft.objects.count() == 1


# each step, by its owner


def test_the_whole_path_leads_from_words_to_sent(teller: Teller) -> None:
    teller.begin().press("story", how="written", text="I left.", language="en", title="The lamp")
    assert teller.heading == "Your journey"
    teller.place(HYESAN, date="winter 1998?").place("c:KR", role="lives")
    assert [one.place for one in teller.told.waypoints] == ["r:KP.13", "c:KR"]
    teller.press("journey").press("pictures", "stay", pictures=[photo_file()])
    (picture,) = teller.values("covers")
    teller.press("pictures", **{f"{picture}-caption": "At home", f"{picture}-people": "agreed"})
    assert teller.heading == "What may it be used for?"
    teller.press("uses", uses=["site", "film"])
    assert "preview-bar" in teller.page and "At home" in teller.page
    teller.press("preview")
    assert teller.heading == "Send it"
    teller.press("send", "send")
    assert teller.heading == "Your story has been sent"
    assert Submission.objects.count() == 1 and not Draft.objects.exists()


@pytest.mark.promise("P-13")
def test_nothing_is_ticked_beforehand(teller: Teller) -> None:
    teller.with_draft(telling(uses=(), asked_uses=False), step="uses")
    assert " checked" not in teller.page and " selected" not in teller.page


def test_a_yes_is_shown_with_its_day_and_a_no_takes_it_back(teller: Teller) -> None:
    teller.with_draft(step="uses")
    assert "You said yes on November 20, 2026." in teller.page
    teller.press("uses", not_read_by=["KP", "CN"], not_read_by_community="One، Two")
    assert teller.told.uses == () and teller.told.asked_uses
    assert teller.told.not_read_by == ("KP", "CN", "One", "Two")
    teller.press("preview", "back")
    assert teller.field("not_read_by_community") == "One, Two"


@pytest.mark.parametrize("step", [step for step in STEPS if step != "preview"])
def test_each_step_says_where_one_is(teller: Teller, step: str) -> None:
    teller.with_draft(step=step)
    assert teller.page.count('aria-current="step"') == 1
    assert teller.page.count("<h1") == 1


def test_back_leads_back_and_on_leads_on(teller: Teller) -> None:
    teller.with_draft(step="journey")
    seen = [teller.press(step).heading for step in ("journey", "pictures")]
    assert seen == ["Pictures", "What may it be used for?"]
    assert teller.press("uses", "back", uses=["site"]).heading == "Pictures"
    assert teller.press("pictures", "back").heading == "Your journey"
    assert teller.press("journey", "back").heading == "Your story"


def test_the_preview_is_the_page_that_the_public_would_see(teller: Teller) -> None:
    hidden = waypoint(3, "", precision="hidden", text="Nobody reads this.")
    young = waypoint(4, "c:CN", role="passed", date="2025", means="boat", text="Over the water.")
    teller.with_draft(telling(waypoints=(waypoint(1), hidden, young)), step="preview")
    assert "Only you see this" in teller.page and "South Korea" in teller.page
    assert "Nobody reads this" not in teller.page
    assert "Over the water" in teller.page and "by boat" not in teller.page


def test_what_is_missing_is_named_with_the_way_there(teller: Teller) -> None:
    teller.with_draft(telling(language="", asked_uses=False), step="send")
    assert teller.values("to") == ["story", "uses"]
    teller.press("send", "send")
    assert not Submission.objects.exists()
    assert teller.press("send", "to:uses").heading == "What may it be used for?"


# places


@pytest.mark.promise("P-06")
def test_a_place_is_found_in_any_script_and_nothing_of_the_search_is_kept(
    teller: Teller,
) -> None:
    teller.begin().press("story")
    teller.press("journey", "find", place="혜산")
    assert teller.values("pick")[0] == HYESAN
    assert teller.told.waypoints == ()


def test_a_place_that_is_not_listed_is_found_by_its_country(teller: Teller) -> None:
    teller.with_draft(step="journey").press("journey", "find", place="Qqqqqx")
    assert "We do not know a place of that name" in teller.page
    teller.press("journey", "find", country="KP")
    assert teller.values("pick")[0] == "c:KP" and "r:KP.13" in teller.values("pick")
    teller.press("journey", "find", country="XX")
    assert teller.values("pick") == []


@pytest.mark.promise("P-06")
def test_only_what_may_be_shown_of_a_place_is_kept(teller: Teller) -> None:
    teller.begin().press("story").place(HYESAN, precision="town", date="1998")
    assert [one.place for one in teller.told.waypoints] == [HYESAN]
    teller.place(HYESAN, role="passed", precision="town", date="2025")
    assert (teller.told.waypoints[1].place, teller.told.waypoints[1].precision) == (
        "c:KP",
        "country",
    )
    assert "To keep you safe this place is shown as" in teller.page
    teller.place(HYESAN, role="left", precision="hidden", date="1998")
    assert (teller.told.waypoints[2].place, teller.told.waypoints[2].precision) == ("", "hidden")


def test_only_levels_that_the_rule_allows_are_offered(teller: Teller, settings: Any) -> None:
    teller.with_draft(step="journey").press("journey", f"pick:{HYESAN}")
    assert 'value="town"' in teller.page
    settings.SMALLEST_PLACE = 300_000
    teller.press("journey", f"pick:{HYESAN}")
    assert 'value="town"' not in teller.page and 'value="region"' in teller.page


def test_places_are_moved_changed_and_taken_out(teller: Teller) -> None:
    teller.with_draft(step="journey")
    teller.press("journey", "down:w1")
    assert [one.id for one in teller.told.waypoints] == ["w2", "w1"]
    teller.press("journey", "up:w2").press("journey", "up:w1")
    assert [one.id for one in teller.told.waypoints] == ["w1", "w2"]
    teller.press("journey", "edit:w2")
    assert teller.field("date") == "1999"
    teller.press("place", place="c:KR", waypoint="w2", role="lives", date="2001", text="Otherwise")
    assert [one.text for one in teller.told.waypoints][1] == "Otherwise"
    teller.press("journey", "remove:w1")
    assert [one.id for one in teller.told.waypoints] == ["w2"]


def test_a_picture_of_a_place_that_is_taken_out_belongs_to_the_whole_story(
    teller: Teller,
) -> None:
    teller.with_draft(step="pictures").press("pictures", "stay", pictures=[photo_file()])
    (one,) = teller.values("covers")
    teller.press("pictures", "stay", **{f"{one}-caption": "x", f"{one}-waypoint": "w1"})
    assert teller.told.pictures[0].waypoint == "w1"
    teller.press("pictures", "to:journey").press("journey", "remove:w1")
    assert teller.told.pictures[0].waypoint == ""


def test_a_journey_has_an_end(teller: Teller) -> None:
    teller.with_draft(telling(waypoints=tuple(waypoint(n) for n in range(MOST))), step="journey")
    assert 'name="place"' not in teller.page
    teller.press("journey", f"pick:{HYESAN}")
    assert teller.heading == "Your journey" and "60 places" in teller.errors[0]


@pytest.mark.parametrize(
    "go",
    ["pick:t:0", "pick:", "edit:none", "up:none", "down:none", "remove:none", "to:nowhere", "?"],
)
def test_a_bad_id_among_places_changes_nothing(teller: Teller, go: str) -> None:
    teller.with_draft(step="journey")
    assert teller.press("journey", go).status == 200
    assert teller.told == telling()


def test_the_preview_says_where_hardly_another_story_is_like_it(teller: Teller) -> None:
    teller.with_draft(telling(uses=(), asked_uses=False), step="uses")
    teller.press("uses", "next", uses=["site"])
    assert "No other story on this site began where yours did" in teller.page
    for number in range(3):
        published(str(number), waypoints=released_form(telling(), ()).waypoints)
    teller.press("preview", "to:preview")
    assert "Somebody who knows you could know you by that" not in teller.page
    told = telling(uses=(), asked_uses=False, language="fr")
    teller.with_draft(told, step="uses").press("uses", "next", uses=["site"])
    assert "if this were vaguer, or left out: the language." in " ".join(teller.page.split())


# pictures and recordings


def test_twenty_pictures_and_no_more(teller: Teller, settings: Any) -> None:
    settings.PICTURES_PER_STORY = 3
    teller.with_draft(step="pictures")
    teller.press("pictures", "stay", pictures=[photo_file(n) for n in range(4)])
    assert len(teller.told.pictures) == 3
    assert teller.errors == [
        "File 4 of those you have just chosen: "
        "All your pictures are kept. A story can have 3; this one did not fit."
    ]
    assert 'type="file"' not in teller.page


def test_the_teller_sees_what_was_taken_out_of_a_picture(teller: Teller) -> None:
    teller.with_draft(step="pictures").press("pictures", "stay", pictures=[photo_file()])
    assert "Taken out of it: where the picture was taken" in teller.page


def test_covers_are_ticked_tile_by_tile(teller: Teller) -> None:
    teller.with_draft(step="pictures").press("pictures", "stay", pictures=[photo_file()])
    (one,) = teller.values("covers")
    teller.press("pictures", f"covers:{one}")
    assert teller.page.count('name="tile"') == 108
    assert 'aria-label="row 9, column 12"' in teller.page
    teller.press("covers", picture=one, tile=["0", "107", "108", "x", "²"])
    assert teller.told.pictures[0].tiles == (0, 107)
    teller.press("pictures", f"covers:{one}").press("covers", "back", picture=one, tile=["5"])
    assert teller.told.pictures[0].tiles == (0, 107)


@pytest.mark.parametrize("go", ["covers:none", "delete:none", "covers:", "delete:"])
def test_a_bad_id_among_pictures_changes_nothing(teller: Teller, go: str) -> None:
    teller.with_draft(step="pictures")
    assert teller.press("pictures", go).heading == "Pictures"
    assert teller.told == telling()


@pytest.mark.promise("P-12")
def test_whoever_is_to_be_covered_is_covered_before_going_on(teller: Teller) -> None:
    teller.with_draft(step="pictures").press("pictures", "stay", pictures=[photo_file()])
    (one,) = teller.values("covers")
    said = {f"{one}-caption": "x", f"{one}-people": "covered"}
    assert teller.press("pictures", **said).heading == "Pictures"
    assert "Nothing is covered in this picture yet" in teller.errors[0]
    assert teller.press("pictures", f"covers:{one}", **said).heading.startswith("Cover parts")
    assert not teller.press("covers", picture=one, tile=["1"]).errors
    assert teller.press("pictures", **said).heading == "What may it be used for?"


def test_a_recording_is_kept_shown_and_taken_out(teller: Teller) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    teller.begin()
    voice = SimpleUploadedFile("voice.m4a", b"a voice", "audio/mp4")
    teller.press("story", "stay", recording=[voice], language="en")
    (name,) = teller.values("delete-recording")
    assert "Recording 1 is saved" in teller.page
    teller.press("story", f"delete-recording:{name}", text="And words")
    assert teller.told.recordings == () and teller.told.text == "And words"


# strangers, replays, other methods


@pytest.mark.parametrize(
    "hand",
    ["", "x" * 92, keys().hand(), "../../etc/passwd"],
    ids=["none", "no hand", "another's", "a path"],
)
@pytest.mark.parametrize("step", [*STEPS, "place", "covers", "nonsense"])
def test_a_stranger_gets_nothing_at_any_step(teller: Teller, step: str, hand: str) -> None:
    teller.with_draft()
    before = teller.told
    mine = teller.keys
    teller.post(step=step, hand=hand, nonce="n", text="Mine now")
    assert (teller.status, teller.heading) == (403, "This page has lost its hold")
    assert teller.page.count("Ilmatar") == 0
    assert Teller().post(step="send", go="to:story", hand=mine.hand()).told == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_other_method_is_answered(client: Client, method: str) -> None:
    for address in ("/share/", "/return/", "/return/relative/lamp-lamp-lamp/"):
        assert getattr(client, method)(address).status_code == 405


def test_head_is_answered_like_get(client: Client) -> None:
    for address in ("/share/", "/return/", "/return/relative/lamp-lamp-lamp/"):
        assert client.head(address).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_another_sites_form_is_refused(header: dict[str, str]) -> None:
    teller = Teller().with_draft()
    mine, client = teller.keys, Client(headers=header)
    stranger = Teller(client=client).post(step="story", hand=mine.hand(), title="Stolen")
    assert (stranger.status, stranger.heading) == (403, "This came from another site")
    assert Teller().post(step="send", go="to:story", hand=mine.hand()).told == telling()


@pytest.mark.parametrize("header", [{"Origin": "null"}, {"Origin": "http://testserver"}, {}])
def test_silence_and_our_own_site_are_no_accusation(header: dict[str, str]) -> None:
    teller = Teller(client=Client(headers=header)).with_draft()
    assert teller.press("story", title="Mine").status == 200
    assert teller.told.title == "Mine"


def test_a_form_sent_again_counts_once(teller: Teller) -> None:
    teller.with_draft(telling(waypoints=()), step="journey")
    nonce = teller.field("nonce")
    given = {"place": "c:KR", "waypoint": "", "role": "left", "date": "1998", "nonce": nonce}
    teller.press("place", **given).press("place", **given)
    assert len(teller.told.waypoints) == 1
    teller.press("place", **given | {"text": "Another, from the same page by going back"})
    assert len(teller.told.waypoints) == 2


def test_pictures_sent_again_count_once_and_another_one_counts(teller: Teller) -> None:
    teller.with_draft(step="pictures")
    nonce = teller.field("nonce")
    for numbers in ((0, 1), (0, 1), (2,)):
        files = [photo_file(n) for n in numbers]
        teller.press("pictures", "stay", pictures=files, nonce=nonce)
    assert len(teller.told.pictures) == 3


def test_a_story_whose_answer_was_lost_on_the_way_is_answered_again(teller: Teller) -> None:
    teller.with_draft(step="send")
    hand = teller.field("hand")
    for _ in range(2):
        teller.post(step="send", go="send", hand=hand, nonce="n")
        assert teller.heading == "Your story has been sent"
    teller.post(step="story", go="next", hand=hand, nonce="n", text="Too late")
    assert teller.status == 403 and "Your story was sent" in teller.page
    assert "Too late" in teller.page
    assert Submission.objects.count() == 1


# leaving


@pytest.mark.promise("P-05")
def test_leaving_and_destroying_leaves_nothing_and_clears_the_browser(teller: Teller) -> None:
    teller.with_draft(step="pictures").press("pictures", "stay", pictures=[photo_file()])
    teller.press("leave", "leave-destroy")
    assert teller.heading == "Destroyed" and not Draft.objects.exists()
    assert teller.answer is not None
    assert teller.answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert 'name="hand"' not in teller.page


def test_every_page_can_be_left(teller: Teller) -> None:
    pages = [teller.get().page, teller.get("/return/").page, teller.post(step="begin").page]
    pages.append(teller.get("/return/relative/lamp-lamp-lamp/").page)
    teller.with_draft()
    for step in STEPS:
        pages.append(teller.press("send", f"to:{step}").page)
        assert "leave-destroy" in teller.page
    assert all("data-leave" in page for page in pages)


def test_a_demonstration_says_that_it_is_one(teller: Teller, settings: Any) -> None:
    settings.RELEASE_AT_ONCE = True
    assert "This is a demonstration" in teller.get().page


def test_agreed_pictures_are_all_that_moderators_need(teller: Teller) -> None:
    teller.with_draft(step="pictures").press("pictures", "stay", pictures=[photo_file()])
    teller.press("pictures", "to:send")
    assert "we do not know who is in it" in teller.page
    teller.press("send", "to:pictures")
    (one,) = teller.values("covers")
    teller.press("pictures", "to:send", **{f"{one}-caption": "", f"{one}-people": AGREED})
    assert 'value="send"' in teller.page
