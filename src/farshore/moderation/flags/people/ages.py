"""A child of the family with its age: "my son, 7". Ages from eighteen on are not noticed."""

import re
from collections.abc import Iterator

from farshore.moderation.flags.found import Span
from farshore.moderation.flags.people.arabic import spelt

_N = r"(?:1[0-7]|[1-9])(?!\d)"
_EN_N = (
    rf"(?:{_N}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    rf"|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen)"
)
_EN_CHILD = (
    r"(?:sons?|daughters?|baby|boy|girl|child|toddler|grandson|granddaughter"
    r"|niece|nephew|(?:little |younger |youngest )?(?:brother|sister))"
)
_EN_WHOSE = r"(?:my|our|his|her|their)(?: \w{3,10})?"
_FR_N = (
    rf"(?:{_N}|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze"
    rf"|treize|quatorze|quinze|seize|dix-sept)"
)
_FR_CHILD = (
    r"(?:mon|ma|notre|son|sa|leur) (?:petit |petite )?(?:fils|fille|bébé|enfant"
    r"|neveu|nièce|petit frère|petite sœur)"
)
_ES_N = (
    rf"(?:{_N}|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce"
    rf"|trece|catorce|quince|dieciséis|diecisiete)"
)
_ES_CHILD = r"(?:mi|nuestr[oa]|su) (?:hij[oa]|niñ[oa]|bebé|niet[oa]|sobrin[oa]|hermanit[oa])"
_RU_N = rf"(?:{_N}|один|два|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать)"
_KO_N = (
    rf"(?:{_N}|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|열한|열두|열세|열네|열다섯|열여섯|열일곱)"
)
_KO_CHILD = r"(?:아들|딸|아기|애기|아이|막내|손자|손녀|조카|동생)"
_ZH_N = rf"(?:{_N}|十[一二三四五六七]?|[一二两三四五六七八九](?!十))"
_ZH_CHILD = r"(?:儿子|女儿|孩子|孙子|孙女|侄子|侄女|弟弟|妹妹)"
_AR_N = rf"(?:{_N}|سنتان|سنتين|ثلاث|أربع|خمس|ست|سبع|ثماني|تسع|عشر)"
_AR_CHILD = r"(?:ابني|ابنتي|بنتي|طفلي|طفلتي|ولدي|حفيدي|حفيدتي|ابننا|ابنتنا)"
_AR_YEARS = r"(?:سنوات|سنين|أعوام|سنة|عاما|شهرا|أشهر)"
_FA_N = rf"(?:{_N}|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده)"
_FA_CHILD = r"(?:پسرم|دخترم|بچه~ام|نوه~ام|فرزندم|پسر|دختر|پسرش|دخترش)"
_BIG = r"[^\W\d_a-z][^\W\d_]{1,20}"

_AGES: tuple[tuple[re.Pattern[str], ...], ...] = (
    (
        re.compile(
            rf"(?<!\w)(?i:{_EN_WHOSE} {_EN_CHILD})(?: {_BIG})?,? \(?(?i:who (?:was|is) "
            rf"|was |is |aged? |only |just |then ){{0,2}}(?i:{_EN_N})(?:[ -](?i:years?"
            rf"|months?)[ -](?i:old)|(?= then[,.])|(?=[,.;)]|$))"
        ),
        re.compile(
            rf"(?<!\w)(?i:{_EN_WHOSE} {_EN_N}[ -](?:year|month)s?[ -]old {_EN_CHILD})(?!\w)"
        ),
        re.compile(
            rf"(?<!\w)(?i:{_FR_CHILD})(?: {_BIG})?,? (?i:âgée? de |qui (?:a|avait) "
            rf"|avait |a |de )(?i:{_FR_N} (?:ans|mois))(?!\w)"
        ),
        re.compile(
            rf"(?<!\w)(?i:{_ES_CHILD})(?: {_BIG})?,? (?i:que tenía |que tiene |tenía "
            rf"|tiene |con |de )(?i:{_ES_N} (?:años?|meses))(?!\w)"
        ),
    ),
    (
        re.compile(
            rf"(?<!\w)(?i:(?:мо\w{{1,3}}|наш\w{{0,3}}) (?:сын\w{{0,2}}|дочер\w|дочк\w"
            rf"|внук\w?|внучк\w))(?:,? (?:было|ему|ей|которому"
            rf"|которой)){{0,2}} (?i:{_RU_N}) (?:лет|год\w?)(?!\w)"
        ),
        re.compile(rf"(?<!\w)(?i:{_N}-летн\w{{2,3}} (?:сын\w?|дочь|дочери|дочк\w))(?!\w)"),
    ),
    (
        re.compile(
            rf"(?<![가-힣])(?:우리 |내 |제 )?{_KO_CHILD}(?:은|는|이|가)? ?(?:겨우 "
            rf"|당시 |그때 )?{_KO_N} ?(?:살|세)(?![가-힣]*[장대])"
        ),
        re.compile(
            rf"(?<![\d가-힣]){_KO_N} ?(?:살|세)(?: ?난| ?된|짜리|의|배기)? ?(?:우리 "
            rf"|내 )?{_KO_CHILD}"
        ),
    ),
    (
        re.compile(
            rf"(?:我的?|我们的?)?{_ZH_CHILD}(?:今年|当时|那时|只有|才|刚"
            rf"|，){{0,2}}{_ZH_N}个?[岁月](?!前|后|\d)"
        ),
        re.compile(rf"(?:我的?)?(?<![\d十]){_ZH_N}岁的(?:小)?{_ZH_CHILD}"),
    ),
    (
        re.compile(
            spelt(
                rf"(?<!\w){_AR_CHILD}(?: {_BIG})?،? و?(?:عمره|عمرها|ابن|ابنة|كان عمره"
                rf"|كان عمرها) {_AR_N}(?:ة|ه)? ?{_AR_YEARS}?"
            )
        ),
        re.compile(
            spelt(
                rf"(?<!\w){_FA_CHILD}(?: {_BIG})?،? (?:فقط )?{_FA_N}[ "
                rf"\u200c]?سال(?:ه)?(?:[ \u200c]?(?:ام|اش))?(?![ء-ی])"
            ).replace("~", "[\u200c ]?")
        ),
    ),
)


_SCRIPTS = tuple(map(re.compile, ("[A-Za-z]", "[а-я]", "[가-힣]", "[一-鿿]", "[ء-ي]")))


def ages(plain: str) -> Iterator[Span]:
    """Spans of children with their age; `plain` has digits 0–9 and Arabic letters in one form."""
    for script, patterns in zip(_SCRIPTS, _AGES, strict=True):
        if script.search(plain):
            for pattern in patterns:
                yield from (found.span() for found in pattern.finditer(plain))
