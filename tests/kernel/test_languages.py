from farshore.kernel.house import House
from farshore.kernel.languages import direction, split_prefix, with_prefix

ON = ("en", "ko", "ar")


def test_the_first_language_has_no_prefix() -> None:
    assert with_prefix("/stories/", "en", ON) == "/stories/"
    assert with_prefix("/stories/", "ko", ON) == "/ko/stories/"
    assert split_prefix("/ko/stories/", ON) == ("ko", "/stories/")
    assert split_prefix("/stories/", ON) == ("en", "/stories/")
    assert split_prefix("/en/stories/", ON) == ("en", "/en/stories/")
    assert split_prefix("/", ON) == ("en", "/")


def test_a_page_knows_itself_in_every_language() -> None:
    house = House("Film", "", "https://film.example", "ar", ON)
    assert house.direction == "rtl"
    assert house.absolute("/stories/") == "https://film.example/ar/stories/"
    assert house.alternates("/") == [("en", "/"), ("ko", "/ko/"), ("ar", "/ar/")]


def test_writing_runs_the_way_of_its_script() -> None:
    assert [direction(code) for code in ("ar", "fa-AF", "he", "ko", "en")] == [
        "rtl", "rtl", "rtl", "ltr", "ltr",
    ]  # fmt: skip
