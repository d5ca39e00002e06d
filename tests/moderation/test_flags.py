"""Signs for people. A table of what is noticed, and of what is left alone."""

from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farshore.intake.telling import Telling
from farshore.moderation.flags import WORDS, counted, fields_of, flags_of
from tests.moderation import corpus
from tests.moderation.making import picture, telling, waypoint


def noticed(text: str, language: str = "en", **more: Any) -> set[tuple[str, str]]:
    """(kind, words) of what is noticed in the text of a story."""
    told = telling(text=text, language=language, **more)
    return {(one.kind, one.words) for one in flags_of(told) if one.where == "text"}


SEEN = [
    ("en", "Call 010-1234-5678 tonight.", "phone", "010-1234-5678"),
    ("en", "My number is +82 (0)10 1234 5678.", "phone", "+82 (0)10 1234 5678"),
    ("ar", "رقمها ٠٥٠ ١٢٣ ٤٥٦٧ هناك", "phone", "٠٥٠ ١٢٣ ٤٥٦٧"),
    ("fa", "شماره ۰۹۱۲۱۲۳۴۵۶۷ بود", "phone", "۰۹۱۲۱۲۳۴۵۶۷"),
    ("ko", "전화는 010-1234-5678로 하세요.", "phone", "010-1234-5678"),
    ("en", "Write to ice@example.org.", "mail", "ice@example.org"),
    ("en", "Write to ice (at) example.org.", "mail", "ice (at) example.org"),
    ("en", "See https://example.org/me for more", "address", "https://example.org/me"),
    ("en", "She is @late_ice there.", "address", "@late_ice"),
    ("en", "My passport M1234567 was gone.", "number", "M1234567"),
    ("en", "Case 2003/UN/4567 was closed.", "number", "2003/UN/4567"),
    ("ko", "차는 12가 3456 이었다.", "plate", "12가 3456"),
    ("zh-hans", "我的电话13812345678不用了。", "phone", "13812345678"),
    ("zh-hans", "身份证号110101199003074477。", "number", "110101199003074477"),
    ("en", "Look for ///filled.count.soap there.", "spot", "///filled.count.soap"),
    ("en", "It is at 41°24'12.2\"N, she said.", "spot", "41°24'12.2\"N"),
    ("zh-hans", "那辆车是京A12345的。", "plate", "京A12345"),
    ("ko", "차는 함북 31-1234 였다.", "plate", "함북 31-1234"),
    ("en", "We met at 41.4012, 128.1777 then.", "spot", "41.4012, 128.1777"),
    ("fa", "جای ما ۳۵.۶۸۹۲, ۵۱.۳۸۹۰ بود", "spot", "۳۵.۶۸۹۲, ۵۱.۳۸۹۰"),
    ("en", "The door is at 8Q98GQ22+2F.", "spot", "8Q98GQ22+2F"),
    ("en", "The phone was 00:1A:2B:3C:4D:5E.", "device", "00:1A:2B:3C:4D:5E"),
    ("en", "Pay DE89 3704 0044 0532 0130 00 now.", "bank", "DE89 3704 0044 0532 0130 00"),
    ("en", "They gave me 48213377 as a", "phone", "48213377"),
    ("en", "They gave me 48213 as a name.", "number", "48213"),
    ("en", "Then Maria came in.", "name", "Maria"),
    ("en", "I told my cousin Jamal.", "kin", "Jamal"),
    ("en", "It was Maria’s house.", "name", "Maria’s"),
    ("fr", "Puis Fatou est venue.", "name", "Fatou"),
    ("es", "Luego vino Marisol con pan.", "name", "Marisol"),
    ("ko", "영희 언니가 기다렸습니다.", "name", "영희"),
    ("ko", "그의 이름은 철수였다.", "name", "철수"),
    ("zh-hans", "后来王先生来了。", "name", "王先生"),
    ("ar", "جاءت اسمها سلمى معنا", "name", "سلمى"),
    ("fa", "آقای احمدی آمد", "name", "احمدی"),
    ("de", "Dann kam Herr Lindner.", "name", "Lindner"),
    ("en", "We hid in Hyesan for a week.", "place", "Hyesan"),
    ("en", "we hid in hyesan for a week.", "place", "hyesan"),
    ("ko", "혜산에서 기다렸습니다.", "place", "혜산에서"),
    ("en", "She was from Busan.", "place", "Busan"),
    ("en", "They took us to 12 Market Street.", "street", "12 Market Street"),
    ("en", "I carried my son, 7, on my back.", "child", "my son, 7"),
    ("en", "The broker was called Park.", "accused", "Park"),
    ("en", "People still cross there.", "still", "People still cross there."),
]


@pytest.mark.parametrize("language, text, kind, words", SEEN)
def test_it_is_noticed(language: str, text: str, kind: str, words: str) -> None:
    assert (kind, words) in noticed(text, language)


LEFT_ALONE = [
    ("en", "It was 12:30:15 and 1.5, 2.5 litres were left. We were 3+2."),
    ("en", "In 1998 and 2001 we moved. From 1998-2002 it was quiet."),
    ("en", "It cost 1 000 000 won, or 20 000. On the 3rd day we slept."),
    ("en", "She came. They went. Nobody said a word about it. After that we ate."),
    ("en", "On Monday in March I spoke Korean with a Chinese man in South Korea."),
    ("en", "I said I would. Mum and I went to the Red Cross."),
    ("en", "We walked to Ryanggang and on to South Korea."),
    ("de", "Das Haus und der Fluss und die Brücke am Abend."),
    ("ko", "우리는 강을 건넜습니다. 아무도 말하지 않았습니다."),
    ("ar", "مشينا طويلا ثم نمنا عند النهر"),
    ("zh-hans", "我们走了很久。河水很冷。"),
]


