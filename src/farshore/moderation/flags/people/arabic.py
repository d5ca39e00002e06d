"""How Arabic and Persian tell what somebody is who has a name.

Both are matched in one spelling: `spelt` gives each letter that people write in two ways one form,
letter for letter, so that spans stay where they are (`ى` stays: `على` is "on", and no Ali). `~`
stands for the narrow joint or a space.
"""

import re

from farshore.moderation.flags.kinds import ACCUSED, CHILD, KIN
from farshore.moderation.flags.people import given
from farshore.moderation.flags.people.latin import Patterns

_FORMS = str.maketrans("یکأإآٱةۀؤ", "يكااااههو")


def spelt(text: str) -> str:
    """One form for each letter; the same length."""
    return text if text.isascii() else text.translate(_FORMS)


def _compiled(rows: tuple[tuple[str, str], ...]) -> Patterns:
    return tuple((kind, re.compile(spelt(row).replace("~", "[\u200c ]?"))) for kind, row in rows)


_W = r"[ء-ي\u067e\u0686\u0698\u06af\u200c]{2,14}(?![ء-ي\u067e\u0686\u0698\u06af])"
_NOT = (
    r"(?!(?:من|في|على|إلى|عن|كان|كانت|هناك|هنا|لا|لم|ما|هو|هي|كل|بعد|قبل|مع|غير"
    r"|ليس|بود|است|را|که|از|به|در|آن|این|و)(?![ء-ي]))"
)
EDGE = r"(?<![ء-ي\u067e\u0686\u0698\u06af])"

# --- Arabic
_AR_GIVEN = rf"(?:{'|'.join(given.ARABIC)})(?![ء-ي])"
_AR_TITLE = rf"(?:أبو|أبا|الحاج|الحاجة|السيد|السيدة|الشيخ) {_NOT}{_W}|(?:أم|أبي) {_AR_GIVEN}"
_AR_NAME = rf"({_AR_TITLE}|{_AR_GIVEN})"
_AR_ANY = rf"({_AR_TITLE}|{_NOT}{_W})"
_AR_CALLED = (
    r"(?: الذي)?(?: كان)? (?:اسمه|اسمها|واسمه|واسمها|يدعى|تدعى|ويدعى|وتدعى"
    r"|المدعو|المدعوة|الملقب|يسمى) "
)
_AR_ACCUSED = (
    "مهرب|سمسار|وسيط|دليل|حارس|سجان|جلاد|محقق|ضابط|شرطي|جندي|مخبر|عميل|واشي"
    "|عقيد|عميد|رائد|نقيب|ملازم|عريف"
    "|تاجر البشر|خائن|جاسوس|قائد"
)
_AR_KIN = (
    "أمي|أبي|والدتي|والدي|أختي|أخي|زوجي|زوجتي|جدتي|جدي|خالي|خالتي|عمي|عمتي"
    "|ابن عمي|بنت عمي|ابنة عمي|ابن خالي"
    "|بنت خالي|حماتي|شقيقي|شقيقتي|أخته|أختها|أخوه|أخوها|أمه|أمها|أبوه|أبوها"
    "|زوجها|زوجته|أخونا|أختنا|أمنا"
)
_AR_CHILD = (
    "ابني|ابنتي|بنتي|طفلي|طفلتي|ولدي|حفيدي|حفيدتي|ابنه|ابنها|ابنته|ابنتها|ابننا|ابنتنا|رضيعي"
)
_AR_ADJ = "(?: ال(?:صغير|كبير|توأم|وحيد|راحل)ة?| ال(?:صغرى|كبرى|أصغر|أكبر))?"
_AR_ROLE = rf"{EDGE}[وفبلك]?(?:ال|لل)?(?:{_AR_ACCUSED})(?:نا|ي|هم)?(?![ء-ي])"
ARABIC = _compiled(
    (
        (CHILD, rf"{EDGE}[وفبل]?(?:{_AR_CHILD}){_AR_ADJ} {_AR_NAME}"),
        (CHILD, rf"{EDGE}[وفبل]?(?:{_AR_CHILD}){_AR_CALLED}{_AR_ANY}"),
        (CHILD, rf"{EDGE}[وف]?اسم (?:{_AR_CHILD}) {_AR_ANY}"),
        (ACCUSED, rf"{_AR_ROLE}(?: ال{_W})?{_AR_CALLED}{_AR_ANY}"),
        (ACCUSED, rf"{_AR_ROLE} ال(?:عقيد|عميد|رائد|نقيب|ملازم|مقدم|لواء) ({_NOT}{_W})"),
        (ACCUSED, rf"{_AR_ROLE}(?: هو)? {_AR_NAME}"),
        (ACCUSED, rf"{EDGE}اسم (?:ال)?(?:{_AR_ACCUSED})(?:نا)? {_AR_ANY}"),
        (ACCUSED, rf"{EDGE}{_AR_NAME} (?:كان هو|هو|كان) (?:ال)?(?:{_AR_ACCUSED})(?:نا)?(?![ء-ي])"),
        (ACCUSED, rf"(?:^|(?<=[.،,؛\n؟!] )|(?<=\n)){_AR_NAME} ال(?:{_AR_ACCUSED})(?![ء-ي])"),
        (
            ACCUSED,
            rf"{EDGE}(?:عذبني|عذبنا|ضربني|ضربنا|خاننا|خانني|باعنا|باعني|باعتنا|اغتصبني"
            rf"|وشى بنا|وشى بي|بلغ عنا) {_AR_NAME}",
        ),
        (KIN, rf"{EDGE}[وفبل]?(?:{_AR_KIN}){_AR_ADJ} {_AR_NAME}"),
        (KIN, rf"{EDGE}[وفبل]?(?:{_AR_KIN}){_AR_CALLED}{_AR_ANY}"),
        (KIN, rf"{EDGE}[وف]?اسم (?:{_AR_KIN}) {_AR_ANY}"),
    )
)

