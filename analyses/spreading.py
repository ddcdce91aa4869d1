"""What spreads from seizures along links between entities: who is reached, over which links, and what weakens it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from pydantic import Field

from analyses.double_reports import first_reports
from analyses.leading.arriving import moment
from analyses.parameters import ScopeParams
from graph.kernels.adjacency import Adjacency, adjacency
from graph.kernels.components import sum_by_pair
from graph.kernels.pagerank import solved
from graph.kernels.spread import Spreading, spread_from_all
from graph.linkage.links import LinkRule
from graph.linkage.scope import Scope
from graph.linkage.world import World
from graph.model import UNDATED, day_number
from graph.values.grades import share_of_grade, weight_of_grade

SERVES_MANY = 5  # receivers from which a broker, forwarder, carrier or warehouse is a service provider
_OLDEST = 0.5  # weight of a seizure without a day


class RiskParams(ScopeParams):
    """Parameters of `risk`."""

    around: str = Field("", description="Id of a node: only the entities that are it or stand on it")
    as_of: str = Field("", description="Day on which it is asked; later seizures and clearances do not count; today")
    hop_decay: float = Field(0.5, gt=0, le=1, description="Factor of each hop")
    form: Literal["ways", "pagerank"] = Field(
        "ways", description="ways: the sum over the best ways; pagerank: personalised PageRank from the same seizures"
    )
    half_life_days: int = Field(
        365, ge=1, description="Days in which a seizure, and a clearance, loses half of its weight"
    )
    max_hops: int = Field(3, ge=0, le=6, description="Longest way, in links between entities")
    trade: float = Field(0.3, ge=0, le=1, description="Strength of a link by trade of two who trade with nobody else")
    clearance: float = Field(
        0.2, ge=0, lt=1, description="Share by which an inspection without a find lowers an entity"
    )
    grades: bool = Field(True, description="Reports and inspections count less where their sources were doubted")
    providers: bool = Field(False, description="Service providers pass risk on too")
    paths: int = Field(3, ge=1, le=100, description="Ways that are shown of each entity, the largest shares first")
    limit: int = Field(50, ge=1, le=10_000, description="Entities in the answer")

    @property
    def scope(self) -> Scope:
        """What they ask for, up to the day on which it is asked."""
        asked, today = super().scope, self.today
        if today is None:
            return asked
        return replace(asked, until=today if asked.until is None else min(asked.until, today))

    @property
    def today(self) -> int | None:
        """The day on which it is asked; None where none was said.

        Raises:
            BadValue: it is no day.
        """
        at = moment(self.as_of, "risk")
        return None if at is None else day_number(at.astimezone(datetime.UTC).date().isoformat())


@dataclass(frozen=True, slots=True)
class Seized:
    """A seizure by its reports.

    Attributes:
        reports: Ids, the first one first.
        day: Its day as a number.
        grade: The grade of the report that counts most, "" for none.
        weight: What it counts, 0-1: by its age and its grade.
        entities: Those from which it spreads.
    """

    reports: tuple[str, ...]
    day: int
    grade: str
    weight: float
    entities: list[int]


@dataclass(frozen=True, eq=False)
class RiskSpread:
    """Seizures, and how what they say is passed on, in a world under the parameters of `risk`."""

    world: World
    params: RiskParams

    @cached_property
    def seizures(self) -> list[Seized]:
        """The seizures that count, by their first reports."""
        first_of, days, grades = first_reports(self.world), self._said_of_seizures("seized_on"), self._grades
        reports: dict[str, set[str]] = defaultdict(set)
        entities: dict[str, set[int]] = defaultdict(set)
        for entity, seizures in self.world.seizures.items():
            for report in seizures:
                first = first_of.get(report, report)
                reports[first].add(report)
                entities[first].add(entity)
        found = []
        for first, said in sorted(reports.items()):
            day = day_number(days[first][:10]) if first in days else UNDATED
            grade = min((grades.get(report, "") for report in said), key=self._from_best)
            weight = self._of_day(day) * self.share_of(grade)
            found.append(Seized(tuple(sorted(said)), day, grade, weight, sorted(entities[first])))
        return [seizure for seizure in found if seizure.weight > 0]

    @cached_property
    def _grades(self) -> dict[str, str]:
        return self._said_of_seizures("grade")

    def _said_of_seizures(self, name: str) -> dict[str, str]:
        """A property by the id of each seizure that has it."""
        p = self.world.projection
        values = p.property_of("Seizure", name)
        return {
            p.ids[number]: str(values[place])
            for place, number in enumerate(p.numbers_of("Seizure").tolist())
            if values[place]
        }

    def share_of(self, grade: str) -> float:
        """What a report of a grade counts, 0-1."""
        return weight_of_grade(grade) if self.params.grades else 1.0

    def _from_best(self, grade: str) -> tuple[float, bool, str]:
        """Grades in order, that which counts most first; of equal ones those that are said."""
        return -self.share_of(grade), not grade, grade

    @property
    def unread_grades(self) -> list[str]:
        """Grades of seizures and inspections that nobody can read, where grades count."""
        inspections = self.world.projection.property_of("Inspection", "grade")
        said = {*self._grades.values(), *(str(grade) for grade in inspections if grade)}
        return sorted(grade for grade in said if self.params.grades and share_of_grade(grade) is None)

    def _of_day(self, day: int) -> float:
        """What a seizure of a day weighs: half after each half-life, nothing before it happens."""
        if day == UNDATED:
            return _OLDEST
        today = self.params.today
        age = 0 if today is None else today - day
        return 0.0 if age < 0 else float(0.5 ** (age / self.params.half_life_days))

    @cached_property
    def graph(self) -> Adjacency:
        """The links between entities, 0-1."""
        world = self.world
        control = world.links(True, LinkRule())
        left, right, _ = world.trade
        partners = np.bincount(np.concatenate((left, right)), minlength=world.entities.count)
        busier = np.maximum(partners[left], partners[right])
        pairs = sum_by_pair(
            np.concatenate((control.pair_left, left)),
            np.concatenate((control.pair_right, right)),
            np.concatenate((control.pair_weight, self.params.trade / np.log2(1 + busier))),
            world.entities.count,
        )
        strong = pairs[2] > 0
        return adjacency(world.entities.count, pairs[0][strong], pairs[1][strong], np.minimum(1.0, pairs[2][strong]))

    @cached_property
    def cleared(self) -> np.ndarray:
        """Movements of each entity that were inspected without a find."""
        return self._clearances[0]

    @cached_property
    def _clearances(self) -> tuple[np.ndarray, np.ndarray]:
        """By entity: clearances, and the factor that they make."""
        world, params = self.world, self.params
        inspection, movement = world.movements.clearances
        column = world.projection.property_of("Inspection", "inspected_on")
        first = int(world.projection.numbers_of("Inspection")[0]) if len(inspection) else 0
        grades = world.projection.property_of("Inspection", "grade")
        days = [str(column[number - first] or "")[:10] for number in inspection.tolist()]
        weight = np.array([self._of_day(day_number(day) if day else UNDATED) for day in days])
        weight *= [self.share_of(str(grades[number - first] or "")) for number in inspection.tolist()]
        moved, entity = world.movements.principals
        order = np.argsort(movement, kind="stable")
        of_movement = np.zeros(world.movements.count)
        np.add.at(of_movement, movement[order], np.log1p(-params.clearance * weight[order]))
        counts = np.zeros(world.movements.count)
        counts[movement[weight > 0]] = 1
        count = world.entities.count
        number = np.bincount(entity, weights=counts[moved], minlength=count)
        return number, np.exp(np.bincount(entity, weights=of_movement[moved], minlength=count))

    @cached_property
    def is_provider(self) -> np.ndarray:
        """Whether each entity serves many as broker, forwarder, carrier or warehouse."""
        flags: np.ndarray = self.world.movements.clients >= SERVES_MANY
        return flags

    @cached_property
    def how(self) -> Spreading:
        params = self.params
        conducts = np.ones(self.world.entities.count, dtype=bool) if params.providers else ~self.is_provider
        return Spreading(self.graph, self._clearances[1], conducts, params.hop_decay, params.max_hops)

    @cached_property
    def totals(self) -> np.ndarray:
        """The score of each entity."""
        sources = [seizure.entities for seizure in self.seizures]
        starts = np.cumsum([0, *map(len, sources)])
        weights = np.array([seizure.weight for seizure in self.seizures])
        flat = np.array([entity for entities in sources for entity in entities], dtype=np.int64)
        return spread_from_all(self.how, starts, flat, weights)

    def strength(self, left: int, right: int) -> float:
        """The strength of the link of two entities."""
        first, last = self.graph.pointers[left], self.graph.pointers[left + 1]
        at = int(first + np.searchsorted(self.graph.others[first:last], right))
        return float(self.graph.weights[at])

    @cached_property
    def walked(self) -> np.ndarray:
        """The personalised PageRank of each entity from the seizures.

        A walk begins at the entities of a seizure, follows links by their strengths, and goes on with the share
        `hop_decay`, however many hops. Of each step the clearances of both ends keep a part where it is, and so does a
        link to a service provider, and having no link at all: a walk never jumps to the other seizures. Without
        clearances all ranks add up to what the seizures weigh.
        """
        factors, count = self._clearances[1], self.world.entities.count
        begins = np.zeros(count)
        for seizure in self.seizures:
            begins[seizure.entities] += seizure.weight * factors[seizure.entities] / len(seizure.entities)
        total = begins.sum()
        if not total:
            return begins
        left = np.repeat(np.arange(count), self.graph.degrees)
        right, strength = self.graph.others, self.graph.weights
        conducts = self.how.conducts
        kept = (left < right) & conducts[left] & conducts[right]
        left, right = left[kept], right[kept]
        graph = adjacency(count, left, right, strength[kept] * factors[left] * factors[right])
        all_links = self.graph.strength
        kept_back = np.where(all_links > 0, all_links - graph.strength, 1.0)
        walked = solved(graph, begins / total, self.params.hop_decay, loops=np.maximum(0.0, kept_back))
        ranks: np.ndarray = walked.ranks * total
        return ranks
