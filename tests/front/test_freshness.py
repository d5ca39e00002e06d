"""What the press has replaced or removed is never shown again, not for a moment."""

import gzip
import os
import threading
from pathlib import Path

import brotli
import pytest

from farshore.press import files
from tests.front import sites
from tests.front.fronts import Front, broken, front, request

STALE = broken("from farshore.front import shelf", "shelf.is_marked = lambda *_: True")
"""A front that does not look whether a file has changed."""

ROUNDS = 150


def versions(site: Path, running: Front) -> list[str]:
    """Press a page again and again, hide it now and then, and ask at once; what was wrong."""
    wrong = []
    with running.client() as client:
        for number in range(ROUNDS):
            hidden = number % 3 == 2
            body = sites.page(f"version {number}")
            (files.put_gone if hidden else files.put)(site, "/stories/hunted/", body)
            accepted = ("br", "gzip", "")[number // 10 % 3]
            reply = client.get("/stories/hunted/", Accept_Encoding=accepted)
            whole = Path(site / "stories/hunted" / ("410.html" if hidden else "index.html"))
            expected = (410 if hidden else 200, len(whole.read_bytes()))
            seen = (reply.status, len(_plain(reply.headers, reply.body)))
            if seen != expected or f"version {number}<" not in _plain(reply.headers, reply.body):
                wrong.append(f"{number}: {seen}")
    return wrong


def _plain(headers: dict[str, str], body: bytes) -> str:
    encoding = headers.get("content-encoding")
    opened: bytes = brotli.decompress(body) if encoding == "br" else body
    return (gzip.decompress(body) if encoding == "gzip" else opened).decode()


@pytest.mark.promise("P-15")
def test_each_version_is_shown_at_once_and_a_hidden_page_never(site: Path) -> None:
    with front(site) as running:
        assert versions(site, running) == []


def test_a_front_that_does_not_look_is_found_out(site: Path) -> None:
    """The control: the test above can fail."""
    with front(site, code=STALE) as running:
        assert len(versions(site, running)) > ROUNDS / 2


def crowd(site: Path, running: Front) -> list[str]:
    """Many ask while the press works: none may see less than was there when they asked."""
    floor, wrong, stop = [0], [], threading.Event()

    def visitor(accepted: str) -> None:
        with running.client() as client:
            while not stop.is_set():
                least = floor[0]
                reply = client.get("/stories/", Accept_Encoding=accepted)
                text = _plain(reply.headers, reply.body)
                seen = int(text.partition("version ")[2].partition("<")[0] or -1)
                if reply.status not in {200, 410} or seen < least or sites.LONG not in text:
                    wrong.append(f"{reply.status} {seen} < {least}")

    visitors = [threading.Thread(target=visitor, args=(how,)) for how in ("br", "gzip", "")]
    files.put(site, "/stories/", sites.page("version 0"))
    for one in visitors:
        one.start()
    for number in range(1, ROUNDS):
        what = files.put_gone if number % 5 == 4 else files.put
        what(site, "/stories/", sites.page(f"version {number}"))
        floor[0] = number
    stop.set()
    for one in visitors:
        one.join()
    return wrong


def test_no_visitor_of_many_sees_an_older_page_or_a_mixed_one(site: Path) -> None:
    with front(site) as running:
        assert crowd(site, running) == []


def test_a_crowd_finds_out_a_front_that_does_not_look(site: Path) -> None:
    """The control."""
    with front(site, code=STALE) as running:
        assert crowd(site, running) != []


def test_a_compressed_copy_of_another_version_is_not_sent(site: Path) -> None:
    with front(site) as running:
        for address, suffix, accepted in (("stories", ".br", "br"), ("vote", ".gz", "gzip")):
            first = running.get(f"/{address}/", Accept_Encoding=accepted)
            assert first.headers["content-encoding"] == accepted
            page = site / address / "index.html"
            os.utime(page.with_name(page.name + suffix), ns=(1, 1))
            page.rename(page.with_name("x"))
            page.with_name("x").rename(page)  # it is looked at anew
            reply = running.get(f"/{address}/", Accept_Encoding=accepted)
            assert "content-encoding" not in reply.headers
            assert reply.body == sites.page(f"/{address}/")


def test_copies_that_come_before_their_page_wait_for_it(site: Path) -> None:
    """The press writes them first. In between, the old page is shown, and whole."""
    page = site / "stories" / "index.html"
    with front(site) as running:
        running.get("/stories/", Accept_Encoding="br")
        part = page.with_name(".x.part")
        part.write_bytes(b"of the next version")
        part.replace(page.with_name("index.html.gz"))
        for accepted in ("br", "gzip", ""):
            reply = running.get("/stories/", Accept_Encoding=accepted)
            assert _plain(reply.headers, reply.body) == sites.page("/stories/").decode()


def test_a_removal_that_was_broken_off_hides_already(site: Path) -> None:
    files.write(site / "stories" / "410.html", sites.page("gone"))
    with front(site) as running:
        assert running.get("/stories/").status == 410


def test_a_download_stops_when_its_film_is_removed(site: Path) -> None:
    with front(site) as running, running.client() as client:
        client.say(request("/media/film.mp4"))
        while client.line() != b"\r\n":
            pass
        files.put_gone(site, "/media/film.mp4", sites.page("gone"))
        got = 0
        try:
            while part := client.socket.recv(65_536):
                got += len(part)
        except ConnectionResetError:
            pass
        assert got < len(sites.FILM)
        assert running.get("/media/film.mp4").status == 410


def test_a_replaced_film_has_another_tag(site: Path) -> None:
    with front(site) as running:
        tag = running.get("/media/film.mp4", "HEAD").headers["etag"]
        files.put(site, "/media/film.mp4", sites.FILM[::-1])
        reply = running.get("/media/film.mp4", If_None_Match=tag)
        assert (reply.status, reply.body) == (200, sites.FILM[::-1])


def test_a_new_own_page_is_shown_at_once(site: Path) -> None:
    with front(site) as running:
        assert running.get("/nowhere/").body == sites.page("nothing")
        files.write(site / "404.html", sites.page("nothing new"))
        assert running.get("/nowhere/").body == sites.page("nothing new")
        (site / "503.html").unlink()
        assert b"away for a moment" in running.get("/share/").body


def test_another_folder_in_its_place_is_taken(site: Path) -> None:
    with front(site) as running:
        assert running.get("/stories/").status == 200
        site.rename(site.with_name("before"))
        assert running.get("/stories/").status == 404
        files.put(site, "/stories/", sites.page("restored"))
        assert running.get("/stories/").body == sites.page("restored")
