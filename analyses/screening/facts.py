"""What is known of the past by a day, as indexes that are made once a world and serve every question about it."""

import threading
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analyses.screening.columns import Consignments, Ragged
from analyses.screening.meetings import Meetings
from analyses.screening.reading import consignments_of
from analyses.screening.ties import Ties
from analyses.screening.timelines import Spreads, Timeline
from graph.linkage.inputs import Amendment
from graph.linkage.scope import Scope
from graph.linkage.world import World
from graph.model import UNDATED, day_number
from graph.values.names import fold
from graph.values.reference.places import PLACES

HOURS = 24
MOST_DAYS = 2  # of which the facts of a world are has_come
_DAYS = 1 << 18  # room for days in a number with a post
_CONSIGNEE = ("consignee.name", "consignee.tax_number")


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known by a day, of a world.

    Attributes:
        whole: What is seen.
        as_of: Number of the day; nothing later counts. None: everything is known.
    """

    whole: World
    as_of: int | None = None

    @cached_property
    def world(self) -> World:
        """What was said up to the day, without persons who are only mentioned."""
        last = int(self.whole.projection.columns.on.max(initial=UNDATED))
        until = None if self.as_of is None or last <= self.as_of else self.as_of
        return self.whole.within(Scope(until=until))

    @cached_property
    def amendments(self) -> tuple[Amendment, ...]:
        """What sources said otherwise later, up to the day."""
        day = self.as_of
        entries = self.whole.inputs.amendments
        return entries if day is None else tuple(entry for entry in entries if day_number(entry.on) <= day)

    @cached_property
    def consignee_changed_on(self) -> np.ndarray:
        """By known row: the last day of an extract that names another consignee than before; `UNDATED` for none."""
        days = np.full(len(self.known), UNDATED, dtype=np.int64)
        for entry in self.amendments:
            if entry.field not in _CONSIGNEE or not entry.before or not entry.after:
                continue
            number = self.world.projection.number_of(entry.record)
            row = -1 if number is None else int(self.row_of_node[number])
            if row >= 0 and fold(entry.before) != fold(entry.after):
                days[row] = max(days[row], day_number(entry.on))
        return days

    @cached_property
    def ties(self) -> Ties:
        """Who belongs to whom, and seizures."""
        return Ties(self.world, self.known)

    @cached_property
    def known(self) -> Consignments:
        """The movements that were told by the day."""
        return consignments_of(self.world)

    @cached_property
    def subjects(self) -> Consignments:
        """The movements that were told by the day, and those that are announced for later days."""
        if self.as_of is None or self.world is self.whole:
            return self.known
        everything = consignments_of(self.whole.within(Scope()))
        later = np.flatnonzero(everything.is_announced & (everything.day > self.as_of))
        return self.known.plus(everything.take(later)) if len(later) else self.known

    @cached_property
    def _carried(self) -> dict[str, bool]:
        return {}

    def carries(self, column: str) -> bool:
        """Whether anything that is known says something in a column."""
        if column not in self._carried:
            self._carried[column] = self.known.carries(column)
        return self._carried[column]

    @cached_property
    def row_of_node(self) -> np.ndarray:
        """The row of each node among those that were told; -1 for what is no consignment or was not told."""
        rows = np.full(self.world.movements.count + 1, -1, dtype=np.int64)
        rows[self.world.movements.of_node[self.known.node]] = np.arange(len(self.known))
        of_row: np.ndarray = rows[self.world.movements.of_node]
        return of_row

    @cached_property
    def history(self) -> np.ndarray:
        """Rows of those that came: all but what notices alone tell of, and what has no day."""
        return np.flatnonzero(~self.known.is_announced & (self.known.day != UNDATED))

    @cached_property
    def now(self) -> int:
        """The day of the question, the last one that is known where none was said."""
        if self.as_of is not None:
            return self.as_of
        return int(self.known.day.max(initial=0))

    def when(self, subjects: Consignments) -> np.ndarray:
        """The day up to which the past of each counts: its own, the day of the question where it has none."""
        return np.where(subjects.day == UNDATED, self.now + 1, subjects.day)

    def timeline(self, key: np.ndarray) -> Timeline:
        """The movements that came by a key, of which there is one for each known row."""
        return Timeline(key[self.history], self.known.day[self.history], self.history)

    def timeline_of(self, row: np.ndarray, key: np.ndarray) -> Timeline:
        """The same by keys of which a row may have several."""
        came = np.zeros(len(self.known), dtype=bool)
        came[self.history] = True
        has_come = came[row]
        return Timeline(key[has_come], self.known.day[row[has_come]], row[has_come])

    # --- keys, the same for what is known and for what is asked ---

    @property
    def entities(self) -> int:
        return max(1, self.whole.entities.count)

    def pair_of(self, c: Consignments) -> np.ndarray:
        """Receiver and sender as one number; -1 where either is not said."""
        return np.where((c.receiver >= 0) & (c.sender >= 0), c.receiver * self.entities + c.sender, -1)

    @staticmethod
    def route_of(c: Consignments) -> np.ndarray:
        """Commodity code with countries of dispatch and destination as one number; -1 where one is not said."""
        is_whole = (c.heading >= 0) & (c.origin >= 0) & (c.destination >= 0)
        return np.where(is_whole, (c.heading * 1_000 + c.origin) * 1_000 + c.destination, -1)

    def first(self, entity: np.ndarray) -> np.ndarray:
        """The node that stands for each entity; -1 for none."""
        nodes: np.ndarray = self._firsts[entity]
        return nodes

    @cached_property
    def _firsts(self) -> np.ndarray:
        return np.append(self.whole.entities.first, -1)

    def node_of(self, row: np.ndarray) -> np.ndarray:
        """The node of each known row; -1 for none."""
        nodes: np.ndarray = self._nodes[row]
        return nodes

    @cached_property
    def _nodes(self) -> np.ndarray:
        return np.append(self.known.node, -1)

    # --- indexes ---

    @cached_property
    def by_receiver(self) -> Timeline:
        return self.timeline(self.known.receiver)

    @cached_property
    def by_sender(self) -> Timeline:
        return self.timeline(self.known.sender)

    @cached_property
    def by_driver(self) -> Timeline:
        return self.timeline(self.known.driver)

    @cached_property
    def by_pair(self) -> Timeline:
        return self.timeline(self.pair_of(self.known))

    @cached_property
    def by_receiver_and_chapter(self) -> Timeline:
        return self.timeline(chapter_key(self.known))

    @cached_property
    def by_container(self) -> Timeline:
        return self.timeline_of(self.known.containers.row, self.known.containers.value)

    @cached_property
    def by_truck(self) -> Timeline:
        return self.timeline_of(self.known.trucks.row, self.known.trucks.value)

    @cached_property
    def by_trailer(self) -> Timeline:
        return self.timeline_of(self.known.trailers.row, self.known.trailers.value)

    @cached_property
    def by_seal(self) -> Timeline:
        return self.timeline_of(self.known.seals.row, self.known.seals.value)

    @cached_property
    def kg_per_package(self) -> "Peers":
        c = self.known.take(self.history)
        return Peers.of(c, c.gross_kg / np.where(c.packages > 0, c.packages, np.nan))

    @cached_property
    def value_per_kg(self) -> "Peers":
        c = self.known.take(self.history)
        return Peers.of(c, value_per_kg(c), c.currency)

    @cached_property
    def places(self) -> tuple[np.ndarray, np.ndarray]:
        """Latitude and longitude of each node in radians; nan for what is no place or is not known so well."""
        p = self.whole.projection
        latitude, longitude = (np.full(len(p.ids) + 1, np.nan) for _ in range(2))
        by_id = {f"place:{place.id}": place for place in PLACES}
        for number in p.numbers_of("Place").tolist():
            place = by_id.get(p.ids[number])
            if place is not None and place.latitude is not None and place.longitude is not None:
                latitude[number], longitude[number] = np.radians((place.latitude, place.longitude))
        return latitude, longitude

    @cached_property
    def by_vehicle(self) -> Timeline:
        """Trucks and trailers alike."""
        trucks, trailers = self.known.trucks, self.known.trailers
        both = Ragged.of(np.concatenate((trucks.row, trailers.row)), np.concatenate((trucks.value, trailers.value)))
        return self.timeline_of(both.row, both.value)

    @cached_property
    def by_corridor(self) -> Timeline:
        return self.timeline(corridor_of(self.known))

    @cached_property
    def by_corridor_and_post(self) -> Timeline:
        return self.timeline(self.post_in_corridor(self.known))

    def post_in_corridor(self, c: Consignments) -> np.ndarray:
        """Two countries and the post as one number; -1 where one is not said."""
        corridor = corridor_of(c)
        return np.where((corridor >= 0) & (c.post >= 0), corridor * len(self.whole.projection.ids) + c.post, -1)

    @cached_property
    def hours_at_posts(self) -> tuple[np.ndarray, np.ndarray]:
        """(posts, movements by post and hour of the day)."""
        c = self.known.take(self.history)
        told = (c.post >= 0) & (c.minute >= 0)
        posts, place = np.unique(c.post[told], return_inverse=True)
        counts = np.zeros((len(posts), HOURS))
        np.add.at(counts, (place, c.minute[told] // 60 % HOURS), 1)
        return posts, counts

    def meeting_key(self, post: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Post and day as one number."""
        key: np.ndarray = post * _DAYS + (day + _DAYS // 2)
        return key

    @cached_property
    def meetings(self) -> Meetings:
        """Which trucks came over one post on one day."""
        known, trucks = self.known, self.known.trucks
        came = np.zeros(len(known), dtype=bool)
        came[self.history] = True
        told = came[trucks.row] & (known.post[trucks.row] >= 0)
        row, truck = trucks.row[told], trucks.value[told]
        key = self.meeting_key(known.post[row], known.day[row])
        _, first = np.unique(np.stack((key, truck)), axis=1, return_index=True)
        row, nodes = row[first], len(self.whole.projection.ids)
        return Meetings(key[first], truck[first], known.carrier[row], known.day[row], nodes)


@dataclass(frozen=True, eq=False)
class Peers:
    """What is usual of a ratio: by commodity code and route, else by commodity code alone."""

    by_route: Spreads
    by_heading: Spreads

    @classmethod
    def of(cls, c: Consignments, ratio: np.ndarray, unit: np.ndarray | None = None) -> "Peers":
        return cls(Spreads(_with(Facts.route_of(c), unit), ratio), Spreads(_with(c.heading, unit), ratio))

    def distance(
        self, c: Consignments, ratio: np.ndarray, least: float, unit: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """How far a ratio is from the usual one, in robust standard deviations; with the usual ratio and its peers.

        Args:
            c: The consignments.
            ratio: Of each.
            least: Peers that there must be; with fewer the distance is 0.
            unit: In which the ratio is said, where ratios in several may stand side by side.
        """
        rows, median, spread = self.by_route.of(_with(Facts.route_of(c), unit))
        wider = self.by_heading.of(_with(c.heading, unit))
        few = rows < least
        rows, median, spread = (np.where(few, b, a) for a, b in zip((rows, median, spread), wider, strict=True))
        usable = (rows >= least) & (ratio > 0) & np.isfinite(ratio)
        logs = np.log(np.where(usable, ratio, 1.0))
        distance = np.where(usable, (logs - median) / (_NORMAL * np.maximum(spread, _LEAST_SPREAD)), 0.0)
        return distance, np.exp(median), rows


_NORMAL = 1.4826  # standard deviations of a normal distribution in one median distance from its median
_LEAST_SPREAD = 0.02  # logarithm; goods that all weigh the same would else make every difference a wonder


def _with(key: np.ndarray, unit: np.ndarray | None) -> np.ndarray:
    """A key with its unit; those without one stand side by side."""
    if unit is None:
        return key
    return np.where(key >= 0, key * 20_000 + unit + 1, -1)


def value_per_kg(c: Consignments) -> np.ndarray:
    """Value a kilogram, net where it is said."""
    weight = np.where(c.net_kg > 0, c.net_kg, c.gross_kg)
    ratio: np.ndarray = c.value / np.where(weight > 0, weight, np.nan)
    return ratio


def corridor_of(c: Consignments) -> np.ndarray:
    """Countries of dispatch and destination as one number; -1 where either is not said."""
    return np.where((c.origin >= 0) & (c.destination >= 0), c.origin * 1_000 + c.destination, -1)


def chapter_key(c: Consignments) -> np.ndarray:
    """Receiver and chapter as one number; -1 where either is not said."""
    return np.where((c.receiver >= 0) & (c.chapter >= 0), c.receiver * 100 + c.chapter, -1)


class _FactsByDay:
    """The facts of a world for the days that were asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._facts: dict[tuple[int | None, tuple[Amendment, ...]], Facts] = {}

    def of(self, world: World, as_of: int | None) -> Facts:
        """The facts of a day, under the amendments that the world was given."""
        key = as_of, world.inputs.amendments
        with self._lock:
            if key not in self._facts:
                while len(self._facts) >= MOST_DAYS:
                    self._facts.pop(next(iter(self._facts)))
                self._facts[key] = Facts(world, as_of)
            return self._facts[key]


def _facts_by_day(_: World) -> _FactsByDay:
    return _FactsByDay()


def facts_of(world: World, as_of: int | None = None) -> Facts:
    """What is known of a world by a day; made once for the days that were asked for last, and kept with the world."""
    return world.once(_facts_by_day).of(world, as_of)
