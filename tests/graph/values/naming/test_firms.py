"""Names of firms: in two spellings and scripts, of two that have much in common, and read by letters and by words."""

import pytest

from graph.values.naming import Kind, Verdict, WordFrequencies, compare
from graph.values.naming.firms import may_be_literal, words_of_firm

COMPANY = Kind.COMPANY
SAME, UNSURE, DIFFERENT = Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ATB Lola", "АТБ Лола"),  # no bank
        ("Лола ДСК", "DSK Lola"),  # no builders
        ("Di Lola", "Ди Лола"),  # no small word
        ("E-Lola", "Е-Лола"),
        ("4i Lola", "4і Лола"),
    ],
)
def test_what_looks_like_an_abbreviation_or_a_small_word_may_be_a_name(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


def test_a_literal_reading_has_the_words_as_they_stand() -> None:
    assert [word.text for word in words_of_firm("Лола ДСК", is_literal=True)] == ["лола", "дск"]
    assert may_be_literal("Лола ДСК", "DSK Lola")
    assert not may_be_literal("Lola Bank", "Лола Банк")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ჯი ბი ემ", "GBM"),
        ("էյ էմ դի", "AMD"),
        ("اف جی ان", "FGN"),
        ("R-Bank", "آر-بانک"),
        ("Р-Банк", "آر-بانک"),
        ("E-Lola", "ი-ლოლა"),
        ("Lola B", "Лола Би"),
    ],
)
def test_letters_that_are_read_out_are_letters(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


@pytest.mark.parametrize(("left", "right"), [("M-Bank", "تی-بانک"), ("GBM", "ჯი ბი ენ"), ("Greentown", "Грин")])
def test_other_letters_and_half_a_word_are_another_firm(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is not SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Fruit Juice", "Фрут Джус"),
        ("Double Rose", "Дабл Роуз"),
        ("Cash & Lola", "Кеш & Лола"),
        ("McLola", "Маклола"),
        ("Meisenlola", "Майзенлола"),  # a German one
        ("Ocean Nature", "Оушен Нейчер"),
        ("Fire & Wall", "Файр энд Волл"),
        ("Iron Brothers", "Айрон Бразерс"),
        ("Vision Age", "Вижн Эйдж"),
        ("Newtower", "Ньютауэр"),
        ("Lola Cottage", "ლოლა კოტიჯი"),
        ("Lolault", "Лоло"),  # French ones
        ("Bourgeot", "Буржо"),
        ("Hyperlola", "هایپرلولا"),
        ("Lolastar", "لولاستار"),  # a vowel before two consonants in Persian
        ("Bahorspeed", "بهاراسپید"),
        ("ლოლა ჰატი", "Лола Хат"),  # a nominative
    ],
)
def test_an_english_word_is_heard_in_every_script(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Золотая планета", "Gold Planet"),
        ("Lola Flowers", "Лола цветы"),
        ("Apple Bakery", "Яблоко пекарня"),
        ("Lola Internal Affairs", "Лола внутренних дел"),
        ("Lola Gas Station", "АЗС Лола"),
        ("Узгосстрах", "Uz State Insurance"),  # a letter that two parts share
        ("Армкимиябанк", "Հայքիմբանկ"),
        ("Пять роз", "П'ять роз"),
        ("Olti Yulduz", "Six Stars"),
        ("شش ستاره", "Шість зірок"),
        ("Besh Lola", "Beshlola"),
        ("Lola East Leasing", "Lola Shargh Leasing"),  # no yeast
        ("Lola Cooperative Bank", "Лола кооператив банк"),  # no copper
        ("Siman Lola Karkhane", "Lola Cement Plant"),
        ("Lola Haus", "Лола Хаус"),
        ("Лола ДНР", "Lola Donetsk Peoples Republic"),
        ("Lola Bank Limited", "لولا بینک لمیٹڈ"),
        ("Islamic Republic of Iran Lola Post", "پست لولا ایران"),
    ],
)
def test_words_of_every_day_and_numbers_are_known_by_their_meaning(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Cement Plant Iran", "Цементный завод"),
        ("Development Bank", "Kazakhstan Development Bank"),
        ("Lola", "Lola Pakistan"),
    ],
)
def test_a_country_on_one_side_leaves_what_else_agrees_unsure(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is UNSURE


def test_a_country_and_a_single_trade_are_nobody() -> None:
    assert compare("Bank", "Uzbek Bank", COMPANY).verdict is DIFFERENT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Общество с ограниченной ответственностью «Тюльпан»", "Tyulpan LLC"),
        ("Tovarishchestvu s ogranichennoi otvetstvennost'iu Bayterek", "ТОО Байтерек"),
        ("Masʼuliyati cheklangan jamiyati «Lola»", "ООО Лола"),
        ("ТОВ «Полтавський молочний завод»", "Poltava Dairy Plant LLC"),
        ("شرکت ساختمانی البرز", "Alborz Construction Company"),
        ("شرکت بازرگانی آلتون", "Altun Trading Company"),
        ("Çınar Ticaret Ltd. Şti.", "CINAR TICARET LIMITED SIRKETI"),
        ("«Жасыл Дала» ҰК АҚ", "Zhasyl Dala NC JSC"),
        ("ایم ٹی بی ٹریڈرز", "MTB Traders"),
        ("ОсОО «Грин Лайт»", "Green Light LLC"),
        ("АгроХимТорг", "Agro Khim Torg LLC"),
        ("Navbahor", "Navbahor Group"),
        ("AAA", "AAA LLC"),
        ("Oriyon (OTK)", "Oriyon"),
        ("Қырғи темір жолы АҚ", "Kyrghi Railway JSC"),  # words that mean one thing together
        ("Sahil dəmir yolları QSC", "Сахильские железные дороги"),
        ("Бахорский нефтеперерабатывающий завод", "Bahor neftni qayta ishlash zavodi"),
        ("نړیوال بانک ساحل", "Sahil International Bank"),
        ("д. о. Лайло бонк", "Lailo Bank"),
        ("Бахорхимпром", "Bahor Chemical Industry"),  # compounds
        ("Узгилампром", "Oʻzgilamsanoat"),
        ("«Ահարիզ» ջերմաէլեկտրակենտրոն", "Ahariz Thermal Power Plant"),
        ("«Лола» Акционерный коммерческий банк", "Lola Bank JSCB"),
        ("Lola S.A.", "Лола"),
        ("Производственное объединение «Тюльпан»", "Tyulpan"),
        ("«Лола» paýdarlar döwlet täjirçilik banky", "Lola State Commercial Bank"),
        ("Сахильский морской торговый порт", "Sahil Seaport"),
        ("Государственное предприятие «Сахильский порт»", "Sahil Port"),
        ("د ساحل د کود شرکت", "Sahil Fertilizer Company"),  # of, one letter
        ("NTDK", "Northern Trade and Development Kompani"),
        ("СЖД", "Северные железные дороги"),
        ("Шымкент мақта зауыты", "Чимкентский хлопковый завод"),  # towns by all their names, and adjectives
        ("Kharkiv Carpet Factory", "Харьковская ковровая фабрика"),
        ("НИИ «Лола»", "Lola Scientific Research Institute"),
        ("ФГУП «Лола»", "Lola Federal State Unitary Enterprise"),
        ("НПО «Лола»", "Lola Research and Production Association"),
        ("Бахор сүт зауыты", "Bahor Dairy Plant"),
        ("Бахорский нефтегаз", "Bahor Oil and Gas"),
        ("«Türkmendeňiz» konserni", "Туркменденьиз"),  # a country in a compound is a name of its own
        ("Lola-e-Bahor Bank", "لولا بهار بانک"),
        ("Объединенная химическая компания «Уралнур»", "Uralnoor United Chemical"),  # company says nothing
        ("Bahor ýüpek fabrigi", "Bahor Silk Factory"),  # of a trade, though many firms are called so
        ("Бахорский приборный завод", "Bahor Instrument Plant"),
        ("Бахорский опытный химический завод", "Bahor Experimental Chemical Plant"),
        ("NPP LOLA JSC", "Research and Production Enterprise Lola"),  # letters that stand for words
        ("JSC 17 ARZ", "JOINT-STOCK COMPANY 17 AVIATION REPAIR PLANT"),
        ("АО «БЭМЗ»", "Bahor Electromechanical Plant JSC"),
        ("Lola Chemical Plant named after A. B. Karimov", "ЗАО «Лола химический завод»"),  # and nobody there
        ("Bank of Bahor (Hong Kong)", "Bank of Bahor Hong Kong Ltd"),
        ("Other name: Lola Ceramic", "AO Lola Ceramic"),
        ("AO Lola Keramika, Tulip Works JSC", "Tulip Works"),  # two names in one field
        ("Lotus Fund III L.P.", "Lotus Fund 3 LP"),
        ("Fourteen Lotus Shipping", "14 Lotus Shipping"),
        ("1st Bahor Bank", "First Bahor Bank"),
        ("FSBEI HE «Bahor State University»", "Bahor State University"),
        ("Lola Money Exchange", "Sarafi Lola"),
        ("Lola Aircompany", "Авиакомпания «Лола»"),
        ("Chronos Bahor", "Khronos Bakhor"),  # one language by way of another
        ("Lola Design Treiding", "Lola Dizain Trading"),
        ("POLYOT BAHOR", "POLET BAHOR"),
        ("TULPARSK GLASS", "TULPARSKOE STEKLO"),
        ("Lola, S.A. de C.V.", "Lola"),
        ("آي جت لولا م.د.م.س", "I Jet Lola DMCC"),
        ("Обьединённый завод «Лола»", "Объединенный завод «Лола»"),
        ("ПО «Лола»", "Lola Production Association"),
        ("АО НТЦ «Лола»", "STC Lola JSC"),
        ("R&PA Lola", "Lola Research and Production Association"),  # letters in parts
        ("L.B.T. (Singapore) Pte. Ltd.", "LBT Singapore"),
        ("Lola Museum of the Russian Federation", "Российский музей «Лола»"),
        ("Lola e. V.", "Lola"),  # no number five
        ("Stichting Lola", "Lola Foundation"),
        ("Bahor Pilot Plant", "Опытный завод «Бахор»"),
        ("Magnitogorsk Carpet Factory", "Магнитогорская ковровая фабрика"),  # a town, no magnesium
    ],
)
def test_one_firm_in_two_spellings_is_the_same(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("AAA", "AA"),
        ("ООО «Лотос 3»", "ООО «Лотос 4»"),
        ("ООО «Лотос 3»", "ООО «Лотос»"),
        ("Общество с ограниченной ответственностью «Тюльпан»", "Общество с ограниченной ответственностью «Роза»"),
        ("Транс Логистик Сервис", "Логистик Карго Транс"),
        ("Бахор Банк", "Бахор Текстиль"),
        ("Grand Line", "Гранд Лайф"),
        ("MTB Traders", "ایم سی بی ٹریڈرز"),
        ("Одесский портовый завод", "Mykolaiv Port Plant"),
        ("Uzbek Bank", "Uzbek Investment Bank"),  # of words that many firms have, all must agree
        ("Бахорский завод", "Бахорский шинный завод"),
        ("Бахор Авиа", "Bahor West Airlines"),
        ("Бахор Лизинг", "Bahor"),
        ("Бахор", "Бахорбанк"),
        ("Бахорцемент", "Лолацемент"),
        ("Ntdk", "Northern Trade and Development Kompani"),
        ("NTD", "Northern Trade and Development Kompani Lola"),
        ("Нафтогаз України", "Укрнафта"),
        ("Шымкентский механический завод", "Shymkent Electromechanical Plant"),
        ("Бакинский шинный завод", "Ganja Tyre Plant"),
        ("Бахор Банк", "Bahor Bank Academy"),
        ("Lola Shipyard (AO «ABC»)", "Tulip Shipyard (AO «ABC»)"),  # one acronym of two names
        ("Bahor Solutions (France) S.A.R.L.", "Bahor Solutions (Germany) GmbH"),
        ("Lotus Fund II", "Lotus Fund III"),
        ("Lotus Fund", "Lotus Fund II"),
        ("Lola", "Lola Lazer"),  # a daughter by its trade, or by another name
        ("Lola", "Lola-Service"),
        ("Lola", "Lola-Tulip"),
        ("Lola", "Lola Ташкент"),
        ("Tashkent branch of the society Lola and Tulip", "Samarkand branch of the society Lola and Tulip"),
        ("Moscow State Technical University", "Kazan State Technical University"),
        ("Bahor NPP", "NPP Bahor"),  # a nuclear plant, and an enterprise of researchers
        ("Bahor Corporation, JSC Lola Press", "Bahor Corporation, JSC Tulip Valve"),  # a daughter behind its firm
        ("Samara Motor Plant (SMP)", "Saratov Motor Plant"),  # an acronym of many
        ("Lola Sal (HOLDING)", "Tulip Sal (HOLDING)"),
        ("Avtodor", "Avtoles"),  # one word of the trade each
        ("Lola", "Branch of Lola"),
        ("Lola Insurance", "Lola Life Insurance"),
        ("Lola Dış Ticaret", "Bahor Dış Ticaret"),
        ("لولا ش.ذ.م.م-منطقة حرة", "باهر ش.ذ.م.م-منطقة حرة"),
        ("Bahor Tulip Bank", "Bahor Tulip Trust Bank"),
        ("Concern Lola", "Innovation Centre of Concern Lola"),
        ("Объединённая вагоностроительная корпорация", "Объединённая машиностроительная корпорация"),
        ("RM JSC", "Russian Mechanics JSC"),  # few letters are those of many
        ("АО «БМЗ»", "Bahor Machine-Building Plant JSC"),
        ("BMZP Finance", "Bahor Machine-Building Zavod Plant"),
    ],
)
def test_two_firms_with_much_in_common_are_not_the_same(left: str, right: str) -> None:
    assert compare(left, right, COMPANY).verdict is not SAME


