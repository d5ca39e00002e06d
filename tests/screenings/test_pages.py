import pytest

from farshore.screenings.models import Film
from farshore.screenings.queries import the_film
from tests.screenings.making import film
from tests.stories.making import published
from tests.stories.reading import page, read

pytestmark = pytest.mark.django_db


def test_a_house_without_a_film_stands() -> None:
    for address in ("/", "/about/", "/privacy/"):
        read(address)
    assert "has not written anything about itself yet" in page("/about/")


def test_the_first_page_is_the_films() -> None:
    film(title="The Ferry", directors="A. & B.", year=2026, minutes=84, synopsis="One.\n\nTwo.")
    found = read("/")
    assert [one.words for one in found.all("h1")] == ["The Ferry"]
    facts = found.all("p", **{"class": "film-facts"})[0].words
    assert facts.split() == "A film by A. & B. 2026 84 minutes".split()
    synopsis = found.all("div", itemprop="description")[0].words
    assert synopsis.split() == ["One.", "Two."]
    assert found.all("section", itemtype="https://schema.org/Movie")


def test_the_films_words_say_their_language_on_pages_in_another(settings: object) -> None:
    settings.SITE_LANGUAGES = ("ko", "ar")  # type: ignore[attr-defined]
    film(title="나룻배", synopsis="하나.", about="둘.", contact="셋.")
    at_home = read("/").all("h1")[0]
    assert "lang" not in at_home.given
    for name in ("h1", "div"):
        told = [one for one in read("/ar/").all(name) if one.given.get("lang") == "ko"]
        assert told and all(one.given["dir"] == "ltr" for one in told)
    assert [one.words.strip() for one in read("/ar/about/").all("div", lang="ko")] == ["둘."]
    assert [one.words.strip() for one in read("/ar/privacy/").all("div", lang="ko")] == ["셋."]


def test_about_says_what_the_team_wrote_and_else_what_the_film_is() -> None:
    made = film(synopsis="The synopsis.", about="")
    assert "The synopsis." in page("/about/")
    Film.objects.filter(pk=made.pk).update(about="The team.")
    assert "The team." in page("/about/") and "The synopsis." not in page("/about/")


def test_privacy_says_what_is_set_and_who_answers(settings: object) -> None:
    settings.DRAFT_DAYS = 9  # type: ignore[attr-defined]
    settings.RELEASE_AT_ONCE = False  # type: ignore[attr-defined]
    settings.RELEASE_DAYS = (2, 6)  # type: ignore[attr-defined]
    film(contact="Somebody, somewhere.")
    text = page("/privacy/")
    assert "silent for 9 days" in text and "2 to 6 days later" in text
    assert "Somebody, somewhere." in text
    settings.RELEASE_AT_ONCE = True  # type: ignore[attr-defined]
    assert "2 to 6 days later" not in page("/privacy/")


def test_the_films_name_stands_on_every_page() -> None:
    made = film(title="Before")
    slug = published("One")
    Film.objects.filter(pk=made.pk).update(title="After")
    for address in ("/", "/stories/", f"/stories/{slug}/", "/places/", "/globe/", "/privacy/"):
        mark = read(address).all("a", **{"class": "mark"})[0]
        assert mark.words.split() == ["After"], address


@pytest.mark.parametrize("count", [1, 3])
def test_the_film_is_read_in_two_queries(count: int, django_assert_num_queries: object) -> None:
    for number in range(count):
        film(title=f"Film {number}")
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert the_film().title == "Film 0"
