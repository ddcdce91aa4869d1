"""Hard values as papers of the region have them: each stands for a kind, and is read right or said to be unread."""

from collections.abc import Iterable

import pytest

from graph.values import ids, names
from graph.values.calendars import Calendar
from graph.values.ids import CheckedId
from graph.values.quantities import quantity_of_text
from graph.values.reference.countries import country_code
from graph.values.vessels import imos
from loaders import parsers


def _written(numbers: Iterable[CheckedId]) -> list[str]:
    """The keys of numbers that name something, and the text in brackets of those that name nothing."""
    return [f"({number.value})" if number.names_nothing else number.key for number in numbers]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Тоҷикистон", "TJ"),
        ("Özbegistan", "UZ"),  # Turkmen
        ("Gürcüstan", "GE"),  # Azerbaijani
        ("Кыргызская Респ.", "KG"),
        ("აზერბაიჯანი", "AZ"),
        ("უზბეკეთი", "UZ"),
        ("ترکمنستان", "TM"),
        ("افغانستان اسلامي جمهوریت", "AF"),
        ("Türkiye Cumhuriyeti", "TR"),
        ("ПАКИСТАН, ИСЛАМСКАЯ РЕСПУБЛИКА", "PK"),
        ("Россия Федерацияси", "RU"),  # Uzbek
        ("Ресей Федерациясы", "RU"),  # Kazakh
        ("Молдова, Республика", "MD"),
        ("РУз", "UZ"),
        ("КНР", "CN"),
        ("O'ZBEKISTON RESPUBLIKASI", "UZ"),
        ("Украiна", "UA"),  # Latin i
        ("KZ - Казахстан", "KZ"),
        ("Korea, Rep.", "KR"),
        ("Корея (КНДР)", "KP"),
        ("Гвинея", "GN"),
        ("398", "KZ"),
        ("Азия", None),
        ("Гонконг (Китай)", "HK"),
    ],
)
def test_a_country_is_read(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "pattern", "calendar", "day"),
    [
        ("5 марта 2024 г.", "%d %B %Y г.", "gregorian", "2024-03-05"),
        ("05-MAR-2024", "%d-%b-%Y", "gregorian", "2024-03-05"),
        ("2024 йил 5 март", "%Y йил %d %B", "gregorian", "2024-03-05"),
        ("5 БЕРЕЗНЯ 2024", "%d %B %Y", "gregorian", "2024-03-05"),
        ("05 тамыз 2024", "%d %B %Y", "gregorian", "2024-08-05"),
        ("5 აპრილი 2024", "%d %B %Y", "gregorian", "2024-04-05"),
        ("12 қыркүйек 2023", "%d %B %Y", "gregorian", "2023-09-12"),
        ("Sept. 5, 2024", "%b %d, %Y", "gregorian", "2024-09-05"),
        ("05.03.24", "%d.%m.%y", "gregorian", "2024-03-05"),
        ("۲۰۲۴-۰۳-۰۵", "%Y-%m-%d", "gregorian", "2024-03-05"),
        ("30.02.2024", "%d.%m.%Y", "gregorian", None),
        ("05.03.2024 14:30", "%d.%m.%Y", "gregorian", None),
        ("05.03.1924", "%d.%m.%Y", "gregorian", None),
        ("1402/12/15", "%Y/%m/%d", "solar hijri", "2024-03-05"),
        ("۱۵ حوت ۱۴۰۲", "%d %B %Y", "solar hijri", "2024-03-05"),
        ("1403/12/30", "%Y/%m/%d", "solar hijri", "2025-03-20"),
        ("1402/12/30", "%Y/%m/%d", "solar hijri", None),
        ("1402/02/31", "%Y/%m/%d", "solar hijri", "2023-05-21"),
    ],
)
def test_a_day_is_read(text: str, pattern: str, calendar: str, day: str | None) -> None:
    if day is None:
        with pytest.raises(ValueError, match=r"not a date|year|month"):
            parsers.date(text, (pattern,), calendar=Calendar(calendar))
        return
    assert parsers.date(text, (pattern,), calendar=Calendar(calendar)) == day


