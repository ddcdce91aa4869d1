"""Goods of seizures in the words of reports."""

import pytest

from graph.values.reference.tables import read_table
from graph.values.seized_goods import goods_of, group_of, group_of_goods


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("Heroin, brown", "heroin"),
        ("ГЕРОИН 2,5 кг", "heroin"),
        ("هیروئین", "heroin"),
        ("ჰეროინი", "heroin"),
        ("Ангидрид уксусной кислоты", "acetic anhydride"),
        ("уксусного ангидрида", "acetic anhydride"),
        ("Метамфетамин кристаллический", "methamphetamine"),
        ("Амфетамин", "amphetamine"),
        ("Гашиш", "hashish"),
        ("Ферросилиций незадекларированный", "ferrosilicon"),
        ("Sigaret", "cigarettes"),
        ("onions", None),
        ("", None),
    ],
)
def test_goods_are_known_in_the_words_of_a_report(text: str, goods: str | None) -> None:
    assert goods_of(text) == goods


@pytest.mark.parametrize(
    ("text", "group"), [("Наркотические средства", "drugs"), ("Tobacco products", "tobacco"), ("fruit", None)]
)
def test_groups_are_known_too(text: str, group: str | None) -> None:
    assert group_of(text) == group


def test_every_name_leads_to_its_own_entry_and_every_group_is_declared() -> None:
    table = read_table("seized_goods.yaml")[0]
    for goods, entry in table["goods"].items():
        assert group_of_goods(goods) == entry["group"]
        assert entry["group"] in table["groups"]
        for name in entry["names"]:
            assert goods_of(name) in (goods, "cigarettes"), name
