"""What a visitor gets: the right bytes, called what they are, kept as long as they may be."""

import gzip

import brotli
import pytest

from farshore.config.views import _HEADERS
from tests.front import sites
from tests.front.conftest import House
from tests.front.fronts import front


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/stories/heron-lamp/", "text/html; charset=utf-8"),
        ("/feed/", "application/rss+xml; charset=utf-8"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/feed/atom/", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/media/picture.avif", "image/avif"),
        ("/media/film.mp4", "video/mp4"),
        ("/empty.txt", "text/plain; charset=utf-8"),
        ("/assets/world-110m.json", "application/json"),
        ("/assets/sans-latin-O22BDGD7.woff2", "font/woff2"),
        ("/assets/globe-worker-5d91f6eed1f6.js", "text/javascript; charset=utf-8"),
    ],
)
def test_a_file_is_called_what_it_is(house: House, path: str, kind: str) -> None:
    reply = house.front.get(path)
    assert (reply.status, reply.headers["content-type"]) == (200, kind)
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "geolocation=(), camera=()" in reply.headers["permissions-policy"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.geojson", "application/geo+json"),
        ("a.ics", "text/calendar; charset=utf-8"),
        ("a.vtt", "text/vtt; charset=utf-8"),
        ("a.pmtiles", "application/vnd.pmtiles"),
        ("a.wasm", "application/wasm"),
        ("a.webp", "image/webp"),
        ("a.JPG", "image/jpeg"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.unheard-of", "application/octet-stream"),
        ("without", "application/octet-stream"),
    ],
)
def test_names_tell_the_kind(name: str, kind: str) -> None:
    from farshore.front.media_types import kind_of

    assert kind_of(name) == kind


def test_the_bytes_are_those_that_were_pressed(house: House) -> None:
    whole = (house.site / "stories" / "index.html").read_bytes()
    with house.front.client() as client:
        assert client.get("/stories/").body == whole
        brotlied = client.get("/stories/", Accept_Encoding="gzip, br")
        gzipped = client.get("/stories/", Accept_Encoding="gzip")
    assert brotlied.headers["content-encoding"] == "br"
    assert brotli.decompress(brotlied.body) == whole
    assert gzipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(gzipped.body) == whole
    assert len(brotlied.body) < len(whole) / 2


def test_a_query_is_not_looked_at(house: House) -> None:
    assert house.front.get("/stories/?utm_source=x&page=2").body == sites.page("/stories/")


def test_the_head_alone_says_what_the_whole_would(house: House) -> None:
    with house.front.client() as client:
        for path in ("/", "/media/picture.avif", "/media/film.mp4", "/nowhere/", "/stories"):
            whole = client.get(path)
            head = client.get(path, "HEAD")
            assert head.body == b""
            assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}
            assert head.status == whole.status


def test_pages_are_asked_about_each_time_and_hashed_names_last(house: House) -> None:
    lasting = "public, max-age=31536000, immutable"
    with house.front.client() as client:
        for path, kept in [
            ("/", "no-cache"),
            ("/media/picture.avif", "no-cache"),
            ("/assets/world-110m.json", "no-cache"),
            ("/assets/site-838c42f1a09c.css", lasting),
            ("/assets/sans-latin-O22BDGD7.woff2", lasting),
            ("/nowhere/", "no-cache"),
        ]:
            assert client.get(path).headers["cache-control"] == kept


@pytest.mark.promise("P-09")
def test_no_page_says_when_it_was_pressed(house: House) -> None:
    """A time would tell when a story came out, or was hidden."""
    with house.front.client() as client:
        first = client.get("/stories/heron-lamp/")
        assert "last-modified" not in first.headers
        files = house.site / "stories" / "heron-lamp"
        stamp = (files / "index.html").stat().st_mtime
    assert f"{int(stamp):x}" not in str(first.headers)


@pytest.mark.promise("P-23")
def test_every_answer_forbids_what_pages_do_not_need(house: House) -> None:
    plain = _HEADERS["Content-Security-Policy"].replace(" 'wasm-unsafe-eval'", "")
    with house.front.client() as client:
        for path in ("/", "/nowhere/", "/stories/was-here/", "/media/picture.avif", "/stories"):
            reply = client.get(path)
            assert reply.headers["content-security-policy"] == plain
            assert reply.headers["referrer-policy"] == "no-referrer"
            assert "set-cookie" not in reply.headers
            assert "server" not in reply.headers


def test_only_the_globe_and_its_worker_may_run_web_assembly(house: House) -> None:
    allowed = _HEADERS["Content-Security-Policy"]
    assert "wasm-unsafe-eval" in allowed
    with house.front.client() as client:
        for path in ("/globe/", "/ko/globe/", "/assets/globe-worker-5d91f6eed1f6.js"):
            assert client.get(path).headers["content-security-policy"] == allowed


def test_what_was_removed_is_gone_and_what_never_was_is_not_found(house: House) -> None:
    for path in ("/stories/was-here/", "/media/was-here.jpg"):
        gone = house.front.get(path, Accept_Encoding="identity")
        assert (gone.status, gone.body) == (410, sites.page("gone"))
        assert gone.headers["content-type"] == "text/html; charset=utf-8"
    missing = house.front.get("/stories/never-was/", Accept_Encoding="br")
    assert (missing.status, brotli.decompress(missing.body)) == (404, sites.page("nothing"))
    assert "etag" not in missing.headers


def test_without_a_site_there_are_still_words(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    with front(folder / "site-to-come") as alone:
        assert alone.get("/").status == 404
        assert b"nothing at this address" in alone.get("/").body
        sites.fill(folder / "site-to-come")
        assert alone.get("/").status == 200


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/stories", "/stories/"),
        ("/stories/heron-lamp", "/stories/heron-lamp/"),
        ("/stories/was-here", "/stories/was-here/"),
        ("/feed", "/feed/"),
        ("/stories/heron-lamp/index.html", "/stories/heron-lamp/"),
        ("/feed/index.xml", "/feed/"),
        ("/index.html", "/"),
        ("/stories?page=2", "/stories/"),
    ],
)
def test_a_folder_is_found_without_its_slash(house: House, path: str, to: str) -> None:
    reply = house.front.get(path)
    assert (reply.status, reply.headers["location"], reply.body) == (308, to, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_files_are_only_read(house: House, method: str) -> None:
    reply = house.front.get("/stories/", method, Content_Length="0")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


def test_a_name_in_another_script_is_found_as_it_was_pressed_or_as_it_is_told(
    house: House,
) -> None:
    from farshore.press import files

    files.put(house.site, "/tag/%ED%83%88%EB%B6%81/", sites.page("escaped"))
    told = house.site / "tag" / "조선"
    told.mkdir()
    (told / "index.html").write_bytes(sites.page("told"))
    with house.front.client() as client:
        assert client.get("/tag/%ED%83%88%EB%B6%81/").body == sites.page("escaped")
        assert client.get("/tag/%EC%A1%B0%EC%84%A0/").body == sites.page("told")
        assert client.get("/tag/%EC%A1%B0%EC%84%A0").headers["location"].endswith("%84%A0/")
