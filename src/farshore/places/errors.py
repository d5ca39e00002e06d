"""What the gazetteer refuses."""


class UnknownPlace(Exception):
    """No listed place has this id: it was mistyped, or a newer gazetteer no longer lists it."""


class GazetteerMissing(Exception):
    """The index file is not there, or is not one that this version can read."""
