"""How commands speak: results to standard output, complaints to standard error."""

import sys

DONE, PROBLEM, WRONG, REFUSED = range(4)


class Stop(Exception):
    """A command cannot go on: a sentence on what is the matter, and one on what to do."""

    def __init__(self, sentence: str, hint: str = "", *, code: int = PROBLEM) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        self.code = code


def say(*lines: str) -> None:
    """Write lines to standard output, at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def complain(*lines: str) -> None:
    """Write lines to standard error; empty ones are left out."""
    sys.stderr.write("".join(f"farshore: {line}\n" for line in lines if line))
    sys.stderr.flush()
