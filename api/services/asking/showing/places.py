"""Places by the names that the gazetteer has for them."""

from collections.abc import Mapping
from functools import cache

from graph.values.reference.places import PLACES


@cache
def _names() -> Mapping[str, str]:
    return {f"place:{place.id}": place.name for place in PLACES}


def place_name(node_id: str) -> str:
    """The name of a place by the id of its node; what the id says last where the gazetteer has none."""
    return _names().get(node_id) or node_id.rpartition(":")[2]
