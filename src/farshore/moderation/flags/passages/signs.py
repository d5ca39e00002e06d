"""What makes a sentence of one language one that may tell of a way in use."""

import re
from dataclasses import dataclass

from farshore.moderation.flags.found import Span
from farshore.moderation.flags.people.arabic import spelt

_CALL = re.compile(r"\+?\d(?:[ ()-]{0,2}\d){6,14}")
_Cues = list[Span]


@dataclass(frozen=True, slots=True)
class Signs:
    """Patterns of one language. Enough by itself: `always`; `young`, where the road may be in use.

    Enough together: a `way` (what people cross by or past) and `still` (that it goes on); where the
    road may be in use also a way, `when` (a day, an hour) and `lets` (that it opens or passes
    somebody then), or a `broker` and a `price` or a number to call. Not in a sentence of `memory`:
    "I still dream of the river".
    """

    always: re.Pattern[str]
    young: re.Pattern[str]
    way: re.Pattern[str]
    still: re.Pattern[str]
    when: re.Pattern[str]
    lets: re.Pattern[str]
    broker: re.Pattern[str]
    price: re.Pattern[str]
    memory: re.Pattern[str]

    def cues(self, sentence: str, *, in_use: bool) -> _Cues:
        """The spans that together are the sign; none where the sentence has none."""
        found = _together(sentence, self.always)
        if not found and in_use:
            found = _together(sentence, self.young)
        if found or self.memory.search(sentence):
            return found
        found = _together(sentence, self.way, self.still)
        return found or (self._habit(sentence) if in_use else [])

    def _habit(self, sentence: str) -> _Cues:
        return (
            _together(sentence, self.way, self.when, self.lets)
            or _together(sentence, self.broker, self.price)
            or _together(sentence, self.broker, _CALL)
        )


def _together(sentence: str, *patterns: re.Pattern[str]) -> _Cues:
    """The span of each where all are there; none otherwise."""
    spans: _Cues = []
    for pattern in patterns:
        found = pattern.search(sentence)
        if not found:
            return []
        spans.append(found.span())
    return spans


def signs(**rows: str) -> Signs:
    """Of alternatives, by the names of the fields; `~` is the narrow joint or a space."""
    return Signs(**{name: _compiled(row) for name, row in rows.items()})


def _compiled(row: str) -> re.Pattern[str]:
    return re.compile(spelt(row).replace("~", "[\u200c ]?"), re.IGNORECASE)
