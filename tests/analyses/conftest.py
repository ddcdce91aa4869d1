"""Asking an analysis, and a company graph that is given edge by edge."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from analyses.registry import get_analysis

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


@dataclass(frozen=True)
class Asked:
    """An answer as the API gives it, each message by its text."""

    rows: list[dict[str, Any]]
    evidence: list[dict[str, Any]]
    population: dict[str, Any]
    notes: list[str]
    truncated: str | None


def by_text(value: Any) -> Any:
    """A JSON value with the texts of messages in their places."""
    if isinstance(value, list):
        return [by_text(part) for part in value]
    if not isinstance(value, dict):
        return value
    return value["text"] if value.keys() == {"key", "values", "text"} else {k: by_text(v) for k, v in value.items()}


@pytest.fixture
def ask(world: "SmallWorld") -> Callable[..., Asked]:
    """Runs an analysis on the whole world with parameters."""

    def run(name: str, *channels: str, **values: Any) -> Asked:
        analysis = get_analysis(name)
        answer = analysis.run(world.seen(*channels), analysis.read_params(values))
        return Asked(**by_text(answer.model_dump(mode="json")))

    return run


def company_network(world: "SmallWorld") -> "nx.Graph[str]":
    """The company projection by the first party id of each entity."""
    seen = world.seen()
    first = [seen.projection.ids[node] for node in seen.entities.first.tolist()]
    G: nx.Graph[str] = nx.Graph()
    for a, b, weight in zip(*(part.tolist() for part in seen.company_graph), strict=True):
        G.add_edge(first[a], first[b], weight=weight)
    return G


@pytest.fixture
def trade(world: "SmallWorld") -> Callable[[Iterable[tuple[str, str]]], None]:
    """Says one consignment for each pair: the first sends, the second receives."""

    def say(pairs: Iterable[tuple[str, str]]) -> None:
        for sender, receiver in pairs:
            world.say(
                shipper__name=f"Firma {sender}",
                consignee__name=f"Firma {receiver}",
                shipper__country="UZ",
                consignee__country="UZ",
            )

    return say
