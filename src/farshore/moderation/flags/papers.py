"""Numbers of papers: by their own check digits where they have any, else by shape or by a word.

A check digit is no proof: of numbers with one such digit one in ten or eleven passes by chance. So
"its check digits are right" is a word to people, and numbers of ten to twelve digits, which phones
have too, also need the word beside them. South Korean numbers given since October 2020 have no
check digit any more: they are noticed by their day of birth.
"""

import re
from collections.abc import Callable, Iterator

from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.kr import rrn
from stdnum.ru import inn
from stdnum.tr import tckimlik
from stdnum.us import ssn

from farshore.moderation.flags.amounts import is_amount, is_round
from farshore.moderation.flags.check_digits import china, iran, mrz, snils
from farshore.moderation.flags.digits import bare
from farshore.moderation.flags.found import Sign
from farshore.moderation.flags.kinds import NUMBER

Check = Callable[[str], bool]

# What, its shape, its check. Only where the check agrees is it noticed here.
_CHECKED: tuple[tuple[str, re.Pattern[str], Check], ...] = (
    ("kr_rrn", re.compile(r"(?<!\d)\d{6}[- ]?[0-9]\d{6}(?!\d)"), rrn.is_valid),
    ("cn_ric", re.compile(r"(?<!\d)\d{17}[0-9Xx](?![0-9A-Za-z])"), china),
    ("ru_snils", re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[- ]\d{2}(?!\d)"), snils),
    ("es_dni", re.compile(r"(?<![A-Za-z0-9_])\d{8}-?[A-Za-z](?![A-Za-z0-9_])"), dni.is_valid),
    (
        "es_nie",
        re.compile(r"(?<![A-Za-z0-9_])[XYZ]-?\d{7}-?[A-Za-z](?![A-Za-z0-9_])"),
        nie.is_valid,
    ),
    (
        "fr_nir",
        re.compile(r"(?<![A-Za-z0-9_])[12] ?\d{2} ?\d{2} ?\d[0-9AB] ?\d{3} ?\d{3} ?\d{2}(?!\d)"),
        nir.is_valid,
    ),
    (
        "mrz",
        re.compile(r"(?<![A-Za-z0-9<])[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{2,16}"),
        mrz,
    ),
)
# The same, and a word must stand before it or the shape is nobody's.
_NAMED: tuple[tuple[str, re.Pattern[str], Check], ...] = (
    (
        "ir_id",
        re.compile(
            r"(?i:کد ملی|شماره ملی|کدملی|کارت ملی|iranian id|national (?:id"
            r"|code))\D{0,20}?(\d{10})(?!\d)"
        ),
        iran,
    ),
    (
        "tr_id",
        re.compile(r"(?i:kimlik|t\.?c\.?|turkish id|الهوية|kimliği)\D{0,20}?([1-9]\d{10})(?!\d)"),
        tckimlik.is_valid,
    ),
    (
        "ru_inn",
        re.compile(r"(?i:инн|\binn)\D{0,15}?(\d{12}|\d{10})(?!\d)"),
        inn.is_valid,
    ),
)
# By shape alone: nothing to check.
_SHAPED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("kr_rrn", re.compile(r"(?<!\d)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])-[0-9]\d{6}(?!\d)")),
    (
        "unhcr",
        re.compile(r"(?<![A-Za-z0-9_])\d{3}-(?:\d{2}C\d{5}|C\d{8})(?![A-Za-z0-9_])", re.IGNORECASE),
    ),
    (
        "gb_nino",
        re.compile(
            r"(?<![A-Za-z0-9_])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
            r" ?\d\d ?\d\d ?\d\d ?[A-D](?![A-Za-z0-9_])"
        ),
    ),
    (
        "mrz",
        re.compile(
            r"(?<![A-Za-z0-9<])(?=[A-Z0-9<]{2,44}<<)[A-Z0-9]{1,2}[A-Z0-9<]{18,43}(?![A-Za-z0-9<])"
        ),
    ),
)
_MARKS = (
    r"((?<![A-Za-z])(?:[A-Z]{1,3}[ -]?)?\d(?:[ "
    r"/.-]?[A-Z]{0,2}\d){4,18}(?:[A-Z](?![A-Za-z0-9]))?)(?![A-Za-z0-9])"
)
_UNHCR = re.compile(
    r"(?i:unhcr|hcr|acnur|refugee|case|реф|беженц|난민|유엔|难民|المفوضية|ملف|پرونده|کمیساریا)"
    r"[^\d\n.;!?]{0,25}?(\d{3}-\d{8})(?!\d)"
)
_PASSPORT = re.compile(
    r"(?i:паспорт\w{0,3}|серия)[^\d\n.;!?]{0,15}?(\d{2} ?\d{2} ?(?:№ " r"?)?\d{6})(?!\d)"
)
_SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_CALLED = re.compile(
    r"(?i:passport|passeport|pasaporte|паспорт|identity card|\bid (?:card"
    r"|number|no)|refugee number|registration (?:no\b\.?|number)"
    r"|numéro (?:étranger|de dossier)"
    r"|case number|file number|residence permit|ration card|carte d.identité"
    r"|titre de séjour|\bcarte\b|\bficha\b"
    r"|récépissé|dossier|cédula|expediente|curp|documento|удостоверени|вид на жительство"
    r"|(?:신청|접수|수감|등록|난민) ?번호|여권|주민등록|주민번호|공민증"
    r"|등록번호|신분증|身份证|护照|居民证|案号|户口"
    r"|جواز|هوية|الرقم الوطني|رقم ملف|ملفي|بطاقة|پاسپورت|گذرنامه|کد ملی"
    r"|شماره ملی|شناسنامه|پرونده|پناهندگی|کارت|رقم البطاقة)"
    r"[^\d\n.;!?]{0,25}?" + _MARKS
)

_ENOUGH = re.compile(r"\d(?:[ /.-]?[A-Z]{0,2}\d){4}|<<")  # what each of these has somewhere


def papers(plain: str) -> Iterator[Sign]:
    """Numbers of papers in a text whose digits are 0–9, the surest first."""
    if not _ENOUGH.search(plain):  # most stories: it spares trying thirty patterns
        return
    for what, pattern, check in _CHECKED:
        for found in pattern.finditer(plain):
            if check(bare(found.group()) if what != "mrz" else found.group()):
                yield Sign(NUMBER, *found.span(), what, sure=True)
    for what, pattern, check in _NAMED:
        for found in pattern.finditer(plain):
            if check(found.group(1)):
                yield Sign(NUMBER, *found.span(1), what, sure=True)
    yield from _by_shape(plain)


def _by_shape(plain: str) -> Iterator[Sign]:
    for what, pattern in _SHAPED:
        for found in pattern.finditer(plain):
            yield Sign(NUMBER, *found.span(), what)
    for found in _SSN.finditer(plain):
        if ssn.is_valid(found.group()):
            yield Sign(NUMBER, *found.span(), "us_ssn")
    for what, pattern in (("unhcr", _UNHCR), ("ru_passport", _PASSPORT), ("called", _CALLED)):
        for found in pattern.finditer(plain):
            if not (is_amount(plain, *found.span(1)) or is_round(found.group(1))):
                yield Sign(NUMBER, *found.span(1), what)
