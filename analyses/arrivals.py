"""What was announced before arrival beside what was declared: what differs, and what is still expected."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from analyses.registry import AnalysisParams, AnalysisResult, Population, analysis
from graph.errors import BadValue
from graph.linkage.references import joined
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED, day_number, day_text
from graph.progress import Progress, Step
from graph.projection.projection import Projection

_ROLES_OF_MANY = frozenset({"master", "manifest"})  # of a document that many consignments share by their nature
_THROUGH = ("document", "container", "vehicle")
_SIDES = {"shipper": "SHIPPED_BY", "consignee": "CONSIGNED_TO"}
_THINGS = {"container": "IN_CONTAINER", "vehicle": "ON_VEHICLE"}
_COMPARED = (*_SIDES, *_THINGS, "day")


class ArrivalsParams(AnalysisParams):
    """Parameters of `arrivals`."""

    days: int = Field(14, ge=0, le=90, description="Most days between the two where a container or vehicle joins them")
    as_of: str = Field(
        "", description="Day (2024-03-05), today when empty; what was expected before it and not declared is overdue"
    )
    limit: int = Field(200, ge=1, le=10_000, description="Rows in the answer")


class NamesDiffer(BaseModel):
    """Parties of one role under other names."""

    expected: list[str] = Field(description="Names in the notice")
    declared: list[str] = Field(description="Names in the declaration")


class ThingsDiffer(BaseModel):
    """Containers or vehicles that are not the same on both."""

    missing: list[str] = Field(description="Ids that the notice has and the declaration lacks")
    added: list[str] = Field(description="Ids that the declaration has and the notice lacks")


class DaysDiffer(BaseModel):
    """Another day."""

    expected: str = Field(description="Day of the notice")
    declared: str = Field(description="Day of the declaration")
    days: int = Field(description="Days from the one to the other, negative where it was declared earlier")


def is_none(value: Any) -> bool:
    """Whether a value is absent."""
    return value is None


class Differences(BaseModel):
    """What differs between a notice and a declaration; absent where both say the same or one says nothing."""

    shipper: NamesDiffer | None = Field(None, exclude_if=is_none, description="The shippers")
    consignee: NamesDiffer | None = Field(None, exclude_if=is_none, description="The consignees")
    container: ThingsDiffer | None = Field(None, exclude_if=is_none, description="The containers")
    vehicle: ThingsDiffer | None = Field(None, exclude_if=is_none, description="The vehicles")
    day: DaysDiffer | None = Field(None, exclude_if=is_none, description="The days")

    @property
    def names(self) -> list[str]:
        """What differs, by name."""
        return [name for name in _COMPARED if getattr(self, name) is not None]


class Indicator(BaseModel):
    """A difference that is worth a question."""

    indicator: str = Field(description="Its name")
    reason: Message = Field(description="What was seen")
    innocent_explanation: Message = Field(description="What honest reason there may be")


class Arrival(BaseModel):
    """A pre-arrival notice, with its declaration where there is one."""

    state: Literal["declared", "expected", "overdue"] = Field(description="What became of it")
    members: list[str] = Field(description="Id of the notice, then of the declaration")
    on: str | None = Field(description="Day of the notice")
    through: str = Field(description="What joins the two: document, container, vehicle; empty where not declared")
    common: list[str] = Field(description="Ids of what joins them")
    differences: Differences = Field(description="What differs")
    indicators: list[Indicator] = Field(description="Differences that are worth a question")


class ArrivalEvidence(BaseModel):
    """What joins a notice and its declaration."""

    members: list[str] = Field(description="Ids of the two")
    through: str = Field(description="What joins them")
    common: list[str] = Field(description="Ids of what joins them")


class ArrivalPopulation(Population):
    """Out of how many."""

    arrivals: int = Field(description="Notices that are visible", ge=0)
    declarations: int = Field(description="Declarations that are visible", ge=0)
    arrivals_declared: int = Field(description="Notices with a declaration", ge=0)
    expected: int = Field(description="Notices that are not declared and not overdue", ge=0)
    overdue: int = Field(description="Notices of a day before as_of that are not declared", ge=0)
    shipper_differs: int = Field(description="Rows with other shippers", ge=0)
    consignee_differs: int = Field(description="Rows with other consignees", ge=0)
    container_differs: int = Field(description="Rows with other containers", ge=0)
    vehicle_differs: int = Field(description="Rows with other vehicles", ge=0)
    day_differs: int = Field(description="Rows with another day", ge=0)


class ArrivalAnswer(AnalysisResult[Arrival, ArrivalEvidence, ArrivalPopulation]):
    """The answer of `arrivals`."""


@dataclass(frozen=True, slots=True)
class _Match:
    """An expected consignment with a declaration of it, and what joins them."""

    arrival: int
    declaration: int
    through: str
    common: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Consignments:
    """What is said of consignments: days, parties by name, containers and vehicles."""

    projection: Projection
    day: np.ndarray
    parties: Mapping[str, Mapping[int, dict[str, str]]]  # side -> consignment -> folded name -> name as reported
    things: Mapping[str, Mapping[int, frozenset[int]]]


@analysis(ArrivalsParams)
def arrivals(world: World, params: ArrivalsParams, tick: Progress) -> ArrivalAnswer:
    """Expected consignments beside their declarations: what changed on the way, and what has not been declared yet.

    Reads:
        Visible pre-arrival notices (kind `arrival`) and declarations with their documents, containers, vehicles,
        consignees and shippers.
    Method:
        A notice and a declaration are joined by a document that both name (no manifest and no master bill: many share
        those). A notice that no document joins is joined by a container, else by a vehicle, to the nearest declaration
        within `days` of its day. Names are compared folded, so that another spelling is no change; what only one side
        says is no difference. A consignee of another name is the indicator `consignee_changed`. Sorted: indicators,
        then the number of differences, then what is expected by day, then id.
    Limits:
        A difference is a question, not a finding: goods are sold on the way, agents stand in for consignees, trucks
        are changed at borders. Names in two scripts may count as another name. Undated records are joined by documents
        alone. An analysis reads no clock: whoever asks it sets `as_of`, and without a day nothing is called overdue.
    Sources:
        WCO SAFE Framework of Standards (2021), pillar 1, standard 6: advance electronic information.
    """
    as_of = _day(params.as_of)
    projection = world.projection
    consignments = _consignments(projection)
    expected, declared = _of_kind(projection, "arrival"), _of_kind(projection, "declaration")
    tick(Step("matching notices with declarations"))
    matches = _matches(consignments, expected, declared, params.days)
    matched = {match.arrival for match in matches}
    tick(Step("comparing them"))
    rows = [_declared(match, consignments) for match in matches]
    rows += [_expected(number, consignments, as_of) for number in expected.tolist() if number not in matched]
    rows.sort(key=_order)
    shown = rows[: params.limit]
    cut = len(rows) - len(shown)
    states = Counter(row.state for row in rows)
    differences = Counter(name for row in rows for name in row.differences.names)
    return ArrivalAnswer(
        rows=shown,
        evidence=[ArrivalEvidence(members=row.members, through=row.through, common=row.common) for row in shown],
        population=ArrivalPopulation(
            arrivals=len(expected),
            declarations=len(declared),
            arrivals_declared=len(matched),
            expected=states["expected"],
            overdue=states["overdue"],
            **{f"{name}_differs": differences[name] for name in _COMPARED},
            left_out=[message("left_out.master_documents")],
            version=projection.version,
        ),
        notes=_notes(len(expected), len(declared)),
        truncated=message("cut.rows", count=cut) if cut else None,
    )


def undeclared(projection: Projection, days: int = 14, until: int | None = None) -> list[int]:
    """Numbers of the pre-arrival notices of which no declaration is visible, by the rule of `arrivals`.

    Args:
        projection: What is seen.
        days: As the parameter of `arrivals`.
        until: Number of the last day of which a declaration counts; None for all of them.
    """
    expected, declared = _of_kind(projection, "arrival"), _of_kind(projection, "declaration")
    if not len(expected):
        return []
    said = _consignments(projection, [])
    if until is not None:
        declared = declared[said.day[declared] <= until]
    matched = {arrival for _, arrival, _ in _paired(said, expected, declared, days)}
    return [number for number in expected.tolist() if number not in matched]


def _notes(expected: int, declared: int) -> list[Message]:
    if not expected:
        return [message("nothing.no_arrivals")]
    return [] if declared else [message("nothing.no_declarations")]


def _day(text: str) -> int | None:
    if not text:
        return None
    try:
        return day_number(text)
    except ValueError:
        raise BadValue(f"arrivals: as_of={text!r} is not a day", "write it as 2024-03-05") from None


def _of_kind(projection: Projection, kind: str) -> np.ndarray:
    """Consignments of a record kind, which stands in their ids after the channel."""
    numbers = projection.numbers_of("Consignment")
    ids = projection.ids.array[numbers[0] : numbers[-1] + 1] if len(numbers) else projection.ids.array[:0]
    is_kind = np.asarray(pc.match_substring_regex(ids, f"^[^:]*:[^:]*:{kind}:"), dtype=bool)
    of_kind: np.ndarray = numbers[is_kind]
    return of_kind


def _consignments(projection: Projection, sides: Iterable[str] = tuple(_SIDES)) -> _Consignments:
    """What is said of consignments; of the parties only these sides."""
    columns = projection.columns
    day = np.full(len(projection.ids), UNDATED, dtype=np.int64)
    np.maximum.at(day, columns.source, columns.on)
    first = projection.numbers_of("Party")[:1].tolist()
    offset = first[0] if first else 0
    names, folded = (list(projection.property_of("Party", name)) for name in ("name", "name_folded"))
    parties: dict[str, dict[int, dict[str, str]]] = {side: defaultdict(dict) for side in sides}
    for side in parties:
        for row in projection.edges_of_types((_SIDES[side],)).tolist():
            place = int(columns.target[row]) - offset
            if (
                folded[place] and columns.roles[columns.role[row]] == ""
            ):  # a seller or a buyer stands beside them, with his role
                parties[side][int(columns.source[row])][str(folded[place])] = str(names[place])
    things = {}
    for name, edge_type in _THINGS.items():
        held: dict[int, set[int]] = defaultdict(set)
        for row in projection.edges_of_types((edge_type,)).tolist():
            held[int(columns.source[row])].add(int(columns.target[row]))
        things[name] = {number: frozenset(nodes) for number, nodes in held.items()}
    return _Consignments(projection, day, parties, things)


def _matches(said: _Consignments, expected: np.ndarray, declared: np.ndarray, days: int) -> list[_Match]:
    """Matches in the order of arrivals, declarations: by documents all of them, else by things the nearest in time."""
    matches = [
        _Match(arrival, declaration, through, _common(said, through, arrival, declaration))
        for through, arrival, declaration in _paired(said, expected, declared, days)
    ]
    return sorted(matches, key=lambda match: (match.arrival, match.declaration))


def _paired(
    said: _Consignments, expected: np.ndarray, declared: np.ndarray, days: int
) -> Iterator[tuple[str, int, int]]:
    """(what joins them, arrival, declaration) of the matches."""
    open_ones = set(expected.tolist())
    for through in _THROUGH:
        of_arrival: dict[int, list[int]] = defaultdict(list)
        for arrival, declaration in _joined(said, through, expected, declared):
            if arrival in open_ones:
                of_arrival[arrival].append(declaration)
        for arrival, candidates in of_arrival.items():
            chosen = candidates if through == "document" else _nearest(said, arrival, candidates, days)
            yield from ((through, arrival, declaration) for declaration in chosen)
            if chosen:
                open_ones.discard(arrival)


def _named(said: _Consignments, through: str) -> tuple[np.ndarray, np.ndarray]:
    """(consignment, node) for the documents that are its own, or the containers or vehicles it has."""
    columns = said.projection.columns
    edge_type = _THINGS.get(through, "HAS_NUMBER")
    rows = said.projection.edges_of_types((edge_type,))
    if through == "document":
        rows = rows[~said.projection.has_role(rows, _ROLES_OF_MANY)]
    return columns.source[rows].astype(np.int64), columns.target[rows].astype(np.int64)


def _joined(said: _Consignments, through: str, expected: np.ndarray, declared: np.ndarray) -> Iterator[tuple[int, int]]:
    source, target = _named(said, through)
    of_arrivals, of_declarations = np.isin(source, expected), np.isin(source, declared)
    left = source[of_arrivals], target[of_arrivals]
    right = target[of_declarations], source[of_declarations]
    arrivals_, declarations = joined(left, right)
    return zip(arrivals_.tolist(), declarations.tolist(), strict=True)


def _nearest(said: _Consignments, arrival: int, candidates: Iterable[int], days: int) -> list[int]:
    """The declaration nearest in time, the earlier id where two are as near; none beyond the window."""
    day = int(said.day[arrival])
    dated = [(abs(int(said.day[one]) - day), one) for one in candidates if said.day[one] != UNDATED]
    near = [pair for pair in dated if day != UNDATED and pair[0] <= days]
    return [min(near)[1]] if near else []


def _common(said: _Consignments, through: str, arrival: int, declaration: int) -> tuple[int, ...]:
    columns = said.projection.columns
    if through != "document":
        return tuple(sorted(said.things[through][arrival] & said.things[through][declaration]))
    ends = []
    for number in (arrival, declaration):
        edges = said.projection.neighbours(number).edges
        own = edges[(columns.source[edges] == number) & ~said.projection.has_role(edges, _ROLES_OF_MANY)]
        ends.append({int(n) for n in columns.target[own] if said.projection.ids[n].startswith("document:")})
    return tuple(sorted(ends[0] & ends[1]))


def _declared(match: _Match, said: _Consignments) -> Arrival:
    p = said.projection
    differences = _differences(match, said)
    day = int(said.day[match.arrival])
    return Arrival(
        state="declared",
        members=[p.ids[match.arrival], p.ids[match.declaration]],
        on=None if day == UNDATED else day_text(day),
        through=match.through,
        common=_ids(p, match.common),
        differences=differences,
        indicators=[_indicator("consignee_changed")] if differences.consignee else [],
    )


def _indicator(name: str) -> Indicator:
    return Indicator(
        indicator=name, reason=message(f"indicator.{name}"), innocent_explanation=message(f"innocent.{name}")
    )


def _differences(match: _Match, said: _Consignments) -> Differences:
    both = (match.arrival, match.declaration)
    p = said.projection
    differ: dict[str, BaseModel] = {}
    for side in _SIDES:
        before, after = (said.parties[side].get(number, {}) for number in both)
        if before and after and not before.keys() & after.keys():
            differ[side] = NamesDiffer(expected=sorted(before.values()), declared=sorted(after.values()))
    for name in _THINGS:
        was, now = (said.things[name].get(number, frozenset()) for number in both)
        if was and now and was != now:
            differ[name] = ThingsDiffer(missing=_ids(p, was - now), added=_ids(p, now - was))
    days = [int(said.day[number]) for number in both]
    if UNDATED not in days and days[0] != days[1]:
        differ["day"] = DaysDiffer(expected=day_text(days[0]), declared=day_text(days[1]), days=days[1] - days[0])
    return Differences.model_validate(differ)


def _expected(number: int, said: _Consignments, as_of: int | None) -> Arrival:
    day = int(said.day[number])
    is_overdue = as_of is not None and day != UNDATED and day < as_of
    return Arrival(
        state="overdue" if is_overdue else "expected",
        members=[said.projection.ids[number]],
        on=None if day == UNDATED else day_text(day),
        through="",
        common=[],
        differences=Differences.model_validate({}),
        indicators=[],
    )


def _ids(projection: Projection, numbers: Iterable[int]) -> list[str]:
    return [projection.ids[number] for number in sorted(numbers)]


def _order(row: Arrival) -> tuple[int, int, bool, str, Sequence[str]]:
    return (
        -len(row.indicators),
        -len(row.differences.names),
        row.state == "declared",
        row.on or "",
        row.members,
    )
