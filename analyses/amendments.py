"""What was said otherwise later: consignments of which a version changed a field that matters."""

import datetime
from typing import Literal

from pydantic import BaseModel, Field

from analyses.parameters import Names, listed
from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, Population, analysis
from graph.errors import BadValue
from graph.linkage.inputs import Amendment
from graph.linkage.world import World
from graph.messages import message
from graph.progress import Progress
from graph.values.names import search_text
from graph.wording import names_known

FIELDS = (
    "consignee.name",
    "consignee.tax_number",
    "shipper.name",
    "notify.name",
    "declarant.name",
    "hs_code",
    "goods_description",
    "gross_weight_kg",
    "value_amount",
    "origin_country",
    "destination_country",
    "container",
    "vehicle.plate",
    "seal",
)
_AMENDED = dict.fromkeys(("declaration", "manifest", "arrival"), FIELDS)


class AmendmentsParams(AnalysisParams):
    """Parameters of `amendments`."""

    fields: Names = Field("", description=f"Fields, comma-separated; all when empty: {', '.join(FIELDS)}")
    change: Literal["any", "replaced", "added", "removed"] = Field(
        "any", description="replaced: another value; added: none before; removed: none after"
    )
    since: datetime.date | None = Field(None, description="First day of a change, by the extract that says it")
    seized: bool = Field(False, description="Only consignments that were seized")
    limit: int = Field(200, ge=1, description="Rows in the answer")


class AmendedField(BaseModel):
    """A field of a consignment that was said otherwise later."""

    id: str = Field(description="Id of the consignment")
    label: str = Field(description="Its number")
    field: str = Field(description="Field")
    before: str = Field(description="What was said before; empty where nothing was")
    after: str = Field(description="What was said then")
    on: str = Field(description="Day of the extract that says it")
    seizures: list[str] = Field(description="Ids of seizures made on it")
    members: tuple[str] = Field(description="Id of the consignment")


class AmendmentsPopulation(Population):
    """Out of how many."""

    consignments: int = Field(description="Consignments that are visible", ge=0)
    amended: int = Field(description="Those of which one of the fields changed", ge=0)
    changes: int = Field(description="Changes in all", ge=0)
    spellings: int = Field(description="Changes of names that are another spelling, not listed", ge=0)


class AmendmentsAnswer(AnalysisResult[AmendedField, NoEvidence, AmendmentsPopulation]):
    """The answer of `amendments`."""


@analysis(AmendmentsParams, amended=_AMENDED)
def amendments(world: World, params: AmendmentsParams, tick: Progress) -> AmendmentsAnswer:
    """Consignments of which a later version says another consignee, weight, code, container or the like.

    Reads:
        The versions of visible declarations, manifests and pre-arrival notices, field by field; seizures made on them.
    Method:
        Each version is compared with the one that it follows (by amendment time, then extract day). Names are compared
        folded, so that another spelling is no change. Sorted: seized consignments first, then the latest change, then
        by id.
    Limits:
        Corrections are part of honest trade: goods are sold on the way, typing errors are mended. A version counts
        from its extract, not from the hour at which it was made.
    Sources:
        Late changes of the consignee or the goods: WCO Risk Management Compendium (2011), volume 2.
    """
    wanted = set(listed(params.fields)) or set(FIELDS)
    for name in sorted(wanted):
        if name not in FIELDS:
            raise BadValue(f"amendments: fields is {name!r}", names_known(name, FIELDS))
    projection = world.projection
    visible = [entry for entry in world.inputs.amendments if entry.field in wanted and entry.record in projection.ids]
    changes = [entry for entry in visible if not _is_spelling(entry)]
    seizures = _seizures(world)
    rows = [_row(world, entry, seizures.get(entry.record, [])) for entry in changes if _is_asked_for(entry, params)]
    rows = [row for row in rows if row.seizures or not params.seized]
    rows.sort(key=lambda row: (row.id, row.field))
    rows.sort(key=lambda row: row.on, reverse=True)
    rows.sort(key=lambda row: not row.seizures)
    cut = len(rows) - params.limit
    return AmendmentsAnswer(
        rows=rows[: params.limit],
        population=AmendmentsPopulation(
            consignments=len(projection.numbers_of("Consignment")),
            amended=len({entry.record for entry in changes}),
            changes=len(changes),
            spellings=len(visible) - len(changes),
            version=projection.version,
        ),
        notes=[] if rows else [message("nothing.not_amended")],
        truncated=message("cut.rows", count=cut) if cut > 0 else None,
    )


def _is_spelling(entry: Amendment) -> bool:
    return entry.field.endswith(".name") and search_text(entry.before) == search_text(entry.after)


def _is_asked_for(entry: Amendment, params: AmendmentsParams) -> bool:
    change = "added" if not entry.before else "replaced" if entry.after else "removed"
    if params.change not in ("any", change):
        return False
    return params.since is None or entry.on >= params.since.isoformat()


def _seizures(world: World) -> dict[str, list[str]]:
    """Ids of the seizures made on each consignment."""
    projection = world.projection
    edges = projection.edges_of_types(("SEIZED_IN",))
    found: dict[str, list[str]] = {}
    for edge in edges.tolist():
        target = projection.ids[int(projection.columns.target[edge])]
        found.setdefault(target, []).append(projection.ids[int(projection.columns.source[edge])])
    return {target: sorted(set(seizures)) for target, seizures in found.items()}


def _row(world: World, entry: Amendment, seizures: list[str]) -> AmendedField:
    return AmendedField(
        id=entry.record,
        label=entry.record.rpartition(":")[2],
        field=entry.field,
        before=entry.before,
        after=entry.after,
        on=entry.on,
        seizures=seizures,
        members=(entry.record,),
    )