@pytest.mark.parametrize(
    ("text", "country", "numbers"),
    [
        ("8 (701) 234-56-78", "KZ", ["+77012345678"]),
        ("90 123 45 67", "UZ", ["+998901234567"]),
        ("0555 12 34 56", "KG", ["+996555123456"]),
        ("00 998 71 200 11 22", "", ["+998712001122"]),
        ("050 123 45 67", "AZ", ["+994501234567"]),
        ("050 123 45 67", "UA", ["+380501234567"]),
        ("0300-1234567", "PK", ["+923001234567"]),
        ("8 65 12-34-56", "TM", ["+99365123456"]),
        ("٠٧٠٠١٢٣٤٥٦", "AF", ["+93700123456"]),
        ("599 12 34 56", "GE", ["+995599123456"]),
        ("тел. 90-123-45-67, факс 71-200-11-22", "UZ", ["+998901234567", "+998712001122"]),
        ("+998 90 123 45 67 доб. 12", "UZ", ["+998901234567"]),
        ("8~10 998 90 123 45 67", "RU", ["+998901234567"]),
        ("998901234567.0", "UZ", ["+998901234567"]),  # a number that a program kept as a fraction
        ("+7 777 123 45 67 +7 701 234 56 78", "KZ", ["+77771234567", "+77012345678"]),
        ("(998) 90 1234567", "KZ", ["+998901234567"]),
        ("101", "UZ", []),
        ("+998 90 123 45 6", "UZ", ["?99890123456"]),
    ],
)
def test_phones_are_read(text: str, country: str, numbers: list[str]) -> None:
    assert _written(ids.phones(text, country)) == numbers


@pytest.mark.parametrize(
    ("text", "country", "plates"),
    [
        ("123 АВЕ 02", "KZ", ["KZ:123ABE02"]),
        ("B 1234 AA", "KG", ["KG:B1234AA"]),
        ("10-АА-123", "AZ", ["AZ:10AA123"]),
        ("АА 1234 КХ", "UA", ["UA:AA1234KX"]),
        ("LES 19 1234", "PK", ["PK:LES191234"]),
        ("34 ABC 123 (TR)", "GE", ["TR:34ABC123"]),
        ("01 A 123 BC UZ", "KZ", ["UZ:01A123BC"]),
        ("А123ВС777RUS", "KZ", ["RU:A123BC777"]),
        ("МАН 01A123BC / п.прицеп 01 1234 АА", "UZ", ["UZ:01A123BC", "UZ:011234AA"]),
        ("40L123AA/401234BA", "UZ", ["UZ:40L123AA", "UZ:401234BA"]),
        ("вагон № 52345678, 52345679", "UZ", ["UZ:52345678", "UZ:52345679"]),
        ("тягач: 01A123BC; прицеп: нет", "UZ", ["UZ:01A123BC"]),
        ("01A123BC (прицеп 701234AA)", "UZ", ["UZ:01A123BC", "UZ:701234AA"]),
        ("б/н", "UZ", ["(Б/H)"]),
    ],
)
def test_plates_are_read(text: str, country: str, plates: list[str]) -> None:
    assert _written(ids.plates(text, country)) == plates


