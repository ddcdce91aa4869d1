"""Days in the forms of ASYCUDA exports: other dates of the document tell the order, and nothing else is guessed."""

import pytest

from loaders.documents.asycuda.dates import say_day, year_of
from loaders.documents.draft import RecordDraft
from loaders.documents.texts import Shape, read


def said(text: str, *others: str) -> tuple[object, list[str]]:
    """The day that is said of a text in a document with other dates, and the flags."""
    dates = "".join(f"<Some_date>{other}</Some_date>" for other in others)
    document = read(f"<R><Note>25/01/24</Note><Item>{dates}</Item></R>", Shape(frozenset({"Item"})))
    draft = RecordDraft("declaration")
    say_day(draft, "registered_on", text, document)
    return draft.values.get("registered_on"), draft.flags


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-07", "2024-03-07"),
        ("07.03.2024", "2024-03-07"),  # dots are day first in every language that writes them
        ("7.3.24", "2024-03-07"),
        ("3/14/24", "2024-03-14"),
        ("03/14/2024", "2024-03-14"),
        ("14/03/2024", "2024-03-14"),
        ("14/3/24", "2024-03-14"),
        ("5/5/24", "2024-05-05"),  # the same in both orders
        ("05/05/2024", "2024-05-05"),
    ],
)
def test_a_date_that_can_be_read_in_one_way_alone_is_read(text: str, day: str) -> None:
    assert said(text) == (day, [])


@pytest.mark.parametrize(
    ("text", "other", "day"),
    [
        ("03/07/2024", "25/01/2024", "2024-07-03"),
        ("03/07/2024", "1/25/24", "2024-03-07"),
        ("3/7/24", "25/1/24", "2024-07-03"),
        ("3/7/24", "12/31/2023", "2024-03-07"),
    ],
)
def test_another_date_of_the_document_tells_the_order(text: str, other: str, day: str) -> None:
    assert said(text, "04/04/2024", other, other, "", "n/a") == (day, [])


def test_the_systems_own_form_is_read_month_first_with_a_flag_where_nothing_tells() -> None:
    assert said("3/7/24") == ("2024-03-07", ["date_ambiguous: 3/7/24"])
    assert said("3/7/24", "4/5/24", "6/6/24")[1] == ["date_ambiguous: 3/7/24"]


def test_four_digits_of_the_year_and_nothing_that_tells_give_no_day_but_a_year() -> None:
    assert said("03/07/2024") == (None, ["date_ambiguous: 03/07/2024"])
    assert [year_of(text) for text in ("03/07/2024", "3/7/24", "2024-03-07", "")] == ["2024", "", "2024", ""]


@pytest.mark.parametrize(
    "text", ["2024-03-27 10:15:00", "2024-03-27T00:00:00", "3/27/2024 12:00:00 AM", "27.03.2024 9:00"]
)
def test_an_hour_behind_the_day_is_passed_over(text: str) -> None:
    assert said(text) == ("2024-03-27", []) and year_of(text) == "2024"


def test_dates_that_contradict_each_other_tell_nothing_of_a_third() -> None:
    assert said("03/07/2024", "25/01/2024", "01/25/2024") == (None, ["date_ambiguous: 03/07/2024"])
    assert said("25/07/2024", "01/25/2024") == ("2024-07-25", [])


@pytest.mark.parametrize("text", ["soon", "31/31/24", "13/2024", "3/7/124"])
def test_what_is_no_date_is_a_flag(text: str) -> None:
    assert said(text) == (None, [f"registered_on_unreadable: {text}"])


def test_no_text_says_nothing() -> None:
    assert said("") == (None, [])
