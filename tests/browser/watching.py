"""Watching pages: nothing may leave the house, fail in silence, or stay behind on the phone."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

_HARMLESS = ("data", "blob", "about")


@dataclass
class Watch:
    """Everything that went wrong on the pages of one browser context, in words."""

    base: str
    seen: list[str] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)
    """Addresses that are meant to answer with an error."""

    def over(self, context: BrowserContext) -> None:
        """Begin to watch every request, every complaint of the browser, every fault of a script."""
        context.route("**/*", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"script fault: {error.error}"))
        context.on("page", self._page)

    def ended(self, context: BrowserContext) -> None:
        """Look at what the context holds at its end: a cookie belongs to the studio alone."""
        self.seen += [
            f"cookie: {cookie['name']} for {cookie['path']}"
            for cookie in context.cookies()
            if not cookie["path"].startswith("/studio/")
        ]

    def _request(self, route: Route) -> None:
        address = route.request.url
        if address.startswith(self.base + "/") or urlsplit(address).scheme in _HARMLESS:
            route.continue_()
            return
        self.seen.append(f"request to another house: {address}")
        route.abort()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if message.location["url"].removeprefix(self.base) in self.expected:
            return
        self.seen.append(f"{message.type} in the console: {message.text}")

    def _page(self, page: Page) -> None:
        page.on("crash", lambda crashed: self.seen.append(f"crash: {crashed.url}"))
