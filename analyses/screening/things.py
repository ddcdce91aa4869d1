"""Indicators of containers, trucks and trailers: numbers at two places, registers that differ, changing tractors."""

import numpy as np

from analyses.screening.columns import Consignments
from analyses.screening.facts import Facts
from analyses.screening.registry import Figures, Hits, indicator
from analyses.screening.routes import too_fast
from analyses.screening.sources import ISO_6346, OWN, WCO


@indicator(window="as its threshold `days` says", source=ISO_6346, needs=("containers", "post"))
def cloned_container(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A container stands at a post so far from where it stood before that one container cannot have come so soon.

    The great-circle distance of the posts, `least_km` at least, asks for more than `km_per_hour`.
    """
    return too_fast(facts, c, c.containers, facts.by_container, figures)


@indicator(window="all registers that are known", source=ISO_6346, needs=("containers",))
def container_registers_differ(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Rows of registers say different sizes of one container, or tares that differ by more than `ratio`."""
    differs = facts.ties.register_differences > figures["ratio"]
    return _marked(c, c.containers.row, c.containers.value, differs)


@indicator(window="as its threshold `days` says", source=WCO, needs=("trailers", "trucks"))
def trailer_behind_tractors(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A trailer went behind `tractors` different tractors within `days`, this one included."""
    when = facts.when(c)[c.trailers.row]
    at, row = facts.by_trailer.within(c.trailers.value, when - int(figures["days"]), when)
    trucks = facts.known.trucks
    begins = np.searchsorted(trucks.row, row, "left")
    ends = np.searchsorted(trucks.row, row, "right")
    counts = ends - begins
    place = np.repeat(at, counts)
    offset = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    truck = trucks.value[np.repeat(begins, counts) + offset]
    own = np.searchsorted(c.trucks.row, c.trailers.row, "left")
    has_own = np.searchsorted(c.trucks.row, c.trailers.row, "right") > own
    of_own = np.flatnonzero(has_own)
    pairs = np.unique(
        np.stack((np.concatenate((place, of_own)), np.concatenate((truck, c.trucks.value[own[of_own]])))), axis=1
    )
    tractors = np.bincount(pairs[0].astype(np.int64), minlength=len(c.trailers.row))
    many = tractors >= figures["tractors"]
    trailer, seen = np.full(len(c), -1, dtype=np.int64), np.zeros(len(c), dtype=np.int64)
    trailer[c.trailers.row[many]], seen[c.trailers.row[many]] = c.trailers.value[many], tractors[many]
    days = np.full(len(c), int(figures["days"]))
    return Hits.where(trailer >= 0, (trailer,), tractors=seen, days=days)


@indicator(window="all registers that are known", source=OWN, needs=("trucks",))
def owner_not_on_papers(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A register says an owner of the truck who neither carries, drives, sends nor receives, nor is linked to those."""
    owner = facts.ties.owner_of_thing[c.trucks.value]
    row = c.trucks.row
    stranger = owner >= 0
    for column in (c.carrier, c.driver, c.sender, c.receiver):
        stranger &= (column[row] != owner) & ~((column[row] >= 0) & facts.ties.are_linked(column[row], owner))
    truck, who = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    truck[row[stranger]], who[row[stranger]] = c.trucks.value[stranger], facts.first(owner[stranger])
    return Hits.where(truck >= 0, (truck, who))


@indicator(source=WCO)
def seized_thing(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The truck, trailer or a container was seized in before, or stood on a seized movement."""
    days, seizures = facts.ties.seized_things
    when = facts.when(c)
    thing, seizure = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    for things in (c.containers, c.trailers, c.trucks):
        before = days[things.value] < when[things.row]
        thing[things.row[before]] = things.value[before]
        seizure[things.row[before]] = seizures[things.value[before]]
    return Hits.where(thing >= 0, (thing, seizure))


def _marked(c: Consignments, row: np.ndarray, value: np.ndarray, marked: np.ndarray) -> Hits:
    """Hits where one of the things of a row is marked."""
    thing = np.full(len(c), -1, dtype=np.int64)
    thing[row[marked[value]]] = value[marked[value]]
    return Hits.where(thing >= 0, (thing,))
