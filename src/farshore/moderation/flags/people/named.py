"""Names that many people have, wherever they stand, in scripts in which nothing else shows a name.

Names that are everyday words as well count only beside a word for what somebody is.
"""

import re
from collections.abc import Iterator

from farshore.moderation.flags.found import Span
from farshore.moderation.flags.people import given
from farshore.moderation.flags.people.arabic import EDGE, FAMILY, spelt
from farshore.moderation.flags.people.east import KOREAN_FULL, KOREAN_GIVEN

# Each is also a word: on me, age, good, guidance, gift, newborn, skilled, sweet, angel, dew.
_WORDS = spelt(
    "علي عمر حسن هدى هبة منى دعاء وليد ناصر باسل ماهر هاني رامي عفاف أميرة هالة زياد نجلاء غادة "
    "ريم امیر مجید نادر اکبر اصغر کریم رحیم غلام شبنم پری شیرین فرشته الهام نعمت نرگس طاهره"
).split()
_BEHIND = r"(?![ء-ي\u067e\u0686\u0698\u06af])"
_BOTH = (spelt(name) for name in (*given.ARABIC, *given.PERSIAN))
_MANY = "|".join(name for name in dict.fromkeys(_BOTH) if name not in _WORDS)
_CHINESE = "|".join(given.CHINESE)
_PATTERNS = tuple(
    re.compile(spelt(row))
    for row in (
        rf"{EDGE}[ولبفك]?((?:أبو|أبا) [ء-ي]{{3,12}}|(?:(?:أم|أبي) )?(?:{_MANY})){_BEHIND}",
        rf"{EDGE}(?:دکتر|مهندس|استاد|آقای|خانم) ({FAMILY}){_BEHIND}",
        KOREAN_FULL,
        rf"(?<![가-힣])({KOREAN_GIVEN})(?=이(?:가|는|를|와|도|랑|에게|한테|의|네)(?![가-힣]))",
        rf"([{given.CHINESE_FAMILIES}](?:{_CHINESE}))",
    )
)


def named(plain: str) -> Iterator[Span]:
    """The span of each; `plain` is spelt as `arabic.spelt` does it."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(plain):
            yield found.span(1)
