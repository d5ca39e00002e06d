"""What matters once other machines can reach the house."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, register

from farshore.config.checks.speak import finding
from farshore.config.running.addresses import is_loopback


@register("farshore")
def address_is_public(**_given: Any) -> list[CheckMessage]:
    """The real house needs an encrypted address of its own; the demonstration needs none."""
    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    if is_loopback(host):
        return [] if settings.DEMO else [finding("W004", f"The address is {settings.BASE_URL}.")]
    found = []
    if parts.scheme == "https" and not settings.TRUSTED_PROXIES:
        found.append(finding("W008", "FARSHORE_TRUSTED_PROXIES is not set."))
    if parts.scheme != "https" and not host.endswith(".onion"):
        found.append(finding("W005", f"The address is {settings.BASE_URL}, without encryption."))
    if settings.DEMO:
        found.append(finding("W006", f"FARSHORE_DEMO is on, and the address is {host}."))
    return found
