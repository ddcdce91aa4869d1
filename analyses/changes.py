"""What is new since an earlier answer: rows that came, went, grew or moved."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, Population, analysis, get_analysis
from graph.errors import BadValue
from graph.linkage.inputs import EarlierAnswer, Input
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress

Kind = Literal["new", "gone", "grown", "shrunk", "moved", "changed"]
_ORDER: tuple[Kind, ...] = ("new", "grown", "moved", "changed", "shrunk", "gone")
_SCORES = ("score", "strength", "stability", "seizures", "exposed")  # figures of rows that may move, the first counts


class ChangesParams(AnalysisParams):
    """Parameters of `changes`."""

    earlier: str = Field(min_length=1, description="Id of a kept answer; `halqa results` lists them")
    least_move: int = Field(5, ge=1, description="Places in the list that a row must move to be listed as moved")
    dismissed: bool = Field(False, description="Also list rows that somebody dismissed")
    limit: int = Field(200, ge=1, description="Rows in the answer")


class ChangedRow(BaseModel):
    """A row of the answer, and what became of it."""

    kind: Kind = Field(description="new, grown (members came), moved, changed (its figure), shrunk or gone")
    id: str = Field(description="Id of the row now; of one that is gone, the earlier one")
    label: str = Field(description="What people read")
    place_before: int | None = Field(description="Place in the earlier answer; null where it is new")
    place: int | None = Field(description="Place now; null where it is gone")
    figure: str = Field(description="The figure that is compared, such as score; empty where rows have none")
    before: float | None = Field(description="The figure before")
    now: float | None = Field(description="The figure now")
    came: list[str] = Field(description="Ids of members that came")
    went: list[str] = Field(description="Ids of members that went")
    disposition: str = Field(description="What somebody decided of it; empty where nobody did")
    members: list[str] = Field(description="Ids of its members")


class ChangesPopulation(Population):
    """What was compared."""

    analysis: str = Field(description="Name of the analysis")
    title: str = Field(description="What the earlier answer was called")
    at: str = Field(description="When it was kept, UTC")
    version_before: str = Field(description="Version of the data then")
    rows_before: int = Field(description="Rows then", ge=0)
    rows_now: int = Field(description="Rows now", ge=0)
    unchanged: int = Field(description="Rows that are as they were", ge=0)
    dismissed: int = Field(description="Rows that somebody dismissed, and that are not listed", ge=0)


class ChangesAnswer(AnalysisResult[ChangedRow, NoEvidence, ChangesPopulation]):
    """The answer of `changes`."""


@analysis(ChangesParams, inputs=(Input.EARLIER, Input.DISPOSITIONS))
def changes(world: World, params: ChangesParams, tick: Progress) -> ChangesAnswer:
    """What is new since an answer that was kept: rows that came, grew, moved, shrank or went, by the same question.

    Reads:
        A kept answer, the answer of the same analysis with the same parameters now, and what people decided of rows.
    Method:
        Rows are the same that share most members (the Jaccard index, at least a third), each with at most one; without
        members those of one id. New before grown, moved, changed, shrunk and gone, each in the order of the answer.
    Limits:
        Rows beyond the limit of either answer are not known: what enters the list may have been below it. A new version
        of the program may answer otherwise on the same data.
    Sources:
        Matching groups over time: Palla, Barabasi and Vicsek (2007), doi:10.1038/nature05670.
    """
    earlier = world.inputs.earlier
    if earlier is None:
        raise BadValue(f"changes: earlier is {params.earlier!r}", "`halqa results` lists the answers that are kept")
    found = get_analysis(earlier.analysis)
    answer = found.run(world, found.read_params(earlier.parameters), tick)
    rows = [row.model_dump(mode="json") for row in answer.rows]
    compared = _compared(earlier.rows, rows, params, world.inputs.dispositions)
    listed = [row for row in compared if params.dismissed or row.disposition != "dismissed"]
    cut = len(listed) - params.limit
    return ChangesAnswer(
        rows=listed[: params.limit],
        population=ChangesPopulation(
            analysis=earlier.analysis,
            title=earlier.title,
            at=earlier.at,
            version_before=earlier.version,
            rows_before=len(earlier.rows),
            rows_now=len(rows),
            unchanged=len(rows) - sum(row.place is not None for row in compared),
            dismissed=len(compared) - len(listed),
            version=world.projection.version,
        ),
        notes=_notes(listed, earlier, world),
        truncated=message("cut.rows", count=cut) if cut > 0 else None,
    )


def _notes(rows: Sequence[ChangedRow], earlier: EarlierAnswer, world: World) -> list[Message]:
    if rows:
        return []
    is_same = earlier.version == world.projection.version
    return [message("nothing.same_data") if is_same else message("nothing.changed")]


def _compared(
    before: Sequence[Mapping[str, Any]],
    now: Sequence[Mapping[str, Any]],
    params: ChangesParams,
    dispositions: Mapping[str, str],
) -> list[ChangedRow]:
    """What became of every row, those that are as they were left out."""
    pairs = _matched(before, now)
    rows: list[ChangedRow] = []
    for place, row_now in enumerate(now):
        old_place = pairs.get(place)
        old = None if old_place is None else before[old_place]
        changed = _changed(old, row_now, old_place, place, params)
        if changed is not None:
            rows.append(changed)
    matched = set(pairs.values())
    rows += [_gone(old, place) for place, old in enumerate(before) if place not in matched]
    for row in rows:
        row.disposition = dispositions.get(row.id, "")
    return sorted(rows, key=lambda row: _ORDER.index(row.kind))


def _matched(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Place then by place now, of rows that are the same."""
    places: dict[str, set[int]] = {}
    for place, row in enumerate(before):
        for member in _members(row):
            places.setdefault(member, set()).add(place)
    candidates = []
    for place, row in enumerate(now):
        members = _members(row)
        for old_place in sorted(set().union(*(places.get(member, set()) for member in members))):
            old = _members(before[old_place])
            share = len(members & old) / len(members | old)
            if share >= 1 / 3:
                candidates.append((-share, old_place, place))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, old_place, place in sorted(candidates):
        if place not in pairs and old_place not in taken:
            pairs[place] = old_place
            taken.add(old_place)
    return pairs


