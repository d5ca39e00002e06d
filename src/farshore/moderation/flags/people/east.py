"""How Korean and Chinese tell what somebody is who has a name."""

import re

from farshore.moderation.flags.kinds import ACCUSED, CHILD, KIN
from farshore.moderation.flags.people import given
from farshore.moderation.flags.people.latin import Patterns

# --- Korean: a family name and two syllables, a common given name, or a title after a family name
_KO_END = (
    r"(?=이?(?:이?라는|이?라고|이?란|은|는|이|가|을|를|의|에게|한테|과|와|도|씨"
    r"|로|만|랑|이랑|야|아|이었|였|이다"
    r"|이라|입니다|이에요|예요|이며|이고|인데)?(?:[\s,.!?;:)」’”]|$|이었|였"
    r"|입니다|이다|이에요|예요))"
)
_KO_NOT = (
    r"(?!(?:조금|한명|정도|이전|최근|방향|전문|최소|최선|민주)[도만의은는화주]|[이오천백]만원"
    r"|이재민|이주민|원주민|옥수수|신의주|함경도|강원도|이상한|이야기|이동|이유|이름|조사|조선|한국|한동|남조선|전화|정보|정치"
    r"|주인|주소|주민|고향|고문|신고|신분|안전|안내"
    r"|문제|문서|장소|장사|강제|강변|성명|성인|성경|인민|인원|명의|선전|선생"
    r"|원래|현재|현지|현금|구역|기자|기억|"
    r"남자|민간|하나|하지|하루|우두|우리|석방|마지|마을|연락|연길|길림|길에"
    r"|위험|표정|차량|차에|채로|방문|반장|왕복|"
    r"진짜|천천|엄청|서로|서류|오빠|오늘|오래|임신|임시|유일|노인|노동|배고"
    r"|손에|백성|권총|송환|양심)"
)
_KO_FULL = rf"[{given.KOREAN_FAMILIES}][{given.KOREAN_SYLLABLES}]{{2}}"
_KO_GIVEN = "|".join(given.KOREAN)
_KO_TITLE = (
    rf"[{given.KOREAN_FAMILIES}] ?(?:씨|사장|선생|아저씨|아주머니|아줌마|형님"
    rf"|대장|과장|부장|반장|지도원|소장|대위|소좌|중좌)"
)
_KO_NAME = rf"({_KO_NOT}(?:{_KO_TITLE}|(?:{_KO_FULL}|{_KO_GIVEN}){_KO_END}))"
KOREAN_GIVEN = _KO_GIVEN
KOREAN_FULL = rf"(?<![가-힣])({_KO_NOT}[{given.KOREAN_FAMILIES}](?:{_KO_GIVEN})){_KO_END}"
_KO_ACCUSED = (
    "브로커|거간꾼|중개인|밀수꾼|인신매매꾼|인신매매범|안내자|안내원|경비대원"
    "|경비병|국경경비대원|보위원|보위지도원"
    "|보위부 ?지도원|담당 ?지도원|지도원|안전원|보안원|군관|하전사|소대장"
    "|중대장|간수|계호원|교도관|밀정|스파이|끄나풀"
    "|정보원|고문관|고문기술자|경찰|경찰관|형사|순경|예심원|취조관|배신자|밀고자"
)
_KO_KIN = (
    "어머니|아버지|엄마|아빠|언니|오빠|누나|누이|형|동생|여동생|남동생|남편"
    "|아내|이모|고모|삼촌|외삼촌|큰아버지|"
    "할머니|할아버지|외할머니|외할아버지|사촌|조카|시어머니|시아버지|장모|장인|올케|형수"
)
_KO_CHILD = "아들|딸|아기|애기|막내|손자|손녀|아이"
_KO_NAMED = r"님?(?:의|인|이던|이었던|이?라는|이라고 하는)?(?: 이름[은이])? "
_KO_IS = r"(?=입니다|이었|였|이다|이고|예요|이에요|이라|라고)"
KOREAN: Patterns = tuple(
    (kind, re.compile(row))
    for kind, row in (
        (CHILD, rf"(?<![가-힣])(?:{_KO_CHILD})의? 이름[은이] ([가-힣]{{2,4}}?){_KO_IS}"),
        (KIN, rf"(?<![가-힣])(?:{_KO_KIN})의? 이름[은이] ([가-힣]{{2,4}}?){_KO_IS}"),
        (ACCUSED, rf"(?<![가-힣])(?:{_KO_ACCUSED})의? 이름[은이] ([가-힣]{{2,4}}?){_KO_IS}"),
        (CHILD, rf"(?<![가-힣])(?:우리|내|제|저희)? ?(?:{_KO_CHILD}){_KO_NAMED}{_KO_NAME}"),
        (ACCUSED, rf"(?<![가-힣])(?:{_KO_ACCUSED}){_KO_NAMED}{_KO_NAME}"),
        (ACCUSED, rf"(?<![가-힣]){_KO_NAME}(?: ?이?라는| ?이?란) (?:\S{{1,6}} )?(?:{_KO_ACCUSED})"),
        (ACCUSED, rf"(?<![가-힣])({_KO_NOT}{_KO_FULL}) (?:{_KO_ACCUSED})(?![가-힣]*에게 )"),
        (
            ACCUSED,
            rf"(?<![가-힣]){_KO_NAME}[은는이가] (?:우리 |그 |당시 "
            rf"|나쁜 )?(?:{_KO_ACCUSED})(?:였|이었|이다|다\b|입니다|로 )",
        ),
        (
            ACCUSED,
            rf"(?<![가-힣]){_KO_NAME}[은는이가] (?:나를|저를|우리를|어머니를"
            rf"|아버지를) (?:때렸|때리|고문|팔았|신고했|배신|고발|밀고)",
        ),
        (
            KIN,
            rf"(?<![가-힣])(?:우리|내|제|나의|저의|저희)? ?(?:큰|작은|막내|둘째"
            rf"|셋째)? ?(?:{_KO_KIN}){_KO_NAMED}{_KO_NAME}",
        ),
    )
)

