"""From a record node to what the source said: file, line, row, history."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.services.runtime.workspace import Workspace
from graph.derivation.applied import AppliedRecords
from graph.model import Viewer
from graph.records.current import Version
from graph.records.reading import CurrentRecord, RecordReader
from loaders.source import plain_name


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a record stands in its source; `row` holds the columns that are filled."""

    record: str
    channel: str
    kind: str
    source_id: str
    file: str
    line: int
    day: str
    row: dict[str, str]

    @property
    def text(self) -> str:
        """The filled columns in one line."""
        return "; ".join(f"{name}: {value}" for name, value in self.row.items())

    def __str__(self) -> str:
        day = f", {self.day}" if self.day else ""
        return f"{self.channel}: {self.kind} {self.source_id}{day} ({self.file}, line {self.line})"


def parts_of(record_id: str) -> tuple[str, str, str] | None:
    """Channel, kind and source id of a record node's id; None for other nodes."""
    parts = record_id.split(":", 3)
    if len(parts) != 4 or parts[1].count("/") != 3:
        return None
    return parts[1], parts[2], parts[3]


def source_lines(workspace: Workspace, record_ids: Iterable[str], viewer: Viewer) -> dict[str, SourceLine]:
    """The source lines of those records that the viewer may see, by record id: those that the graph was made from."""
    lines: dict[str, SourceLine] = {}
    visible = {record_id: parts for record_id in record_ids if (parts := _visible_parts(record_id, viewer))}
    with AppliedRecords.reading(workspace.records, workspace.store, list(visible)) as records:
        for record_id, parts in visible.items():
            applied = records.find(*parts)
            if applied is not None:
                reader, record = applied
                lines[record_id] = _line(reader, record_id, record, record.versions[0][1])
    return lines


def history(workspace: Workspace, record_id: str, viewer: Viewer) -> list[dict[str, Any]]:
    """All versions of a record, the one that counts most first, with the columns that differ from the one before it.

    A record that is said in parts has the versions of its header first, then those of each part.
    """
    parts = _visible_parts(record_id, viewer)
    if parts is None:
        return []
    with AppliedRecords.reading(workspace.records, workspace.store, [record_id]) as records:
        reader, wanted = records.find(*parts) or (records.now, records.now.one(*parts))
        if wanted is None:
            return []
        pieces = [("", wanted.number), *((part.name, part.number) for part in wanted.parts)]
        current = {name: version.number for name, version in wanted.versions}
        found = [
            (name, version, _line(reader, record_id, wanted, version))
            for name, number in pieces
            for version in reader.versions(number)
        ]
    answer = []
    for i, (name, version, line) in enumerate(found):
        older = found[i + 1][2].row if i + 1 < len(found) and found[i + 1][0] == name else None
        answer.append(
            {
                "part": name,
                "is_current": current.get(name) == version.number,
                "is_deleted": version.is_deleted,
                "amended": version.amended,
                "extract_on": version.extract_on,
                "file": line.file,
                "line": line.line,
                "changed": {} if older is None else _changed(older, line.row),
                "row": line.row,
            }
        )
    return answer


def _changed(old: dict[str, str], new: dict[str, str]) -> dict[str, list[str]]:
    names = sorted(old.keys() | new.keys())
    return {name: [old.get(name, ""), new.get(name, "")] for name in names if old.get(name, "") != new.get(name, "")}


def _visible_parts(record_id: str, viewer: Viewer) -> tuple[str, str, str] | None:
    parts = parts_of(record_id)
    return parts if parts is not None and viewer.sees(parts[0]) else None


def _line(reader: RecordReader, record_id: str, wanted: CurrentRecord, version: Version) -> SourceLine:
    unit = reader.unit(version)
    cells = zip(map(plain_name, unit.batch.header), unit.values, strict=False)
    row = {name: value for name, value in cells if value.strip()}
    day = version.day_text
    return SourceLine(
        record_id, wanted.channel, wanted.kind, wanted.source_id, unit.batch.file_name, unit.line, day, row
    )
