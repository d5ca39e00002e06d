"""Refusals of the public record."""


class UnknownStory(Exception):
    """No story of this slug is public (it may never have been)."""


class NothingToTell(Exception):
    """A released story holds neither text, nor places, nor pictures."""
