"""Is the graph that of its records: what is stored is compared with what would be written now."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.derivation.chunks import ChunkWriter, ReadingOf, StopComparing
from graph.derivation.report import ApplyReport
from graph.model import EVERYONE, EdgeRow, NodeRow
from graph.progress import Progress, Step, silent
from graph.records.reading import RecordReader
from graph.records.store import RecordStore
from graph.store.base import ApplyCounts, Changes, GraphStore
from graph.store.version import NO_DIGEST, shifted, version_of

MOST_FAULTS = 20


class _Comparing:
    """A store that compares what it is given with another, instead of keeping it."""

    def __init__(self, store: GraphStore) -> None:
        self.url, self.records_per_transaction, self.is_read_only = store.url, store.records_per_transaction, False
        self.faults: list[str] = []
        self.digests: dict[str, bytes] = {}
        self.nodes: set[int] = set()  # hashes of the ids that should be there
        self.edges = self.records = 0
        self._store = store
        self._owners: set[int] = set()

    def applied(self, record_ids: Sequence[str]) -> dict[str, bytes]:
        """Nothing, so that every record comes to be compared."""
        return {}

    def edges_of(self, owners: Sequence[str]) -> dict[str, list[EdgeRow]]:
        """Nothing: see `applied`."""
        return {}

    def apply(self, changes: Changes) -> ApplyCounts:
        """Compares nodes, edges and marks with those that are stored."""
        fresh = [node for node in changes.nodes if _hash(node.id) not in self._owners]
        ids = [node.id for node in fresh]
        self._owners.update(map(_hash, ids))
        self._compare_nodes(fresh)
        self._compare_edges(ids, changes.edges)
        marks = self._store.applied(list(changes.marks))
        for record, mark in changes.marks.items():
            if marks.get(record) != mark:
                self._note(f"{record} was applied in another version, or by another reading")
            channel = changes.channels[record]
            self.digests[channel] = shifted(self.digests.get(channel, NO_DIGEST), {}, {record: mark})
        self.records += len(changes.marks)
        return ApplyCounts()

    def _compare_nodes(self, nodes: Sequence[NodeRow]) -> None:
        stored = {node.id: node for node in self._store.get([node.id for node in nodes], EVERYONE)}
        for node in nodes:
            self.nodes.add(_hash(node.id))
            there = stored.get(node.id)
            if there is None:
                self._note(f"{node.id} is missing")
            elif there.channel != node.channel or _plain(there.properties) != _plain(node.properties or {}):
                self._note(f"{node.id} has other properties than its record says")

    def _compare_edges(self, owners: Sequence[str], edges: Iterable[EdgeRow]) -> None:
        mine = set(owners)
        wanted = {_edge(edge) for edge in edges if edge.owner in mine}
        stored = [_edge(edge) for lot in self._store.edges_of(owners).values() for edge in lot]
        self.edges += len(wanted)
        self.nodes.update(_hash(target) for _, _, target, *_ in wanted)
        for owner, kind, target, *_ in sorted(wanted.symmetric_difference(stored), key=str):
            self._note(f"the edge {kind} of {owner} to {target} is missing, or no record says it")

    def _note(self, words: str) -> None:
        self.faults.append(words)
        if len(self.faults) >= MOST_FAULTS:
            raise StopComparing


def graph_faults(
    records: RecordStore, store: GraphStore, reading_of: ReadingOf, progress: Progress = silent
) -> list[str]:
    """What in a graph is not as its records have it, a sentence each, at most 20; nothing where all is.

    Every current record is read and derived again, and compared with its node, its parties, its edges and its mark;
    then the totals, so that nothing stands there which no record says. Costs what a rebuild costs but for writing.
    """
    comparing = _Comparing(store)
    total = sum(batch.records for batch in records.batches())
    try:
        with records.reading() as connection:
            reader = RecordReader(records, connection)
            writer = ChunkWriter(comparing, reader, reading_of)  # type: ignore[arg-type]  # the half that it needs
            for some in reader.all_records():
                writer.bring(some, ApplyReport())
                progress(Step("comparing the graph with its records", comparing.records, total))
        totals = store.totals(EVERYONE)
        _compare("nodes", sum(totals.nodes.values()), len(comparing.nodes), comparing.faults)
        _compare("edges", sum(totals.edges.values()), comparing.edges, comparing.faults)
        _compare("applied records", len(list(store.all_applied())), comparing.records, comparing.faults)
        if store.version(EVERYONE) != version_of(comparing.digests):
            comparing.faults.append("its data version is not that of its records")
    except StopComparing:
        comparing.faults.append("and more")
    return comparing.faults


def _compare(what: str, stored: int, wanted: int, faults: list[str]) -> None:
    if stored != wanted:
        faults.append(f"it holds {stored:,} {what}, its records make {wanted:,}")


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _plain(properties: Mapping[str, Any]) -> str:
    return json.dumps(properties, sort_keys=True, ensure_ascii=False)


def _edge(edge: EdgeRow) -> tuple[Any, ...]:
    more = _plain(edge.properties) if edge.properties else ""
    return (edge.owner, edge.type, edge.target, edge.role, edge.on, more)