def test_numbers_that_differ_are_flagged() -> None:
    assert compare("Лотос 3", "Lotos-4", COMPANY).flags.has_other_numbers
    assert not compare("Лотос 3", "Lotos-03", COMPANY).flags.has_other_numbers
    assert not compare("Лотос ۳", "Lotos 3", COMPANY).flags.has_other_numbers


def test_english_numbers_that_differ_are_flagged() -> None:
    assert compare("Fourth Lotus Shipping", "Eighth Lotus Shipping", COMPANY).flags.has_other_numbers
    assert compare("Seven Lotus Ships", "Lotus Ships", COMPANY).verdict is not SAME
    assert not compare("Seven Lotus Ships", "7 Lotus Ships", COMPANY).flags.has_other_numbers


def test_a_name_of_legal_words_alone_is_kept() -> None:
    assert compare("ООО", "ООО", COMPANY).verdict is SAME
    assert compare("ООО", "ЗАО", COMPANY).verdict is DIFFERENT


def test_a_mountain_range_is_not_a_legal_form() -> None:
    assert compare("Ала-Тоо", "ОсОО «Ала-Тоо»", COMPANY).score == 1.0
    assert "тоо" in [pair.left for pair in compare("Ала-Тоо", "ОсОО «Ала»", COMPANY).alignment]


def test_a_register_tells_which_words_are_many_firms_brand() -> None:
    register = WordFrequencies.of([f"Orzu {number}" for number in range(200)] + ["Zarbdor Gilam"])
    left, right = "Orzu Gilam", "Orzu Kulol"
    assert compare(left, right, COMPANY, register).score < compare(left, right, COMPANY).score
    assert compare("Zarbdor Savdo", "Zarbdor", COMPANY, register).verdict is SAME
