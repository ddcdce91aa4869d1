"""A column that counts the rows is no column of numbers, unless a profile says so."""

from collections.abc import Sequence

import pytest

from graph.errors import BadFile
from loaders.profile.profile import parse_profile
from loaders.profile.row_numbers import FEWEST_ROWS, refusing_row_numbers

COUNTED = [str(number) for number in range(1, FEWEST_ROWS + 1)]


def read(numbers: Sequence[str], record: str = "id: No", header: Sequence[str] = ("No", "A")) -> int:
    """How many rows come through."""
    text = f"name: d\nversion: 1\nrecords:\n  - {{kind: declaration, {record}, fields: {{office: A}}}}"
    units = ((line, [number, "x"]) for line, number in enumerate(numbers, 2))
    return len(list(refusing_row_numbers(iter(units), parse_profile(text), header, "a.csv")))


@pytest.mark.parametrize(
    "numbers",
    [
        COUNTED,
        ["0", *COUNTED],  # the index of a frame
        [f"{number:0>4}" for number in COUNTED],
        [f" {number} " for number in COUNTED],
        [str(number) for number in range(1, 2_000)],
    ],
)
def test_numbers_that_count_the_rows_are_refused(numbers: list[str]) -> None:
    with pytest.raises(BadFile, match=r"column 'No'.*counts the rows of a.csv from [01] to .*id_is_row_number: true"):
        read(numbers)


def test_a_column_of_a_typed_file_is_meant_by_its_plain_name() -> None:
    with pytest.raises(BadFile, match="column 'No'"):
        read(COUNTED, header=("No [number]", "A"))


@pytest.mark.parametrize(
    "numbers",
    [
        [],
        COUNTED[:-1],  # so few may be numbered by chance
        [*COUNTED, "7"],  # one is left out
        ["2", *COUNTED],
        [str(number) for number in range(7, 100)],  # it goes on from the file before
        [*COUNTED[:-1], COUNTED[-2]],
        [f"D{number}" for number in COUNTED],
        ["1", "", *COUNTED[2:]],
    ],
)
def test_other_numbers_come_through(numbers: list[str]) -> None:
    assert read(numbers) == len(numbers)


@pytest.mark.parametrize(
    "record", ["id: No, id_is_row_number: true", "id_of: row", "id: [No, A]", "id: No, part: A", "id: A"]
)
def test_a_profile_may_say_that_they_are_numbers(record: str) -> None:
    assert read(COUNTED, record) == len(COUNTED)
