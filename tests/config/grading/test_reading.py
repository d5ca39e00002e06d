"""Reading policies and pages: what lets strangers in, and what a browser asks for by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.config.grading.markup import Markup, foreign
from farshore.config.grading.policy import faults
from farshore.config.middleware import _PRIVATE
from farshore.front.answers import safety
from tests.config.grading.stubs import POLICY

HOST, PAGE = "film.example", "https://film.example/stories/"
FETCHING = [
    "default-src",
    "script-src",
    "style-src",
    "img-src",
    "connect-src",
    "frame-src",
    "font-src",
    "media-src",
    "worker-src",
    "object-src",
    "manifest-src",
]


@pytest.mark.parametrize("policy", [POLICY, _PRIVATE, dict(safety())["Content-Security-Policy"]])
def test_our_own_policies_are_strict(policy: str) -> None:
    assert faults([policy], host=HOST) == []


@pytest.mark.parametrize(
    ("policy", "word"),
    [
        ("", "is missing"),
        ("img-src 'self'", "from where scripts may come"),
        (POLICY.replace("frame-ancestors 'self'", ""), "has no frame-ancestors"),
        (POLICY.replace("frame-ancestors 'self'", "frame-ancestors *"), "everybody"),
        (POLICY.replace("form-action 'self'", "form-action https:"), "everybody"),
        (POLICY.replace("base-uri 'none'; ", ""), "has no base-uri"),
        (f"{POLICY}; style-src 'UNSAFE-INLINE'", "'unsafe-inline' in style-src"),
        (f"{POLICY}; script-src 'self' 'unsafe-eval'", "'unsafe-eval' in script-src"),
        (f"{POLICY}; script-src data:", "data: in script-src"),
        (f"{POLICY}; script-src blob:", "blob: in script-src"),
        (f"{POLICY}; report-uri https://r.example/x", "report to https://r.example/x"),
        (f"{POLICY}; connect-src *.film.example", "lets in *.film.example"),
    ],
    ids=range(12),
)
def test_what_lets_strangers_in_is_noticed(policy: str, word: str) -> None:
    assert any(word in fault for fault in faults([policy] if policy else [], host=HOST))


@given(st.sampled_from(FETCHING), st.from_regex(r"[a-z]{2,9}\.(example|test)", fullmatch=True))
def test_whichever_stranger_is_let_in_anywhere_is_noticed(name: str, stranger: str) -> None:
    for source in (stranger, f"https://{stranger}", f"https://{stranger}:8443/x/", f"*.{stranger}"):
        policy = f"{name} 'self' {source}; {POLICY}"
        assert faults([policy], host=HOST) or stranger == HOST


def test_of_several_policies_the_strictest_protects() -> None:
    loose = "default-src *"
    assert faults([loose, POLICY], host=HOST) == []
    assert faults([f"{loose}, {POLICY}"], host=HOST) == []
    assert faults([loose, loose], host=HOST)


def test_the_house_may_name_itself() -> None:
    assert faults([f"{POLICY}; script-src https://film.example"], host=HOST) == []
    assert faults([f"{POLICY}; report-uri /csp/"], host=HOST) == []


LOADING = [
    '<script src="https://x.example/a.js"></script>',
    '<img src="//x.example/a.png">',
    '<img srcset="/a.png 1x, https://x.example/b.png 2x">',
    '<source srcset="https://x.example/b.avif 480w">',
    '<link rel="stylesheet" href="https://x.example/a.css">',
    '<link rel="alternate stylesheet" href="https://x.example/a.css">',
    '<link rel="dns-prefetch" href="//x.example">',
    '<link href="https://x.example/a.css">',
    '<video poster="https://x.example/a.jpg"></video>',
    '<iframe src="https://x.example/"></iframe>',
    '<object data="https://x.example/"></object>',
    '<form action="https://x.example/"></form>',
    '<button formaction="https://x.example/">',
    '<a href="/" ping="https://x.example/">',
    '<base href="https://x.example/">',
    '<svg><use href="https://x.example/a.svg#b"/></svg>',
    '<svg><image xlink:href="https://x.example/a.png"/></svg>',
    "<p style=\"background: url('https://x.example/a.png')\">",
    "<style>@import 'https://x.example/a.css';</style>",
    "<style>p { background: url(https://x.example/a.png) }</style>",
    '<meta http-equiv="refresh" content="0; url=https://x.example/">',
    '<img src="http://film.example/a.png">',
    '<IMG SRC = "HTTPS://X.example/a.png">',
    '<img src="https://film.example:8443/a.png">',
]


@pytest.mark.parametrize("text", LOADING, ids=range(len(LOADING)))
def test_what_a_browser_asks_elsewhere_for_is_noticed(text: str) -> None:
    assert foreign(Markup(text).loads, page=PAGE)


HARMLESS = [
    '<a href="https://x.example/">A link</a>',
    '<link rel="canonical" href="https://x.example/">',
    '<link rel="alternate" type="application/rss+xml" href="https://x.example/feed/">',
    '<img src="data:image/png;base64,AA==">',
    '<img src="/a.png"><script src="../a.js"></script>',
    '<img src="https://film.example/a.png">',
    '<meta property="og:image" content="https://x.example/a.png">',
    '<img src="http://[half">',
    "<p>https://x.example/a.png</p>",
    '<meta http-equiv="refresh" content="30">',
]


@pytest.mark.parametrize("text", HARMLESS, ids=range(len(HARMLESS)))
def test_what_stays_in_the_house_is_not(text: str) -> None:
    assert foreign(Markup(text).loads, page=PAGE) == []


@given(st.text(alphabet="<>/=\"' abimgsrcheflnkty!-&;:.", max_size=200))
def test_no_page_is_so_broken_that_it_cannot_be_read(text: str) -> None:
    foreign(Markup(text).loads, page=PAGE)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('<h2 id="who-answers">Who</h2><div><p>Aino</p></div>', "Aino"),
        ('<h2 id="who-answers">Who</h2><p> </p><h2>Next</h2><p>Text</p>', ""),
        ('<h2 id="who-answers">Who</h2></main><footer>Maps</footer>', ""),
        ("<h2>Who</h2><p>Aino</p>", ""),
    ],
    ids=range(4),
)
def test_who_answers_is_what_stands_under_that_heading(text: str, named: str) -> None:
    assert Markup(text).controller == named
