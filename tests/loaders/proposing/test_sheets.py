"""The keyed sheets of twelve languages and more: how many columns are understood, and how many rightly."""

import pytest

from benchmarks.proposals import all_sheets, figures, judged_sheets

LEAST_PRECISION, LEAST_RECALL, LEAST_WHOLE_SHARE, LEAST_IN_ONE_SHEET = 0.98, 0.85, 0.6, 0.75


def test_text_sheets_are_understood_in_every_language_that_has_one() -> None:
    judged = judged_sheets(sheet for sheet in all_sheets() if sheet.format == "csv")
    precision, recall, whole = figures(judged)
    assert precision >= LEAST_PRECISION and recall >= LEAST_RECALL and whole >= LEAST_WHOLE_SHARE
    assert min(figures([one])[1] for one in judged) >= LEAST_IN_ONE_SHEET


@pytest.mark.slow
def test_every_keyed_sheet_is_understood_well_enough() -> None:
    precision, recall, whole = figures(judged_sheets(all_sheets()))
    assert precision >= LEAST_PRECISION and recall >= LEAST_RECALL and whole >= LEAST_WHOLE_SHARE


def test_a_workbook_with_a_header_of_two_levels_is_understood() -> None:
    (judged,) = judged_sheets(sheet for sheet in all_sheets() if sheet.name == "ru_seizures")
    assert judged.needs_no_edit
