import csv
import io

from api.services.loading.rejects import with_next_step, write_csv

ROW = {"no": 1, "line": 7, "column": "Gross kg", "value": "=1+1", "code": "bad_number", "reason": "not a number"}


def test_a_rejected_row_says_what_to_do() -> None:
    found = with_next_step(ROW)
    assert list(found) == ["line", "column", "value", "code", "reason", "next_step"]
    assert found["next_step"] == "mend the row, or look at `decimal`"


def test_a_reason_of_a_profile_that_is_newer_than_we_are_has_no_next_step() -> None:
    assert with_next_step(ROW | {"code": "of_tomorrow"})["next_step"] == ""


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    file = io.StringIO(newline="")
    values = ["=1+1", "-5", "+998", "\t@x", "＝1+1", "\u200b=1+1", " =1", "-1+1", "−1", "", "x=1"]
    write_csv(file, [ROW | {"value": value} for value in values])
    file.seek(0)
    written = [row[2] for row in list(csv.reader(file))[1:]]
    assert written == ["'=1+1", "-5", "+998", "'\t@x", "'＝1+1", "'\u200b=1+1", "' =1", "'-1+1", "'−1", "", "x=1"]


def test_an_empty_cell_stays_empty() -> None:
    file = io.StringIO(newline="")
    write_csv(file, [ROW | {"column": "", "value": None}])
    file.seek(0)
    assert list(csv.reader(file))[1][:3] == ["7", "", ""]
