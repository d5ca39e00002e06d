"""A small site, written by the press's own functions."""

import os
import random
from pathlib import Path

from farshore.press import files

LONG = "".join(f"<p>Paragraph {number}, and what was said in it.</p>" for number in range(60))
RSS = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a comment -->\n<rss version="2.0"></rss>'
ATOM = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>'
SITEMAP = b'<?xml version="1.0"?><urlset></urlset>'
PICTURE = random.Random(1).randbytes(90_000)
FILM = random.Random(2).randbytes(5_000_000)


def page(words: str) -> bytes:
    return f"<!doctype html><title>{words}</title>{LONG}".encode()


def fill(site: Path) -> Path:
    """Pages, feeds, files, removed ones, and the house's own."""
    for address in ("/", "/stories/", "/stories/heron-lamp/", "/globe/", "/ko/globe/", "/vote/"):
        files.put(site, address, page(address))
    files.put(site, "/tag/share/", page("a tag that is called share"))
    files.put(site, "/feed/", RSS * 30)
    files.put(site, "/feed/atom/", ATOM + b" " * 400)
    files.put(site, "/feed.xml", RSS)
    files.put(site, "/sitemap.xml", SITEMAP)
    files.put(site, "/media/picture.avif", PICTURE)
    files.put(site, "/media/film.mp4", FILM)
    files.put(site, "/empty.txt", b"")
    files.put(site, "/assets/site-838c42f1a09c.css", b"a{color:red}" * 100)
    files.put(site, "/assets/sans-latin-O22BDGD7.woff2", b"w" * 500)
    files.put(site, "/assets/world-110m.json", b"{}" * 300)
    files.put(site, "/assets/globe-worker-5d91f6eed1f6.js", b"1;" * 300)
    files.put_gone(site, "/stories/was-here/", page("gone"))
    files.put_gone(site, "/media/was-here.jpg", page("gone"))
    files.write(site / "404.html", page("nothing"))
    files.write(site / "503.html", page("away"))
    return site


def hidden(site: Path, outside: Path) -> None:
    """What lies in or beside the folder, and is not for anybody."""
    outside.mkdir(exist_ok=True)
    (outside / "secret.txt").write_text("SECRET")
    (site / ".secret.txt").write_text("SECRET")
    (site / "stories" / ".0a0b0c.part").write_text("SECRET")
    (site / ".git").mkdir()
    (site / ".git" / "config").write_text("SECRET")
    (site / "link.txt").symlink_to(outside / "secret.txt")
    (site / "linked").symlink_to(outside)
    os.mkfifo(site / "pipe.txt")