@pytest.mark.parametrize(
    ("text", "country", "numbers"),
    [
        ("ИИН 850301300121", "KZ", ["KZ:850301300121"]),
        ("БИН: 140 240 018 463", "KZ", ["KZ:140240018463"]),
        ("БИН/ИИН 140240018464", "KZ", ["KZ:?140240018464"]),
        ("INN-301234567", "UZ", ["UZ:301234567"]),
        ("ЖШШИР 31507850120039", "UZ", ["UZ:31507850120039"]),
        ("301234567.0", "UZ", ["UZ:301234567"]),  # a number that a program kept as a fraction
        ("UZ301234567", "UZ", ["UZ:301234567"]),
        ("3O1234567", "UZ", ["UZ:?3O1234567"]),  # a letter O
        ("ИНН 301234567 ОКПО 12345678", "UZ", ["UZ:301234567", "(ОКПО 12345678)"]),
        ("ИНН 5502012344, КПП 550201001", "KZ", ["RU:5502012344"]),
        ("501234567802", "RU", ["RU:501234567802"]),
        ("42101-1234567-1", "PK", ["PK:4210112345671"]),
        ("VÖEN: 9900003871", "AZ", ["AZ:9900003871"]),
        ("ს/კ: 404123456", "GE", ["GE:404123456"]),
        ("РМА: 025012345", "TJ", ["TJ:025012345"]),
        ("код ЄДРПОУ 20045677", "UA", ["UA:20045677"]),
        ("ІПН 3012345670", "UA", ["UA:3012345670"]),
        ("не имеет", "UZ", ["(НЕ ИМЕЕТ)"]),
    ],
)
def test_tax_numbers_are_read(text: str, country: str, numbers: list[str]) -> None:
    assert _written(ids.tax_numbers(text, country)) == numbers


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("ООО «Ромашка»", "Romashka LLC", True),
        ("ХК «Тошкент Транс»", "Toshkent Trans XK", True),
        ("MCHJ «O‘zbekiston Savdo»", "ООО Узбекистон Савдо", True),
        ("Хусейнов Рустам", "Huseynov Rustam", True),
        ("Жумаев Шухрат", "Jumaev Shuxrat", True),
        ("Қодиров Ғани", "Qodirov G'ani", True),
        ("ТОО «Алматы Карго»", "Almaty Cargo LLP", True),
        ("გიორგი ბერიძე", "Giorgi Beridze", True),
        ("ШEPЗOД", "ШЕРЗОД", True),  # half in Latin letters
        ("BB Cargo", "B Cargo", False),
        ("Альфа-1", "Альфа-2", False),
        ("Ким", "Кима", False),
        ("Нур Транс", "Нар Транс", False),
    ],
)
def test_names_meet_or_stay_apart(first: str, second: str, is_one: bool) -> None:
    assert (names.name_key(first) == names.name_key(second)) is is_one


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3 кг 250 гр", "3.25 kg"),
        ("1 т. 200 кг", "1200 kg"),
        ("2,5 тн", "2500 kg"),
        ("1 млн сигарет", "1000000 cigarette"),
        ("2х0,5 л", "1 l"),
        ("12 kq", "12 kg"),  # Azerbaijani
        ("10 კგ", "10 kg"),
        ("۵۰ کیلوگرام", "50 kg"),
        ("5 дана", "5 piece"),  # Kazakh
        ("1'250 kg", "1250 kg"),
        ("пол кило", ""),
    ],
)
def test_a_quantity_is_read(text: str, amount: str) -> None:
    quantity = quantity_of_text(text)
    assert ("" if quantity.base is None else f"{quantity.base:.10g} {quantity.base_unit}") == amount


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("TGHU 765432-0", ["TGHU7654320"]),
        ("НLВU2045185", ["HLBU2045185"]),  # half in Cyrillic letters
        ("HLBU2O45185", ["?HLBU2O45185"]),  # a letter O
        ("CMAU5001236HLBU2045185", ["CMAU5001236", "HLBU2045185"]),
        ("2x20 CMAU5001236, HLBU2045185", ["CMAU5001236", "HLBU2045185"]),
        ("контейнер №TKRU4012344", ["TKRU4012344"]),
        ("20'DV FESU5102349 пломба 123", ["FESU5102349", "(123)"]),
        ("FESU5102348", ["?FESU5102348"]),
    ],
)
def test_containers_are_read(text: str, numbers: list[str]) -> None:
    assert _written(ids.containers(text)) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("т/х АЛЬФА, ИМО № 9123453", ["9123453"]), ("IMO8842105 / IMO 9123453", ["8842105", "9123453"])],
)
def test_ships_are_read(text: str, numbers: list[str]) -> None:
    assert _written(imos(text)) == numbers
