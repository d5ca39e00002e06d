"""Plates of cars; names and numbers of ships."""

import re
from collections.abc import Iterator

from stdnum import imo

from farshore.moderation.flags.found import Sign
from farshore.moderation.flags.kinds import PLATE

_CHINA = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_RUSSIA = "АВЕКМНОРСТУХ"
_LATIN = "ABEKMHOPCTYX"  # the letters that both scripts share

_PLATES = (
    # South Korea 12가 3456, 123가4567; North Korea 평양 31-1234
    re.compile(r"(?<![\d가-힣])\d{2,3}[가-힣]\s?\d{4}(?!\d)"),
    re.compile(
        r"(?:평양|평남|평북|함남|함북|황남|황북|자강|량강|강원|개성|남포|라선)"
        r"\s?\d{2}\s?-\s?\d{2,4}(?!\d)"
    ),
    # China 京A·12345, six signs for electric cars
    re.compile(rf"[{_CHINA}][A-HJ-Z][·• ]?(?=[A-Z0-9]*\d)[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])"),
    # Russia А123ВС77, in either script
    re.compile(
        rf"(?<!\w)(?:[{_RUSSIA}]\s?\d{{3}}\s?[{_RUSSIA}]{{2}}|[{_LATIN}]\d{{3}}[{_LATIN}]{{2}})"
        r"\s?\d{2,3}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:서울|부산|대구|인천|광주|대전|울산|경기|강원|충북|충남|전북|전남|경북"
        r"|경남|제주) ?\d{2} ?[가-힣] ?\d{4}(?!\d)"
    ),
    # Egypt 4821 ج م ص, India KA 51 MB 4821
    re.compile(r"(?<!\d)\d{3,4} [ء-ي](?: [ء-ي]){1,2}(?![ء-ي])"),
    re.compile(r"(?<![\w-])[A-Z]{2} \d{2} [A-Z]{1,2} \d{4}(?![\w-])"),
    # Iran ۱۲ ب ۳۴۵ ایران ۶۷
    re.compile(r"(?<!\d)\d{2}\s?[ء-ی]\s?\d{3}\s?(?:-|ایران)\s?\d{2}(?!\d)"),
    # Europe: B-MW 1234, AB-123-CD, AB12 CDE, 1234 BCD; Turkey 34 ABC 123; Ukraine AA 1234 BB
    re.compile(r"(?<![\w-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \d{1,4}(?![\w-])"),
    re.compile(r"(?<![\w-])[A-Z]{2}[ -]\d{3}[ -][A-Z]{2}(?![\w-])"),
    re.compile(r"(?<![\w-])[A-Z]{2}\d{2} [A-Z]{3}(?![\w-])"),
    re.compile(r"(?<![\w-])\d{4} [B-DF-HJ-NPR-TV-Z]{3}(?![\w-])"),
    re.compile(r"(?<![\w-])\d{2} [A-Z]{1,3} \d{2,5}(?![\w-])"),
    re.compile(r"(?<![\w-])[A-Z]{2} ?\d{4} ?[A-Z]{2}(?![\w-])"),
    re.compile(r"(?<![\w-])[A-Z]{2,3}[ -]\d{1,4}[ -][A-Z]{1,3}(?![\w-])"),
    re.compile(r"(?<![\w-])[A-Z]{2,3} \d{3,4}-\d{2}(?![\w-])"),
)
# A word for plate, then what could be one: it holds two digits at least.
_CALLED = re.compile(
    r"(?i:licen[cs]e plate|number ?plate|\bplate(?: was| number)?|plaque"
    r"|immatricul\w{1,6}|matrícula"
    r"|placas?\b|госномер\w{0,2}|номер\w{0,2} машины|번호판|车牌号?"
    r"|لوحة السيارة|لوحتها|لوحته|رقم اللوحة|پلاک ماشین"
    r"|شماره پلاک)[^\d\n.;!?A-Z]{0,12}?"
    r"((?=[^.;!?\n]{0,12}\d{2})[A-Z0-9]{1,8}(?:[ "
    r"-](?!I(?!\w))[A-Z0-9]{1,6}){0,3}(?:\s[ء-ی]{1,6}(?:\s\d{2,5})?)?)"
    r"(?!\w)"
)
_CALLED_CITY = re.compile(r"(?:لوحة|لوحتها|لوحته|اللوحة)(?: رقمها)? ([ء-ي]{3,8} \d{4,6})(?!\d)")
_IMO = re.compile(r"(?i:\bIMO)(?:\s?(?:no\.?|number|:))?\s?(\d{7})(?!\d)")
_MMSI = re.compile(r"(?i:\bMMSI)\D{0,10}?(\d{9})(?!\d)")

