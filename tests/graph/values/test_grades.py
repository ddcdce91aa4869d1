"""Grades of sources: codes of four systems, as people write them."""

import pytest

from graph.values.grades import share_of_grade, worst_grade


@pytest.mark.parametrize(
    ("code", "share"),
    [
        ("B2", 1.0),
        ("A", 1.0),
        ("C3", 0.64),
        ("D4", 0.25),
        ("E5", 0.04),
        ("F6", 0.49),
        ("X4", 0.49),
        ("1A", 1.0),
        ("2BP", 0.7),
        ("3E", 0.04),
        ("E41", 0.49),
        ("d-4", 0.25),
        ("D / 4", 0.25),
        ("В2", 1.0),
        ("С3", 0.64),
        ("C۳", 0.64),
        ("Б2", 1.0),
        ("Г4", 0.25),
        ("Д5", 0.04),
        ("Ф6", 0.49),
    ],
)
def test_a_code_counts_by_source_and_information(code: str, share: float) -> None:
    assert share_of_grade(code) == pytest.approx(share)


@pytest.mark.parametrize("code", ["", "high", "2", "BB", "B9", "G1", "B2222", "Ж2"])
def test_a_code_of_no_known_system_has_no_share(code: str) -> None:
    assert share_of_grade(code) is None


def test_the_worst_of_several_is_the_one_that_counts_least() -> None:
    assert worst_grade(["A1", "E5", "C3"]) == "E5"
    assert worst_grade(["very good", "E5"]) == "E5"
    assert worst_grade(["B2", "A1", ""]) == "B2"  # both count whole
    assert worst_grade(["", ""]) == ""
