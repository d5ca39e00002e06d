"""How English, French, Spanish and Russian tell what somebody is who has a name."""

import re
from dataclasses import dataclass

from farshore.moderation.flags.kinds import ACCUSED, CHILD, KIN

_WORD = r"[^\W\d_]"
_BIG = rf"[A-ZÀ-ÖØ-ÞА-ЯЁ](?:{_WORD}|['’](?!s\b)){{0,24}}{_WORD}(?:-{_WORD}{{1,24}}){{0,2}}"
_TITLE = r"(?:(?:[Mm]rs?|[Mm]s|[Dd]r|M|[Ss]r|[Ss]ra|[Dd]on|[Dd]oña|[Hh]aji) ?\.? )?"
NAME = rf"({_TITLE}{_BIG}(?: {_BIG}){{0,2}})"

Patterns = tuple[tuple[str, "re.Pattern[str]"], ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """Alternations of one language.

    `called` stands between what somebody is and the name; where the name comes first, `was` does,
    then `of` (`theirs` where it is family). `did` accuses the name before it, `by` the one after.
    `young` is a child only if it is called something. `bare`: what somebody is may follow a comma
    without an article.
    """

    accused: str
    kin: str
    child: str
    young: str
    called: str
    was: str
    of: str
    theirs: str
    did: str
    by: str
    bare: bool = False


def patterns(tongue: Tongue) -> Patterns:
    """(kind, pattern whose one group that matched is the name), the surest first."""
    rows: list[tuple[str, str]] = []
    for kind, word in ((CHILD, tongue.child), (ACCUSED, tongue.accused), (KIN, tongue.kin)):
        role = rf"(?<!\w)(?i:{word})(?![\w-])"
        of = tongue.of if kind == ACCUSED else tongue.theirs
        rows += [
            (
                kind,
                rf"{role}(?:(?i:{tongue.called}) [«“\"‘']?{NAME}|,? [«“\"‘']{NAME}[»”\"’']"
                rf"|, {NAME}(?=[,.;])| {NAME})",
            ),
            (
                kind,
                rf"(?<!\w){NAME}[»”\"’']?(?:,| ?—| –|,? (?i:{tongue.was})) (?i:{of}) "
                rf"(?:[^\W\d_A-Z]{{2,12}} )??(?i:{word})(?!\w|['’-])",
            ),
        ]
    rows += [
        (ACCUSED, rf"(?<!\w){NAME} (?i:(?:who |qui |quien |que )?{tongue.did})(?!\w)"),
        (ACCUSED, rf"(?<!\w)(?i:{tongue.by}) {NAME}"),
        (
            ACCUSED,
            rf"(?<!\w)(?i:{tongue.accused}) (?i:{tongue.was}) (?:(?i:{tongue.of}) \w{{3,12}} )?"
            rf"{NAME}(?=[,.;!?]|$)",
        ),
        *([(ACCUSED, rf"(?<!\w){NAME}, (?i:{tongue.accused})(?!\w)")] if tongue.bare else []),
        (CHILD, rf"(?<!\w)(?i:{tongue.young})(?i:{tongue.called}) {NAME}"),
    ]
    return tuple((kind, re.compile(row)) for kind, row in rows)


ENGLISH = Tongue(
    accused="(?:people[ -])?smugglers?|brokers?|traffickers?|fixer|guides?|agents?"
    "|(?:border )?guards?"
    "|soldiers?|police(?:man|woman| officer)?|(?:security |intelligence "
    "|army )?officers?|torturers?"
    "|interrogators?|informers?|informants?|spy|warden|jailers?|commander|colonel|captain|sergeant"
    "|lieutenant|major|general|recruiter|kidnappers?|rapist|traitor",
    kin="mother|father|mum|mom|mam|dad|sisters?|brothers?|wife|husband|aunt|auntie|uncle|cousins?"
    "|grandmother|grandfather|grandma|grandpa|niece|nephew|fianc[eé]e?|(?:mother|father|sister"
    "|brother)-in-law|stepmother|stepfather|half-sister|half-brother|twin",
    child="sons?|daughters?|baby|babies|toddler|(?:little|small|young) (?:boy|girl)|grandsons?"
    "|granddaughters?|child|children|kids?|infant|newborn",
    young="girl|boy",
    called=",? (?:(?:was|is|were|are|had been) )?(?:called|named|known as)|,? whose name (?:was|is)"
    "| (?:(?:that|whom) )?(?:everyone|everybody|we|they|people) (?:all )?called"
    "|['’]s names? (?:was|is)",
    was="(?:who )?(?:was|is|became|had been|worked as|turned out to be)",
    of="(?:the|a|an|our|my|his|her|their|that|another)",
    theirs="(?:my|our|his|her|their|your)",
    did="(?:had |has )?(?:tortured|reported|raped|betrayed|denounced|interrogated"
    "|beat|sold|blackmailed|kidnapped"
    "|informed on|threatened|cheated) (?:me|us|him|her|them|my|our)",
    by="(?:betrayed|tortured|beaten|raped|denounced|interrogated|kidnapped|threatened|cheated) by"
    "(?: an?(?: \\w{3,12})? (?:called|named))?",
)
FRENCH = Tongue(
    accused="passeu(?:r|rs|se)|trafiquants?|gardes?|gardiens?|policiers?|gendarmes?"
    "|soldats?|officiers?"
    "|agents?|mouchards?|indics?|informateurs?|tortionnaires?|bourreau|geôlier|commandant|colonel"
    "|capitaine|sergent|lieutenant|intermédiaire|recruteur|courtier|interrogateur|traître",
    kin="mère|père|maman|papa|(?:sœurs?|soeurs?|frères?)(?: aînée?| cadett?e?)?"
    "|femme|mari|époux|épouse|tante|oncle|cousine?s?"
    "|grand-mère|grand-père|nièce|neveu|belle-mère|beau-père|beau-frère|belle-sœur",
    child="fils|filles?|bébé|enfants?|petit garçon|petite fille|petit-fils|petite-fille"
    "|(?:mon|notre) petit|(?:ma|notre) petite",
    young="garçon|fillette|gamine?",
    called=" (?:nommée?|appelée?|dénommée?)|,? (?:qui )?s['’](?:appelait|appelle)"
    "|,? du nom de|, une? certaine?"
    "|,? (?:qu['’]on|que (?:tout le monde|nous)) appelait",
    was="(?:était|est|fut|c['’]était|qui était)",
    of="(?:le|la|notre|un|une|mon|ma|son|sa|leur)",
    theirs="(?:mon|ma|notre|son|sa|leur|nos|mes)",
    did="(?:m['’]a|m['’]avait|nous a|nous avait|l['’]a|les a) (?:torturée?s?"
    "|battue?s?|frappée?s?|dénoncée?s?"
    "|trahie?s?|vendue?s?|violée?s?|interrogée?s?|menacée?s?)",
    by="(?:torturée?s?|battue?s?|frappée?s?|dénoncée?s?|trahie?s?|vendue?s?"
    "|violée?s?|menacée?s?) par",
    bare=True,
)
SPANISH = Tongue(
    accused="coyotes?|polleros?|traficantes?|contrabandistas?|guías?|guardias?|policías?|soldados?"
    "|oficiale?s?|agentes?|soplón|soplona|informantes?|delator|torturador"
    "|verdugo|carcelero|comandante"
    "|coronel|capitán|sargento|teniente|intermediario|reclutador|interrogador|traidor|trochero",
    kin="madre|padre|mamá|papá|herman[oa]s?(?: mayor(?:es)?| menor(?:es)?)?|esposa"
    "|esposo|marido|mujer|tía|tío|primas?|primos?"
    "|abuela|abuelo|sobrina|sobrino|suegra|suegro|cuñada|cuñado",
    child="hijos?|hijas?|bebé|niet[oa]s?|niñ[oa]s?",
    young="niñ[oa]|muchachit[oa]",
    called=" llamad[oa]| de nombre|,? (?:que )?se llama(?:ba)?| apodad[oa]|, un tal"
    "| de apellido| de apodo|,? (?:al que|a quien) (?:le )?(?:decían|decíamos"
    "|llamaban)",
    was="(?:era|es|fue|que era)",
    of="(?:el|la|nuestro|nuestra|un|una|mi|su)",
    theirs="(?:mi|mis|nuestro|nuestra|su|sus)",
    did="(?:nos|me|la|lo|las|los) (?:torturó|golpeó|golpeaba|pegó|pegaba|delató"
    "|denunció|traicionó|vendió"
    "|violó|interrogó|amenazó|estafó)",
    by="(?:torturad|golpead|delatad|denunciad|traicionad|vendid|violad|amenazad|estafad)[oa]s? por",
    bare=True,
)
RUSSIAN = Tongue(
    accused="проводник\\w{0,2}|перевозчик\\w{0,2}|контрабандист\\w{0,2}"
    "|посредник\\w{0,2}|брокер\\w{0,2}"
    "|охранник\\w{0,2}|надзирател\\w{1,2}|полицейск\\w{2,3}|солдат\\w{0,2}"
    "|офицер\\w{0,2}|следовател\\w{1,2}"
    "|палач\\w{0,2}|стукач\\w{0,2}|доносчик\\w{0,2}|осведомител\\w{1,2}"
    "|майор\\w{0,2}|капитан\\w{0,2}"
    "|полковник\\w{0,2}|лейтенант\\w{0,2}|сержант\\w{0,2}|командир\\w{0,2}|пограничник\\w{0,2}",
    kin="мать|матери|мама|маму|отец|отца|папа|сестр\\w{1,2}|брат\\w{0,2}|жен[аыу]"
    "|муж\\w{0,2}|тёт[яию]"
    "|дяд[яию]|бабушк\\w|дедушк\\w|племянни\\w{1,3}",
    child="сын\\w{0,2}|дочь|дочери|дочк\\w|внук\\w{0,2}|внучк\\w|ребён\\w{2,3}|малыш\\w{0,2}",
    young="мальчик\\w{0,2}|девочк\\w",
    called=" по имени| по фамилии|,? (?:котор\\w{2,3} )?звали|,? зовут",
    was="(?:был|была|оказался)",
    of="(?:нашим?|моим?|их|тот|этот|его|её)",
    theirs="(?:мо[йяюё]|наш\\w{0,2}|его|её|их)",
    did="(?:бил|пытал|предал|продал|допрашивал|донёс|изнасиловал)а? (?:меня|нас|его|её|их|на нас)",
    by="(?:предан|избит)\\w{0,2}",
)
TONGUES: dict[str, Tongue] = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH, "ru": RUSSIAN}

