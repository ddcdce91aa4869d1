"""What tests of several layers use: a digest of a whole graph, by what the store protocol tells of it."""

import hashlib
import json
from collections.abc import Callable

import pytest

from graph.model import EVERYONE
from graph.schema import NODE_TYPES
from graph.store.base import GraphStore


def _graph_lines(store: GraphStore) -> list[str]:
    """Every node and every edge in words, sorted: text ids only, no version, mark or internal number."""
    ids = [node_id for name in sorted(NODE_TYPES) for node_id in store.node_columns(name, (), EVERYONE).ids]
    lines = [
        json.dumps(["node", node.id, node.type, node.channel, dict(node.properties)], ensure_ascii=False, sort_keys=True)
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
