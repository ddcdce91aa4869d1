"""Which seizures are likely one that was reported twice: same day, same amount, no two countries."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, Field

from analyses.registry import AnalysisParams, AnalysisResult, EdgeRecord, Population, analysis
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import day_number
from graph.progress import Progress, Step
from graph.projection.projection import Projection
from graph.values.names import search_text
from graph.values.reference.countries import country_code

MOST_PAIRS = 100_000
_COLUMNS = ("quantity", "quantity_unit", "quantity_text")
READ = (*_COLUMNS, "quantity_base", "quantity_base_unit", "seized_on", "commodity", "place", "country")


class DoubleReportsParams(AnalysisParams):
    """Parameters of `double_reports`."""

    amount_share: float = Field(0.02, ge=0, le=0.2, description="Most that two amounts may differ, as a share")
    days: int = Field(0, ge=0, le=7, description="Most days between the two")
    limit: int = Field(100, ge=1, le=10_000, description="Pairs in the answer")


class DoubleReport(BaseModel):
    """Two seizures that are likely one."""

    score: int = Field(description="Steps for what agrees beside day and amount, less those against")
    members: tuple[str, str] = Field(description="Ids of the two seizures")
    country: str = Field(description="The country that is known of them, empty where none is")
    amount: float = Field(description="Amount of the first in the base unit")
    base_unit: str = Field(description="Base unit")
    difference_share: float = Field(description="Difference of the amounts over the larger one", ge=0, le=1)
    commodities: tuple[str, str] = Field(description="What each report calls the goods")
    reasons: list[Message] = Field(description="What agrees, and how each was reported")
    against: list[Message] = Field(description="What speaks against it")
    common: list[str] = Field(description="Ids of the documents, containers and vehicles that both were made in")


class DoubleReportEvidence(BaseModel):
    """What links the two reports of a pair to what both were made in."""

    members: tuple[str, str] = Field(description="Ids of the two seizures")
    records: list[EdgeRecord] = Field(description="The edges to what both were made in")


class DoubleReportPopulation(Population):
    """Out of how many the pairs were found."""

    seizures: int = Field(description="Seizures that are visible", ge=0)
    compared: int = Field(description="Those with a day and an amount", ge=0)
    without_amount: int = Field(description="Those that have no amount in a known unit", ge=0)
    without_day: int = Field(description="Those that have an amount and no day", ge=0)
    pairs: int = Field(description="Pairs in all", ge=0)


class DoubleReportAnswer(AnalysisResult[DoubleReport, DoubleReportEvidence, DoubleReportPopulation]):
    """The answer of `double_reports`."""


@dataclass(frozen=True, slots=True)
class _Seizure:
    """A seizure with an amount and a day; its country is "" where it is not known."""

    number: int
    id: str
    day: int
    country: str
    amount: float
    base_unit: str
    commodity: str
    reported: str
    shared: frozenset[int]

    @property
    def channel(self) -> str:
        return self.id.split(":", 2)[1]


@analysis(DoubleReportsParams, {"Seizure": READ})
def double_reports(world: World, params: DoubleReportsParams, tick: Progress) -> DoubleReportAnswer:
    """Pairs of seizures that are likely one, reported twice: by two agencies, in two languages, in two units.

    Reads:
        Visible seizures with a day and an amount; their vehicles, containers and documents; the country that the
        report names, else that of its place by the gazetteer or its name, and of the originator where no place is said.
    Method:
        Two seizures are a pair where the day is the same (or at most `days` apart), no two countries are known of them,
        and their amounts, in the base unit of one dimension, differ by no more than `amount_share` (1.2 kg and 1,180 g
        by 1.7 %). A place that is not known is in no country. Kilograms are compared with kilograms,
        tablets with tablets. What else agrees (a vehicle, container or document, the commodity) raises the pair, one
        step each; commodities that are both named in one script and have no word in common lower it. Pairs are sorted
        by that score, then by difference, then by id.
    Limits:
        Proposals for people, and nothing is merged. Round amounts of common goods meet by chance; one seizure that two
        units share out between them is no pair; what has no amount is left out and counted.
    Sources:
        UNODC, World Drug Report, methodology: double counting of seizures that several agencies report.
    """
    projection = world.projection
    seizures, left_out = _seizures(projection)
    tick(Step("comparing seizures"))
    found, is_cut = _pairs(seizures, params)
    rows = sorted(
        (_row(a, b, projection) for a, b in found), key=lambda row: (-row.score, row.difference_share, row.members)
    )
    shown = rows[: params.limit]
    cut = message("cut.pairs", count=len(rows) - len(shown)) if len(rows) > len(shown) else None
    total = len(projection.numbers_of("Seizure"))
    return DoubleReportAnswer(
        rows=shown,
        evidence=[_evidence(row, projection) for row in shown],
        population=DoubleReportPopulation(
            seizures=total,
            compared=len(seizures),
            **left_out,
            pairs=len(found),
            left_out=[message(f"left_out.{name}", count=count) for name, count in left_out.items() if count],
            version=projection.version,
        ),
        notes=_notes(total, len(seizures)),
        truncated=message("cut.pairs_looked_at", count=MOST_PAIRS) if is_cut else cut,
    )


def reported_twice(world: World, params: DoubleReportsParams) -> list[tuple[str, str]]:
    """Ids of the two reports of every pair that was made in one document, container or vehicle."""
    pairs, _ = _pairs(_seizures(world.projection)[0], params)
    return sorted((a.id, b.id) for a, b in pairs if a.shared & b.shared)


def first_reports(world: World) -> Mapping[str, str]:
    """By report of a seizure that several tell, the first of them by id; a report that stands alone is not in it."""
    return world.once(_first_reports)


def _first_reports(world: World) -> Mapping[str, str]:
    first: dict[str, str] = {}
    for pair in reported_twice(world, DoubleReportsParams.model_validate({})):
        ends = sorted(_first(first, report) for report in pair)
        first[ends[1]] = ends[0]
    return {report: _first(first, report) for report in first}


def _first(first: Mapping[str, str], report: str) -> str:
    while first.get(report, report) != report:
        report = first[report]
    return report


def _notes(seizures: int, compared: int) -> list[Message]:
    if not seizures:
        return [message("nothing.no_seizures")]
    return [] if compared else [message("nothing.not_comparable", count=seizures)]


def _seizures(projection: Projection) -> tuple[list[_Seizure], dict[str, int]]:
    """Seizures that can be compared, in the order of their ids, and why the others cannot be."""
    columns = {name: list(projection.property_of("Seizure", name)) for name in READ}
    touched, places = _touched(projection)
    found = []
    left_out = {"without_amount": 0, "without_day": 0}
    for i, number in enumerate(projection.numbers_of("Seizure").tolist()):
        said = {name: values[i] for name, values in columns.items()}
        node_id = projection.ids[number]
        country = str(said["country"] or "") or places.get(number) or _country(str(said["place"] or ""), node_id)
        amount = said["quantity_base"]
        if not isinstance(amount, int | float) or amount <= 0:
            left_out["without_amount"] += 1
        elif not said["seized_on"]:
            left_out["without_day"] += 1
        else:
            found.append(
                _Seizure(
                    number=number,
                    id=node_id,
                    day=day_number(str(said["seized_on"])),
                    country=country,
                    amount=float(amount),
                    base_unit=str(said["quantity_base_unit"]),
                    commodity=str(said["commodity"] or ""),
                    reported=_reported(said),
                    shared=touched.get(number, frozenset()),
                )
            )
    return found, left_out


def _reported(said: Mapping[str, object]) -> str:
    """The quantity in the words of the report."""
    number, unit, text = (said[name] for name in _COLUMNS)
    return f"{number:g} {unit or ''}".strip() if isinstance(number, int | float) else str(text or "")


def _touched(projection: Projection) -> tuple[dict[int, frozenset[int]], dict[int, str]]:
    """By seizure: the documents, containers and vehicles it was made in, and the country of its place."""
    columns = projection.columns
    touched: dict[int, set[int]] = defaultdict(set)
    for row in projection.edges_of_types(("SEIZED_IN",)).tolist():
        touched[int(columns.source[row])].add(int(columns.target[row]))
    places = {}
    for row in projection.edges_of_types(("ENTERED_AT",)).tolist():
        places[int(columns.source[row])] = projection.ids[columns.target[row]].split(":")[1]
    return {number: frozenset(nodes) for number, nodes in touched.items()}, places


def _country(place: str, node_id: str) -> str:
    """The country that a place is, that of the originator where no place is said; "" of a place that is not known."""
    return country_code(place or node_id.split(":", 2)[1].partition("/")[0]) or ""


def _pairs(seizures: list[_Seizure], params: DoubleReportsParams) -> tuple[list[tuple[_Seizure, _Seizure]], bool]:
    """Pairs of one unit whose days and amounts are near, of no two countries; whether there were too many of them."""
    blocks: Mapping[tuple[str, int], list[_Seizure]] = defaultdict(list)
    for one in seizures:
        blocks[one.base_unit, one.day].append(one)
    for block in blocks.values():
        block.sort(key=lambda one: (one.amount, one.id))
    found: list[tuple[_Seizure, _Seizure]] = []
    looked_at = 0
    for (unit, day), block in sorted(blocks.items()):
        for later in range(params.days + 1):
            for pair in _near(block, blocks.get((unit, day + later), []), later == 0, params.amount_share):
                if looked_at == MOST_PAIRS:
                    return found, True
                looked_at += 1
                if len({pair[0].country, pair[1].country} - {""}) < 2:
                    found.append(pair)
    return found, False


def _near(
    block: list[_Seizure], other: list[_Seizure], is_same: bool, share: float
) -> Iterator[tuple[_Seizure, _Seizure]]:
    amounts = [one.amount for one in other]
    for i, one in enumerate(block):
        least, most = one.amount * (1 - share), one.amount / (1 - share) * (1 + 1e-12)
        start = i + 1 if is_same else bisect_right(amounts, least * (1 - 1e-12))
        for another in other[start : bisect_right(amounts, most)]:
            if one.id != another.id:
                yield (one, another) if one.id < another.id else (another, one)


def _row(a: _Seizure, b: _Seizure, projection: Projection) -> DoubleReport:
    difference = abs(a.amount - b.amount) / max(a.amount, b.amount)
    common = sorted(projection.ids[node] for node in a.shared & b.shared)
    alike = _alike(a.commodity, b.commodity)
    commodities = {"first": a.commodity, "second": b.commodity}
    return DoubleReport(
        score=len(common) + (0 if alike is None else 1 if alike else -1),
        members=(a.id, b.id),
        country=a.country or b.country,
        amount=a.amount,
        base_unit=a.base_unit,
        difference_share=round(difference, 6),
        commodities=(a.commodity, b.commodity),
        reasons=list(_reasons(a, b, difference, common, alike is True)),
        against=[message("double.commodities_differ", **commodities)] if alike is False else [],
        common=common,
    )


def _reasons(a: _Seizure, b: _Seizure, difference: float, common: list[str], is_alike: bool) -> Iterator[Message]:
    if a.country and a.country == b.country:
        yield message("double.same_country")
    days = abs(a.day - b.day)
    yield message("double.days_apart", count=days) if days else message("double.same_day")
    yield message("double.amounts_differ", share=difference) if difference else message("double.same_amount")
    for node in common:
        yield message("double.both_in", id=node)
    if is_alike:
        yield message("double.same_commodity")
    if a.reported != b.reported:
        yield message("double.reported_as", first=a.reported, second=b.reported)
    if a.channel != b.channel:
        yield message("double.reported_by", first=a.channel, second=b.channel)


def _alike(a: str, b: str) -> bool | None:
    """Whether two names of goods have a word in common; None where languages make that no question."""
    words = set(search_text(a).split()), set(search_text(b).split())
    if words[0] & words[1]:
        return True
    is_one_script = a.isascii() == b.isascii()
    return False if words[0] and words[1] and is_one_script else None


def _evidence(row: DoubleReport, projection: Projection) -> DoubleReportEvidence:
    """The reports behind a pair, with what links each to what both were made in."""
    numbers = projection.numbers_among(row.members)
    common = set(projection.numbers_among(row.common))
    columns = projection.columns
    edges = np.concatenate([projection.neighbours(number).edges for number in numbers])
    kept = sorted({int(e) for e in edges if int(columns.target[e]) in common and int(columns.source[e]) in numbers})
    records = [EdgeRecord.of(projection.edge(edge)) for edge in kept]
    return DoubleReportEvidence(members=row.members, records=records)
