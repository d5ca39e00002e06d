"""Street addresses, flats and boxes: a house number beside the words for a street.

A street alone is not noticed, nor a floor: they name nobody's door.
"""

import re
from collections.abc import Iterator

from farshore.moderation.flags.found import Sign
from farshore.moderation.flags.kinds import STREET

_BIG = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]{1,24}|\.)"
_EN = (
    r"(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Boulevard|Blvd\.?|Way|Court|Place"
    r"|Square|Sq\.?|Terrace|Close|Crescent|Row|Gardens|Parade|Highway|Quay|Alley)(?!\w)"
)
_FLAT = (
    r"(?i:flat|apartment|apt\.?|unit|appartement|appt\.?|depto\.?|departamento|apartamento|piso"
    r"|puerta|кв\.|квартира)"
)
_FLAT_NO = r"(?:no\.? ?|n[º°] ?|№ ?)?\d{1,4}[º°ª]?(?: ?[A-Ka-k](?!\w))?"
_HOUSE = rf"(?:, (?:{_BIG} ){{1,2}}(?:House|Court|Building|Tower|Mansions)(?!\w))?"
_MORE = rf"(?:, ?(?:{_FLAT} {_FLAT_NO}|\d{{1,2}}[º°ª] ?[A-K](?!\w)))?"
_NO = (
    r"(?:no\.? ?|n[º°] ?|número |№ ?|# ?|д\. ?|дом )?\d{1,4}(?!\d)(?: ?(?:bis"
    r"|ter)(?!\w)|[a-zа-в](?!\w))?"
)

