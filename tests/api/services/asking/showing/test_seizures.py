import pytest

from api.services.asking.showing.seizures import seizure_row, seizure_title
from graph.model import Node

ID = "seizure:UZ/rows/H1/customs:seizure:9"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"commodity": "Heroin", "quantity": 1_234_567.0, "quantity_unit": "tablets"}, "Heroin, 1,234,567 tablets"),
        ({"commodity": "x" * 80, "place": "Samur"}, "x" * 59 + "…, Samur"),
        ({"place": "Samur", "seized_on": "2024-03-02"}, "seizure 9"),
    ],
)
def test_a_title_says_what_how_much_where_and_when(said: dict[str, object], title: str) -> None:
    assert seizure_title(Node(ID, "Seizure", "UZ/rows/H1/customs", said)) == title


def test_a_row_is_empty_where_the_report_does_not_say() -> None:
    row = seizure_row(ID, {"commodity_group": "drugs", "quantity": 2.0, "quantity_unit": "kg"})
    assert row == {
        "id": ID,
        "number": "9",
        "on": "",
        "goods": "drugs",
        "amount": "2 kg",
        "place": "",
        "country": "",
        "agency": "",
    }
