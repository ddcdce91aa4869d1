"""What SQLite does for a query of the stores: never a walk through a whole table once for each row of another.

Each statement that a day's work carries out is explained. Loops of one query stand below one another in the plan; a
`SCAN` of a table that grows with what is loaded may only be the outermost of them.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from graph.finding import question
from graph.model import EVERYONE, Viewer

HEADER = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"
GROWING = {"batch", "record", "version", "record_in_batch", "raw", "reject", "node", "edge", "applied"}
TABLE = re.compile(r"SCAN (\w+)")


def row(number: int, consignee: str = "Buyer") -> str:
    return (
        f"{number},2024-01-0{number % 9 + 1},,,Mill LLC,{consignee} {number % 5} LLC,+9989012345{number % 90 + 10},,1\n"
    )


def days_work(desk: Any) -> None:
    """Loads, corrects, completes, asks, recalls, moves and makes again."""
    whole = desk.profile.replace("name: decl", "name: whole\ncomplete: true")
    items = (
        "name: items\nversion: 1\nrecords:\n  - {kind: declaration, id: No, part: [Shipper], fields: {hs_code: Weight}}"
    )
    (first,) = desk.load(HEADER + "".join(row(n) for n in range(50)))
    desk.load(HEADER + "".join(row(n, "Other") for n in range(20)), "2024-02-29")
    desk.load(HEADER + "".join(row(n) for n in range(60)), "2024-02-29", whole)
    desk.load(HEADER + "".join(row(n) for n in range(40)), "2024-03-31", whole)
    desk.load(HEADER + "".join(row(n) for n in range(5)), "2024-03-31", items)
    node = desk.store.neighbours("phone:+998901234510", (), EVERYONE)[0].node.id
    for viewer in (EVERYONE, Viewer(frozenset([desk.channel.name]))):
        desk.store.counts(node, viewer), desk.store.neighbours(node, (), viewer), desk.store.get([node], viewer)
        (
            desk.store.search(question("buyer"), (), viewer, 9),
            desk.store.totals(viewer),
            desk.store.edge_columns((), viewer),
        )
        desk.store.node_columns("Party", ("name",), viewer)
    desk.applier.reclassify(desk.records.batch(first), "H3")
    desk.recall(desk.records.batches()[1].no)
    desk.applier.rebuild([])
    desk.records.known(desk.channel, "x"), desk.records.rejects(1)


@pytest.fixture
def explained(embedded_desk_of: Callable[..., Any], tmp_path: Path) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """The plan of every statement of a day's work."""
    desk = embedded_desk_of(tmp_path)
    records: dict[str, Any] = {}
    graph: set[str] = set()

    def keep(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        records.setdefault(statement, parameters[0] if many else parameters)

    sa.event.listen(desk.records.engine, "before_cursor_execute", keep)
    desk.store._db.set_trace_callback(graph.add)
    days_work(desk)
    desk.store._db.set_trace_callback(None)
    plans: dict[str, list[tuple[Any, ...]]] = {}
    with desk.records.reading() as connection:
        connection.exec_driver_sql(
            "CREATE TEMP TABLE IF NOT EXISTS staged(no INTEGER PRIMARY KEY, channel, kind, source_id, part)"
        )
        for statement, parameters in list(records.items()):
            if statement.lstrip().upper().startswith(("SELECT", "WITH", "DELETE", "UPDATE", "INSERT")):
                explain = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans[statement] = [tuple(line) for line in explain]
    for statement in graph:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "DELETE", "UPDATE")):
            try:
                plans[statement] = desk.store._db.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            except sqlite3.Error:
                continue  # an inner statement of the full-text index
    yield plans


def scans_inside_loops(plan: list[tuple[Any, ...]]) -> list[str]:
    """Tables that are walked whole once for each row of an outer loop, or for each row of a correlated query."""
    walked = []
    for place, (_, parent, _, detail) in enumerate(plan):
        table = TABLE.match(detail)
        if not table or table[1] not in GROWING:
            continue
        is_inner = any(before[1] == parent and before[3].startswith(("SCAN", "SEARCH")) for before in plan[:place])
        owner = next((line[3] for line in plan if line[0] == parent), "")
        if is_inner or owner.startswith("CORRELATED"):
            walked.append(f"{table[1]} in {owner or 'the query'}")
    return walked


def test_no_statement_walks_a_growing_table_for_each_row_of_another(
    explained: dict[str, list[tuple[Any, ...]]],
) -> None:
    assert len(explained) > 60
    assert {statement: walked for statement, plan in explained.items() if (walked := scans_inside_loops(plan))} == {}


@pytest.mark.parametrize(
    ("plan", "walked"),
    [
        ([(1, 0, 0, "SCAN record"), (2, 0, 0, "SEARCH version USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")], []),
        ([(1, 0, 0, "SEARCH record USING INDEX x"), (2, 0, 0, "SCAN version")], ["version in the query"]),
        ([(1, 0, 0, "SCAN record"), (2, 0, 0, "SCAN mine")], []),
        ([(1, 0, 0, "SEARCH a"), (2, 0, 0, "CORRELATED SCALAR SUBQUERY 1"), (3, 2, 0, "SCAN edge")],
         ["edge in CORRELATED SCALAR SUBQUERY 1"]),
    ],
)  # fmt: skip
def test_such_a_walk_would_be_found(plan: list[tuple[Any, ...]], walked: list[str]) -> None:
    assert scans_inside_loops(plan) == walked
