"""What the facts about groups of entities are counted from: links of control, registers, movements, co-use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from graph.columns import as_numpy
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
MOST_CO_USE = 6.0  # -log10 of a chance
PROPERTIES = {"Party": ("registered_on",), "Inspection": ("result",)}


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
    def has_named_driver(self) -> np.ndarray:
        """Whether a paper by which each entity receives something names a driver."""
        movement, _ = self.movements.parties(("DRIVEN_BY",))
        receiver = self.movements.receiver[movement]
        flags = np.zeros(self.world.entities.count, dtype=bool)
        flags[receiver[receiver >= 0]] = True
        return flags

    @cached_property
    def seized_beyond_trade(self) -> np.ndarray:
        """Whether anything of what each entity receives was seized, less the seizures that its trade explains."""
        m, count = self.movements, self.world.entities.count
        received = m.receiver >= 0
        moved = np.bincount(m.receiver[received], minlength=count)
        seized = np.bincount(m.receiver[received & m.is_seized], minlength=count)
        excess: np.ndarray = (seized > 0) - self.seized_share * moved
        return excess

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
