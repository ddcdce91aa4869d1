"""What tests of several layers use: a digest of a whole graph, and small worlds said record by record."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from graph.assertions import assertions
from graph.canonical import Record
from graph.model import EVERYONE, Channel, Viewer
from graph.projection import Projection, project
from graph.schema import NODE_TYPES
from graph.store.base import Changes, GraphStore
from graph.store.sqlite import SqliteStore

UZ = "UZ/import/H1/customs"


def _graph_lines(store: GraphStore) -> list[str]:
    """Every node and every edge in words, sorted: text ids only, no version, mark or internal number."""
    ids = [node_id for name in sorted(NODE_TYPES) for node_id in store.node_columns(name, (), EVERYONE).ids]
    lines = [
        json.dumps(
            ["node", node.id, node.type, node.channel, dict(node.properties)], ensure_ascii=False, sort_keys=True
        )
        for node in store.get(ids, EVERYONE)
    ]
    for edges in store.edges_of(ids).values():
        lines += [json.dumps(["edge", *edge], ensure_ascii=False, sort_keys=True) for edge in edges]
    return sorted(lines)


@pytest.fixture(scope="session")
def graph_lines() -> Callable[[GraphStore], list[str]]:
    return _graph_lines


@pytest.fixture(scope="session")
def graph_hash() -> Callable[[GraphStore], str]:
    return lambda store: hashlib.sha256("\n".join(_graph_lines(store)).encode()).hexdigest()


class World:
    """A small world: records said one by one in our own words, kept in an embedded store in memory.

    `say(consignee__name="A", registered_on="2024-01-31")` says a declaration; a double underscore stands for a dot.
    """

    def __init__(self) -> None:
        self.store = SqliteStore("sqlite:///:memory:")
        self.store.ensure_schema()
        self._number = 0

    def say(self, kind: str = "declaration", number: str = "", channel: str = UZ, **fields: Any) -> str:
        """Says a record; the id of its node."""
        self._number += 1
        values = {name.replace("__", "."): value for name, value in fields.items()}
        said = assertions(Record(kind, number or f"{self._number:04d}", values), Channel.parse(channel))
        changes = Changes(nodes=[said.node], edges=list(said.edges))
        for party in said.parties:
            assert party.node is not None
            changes.nodes.append(party.node)
            changes.edges += party.edges
        node_id = said.node.id
        changes.marks[node_id] = hashlib.blake2b(repr(sorted(values.items())).encode(), digest_size=16).digest()
        changes.channels[node_id] = channel
        self.store.apply(changes)
        return node_id

    def project(self, *channels: str) -> Projection:
        """What somebody sees who may see these channels; everything where none are named."""
        return project(self.store, Viewer(frozenset(channels)) if channels else EVERYONE)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.store.close()


PARTS = {
    "browser": ("chromium", "the pictures in a real browser were not tested: install Chromium (apt install chromium)")
}


def _untested() -> Iterator[str]:
    """In words, what this machine cannot test."""
    for command, words in PARTS.values():
        if shutil.which(command) is None:
            yield words
    if not os.environ.get("HALQA_TEST_DATA"):
        yield "the outside data sets were not read: HALQA_TEST_DATA names no folder"
    for name in os.environ.get("HALQA_REQUIRE", "").split(","):
        if name.strip() and name.strip() not in PARTS:
            yield f"HALQA_REQUIRE names {name.strip()}, which no test needs yet"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line for each part that was left out."""
    for words in _untested():
        terminalreporter.write_line(f"NOT TESTED: {words}", red=True, bold=True)