_NAME = r"[^\W\d_a-zß-ÿа-я][^\W\d_]*(?:['’-][^\W\d_]+)*"
_SHIP = (
    r"ship|vessel|cutter|frigate|patrol boat|yacht|boat|ferry|trawler|freighter"
    r"|tanker|dinghy|navire|bateau|ferry|chalutier|cargo"
    r"|barco|buque|lancha|pesquero|судно|корабл\w{1,3}|катер|лодк\w{1,2}|теплоход"
)
_CALLED_SO = (
    r"(?:,? (?:was |is |were )?(?:called|named)|[’']s name was|(?: qui)? s[’']appelait|,? nommée?"
    r"|(?: que)? se llamaba|,? llamad[oa]|,? (?:по имени|под названием))"
)
_SHIPS = (
    re.compile(
        r"(?<!\w)(?:M/?V|M/?S|S/?S|F/?V|HMS|USS|MT)\.? "
        rf"{_NAME}(?: (?:of |du |de |del |la )?{_NAME}){{0,2}}"
    ),
    re.compile(
        rf"(?<!\w)(?i:{_SHIP}){_CALLED_SO} ({_NAME}(?: (?:of |du |de |del |la )?{_NAME}){{0,2}})"
    ),
    re.compile(
        rf"(?<!\w)(?i:{_SHIP}),? (?:the |le |la |el )?({_NAME}(?: (?:of |du |de "
        rf"|del |la )?{_NAME}){{0,2}})"
    ),
    re.compile(rf"(?<!\w)(?i:{_SHIP}) ([«“\"‘][^«»“”\"\n]{{2,30}}[»”\"’])"),
    # a name in marks, or after "is called", in scripts without capitals
    re.compile(
        r"(?:السفينة|سفينة|الباخرة|المركب|القارب|کشتی|قایق|لنج)"
        r"(?: (?:اسمها|اسمه|تدعى|يدعى|به نام|به اسم))? ([«“\"][^«»“”\"\n]{2,30}[»”\"])"
    ),
    re.compile(r"([“「《\"][一-鿿]{1,8}号[”」》\"])(?=的?(?:轮|船|渔|货|快艇|油))"),
    re.compile(r"(?:货船|渔船|轮船|船)([“「《][^”」》\n]{1,8}号[”」》])"),
    re.compile(r"(?:艘|条|只|船)名?(?:叫|是)([“「《\"]?[一-鿿]{1,6}号[”」》\"]?)(?=的|，|。)"),
    re.compile(
        r"(?:배|선박|어선|화물선|여객선)(?:의|는|가"
        r"| ?이름은)? ?([‘'\"“]?(?![가-힣]*(?:번호|신호|구호|보호|암호"
        r"|간호)(?![가-힣]*호))[가-힣0-9]{2,8}호[’'\"”]?)(?=[에의는가를로였이 .,])"
    ),
)


def plates(plain: str) -> Iterator[Sign]:
    """Plates by the shapes of many countries, or after a word for them."""
    for pattern in _PLATES:
        for found in pattern.finditer(plain):
            yield Sign(PLATE, *found.span())
    for pattern in (_CALLED, _CALLED_CITY):
        for found in pattern.finditer(plain):
            yield Sign(PLATE, *found.span(1))


def ships(plain: str) -> Iterator[Sign]:
    """Numbers of ships, and names that the text gives to one."""
    for found in _IMO.finditer(plain):
        yield Sign(PLATE, found.start(), found.end(), "imo", imo.is_valid(found.group(1)))
    for found in _MMSI.finditer(plain):
        yield Sign(PLATE, found.start(), found.end(), "mmsi")
    for pattern in _SHIPS:
        for found in pattern.finditer(plain):
            yield Sign(PLATE, *found.span(1 if pattern.groups else 0))
