"""The grade of a report is that of its row, else the worst of the files that hold it, whatever comes and goes."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from graph.derivation.checking import graph_faults
from graph.derivation.replay import Replay
from graph.model import EVERYONE
from graph.store.base import GraphStore
from graph.store.sqlite.store import SqliteStore

Hash = Callable[[GraphStore], str]
PROFILE = """name: seized
version: 1
records:
  - kind: seizure
    id: No
    grade: Grade
    fields: {seized_on: Date, commodity: Goods}
  - kind: declaration
    id: Declared
    fields: {registered_on: Date}
"""
HEAD = "No,Declared,Date,Goods,Grade\n"
FIRST = HEAD + "S1,D1,2024-01-05,heroin,\nS2,D2,2024-01-06,opium,A1\n"
SECOND = HEAD + "S1,D1,2024-01-05,heroin,\nS3,D3,2024-01-07,hashish,\n"


@pytest.fixture
def graded(desk: Any) -> Callable[..., list[int]]:
    """Loads a text with the grade of its source."""

    def load(text: str, grade: str, extract_on: str = "2024-01-31") -> list[int]:
        numbers: list[int] = desk.load(text, extract_on, profile=PROFILE, grade=grade)
        return numbers

    return load


def grades(store: GraphStore) -> dict[str, str]:
    """Grade of each record that has one, by its number."""
    nodes = store.get([record for record, _ in store.all_applied()], EVERYONE)
    return {node.id.rpartition(":")[2]: node.properties["grade"] for node in nodes if "grade" in node.properties}


def test_a_row_has_its_own_grade_and_the_others_that_of_their_file(desk: Any, graded: Any) -> None:
    graded(FIRST, "C3")
    assert grades(desk.store) == {"S1": "C3", "S2": "A1"}


def test_a_file_without_a_grade_gives_none(desk: Any, graded: Any) -> None:
    graded(FIRST, "")
    assert grades(desk.store) == {"S2": "A1"}


def test_of_several_files_the_worst_counts_in_any_order_and_a_recall_brings_the_other_back(
    desk_of: Any, graph_hash: Hash
) -> None:
    files = [(FIRST, "B2", "2024-01-31"), (SECOND, "D4", "2024-02-29")]
    hashes = set()
    for order in (files, files[::-1]):
        desk = desk_of()
        numbers = {grade: desk.load(text, on, profile=PROFILE, grade=grade) for text, grade, on in order}
        assert grades(desk.store) == {"S1": "D4", "S2": "A1", "S3": "D4"}
        hashes.add((graph_hash(desk.store), desk.store.version(EVERYONE)))
        desk.recall(*numbers["D4"])
        assert grades(desk.store) == {"S1": "B2", "S2": "A1"}
    assert len(hashes) == 1


def test_the_graph_of_a_past_day_has_the_grades_of_that_day(desk: Any, graded: Any, graph_hash: Hash) -> None:
    graded(FIRST, "B2")
    with closing(SqliteStore("sqlite:///:memory:")) as before:
        before.ensure_schema()
        Replay(desk.records, before, desk.reading_of).step("2024-01-31")
        assert graph_hash(before) == graph_hash(desk.store)
        graded(SECOND, "D4", "2024-02-29")
        replay = Replay(desk.records, before, desk.reading_of)
        replay.step("2024-01-31")
        assert grades(before)["S1"] == "B2"
        replay.step("2024-02-29")
        assert graph_hash(before) == graph_hash(desk.store)
    assert grades(desk.store)["S1"] == "D4"


def test_a_store_is_found_to_be_that_of_its_records(desk: Any, graded: Any) -> None:
    graded(FIRST, "C3")
    assert graph_faults(desk.records, desk.store, desk.reading_of) == []


def test_a_cell_that_says_nothing_leaves_the_grade_to_the_file(desk: Any, graded: Any) -> None:
    graded(HEAD + "S1,D1,2024-01-05,heroin,-\nS2,D2,2024-01-06,opium,N/A\n", "C3")
    assert grades(desk.store) == {"S1": "C3", "S2": "C3"}
