"""How many bodies are under way, in all and from one client: each costs memory until its answer.

One machine that opens forms and never ends them must not keep others from hiding their story.
"""

from collections import Counter

MOST, MOST_OF_ONE = 512, 32

MOST_OF_KIND = 384
"""Of all that have a name, and of all that have none: a flood of the one leaves room for the other.
"""


class Crowd:
    """Those whose bodies are coming in, or wait for their answer."""

    def __init__(self) -> None:
        self._inside: Counter[str] = Counter()
        self._kinds: Counter[bool] = Counter()

    def enter(self, name: str) -> bool:
        """Whether there is room for one more of this name; without a name, of those without."""
        kind = bool(name)
        if self._kinds.total() >= MOST or self._kinds[kind] >= MOST_OF_KIND:
            return False
        if name and self._inside[name] >= MOST_OF_ONE:
            return False
        self._kinds[kind] += 1
        self._inside[name] += 1
        return True

    def leave(self, name: str) -> None:
        """One of this name has its answer, or has gone."""
        self._kinds[bool(name)] -= 1
        self._inside[name] -= 1
        if not self._inside[name]:
            del self._inside[name]  # nobody is remembered
