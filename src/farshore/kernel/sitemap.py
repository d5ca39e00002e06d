"""Sitemaps (sitemaps.org, protocol 0.9). Plain Python.

Without `lastmod`: when a page changed would tell when somebody did something.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape

_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def urlset(*, base_url: str, addresses: Iterable[str]) -> bytes:
    """A sitemap of these addresses."""
    rows = "".join(f"<url><loc>{escape(base_url + one)}</loc></url>\n" for one in addresses)
    return f'{_DECLARED}<urlset xmlns="{_SPACE}">\n{rows}</urlset>\n'.encode()


def index(*, base_url: str, addresses: Iterable[str]) -> bytes:
    """An index of the sitemaps at these addresses."""
    rows = "".join(f"<sitemap><loc>{escape(base_url + one)}</loc></sitemap>\n" for one in addresses)
    return f'{_DECLARED}<sitemapindex xmlns="{_SPACE}">\n{rows}</sitemapindex>\n'.encode()
