"""Why something about an account was refused."""


class Refusal(Exception):
    """Any of the below."""


class UnknownAccount(Refusal):
    """Nothing is kept for who this is, or no longer."""


class WrongSentence(Refusal):
    """The sentence does not open the notebook."""


class WeakSentence(Refusal):
    """Too short, or too much of the same, to lock anything with."""


class NotebookFull(Refusal):
    """There is no room for another code."""


class NotProved(Refusal):
    """Who it is was not shown: a wrong or old number, a passkey that does not fit, a provider that
    said no or did not answer."""
