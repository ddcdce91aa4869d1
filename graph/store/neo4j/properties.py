"""Properties of ours as Neo4j keeps them, and back: the same values come out that went in.

Neo4j holds texts, numbers, truth values and lists of one kind of these. Anything else (a nested value, a list of
several kinds, an integer beyond 64 bits) is kept as JSON text under its name, and `json_properties` lists such names.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from graph.finding import findable
from graph.store.neo4j.cypher import AS_JSON, EDGE_RESERVED, RESERVED, SEARCH, SEARCH_NUMBERS

_LARGEST = 1 << 63
_SIMPLE = (str, int, float, bool)


def to_neo4j(properties: Mapping[str, Any] | None) -> dict[str, Any]:
    """Properties as Neo4j holds them; those without a value are left out."""
    if not properties:
        return {}
    kept: dict[str, Any] = {}
    as_json: list[str] = []
    for name, value in properties.items():
        if _is_native(value):
            kept[name] = value
        elif isinstance(value, list | tuple) and _is_native_list(value):
            kept[name] = list(value)
        else:
            kept[name] = json.dumps(value, ensure_ascii=False, sort_keys=True)
            as_json.append(name)
    if as_json:
        kept[AS_JSON] = sorted(as_json)
    return kept


def _is_native(value: object) -> bool:
    kind = type(value)
    if kind is int:
        return -_LARGEST <= value < _LARGEST  # type: ignore[operator]  # an int, as asked above
    if kind is float:
        return math.isfinite(value)  # type: ignore[arg-type]
    return kind is str or kind is bool


def _is_native_list(values: list[Any] | tuple[Any, ...]) -> bool:
    kinds = {type(value) for value in values}
    return len(kinds) == 1 and kinds.pop() in _SIMPLE and all(map(_is_native, values))


def texts(node_id: str, properties: Mapping[str, Any] | None) -> dict[str, str]:
    """The properties of the store by which a node is searched for; those without a text are left out."""
    found = findable(node_id, properties)
    kept = {SEARCH: found.words, SEARCH_NUMBERS: found.numbers}
    return {name: text for name, text in kept.items() if text}


def node_properties(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A node's properties as they were given; what is the store's own is left out."""
    return _given(kept, RESERVED)


def edge_properties(kept: Mapping[str, Any]) -> dict[str, Any]:
    """An edge's properties as they were given; what is the store's own is left out."""
    return _given(kept, EDGE_RESERVED)


def _given(kept: Mapping[str, Any], reserved: frozenset[str]) -> dict[str, Any]:
    found = {name: value for name, value in kept.items() if name not in reserved}
    for name in kept.get(AS_JSON, ()):
        found[name] = json.loads(found[name])
    return found
