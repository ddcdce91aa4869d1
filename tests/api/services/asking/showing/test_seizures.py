"""Seizures as rows and titles."""

from typing import Any

import pytest

from api.services.asking.showing.seizures import seizure_row, seizure_rows, seizure_title

EMPTY = dict.fromkeys(("id", "number", "on", "goods", "amount", "place", "country", "agency"), "")


@pytest.mark.parametrize(
    ("row", "title"),
    [
        (
            {"goods": "Heroin", "amount": "38 kg", "place": "Samur", "on": "2024-03-02"},
            "Heroin, 38 kg, Samur, 2 Mar 2024",
        ),
        ({"goods": "Tobacco", "amount": "two sacks"}, "Tobacco, two sacks"),
        ({"goods": "x" * 80, "place": "Samur"}, "x" * 59 + "…, Samur"),
        ({"number": "9", "place": "Samur", "on": "2024-03-02"}, "Seizure 9"),
    ],
)
def test_a_seizure_is_titled_by_what_how_much_where_and_when(row: dict[str, str], title: str) -> None:
    assert seizure_title({**EMPTY, **row}) == title


def rows_of(world: Any) -> list[dict[str, str]]:
    seen = world.seen()
    return seizure_rows(seen, [seen.projection.ids[n] for n in seen.projection.numbers_of("Seizure").tolist()])


def test_a_row_names_the_post_where_the_report_names_no_place(world: Any) -> None:
    world.say("seizure", commodity="Heroin", quantity=1500.0, quantity_unit="g", entered_at="Hairatan")
    (row,) = rows_of(world)
    assert (row["goods"], row["amount"], row["place"], row["country"]) == ("Heroin", "1.5 kg", "Hairatan", "AF")


def test_a_row_is_empty_where_the_report_does_not_say(world: Any) -> None:
    world.say("seizure", number="9", commodity_group="drugs")
    (row,) = rows_of(world)
    assert row == {**EMPTY, "id": row["id"], "number": "9", "goods": "drugs"}


def test_the_newest_stands_first_and_what_has_no_day_last(world: Any) -> None:
    for number, day in (("a", "2024-03-01"), ("b", ""), ("c", "2024-05-01"), ("d", "2024-03-01")):
        world.say("seizure", number=number, commodity="Heroin", **({"seized_on": day} if day else {}))
    assert [row["number"] for row in rows_of(world)] == ["c", "a", "d", "b"]


def test_what_is_hidden_has_no_row(world: Any) -> None:
    hidden = world.say("seizure", channel="UZ/other/H3/customs", commodity="Heroin")
    world.say(consignee__name="Karvon")
    assert seizure_rows(world.seen("UZ/import/H1/customs"), [hidden]) == []
    assert len(seizure_rows(world.seen(), [hidden])) == 1
    assert seizure_row(world.seen(), world.seen().projection.number_of(hidden))["goods"] == "Heroin"