@pytest.mark.parametrize("language, text", LEFT_ALONE)
def test_ordinary_words_are_left_alone(language: str, text: str) -> None:
    assert noticed(text, language) == set()


def test_the_tellers_own_name_is_no_stranger() -> None:
    text = "They called me Selam. I met Hanna."
    assert noticed(text, teller="Selam") == {("name", "Hanna")}


def test_a_place_that_is_shown_anyway_is_no_secret() -> None:
    """A town that is shown is public, and so is its region; where only the country is shown
    neither is. Musan is too small to be shown as a town: its region is, and it is noticed."""
    town = (waypoint(1, "t:2033467", precision="town", role="left", date="1998"),)
    assert noticed("We left Yanji in Jilin.", waypoints=town) == set()
    country = (waypoint(1, "c:CN", precision="country", role="left", date="1998"),)
    assert noticed("We left Yanji in Jilin.", waypoints=country) == {
        ("place", "Yanji"),
        ("place", "Jilin"),
    }
    small = (waypoint(1, "t:2042738", precision="town", role="left", date="1998"),)
    assert noticed("We left Musan.", waypoints=small) == {("place", "Musan")}


def test_with_a_hidden_place_any_large_town_may_be_it() -> None:
    hidden = (waypoint(1, "", precision="hidden", role="left", date="1998"),)
    assert ("place", "Asmara") in noticed("We left Asmara.", waypoints=hidden)
    assert ("place", "Asmara") not in noticed("We left Asmara.")


DAYS = [
    ("en", "on 12 March 1999 we", "12 March"),
    ("en", "on March 12th we", "March 12th"),
    ("en", "on 1999-03-12 we", "1999-03-12"),
    ("fr", "le 12 mars 1999", "12 mars"),
    ("es", "el 3 de mayo", "3 de mayo"),
    ("ko", "3월 12일에", "3월 12일"),
    ("zh-hans", "三月 3月12日", "3月12日"),
    ("ar", "في 12 مارس", "12 مارس"),
]


@pytest.mark.parametrize("language, text, words", DAYS)
def test_an_exact_day_is_noticed_near_a_place_that_is_shown_closely(
    language: str, text: str, words: str
) -> None:
    close = waypoint(1, "r:KP.13", precision="region", role="left", text=text)
    told = telling(language=language, waypoints=(close,))
    assert ("date", words) in {(one.kind, one.words) for one in flags_of(told)}
    coarse = waypoint(1, "c:KP", precision="country", role="left", text=text)
    told = telling(language=language, waypoints=(coarse,))
    assert "date" not in {one.kind for one in flags_of(told)}


def test_an_exact_day_given_for_a_place_is_noticed() -> None:
    point = waypoint(1, "r:KP.13", precision="region", role="left", date="1998-03-12")
    found = [one for one in flags_of(telling(waypoints=(point,))) if one.kind == "date"]
    assert [(one.part, one.words) for one in found] == [("date", "1998-03-12")]


@pytest.mark.parametrize(
    "people, painted, flagged",
    [("nobody", False, False), ("agreed", False, False), ("covered", True, False),
     ("covered", False, True), ("not_asked", False, True), ("", False, True)],
)  # fmt: skip
def test_faces_without_consent_or_cover_are_noticed(
    people: str, painted: bool, flagged: bool
) -> None:
    told = telling(pictures=(picture(people=people, painted=painted),))
    assert ("face" in {one.kind for one in flags_of(told)}) is flagged


@pytest.mark.parametrize("date, flagged", [("2024", True), ("", True), ("1998", False)])
def test_a_young_journey_is_a_road_in_use(date: str, flagged: bool) -> None:
    told = telling(waypoints=(waypoint(1, date=date),))
    assert ("road" in {one.kind for one in flags_of(told)}) is flagged


def test_every_part_that_would_be_public_is_looked_at() -> None:
    planted = "Call 010-1234-5678."
    told = telling(
        title=planted,
        text=planted,
        waypoints=(waypoint(1, text=planted),),
        pictures=(picture(caption=planted, alt=planted),),
    )
    parts = {one.part for one in flags_of(told) if one.kind == "phone"}
    assert parts == {"title", "text", "waypoint", "caption", "alt"}


def test_every_kind_has_words() -> None:
    kinds = {kind for _language, _text, kind, _words in SEEN} | {"date", "face", "road"}
    assert kinds == set(WORDS)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "ko", "ar", "zh-hans", "de", "xx", ""]))
def test_any_text_at_all_is_looked_at_alike_each_time(text: str, language: str) -> None:
    told = telling(title="", teller="", text=text, language=language)
    first = flags_of(told)
    assert first == flags_of(told)
    for one in first:
        if one.where == "text":
            assert 0 <= one.start < one.end <= len(text)
            assert text[one.start : one.end] == one.words


@pytest.mark.parametrize("name", sorted(corpus.HOSTILE))
def test_a_text_made_to_be_slow_is_not(name: str) -> None:
    """How fast is measured by `bench/flags.py`: 0.4 s of work at most for so much text. What grows
    without measure would not end at all."""
    started = process_time()
    flags_of(telling(text=corpus.hostile(name, 30_000), language="en"))
    assert process_time() - started < 10


def test_counting_remembers_numbers_and_no_text() -> None:
    from farshore.moderation import flags

    told = telling(text="Unmistakable Maria on 010-1234-5678.")
    assert dict(counted(told))["phone"] == 1
    assert counted(told) == counted(told)
    assert "Unmistakable" not in repr(flags._counts)


def test_a_story_without_words_has_no_fields() -> None:
    assert fields_of(Telling()) == []
    assert flags_of(Telling()) == []
