"""Indicators of what unrelated firms have in common: phones, addresses, drivers, trucks, and registers that differ."""

import numpy as np

from analyses.screening.columns import Consignments, Ragged
from analyses.screening.facts import Facts
from analyses.screening.registry import Figures, Hits, indicator
from analyses.screening.sources import FATF, VALIDATED
from graph.kernels.chances import once_in


@indicator(source=FATF, needs=("phones",))
def shared_phone(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver shows a phone that an unrelated firm showed before.

    Entities count, not spellings; `most_others` at most showed it. What service providers show is left out, and firms
    that stand in a register with a common director or owner are.
    """
    return _shared(facts, c, c.phones, figures["most_others"])


@indicator(source=FATF, needs=("addresses",))
def shared_address(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver shows an address that an unrelated firm showed before; see `shared_phone`."""
    return _shared(facts, c, c.addresses, figures["most_others"])


def _shared(facts: Facts, c: Consignments, shown: Ragged, most_others: float) -> Hits:
    """Hits where somebody else, and not too many, hold what the receiver shows."""
    at, holder = facts.ties.other_holders(shown.value, c.receiver[shown.row], facts.when(c)[shown.row])
    few = np.bincount(at, minlength=len(shown.value))[at] <= most_others
    at, holder = at[few], holder[few]
    value, other = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    value[shown.row[at]], other[shown.row[at]] = shown.value[at], facts.first(holder)
    others = np.bincount(shown.row[at], minlength=len(c))
    return Hits.where(value >= 0, (value, other), others=others)


@indicator(source=VALIDATED, needs=("driver",))
def shared_driver(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The driver had driven for this receiver and for another one more often than chance explains.

    Before the day, within movements of one carrier, else of one country (hypergeometric, false discovery rate 5 %).
    """
    driver = np.where(c.driver >= 0, facts.first(c.driver), -1)
    return _co_used(facts, c, Ragged(np.flatnonzero(driver >= 0), driver[driver >= 0]))


@indicator(source=VALIDATED, needs=("trucks",))
def shared_vehicle(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The truck, trailer or container had come for this receiver and for another one more often than chance explains.

    As `shared_driver`.
    """
    things = Ragged.of(
        np.concatenate((c.trucks.row, c.trailers.row, c.containers.row)),
        np.concatenate((c.trucks.value, c.trailers.value, c.containers.value)),
    )
    return _co_used(facts, c, things)


def _co_used(facts: Facts, c: Consignments, things: Ragged) -> Hits:
    """Hits where another receiver used the thing too, beyond chance, before the day of the consignment."""
    place, others, chances = facts.ties.uses.shared(things.value, c.receiver[things.row], facts.when(c)[things.row])
    value, other = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    powers = np.zeros(len(c))
    rows = things.row[place]
    value[rows], other[rows] = things.value[place], facts.first(others)
    powers[rows] = -np.log10(chances)
    return Hits.where(value >= 0, (value, other), np.minimum(1.0, powers / 6), times=once_in(powers))


@indicator(window="all registers that are known", source=FATF)
def papers_against_register(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver shows a phone or address that its own entry in a register contradicts.

    The register says another value of the kind, and not this one; values that many hold (hubs) are left out.
    """
    value = np.full(len(c), -1, dtype=np.int64)
    for shown in (c.addresses, c.phones):
        against = facts.ties.are_contradicted(shown.value, c.receiver[shown.row])
        value[shown.row[against]] = shown.value[against]
    return Hits.where(value >= 0, (value, facts.first(c.receiver)))
