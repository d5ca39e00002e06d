"""Why a code could not be read. Each carries a sentence (a message id) for the person."""


def gettext_noop(message: str) -> str:
    """Mark a message by the name that `makemessages` looks for; whoever shows it translates it."""
    return message


class CodeError(ValueError):
    """A code that cannot be read. `sentence` is translatable, with `values` to put in."""

    sentence = gettext_noop(
        "Nothing is lost. This is not a code as we give them: please look at it again."
    )

    @property
    def values(self) -> dict[str, object]:
        return {}


class WrongLength(CodeError):
    """Too few or too many digits."""

    sentence = gettext_noop(
        "Nothing is lost. A code has %(wanted)s digits; this one has %(given)s. "
        "Please compare it group by group."
    )

    def __init__(self, given: int, wanted: int) -> None:
        super().__init__()
        self.given, self.wanted = given, wanted

    @property
    def values(self) -> dict[str, object]:
        return {"given": self.given, "wanted": self.wanted}


class MistypedDigit(CodeError):
    """The check digit does not fit."""

    sentence = gettext_noop(
        "Nothing is lost. One digit is different from the code, or two have changed places. "
        "Please compare it group by group."
    )


class WrongWordCount(CodeError):
    """Not nine words."""

    sentence = gettext_noop("Nothing is lost. A code has %(wanted)s words; this one has %(given)s.")

    def __init__(self, given: int, wanted: int) -> None:
        super().__init__()
        self.given, self.wanted = given, wanted

    @property
    def values(self) -> dict[str, object]:
        return {"given": self.given, "wanted": self.wanted}


class UnknownWord(CodeError):
    """A word of no list. `word` is what was typed, `near` the nearest words of the list."""

    sentence = gettext_noop(
        "Nothing is lost. Word number %(place)s is not one of ours. Did you mean: %(near)s?"
    )

    def __init__(self, place: int, near: list[str]) -> None:
        super().__init__()
        self.place, self.near = place, near

    @property
    def values(self) -> dict[str, object]:
        return {"place": self.place, "near": ", ".join(self.near)}


class MistypedWord(CodeError):
    """All words are known, but together they are no code."""

    sentence = gettext_noop(
        "Nothing is lost. One word is different from the code, or two have changed places. "
        "Please compare them one by one."
    )


class NotAHand(CodeError):
    """The hidden field of a form is missing or not ours."""

    sentence = gettext_noop(
        "What you had saved is safe. This page has lost its hold on it: "
        "please enter your code again."
    )
