"""Words that look like names of people, or name a place. Local lists and rules only.

Nothing here knows who somebody is: it says "look here". In scripts with capitals a capital in the
middle of a sentence is the sign; in others it is the word beside it that calls people by name.
"""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale, UnknownLocaleError

from farshore.moderation.flags.found import Span
from farshore.places.fold import fold

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ENDS = frozenset('.!?…:;\n\r"“”„«»‘(—–-。！？')
_NEAR = 20  # how far back the end of a sentence is looked for
_NOUNS_HAVE_CAPITALS = frozenset({"de", "lb"})

# Chinese family names, before a word that calls somebody.
_FAMILIES = (
    "王李张刘陈杨赵黄吴徐孙胡朱高林何郭罗梁宋郑谢唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱"
    "汤尹黎武乔贺赖龚周马韩"
    "朴金白鲍常成费符葛耿古谷关桂华洪霍纪季焦靳景柯兰冷凌柳鲁骆麦梅苗莫穆倪聂宁"
    "欧庞裴祁齐屈曲荣阮沙单"
    "尚申盛施舒陶童涂韦卫温文翁伍席辛邢严颜晏易殷应游于俞岳翟詹章庄卓宗祖左小老大"
)
_CALLED = (
    # Korean: what follows a name, with or without a space, but not the end of a verb or a particle;
    # then names after "is called"
    re.compile(
        r"(?<![가-힣])(?!우리|너희|저희|작은|어느|다른|이웃|옆집|주인|친구|아저씨"
        r"|아주머니|의사|간호사|담임|학교|교회|뒷집"
        r"|앞집)([가-힣]{2,4}?)(?<![고는던면며를의게에들])\s?"
        r"(?:씨|아저씨|아주머니|아줌마|언니|오빠|누나|동생|이모|삼촌|선생님|할머니"
        r"|할아버지|엄마|아빠)"
        r"(?=[은는이가을를의와과도에께한로랑,.\s!?]|$)"
    ),
    re.compile(
        r"이름[은이]\s?(?!모르|모른|말하|없|잊|기억|비밀|적|부르|밝|무엇|뭐|아직"
        r"|다르|달)([가-힣]{2,4}?)(?=이었|였|이다|이고|입니|예요|이에|[,.\s]|$)"
    ),
    # Chinese
    re.compile(rf"([{_FAMILIES}](?:先生|女士|叔叔|阿姨|大姐|大哥|老师|師傅|师傅))"),
    re.compile(r"(?:名叫|叫做|名字叫|叫作)([一-鿿]{2,3})"),
    # Arabic and Persian
    re.compile(
        r"(?<!\w)(?:اسمه|اسمها|اسمي|السيد|السيدة|الحاج|عمي|خالي|عمتي|خالتي|صديقي|صديقتي"
        r"|آقای|خانم|عمو|خاله|دایی|عمه|به نام|اسمش)\s+"
        r"(?!(?:لم|لا|لن|ما|كان|كانت|هو|هي|ليس|في|من|على|إلى|عن|الذي|التي|را|که|از"
        r"|بود)\b)([^\W\d_]{2,})"
    ),
    # Latin script: also where nouns carry capitals, as in German
    re.compile(
        r"(?<!\w)(?:Herrn?|Frau|Onkel|Tante|Bruder|Schwester|Freund|Freundin|namens|heißt|hieß)\s+"
        r"([A-ZÄÖÜ][a-zäöüß]+)"
    ),
)


def names(text: str, *, language: str, known: frozenset[str]) -> Iterator[Span]:
    """Spans of what could be somebody's name; `known` are folded words that are none."""
    taken: list[Span] = []
    for pattern in _CALLED:
        for found in pattern.finditer(text):
            if fold(found.group(1)) not in known:
                taken.append(found.span(1))
    if language.split("-")[0] not in _NOUNS_HAVE_CAPITALS:
        taken += _capitals(text, known | ordinary(language) | ordinary("en"))
    yield from sorted(set(taken))


def _capitals(text: str, known: frozenset[str]) -> Iterator[Span]:
    """Words with a capital where the sentence asks for none, and that are nowhere without it.

    The first word of a sentence counts only where it also stands inside one.
    """
    words = [(found.group(), found.start()) for found in WORD.finditer(text)]
    small = {word for word, _at in words if word.islower()}
    inside = {
        word
        for word, at in words
        if is_capital(word)
        and not begins_sentence(text, at)
        and word.lower() not in small
        and fold(_bare(word)) not in known
    }
    yield from ((at, at + len(word)) for word, at in words if word in inside)


def is_capital(word: str) -> bool:
    """A capital and then a small letter: neither `I` nor an abbreviation."""
    return len(word) > 1 and word[0].isupper() and any(letter.islower() for letter in word[1:])


def begins_sentence(text: str, start: int) -> bool:
    """Whether only a sentence's end, or nothing, stands before this word."""
    before = text[max(0, start - _NEAR) : start].rstrip(" \t'’")
    return not before or before[-1] in _ENDS


def _bare(word: str) -> str:
    """Without the English genitive."""
    return re.sub(r"['’]s$", "", word)


@cache
def ordinary(language: str) -> frozenset[str]:
    """Folded words that carry a capital and name no person: days, months, countries, languages."""
    locale = _locale(language)
    if locale is None:
        return frozenset()
    told: list[str] = []
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            told += [*locale.months[form][width].values(), *locale.days[form][width].values()]
    return _folded(told) | peoples(language)


@cache
def peoples(language: str) -> frozenset[str]:
    """Of these, countries and languages, and what no calendar knows."""
    locale = _locale(language)
    if locale is None:
        return frozenset()
    told = _folded([*locale.territories.values(), *locale.languages.values()])
    return told - _GIVEN_TOO | _MORE


def _folded(names: list[str]) -> frozenset[str]:
    return frozenset(fold(word) for name in names for word in WORD.findall(name))


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


# Parts of countries and languages (Solomon Islands, Northern Sami) that are people's names as well.
_GIVEN_TOO = frozenset(
    "solomon sami jordan helena lucia martin vincent pierre marino georgia".split()
)

_MORE = frozenset(
    "god allah jesus christ mohammed quran koran bible christmas easter ramadan eid mum mom "
    "mama dad papa mother father grandmother grandfather aunt uncle auntie sir madam mr mrs ms "
    "dr european asian african american western eastern northern southern red cross crescent un "
    "unhcr ngo police army embassy church mosque muslim muslims christian christians jew jews "
    "buddhist arab arabs kurd kurds koreans syrians eritreans afghans internet facebook "
    "whatsapp telegram youtube im ive id ill winter spring summer autumn titanic islam lord "
    "virgin europeans americans africans iranians iraqis libyans ethiopians somalis nigerians "
    "turks greeks italians germans russians mexicans croixrouge dieu coran noel paques seigneur "
    "vierge croix rouge croissant onu ong occident europeen europeens americain americains "
    "africain africains syrien syriens syrienne afghane erythreen erythreens soudanais libyen "
    "libyens malien maliens guineen guineens kurde kurdes iranien iraniens marocain algerien "
    "tunisien camerounais ivoirien ivoiriens congolais dios biblia navidad virgen cruz roja dia "
    "muertos santa semana occidente senor migracion".split()
)
