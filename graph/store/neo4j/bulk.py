"""A graph as files for Neo4j's offline import: a third of the work of writing the same to a running server.

`BulkFiles` is a graph store that can only be filled, once, from the beginning. Owners and shared nodes are gathered in
a temporary SQLite file, so that a node becomes one row however many records mention it; edges go to their files at
once. `finish` writes the node files and the command. The import checks no constraint: open the store afterwards.
"""

import json
import shlex
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from graph.errors import BadValue, StoreProblem
from graph.finding import finding_mark
from graph.model import EdgeRow, day_text, edge_id
from graph.schema import NODE_TYPES, TYPE_OF_PREFIX, Ownership
from graph.store.base import ApplyCounts, Changes
from graph.store.neo4j import cypher
from graph.store.neo4j.base import LAYOUT_VERSION
from graph.store.neo4j.properties import texts, to_neo4j
from graph.store.version import NO_DIGEST, shifted

LIST_SIGN = "\x1f"  # between the values of a list; no text that people write holds it
COMMAND_FILE = "import.sh"
_KINDS = {str: "string", int: "long", float: "double", bool: "boolean"}
_OPTIONS = (
    "database",
    "import",
    "full",
    "neo4j",
    "--overwrite-destination=true",
    "--id-type=string",
    "--multiline-fields=true",
    f"--array-delimiter=U+{ord(LIST_SIGN):04X}",
)
_EDGE_HEAD = ("id", "channel", "on", "role")
_DDL = """
CREATE TABLE owner(id TEXT PRIMARY KEY, mark BLOB, kept TEXT NOT NULL, roles INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE shared(id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE role(id TEXT, bit INTEGER, PRIMARY KEY(id, bit)) WITHOUT ROWID;
"""
_BIT = {label: 1 << i for i, label in enumerate(sorted(set(cypher.ROLE_LABELS.values())))}


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """What `finish` wrote: the folder, the arguments of `neo4j-admin`, and how much it holds."""

    folder: Path
    labels: tuple[tuple[str, str], ...]  # (label, file)
    types: tuple[tuple[str, str], ...]  # (relationship type, file)
    nodes: int
    edges: int

    def arguments(self, folder: Path | None = None) -> list[str]:
        """The arguments of `neo4j-admin`, with the files in a folder, else in the current one."""
        place = f"{folder}/" if folder else ""
        return [
            *_OPTIONS,
            f"--report-file={place}import.report",
            *(f"--nodes={label}={place}{name}" for label, name in self.labels),
            *(f"--relationships={kind}={place}{name}" for kind, name in self.types),
        ]

    def command(self) -> str:
        """The command that imports the files, for a shell in their folder."""
        return shlex.join(["neo4j-admin", *self.arguments()])


