"""JSON lines: columns of the whole file, values as they were written, and what is no such file."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from graph.errors import BadFile
from loaders.profile.profile import parse_profile
from loaders.source import Source
from loaders.tables.jsonl import MAX_COLUMNS, open_source


def opened(folder: Path, text: str | bytes, head: str = "") -> Source:
    path = folder / "a.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    profile = f"name: d\nversion: 1\n{head}\nrecords:\n  - {{kind: declaration, id: No, fields: {{office: A}}}}"
    return open_source(path, parse_profile(profile))


def cells(folder: Path, value: str, head: str = "") -> dict[str, str]:
    """The row of one object with one value, by column without marks."""
    source = opened(folder, f'{{"a": {value}}}', head)
    ((_, row),) = source.units
    return {name.removesuffix(" [number]"): cell for name, cell in zip(source.header, row, strict=True)}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"0702000007"', {"a": "0702000007"}),
        ("123456789012345678901", {"a": "123456789012345678901"}),
        ("1.10", {"a": "1.10"}),
        ("0.1000000000000000055511", {"a": "0.1000000000000000055511"}),
        ("1.5e-7", {"a": "0.00000015"}),
        ("1E3", {"a": "1000"}),
        ("1e999999", {"a": "1e999999"}),
        ("-0", {"a": "-0"}),
        ("true", {"a": "true"}),
        ("null", {"a": ""}),
        ('" NA "', {"a": " NA "}),
        ('"\\u0422"', {"a": "Т"}),
        ('"\\ud83d\\ude00"', {"a": "\N{GRINNING FACE}"}),
        ('"a\\\\u0000"', {"a": "a\\u0000"}),
        ('{"b": {"c": "x"}, "d": 1}', {"a.b.c": "x", "a.d": "1"}),
        ('["x", 2, null]', {"a": "x;2"}),
        ("[]", {"a": ""}),
        ('[{"b": 1}, {"b": 2, "c": ["x", "y"]}]', {"a.b": "1;2", "a.c": "x;y"}),
        ('[[1], [], "x"]', {"a": "1;x"}),
    ],
)
def test_a_value_is_the_text_that_was_written(tmp_path: Path, value: str, said: dict[str, str]) -> None:
    assert cells(tmp_path, value) == said


def test_a_fraction_has_the_decimal_sign_that_the_profile_reads(tmp_path: Path) -> None:
    assert cells(tmp_path, "1.234", 'decimal: ","') == {"a": "1,234"}


def test_the_columns_are_those_of_every_line_in_their_order(tmp_path: Path) -> None:
    source = opened(tmp_path, '{"No": "1", "B": "x"}\n\n{"A": "y", "No": "2"}\r\n')
    assert source.header == ("No", "B", "A")
    assert list(source.units) == [(1, ["1", "x", ""]), (3, ["2", "", "y"])]


def test_rows_with_their_keys_in_another_order_have_their_cells_in_that_of_the_header(tmp_path: Path) -> None:
    source = opened(tmp_path, '{"No": "1", "A": 2, "B": true}\n{"B": null, "A": "3", "No": 4}\n{"A": "5"}')
    assert [row for _, row in source.units] == [["1", "2", "true"], ["4", "3", ""], ["", "5", ""]]


def test_a_column_of_whole_numbers_is_marked(tmp_path: Path) -> None:
    source = opened(tmp_path, '{"No": 1, "HS": 10, "W": 1, "T": "1"}\n{"No": null, "HS": "010", "W": 1.5}\n')
    assert source.header == ("No [number]", "HS", "W", "T")


def test_an_encoding_is_that_of_the_profile(tmp_path: Path) -> None:
    text = '{"No": "Термез"}'.encode("cp1251")
    assert list(opened(tmp_path, text, "encoding: [utf-8, cp1251]").units) == [(1, ["Термез"])]
    assert list(opened(tmp_path, b"\xef\xbb\xbf" + '{"No": "Термез"}'.encode()).units) == [(1, ["Термез"])]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"a": 1', "line 2: Expecting"),
        ("[1, 2]", "line 2: it is no JSON object"),
        ('"x"', "line 2: it is no JSON object"),
        ('{"a": NaN}', "line 2: NaN is no number"),
        ('{"a": 1, "a": 2}', "line 2: a key stands twice in one object"),
        ('{"a": {"b": 1}, "a.b": 2}', "line 2: 'a.b' is written both nested and with a dot"),
        ('{"a": "\\ud800"}', "line 2: a text holds NUL or half of a character"),
        ('{"a": "\\u0000"}', "line 2: a text holds NUL or half of a character"),
        ('{"\\ud800": 1}', "line 2: a key holds NUL or half of a character"),
        ('{"a": ' * 20 + "1" + "}" * 20, "line 2: it is nested too deep"),
        ("[" * 100_000, "line 2: "),
        (json.dumps({str(i): i for i in range(MAX_COLUMNS + 2)}), "line 2: it has more than 1,000 values"),
        ('{"a": 1} x', "line 2: Extra data"),
        ('{"a": "' + "x" * (1 << 20) + '"}', "line 2 is longer than"),
    ],
    ids=range(14),
)
def test_a_line_that_is_no_object_refuses_the_file_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(BadFile, match=why) as problem:
        opened(tmp_path, '{"No": "1"}\n' + line)
    assert problem.value.next_step


def test_lines_that_all_differ_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="more than 1,000 columns; this is not a file of records"):
        opened(tmp_path, "".join(f'{{"k{i}": 1}}\n' for i in range(MAX_COLUMNS + 1)))


def test_a_file_without_a_row_is_refused(tmp_path: Path) -> None:
    for text in ("\n\n", "{}\n"):
        with pytest.raises(BadFile, match="holds no rows"):
            opened(tmp_path, text)


_JSON = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.floats() | strategies.integers() | strategies.text(),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(content=strategies.binary(max_size=60) | _JSON.map(json.dumps).map(str.encode))
def test_any_bytes_give_rows_or_a_refusal(tmp_path: Path, content: bytes) -> None:
    try:
        assert all(isinstance(cell, str) for _, row in opened(tmp_path, content).units for cell in row)
    except BadFile as error:
        assert error.next_step


def test_how_far_a_file_was_read_is_told(tmp_path: Path) -> None:
    source = opened(tmp_path, '{"No": "1"}\n' * 100_000)
    assert source.share() == 0
    next(source.units)
    assert 0 < source.share() < 0.3
    for _ in source.units:
        pass
    assert source.share() == 1


def test_the_values_of_a_list_are_one_cell(tmp_path: Path) -> None:
    said = cells(tmp_path, '["x", "", "y", {"b": 1}, {"b": 2}]')
    assert said == {"a": "x;y", "a.b": "1;2"}
