"""What every page needs to know of the house it stands in."""

from dataclasses import dataclass

from farshore.kernel.languages import direction, with_prefix


@dataclass(frozen=True, slots=True)
class House:
    """The film's name and address, and the language that a page is rendered in."""

    title: str
    tagline: str
    base_url: str
    language: str
    languages: tuple[str, ...]

    @property
    def direction(self) -> str:
        return direction(self.language)

    def path(self, address: str) -> str:
        """`address` (without prefix) in this page's language."""
        return with_prefix(address, self.language, self.languages)

    def absolute(self, address: str) -> str:
        """The whole address, for feeds, sitemaps and canonical links."""
        return self.base_url + self.path(address)

    def alternates(self, address: str) -> list[tuple[str, str]]:
        """(language, path) of the same page in every language that is on."""
        return [(code, with_prefix(address, code, self.languages)) for code in self.languages]
