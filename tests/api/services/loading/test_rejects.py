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
    write_csv(file, [ROW, ROW | {"value": "-5"}, ROW | {"value": "+998"}, ROW | {"value": "\t@x"}])
    values = [line.split(",")[2] for line in file.getvalue().splitlines()[1:]]
    assert values == ["'=1+1", "-5", "+998", "'\t@x"]
