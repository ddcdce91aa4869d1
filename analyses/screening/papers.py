"""Indicators of papers that do not go together: consignees to order or changed late, seals, weights, drivers."""

import numpy as np

from analyses.screening.columns import Consignments
from analyses.screening.facts import Facts
from analyses.screening.registry import Figures, Hits, indicator
from analyses.screening.sources import CCP, FATF, OWN, WCO
from graph.model import UNDATED


@indicator(window="the consignment itself", source=FATF)
def to_order(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The consignee is said to be to order, so that nobody is named who receives the goods."""
    return Hits.where(c.is_to_order & (c.receiver < 0), (c.node,))


@indicator(window="as its threshold `days_before` says", source=WCO, needs=("amendments",))
def late_consignee_change(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A later version of a paper names another consignee, at most `days_before` its day or after it.

    Names are compared folded: another spelling is no change. The day of a change is that of the extract that says it.
    """
    known = np.where(c.node >= 0, facts.row_of_node[c.node], -1)
    changed = np.append(facts.consignee_changed_on, UNDATED)[known]
    fires = (changed != UNDATED) & (c.day != UNDATED) & (changed >= c.day - int(figures["days_before"]))
    return Hits.where(fires, (c.node, facts.first(c.receiver)), days=np.where(fires, changed - c.day, 0))


@indicator(source=CCP, needs=("notify",))
def notify_linked(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The notify party is another than the receiver, no service provider, and linked to it by what few share."""
    differs = (c.notify >= 0) & (c.receiver >= 0) & (c.notify != c.receiver)
    fires = differs & facts.ties.are_linked(c.notify, c.receiver) & ~facts.ties.is_provider[c.notify]
    return Hits.where(fires, (facts.first(c.receiver), facts.first(c.notify)))


@indicator(window="the papers of one movement", source=WCO, needs=("seals",))
def seal_changed(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Two papers of one movement name seals, and none that both name."""
    return Hits.where(c.differing_seals, (c.node,))


@indicator(source=WCO, needs=("seals",))
def seal_reused(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A seal stood on another movement before, at most on `most_movements`: more is a number that names no seal."""
    when = facts.when(c)[c.seals.row]
    times = facts.by_seal.before(c.seals.value, when)
    last = facts.by_seal.last_before(c.seals.value, when)
    used = (times > 0) & (times <= figures["most_movements"]) & (facts.known.node[last] != c.node[c.seals.row])
    seal, earlier = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    seal[c.seals.row[used]], earlier[c.seals.row[used]] = c.seals.value[used], facts.node_of(last[used])
    return Hits.where(seal >= 0, (seal, earlier))


@indicator(window="the papers of one movement", source=WCO, needs=("gross_kg",))
def weights_differ(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Papers of one movement say gross weights that differ by more than `ratio`."""
    return Hits.where(c.weight_ratio >= figures["ratio"], (c.node,), ratio=c.weight_ratio)


@indicator(window="the papers of one movement", source=CCP)
def receivers_differ(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Papers of one movement name receivers that are different firms."""
    return _several(facts, c, c.receivers.row, c.receivers.value)


@indicator(window="the papers of one movement", source=OWN, needs=("driver",))
def driver_changed(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Papers of one movement name different drivers."""
    return _several(facts, c, c.drivers.row, c.drivers.value)


def _several(facts: Facts, c: Consignments, row: np.ndarray, entity: np.ndarray) -> Hits:
    """Hits where a row has two entities, with the first and the last of them."""
    counts = np.bincount(row, minlength=len(c))
    low, high = np.full(len(c), -1, dtype=np.int64), np.full(len(c), -1, dtype=np.int64)
    low[row[::-1]], high[row] = entity[::-1], entity
    return Hits.where(counts > 1, (facts.first(low), facts.first(high)), count=counts)
