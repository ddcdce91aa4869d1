"""Asking an analysis, and a company graph that is given edge by edge."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import AnalysisResult, get_analysis

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


@pytest.fixture
def ask(world: "SmallWorld") -> Callable[..., AnalysisResult]:
    """Runs an analysis on the whole world with parameters."""

    def run(name: str, *channels: str, **values: Any) -> AnalysisResult:
        analysis = get_analysis(name)
        return analysis.run(world.seen(*channels), analysis.read_params(values))

    return run


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
