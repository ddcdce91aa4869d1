"""One-off history: what came once and holds years is told from extracts of a period."""

from typing import Any

from graph.records.history import history_batches
from graph.records.reading import RecordReader

HEAD = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"


def rows(*days: str) -> str:
    return HEAD + "".join(f"{day},{day},,,,Silk Road LLC,,,1\n" for day in days)


def test_a_source_that_came_once_and_holds_more_than_two_months_is_history(desk: Any) -> None:
    numbers = desk.load(rows("2023-01-05", "2024-01-05"), "2024-01-31")
    assert history_batches(desk.records) == frozenset(numbers)


def test_extracts_of_a_month_are_none_and_those_of_two_days_neither(desk: Any) -> None:
    desk.load(rows("2024-01-05", "2024-01-30"), "2024-01-31")
    assert history_batches(desk.records) == frozenset()
    desk.load(rows("2023-01-05", "2024-02-05"), "2024-02-29")
    assert history_batches(desk.records) == frozenset()


def test_what_history_holds_counts_from_its_own_days_on(desk: Any) -> None:
    numbers = frozenset(desk.load(rows("2023-01-05", "2024-01-05"), "2024-01-31"))
    with desk.records.reading() as connection:
        for as_of, known in (("2022-12-31", 0), ("2023-01-05", 1), ("2024-01-30", 2)):
            reader = RecordReader(desk.records, connection, as_of, history=numbers)
            assert sum(len(record.versions) for some in reader.all_records() for record in some) == known
