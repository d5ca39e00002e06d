"""Lists, files of keys and what a release says of itself are read strictly, whoever signed them."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farshore.config.releases import examining, folder, founders, sums
from farshore.config.releases.errors import BrokenSums, NotFarshore, Refused
from farshore.config.releases.founders import Founders
from tests.config.releases.making import COMMIT, Release, examined

NAMES = [
    "../evil.pth",
    "/etc/passwd",
    "a/b",
    "..",
    ".",
    ".hidden",
    "-rf",
    "two words",
    "back\\slash",
    "tab\tbed",
    "é",
    "x" * 200,
    "",
    "SHA256SUMS",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_list_that_leads_elsewhere_is_refused_though_two_have_signed_it(
    release: Release, known: Founders, name: str
) -> None:
    (release.folder.parent / "evil.pth").write_bytes(b"import os")
    line = f"{sha256(b'import os').hexdigest()}  {name}\n".encode()
    release.list(release.sums.read_bytes() + line)
    with pytest.raises(BrokenSums):
        examined(release, known)


@pytest.mark.parametrize(
    "list_",
    [
        b"",
        b"\n",
        b"0" * 64 + b"  a",
        b"0" * 63 + b"  a\n",
        b"G" * 64 + b"  a\n",
        b"0" * 64 + b" a\n",
        b"0" * 64 + b" *a\n",
        b"\\" + b"0" * 64 + b"  a\n",
        b"0" * 64 + b"  a\r\n",
        (b"0" * 64 + b"  a\n") * 2,
        b"".join(b"0" * 64 + b"  a%d\n" % n for n in range(folder.MOST_FILES + 1)),
    ],
    ids=range(11),
)
def test_a_list_in_another_form_is_refused(list_: bytes) -> None:
    with pytest.raises(BrokenSums):
        sums.parse(list_)
    assert sums.parse(b"0" * 64 + b"  a\n") == {"a": "0" * 64}


@pytest.mark.parametrize(
    "about",
    [
        b"",
        b"[]",
        b"{}",
        b"{",
        b'{"version": 2, "commit": "c", "date": "2026-12-01"}',
        b'{"version": "0.2.0rc1", "commit": "c0", "date": "2026-12-01"}',
        b'{"version": "9.0.0", "commit": "' + COMMIT.encode() + b'", "date": "2026-12-01"}',
        b'{"version": "0.2.0", "commit": "v0.2.0", "date": "2026-12-01"}',
        b'{"version": "0.2.0", "commit": "' + COMMIT.encode() + b'", "date": "soon"}',
        b"[" * 8000,
        '{"version": "\u0660.\u0662.\u0660", "commit": "c", "date": "2026-12-01"}'.encode(),
    ],
    ids=range(11),
)
def test_what_says_no_sound_thing_of_itself_is_refused(
    release: Release, known: Founders, about: bytes
) -> None:
    release.write("RELEASE.json", about)
    release.settle()
    with pytest.raises(NotFarshore):
        examined(release, known)


HEAD = "# farshore founders 1"
LINES = st.lists(
    st.sampled_from(
        ["0" * 64, "  ", "a", "../", "\n", "\r", "\\", "*", "é", "# farshore founders 1"]
    )
    | st.text(max_size=5)
).map("".join)


@given(LINES)
def test_whatever_stands_in_a_list_or_a_file_of_keys_is_understood_or_refused(text: str) -> None:
    for read in (sums.parse, founders.parse, examining.read_about):
        try:
            read(text.encode("utf-8", "surrogatepass"))
        except Refused as why:
            assert str(why).endswith(".")
