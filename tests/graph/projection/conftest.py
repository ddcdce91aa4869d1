"""What a projection holds, as plain values that can be compared."""

from collections.abc import Callable
from typing import Any

import pytest

from graph.projection.projection import Projection
from graph.store.base import EDGE_ARRAYS


def _facts(p: Projection) -> list[Any]:
    arrays = [(str(getattr(p.columns, name).dtype), getattr(p.columns, name).tolist()) for name in EDGE_ARRAYS]
    columns = {kind: {name: list(column) for name, column in held.items()} for kind, held in p.properties.items()}
    near = [part.tolist() for part in p.adjacency]
    texts = [list(p.ids), p.columns.roles, p.columns.channels]
    return [texts, arrays, columns, near, p.version, p.channel_versions, p.hubs, p.sees_all]


@pytest.fixture
def facts() -> Callable[[Projection], list[Any]]:
    """All that a projection holds, as plain values."""
    return _facts
