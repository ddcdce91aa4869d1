"""Keeping note of what is handed out: every export stands in the state before its file is given away."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.services.asking.sources import parts_of
from api.services.runtime.workspace import Workspace
from api.state import disclosures
from api.state.disclosures import Answer, Disclosure, DisclosureKind
from api.state.store import StateStore
from api.views.picture import Picture
from api.views.registry import Told
from graph.records.batch import Batch
from graph.records.reading import RecordReader


def noting(
    state: StateStore, workspace: Workspace, parameters: Mapping[str, Any], suffix: str, patterns: str, by: str
) -> Told:
    """What is called with a picture before it is handed out in the format of a suffix.

    Args:
        state: Where it is noted.
        workspace: The stores that it was drawn from.
        parameters: What was asked for.
        suffix: Format, such as `.html`.
        patterns: Channel patterns of whoever asked, "" for every channel.
        by: Who asked.
    """

    def note(picture: Picture) -> None:
        records = frozenset(row.record for row in picture.sources)
        answer = Answer(
            kind=DisclosureKind.EXPORT,
            title=picture.title,
            question=picture.question,
            parameters=dict(parameters),
            format=suffix.removeprefix(".").lower(),
            version=dict(picture.facts).get("data version", ""),
            patterns=patterns,
            by=by,
            nodes=frozenset(node.id for node in picture.nodes) | records,
            batches=frozenset(batch.id for batch in batches_behind(workspace, records)),
        )
        disclosures.note(state, answer)

    return note


def batches_behind(workspace: Workspace, records: Iterable[str]) -> list[Batch]:
    """The batches that hold the version of a record which is shown, in the order in which they were loaded."""
    numbers: set[int] = set()
    with workspace.records.reading() as connection:
        reader = RecordReader(workspace.records, connection)
        for parts in filter(None, map(parts_of, sorted(records))):
            record = reader.one(*parts)
            for _, version in record.versions if record else ():
                numbers.update(extract.batch for _, extract in version.places)
        return [workspace.records.batch_in(connection, number) for number in sorted(numbers)]


def exports(state: StateStore, patterns: str = "", nodes: tuple[str, ...] = (), limit: int = 0) -> list[Disclosure]:
    """The exports that were made by whoever sees no more than these patterns do, newest first.

    With `nodes` only those that hold one of them; `limit` 0 is all.
    """
    return disclosures.listed(state, patterns, DisclosureKind.EXPORT, nodes, limit=limit)


def export_row(disclosure: Disclosure) -> dict[str, Any]:
    """An export as it is shown."""
    return {
        "id": disclosure.id,
        "title": disclosure.title,
        "question": disclosure.question,
        "parameters": dict(disclosure.parameters),
        "format": disclosure.format,
        "version": disclosure.version,
        "patterns": disclosure.patterns,
        "by": disclosure.by,
        "at": disclosure.at,
        "nodes": disclosure.node_count,
    }
