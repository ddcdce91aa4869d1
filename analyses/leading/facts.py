"""The facts about groups of entities that a score is made of, each for all groups of a partition at once."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from graph.columns import as_numpy
from graph.kernels.chances import hypergeometric_tail
from graph.kernels.expand import distinct_pairs
from graph.linkage.co_use import CoUse, co_use_tested
from graph.linkage.holders import AGENTS, RELATIONS
from graph.linkage.links import Links
from graph.linkage.movements import Movements
from graph.linkage.registers import Registers, registers_of
from graph.linkage.world import World
from graph.model import UNDATED, day_number

OPERATIONS = ("crew", "container")
REGISTERS = ("phone", "email", "identifier", "address", "register")
MOST_REGISTERS = 2
MOST_CO_USE = 6.0  # -log10 of a chance
MOST_SHARED = 4.0  # -log10 of a chance
TIMES = 4  # the usual share of seizures, of whom a lead is looked for
LIKELIER = (-3.0, 5.0)  # natural logarithms
YOUNG_DAYS = 730
USUAL_YOUNG = 0.3  # taken where no register says when a firm was founded
SHARED_BEYOND_CHANCE = 0.05
AGAINST = 5  # movements without a seizure that one with nothing found counts for
PROPERTIES = {"Party": ("registered_on",), "Inspection": ("result",)}

Facts = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Pairs:
    """What is known of each linked pair of entities, by its place among the pairs of the links; flags are 0 or 1."""

    left: np.ndarray
    right: np.ndarray
    families: Mapping[str, np.ndarray]
    hidden: np.ndarray
    declared: np.ndarray
    crosses: np.ndarray
    co_use: np.ndarray

    def any_of(self, families: tuple[str, ...]) -> np.ndarray:
        """Whether a pair has evidence of one of these families."""
        flags: np.ndarray = np.logical_or.reduce([self.families[name] for name in families])
        return flags


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything that the facts are counted from, made once for all partitions of a world.

    Attributes:
        world: What is seen.
        links: Links of control.
    """

    world: World
    links: Links

    @cached_property
    def movements(self) -> Movements:
        return self.world.movements

    @cached_property
    def is_person(self) -> np.ndarray:
        """Whether most parties of each entity are persons."""
        kinds = self.world.projection.property_of("Party", "kind").array
        flags = np.asarray(pc.fill_null(pc.equal(kinds, "person"), False))
        entities = self.world.entities
        persons = np.bincount(entities.of_party, weights=flags, minlength=entities.count)
        most: np.ndarray = 2 * persons > np.bincount(entities.of_party, minlength=entities.count)
        return most

    @property
    def countries(self) -> np.ndarray:
        """See `countries_of`."""
        return self.world.once(countries_of)

    @cached_property
    def founded(self) -> np.ndarray:
        """The first day on which a register says that each entity was founded; `UNDATED` for none."""
        p, entities = self.world.projection, self.world.entities
        texts = p.property_of("Party", "registered_on").array.dictionary_encode()
        days = np.array([_day(text) for text in texts.dictionary.to_pylist()] + [UNDATED], dtype=np.int64)
        day = days[np.asarray(texts.indices.fill_null(len(days) - 1))]
        own = (day != UNDATED) & ~p.is_inline_party[entities.parties]
        found = np.full(entities.count, np.iinfo(np.int64).max)
        np.minimum.at(found, entities.of_party[own], day[own])
        return np.where(found == np.iinfo(np.int64).max, UNDATED, found)

    @cached_property
    def since(self) -> int:
        """The first day on which anything moved; 0 where nothing did."""
        days = self.movements.day[self.movements.day != UNDATED]
        return int(days.min()) if len(days) else 0

    @cached_property
    def seized_share(self) -> float:
        """Of all movements, those with a seizure."""
        return float(self.movements.is_seized.mean()) if self.movements.count else 0.0

    @cached_property
    def registers(self) -> Registers:
        return registers_of(self.world.holders)

    @cached_property
    def co_uses(self) -> CoUse:
        """Co-use of drivers, vehicles and containers beyond chance."""
        tested = self.world.once(operations_of)
        return tested.where(tested.is_sure)

    @cached_property
    def shows_another(self) -> np.ndarray:
        """Whether each entity shows on papers a phone or address that its register entry contradicts."""
        flags = np.zeros(self.world.entities.count, dtype=bool)
        flags[self.world.holders.entity[self.registers.is_contradicted]] = True
        return flags

    @cached_property
    def is_receiver(self) -> np.ndarray:
        """Whether each entity is a firm that received something."""
        flags = np.zeros(self.world.entities.count, dtype=bool)
        flags[self.movements.receiver[self.movements.receiver >= 0]] = True
        flags[self.is_person] = False
        return flags

    @cached_property
    def partners(self) -> tuple[np.ndarray, np.ndarray]:
        """(receiving firm, sender) of all movements, each once."""
        m = self.movements
        both = (m.receiver >= 0) & (m.sender >= 0)
        pairs = distinct_pairs(m.receiver[both], m.sender[both])
        firm = ~self.is_person[pairs.left]
        return pairs.left[firm], pairs.right[firm]

    @cached_property
    def _keys(self) -> tuple[np.ndarray, np.ndarray]:
        """(pair as one number, the pairs in the order of these numbers)."""
        keys = self.links.pair_left * self._width + self.links.pair_right
        return keys, np.argsort(keys)

    @property
    def _width(self) -> int:
        return max(1, self.world.entities.count)

    @cached_property
    def pair_of(self) -> np.ndarray:
        """The place of the pair of each link."""
        keys, order = self._keys
        places: np.ndarray = order[
            np.searchsorted(keys, self.links.left * self._width + self.links.right, sorter=order)
        ]
        return places

    @cached_property
    def pairs(self) -> Pairs:
        links, holders = self.links, self.world.holders
        count = len(links.pair_left)
        family = np.array([relation.family for relation in RELATIONS])[holders.relation[links.row]]

        def any_in(flags: np.ndarray) -> np.ndarray:
            found = np.zeros(count, dtype=bool)
            found[self.pair_of[flags]] = True
            return found

        contradicted, registered = self._at_both_ends()
        country = self.countries
        crosses = (country[links.pair_left] >= 0) & (country[links.pair_right] >= 0)
        crosses &= country[links.pair_left] != country[links.pair_right]
        crosses &= ~self.is_person[links.pair_left] & ~self.is_person[links.pair_right]
        return Pairs(
            links.pair_left,
            links.pair_right,
            {name: any_in(np.asarray(family == name)) for name in (*OPERATIONS, *REGISTERS)},
            any_in(np.asarray(contradicted.any(axis=0))),
            any_in(np.asarray(registered.all(axis=0) | (family == "register"))),
            crosses,
            self._co_use_of(),
        )

    def _at_both_ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Whether each end (two rows) of each link is contradicted by its register entry, and whether it is in it."""
        links, holders = self.links, self.world.holders
        width = max(1, self.world.entities.count)
        keys = (holders.value * len(RELATIONS) + holders.relation) * width + holders.entity
        group = (holders.value[links.row] * len(RELATIONS) + holders.relation[links.row]) * width
        wanted = np.stack((group + links.left, group + links.right))
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        is_there = keys[place] == wanted if len(keys) else np.zeros(wanted.shape, dtype=bool)
        registers = self.registers
        return registers.is_contradicted[place] & is_there, registers.is_registered[place] & is_there

    def _co_use_of(self) -> np.ndarray:
        """-log10 of the chance of the strongest co-use of each pair, at most `MOST_CO_USE`; 0 for none."""
        used, (keys, order) = self.co_uses, self._keys
        wanted = used.left * self._width + used.right
        found = np.zeros(len(keys))
        if not len(keys) or not len(wanted):
            return found
        place = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
        is_linked = keys[place] == wanted
        np.maximum.at(found, place[is_linked], np.minimum(MOST_CO_USE, -np.log10(used.chance[is_linked])))
        return found


def countries_of(world: World) -> np.ndarray:
    """Number of the country that most records say of each entity; -1 for none."""
    entities = world.entities
    said = world.projection.property_of("Party", "country").array.dictionary_encode(null_encoding="encode")
    codes = said.dictionary.to_pylist()
    order = sorted((number for number, code in enumerate(codes) if code is not None), key=codes.__getitem__)
    rank = np.full(len(codes), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    country = rank[as_numpy(said.indices)]
    known = country >= 0
    weights = world.projection.degrees[entities.parties[known]]
    width = max(1, len(order))
    cells, cell_of = np.unique(entities.of_party[known] * width + country[known], return_inverse=True)
    records = np.bincount(cell_of, weights=weights, minlength=len(cells))
    found = np.full(entities.count, -1, dtype=np.int64)
    least_first = np.lexsort((-(cells % width), records))
    found[cells[least_first] // width] = cells[least_first] % width
    return found


def operations_of(world: World) -> CoUse:
    """Who used the same drivers, vehicles and containers, and whether chance explains it."""
    return co_use_tested(world.movements, world.once(countries_of))


def agents_of(world: World) -> CoUse:
    """Who used the same brokers, forwarders, carriers and warehouses, and whether chance explains it."""
    used = [(edge_type,) for edge_type in AGENTS]
    return co_use_tested(world.movements, world.once(countries_of), used=used, by_carrier=False)


def _day(text: object) -> int:
    try:
        return day_number(str(text))
    except ValueError:
        return UNDATED


def facts_of(evidence: Evidence, group_of: np.ndarray) -> Facts:
    """The facts about the groups of a partition, an array with a value for each group by name.

    Args:
        evidence: What they are counted from.
        group_of: The group of each entity, -1 for none.
    """
    count = int(group_of.max(initial=-1)) + 1
    return (
        _of_pairs(evidence, group_of, count)
        | _of_firms(evidence, group_of, count)
        | _of_trade(evidence, group_of, count)
    )


def _of_pairs(evidence: Evidence, group_of: np.ndarray, count: int) -> dict[str, np.ndarray]:
    pairs = evidence.pairs
    inside = (group_of[pairs.left] == group_of[pairs.right]) & (group_of[pairs.left] >= 0)
    group = group_of[pairs.left[inside]]
    linked = np.maximum(1, np.bincount(group, minlength=count))

    def added(values: np.ndarray) -> np.ndarray:
        return np.bincount(group, weights=values[inside], minlength=count)

    def kinds(families: tuple[str, ...]) -> np.ndarray:
        total: np.ndarray = sum(added(pairs.families[name]) > 0 for name in families) + np.zeros(count)
        return total

    members = np.bincount(group_of[group_of >= 0], minlength=count)
    operations, registers = pairs.any_of(OPERATIONS), pairs.any_of(REGISTERS)
    return {
        "operations": kinds(OPERATIONS),
        "registers": np.minimum(MOST_REGISTERS, kinds(REGISTERS)),
        "both_sorts": added(operations & registers) / linked,
        "co_use": np.minimum(MOST_CO_USE, added(pairs.co_use) / np.maximum(1, members - 1)),
        "hidden": added(pairs.hidden) / linked,
        "declared": added(pairs.declared) / linked,
        "across_border": added(pairs.crosses) / linked,
    }


def _of_firms(evidence: Evidence, group_of: np.ndarray, count: int) -> dict[str, np.ndarray]:
    grouped = group_of >= 0
    receives = grouped & evidence.is_receiver
    firms = np.maximum(1, np.bincount(group_of[receives], minlength=count))
    contradicted = np.bincount(group_of[receives & evidence.shows_another], minlength=count)
    dated = grouped & ~evidence.is_person & (evidence.founded != UNDATED)
    young = np.bincount(group_of[dated & (evidence.founded >= evidence.since - YOUNG_DAYS)], minlength=count)
    known = np.bincount(group_of[dated], minlength=count)
    return {
        "contradicted": contradicted / firms,
        "young": np.where(known > 0, young / np.maximum(1, known), USUAL_YOUNG),
    }


def movements_by_group(evidence: Evidence, group_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(group, movement) of the movements on which a member sends, receives or drives, each once."""
    movement, entity = evidence.movements.principals
    group = group_of[entity]
    width = max(1, evidence.movements.count)
    keys = np.unique((group * width + movement)[group >= 0])
    return keys // width, keys % width


