"""Goods of ordinary trade, the loads that cover contraband, the contraband itself, and where things cross."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goods:
    """A kind of goods: code, name in English, Russian and Uzbek, usual load in kilograms, price in USD per kilogram."""

    hs_code: str
    english: str
    russian: str
    uzbek: str
    load_kg: int
    usd_per_kg: float


@dataclass(frozen=True, slots=True)
class Contraband:
    """What a seizure found: name in English and Russian, unit in both, and the range of quantities."""

    english: str
    russian: str
    unit: str
    russian_unit: str
    low: int
    high: int


# six sectors of five kinds each; a firm trades in its sector
GOODS: tuple[tuple[Goods, ...], ...] = (
    (
        Goods("0703101900", "Onions, fresh", "Лук репчатый свежий", "Piyoz", 20000, 0.3),
        Goods("0702000007", "Tomatoes, fresh", "Томаты свежие", "Pomidor", 18000, 0.8),
        Goods("0807190000", "Melons, fresh", "Дыни свежие", "Qovun", 19000, 0.5),
        Goods("0806101000", "Grapes, fresh", "Виноград свежий", "Uzum", 17000, 1.1),
        Goods("1006309800", "Rice, milled", "Рис шлифованный", "Guruch", 21000, 0.7),
    ),
    (
        Goods("5208111000", "Cotton fabric", "Ткани хлопчатобумажные", "Paxta matosi", 9000, 4.5),
        Goods("6109100000", "T-shirts, knitted", "Футболки трикотажные", "Futbolka", 6000, 7.5),
        Goods("6403919600", "Footwear with leather uppers", "Обувь с верхом из кожи", "Poyabzal", 7000, 11.0),
        Goods("5702420000", "Carpets, woven", "Ковры тканые", "Gilam", 12000, 3.9),
        Goods("6302600000", "Towels, terry", "Полотенца махровые", "Sochiq", 8000, 5.0),
    ),
    (
        Goods("7214200000", "Steel bars", "Прутки стальные", "Po'lat sterjen", 22000, 0.7),
        Goods("7202218000", "Ferrosilicon", "Ферросилиций", "Ferrosilitsiy", 22000, 1.6),
        Goods("6907210000", "Ceramic tiles", "Плитка керамическая", "Keramik plitka", 21000, 0.4),
        Goods("2526200000", "Talc, ground", "Тальк молотый", "Talk", 20000, 0.3),
        Goods("3917210000", "Plastic pipes", "Трубы пластмассовые", "Plastik quvur", 11000, 2.2),
    ),
    (
        Goods("8528721000", "Television sets", "Телевизоры", "Televizor", 6500, 12.0),
        Goods("8517130000", "Smartphones", "Смартфоны", "Smartfon", 900, 190.0),
        Goods("8708999709", "Parts of motor vehicles", "Части автомобилей", "Avto ehtiyot qismlar", 9000, 6.0),
        Goods("8418102001", "Refrigerators", "Холодильники", "Muzlatkich", 7000, 5.5),
        Goods("8544499309", "Electric cable", "Кабель электрический", "Kabel", 12000, 6.2),
    ),
    (
        Goods("1701991001", "White sugar", "Сахар белый", "Shakar", 22000, 0.6),
        Goods("1512199002", "Sunflower oil", "Масло подсолнечное", "Kungaboqar yog'i", 21000, 1.2),
        Goods("1806903100", "Chocolate confectionery", "Изделия шоколадные", "Shokolad", 11000, 4.1),
        Goods("0902300001", "Black tea, packed", "Чай чёрный расфасованный", "Qora choy", 12000, 3.0),
        Goods("1207919000", "Poppy seed", "Семена мака", "Ko'knori urug'i", 15000, 2.1),
    ),
    (
        Goods("3004900002", "Medicaments, packed", "Лекарственные средства", "Dori vositalari", 3000, 45.0),
        Goods("3402500000", "Washing powder", "Порошок стиральный", "Kir yuvish kukuni", 17000, 1.0),
        Goods("2836200000", "Soda ash", "Сода кальцинированная", "Soda", 21000, 0.3),
        Goods("3923301010", "Plastic bottles", "Бутылки пластмассовые", "Plastik idish", 8000, 2.4),
        Goods("4818100000", "Toilet paper", "Бумага туалетная", "Qog'oz", 8000, 1.4),
    ),
)
COVER_LOADS = (GOODS[0][0], GOODS[0][2], GOODS[0][4], GOODS[2][3], GOODS[2][2], GOODS[4][0], GOODS[4][4], GOODS[5][2])
CONTRABAND = (
    Contraband("Heroin", "Героин", "kg", "кг", 4, 240),
    Contraband("Opium", "Опий", "kg", "кг", 8, 300),
    Contraband("Hashish", "Гашиш", "kg", "кг", 10, 600),
    Contraband("Methamphetamine", "Метамфетамин", "g", "г", 900, 90_000),
    Contraband("Pregabalin capsules", "Капсулы прегабалина", "capsules", "капсул", 5_000, 130_000),
    Contraband("Cigarettes, undeclared", "Сигареты незадекларированные", "pieces", "шт.", 20_000, 900_000),
    Contraband("Acetic anhydride", "Ангидрид уксусной кислоты", "l", "л", 100, 5_000),
    Contraband("Ferrosilicon, undeclared", "Ферросилиций незадекларированный", "t", "т", 2, 55),
)
CONCEALMENTS = (
    ("False wall of the trailer", "Ложная стенка полуприцепа"),
    ("Cavity of the cab", "Полость кабины"),
    ("Under the cover load", "Под грузом прикрытия"),
    ("Floor of the container", "Пол контейнера"),
    ("Fuel tank", "Топливный бак"),
)
DETECTIONS = (
    ("X-ray scan", "Сканирование"),
    ("Dog", "Кинолог с собакой"),
    ("Risk profile", "Профиль риска"),
    ("Tip-off", "Оперативная информация"),
)
POSTS: dict[str, tuple[tuple[str, str], ...]] = {
    "AF": (("Hairatan", "Хайратон"), ("Torkham", "Торхам"), ("Islam Qala", "Ислам-Кала"), ("Aqina", "Акина")),
    "AZ": (("Astara", "Астара"), ("Red Bridge", "Красный мост"), ("Alat", "Алят"), ("Samur", "Самур")),
    "GE": (("Sarpi", "Сарпи"), ("Poti", "Поти"), ("Batumi", "Батуми"), ("Red Bridge", "Красный мост")),
    "KG": (("Ak-Jol", "Ак-Жол"), ("Irkeshtam", "Иркештам"), ("Torugart", "Торугарт"), ("Dostuk", "Достук")),
    "KZ": (("Khorgos", "Хоргос"), ("Dostyk", "Достык"), ("Aktau", "Актау"), ("Korday", "Кордай")),
    "PK": (("Karachi", "Карачи"), ("Torkham", "Торхам"), ("Chaman", "Чаман"), ("Taftan", "Тафтан")),
    "TJ": (("Nizhniy Pyandzh", "Нижний Пяндж"), ("Fotehobod", "Фотехобод"), ("Karamik", "Карамык"), ("Dusti", "Дусти")),
    "TM": (
        ("Farap", "Фарап"),
        ("Serhetabat", "Серхетабат"),
        ("Turkmenbashi", "Туркменбаши"),
        ("Imamnazar", "Имамназар"),
    ),
    "UA": (("Odesa", "Одесса"), ("Chornomorsk", "Черноморск"), ("Yahodyn", "Ягодин"), ("Krakivets", "Краковец")),
    "UZ": (("Ayritom", "Айритом"), ("Oybek", "Ойбек"), ("Alat", "Алат"), ("Yallama", "Яллама")),
}
PORTS = {"AF": 3, "AZ": 2, "GE": 1, "KZ": 2, "PK": 0, "TM": 2, "UA": 0}  # the post that is a port, where sea is used
