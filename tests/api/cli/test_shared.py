"""What a command prints: results to stdout, messages to stderr, and nothing that a terminal obeys."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli.shared import cell, for_terminal, print_json, print_table, say, tell

HOSTILE = "\x1b[2J\x1b]0;owned\x07Karvon\x9b31m\u202eTrans\r\x7f\udcff"
SHOWN = "\\x1b[2J\\x1b]0;owned\\x07Karvon\\x9b31m\\u202eTrans\\x0d\\x7f\\udcff"


@pytest.mark.parametrize("text", ["", "Karvon Trans", "«Нур» — ООО", "شرکت\u200cها", "a\tb\nc", "🚛"])
def test_a_plain_text_is_printed_as_it_is(text: str) -> None:
    assert for_terminal(text) == text


def test_signs_that_a_terminal_obeys_are_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    tell(HOSTILE)
    say(HOSTILE)
    assert capsys.readouterr() == (f"{SHOWN}\n", f"{SHOWN}\n")


def test_a_table_has_one_line_a_row_whatever_is_in_its_cells(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([(HOSTILE, "two\nlines")], ("name", "text"))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[2].endswith("two lines")
    assert not set(lines[2]) & set("\x1b\x07\x9b\u202e\x7f\udcff")


def test_json_holds_the_same_text_and_no_such_sign(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"name": HOSTILE})
    written = capsys.readouterr().out
    assert json.loads(written) == {"name": HOSTILE}
    assert not set(written) & set("\x1b\x07\x9b\u202e\x7f\udcff")


def test_no_command_prints_by_itself() -> None:
    folder = Path(__file__).parents[3] / "api" / "cli"
    found = [path.name for path in sorted(folder.glob("*.py")) if " print(" in path.read_text("utf-8")]
    assert found == ["shared.py"]


def test_what_data_says_reaches_no_terminal(tmp_path: Path, run_command: Callable[..., Any]) -> None:
    profile = (
        "name: d\nversion: 1\nrecords: [{kind: declaration, id: No, fields: {registered_on: Date, consignee.name: A}}]"
    )
    (tmp_path / "d.yaml").write_text(profile, "utf-8")
    name = "Karvon \x1b[31m\u202eTrans"
    file = tmp_path / "a\x1b[2J.csv"
    file.write_text(f"No,Date,A\n{name},2024-03-05,{name}\nD2,{name},x\n" + "D3,2024-03-05,y\n" * 30, "utf-8")
    settings = {"HALQA_DATA_DIR": str(tmp_path / "data")}
    said = ""
    for words in (
        ("load", str(file), "--profile", "d.yaml", "--originator", "UZ"),
        ("batches",),
        ("search", "Karvon"),
        ("search", "Karvon", "--json"),
        ("load", str(tmp_path / "none\x1b[2J.csv"), "--profile", "d.yaml", "--originator", "UZ"),
    ):
        ran = run_command(tmp_path, settings, *words)
        said += ran.stdout + ran.stderr
    assert "Karvon" in said and "\\x1b" in said
    assert not set(said) & {"\x1b", "\u202e"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0944794380326, "0.0944794"),
        (5275.29499234, "5275.29"),
        (12345678.0, "12345678"),
        (2.0, "2"),
        (None, ""),
        ([1, 12], "1-12"),
        ([{"label": "Ann"}, {"label": "Bob"}], "Ann, Bob"),
        ("x" * 80, "x" * 69 + "…"),
    ],
)
def test_a_cell_shows_what_people_read(value: object, shown: str) -> None:
    assert cell(value) == shown