def _members(row: Mapping[str, Any]) -> set[str]:
    """The members of a row; itself where it has none."""
    members = row.get("members")
    return set(members) if members else {str(row.get("id", sorted(row.items())))}


def _changed(
    old: Mapping[str, Any] | None, row: Mapping[str, Any], old_place: int | None, place: int, params: ChangesParams
) -> ChangedRow | None:
    """What became of a row; None where it is as it was."""
    members, were = _members(row), _members(old) if old is not None else set()
    figure = next((name for name in _SCORES if isinstance(row.get(name), int | float)), "")
    before = old.get(figure) if old is not None and figure else None
    kind: Kind
    if old is None or old_place is None:
        kind = "new"
    elif members - were:
        kind = "grown"
    elif were - members:
        kind = "shrunk"
    elif abs(place - old_place) >= params.least_move:
        kind = "moved"
    elif figure and before != row[figure]:
        kind = "changed"
    else:
        return None
    return ChangedRow(
        kind=kind,
        id=str(row.get("id", "")),
        label=str(row.get("label", "")),
        place_before=None if old_place is None else old_place + 1,
        place=place + 1,
        figure=figure,
        before=before,
        now=row.get(figure) if figure else None,
        came=sorted(members - were) if old is not None else [],
        went=sorted(were - members),
        disposition="",
        members=sorted(members),
    )


def _gone(old: Mapping[str, Any], place: int) -> ChangedRow:
    figure = next((name for name in _SCORES if isinstance(old.get(name), int | float)), "")
    return ChangedRow(
        kind="gone",
        id=str(old.get("id", "")),
        label=str(old.get("label", "")),
        place_before=place + 1,
        place=None,
        figure=figure,
        before=old.get(figure) if figure else None,
        now=None,
        came=[],
        went=[],
        disposition="",
        members=sorted(_members(old)),
    )
