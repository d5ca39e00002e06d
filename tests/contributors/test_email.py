"""Logging in by a number that came by mail: the same for everybody, good once, telling nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from farshore.contributors.models import Contributor
from farshore.kernel import clock
from tests.contributors.making import DOOR, MAIL, SENTENCE, Guest, number
from tests.staff import member

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_notebook_is_locked_and_opens_again_from_anywhere(guest: Guest) -> None:
    guest.by_mail()
    assert guest.heading == "Lock your notebook"
    assert not Contributor.objects.exists()
    guest.lock()
    assert guest.heading == "Your notebook" and "There is no code in it yet." in guest.page
    other = Guest().by_mail(MAIL.upper())
    assert other.heading == "Open your notebook"
    assert other.open(SENTENCE.upper() + " ").heading == "Your notebook"
    assert Contributor.objects.count() == 1


def test_a_story_is_begun_from_the_notebook_and_found_again(guest: Guest) -> None:
    guest.with_notebook().do("begin")
    assert guest.heading == "Your code"
    guest.code = guest.field("shown")
    guest.post(step="code", shown=guest.code, typed=guest.field("typed"))
    assert guest.heading == "Your story"
    guest.press("story", "stay", text="I was nine then.", language="en")
    again = Guest().with_notebook()
    assert again.codes == [guest.code]
    again.post("/return/", code=again.codes[0])
    assert again.heading == "Your story" and "I was nine then." in again.page


def test_a_code_goes_in_once_and_comes_out_and_the_story_stays(guest: Guest) -> None:
    code = guest.begin().code
    guest.with_notebook().do("put", code=code).do("put", code=code)
    assert guest.codes == [code]
    guest.do("take", code=code)
    assert guest.codes == [] and "The story under it stays as it is." in guest.page
    assert Guest().with_notebook().codes == []
    assert guest.come_back(code).heading == "Your story"


def test_a_mistyped_code_is_said_and_stays_on_the_page(guest: Guest) -> None:
    guest.with_notebook().do("put", code="1234")
    assert guest.errors and 'value="1234"' in guest.page and guest.codes == []


def test_a_full_notebook_takes_no_more_and_loses_nothing(guest: Guest) -> None:
    guest.with_notebook()
    for _one in range(12):
        guest.do("begin").do("show")
    held = guest.codes
    assert len(held) == 12
    assert "your notebook is full" in guest.do("begin").page
    assert guest.codes == held


def test_known_and_unknown_addresses_get_the_same_answer(guest: Guest) -> None:
    guest.with_notebook()
    member("mira", "Moderators", email="mira@film.example")

    def answered(address: str) -> tuple[int, str]:
        before = len(mail.outbox)
        guest.ask(address)
        assert len(mail.outbox) == before + 1
        plain = re.sub(r'name="(state|nonce)" value="[^"]*"', "", guest.page)
        return guest.status, plain

    assert answered(MAIL) == answered("nobody@post.example") == answered("mira@film.example")


def test_who_was_written_to_three_times_is_left_alone_and_nobody_is_told(guest: Guest) -> None:
    pages = {re.sub(r'value="[^"]*"', "", guest.ask().page) for _one in range(6)}
    assert len(mail.outbox) == 3 and len(pages) == 1


def test_a_stranger_does_not_use_up_the_owner_s_mails_nor_fill_the_mailbox(guest: Guest) -> None:
    def ask(client: str) -> int:
        form = {"go": "mail", "email": MAIL, "read": "yes"}
        Client().post(DOOR, form, headers={"X-Farshore-Client": client})
        return len(mail.outbox)

    assert [ask("stranger") for _one in range(5)][-1] == 3
    assert ask("owner") == 4
    assert [ask(f"crowd {number}") for number in range(20)][-1] == 12


def test_one_client_has_few_mails_sent_and_others_are_not_kept_out(guest: Guest) -> None:
    def ask(client: str, number: int) -> int:
        form = {"go": "mail", "email": f"a{number}@post.example", "read": "yes"}
        return Client().post(DOOR, form, headers={"X-Farshore-Client": client}).status_code

    assert [ask("one", number) for number in range(6)] == [200] * 5 + [429]
    assert ask("two", 7) == 200


def test_nothing_is_sent_before_it_was_read(guest: Guest) -> None:
    guest.go("mail", email=MAIL)
    assert mail.outbox == [] and "Please read what this way gives away" in guest.page
    assert guest.ask("no address").errors and mail.outbox == []


def test_the_mail_says_nothing_of_what_it_is_for(guest: Guest, settings: Any) -> None:
    settings.CONTRIBUTORS_MAIL_FROM = "Post <post@letters.example>"
    guest.ask()
    (letter,) = mail.outbox
    assert letter.subject == "Your number" and letter.from_email == "Post <post@letters.example>"
    whole = letter.message().as_string()
    assert re.search(r"Message-ID: <[0-9a-f]{32}@letters\.example>", whole)
    for word in ("Farshore", "http", "story", "film", "account", "testserver", settings.BASE_URL):
        assert word.lower() not in whole.lower(), word
    settings.CONTRIBUTORS_MAIL_SUBJECT = "Tuesday"
    guest.ask()
    assert mail.outbox[-1].subject == "Tuesday"


def test_a_line_break_in_an_address_sends_nothing(guest: Guest) -> None:
    guest.ask(f"{MAIL}\nBcc: other@post.example")
    assert mail.outbox == [] and guest.errors


def test_a_number_is_good_once(guest: Guest) -> None:
    state = guest.ask().field("state")
    assert guest.go("number", state=state, number=number()).heading == "Lock your notebook"
    again = Guest().go("number", state=state, number=number())
    assert (again.status, again.heading) == (403, "You are not logged in")


def test_digits_of_any_script_are_the_number(guest: Guest) -> None:
    state = guest.ask().field("state")
    typed = number().translate({ord(str(n)): chr(0x0660 + n) for n in range(10)})
    assert guest.go("number", state=state, number=typed).heading == "Lock your notebook"


def test_a_number_cannot_be_guessed_by_trying(guest: Guest) -> None:
    state, right = guest.ask().field("state"), number()
    wrong = f"{(int(right) + 1) % 10**8:08d}"
    for _one in range(5):
        assert guest.go("number", state=state, number=wrong).status == 403
    assert guest.go("number", state=state, number=right).status == 403


def test_the_control_the_fifth_try_still_opens(guest: Guest) -> None:
    state = guest.ask().field("state")
    for _one in range(4):
        guest.go("number", state=state, number="")
    assert guest.go("number", state=state, number=number()).status == 200


@pytest.mark.parametrize("minutes", [9, 11])
def test_a_number_is_good_for_ten_minutes(guest: Guest, minutes: int) -> None:
    state, right = guest.ask().field("state"), number()
    with clock.frozen(clock.now() + timedelta(minutes=minutes)):
        status = guest.go("number", state=state, number=right).status
    assert status == (200 if minutes < 10 else 403)


@pytest.mark.parametrize("field", ["state", "hand"])
def test_what_the_house_did_not_seal_opens_nothing(guest: Guest, field: str) -> None:
    forged = guest.ask().field("state")
    if field == "hand":  # a page's field of another kind is no login
        assert guest.post(DOOR, go="begin", hand=forged).status == 403
    changed = forged[:-4] + ("AAA=" if not forged.endswith("AAA=") else "BBB=")
    assert guest.go("number", state=changed, number=number()).status == 403
    assert guest.post(DOOR, go="begin", hand=changed).status == 403


def test_a_page_is_a_login_for_half_an_hour(guest: Guest) -> None:
    guest.with_notebook()
    hand = guest.field("hand")
    with clock.frozen(clock.now() + timedelta(minutes=29)):
        assert guest.do("show", hand=hand).heading == "Your notebook"
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert guest.post(DOOR, go="show", hand=hand).status == 403


def test_a_wrong_sentence_opens_nothing_and_ten_are_enough(guest: Guest) -> None:
    guest.with_notebook()
    other = Guest().by_mail()
    for _one in range(9):
        assert "does not open it" in other.open("nine hares carry wet green paper").page
    assert other.open("short").errors
    assert other.open().status == 429


@pytest.mark.parametrize(
    "sentence", ["", "otters", "aaaaaaaaaaaaaaaaaaaaaa", "1 2 3 1 2 3 1 2 3 1 2 3"]
)
def test_a_sentence_that_locks_nothing_is_refused(guest: Guest, sentence: str) -> None:
    guest.by_mail().lock(sentence)
    assert "too easy to guess" in guest.page and not Contributor.objects.exists()


def test_two_different_sentences_lock_nothing(guest: Guest) -> None:
    guest.by_mail().do("lock", sentence=SENTENCE, again=SENTENCE + " x")
    assert "are not the same" in guest.page and not Contributor.objects.exists()


def test_the_sentence_that_is_offered_locks_and_is_another_each_time(guest: Guest) -> None:
    guest.by_mail()
    offered = re.findall(r'class="offered"[^>]*>([^<]+)<', guest.page)
    assert len(offered[0].split()) == 6
    assert guest.lock(offered[0]).heading == "Your notebook"
    again = Guest().by_mail("other@post.example").page
    assert offered != re.findall(r'class="offered"[^>]*>([^<]+)<', again)


def test_a_second_lock_does_not_take_a_notebook_over(guest: Guest) -> None:
    """Two pages that were open at once, the one with another sentence."""
    early, late = Guest().by_mail(), guest.by_mail()
    code = early.lock().do("begin").field("shown")
    late.lock("nine hares carry wet green paper")
    assert late.status == 403
    assert Guest().with_notebook().codes == [code]


def test_many_accounts_of_one_client_are_refused(guest: Guest) -> None:
    guest.client.defaults["HTTP_X_FARSHORE_CLIENT"] = "one"
    seen = []
    for number_ in range(6):
        door_free(guest)
        seen.append(guest.by_mail(f"a{number_}@post.example").lock().status)
    assert seen == [200] * 5 + [429] and Contributor.objects.count() == 5


def door_free(guest: Guest) -> None:
    """Mails are counted by themselves; here it is accounts that are tried."""
    from farshore.contributors.views import door

    door.letters_from.forget()


@pytest.mark.parametrize("verb", ["begin", "put", "take"])
def test_without_the_sentence_nothing_is_put_in_or_taken_out(guest: Guest, verb: str) -> None:
    guest.with_notebook().do("begin")
    code = guest.field("shown")
    locked = Guest().by_mail()
    locked.do(verb, code=code)
    assert locked.heading == "Open your notebook" and code not in locked.page
    assert Guest().with_notebook().codes == [code]


def test_a_mail_that_cannot_be_sent_is_said(guest: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_letter: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fails)
    assert guest.ask().status == 503 and "No mail could be sent" in guest.page


def test_another_site_cannot_press_a_button(guest: Guest) -> None:
    form = {"go": "mail", "email": MAIL, "read": "yes"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert Client().post(DOOR, form, headers=headers).status_code == 403
    assert mail.outbox == []


def test_a_member_of_the_team_who_logs_in_here_is_nobody_in_the_studio(guest: Guest) -> None:
    member("mira", "Moderators", email=MAIL, admin=True)
    before = list(User.objects.values())
    guest.with_notebook()
    assert list(User.objects.values()) == before
    assert not guest.client.cookies
    assert guest.client.get("/studio/").status_code == 302
    assert Contributor.objects.count() == 1
