"""What analyses declare to read beside the graph: read for a viewer, from records and state, before they begin."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from analyses.registry import Analysis, AnalysisParams
from api.services.asking.risk_profiles import risk_profile_values
from api.services.runtime.workspace import Workspace, reading_of
from api.state import dispositions, results
from api.state.store import StateStore
from graph.linkage.inputs import NO_INPUTS, Amendment, EarlierAnswer, Input, Inputs
from graph.linkage.world import World
from graph.model import Viewer
from graph.records.current import Version
from graph.records.reading import RecordHistory, RecordReader


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks: the open stores, his viewer and channel patterns, and the state, None where there is none yet."""

    workspace: Workspace
    viewer: Viewer
    patterns: str = ""
    state: StateStore | None = None


def world_for(analysis: Analysis, params: AnalysisParams, asking: Asking) -> World:
    """What somebody sees now, with what an analysis reads beside it; see `read_inputs`."""
    return asking.workspace.world(asking.viewer).given(read_inputs(analysis, params, asking))


def read_inputs(analysis: Analysis, params: AnalysisParams, asking: Asking) -> Inputs:
    """What an analysis declares, as somebody may see it; the parameter `earlier` names a kept answer.

    Raises:
        NotFound: no kept answer has that id, or not for him.
    """
    if not analysis.inputs:
        return NO_INPUTS
    earlier, decided, evidence, state = None, dict[str, str](), dict[str, tuple[str, ...]](), asking.state
    if state is not None and Input.EARLIER in analysis.inputs:
        earlier = _earlier(state, analysis, str(getattr(params, Input.EARLIER.value)), asking.patterns)
    if state is not None and Input.DISPOSITIONS in analysis.inputs:
        steps = dispositions.all_leads(state, asking.patterns)
        decided = {lead: step.state.value for lead, step in steps.items()}
        evidence = {lead: step.evidence for lead, step in steps.items()}
    own = risk_profile_values(asking.workspace.settings) if Input.RISK_PROFILE in analysis.inputs else {}
    amended: tuple[Amendment, ...] = ()
    if Input.AMENDMENTS in analysis.inputs:
        amended = tuple(_amendments(asking.workspace, asking.viewer, analysis.amended))
    return Inputs(amendments=amended, dispositions=decided, lead_evidence=evidence, earlier=earlier, risk_profile=own)


def _earlier(state: StateStore, analysis: Analysis, result: str, patterns: str) -> EarlierAnswer | None:
    """The kept answer of that id; of none the last one that was kept of the analysis, None where none was."""
    result = result or results.last_of(state, analysis.name, patterns)
    if not result:
        return None
    known, body = results.read(state, result, patterns)
    return EarlierAnswer.model_validate_json(body).model_copy(
        update={"id": known.id, "title": known.title, "at": known.at, "version": known.version}
    )


def _amendments(workspace: Workspace, viewer: Viewer, amended: Mapping[str, Sequence[str]]) -> Iterator[Amendment]:
    """Fields of visible records that a version says otherwise than the one before it."""
    with workspace.records.reading() as connection:
        reader = RecordReader(workspace.records, connection)
        values = _ValuesOf(reader)
        for lot in reader.with_history(sorted(amended)):
            for history in lot:
                if viewer.sees(history.channel):
                    yield from _of_record(history, values, amended[history.kind])


def _of_record(history: RecordHistory, values: "_ValuesOf", fields: Sequence[str]) -> Iterator[Amendment]:
    held = [version for version in history.versions if any(not extract.is_out for _, extract in version.places)]
    for before, after in pairwise(held):
        if before.profile != after.profile or before.is_deleted or after.is_deleted:
            continue  # another reading of a row is no change of it
        old, new = values.of(history, before), values.of(history, after)
        for field in fields:
            if old.get(field) != new.get(field):
                yield Amendment(
                    record=history.node_id,
                    field=field,
                    before=_text(old.get(field)),
                    after=_text(new.get(field)),
                    on=after.extract_on,
                )


class _ValuesOf:
    """The values of versions, each read by the profile that it was loaded with."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader
        self._parser = cache(lambda profile, header: reading_of(profile, header).parse)

    def of(self, history: RecordHistory, version: Version) -> Mapping[str, Any]:
        """What a version says, by field; nothing where its profile has no use for it any more."""
        unit = self._reader.unit(version)
        parse = self._parser(self._reader.profile_of(version), tuple(unit.batch.header))
        wanted = (history.kind, history.source_id, history.part)
        for record in parse(unit.values)[0]:
            if (record.kind, record.source_id, record.part) == wanted:
                return record.values
        return {}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{int(value)}"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
