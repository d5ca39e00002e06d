"""Refusals of the crossing. Each carries nothing of the story it was about."""


class NotYours(Exception):
    """This story was not given to this person, or is gone: both are answered alike."""


class NotNow(Exception):
    """What was asked does not fit where the story stands now."""


class Changed(Exception):
    """The story is no longer what was on the screen: it must be looked at again."""


class Blocked(Exception):
    """Something stands between this story and the public; `reasons` are keys of `blocks.py`."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


class SamePerson(Exception):
    """Whoever approved a story cannot be the second person to say yes."""


class NeedsLead(Exception):
    """Its teller is under 18: only the safeguarding lead gives the second yes."""


class BothHands(Exception):
    """Sealed contacts and stories are not given to one person unless that is said."""


class RoadNotAnswered(Exception):
    """Nobody said whether this story could close a road that is still in use."""


class RoadInUse(Exception):
    """This story could close a road that is still in use: it is not released like this."""


class NotInTheText(Exception):
    """The words to leave out are not in that part of the story."""


class NoWords(Exception):
    """There is nothing to say or to leave out."""


class NotAskable(Exception):
    """Its teller did not say yes to being asked for the film, or that yes has ended."""


class AskNoMore(Exception):
    """Its teller has said that they are not to be asked for a film again."""


class AlreadyAsked(Exception):
    """A request for the film waits for its teller's answer."""


class Incomplete(Exception):
    """A part of what a teller must know before they answer is not said."""


class NotOfTheYoung(Exception):
    """Of somebody under 18 no face is shown and no voice heard."""


class BadDay(Exception):
    """A day that cannot be read, or that has passed where it must be to come."""


class NoTitle(Exception):
    """A film needs a title, and one that no other film has."""


class NotToBeUsed(Exception):
    """A use that is not written down, since it must not be; `why` is a key of `uses.REASONS`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CannotBeUndone(Exception):
    """The film is finished: what is in it cannot be taken out."""


class NotATable(Exception):
    """A table of uses that cannot be taken in: `faults` are (line from 1, a key of
    `uses.REASONS`)."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        super().__init__(len(faults))
        self.faults = faults


class UnknownPart(Exception):
    """No such picture or recording in this story."""


class BrokenChain(Exception):
    """The audit log is not what was written; `number` is the first line that does not fit."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number}")
        self.number = number


class UnderAlarm(Exception):
    """An alarm keeps this story off the site: it must end first."""


class NoAlarm(Exception):
    """No such alarm stands."""


class NotALog(Exception):
    """This file is no copy of an audit log."""


class NameTaken(Exception):
    """There is an account of this name already, however its letters are cased."""


class NoSuchAccount(Exception):
    """There is no account of this name."""


class UnknownRole(Exception):
    """There is no such role; `str` is what was asked for."""


class BadAccount(Exception):
    """A name or password that cannot be used; `sentences` say why, for a person."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class NotAMirror(Exception):
    """What was given, or what an address answers, is no mirror's."""


class UnknownMirror(Exception):
    """No mirror of this name is registered."""
