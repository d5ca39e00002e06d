"""Which addresses are the back's, and where below `site/` the others may lie."""

import pytest

from farshore.front import addresses


@pytest.mark.parametrize(
    "path",
    """/share/ /share /share/story/ /return/ /claim/ /upload/a1b2 /oembed/ /count/ /studio/
    /studio/login/ /health/live /health/ready /globe/live/ /vote/first-round/ballot/
    /vote/first-round/ballot/thanks/ /ko/share/ /zh-hans/share/ /ckb/return/ /ar/vote/2/ballot/
    /fa/globe/live/""".split(),
)
def test_the_back_answers(path: str) -> None:
    assert addresses.is_dynamic(path.encode())


@pytest.mark.parametrize(
    "path",
    """/ /stories/ /vote/ /vote/first-round/ /globe/ /globe/lively/ /shared/ /sharedness /tag/share/
    /tag/studio/ /ko/ /ko/stories/ /stories/share/ /ko/ar/share/ /healthy/ /SHARE/ /x/share/
    /share/../index.html /share/%2e%2e/x /share/%2E/x //share/ /share//x /share/%00 /share/\\x
    /share/%5Cx /vote/a/b/ballot/""".split(),
)
def test_the_back_is_not_asked(path: str) -> None:
    assert not addresses.is_dynamic(path.encode())


def test_every_language_that_a_house_can_speak_reaches_the_back() -> None:
    from django.conf import settings

    codes = [code for code, _name in settings.KNOWN_LANGUAGES]
    assert len(codes) > 3
    for code in codes:
        assert addresses.is_dynamic(f"/{code}/share/".encode())


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"/a/?b=c?d", b"/a/", b"b=c?d"),
        (b"http://film.example/a/?b", b"/a/", b"b"),
        (b"HTTPS://film.example", b"/", b""),
        (b"http://film.example?b", b"/", b"b"),
        (b"ftp://film.example/a", b"", b""),
        (b"*", b"", b""),
        (b"/a#b", b"", b""),
    ],
)
def test_a_target_is_path_and_query(target: bytes, path: bytes, query: bytes) -> None:
    assert addresses.split(target) == (path, query)


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("/", [("",)]),
        ("/stories/x-y/", [("stories", "x-y", "")]),
        ("/stories/x-y", [("stories", "x-y")]),
        ("/media/a.avif", [("media", "a.avif")]),
        ("/tag/%EC%A1%B0/", [("tag", "%EC%A1%B0", ""), ("tag", "조", "")]),
        ("/a%20b/", [("a%20b", ""), ("a b", "")]),
    ],
)
def test_a_path_has_its_places(path: str, places: list[tuple[str, ...]]) -> None:
    assert addresses.places(path.encode()) == places


@pytest.mark.parametrize(
    "path",
    [
        *"""// //evil.example/ /a//b /../a /a/../b /a/.. /.env /.git/config /a/.b/c /./a
        /x.html.br /x.html.gz /x.part /.0a0b0c.part /410.html /stories/410.html /404.html /503.html
        /x.jpg.410.html /index.html /stories/index.html /feed/index.xml /a\\b /a;b /a:b/ /a@b
        relative""".split(),
        "",
        "/" + "a" * 1024,
        "/é",
    ],
)
def test_a_path_has_no_place(path: str) -> None:
    assert addresses.places(path.encode()) == []


@pytest.mark.parametrize(
    "path",
    """/%2e%2e/a /a/%2e%2e/%2e%2e/b /%2egit/config /a%2fb /a%2Fb/ /%00 /a%00.html /a%5cb /a%0ab
    /%c0%ae%c0%ae/a /%e0%80%ae/ /%ff /a%252e%252e/ /x%2ebr /%34%30%34.html /%2e/
    /%C2%80%2e""".split(),
)
def test_what_is_escaped_leads_nowhere_else(path: str) -> None:
    """At most to a name with a percent sign in it, as only the press could have written it."""
    assert all("/" + "/".join(names) == path for names in addresses.places(path.encode()))
