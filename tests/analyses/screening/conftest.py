"""Asking one indicator of a small world: at which of the consignments P1, P2 (it fires) and N1, N2 it does."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pytest

from analyses.screening.facts import Facts
from analyses.screening.firing import fire
from analyses.screening.registry import Thresholds, usual_thresholds
from graph.linkage.inputs import Amendment, Inputs
from graph.model import day_number

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

ASKED = {"P1", "P2", "N1", "N2"}
Fires = Callable[..., set[str]]


@pytest.fixture
def fires(world: "SmallWorld") -> Fires:
    """The numbers of those consignments at which an indicator fires, with some of its figures put otherwise."""

    def run(name: str, as_of: str = "", amendments: Iterable[Amendment] = (), **figures: float) -> set[str]:
        seen = world.seen().given(Inputs(amendments=tuple(amendments)))
        facts = Facts(seen, day_number(as_of) if as_of else None)
        fired = fire(facts, names=(name,), thresholds=changed(name, figures))
        assert name in fired.hits, fired.not_computed[name].text
        hits = fired.of_rows(fired.hits[name].row.tolist())
        assert all(hit.reason.text and hit.innocent_explanation.text for found in hits.values() for hit in found)
        numbers = {seen.projection.ids[int(facts.known.node[row])].rpartition(":")[2] for row in hits}
        return numbers & ASKED

    return run


def changed(name: str, figures: dict[str, float]) -> Thresholds:
    """The usual figures with some of one indicator put otherwise."""
    usual = usual_thresholds()
    own = usual.indicators[name]
    assert figures.keys() <= own.thresholds.keys()
    changed_own = own.model_copy(update={"thresholds": {**own.thresholds, **figures}})
    return usual.model_copy(update={"indicators": {**usual.indicators, name: changed_own}})


@pytest.fixture
def say(world: "SmallWorld") -> Callable[..., str]:
    """Says a declaration of a number and a day in 2024 (`03-15`)."""

    def run(number: str, day: str, **fields: Any) -> str:
        return world.say(number=number, registered_on=f"2024-{day}", **fields)

    return run
