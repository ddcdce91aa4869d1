"""Where a table stands in its sheet."""

import pytest

from graph.errors import BadFile
from loaders.profile.profile import parse_profile
from loaders.tables.header_rows import laid_out

Units = tuple[tuple[str, ...], list[tuple[int, list[str]]]]


def laid(rows: list[list[str]], head: str = "") -> Units:
    text = f"name: d\nversion: 1\n{head}\nrecords:\n  - {{kind: declaration, id: No, fields: {{office: A}}}}"
    header, units = laid_out(enumerate(rows, 1), parse_profile(text), "a.csv")
    return header, list(units)


def test_the_first_row_that_is_not_blank_is_the_header() -> None:
    assert laid([[], ["", ""], [" No ", "A"], ["1", "x"], ["", ""]]) == (("No", "A"), [(4, ["1", "x"])])


def test_a_header_row_is_counted_from_one_with_the_blank_rows() -> None:
    assert laid([["Title"], [], ["No", "A"], ["1", "x"]], "header_row: 3") == (("No", "A"), [(4, ["1", "x"])])


@pytest.mark.parametrize(("head", "words"), [("", "a.csv holds no rows"), ("header_row: 2", "no header in row 2")])
def test_a_header_that_is_not_there_is_refused(head: str, words: str) -> None:
    for rows in ([], [[], [""]]):
        with pytest.raises(BadFile, match=words):
            laid(rows, head)


def test_rows_that_begin_with_a_word_are_left_out() -> None:
    rows = [["No", "A"], ["ИТОГО:", "9"], ["", "Итого по стране"], ["Total", "1"], ["Totalex", "2"], ["1", "total"]]
    assert laid(rows, "skip_rows: [итого, Total]")[1] == [(5, ["Totalex", "2"]), (6, ["1", "total"])]


def test_rows_at_the_end_are_left_out_without_the_blank_ones() -> None:
    rows = [["No"], ["1"], ["2"], [], ["page 1"], [""], ["signed"], []]
    assert laid(rows, "skip_footer: 2")[1] == [(2, ["1"]), (3, ["2"])]
    assert laid(rows, "skip_footer: 9")[1] == []


def test_the_levels_of_a_header_are_joined_as_merged_cells_stand_over_them() -> None:
    rows = [
        ["No", "Consignee", "", "Date", "Container"],
        ["", "Name", "Country", "", "No."],
        ["7", "A", "UZ", "x", "y"],
    ]
    header, units = laid(rows, "header_rows: 2")
    assert header == ("No", "Consignee / Name", "Consignee / Country", "Date", "Container / No.")
    assert units == [(3, ["7", "A", "UZ", "x", "y"])]


def test_a_row_below_the_header_that_only_counts_the_columns_is_none_of_the_units() -> None:
    header = ["No", "A", "B", "C"]
    assert laid([header, ["1", "2", "3", "4"], ["1", "x", "y", "z"]])[1] == [(3, ["1", "x", "y", "z"])]
    assert laid([header, ["1", "2", "3", "5"]])[1] == [(2, ["1", "2", "3", "5"])]
