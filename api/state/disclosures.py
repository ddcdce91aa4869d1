"""Disclosures: what was handed out or kept, by whom, when, of which data; and which of them hold an id or a batch.

When a batch is recalled or a judgement revoked, these are the answers that used it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from api.state import tables as t
from api.state.store import StateStore, new_id, now
from graph import patterns
from graph.errors import NotFound

_AT_ONCE = 5000  # rows in one statement


class DisclosureKind(StrEnum):
    """How an answer left the store."""

    EXPORT = "export"  # a file that somebody took along
    RESULT = "result"  # an answer that is kept here


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to be kept note of: the question in words and with its parameters, and what the answer holds.

    Attributes:
        version: The version of the data that its viewer saw.
        patterns: The channel patterns of whoever asked, "" for every channel.
        by: Who asked.
    """

    kind: DisclosureKind
    title: str
    question: str
    parameters: Mapping[str, Any]
    format: str
    version: str
    patterns: str
    by: str
    nodes: frozenset[str] = frozenset()
    batches: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An answer that was noted; its nodes and batches are counted."""

    id: str
    kind: DisclosureKind
    title: str
    question: str
    parameters: Mapping[str, Any]
    format: str
    version: str
    patterns: str
    by: str
    at: str
    node_count: int
    batch_count: int


def note(state: StateStore, answer: Answer) -> str:
    """Keeps note of an answer; its id."""
    with state.transaction() as connection:
        return insert(connection, answer)


def described(connection: Connection, disclosure: str) -> Disclosure | None:
    """What was noted of one answer; None where there is none of that id."""
    row = connection.execute(_DISCLOSURES.where(t.disclosure.c.id == disclosure)).first()
    return None if row is None else _disclosure(row)


def insert(connection: Connection, answer: Answer) -> str:
    """Keeps note of an answer in a transaction that goes on; its id."""
    made = new_id("result" if answer.kind is DisclosureKind.RESULT else "disclosure")
    texts = {name: getattr(answer, name) for name in ("title", "question", "format", "version", "patterns", "by")}
    parameters = json.dumps(answer.parameters, ensure_ascii=True, sort_keys=True, default=str)
    row = {"id": made, "kind": answer.kind.value, "parameters": parameters, "at": now()}
    connection.execute(t.disclosure.insert().values(row | {k: _storable(v) for k, v in texts.items()}))
    _insert(connection, t.disclosed_node, made, "node", answer.nodes)
    _insert(connection, t.disclosed_batch, made, "batch", answer.batches)
    return made


def listed(
    state: StateStore,
    asker: str = "",
    kind: DisclosureKind | None = None,
    nodes: Sequence[str] = (),
    batches: Sequence[str] = (),
    limit: int = 0,
) -> list[Disclosure]:
    """What was handed out or kept, newest first.

    Args:
        state: The state.
        asker: Channel patterns of whoever wants to know: only what they cover is told.
        kind: Only this kind.
        nodes: Only what holds one of these ids.
        batches: Only what used one of these batches.
        limit: Most answers, 0 for all.
    """
    d = t.disclosure.c
    query = _DISCLOSURES.order_by(d.at.desc(), d.id)
    if kind is not None:
        query = query.where(d.kind == kind.value)
    for table, name, ids in ((t.disclosed_node, "node", nodes), (t.disclosed_batch, "batch", batches)):
        if ids:
            query = query.where(d.id.in_(sa.select(table.c.disclosure).where(table.c[name].in_(ids))))
    visible: list[Disclosure] = []
    with state.reading() as connection:
        for row in connection.execute(query):
            if patterns.covers(asker, row.patterns):
                visible.append(_disclosure(row))
                if len(visible) == limit:
                    break
    return visible


def nodes_of(state: StateStore, disclosure: str, asker: str = "") -> list[str]:
    """The ids that an answer holds, sorted.

    Raises:
        NotFound: there is none of that id that the asker's patterns cover.
    """
    d, n = t.disclosure.c, t.disclosed_node.c
    with state.reading() as connection:
        row = connection.execute(sa.select(d.patterns).where(d.id == disclosure)).first()
        if row is None or not patterns.covers(asker, row.patterns):
            raise NotFound(f"no export {disclosure!r}", "`halqa exports` lists them")
        return list(connection.scalars(sa.select(n.node).where(n.disclosure == disclosure).order_by(n.node)))


def _count(table: sa.Table) -> sa.ScalarSelect[int]:
    query = sa.select(sa.func.count()).select_from(table).where(table.c.disclosure == t.disclosure.c.id)
    return query.scalar_subquery()


_DISCLOSURES = sa.select(
    t.disclosure, _count(t.disclosed_node).label("node_count"), _count(t.disclosed_batch).label("batch_count")
)


def _disclosure(row: Any) -> Disclosure:
    values = row._asdict()
    return Disclosure(**values | {"kind": DisclosureKind(row.kind), "parameters": json.loads(row.parameters)})


def _insert(connection: Connection, table: sa.Table, disclosure: str, column: str, ids: Iterable[str]) -> None:
    rows = [{"disclosure": disclosure, column: name} for name in sorted(ids)]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(table.insert(), rows[start : start + _AT_ONCE])


def _storable(text: str) -> str:
    """A text that every database keeps."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "␀")
