import gzip
import os
from pathlib import Path

import brotli
import pytest

from farshore.press import files
from farshore.press.errors import NotAnAddress

PAGE = b"<!doctype html>" + b"a page " * 100


def test_a_page_is_a_file_with_compressed_copies_of_the_same_moment(tmp_path: Path) -> None:
    assert files.put(tmp_path, "/a/", PAGE)
    plain, br, gz = (tmp_path / "a" / f"index.html{end}" for end in ("", ".br", ".gz"))
    assert plain.read_bytes() == PAGE
    assert brotli.decompress(br.read_bytes()) == PAGE
    assert gzip.decompress(gz.read_bytes()) == PAGE
    assert len({path.stat().st_mtime_ns for path in (plain, br, gz)}) == 1


def test_unchanged_bytes_are_left_alone(tmp_path: Path) -> None:
    files.put(tmp_path, "/a/", PAGE)
    before = (tmp_path / "a/index.html").stat()
    assert not files.put(tmp_path, "/a/", PAGE)
    after = (tmp_path / "a/index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_copy_that_a_crash_left_behind_is_made_anew(tmp_path: Path) -> None:
    files.put(tmp_path, "/a/", PAGE)
    stale = tmp_path / "a/index.html.br"
    stale.write_bytes(b"stale")
    os.utime(stale, ns=(1, 1))
    assert files.put(tmp_path, "/a/", PAGE)
    assert brotli.decompress(stale.read_bytes()) == PAGE


def test_a_small_page_loses_the_copies_of_the_larger_one_it_replaces(tmp_path: Path) -> None:
    files.put(tmp_path, "/a/", PAGE)
    files.put(tmp_path, "/a/", b"small")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["index.html"]


def test_a_feed_is_an_xml_index(tmp_path: Path) -> None:
    files.put(tmp_path, "/feed/", b"<?xml version='1.0'?><rss/>")
    assert (tmp_path / "feed/index.xml").exists()
    files.put(tmp_path, "/feed/", PAGE)
    assert sorted(
        p.name for p in (tmp_path / "feed").iterdir() if p.suffix in {".html", ".xml"}
    ) == ["index.html"]


def test_a_removed_page_becomes_a_tombstone_and_back(tmp_path: Path) -> None:
    files.put(tmp_path, "/a/", PAGE)
    assert files.put_gone(tmp_path, "/a/", b"gone")
    assert not files.stands(tmp_path, "/a/")
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["410.html"]
    assert not files.put_gone(tmp_path, "/a/", b"gone")
    files.put(tmp_path, "/a/", PAGE)
    assert not (tmp_path / "a/410.html").exists()


def test_a_removed_file_has_its_tombstone_beside_it(tmp_path: Path) -> None:
    files.put(tmp_path, "/media/x/480.jpg", b"bytes")
    files.put_gone(tmp_path, "/media/x/480.jpg", b"gone")
    assert [p.name for p in (tmp_path / "media/x").iterdir()] == ["480.jpg.410.html"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a/",
        "/../x/",
        "/a/../b/",
        "//a/",
        "/a//b/",
        "/.hidden/",
        "/a/.b",
        "/a\x00/",
        "/a\\b/",
        "/a?b",
        "/a b/",
    ],
)
def test_what_is_no_address_is_never_written(tmp_path: Path, address: str) -> None:
    with pytest.raises(NotAnAddress):
        files.put(tmp_path, address, PAGE)
    assert list(tmp_path.iterdir()) == []


def test_half_written_files_are_swept(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/.0123456789ab.part").write_bytes(b"half")
    assert files.sweep_parts(tmp_path) == 1
    assert list((tmp_path / "a").iterdir()) == []


def test_a_built_file_brings_its_compressed_copies(tmp_path: Path) -> None:
    built = tmp_path / "built" / "a-1.js"
    built.parent.mkdir()
    built.write_bytes(b"let a = 1;" * 40)
    (built.parent / "a-1.js.br").write_bytes(b"small")
    (built.parent / "a-1.js.gz").write_bytes(b"smaller")
    target = tmp_path / "site" / "assets" / "a-1.js"
    assert files.write(target, built.read_bytes(), built=built)
    laid = [target, target.with_name("a-1.js.br"), target.with_name("a-1.js.gz")]
    assert [path.read_bytes() for path in laid] == [b"let a = 1;" * 40, b"small", b"smaller"]
    assert len({path.stat().st_mtime_ns for path in laid}) == 1
