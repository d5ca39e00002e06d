import pytest

from tests.markup import Markup

_PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


def test_an_ordinary_page_has_no_faults() -> None:
    page = '<h1 id="a">One</h1><ul><li><a href="/">Two</a></li></ul><svg><path d=""/></svg>'
    assert Markup(_PAGE.format(page)).faults == []


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<h1>One</h1><p>Two", "</body> closes <p>"),
        ("<h1>One</h1><p><ul></ul></p>", "<ul> in a paragraph"),
        ("<h1>One</h1><ul><a href='/'>x</a></ul>", "<a> in a list"),
        ("<h1>One</h1><a href='/'><button>x</button></a>", "<button> in a link or a button"),
        ("<h1>One</h1><h3>Three</h3>", "an h3 after an h1"),
        ("<h2>Two</h2>", "0 first headings"),
        ("<h1 id=a>One</h1><p id=a>Two</p>", "two elements are #a"),
        ("<h1>One</h1><section aria-labelledby=b></section>", "aria-labelledby points to no #b"),
        ("<h1>One</h1><p style='color: red'>Two</p>", "an inline style at <p>"),
        ("<h1>One</h1><script>x()</script>", "an inline script"),
        ("<h1>One</h1><img src='a.jpg'>", "<img> without alt, width or height: a.jpg"),
        ("<h1>One</h1><script src='https://x/a.js'></script>", "src leads to another house"),
        ("<h1 lang=en lang=ar>One</h1>", "<h1> has two lang"),
        ("<h1>One</h1><a href='/'></a>", "<a> says nothing"),
    ],
)
def test_what_is_wrong_is_said(page: str, fault: str) -> None:
    assert any(said.startswith(fault) for said in Markup(_PAGE.format(page)).faults)
