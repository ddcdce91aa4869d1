"""A profile tried on the first rows of a file: what would become of them, in a store that is thrown away.

So a mistake is seen before the load: three records as they would be kept and linked, flags and rejects.
"""

import datetime
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from api.services.asking.explore import show
from api.services.loading.load import LoadOptions, LoadReport, load_source
from api.services.loading.rejects import with_next_step
from api.services.runtime.workspace import Workspace
from graph.canonical import Record
from graph.derivation.assertions import record_node_id
from graph.errors import NotFound
from graph.messages import Message, message
from graph.model import Channel
from graph.settings import Settings
from loaders.profile.mapping import parser
from loaders.profile.profile import Profile
from loaders.registry import open_source

MOST_ROWS = 200
MOST_SHOWN = 3
MOST_LINKS = 25
_NOBODY = "TRIAL"  # who reports, where nobody is named


@dataclass(frozen=True, slots=True)
class TriedRecord:
    """A record as it would be: what is said of it by field, what is flagged, and what it would be linked with."""

    kind: str
    number: str
    fields: dict[str, Any]
    flags: list[str]
    links: list[dict[str, str]]


@dataclass(slots=True)
class Trial:
    """What became of the first rows; `flags` counts codes, `meanings` says what each is and what to do."""

    rows: int = 0
    records: int = 0
    rejected_rows: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    shown: list[TriedRecord] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The trial as JSON values."""
        return asdict(self) | {"remarks": [remark.model_dump() for remark in self.remarks]}


def try_profile(path: Path, profile: Profile, originator: str = "", most: int = MOST_ROWS) -> Trial:
    """Loads the first rows of a table into a store of its own, which is gone afterwards.

    Args:
        path: The file.
        profile: The profile to try.
        originator: Who would report it: phones, plates and numbers are read for that country; "" for nobody.
        most: Rows that are read.

    Raises:
        HalqaError: see `load_file`; that many rows are bad is no fault here.
    """
    trial = Trial()
    source = open_source(path, profile)
    read = parser(profile, source.header)
    first: list[Record] = []
    every = source.units

    def accepted() -> Iterator[tuple[int, list[str]]]:
        for line, cells in islice(every, most):
            records, rejections = read(cells)
            trial.rows += 1
            trial.rejected_rows += bool(rejections)
            rows = (asdict(rejection) | {"line": line} for rejection in rejections)
            trial.rejects += [with_next_step(row) for row in rows]
            if not rejections:
                first.extend(records[: MOST_SHOWN - len(first)])
                yield line, cells

    source.units = accepted()
    with tempfile.TemporaryDirectory(prefix="halqa-trial-") as folder:
        settings = Settings(data_dir=Path(folder), store=f"sqlite:///{folder}/graph.db")
        options = LoadOptions(
            profile.name,
            originator or _NOBODY,
            extract_date=datetime.datetime.now(datetime.UTC).date().isoformat(),
            duplicate=True,
        )
        with Workspace(settings) as workspace:
            report = load_source(workspace, source, profile, options)
            channel = options.channel(profile)
            trial.shown = [_as_it_would_be(workspace, record, channel) for record in first]
    _tell(trial, report, originator)
    return trial


def _as_it_would_be(workspace: Workspace, record: Record, channel: Channel) -> TriedRecord:
    """A record with what the store of the trial says of it."""
    own = replace(channel, handling=record.handling) if record.handling else channel
    node_id = record_node_id(own.name, record.kind, record.source_id)
    try:
        node = show(workspace, node_id, workspace.viewer(), limit=MOST_LINKS)
    except NotFound:  # a part whose header stands in another file, or a deletion
        node = {"properties": {}, "neighbours": []}
    flags = node["properties"].get("flags") or list(record.flags)
    links = [{"edge": n["edge"], "label": n["label"], "id": n["id"]} for n in node["neighbours"]]
    said = {name: value for name, value in record.values.items() if value != ""}
    return TriedRecord(record.kind, record.source_id, said, [str(flag) for flag in flags], links)


def _tell(trial: Trial, report: LoadReport, originator: str) -> None:
    trial.records, trial.flags, trial.meanings = report.records, report.flags, report.meanings()
    trial.remarks = [remark for remark in report.remarks if remark.key != "load.no_country"]
    if not originator:
        trial.remarks.append(message("trial.no_originator"))
