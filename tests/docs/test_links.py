"""Every link from one page of the repository to another leads somewhere."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.reading import ROOT, Page, pages

ELSEWHERE = ("http://", "https://", "mailto:")


def broken(page: Page) -> list[str]:
    """The links of a page that lead to no file, to no heading, or out of the repository."""
    inner = [link for link in page.links if not link.startswith(ELSEWHERE)]
    return [link for link in inner if not _leads_somewhere(page, link)]


def _leads_somewhere(page: Page, link: str) -> bool:
    name, _hash, anchor = unquote(link).partition("#")
    target = (page.path.parent / name).resolve() if name else page.path
    if not target.is_relative_to(ROOT) or not target.exists():
        return False
    return not anchor or anchor in (Page.at(target) if name else page).anchors


def test_every_link_leads_somewhere() -> None:
    told = {page.name: bad for page in pages() if (bad := broken(page))}
    assert told == {}


@pytest.mark.parametrize(
    "link", ["nowhere.md", "README.md#no-such-heading", "../outside.md", "#none"]
)
def test_a_link_that_leads_nowhere_is_noticed(link: str) -> None:
    page = Page(ROOT / "README.md", f"# Here\n\nSee [there\nit is]({link}), or [here](#here).\n")
    assert broken(page) == [link]


def test_links_in_code_are_not_links() -> None:
    page = Page(ROOT / "README.md", "`[a](b.md)`\n\n```\n[c](d.md)\n```\n\n    [e](f.md)\n")
    assert page.links == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    every = {page.path: page for page in pages() if page.path.is_relative_to(ROOT / "docs")}
    seen: set[Path] = set()
    ahead = [ROOT / "README.md"]
    while ahead:
        path = ahead.pop()
        if path not in seen and path.suffix == ".md" and path.exists():
            seen.add(path)
            inner = [link for link in Page.at(path).links if not link.startswith(ELSEWHERE)]
            ahead += [(path.parent / unquote(one.partition("#")[0])).resolve() for one in inner]
    assert sorted(page.name for path, page in every.items() if path not in seen) == []
