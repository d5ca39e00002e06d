"""Slugs of random words: an address says nothing about the story, so it may outlive it."""

import secrets
from functools import cache

from mnemonic import Mnemonic

# A story's address must not frighten or mock anybody: words that could are left out.
_LEFT_OUT = frozenset(
    "abandon abuse accuse addict alien army arrest attack axis bomb border bullet captain capital "
    "cash cage case cattle chase clown clog convict corn crack cradle crash crazy cricket crime "
    "cruel cry custom damage danger dash deal death defense deny deposit desert die dirt disease "
    "divorce document donkey dumb dwarf elite enemy escape evil excess exile expire fade fail fake "
    "fatal fatigue fault fiscal flee flight foil fox fraud frog ghost gorilla gun guard hunt hurt "
    "idle ill immune jealous jungle kick kidney kill lawsuit lemon liar lizard loan lonely lose "
    "loyal monkey monster mule naive nasty neglect obey ozone panic penalty pig pistol poverty "
    "prison punch rabbit rat razor reject remove rescue resist reveal rifle risk rival robot "
    "sad scare shoot sick slave slim snake spider spy stupid suffer suspect sword target "
    "thank they tortoise tragic trap traffic trash trick ugly undo vanish victim virus void "
    "vulture warfare waste weapon weasel wild wolf worry worth wreck wrestle wrong zombie".split()
)


@cache
def _words() -> tuple[str, ...]:
    return tuple(word for word in Mnemonic("english").wordlist if word not in _LEFT_OUT)


def new_slug() -> str:
    """Three random words, about 32 bits: unguessable in sequence, easy to read aloud."""
    return "-".join(secrets.choice(_words()) for _ in range(3))
