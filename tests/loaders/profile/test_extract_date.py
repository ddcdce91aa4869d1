"""Patterns for the day in a file's name: usual ones are read, those that might search for ever are refused."""

import re
import time

import pytest
from pydantic_core import PydanticCustomError

from loaders.profile.extract_date import MOST_BITS, bits, read_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"_(\d{4}-\d{2}-\d{2})\.csv$",
        r"^.*?(\d{8}).*$",
        r"^[A-Z]+-[a-z]+-(\d+-\d+-\d+)\.csv",
        r"(?:[A-Z]+_)*(\d{8})",
        r"(?i)[^_]*_[^_]*_[^_]*_(\d+)",
        r"(?<!\d)(\d{4}\.\d\d\.\d\d)(?!\d)",
        r"(?:Выгрузка|Export)[ _-]*(\d{1,2}\.\d{1,2}\.\d{4})\.(?:xlsx|csv)",
        r"(?>a*)(\d+)",
        r".*_.*_.*_(\d{8})",
    ],
)
def test_patterns_as_people_write_them_are_read(pattern: str) -> None:
    assert read_pattern(pattern) == pattern
    assert read_pattern({"file_name": pattern}) == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"(\d+)+x",
        r"(?:a|ab)*(\d)",
        r"(?:a?){30}(b)",
        r"(|a)*",
        r".*.*.*.*(\d)",
        r"(?i)(?:[a-c]+[A-C]+)+(\d)",
        r"(?:(?i:a)+A)+(\d)",
        r"(?=(\d+)+x)",
    ],
)
def test_patterns_that_may_search_for_ever_are_refused(pattern: str) -> None:
    with pytest.raises(PydanticCustomError, match=r"for ever|parentheses"):
        read_pattern(pattern)
    assert bits(pattern) > MOST_BITS


@pytest.mark.parametrize("pattern", ["(" * 300 + "a" + ")" * 300, r"(a{99999999999})", "(" * 200, "(x)" + "a" * 500])
def test_a_pattern_that_python_cannot_read_is_refused_in_words(pattern: str) -> None:
    with pytest.raises(PydanticCustomError):
        read_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        (r"(\d{8})", 1),
        (r"(\d?)", 2),
        (r"(\d{1,4})x", 1),
        (r"(\d{1,4})", 4),
        (r"(?:csv|xls)(\d)", 2),
        (r"(?:\d{1,2}){2}", 4),
        (r"(?:\d-){1,3}", 3),
        (r"(?:-\d{1,2}){3}", 8),
    ],
)
def test_the_ways_are_counted(pattern: str, ways: int) -> None:
    assert 2 ** bits(pattern) == pytest.approx(ways)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", [r".*.*.*!(\d)", r"\w*\w*\w*!(\d)", r".*_.*_.*_(\d{8})", r"(?:a?){16}(b)"])
def test_the_worst_patterns_that_are_read_grow_no_faster_than_they_were_counted(pattern: str) -> None:
    """Three repeats, from each place of the name: four times the length costs at most 4^4 times the time."""

    def seconds(length: int) -> float:
        started = time.process_time()
        for name in ("_" * length, "0" * length, "a" * length):
            re.search(pattern, name)
        return time.process_time() - started

    assert bits(pattern) <= MOST_BITS
    assert seconds(240) < 2 * 4**4 * max(min(seconds(60) for _ in range(5)), 1e-4)
