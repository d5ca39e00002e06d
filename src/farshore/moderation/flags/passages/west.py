"""English, French, Spanish and Russian words for ways in use."""

from farshore.moderation.flags.passages.signs import signs

_EN_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_EN_HOUR = (
    r"(?:\d{1,2}(?::\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|midnight|dusk|dawn)"
)
_EN_COIN = r"(?:dollars?|euros?|pounds?|won|yuan|usd|eur|birr|nakfa)"
_EN_FAKE = r"(?:false|fake|forged|counterfeit)"
ENGLISH = signs(
    always=r"\byou can (?:still |just )?(?:cross|get (?:across|through|over)|pass"
    r"|slip (?:through|past)|walk across"
    r"|wade|crawl)\b"
    r"|\b(?:people|they|refugees|smugglers|everyone) still (?:cross|go|pass"
    r"|escape|leave|get (?:out|through|across))\b"
    r"|\bhow to (?:cross|get across|get through|slip past) (?:the|it)\b"
    r"|\b(?:same|that|this) (?:route|way|road|path|crossing) is still (?:used|open|in use)\b"
    r"|\bthe (?:same|very) (?:way|route|path|road) (?:last|this) (?:week|month"
    r"|year|spring|summer|autumn|winter)\b",
    young=r"\b(?:cameras?|sensors?|search ?lights?|alarms?"
    r"|scanners?) (?:[^.!?]{0,40} )?(?:is|are|has been|have been) (?:broken"
    r"|dead|blind|out of order|switched off)\b"
    r"|\b(?:new|another|my|our) photo (?:in|into|on) [^.!?]{0,12}(?:passport"
    r"|visa|card)\b|\b(?:when there is |under )no moon\b"
    r"|\b(?:takes?|took|accepts?|accepted|likes?) (?:a )?bribes?\b"
    r"|\bbribed? (?:the|a|an|one) (?:\w+ )?(?:guard|officer|soldier|police|captain|official)"
    r"|\b(?:can|could) be (?:bought|bribed)\b|\blooks? the other way\b"
    r"|\bchanges? (?:shifts?|of (?:the )?guard)\b"
    r"|\bguards? changes?\b|\b(?:hole|gap) in the (?:fence|wire|wall)\b|\bat low tide\b"
    rf"|\b(?:makes?|sells?|made|sold|forges?|forged) (?:us |me "
    rf"|them )?{_EN_FAKE} (?:passports?|papers|visas?|documents?|ids?|stamps?)",
    way=r"\b(?:tunnels?|fences?|wire|borders?|check ?points?|crossings?|patrols?"
    r"|watch ?towers?|river|canal|ford|bridge"
    r"|boats?|dinghy|dinghies|rafts?|smugglers?|brokers?|(?:border )?guards?"
    r"|soldiers?|officers?|police(?:man|men)?"
    r"|farmers?|drivers?|trucks?|lorry|lorries|tractor|fisherm[ae]n|ferrym[ae]n"
    r"|beach|mountain pass|footpath|paths?|route|safe ?house|(?:same"
    r"|old) (?:way|road))\b",
    still=r"\bstill (?:uses?|used by|cross|crosses|goe?s?|runs?|works?|open|there"
    r"|possible|takes?|lets?|pass|passes"
    r"|brings?|leaves?|come through|unguarded|unwatched)\b(?! (?:in"
    r"|on) my (?:head|mind|heart))(?! of\b)"
    r"|\b(?:is|are) (?:open|unguarded|unwatched|not guarded|not watched"
    r"|never checked) (?:even )?(?:now|today|at night)"
    r"|\b(?:even|up to|until) (?:today|now|this day)\b|\bstill safe\b"
    r"|\bnot (?:been )?(?:closed|found|repaired|mended)\b"
    r"|\beven now (?:people|they|smugglers|you)\b|\bnobody (?:checks|watches|guards|searches)\b",
    when=rf"\b(?:every|each) (?:{_EN_DAY}|night|evening|morning|week|month|full moon"
    rf"|new moon|market day)\b|\bon (?:market days|{_EN_DAY})\b"
    rf"|\bbetween {_EN_HOUR}.{{0,6}} and {_EN_HOUR}\b|\bat {_EN_HOUR} ?(?:a\.?m"
    rf"|p\.?m|o['’]clock|(?!\w))|\bat (?:midnight|dawn|dusk|new moon)\b",
    lets=r"\b(?:takes?|carries|carry|brings?|drives?|ferries|ferry"
    r"|smuggles?) (?:\w+ ){0,3}(?:over|across|through|out|families|people"
    r"|refugees|men|women)\b"
    r"|\b(?:lets?|opens?|leaves?|passes|crosses|sends|sleeps?|drunk|empty"
    r"|unguarded|looks? away|change"
    r"|drives?|collects?|waits?|meets?|nobody|no one|asleep|only one)\b",
    broker=r"\b(?:smugglers?|brokers?|traffickers?|guides?|fixer|captain|boat|dinghy"
    r"|passage|crossing|forger)\b",
    price=rf"[$€£¥]\s?\d[\d,.]*|\d[\d,.]*\s?(?:{_EN_COIN}|each|per (?:person|head))\b"
    rf"|\b(?:hundred|thousand) {_EN_COIN}",
    memory=r"\b(?:dreams?|dreamt|dreamed|remember|remembers|nightmares?|in my (?:head"
    r"|heart|mind|ears)|i (?:heard|hear|think|feel|fear|miss)"
    r"|afraid|frightened)\b",
)
_FR_HOUR = (
    r"(?:\d{1,2} ?h(?:eures?)?|(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf"
    r"|dix|onze) heures?|minuit)"
)
_FR_DAYS = (
    r"(?:lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?"
    r"|nuits?|soirs?|semaines?|matins?)"
)
FRENCH = signs(
    always=r"\bon peut (?:encore |toujours )?(?:passer|traverser|franchir)\b"
    r"|\b(?:gens|ils|on|migrants) (?:passe(?:nt)?|traverse(?:nt)?"
    r"|franchisse(?:nt)?) (?:encore|toujours)\b|\bcomment (?:passer|traverser"
    r"|franchir) la\b"
    r"|\bpar le même (?:chemin|endroit) (?:le mois|l['’]année|la semaine) derni",
    young=r"\b(?:caméras?|capteurs?|projecteurs?) [^.!?]{0,40}(?:en panne|cassée?s?"
    r"|hors service)\b|\bchang\w+ la photo\b|\bsans lune\b"
    r"|\b(?:accepte|acceptait|prend|prenait|touche)(?:nt)? (?:des |un "
    r"|les )?(?:pots?-de-vin|bakchichs?)\b|\bsoudoy\w+ (?:le|un|les)"
    r"|\bferme(?:nt)? les yeux (?:pour|contre)\b|\bse laisse(?:nt)? acheter\b"
    r"|\brelève de la garde\b|\btrou dans (?:le|la) (?:grillage|clôture|mur)"
    r"|\b(?:fait|fabrique|fabriquait|vend|vendait|faisait) (?:de "
    r"|des )?faux (?:passeports?|papiers|visas?|documents?)",
    way=r"\b(?:tunnels?|clôtures?|grillages?|barbelés?|frontières?"
    r"|postes? de contrôle|barrages?|patrouilles?|rivière|fleuve|canal|gué|pont"
    r"|bateaux?|zodiac|pirogues?|radeaux?|passeu(?:r|rs|se)|gardes?|soldats?"
    r"|officiers?|policiers?|gendarmes?|col|sentiers?|même chemin|pêcheurs?"
    r"|camions?|chauffeurs?|plage)\b",
    still=r"\b(?:est|sont|reste|restent) (?:toujours|encore) (?:ouvert|utilisé|libre"
    r"|sans surveillance|praticable)"
    r"|\b(?:passe(?:nt)?|traverse(?:nt)?|utilise(?:nt)?|franchisse(?:nt)?"
    r"|marche|fonctionne|laisse(?:nt)?) (?:toujours|encore)\b"
    r"|\bencore aujourd['’]hui\b|\btoujours sûr\b|\bpersonne ne (?:surveille"
    r"|contrôle|garde|fouille)\b",
    when=rf"\b(?:tous les|toutes les|chaque|le) {_FR_DAYS}\b"
    rf"|\bentre {_FR_HOUR} et {_FR_HOUR}|\bà (?:minuit|l['’]aube|{_FR_HOUR})",
    lets=r"\b(?:emmènen?t?|conduit|conduisent|transporten?t?"
    r"|font? passer) (?:\S+ ){0,2}(?:familles|gens|personnes|réfugiés|migrants"
    r"|monde)\b|\b(?:laisse(?:nt)?|ouvre(?:nt)?|partent|part|passe(?:nt)?"
    r"|dorment|dort|change(?:nt)?|vide|ivres?|personne|ferment? les yeux"
    r"|attend(?:ent)?)\b",
    broker=r"\b(?:passeurs?|passeuses?|intermédiaire|guides?|trafiquants?|traversée"
    r"|bateau|zodiac|pirogue|faussaire)\b",
    price=r"\d[\d .,]*\s?(?:euros?|dollars?|francs?|€|\$|dinars?|dirhams?)|\b(?:mille"
    r"|cents?) (?:euros?|dollars?|francs?|dinars?)",
    memory=r"\b(?:rêve|rêvais|souviens|souvenir|cauchemars?|dans ma tête"
    r"|j['’]entend(?:s|ais)|j['’]avais peur|faisai(?:t|ent) peur)\b",
)
_ES_HOUR = (
    r"(?:la una|las (?:\d{1,2}|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"
    r"|once|doce)|medianoche)"
)
_ES_DAYS = (
    r"(?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|noches?|semanas?|madrugadas?)"
)
SPANISH = signs(
    always=r"\bse puede (?:todavía |aún )?(?:cruzar|pasar)\b|\bcómo cruzar (?:el|la)\b"
    r"|\bpor el mismo (?:camino|paso) (?:el mes|el año|la semana) pasad"
    r"|\b(?:gente|ellos|migrantes) (?:todavía|aún|siguen?) (?:cruz|pas)(?:an?|ando)\b",
    young=r"\b(?:cámaras?|sensor(?:es)?|reflector(?:es)?) [^.!?]{0,40}(?:dañad|rot"
    r"|descompuest|apagad)[oa]s?\b|\bcambian? la foto\b|\bsin luna\b"
    r"|\b(?:acepta|aceptaba|recibe|toma|cobra)n? (?:un )?(?:sobornos?|mordidas?"
    r"|coimas?)\b|\bsoborn(?:amos|é|ar) (?:al|a un)"
    r"|\bmiran? para otro lado\b|\bse dejan? comprar\b|\bcambio de (?:guardia"
    r"|turno)\b|\bcambian de turno\b|\b(?:hueco|hoyo) en la (?:cerca|valla"
    r"|malla)"
    r"|\b(?:hace|hacía|vende|vendía|fabrica) (?:pasaportes|papeles|visas|documentos) fals[oa]s",
    way=r"\b(?:túnel(?:es)?|cercas?|vallas?|alambrada|frontera|retén|retenes"
    r"|puesto de control|canal|patrullas?|río|vado|puente|lanchas?|botes?|balsas?"
    r"|coyotes?|polleros?|trochas?|guardias?|soldados?|oficial(?:es)?|policías?"
    r"|senderos?|mismo camino|pescador(?:es)?|camion(?:es|ero)?|camión|playa)\b",
    still=r"\b(?:sigue|siguen|continúa) (?:abiert|libre|cruzando|pasando|funcionando"
    r"|usando|sin vigilancia)\w*"
    r"|\b(?:todavía|aún) (?:cruzan?|pasan?|usan?|funciona|está abiert\w"
    r"|se puede|dejan?)\b|\bhasta (?:hoy|ahora)\b|\btodavía (?:es )?segur[oa]\b"
    r"|\bnadie (?:vigila|revisa|controla|cuida)\b",
    when=rf"\b(?:todos los|todas las|cada|los) {_ES_DAYS}\b"
    rf"|\bentre {_ES_HOUR} y {_ES_HOUR}|\ba (?:medianoche|{_ES_HOUR})\b",
    lets=r"\b(?:llevan?|transportan?|pasan?|cruzan?) (?:a )?(?:\S+ )?(?:familias"
    r"|gente|personas|migrantes)\b|\b(?:dejan?|abren?|salen?|pasan?|cruzan?"
    r"|duermen?|cambian?|vací[oa]|borrach[oa]s?|nadie|esperan?"
    r"|cierran? los ojos)\b",
    broker=r"\b(?:coyotes?|polleros?|guías?|traficantes?|trocheros?|lancha|bote|cruce"
    r"|travesía|falsificador)\b",
    price=r"\$\s?\d[\d.,]*|\d[\d., ]*\s?(?:dólares|euros|pesos|quetzales|lempiras"
    r"|bolívares)|\b(?:mil|cien) (?:dólares|euros|pesos)",
    memory=r"\b(?:sueño|soñaba|recuerdo|recuerdos|pesadillas?|en mi cabeza|oía"
    r"|escuchaba|tenía miedo|daba miedo)\b",
)
RUSSIAN = signs(
    always=r"\b(?:люди|они) (?:до сих пор|вс[её] ещё) (?:переходят|ходят|бегут)\b"
    r"|\bможно (?:перейти|пройти|переплыть)\b",
    young=r"\bбер[её]т взятк\w|\bбрал взятк\w|\bзакрывает глаза\b|\bсмена караула\b"
    r"|\bдыр[аеу] в заборе"
    r"|\b(?:делает|прода[её]т|делал) (?:фальшивые|поддельные) (?:паспорта|документы)",
    way=r"\b(?:туннел\w{1,3}|забор\w{0,2}|границ\w{1,2}|пост\w{0,2}|патрул\w{1,2}"
    r"|рек[аиуе]|мост\w{0,2}|лодк\w{1,2}|проводник\w{0,2}"
    r"|охранник\w{0,2}|солдат\w{0,2}|офицер\w{0,2}|троп[ае])\b",
    still=r"\b(?:вс[её] ещё|до сих пор) (?:открыт|ходят|переходят|работает|пускают"
    r"|используют)\w*|\bникто не (?:охраняет|проверяет|следит)\b",
    when=r"\bкажд\w{2} (?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]"
    r"|воскресенье|ночь)\b|\bс \w+ до \w+ (?:утра|ночи)\b|\bв полночь\b",
    lets=r"\b(?:пускает|пропускает|спит|спят|пьян\w*|открыва\w+|уход\w+|меня\w+"
    r"|пуст\w*|никого|никто)\b",
    broker=r"\b(?:проводник|посредник|перевозчик|контрабандист)\w{0,2}\b",
    price=r"\d[\d ]*\s?(?:долл|евро|руб|\$|€)|\bтысяч\w? (?:долл|евро|руб)",
    memory=r"\b(?:снится|снились|помню|кошмар\w*|в голове|боюсь|боялся|боялась)\b",
)
