"""Container numbers: one form, several in a cell, apart from sizes and types, and what is none."""

import pytest

from graph.values import ids
from graph.values.ids import CheckedId


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("MSKU1234565", "MSKU1234565", ""),
        (" msku 123456-5 ", "MSKU1234565", ""),
        ("МSКU1234565", "MSKU1234565", ""),  # Cyrillic М and К
        ("Контейнер № MSKU 1234565", "MSKU1234565", ""),  # among words
        ("CSQU3054383", "CSQU3054383", ""),  # the example of ISO 6346
        ("CSQU3054384", "CSQU3054384", "container_check_digit"),
        ("MSKU123456", "MSKU123456", "container_format"),  # the check digit is missing
        ("ABC 12", "ABC12", "container_format"),
        ("MSKU123456 22G1", "MSKU123456", "container_format"),  # nothing of the type becomes a digit of it
    ],
)
def test_container(text: str, value: str, problem: str) -> None:
    assert ids.container(text) == CheckedId(value, problem)


BOTH = (CheckedId("MSKU1234565"), CheckedId("TGHU7654320"))


@pytest.mark.parametrize(
    "between", [", ", ",", "; ", ";", " ", "  ", "/", " / ", "\n", "\r\n", "\t", "|", " & ", " и ", " va ", ""]
)
def test_every_container_of_a_cell_is_read(between: str) -> None:
    assert ids.containers(f"MSKU1234565{between}TGHU7654320") == BOTH


@pytest.mark.parametrize(
    "text", ["msku 123456-5, tghu 765432-0", "МSКU 1234565 (40HC) / TGHU7654320 22G1", "1) MSKU1234565 2) TGHU7654320"]
)
def test_each_is_read_as_it_is_alone(text: str) -> None:
    assert tuple(number for number in ids.containers(text) if not number.names_nothing) == BOTH


@pytest.mark.parametrize(
    "beside", [" 22G1", "22G1", " / 22G1", " (40HC)", " 40'HC", ", 45R1", " 40", " FCL", " 20GP", " (порожний)"]
)
def test_a_size_or_a_type_beside_a_number_is_no_part_of_it(beside: str) -> None:
    assert ids.containers(f"MSKU1234565{beside}") == (CheckedId("MSKU1234565"),)


def test_a_number_that_is_broken_is_kept_beside_others() -> None:
    assert ids.containers("MSKU1234565, TGHU76543") == (
        CheckedId("MSKU1234565"),
        CheckedId("TGHU76543", "container_format"),
    )
    assert [number.value for number in ids.containers("MSKU12345, TGHU76543")] == ["MSKU12345", "TGHU76543"]


def test_what_is_left_over_beside_numbers_says_so() -> None:
    assert ids.containers("MSKU1234565, S77")[1] == CheckedId("S77", "left_over", names_nothing=True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("MSK", "not_a_number"),
        ("без контейнера", "not_a_number"),
        ("40HC", "not_a_number"),
        ("22G1", "not_a_number"),
        ("7", "number_short"),
        ("A-1", "number_short"),
        ("1,40E+11", "number_cut"),
        ("5" * 2000, "number_too_long"),
    ],
)
def test_what_is_no_container_number_names_none(text: str, problem: str) -> None:
    (found,) = ids.containers(text)
    assert (found.problem, found.names_nothing) == (problem, True)
