"""Who belongs to whom by a day, and on whom seizures were made: what indicators ask of the network."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from analyses.leading.evidence import Evidence
from analyses.screening.columns import Consignments, Ragged
from analyses.screening.timelines import Timeline
from analyses.screening.uses import Uses
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.expand import matches
from graph.linkage.holders import OWN, RELATIONS, ends_of
from graph.linkage.hubs import is_hub
from graph.linkage.links import LinkRule
from graph.linkage.world import World
from graph.model import UNDATED, day_number

SERVES_MANY = 5  # receivers for whom somebody stands as broker, forwarder, carrier or warehouse: a service provider
NEVER = np.iinfo(np.int64).max
PROPERTIES = {
    "Party": ("registered_on",),
    "Registration": ("size_type", "tare_weight_kg"),
}
_SHOWN = (OWN["HAS_PHONE"], OWN["HAS_ADDRESS"])
_IN_REGISTER = "register"


@dataclass(frozen=True, eq=False)
class Ties:
    """Ties of a world.

    Attributes:
        world: What was said up to the day.
        known: Its movements.
    """

    world: World
    known: Consignments

    @property
    def entities(self) -> int:
        return max(1, self.world.entities.count)

    @cached_property
    def evidence(self) -> Evidence:
        """Links of control with what registers say of them."""
        return Evidence(self.world, self.world.links(True, LinkRule()))

    # --- who is linked ---

    def linked(self, strength: float) -> Adjacency:
        """Who is linked with whom by what few share, so strongly; service providers are linked with nobody."""
        links = self.evidence.links
        conducts = ~self.is_provider[links.pair_left] & ~self.is_provider[links.pair_right]
        conducts &= links.pair_weight >= strength
        left, right = links.pair_left[conducts], links.pair_right[conducts]
        return adjacency(self.entities, left, right, np.ones(len(left)))

    @cached_property
    def _linked_pairs(self) -> np.ndarray:
        links = self.evidence.links
        return np.unique(links.pair_left * self.entities + links.pair_right)

    def are_linked(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Whether entities are linked by what few share."""
        return stands_in(self._linked_pairs, np.minimum(left, right) * self.entities + np.maximum(left, right))

    @cached_property
    def _registered_pairs(self) -> np.ndarray:
        """Pairs that a register shows together: a common director, owner or keeper, or one the other's."""
        links, holders = self.evidence.links, self.world.holders
        family = np.array([relation.family == _IN_REGISTER for relation in RELATIONS])
        rows = family[holders.relation[links.row]]
        return np.unique(links.left[rows] * self.entities + links.right[rows])

    @cached_property
    def is_provider(self) -> np.ndarray:
        """Whether each entity serves many as broker, forwarder, carrier or warehouse; False at the end, for none."""
        flags: np.ndarray = np.append(self.world.movements.clients >= SERVES_MANY, False)
        return flags

    @cached_property
    def founded(self) -> np.ndarray:
        """The first day on which a register says that each entity was founded; `UNDATED` for none."""
        return np.append(self.evidence.founded, UNDATED)

    # --- what they show ---

    @cached_property
    def _held(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(value, entity, first day) of phones and addresses that are no hubs, by value."""
        holders = self.world.holders
        rows = np.flatnonzero(np.isin(holders.relation, _SHOWN) & ~is_hub(holders))
        rows = rows[~self.is_provider[holders.entity[rows]]]
        rows = rows[np.lexsort((holders.entity[rows], holders.value[rows]))]
        return holders.value[rows], holders.entity[rows], holders.first_on[rows]

    def other_holders(self, value: np.ndarray, entity: np.ndarray, when: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(place of the value, entity) of others who showed a value before a day and stand in no register with it.

        What has no day counts as known.
        """
        values, holder, since = self._held
        at, row = matches(value, values)
        other = (entity[at] >= 0) & (holder[row] != entity[at]) & ((since[row] < when[at]) | (since[row] == UNDATED))
        at, row = at[other], row[other]
        low, high = np.minimum(entity[at], holder[row]), np.maximum(entity[at], holder[row])
        apart = ~stands_in(self._registered_pairs, low * self.entities + high)
        return at[apart], holder[row[apart]]

    @cached_property
    def _by_entity(self) -> tuple[np.ndarray, np.ndarray]:
        values, holder, _ = self._held
        order = np.argsort(holder, kind="stable")
        return holder[order], values[order]

    def held_by(self, entity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(place of the entity, value) of what each shows."""
        holders, values = self._by_entity
        at, row = matches(entity, holders)
        return at, values[row]

    @cached_property
    def _contradicted(self) -> np.ndarray:
        holders, registers = self.world.holders, self.evidence.registers
        rows = registers.is_contradicted & ~is_hub(holders)
        return np.unique(holders.value[rows] * self.entities + holders.entity[rows])

    def are_contradicted(self, value: np.ndarray, entity: np.ndarray) -> np.ndarray:
        """Whether a register says another value of the kind of an entity, and not this one."""
        flags: np.ndarray = (entity >= 0) & stands_in(self._contradicted, value * self.entities + entity)
        return flags

    @cached_property
    def uses(self) -> Uses:
        """Who used the same drivers, vehicles and containers beyond chance, before each day."""
        return Uses(self.world)

    # --- registers of vehicles and containers ---

    @cached_property
    def owner_of_thing(self) -> np.ndarray:
        """By node: the entity that a register names as owner or holder of a vehicle or container; -1 for none."""
        p = self.world.projection
        owners = np.full(len(p.ids), -1, dtype=np.int64)
        source, party, _ = ends_of(p, ("OWNED_BY", "HELD_BY"))
        of_thing = self.world.entities.of_node[source] < 0
        source, party = source[of_thing], party[of_thing]
        order = np.argsort(source, kind="stable")
        registration, thing, _ = ends_of(p, ("REGISTERS",))
        at, row = matches(registration, source[order])
        owners[thing[at]] = self.world.entities.of_node[party[order][row]]
        return owners

    @cached_property
    def register_differences(self) -> np.ndarray:
        """By node: the largest tare that rows of registers say over the smallest; infinite where they say two sizes."""
        p = self.world.projection
        registration, thing, _ = ends_of(p, ("REGISTERS",))
        if not len(registration):
            return np.ones(len(p.ids))
        place = registration - int(p.numbers_of("Registration")[0])
        tare = np.asarray(pc.fill_null(p.property_of("Registration", "tare_weight_kg").array, float("nan")))[place]
        low, high = np.full(len(p.ids), np.inf), np.zeros(len(p.ids))
        is_weighed = tare > 0
        np.minimum.at(low, thing[is_weighed], tare[is_weighed])
        np.maximum.at(high, thing[is_weighed], tare[is_weighed])
        sizes = p.property_of("Registration", "size_type").array.dictionary_encode()
        size = np.asarray(sizes.indices.fill_null(-1))[place]
        pairs = np.unique(np.stack((thing[size >= 0], size[size >= 0])), axis=1)
        several = np.bincount(pairs[0].astype(np.int64), minlength=len(p.ids)) > 1
        return np.where(several, np.inf, np.where(high > 0, high / low, 1.0))

    # --- seizures ---

    @cached_property
    def _days_of_seizures(self) -> np.ndarray:
        """By place of the seizure: its day; `NEVER` where it has none, as nobody knows what was before it.

        One that was made before its movement is dated, as at the border before an inland declaration, counts from the
        day of the movement on: it is no earlier one of that very movement.
        """
        p, m = self.world.projection, self.world.movements
        texts = p.property_of("Seizure", "seized_on")
        days = np.array([day_number(str(text)[:10]) if text else NEVER for text in texts] + [NEVER], dtype=np.int64)
        seizure, target, _ = ends_of(p, ("SEIZED_IN",))
        made_on = m.of_node[target]
        seizure, made_on = seizure[made_on >= 0], made_on[made_on >= 0]
        if len(seizure):
            np.maximum.at(days, seizure - int(p.numbers_of("Seizure")[0]), m.day[made_on])
        return days

    @cached_property
    def _seizures(self) -> tuple[np.ndarray, np.ndarray]:
        """(entity, seizure) of the seizures on consignments of each, or from it."""
        p = self.world.projection
        entity: list[int] = []
        number: list[int] = []
        for place, seizures in sorted(self.world.seizures.items()):
            numbers = p.numbers_among(seizures)
            entity += [place] * len(numbers)
            number += numbers
        return np.array(entity, dtype=np.int64), np.array(number, dtype=np.int64)

    @cached_property
    def seized_on(self) -> tuple[np.ndarray, np.ndarray]:
        """By entity: day of the first seizure on its consignments or from it, `NEVER` for none, and its node."""
        return self._first_seizures(*self._seizures, self.entities)

    @cached_property
    def by_seized(self) -> Timeline:
        """Seizures by entity."""
        entity, number = self._seizures
        days = self._day_of(number)
        dated = days < NEVER
        return Timeline(entity[dated], days[dated], number[dated])

    def _day_of(self, seizure: np.ndarray) -> np.ndarray:
        numbers = self.world.projection.numbers_of("Seizure")
        days: np.ndarray = self._days_of_seizures[seizure - (int(numbers[0]) if len(numbers) else 0)]
        return days

    @cached_property
    def seized_things(self) -> tuple[np.ndarray, np.ndarray]:
        """By node: day of the first seizure in a vehicle or container, `NEVER` for none, and its node."""
        p, m = self.world.projection, self.world.movements
        seizure, target, _ = ends_of(p, ("SEIZED_IN",))
        moved = m.of_node[target]
        order = np.argsort(moved, kind="stable")
        things = [Ragged(target[moved < 0], seizure[moved < 0])]
        for held in (self.known.containers, self.known.trucks, self.known.trailers):
            at, row = matches(m.of_node[self.known.node[held.row]], moved[order])
            things.append(Ragged(held.value[at], seizure[order][row]))
        thing, event = (np.concatenate([getattr(pairs, name) for pairs in things]) for name in ("row", "value"))
        return self._first_seizures(thing, event, len(p.ids))

    def _first_seizures(self, key: np.ndarray, seizure: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        """(day, node) of the first seizure of each key, with one more place for none."""
        days, nodes = np.full(count + 1, NEVER), np.full(count + 1, -1, dtype=np.int64)
        day = self._day_of(seizure)
        order = np.lexsort((seizure, day, key))
        keys, first = np.unique(key[order], return_index=True)
        days[keys], nodes[keys] = day[order][first], np.where(day[order][first] < NEVER, seizure[order][first], -1)
        return days, nodes

    @cached_property
    def _near(self) -> dict[float, tuple[np.ndarray, np.ndarray]]:
        return {}

    def seized_near(self, strength: float) -> tuple[np.ndarray, np.ndarray]:
        """By entity: day of the first seizure on somebody over one link or two, and that entity; `NEVER` and -1.

        Links of a strength at least count.
        """
        if strength not in self._near:
            self._near[strength] = self._seized_near(self.linked(strength))
        return self._near[strength]

    def _seized_near(self, graph: Adjacency) -> tuple[np.ndarray, np.ndarray]:
        own, _ = self.seized_on
        days, nearest = self._next(graph, own[:-1], np.arange(self.entities))
        further, farthest = self._next(graph, days, nearest)
        sooner = further < days
        return (
            np.append(np.where(sooner, further, days), NEVER),
            np.append(np.where(sooner, farthest, nearest), -1),
        )

    def _next(self, graph: Adjacency, days: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least day among those linked to each, with whose it is; of itself it hears nothing."""
        rows, others = graph.rows, graph.others
        heard = who[others] != rows
        rows, others = rows[heard], others[heard]
        order = np.lexsort((who[others], days[others], rows))
        places, first = np.unique(rows[order], return_index=True)
        best, whose = np.full(self.entities, NEVER), np.full(self.entities, -1, dtype=np.int64)
        best[places], whose[places] = days[others[order[first]]], who[others[order[first]]]
        whose[best == NEVER] = -1
        return best, whose


def stands_in(ordered: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Whether each wanted number is among ordered ones, by halving."""
    if not len(ordered):
        return np.zeros(len(wanted), dtype=bool)
    stands: np.ndarray = ordered[np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)] == wanted
    return stands
