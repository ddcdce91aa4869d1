"""Names in several scripts: each spelling fits the encoding of the files it is for."""

import pytest

from loaders.sample.dice import Dice
from loaders.sample.names import address_text, company_name, make_address, person_name
from loaders.sample.pools import POOLS
from loaders.sample.scripts import forms_of


@pytest.mark.parametrize(
    ("word", "script", "russian", "latin", "loose"),
    [
        ("Ҷамшед", "cyrillic", "Джамшед", "Jamshed", "Djamshed"),  # Ҷ is J, and Dzh through Russian
        ("Қайрат", "cyrillic", "Кайрат", "Qayrat", "Kairat"),
        ("G'ayrat", "uzbek", "Гайрат", "G'ayrat", "Gayrat"),  # the apostrophe goes
        ("Ceyhun", "azeri", "Джейхун", "Ceyhun", "Ceyhun"),  # C is Dzh
        ("Ýyldyz", "turkmen", "Йылдыз", "Yyldyz", "Yyldyz"),
        ("გოჩა", "georgian", "Гоча", "Gocha", "Gocha"),
        ("نجیب|Najib|Najeeb", "abjad", "Наджиб", "Najib", "Najeeb"),
    ],
)
def test_word_is_spelled_in_every_script(word: str, script: str, russian: str, latin: str, loose: str) -> None:
    forms = forms_of(word, script)
    assert (forms.russian, forms.latin, forms.loose) == (russian, latin, loose)


@pytest.mark.parametrize("country", sorted(POOLS))
def test_spellings_fit_their_files(country: str) -> None:
    dice = Dice(3, country)
    for _ in range(60):
        names = [company_name(country, dice)]
        if POOLS[country].families:
            names.append(person_name(country, dice, is_woman=dice.chance(0.3)).spellings)
        for name in names:
            assert all(text.isascii() for text in name.latin)
            assert all(text.encode("cp1251") for text in name.russian)
            assert all(text.strip() for text in name.native)
        address = make_address(country, dice)
        assert address_text(address, "latin", 0).isascii()
        assert address_text(address, "russian", 1).encode("cp1251")


def test_patronymic_follows_the_fathers_name_in_russian() -> None:
    dice = Dice(1, "patronymics")
    names = [person_name("UZ", dice).spellings for _ in range(40)]
    assert all(name.russian[0].endswith(("ович", "евич")) for name in names)
    assert all(name.native[0].endswith(" o'g'li") for name in names)


def test_names_are_many() -> None:
    dice = Dice(1, "many")
    assert len({company_name("UZ", dice).latin[0] for _ in range(5000)}) > 4800