def _of_trade(evidence: Evidence, group_of: np.ndarray, count: int) -> dict[str, np.ndarray]:
    group, movement = movements_by_group(evidence, group_of)
    moved = np.bincount(group, minlength=count)
    seized = np.bincount(group, weights=evidence.movements.is_seized[movement], minlength=count)
    cleared = np.bincount(group, weights=evidence.movements.is_cleared[movement], minlength=count)
    likelier = likelier_by_seizures(seized, moved + (AGAINST - 1) * cleared, evidence.seized_share)
    return {"seizures": likelier, "shippers": _shippers(evidence, group_of, count)}


def likelier_by_seizures(seized: np.ndarray, moved: np.ndarray, usual: float) -> np.ndarray:
    """How much likelier so many seizures are at `TIMES` the usual share than at the usual one.

    The natural logarithm of the ratio of two Poisson probabilities, within `LIKELIER`: below 0 where little was seized
    for so much trade, and never higher for more trade.

    Args:
        seized: Seizures of each group.
        moved: Its movements.
        usual: Of all movements, those with a seizure.
    """
    ratio: np.ndarray = np.clip(seized * math.log(TIMES) - (TIMES - 1) * usual * moved, *LIKELIER)
    return ratio


def _shippers(evidence: Evidence, group_of: np.ndarray, count: int) -> np.ndarray:
    """-log10 of the chance that so many firms of a group buy from one sender outside of it (Bonferroni, at most 4)."""
    firm, sender = evidence.partners
    clients = np.bincount(sender, minlength=evidence.world.entities.count)
    group = group_of[firm]
    outside = (group >= 0) & (group_of[sender] != group)
    width = max(1, evidence.world.entities.count)
    cells, shared = np.unique((group * width + sender)[outside], return_counts=True)
    of_cell, sender_of = cells // width, cells % width
    tried = np.bincount(of_cell, minlength=count)
    firms = np.bincount(group_of[(group_of >= 0) & ~evidence.is_person], minlength=count)
    several = shared > 1
    of_cell, sender_of, shared = of_cell[several], sender_of[several], shared[several]
    receivers = len(np.unique(firm))
    chance = hypergeometric_tail(
        shared, np.full(len(shared), receivers), clients[sender_of], np.minimum(firms[of_cell], receivers)
    )
    chance = chance * tried[of_cell]
    is_rare = chance < SHARED_BEYOND_CHANCE
    found = np.zeros(count)
    np.maximum.at(
        found,
        of_cell[is_rare],
        np.minimum(MOST_SHARED, -np.log10(np.maximum(chance[is_rare], 10.0**-MOST_SHARED))),
    )
    return found