class BulkFiles:
    """`GraphWriter` into a folder of CSV files.

    Raises:
        BadValue: the folder holds something already.
        StoreProblem: a property holds values of two kinds, which a column cannot; nothing else has been touched.
    """

    records_per_transaction = 10_000
    is_read_only = False

    def __init__(self, folder: Path) -> None:
        if folder.exists() and any(folder.iterdir()):
            raise BadValue(f"{folder} is not empty", "name a new folder for the import files")
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.url = folder, f"files in {folder}"
        self._scratch = folder / "scratch.db"
        self._db = sqlite3.connect(self._scratch, isolation_level=None)
        self._db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_DDL}")
        self._meta: dict[str, str] = {"layout": str(LAYOUT_VERSION), "finding": finding_mark()}
        self._batches: set[str] = set()
        self._digests: dict[str, bytes] = {}
        self._columns: dict[str, dict[str, str]] = defaultdict(dict)  # label -> property -> kind
        self._files = ExitStack()
        self._edge_files: dict[tuple[str, str, str, tuple[tuple[str, str], ...]], TextIO] = {}
        self._names: dict[Path, str] = {}
        self._edges = 0

    def close(self) -> None:
        """Closes the files and removes the temporary ones."""
        self._files.close()
        self._db.close()
        self._scratch.unlink(missing_ok=True)

    def bind(self, record_store: str, url: str = "") -> None:
        """Keeps the id of the record store, and where it is."""
        self._meta |= {"record_store": record_store} | ({"records_url": url} if url else {})

    def records_url(self) -> str:
        """Where the record store is."""
        return self._meta.get("records_url", "")

    def derivation(self) -> str:
        """The derivation mark of what has been written."""
        return self._meta.get("derivation", "")

    def set_derivation(self, mark: str) -> None:
        """Keeps the derivation mark."""
        self._meta["derivation"] = mark

    def applied_batches(self) -> frozenset[str]:
        """The batches that have been written."""
        return frozenset(self._batches)

    def mark_batch(self, token: str, applied: bool) -> None:
        """Keeps the mark of a batch."""
        self._batches.add(token) if applied else self._batches.discard(token)

    def applied(self, record_ids: Sequence[str]) -> dict[str, bytes]:
        """The versions of these record nodes that have been written."""
        return dict(self._known("owner", record_ids, "owner.mark"))

    def all_applied(self) -> Iterable[tuple[str, str]]:
        """Nothing: the files are written from the beginning."""
        return []

    def edges_of(self, owners: Sequence[str]) -> dict[str, list[EdgeRow]]:
        """Nothing: the files are written from the beginning."""
        return {owner: [] for owner in owners}

    def wipe(self) -> None:
        """Nothing: the files are new."""

    def _known(self, table: str, ids: Iterable[str], column: str) -> list[tuple[str, Any]]:
        query = f"SELECT wanted.value, {column} FROM json_each(?) AS wanted JOIN {table} ON {table}.id = wanted.value"
        return self._db.execute(query, (json.dumps(list(ids)),)).fetchall()

    def apply(self, changes: Changes) -> ApplyCounts:
        """Writes records, parties and edges that are not in the files yet."""
        if changes.removed or changes.gone:
            raise StoreProblem("import files cannot take anything back", "load without --bulk")
        known = {name for name, _ in self._known("owner", (node.id for node in changes.nodes), "1")}
        channels = {node.id: node.channel for node in changes.nodes}
        rows = []
        for node in changes.nodes:
            if node.channel and node.id not in known:
                kept = to_neo4j(node.properties)
                kept |= texts(node.id, node.properties)
                self._see(node.type, kept)
                kept[cypher.CHANNEL_NAME] = node.channel
                mark = changes.marks.get(node.id)
                rows.append((node.id, mark, json.dumps(kept, ensure_ascii=False, separators=(",", ":")), 0))
        fresh = {row[0] for row in rows}
        edges = [edge for edge in changes.edges if edge.owner in fresh]
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR IGNORE INTO owner VALUES (?,?,?,?)", rows)
        shared = {(edge.target,) for edge in edges if not channels.get(edge.target)} - {(name,) for name in known}
        self._db.executemany("INSERT OR IGNORE INTO shared VALUES (?)", sorted(shared))
        self._db.executemany("INSERT OR IGNORE INTO role VALUES (?,?)", sorted(self._roles(edges)))
        self._db.execute("COMMIT")
        for edge in edges:
            self._write_edge(edge, channels[edge.owner])
        for record, mark in changes.marks.items():
            if record in fresh:
                name = changes.channels[record]
                self._digests[name] = shifted(self._digests.get(name, NO_DIGEST), {}, {record: mark})
        self._edges += len(edges)
        return ApplyCounts(nodes=len(rows) + len(shared), edges=len(edges))

    @staticmethod
    def _roles(edges: Iterable[EdgeRow]) -> set[tuple[str, int]]:
        return {
            (edge.target, _BIT[cypher.ROLE_LABELS[edge.type]])
            for edge in edges
            if edge.type in cypher.ROLE_LABELS and edge.target.startswith("party:")
        }

    def _see(self, label: str, kept: dict[str, Any]) -> None:
        """Remembers the kind of every property, as the head of a column must tell it."""
        columns = self._columns[label]
        for name, value in kept.items():
            kind = _kind(value)
            if columns.setdefault(name, kind) != kind:
                raise StoreProblem(
                    f"property {name} of {label} holds values of two kinds, {columns[name]} and {kind}",
                    "load without --bulk",
                )

    def _write_edge(self, edge: EdgeRow, channel: str) -> None:
        more = to_neo4j(edge.properties) if edge.properties else {}
        extra = () if not more else tuple((name, _kind(value)) for name, value in sorted(more.items()))
        key = (edge.type, _label(edge.owner), _label(edge.target), extra)
        file = self._edge_files.get(key)
        if file is None:
            file = self._edge_files[key] = self._open_edges(key)
        owner, kind, target, role = edge[:4]
        on = "" if edge.on is None else day_text(edge.on)
        name = edge_id(owner, kind, role, target)
        ends = f'"{owner}","{target}"' if '"' not in owner and '"' not in target else f"{_cell(owner)},{_cell(target)}"
        said = "".join(f",{_cell(more[key])}" for key, _ in extra) if extra else ""
        file.write(f'{ends},{name},"{channel}",{on},{_cell(role or None)}{said}\n')

    def _open_edges(self, key: tuple[str, str, str, tuple[tuple[str, str], ...]]) -> TextIO:
        kind, source, target, extra = key
        path = self.folder / f"edges-{len(self._names):03}-{kind}.csv"
        self._names[path] = kind
        file = self._files.enter_context(path.open("w", encoding="utf-8", newline=""))
        head = [f":START_ID({source})", f":END_ID({target})", *_EDGE_HEAD, *(f"{n}:{k}" for n, k in extra)]
        file.write(",".join(head) + "\n")
        return file

    def finish(self) -> ImportFiles:
        """Writes the node files, our own bookkeeping and the command; removes what was temporary."""
        self._files.close()
        nodes = 0
        labels = []
        for label, node_type in NODE_TYPES.items():
            path = self.folder / f"nodes-{label}.csv"
            is_owned = node_type.ownership is Ownership.RECORD
            count = self._write_owners(path, label) if is_owned else self._write_shared(path, label)
            nodes += count
            if count:
                labels.append((label, path.name))
        for name, head, rows in self._bookkeeping():
            if _write(self.folder / f"{name}.csv", head, rows):
                labels.append((name, f"{name}.csv"))
        types = tuple((kind, path.name) for path, kind in self._names.items())
        files = ImportFiles(self.folder, tuple(labels), types, nodes, self._edges)
        script = f"#!/bin/sh\n# Stop the server first; this replaces all that the database holds.\n{files.command()}\n"
        (self.folder / COMMAND_FILE).write_text(script, encoding="utf-8")
        self.close()
        return files

    def _write_owners(self, path: Path, label: str) -> int:
        columns = sorted(self._columns[label].items())
        head = [f"id:ID({label})", cypher.CHANNEL_NAME, cypher.APPLIED, *(f"{n}:{k}" for n, k in columns), ":LABEL"]
        prefix = NODE_TYPES[label].prefix
        bits = "(SELECT sum(bit) FROM role WHERE role.id = owner.id)" if label == "Party" else "0"
        query = f"SELECT id, mark, kept, {bits} FROM owner WHERE id >= ? AND id < ? ORDER BY id"
        found = self._db.execute(query, (f"{prefix}:", f"{prefix};"))

        def row(node_id: str, mark: bytes | None, text: str, roles: int | None) -> list[Any]:
            kept = json.loads(text)
            labels = [name for name, bit in _BIT.items() if (roles or 0) & bit]
            second = cypher.PARTY_KINDS.get(str(kept.get("kind"))) if label == "Party" else None
            labels += [second] if second else []
            values = [kept.get(name) for name, _ in columns]
            applied = mark.hex() if mark else None
            return [node_id, kept[cypher.CHANNEL_NAME], applied, *values, labels or None]

        return _write(path, head, (row(*one) for one in found))

    def _write_shared(self, path: Path, label: str) -> int:
        prefix = NODE_TYPES[label].prefix
        found = self._db.execute(
            "SELECT id FROM shared WHERE id >= ? AND id < ? ORDER BY id", (f"{prefix}:", f"{prefix};")
        )
        name = cypher.SEARCH_NUMBERS if label in cypher.NUMBERED_TYPES else cypher.SEARCH
        rows = ([node_id, texts(node_id, None).get(name)] for (node_id,) in found)
        return _write(path, [f"id:ID({label})", f"{name}:string"], rows)

    def _bookkeeping(self) -> list[tuple[str, list[str], list[Sequence[Any]]]]:
        names, values = zip(*sorted(self._meta.items()), strict=True)
        digests = sorted(self._digests.items())
        return [
            (cypher.META, [":ID(store)", "id", *names], [["store", "store", *values]]),
            (cypher.CHANNEL, [":ID(channel)", "name", "digest"], [[n, n, digest.hex()] for n, digest in digests]),
            (cypher.BATCH, [":ID(batch)", "token"], [[token, token] for token in sorted(self._batches)]),
        ]


def _label(node_id: str) -> str:
    return TYPE_OF_PREFIX[node_id.partition(":")[0]]


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return f"{_KINDS[type(value[0])]}[]"
    return _KINDS[type(value)]


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Writes a file; how many rows. Without rows there is no file."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(head) + "\n")
        for row in rows:
            file.write(",".join(map(_cell, row)) + "\n")
            count += 1
    if not count:
        path.unlink()
    return count


def _cell(value: Any) -> str:
    """A cell: nothing for no value, texts always in quotes, so that an empty text stays one."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f'"{value.replace(chr(34), chr(34) * 2)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        texts = [str(one).lower() if isinstance(one, bool) else str(one) for one in value]
        if any(LIST_SIGN in text for text in texts):
            raise StoreProblem("a list holds the sign that separates its values (U+001F)", "load without --bulk")
        return _cell(LIST_SIGN.join(texts))
    return repr(value)