_LATIN = (
    # 12 Market Street, flat 3
    re.compile(rf"(?<![\w.,/])\d{{1,5}}(?:/\d{{1,4}})?[A-Za-z]?,? (?:{_BIG} ){{1,3}}{_EN}{_MORE}"),
    re.compile(r"(?<=\bat )\d{1,5}[a-z]? [a-z]{3,20} (?:street|road|avenue|lane|boulevard)(?!\w)"),
    # 12, rue de la Paix; 3 bis avenue Jean Jaurès
    re.compile(
        r"(?<![\w.,])\d{1,4}(?: ?(?:bis|ter))?,? (?i:rue|avenue|av\.|boulevard|bd|place|impasse"
        rf"|allée|chemin|quai|ruelle) (?:(?:de|du|des|la|le|les|d[’']|l[’']) ?){{0,2}}{_BIG}"
        rf"(?: {_BIG}){{0,2}}{_MORE}"
    ),
    re.compile(
        r"(?<!\w)(?i:rue|avenue|boulevard|place|impasse|allée|chemin|quai|ruelle) "
        rf"(?:(?:de|du|des|la|le|les|d[’']|l[’']) ?){{0,2}}{_BIG}(?: {_BIG}){{0,2}},? "
        r"(?:numéro|n[º°]|no\.?) ?\d{1,4}(?!\d)"
    ),
    # calle Mayor 12; avenida de América, 45, 3º B; carrera 7 # 12-34
    re.compile(
        r"(?<!\w)(?:(?i:calle|avenida|carrera|callejón|jirón|pasaje|plaza|paseo)"
        r"|[Aa]v(?:da)?\.|C/) ?"
        rf"(?:(?:de|del|la|las|los|el) ){{0,2}}(?:\d{{1,2}} de )?{_BIG}(?: (?:de "
        rf"|del |la )?{_BIG}){{0,2}},? {_NO}{_MORE}"
    ),
    re.compile(
        r"(?<!\w)(?i:calle|carrera|transversal) \d{1,3}[A-Z]? ?(?:#|[Nn]o\.?"
        r"|n[º°]) ?\d{1,3}[A-Z]?(?: ?- ?\d{1,3})?"
    ),
    # Lindenstraße 14, Hauptstr. 3a
    re.compile(
        rf"(?<!\w){_BIG}(?:straße|strasse|str\.|gasse|weg|platz" rf"|allee) \d{{1,4}}[a-z]?(?!\w)"
    ),
    re.compile(rf"(?<![\w-]){_FLAT} {_FLAT_NO}(?!\w|[.,]\d|:\d){_HOUSE}"),
    re.compile(
        r"(?<!\w)(?:[Pp]\.? ?[Oo]\.? ?[Bb]ox|B\. ?P\.|BP|[Bb]oîte postale|[Aa]partado(?: de correos"
        r"| postal| aéreo)?|[Aa]ptdo\.|[Pp]ostfach|[Cc]asilla(?: postal)?) \d{1,6}(?!\d)"
    ),
)
_CYRILLIC = (
    re.compile(
        r"(?<!\w)(?:(?i:ул\.|улица|проспект|пр-т|пер\.|переулок|бульвар|шоссе|наб\.|площадь)) ?"
        rf"(?:[А-ЯЁ0-9][\w.-]{{0,24}} ?){{1,3}}?,? ?{_NO}"
        r"(?:,? ?(?:корп|стр|кв)\. ?\d{1,4})*(?!\w)"
    ),
    re.compile(r"(?<!\w)(?:кв\. ?|квартир[ае] |а/я )\d{1,4}(?!\d)"),
)
# What makes a number after a word with 로 or 길 a span of time, a distance, a count.
_KO_COUNTS = (
    r"(?! ?(?:시|분|초|일|날|달|주|년|월|명|개|번(?!길)|킬로|미터|km|m|원|만|천|백|살|세|차|층|인|"
    r"리(?!\w)|대|마리|곳|도|배|회|여|몇|[.,]\d))"
)
_KO_WITHIN = r"[가-힣]{1,6}(?:도|시|군|구|읍|면|동) "
_KOREAN = (
    # 테헤란로 152, 세종대로 110번길 5, 청계천길 45; not 으로, and not what counts something
    re.compile(
        rf"(?<![가-힣])(?:{_KO_WITHIN}){{0,3}}[가-힣]{{1,7}}(?:(?<!으)로|길)"
        rf"(?: ?\d{{1,4}}(?:번|가|나|다)?길)? \d{{1,4}}(?:-\d{{1,4}})?(?![\d-]){_KO_COUNTS}"
        r"(?:,? ?\d{1,4}동)?(?:,? ?\d{1,4}호)?"
    ),
    # 강남구 역삼동 123-4, 귀락리 27번지
    re.compile(
        rf"(?<![가-힣])(?:{_KO_WITHIN})+[가-힣]{{1,5}}(?:동|리"
        rf"|가) ?\d{{1,4}}(?:-\d{{1,4}})?(?:번지|반)?"
        rf"(?![\d-]){_KO_COUNTS}"
    ),
    re.compile(
        r"(?<![가-힣])(?:[가-힣]{1,5}(?:동|리" r"|가) ?)?\d{1,4}(?:-\d{1,4})?번지(?: ?\d{1,3}호)?"
    ),
    re.compile(r"(?<!\d)\d{1,4}동 ?\d{1,4}호"),
    re.compile(r"사서함 ?\d{1,5}호?"),
)
# What may stand before the name of a street and belongs to the sentence.
_ZH_NOT = "在住到去从往于是的了跟过向沿经给寄把着我们你他她"
_ZH_NAME = rf"(?:(?![{_ZH_NOT}])[一-鿿]){{1,6}}?"
_ZH_N = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_ZH_ROOM = rf"(?:{_ZH_N}(?:号楼|栋|幢|座)|{_ZH_N}单元|{_ZH_N}[层楼]|\d{{1,4}}室)"
_HAN = (
    re.compile(
        rf"{_ZH_NAME}(?:路|街道|大街|街|巷|胡同|弄|大道|里弄)\d{{1,5}}(?:号|號)?(?:之\d{{1,3}})?"
        rf"(?:(?<=号)|(?<=號)|(?={_ZH_ROOM})|(?=号)){_ZH_ROOM}{{0,4}}(?!床|线|车)"
    ),
    re.compile(
        rf"{_ZH_NAME}(?:小区|花园|公寓|新村|村|里)\d{{1,3}}(?:号楼|栋|幢|座"
        rf"|号){_ZH_ROOM}{{0,3}}(?!床|线|车)"
    ),
    re.compile(rf"{_ZH_N}(?:号楼|栋|幢|座){_ZH_ROOM}{{1,3}}"),
    re.compile(r"(?:邮政)?信箱\d{1,6}号?"),
)
_AR_STREET = r"(?:شارع|زقاق|حارة|جادة|درب)"
_AR_HOUSE = r"(?:رقم|بناية|بناء|عمارة|منزل|بيت|مبنى|شقة)"
_FA_STREET = r"(?:خیابان|خيابان|کوچه|بلوار|بن‌?بست|میدان)"
_FA_PLOT = r"(?:پلاک|شماره|واحد|طبقه)"
_AR_WORD = r"[ء-ی\u200c]{2,12}"
_ARABIC = (
    re.compile(
        rf"{_AR_STREET}(?: {_AR_WORD}){{1,3}}?(?:(?:،|,)? {_AR_HOUSE}(?: رقم)? ?\d{{1,4}}"
        r"(?:(?:،|,)? شقة ?\d{1,4})?|(?:،|,)? \d{1,4}(?=[.،,؛\n]|$))"
    ),
    re.compile(
        rf"(?:{_FA_STREET}(?: {_AR_WORD}){{1,3}}?(?:،|,)? ){{1,3}}{_FA_PLOT} ?\d{{1,4}}"
        rf"(?:(?:،|,)? {_FA_PLOT} ?\d{{1,4}})*"
    ),
    re.compile(r"(?:عمارة|بناية|مبنى)(?: رقم)? ?\d{1,4}(?:،|,)? شقة(?: رقم)? ?\d{1,4}"),
    re.compile(r"(?<!\w)(?:شقة(?: رقم)?|پلاک|واحد(?: شماره)?) ?\d{1,4}(?!\d)(?! ?[ء-ی] ?\d)"),
    re.compile(r"(?<!\w)(?:ص ?\. ?ب ?\.?|صندوق (?:بريد|پستی|پستي))(?: رقم)? ?\d{1,6}"),
)
_GEEZ = (re.compile(r"(?:(?:ክፍለ ከተማ|ወረዳ|ቀበሌ) ?\d{1,3}[ ፣,]{0,2}){0,3}(?:የቤት ቁጥር|ቁጽሪ ገዛ) ?\d{1,5}"),)

_SCRIPTS = (
    (re.compile(r"[A-Za-z]"), _LATIN),
    (re.compile(r"[Ѐ-ӿ]"), _CYRILLIC),
    (re.compile(r"[가-힣]"), _KOREAN),
    (re.compile(r"[一-鿿]"), _HAN),
    (re.compile(r"[ء-ی]"), _ARABIC),
    (re.compile(r"[ሀ-፼]"), _GEEZ),
)
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")


def streets(plain: str) -> Iterator[Sign]:
    """Addresses in a text whose digits are 0–9: English, French, Spanish, German, Russian, Korean,
    Chinese, Arabic, Persian, Amharic, Tigrinya."""
    if not any(letter.isdigit() for letter in plain):
        return
    for script, patterns in _SCRIPTS:
        if not script.search(plain):
            continue
        for pattern in patterns:
            for found in pattern.finditer(plain):
                if not _YEAR.match(found.group()):
                    yield Sign(STREET, *found.span())
