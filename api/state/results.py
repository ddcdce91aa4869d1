"""Kept answers: the body beside what it was an answer to; dropped when something that they name was taken away."""

from collections.abc import Iterable

import sqlalchemy as sa

from api.state import tables as t
from api.state.disclosures import Answer, Disclosure, DisclosureKind, described, insert, listed
from api.state.store import StateStore
from graph import patterns
from graph.errors import NotFound

_AT_ONCE = 500  # ids in one query


def keep(state: StateStore, answer: Answer, body: str) -> str:
    """Keeps an answer with its body; its id."""
    with state.transaction() as connection:
        made = insert(connection, answer)
        connection.execute(t.result.insert().values(disclosure=made, body=body))
    return made


def read(state: StateStore, result: str, asker: str = "") -> tuple[Disclosure, str]:
    """A kept answer and its body.

    Raises:
        NotFound: there is none of that id that the asker's patterns cover.
    """
    with state.reading() as connection:
        known = described(connection, result)
        body = connection.scalar(sa.select(t.result.c.body).where(t.result.c.disclosure == result))
    if known is None or body is None or not patterns.covers(asker, known.patterns):
        raise NotFound(f"no kept answer {result!r}", "`halqa results` lists them")
    return known, body


def last_of(state: StateStore, analysis: str, asker: str = "") -> str:
    """Id of the last answer of an analysis that was kept and that the asker's patterns cover; empty where none was."""
    kept = listed(state, asker, DisclosureKind.RESULT)
    return next((known.id for known in kept if known.parameters.get("analysis") == analysis), "")


def drop(state: StateStore, result: str, asker: str = "") -> Disclosure:
    """Drops a kept answer, and all that was noted of it.

    Raises:
        NotFound: see `read`.
    """
    known, _ = read(state, result, asker)
    _drop(state, [result])
    return known


def drop_naming(state: StateStore, nodes: Iterable[str]) -> list[Disclosure]:
    """Drops every kept answer that names one of these nodes or records; what they were."""
    wanted = sorted(set(nodes))
    n = t.disclosed_node.c
    found: set[str] = set()
    with state.reading() as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            query = sa.select(n.disclosure).where(n.node.in_(wanted[start : start + _AT_ONCE])).distinct()
            found.update(connection.scalars(query.where(n.disclosure.in_(sa.select(t.result.c.disclosure)))))
        dropped = [known for name in sorted(found) if (known := described(connection, name))]
    _drop(state, sorted(found))
    return dropped


def named_nodes(state: StateStore) -> list[str]:
    """Every id that some kept answer names, sorted."""
    n = t.disclosed_node.c
    query = sa.select(n.node).where(n.disclosure.in_(sa.select(t.result.c.disclosure))).distinct().order_by(n.node)
    with state.reading() as connection:
        return list(connection.scalars(query))


def _drop(state: StateStore, results: list[str]) -> None:
    with state.transaction() as connection:
        for start in range(0, len(results), _AT_ONCE):
            some = results[start : start + _AT_ONCE]
            connection.execute(t.result.delete().where(t.result.c.disclosure.in_(some)))
            for table in (t.disclosed_node, t.disclosed_batch):
                connection.execute(table.delete().where(table.c.disclosure.in_(some)))
            kind = t.disclosure.c.kind == DisclosureKind.RESULT.value
            connection.execute(t.disclosure.delete().where(t.disclosure.c.id.in_(some), kind))
