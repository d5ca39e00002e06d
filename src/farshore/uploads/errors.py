"""Refusals of uploads."""


class UnknownUpload(Exception):
    """Nothing of this name lies under this key: never was, expired, or not this person's."""