# --- Chinese: a family name and one or two signs, or 小, 老, 阿 and one
_ZH_AFTER = "打把在说是的了来带给和就也都对要收拿骂问找从又还曾每让叫向跟被去先没不很将会能抓卖，。"
_ZH_BAD = (
    r"(?!金子|金属|金色|金融|金额|马上|马路|高兴|高声|高大|方面|方向|周围|周末"
    r"|金钱|江边|何时|何况|任何|文件|关于|石头|叶子|田里|钱财|钱包|"
    r"毛巾|万分|万一|康复|雷声|夏天|段时|史无|余下|武器|武装|林子|林中|许多"
    r"|许久|程度|曾经|曾在|熊熊|戴着|白天|方便|"
    r"张口|张罗|江水|江风|江面|高高|高级|高处|张开|张嘴|谢谢|顾不|周日|周一"
    r"|周二|周三|周四|周五|周六|王国|田地|石块|孔子)"
)
_ZH_SMALL = (
    r"[小老阿](?![时孩学心路船声女儿的师板人家是婆公大百姨妈爸弟妹伯爷奶虎鼠实朋弱子])[一-鿿]"
)
_ZH_FULL = (
    rf"{_ZH_BAD}[{given.CHINESE_FAMILIES}](?![{_ZH_AFTER}])[一-鿿](?:(?![{_ZH_AFTER}])[一-鿿])?"
)
_ZH_NAME = rf"({_ZH_SMALL}|{_ZH_FULL}|{'|'.join(given.CHINESE)})"
_ZH_ACCUSED = (
    "蛇头|中介|中间人|人贩子|掮客|带路人|向导|走私犯|走私的|边防兵|边防警|警察"
    "|公安|警官|狱警|看守|军官|特务|线人"
    "|告密者|打手|审讯员|队长|所长|叛徒|奸细"
)
_ZH_KIN = (
    "姐姐|妹妹|哥哥|弟弟|妈妈|爸爸|母亲|父亲|妻子|丈夫|老公|老婆|爱人|奶奶|爷爷"
    "|外婆|外公|姥姥|姥爷|姑姑|姑妈|叔叔"
    "|舅舅|姨妈|阿姨|表哥|表姐|表弟|表妹|堂哥|堂姐|堂弟|堂妹|侄子|侄女|婆婆|公公|嫂子"
)
_ZH_SHORT = "我(?:哥|姐|妹|弟|妈|爸|爷|奶)(?![哥姐妹弟妈爸爷奶夫媳])"
_ZH_CHILD = "儿子|女儿|孩子|孙子|孙女|宝宝|小女儿|小儿子"
_ZH_CALLED = r"(?:的名字)?(?:名叫|叫做|叫作|叫|是|就是)?"
CHINESE: Patterns = tuple(
    (kind, re.compile(row))
    for kind, row in (
        (CHILD, rf"(?:{_ZH_CHILD}){_ZH_CALLED}{_ZH_NAME}"),
        (ACCUSED, rf"(?:{_ZH_ACCUSED}){_ZH_CALLED}{_ZH_NAME}"),
        (ACCUSED, rf"叫{_ZH_NAME}的(?:{_ZH_ACCUSED})"),
        (ACCUSED, rf"(?:{_ZH_ACCUSED})姓([{given.CHINESE_FAMILIES}])"),
        (
            ACCUSED,
            rf"{_ZH_NAME}(?:当时|后来|其实)?(?:就是|是)(?:我们的|我的|他们的|那个"
            rf"|那儿的|当地的|一个|个)?(?:{_ZH_ACCUSED})",
        ),
        (
            ACCUSED,
            rf"{_ZH_NAME}(?:出卖|告发|举报|拷打|折磨|殴打|强奸|打)了?(?:我|我们|她|他)(?!的)",
        ),
        (KIN, rf"(?:{_ZH_KIN}|{_ZH_SHORT}){_ZH_CALLED}{_ZH_NAME}"),
    )
)