TITLES = frozenset(
    "mr mrs ms dr sir madam uncle aunt auntie tante oncle tio tia don dona haji abu umm".split()
)

# What begins sentences, words for many people, and what a General may be of: no names, though they
# carry a capital.
NO_NAMES = frozenset(
    "public license hospital assembly secretary election elections strike staff office station "
    "street road house hotel camp army force forces company service services "
    "he she they it this that these those there here one who what when where "
    "why how then but and so "
    "or if in on at by for from with after before my our his her their your we "
    "you the an no not yes "
    "everyone nobody somebody someone everybody nothing another each all both "
    "some many most only even "
    "also once later sometimes people men women boys girls children kids "
    "soldiers guards police policemen "
    "officers smugglers brokers agents traffickers bandits rebels militia gangs thieves strangers "
    "neighbours neighbors villagers locals others two three four five mother "
    "father sister brother wife "
    "husband uncle aunt cousin son daughter dear god "
    "il elle ils elles ce cest cela ca le la les un une mon ma mes notre nos "
    "son sa ses leur leurs je nous "
    "vous tu puis mais et alors quand apres avant chaque personne tout toute "
    "tous dans sur au aux de des "
    "en par pour avec quelquun celui cetait lui gens soldats policiers gardes passeurs "
    "el ella ellos ellas eso esto los las una mi mis nuestro nuestra su sus yo "
    "nosotros pero entonces "
    "cuando despues antes cada nadie todo todos con por para del al alguien "
    "fue era soldados policias "
    "он она они это тот та я мы вы но и а потом когда после до мой моя наш его "
    "ее их в на с по у к от "
    "для никто все каждый люди солдаты".split()
)