# --- Persian
_FA_GIVEN = (
    rf"(?:{'|'.join(given.PERSIAN)})(?:~?(?:ی|زاده|پور|نژاد"
    rf"|الله))?(?![ء-ی\u067e\u0686\u0698\u06af])"
)
FAMILY = rf"(?:{'|'.join(given.PERSIAN)})(?:ی|زاده|پور|نژاد)"
_FA_TITLE = rf"(?:حاجی|حاج|آقای|خانم|سید|ملا|استاد|کاکا) {_NOT}{_W}"
_FA_NAME = rf"({_FA_TITLE}|{_FA_GIVEN}(?: {_FA_GIVEN})?)"
_FA_ANY = rf"({_FA_TITLE}|{_NOT}{_W})"
_FA_CALLED = r"(?:ی|‌ای)?،? (?:به نام|به اسم|که اسمش|اسمش|که نامش|نامش) "
_FA_ACCUSED = (
    "قاچاقچی|قاچاق~بر|دلال|واسطه|راه~بلد|بلدچی|نگهبان|زندانبان|شکنجه~گر|بازجو"
    "|مأمور|مامور|سرباز|افسر|پلیس|خبرچین"
    "|جاسوس|سرهنگ|سروان|ستوان|سرگرد|پاسدار|فرمانده|آدم~فروش|خائن"
)
_FA_KIN = (
    "مادرم|پدرم|خواهرم|برادرم|همسرم|شوهرم|زنم|خاله~ام|عمه~ام|عمویم|عموم|دایی~ام"
    "|دایی~م|مادربزرگم|پدربزرگم|پسرعمویم"
    "|دخترعمویم|پسرخاله~ام|دخترخاله~ام|خواهر بزرگم|خواهر کوچکم|برادر بزرگم"
    "|برادر کوچکم|نامزدم|مادرش|پدرش|خواهرش"
    "|برادرش|همسرش|شوهرش|زنش|دایی|خاله|عمو|عمه|مادرمان|پدرمان"
)
_FA_CHILD = "پسرم|دخترم|بچه~ام|فرزندم|نوه~ام|پسرش|دخترش|پسرمان|دخترمان|نوزادم|پسر کوچکم|دختر کوچکم"
_FA_ROLE = rf"{EDGE}(?:{_FA_ACCUSED})(?:~?(?:ما|مان|شان|ها))?"
PERSIAN = _compiled(
    (
        (CHILD, rf"{EDGE}(?:{_FA_CHILD}),? {_FA_NAME}"),
        (CHILD, rf"{EDGE}(?:{_FA_CHILD}){_FA_CALLED}{_FA_ANY}"),
        (CHILD, rf"{EDGE}اسم (?:{_FA_CHILD}) {_FA_ANY}"),
        (ACCUSED, rf"{_FA_ROLE}{_FA_CALLED}{_FA_ANY}"),
        (ACCUSED, rf"{_FA_ROLE}(?: زندان| مرز| پاسگاه| امنیت)?،? {_FA_NAME}"),
        (ACCUSED, rf"{EDGE}اسم (?:آن )?(?:{_FA_ACCUSED})(?:~?(?:ما|مان))? {_FA_ANY} (?:بود|است)"),
        (ACCUSED, rf"{EDGE}{_FA_NAME}،? (?:همان )?(?:{_FA_ACCUSED})(?:~?(?:ما|مان))? (?:بود|است)"),
        (ACCUSED, rf"{EDGE}{_FA_NAME} (?:ما را|مرا|من را) (?:لو داد|فروخت|شکنجه|زد|کتک)"),
        (KIN, rf"{EDGE}(?:{_FA_KIN})،? {_FA_NAME}"),
        (KIN, rf"{EDGE}(?:{_FA_KIN}){_FA_CALLED}{_FA_ANY}"),
        (KIN, rf"{EDGE}اسم (?:{_FA_KIN}) {_FA_ANY}"),
    )
)
