import pytest

from graph.values.naming import Kind, Verdict, compare, place_lexicon
from graph.values.naming.places import words_of_place
from graph.values.naming.sounds import word_key
from graph.values.reference.tables import read_table


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Солтүстік Қазақстан облысы", "Северо-Казахстанская область"),
        ("Upper Svaneti", "ზემო სვანეთი"),
        ("Rostov-on-Don", "Ростов-на-Дону"),
        ("Київ", "کیف"),
        ("Чүй облусу", "Chuyskaya oblast"),
        ("Ош облусу", "Ошская область"),
        ("Вилояти Мухтори Кӯҳистони Бадахшон", "Горно-Бадахшанская автономная область"),
        ("Хатлонская область", "Khatlon"),
        ("Международный аэропорт Ташкент", "Tashkent International Airport"),
        ("Şəki", "Шекинский район"),
        ("Закаталинский район", "Zaqatala"),
        ("Zhejiang Sheng", "Чжэцзян"),
        ("Карачаево-Черкесская Республика", "Karachay-Cherkess Republic"),
        ("د کونړ ولایت", "Kunar Province"),
        ("Лернагог", "Lernagog"),
        ("Манас эл аралык аэропорту", "Manas International Airport"),
        ("Զվարթնոց օդանավակայան", "Zvartnots Airport"),
        ("میدان هوایی کابل", "Kabul Airport"),
        ("Торугарт", "Torugart Pass"),
        ("ფოთის ნავსადგური", "Poti Port"),
        ("ხონის მუნიციპალიტეტი", "Khoni Municipality"),
        ("ხულოს მუნიციპალიტეტი", "Хуло"),
        ("Мумбаи", "Bombay"),
        ("Ахангаран", "Ohangaron"),
        ("新疆", "Синьцзян"),
        ("深圳市", "Shenzhen"),
        ("Липецкая область", "Lipetsk Oblast"),
        ("Нижегородская область", "Nizhny Novgorod Oblast"),
        ("Нахичеванская Автономная Республика", "Naxçıvan Muxtar Respublikası"),
        ("نئی دہلی", "New Delhi"),
    ],
)
def test_a_place_is_one_in_two_languages(left: str, right: str) -> None:
    assert compare(left, right, Kind.PLACE).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yangi Margʻilon", "Маргилан"),
        ("Mirpur Khas", "میرپور"),
        ("New York", "Йорк"),
        ("Нижняя Тунгуска", "Верхняя Тунгуска"),
        ("Шығыс Қазақстан облысы", "West Kazakhstan Region"),
        ("Львів", "Lviv Oblast"),
        ("Псков", "Псковская область"),
        ("Ташкент", "Tashkent airport"),
        ("г. Ташкент", "Ташкентский район"),
        ("Чернівці", "Чернігів"),
        ("Каракол", "Kara-Kul"),
        ("Чернігівська область", "Черновицкая область"),
        ("پکتیا", "Paktika"),
        ("Склад 24", "Sklad 42"),
        ("Миколаїв", "Миколаївка"),
        ("Борисов", "Borisovka"),
        ("Ohangaron", "Ангрен"),
        ("Алтай", "Ялта"),
        ("Шаньси", "Shaanxi"),
        ("Республика Алтай", "Altai Krai"),
        ("Володимир", "Vladimir Oblast"),
        ("گجرات", "Гуджранвала"),
    ],
)
def test_places_of_like_names_are_told_apart(left: str, right: str) -> None:
    assert compare(left, right, Kind.PLACE).verdict is not Verdict.SAME


def test_a_name_that_a_region_shares_with_its_town_may_be_either() -> None:
    assert compare("Ararat", "Արարատի մարզ", Kind.PLACE).verdict is Verdict.SAME
    assert compare("Ararat", "քաղաք Արարատ", Kind.PLACE).verdict is Verdict.SAME
    assert compare("город Арарат", "Արարատի մարզ", Kind.PLACE).verdict is not Verdict.SAME


def test_a_word_says_what_kind_of_place_it_is_or_which_of_two() -> None:
    meanings = [(word.meaning, word.weight) for word in words_of_place("Янги Маргилан тумани")]
    assert meanings == [("new", 1.0), ("", 1.0), ("district", 0.15)]


def test_small_words_of_a_place_are_left_out_but_never_all() -> None:
    assert [word.text for word in words_of_place("Ростов-на-Дону")] == ["ростов", "дону"]
    assert [word.text for word in words_of_place("На")] == ["на"]


@pytest.mark.parametrize("table", ["towns", "regions"])
def test_every_name_of_a_place_of_the_table_finds_it(table: str) -> None:
    named = place_lexicon.towns_named if table == "towns" else place_lexicon.regions_named
    for names in read_table("place_names.yaml")[0][table]:
        assert isinstance(names, list), names
        assert frozenset.intersection(*(named(word_key(name)) for name in names)), names


def test_towns_and_regions_have_numbers_of_their_own() -> None:
    assert place_lexicon.towns_named(word_key("Ararat")).isdisjoint(place_lexicon.regions_named(word_key("Ararat")))
    assert not place_lexicon.towns_named("nowhere") | place_lexicon.regions_named("nowhere")
