"""Saved views: what somebody had on the screen, by ids, places and his own words; never what the graph says of them.

A view is listed to its owner. Whoever has its id may read it; what he is shown of it is for the graph to say. When
something is recalled, the ids that go with it are taken out, and counted.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from api.state import tables as t
from api.state.dispositions import Decider
from api.state.store import StateStore, new_id, now
from graph import patterns
from graph.errors import BadValue, NotFound

MOST_OF_ONE = 500  # views of one person
_AT_ONCE = 500  # ids in one query


@dataclass(frozen=True, slots=True)
class ViewNode:
    """A node of a view: its place in pixels (y downwards), whether it was pinned, how many edges were seen at it."""

    id: str
    x: float
    y: float
    is_pinned: bool = False
    edges: int = 0


@dataclass(frozen=True, slots=True)
class ViewContent:
    """What is saved: nodes in the order of the screen, ids that were hidden, and the owner's words and settings."""

    name: str
    notes: str
    nodes: tuple[ViewNode, ...]
    hidden: tuple[str, ...] = ()
    filters: Mapping[str, Any] | None = None
    options: Mapping[str, Any] | None = None
    question: Mapping[str, Any] | None = None

    @property
    def named(self) -> set[str]:
        """Every id that it names."""
        return {node.id for node in self.nodes} | set(self.hidden)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view; `patterns` are the channel patterns of its owner, `version` the version of the data that he saw.

    `taken` counts the nodes and hidden ids that went out of it with what was recalled.
    """

    id: str
    owner: str
    patterns: str
    at: str
    version: str
    content: ViewContent
    taken: int = 0

    def is_whole_for(self, reader: Decider) -> bool:
        """Whether somebody sees everything that its owner saw when he saved it."""
        return patterns.covers(reader.patterns, self.patterns)

    def is_listed_for(self, reader: Decider) -> bool:
        """Whether it is among the views of somebody: his own, as long as he sees what he saw."""
        return self.owner == reader.name and self.is_whole_for(reader)


def save(state: StateStore, content: ViewContent, version: str, owner: Decider) -> SavedView:
    """Saves a view.

    Raises:
        BadValue: its owner has as many as one may have.
    """
    made = SavedView(new_id("view"), owner.name, owner.patterns, now(), version, content)
    row = {name: getattr(made, name) for name in ("id", "owner", "patterns", "at", "version", "taken")}
    with state.transaction() as connection:
        state.lock(connection, t.saved_view)
        of_owner = t.saved_view.c.owner == owner.name
        count = connection.scalar(sa.select(sa.func.count()).select_from(t.saved_view).where(of_owner)) or 0
        if count >= MOST_OF_ONE:
            raise BadValue(f"you have {count:,} saved views", "delete one first: `halqa view delete`")
        body = _body(content)
        connection.execute(t.saved_view.insert().values(row | {"name": content.name, "body": body}))
        for lot in _lots([{"view": made.id, "node": node} for node in sorted(content.named)]):
            connection.execute(t.saved_view_node.insert(), lot)
    return made


def read(state: StateStore, view: str) -> SavedView | None:
    """A view; None where there is none of that id."""
    with state.reading() as connection:
        row = connection.execute(sa.select(t.saved_view).where(t.saved_view.c.id == view)).first()
    return None if row is None else _view(row)


def listed(state: StateStore, reader: Decider) -> list[SavedView]:
    """The views of somebody, the newest first, ties by id."""
    v = t.saved_view.c
    query = sa.select(t.saved_view).where(v.owner == reader.name).order_by(v.at.desc(), v.id)
    with state.reading() as connection:
        return [view for view in map(_view, connection.execute(query)) if view.is_listed_for(reader)]


def delete(state: StateStore, view: str, by: Decider) -> SavedView:
    """Deletes a view of one's own; what it was.

    Raises:
        NotFound: there is none of that id among those of whoever asks.
    """
    known = read(state, view)
    if known is None or not known.is_listed_for(by):
        raise NotFound(f"no saved view {view!r} of your own", "`halqa view list` lists them")
    with state.transaction() as connection:
        connection.execute(t.saved_view_node.delete().where(t.saved_view_node.c.view == view))
        connection.execute(t.saved_view.delete().where(t.saved_view.c.id == view))
    return known


def named_nodes(state: StateStore) -> list[str]:
    """Every id that some view names, sorted."""
    n = t.saved_view_node.c
    with state.reading() as connection:
        return list(connection.scalars(sa.select(n.node).distinct().order_by(n.node)))


def take_out(state: StateStore, nodes: Iterable[str]) -> None:
    """Takes ids out of every view that names them."""
    v, n = t.saved_view.c, t.saved_view_node.c
    gone = sorted(set(nodes))
    with state.transaction() as connection:
        state.lock(connection, t.saved_view)
        touched: set[str] = set()
        for some in _lots(gone):
            touched.update(connection.scalars(sa.select(n.view).where(n.node.in_(some)).distinct()))
            connection.execute(t.saved_view_node.delete().where(n.node.in_(some)))
        for name in sorted(touched):
            known = _view(connection.execute(sa.select(t.saved_view).where(v.id == name)).one())
            left = _without(known.content, frozenset(gone))
            taken = known.taken + len(known.content.named) - len(left.named)
            row = {"body": _body(left), "taken": taken}
            connection.execute(t.saved_view.update().where(v.id == name).values(row))


def _without(content: ViewContent, gone: frozenset[str]) -> ViewContent:
    nodes = tuple(node for node in content.nodes if node.id not in gone)
    hidden = tuple(name for name in content.hidden if name not in gone)
    return ViewContent(content.name, content.notes, nodes, hidden, content.filters, content.options, content.question)


def _body(content: ViewContent) -> str:
    nodes = [[node.id, node.x, node.y, node.is_pinned, node.edges] for node in content.nodes]
    names = ("notes", "hidden", "filters", "options", "question")
    body = {name: getattr(content, name) for name in names} | {"nodes": nodes}
    return json.dumps(body, ensure_ascii=True, sort_keys=True)


def _view(row: Any) -> SavedView:
    body = json.loads(row.body)
    nodes = tuple(ViewNode(*node) for node in body.pop("nodes"))
    content = ViewContent(row.name, nodes=nodes, **body | {"hidden": tuple(body["hidden"])})
    return SavedView(row.id, row.owner, row.patterns, row.at, row.version, content, row.taken)


def _lots(items: list[Any]) -> Iterator[list[Any]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
