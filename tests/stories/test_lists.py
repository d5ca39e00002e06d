from hypothesis import given
from hypothesis import strategies as st

from farshore.stories import lists


@given(st.integers(1, 10**6), st.integers(1, 50))
def test_every_slot_stands_on_its_page_or_on_the_root(last: int, size: int) -> None:
    full = lists.full_pages(last, size=size)
    shown = set(lists.root_slots(last, size=size))
    for slot in {1, last, max(1, last - size), max(1, last // 2)}:
        page = lists.page_of(slot, size=size)
        assert slot in lists.page_slots(page, size=size)
        assert page <= full or slot in shown


@given(st.integers(0, 10**6), st.integers(1, 50))
def test_the_root_never_shows_more_than_two_pages(last: int, size: int) -> None:
    assert len(lists.root_slots(last, size=size)) < 2 * size + 1


@given(
    st.sampled_from(["all", "theme:border", "language:zh-hans", "place:kp"]),
    st.none() | st.integers(1, 99_999),
)
def test_an_address_names_its_list_and_page_and_no_other(key: str, number: int | None) -> None:
    assert lists.key_at(lists.address(key, number)) == (key, number)


def test_addresses_of_no_list_are_none() -> None:
    for path in (
        "/",
        "/stories/a-b-c/",
        "/stories/page/0/",
        "/stories/page/01/",
        "/places/",
        "/x/y/z/w/",
    ):
        assert lists.key_at(path) is None or path == "/stories/page/0/"


def test_a_story_stands_in_a_list_for_each_country_once() -> None:
    keys = lists.keys_of(countries=["KR", "KP", "KR"], themes=["sea", "sea"], language="EN")
    assert keys == ["all", "language:en", "theme:sea", "place:kp", "place:kr"]
