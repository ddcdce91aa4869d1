"""How much was seized: by group of goods and unit, never a sum across units, joint seizures counted once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Literal

from pydantic import BaseModel, Field

from analyses.double_reports import first_reports
from analyses.parameters import ScopeParams
from analyses.registry import AnalysisResult, NoEvidence, Population, analysis
from graph.linkage.world import World
from graph.messages import message
from graph.progress import Progress, Step
from graph.values.names import search_text
from graph.values.seized_goods import goods_of, group_of, group_of_goods

_READ = (
    "agency", "commodity", "commodity_group", "country", "destination_country", "operation", "origin_country",
    "quantity_base", "quantity_base_unit", "quantity_dimension", "seized_on",
)  # fmt: skip
UNKNOWN = "unknown"


class SeizureTotalsParams(ScopeParams):
    """Parameters of `seizure_totals`."""

    by: Literal["none", "country", "corridor", "month", "year", "agency", "operation"] = Field(
        "none",
        description="Break the totals down by this too; corridor: country of origin and of destination; operation: as "
        "the source names it",
    )
    joint: bool = Field(True, description="Count what several units report together once, with all of them named")
    parts: int = Field(5, ge=0, le=100, description="Kinds of goods that are named of each total, the largest first")
    limit: int = Field(1000, ge=1, le=100_000, description="Rows in the answer")


class SeizedPart(BaseModel):
    """What a total holds of one kind of goods."""

    label: str = Field(description="The goods by known words, else as reported")
    total: float = Field(description="In the unit of the total")
    seizures: int = Field(description="Seizures of it", ge=1)


class SeizureTotal(BaseModel):
    """A total of one group of goods in one unit."""

    group: str = Field(description="Group of the goods by known words of ten languages, else as reported")
    by: str = Field(
        description="Country, corridor, month, year, agency or operation that it is broken down by; else empty"
    )
    dimension: str = Field(description="mass, volume, count, area, plants or unknown")
    unit: str = Field(description="Unit of the total; empty where no amount is known")
    total: float | None = Field(description="Sum of the amounts; null where none is known")
    seizures: int = Field(description="Seizures in it, joint ones once", ge=1)
    joint: int = Field(description="Those of them that several reports tell", ge=0)
    units: list[str] = Field(description="Who reports: originators and agencies")
    parts: list[SeizedPart] = Field(description="What it holds; the parts are inside the total and not beside it")
    members: list[str] = Field(description="Ids of all reports")


class SeizureTotalsPopulation(Population):
    """Out of how many."""

    seizures: int = Field(description="Seizures, joint ones once", ge=0)
    reports: int = Field(description="Reports of them", ge=0)
    without_amount: int = Field(description="Seizures without an amount in a known unit", ge=0)
    without_day: int = Field(description="Seizures without a day", ge=0)


class SeizureTotalsAnswer(AnalysisResult[SeizureTotal, NoEvidence, SeizureTotalsPopulation]):
    """The answer of `seizure_totals`."""


@dataclass(frozen=True, slots=True)
class _Seizure:
    """A seizure with all its reports; what it says is said by the first that says it."""

    reports: tuple[str, ...]
    said: Mapping[str, Any]
    units: frozenset[str]


@analysis(SeizureTotalsParams, {"Seizure": _READ})
def seizure_totals(world: World, params: SeizureTotalsParams, tick: Progress) -> SeizureTotalsAnswer:
    """Totals of what was seized, by group of goods and unit, of which what, with who reports it.

    Reads:
        Visible seizures with their goods, amounts, days, countries, agencies and operations.
    Method:
        Amounts are added in the base unit of their dimension (kg, l, ha, pieces of one thing): 5 tablets and 5 kg are
        two totals, and there is no single one. What `double_reports` takes for one seizure, with a document, container
        or vehicle in common, is counted once, with the largest amount, and names all who report it. Sorted by group,
        then by the breakdown, then by unit.
    Limits:
        Goods and groups whose words are not known stand as the sources write them. Nothing is converted across
        dimensions. Joint seizures without anything in common but day and amount are counted twice: `double_reports`
        proposes them.
    Sources:
        UNODC, World Drug Report, methodology: quantities by drug and unit; double counting.
    """
    tick(Step("adding seizures up"))
    seizures = _seizures(world, params)
    rows: dict[tuple[str, str, str, str], list[_Seizure]] = defaultdict(list)
    for seizure in seizures:
        rows[_key(seizure, params.by)].append(seizure)
    totals = [_total(key, some, params.parts) for key, some in sorted(rows.items())]
    cut = len(totals) - params.limit
    has_amount = [seizure.said["quantity_base"] is not None for seizure in seizures]
    return SeizureTotalsAnswer(
        rows=totals[: params.limit],
        population=SeizureTotalsPopulation(
            seizures=len(seizures),
            reports=sum(len(seizure.reports) for seizure in seizures),
            without_amount=has_amount.count(False),
            without_day=sum(not seizure.said["seized_on"] for seizure in seizures),
            version=world.projection.version,
        ),
        notes=[] if seizures else [message("nothing.no_seizures")],
        truncated=message("cut.rows", count=cut) if cut > 0 else None,
    )


def _seizures(world: World, params: SeizureTotalsParams) -> list[_Seizure]:
    """The seizures that the scope sees, joint ones once, by the id of their first report."""
    p = world.projection
    columns = {name: list(p.property_of("Seizure", name)) for name in _READ}
    said = {p.ids[n]: {k: v[i] for k, v in columns.items()} for i, n in enumerate(p.numbers_of("Seizure").tolist())}
    said = {report: values for report, values in said.items() if _is_in(values["seized_on"], params)}
    first_of = first_reports(world) if params.joint else {}
    together: dict[str, list[str]] = defaultdict(list)
    for report in sorted(said):
        together[first_of.get(report, report)].append(report)
    return [_merged([(report, said[report]) for report in reports]) for reports in together.values()]


def _is_in(day: object, params: SeizureTotalsParams) -> bool:
    """Whether a day is among those asked for; a seizure without one is."""
    text = str(day or "")[:10]
    since, until = (d.isoformat() if d else "" for d in (params.since, params.until))
    return not text or ((not since or text >= since) and (not until or text <= until))


def _merged(reports: Sequence[tuple[str, Mapping[str, Any]]]) -> _Seizure:
    """One seizure out of its reports, with the largest amount and what the first says that says anything."""
    largest = max(reports, key=lambda report: report[1]["quantity_base"] or 0.0)[1]
    said = {name: next((values[name] for _, values in reports if values[name]), None) for name in _READ}
    amounts = ("quantity_base", "quantity_base_unit", "quantity_dimension")
    units = {report.split(":", 2)[1].split("/")[0] for report, _ in reports}
    units |= {str(values["agency"]) for _, values in reports if values["agency"]}
    return _Seizure(
        tuple(report for report, _ in reports), said | {name: largest[name] for name in amounts}, frozenset(units)
    )


def _key(seizure: _Seizure, by: str) -> tuple[str, str, str, str]:
    """(group, breakdown, dimension, unit) of a seizure."""
    said = seizure.said
    group = search_text(_group(said))
    unit = str(said["quantity_base_unit"] or "") if said["quantity_base"] is not None else ""
    return group, _breakdown(said, by), str(said["quantity_dimension"] or UNKNOWN), unit


def _group(said: Mapping[str, Any]) -> str:
    """The group of the goods by the words that are known, else as the source says it, else the goods themselves."""
    own, goods = str(said["commodity_group"] or ""), goods_of(str(said["commodity"] or ""))
    return group_of(own) or own or (group_of_goods(goods) if goods else str(said["commodity"] or UNKNOWN))


def _goods(said: Mapping[str, Any]) -> str:
    """The goods by the words that are known, else as the report says them."""
    text = str(said["commodity"] or UNKNOWN)
    return goods_of(text) or text


def _breakdown(said: Mapping[str, Any], by: str) -> str:
    day = str(said["seized_on"] or "")
    values = {
        "none": "",
        "country": said["country"] or UNKNOWN,
        "corridor": f"{said['origin_country'] or UNKNOWN} - {said['destination_country'] or UNKNOWN}",
        "month": day[:7] or UNKNOWN,
        "year": day[:4] or UNKNOWN,
        "agency": said["agency"] or UNKNOWN,
        "operation": said["operation"] or UNKNOWN,
    }
    return str(values[by])


def _total(key: tuple[str, str, str, str], seizures: Sequence[_Seizure], most: int) -> SeizureTotal:
    _, by, dimension, unit = key
    goods: dict[str, list[_Seizure]] = defaultdict(list)
    for seizure in seizures:
        goods[search_text(_goods(seizure.said))].append(seizure)
    parts = [
        SeizedPart(label=_most_said(map(_goods, (s.said for s in some))), total=_sum(some), seizures=len(some))
        for _, some in sorted(goods.items())
    ]
    parts.sort(key=lambda part: -part.total)
    return SeizureTotal(
        group=_most_said(_group(seizure.said) for seizure in seizures),
        by=by,
        dimension=dimension,
        unit=unit,
        total=_sum(seizures) if unit else None,
        seizures=len(seizures),
        joint=sum(len(seizure.reports) > 1 for seizure in seizures),
        units=sorted(set().union(*(seizure.units for seizure in seizures))),
        parts=parts[:most] if unit else [],
        members=sorted(report for seizure in seizures for report in seizure.reports),
    )


def _sum(seizures: Sequence[_Seizure]) -> float:
    return fsum(float(seizure.said["quantity_base"] or 0.0) for seizure in seizures)


def _most_said(texts: Iterable[str]) -> str:
    """The text that is said most often; ties by the text."""
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text))
