"""What is measured on a real Neo4j server, one function a subject; each in its own process, on a server of its own.

`python -m benchmarks.neo4j_subjects SUBJECT HOME` prints a line of JSON. CPU seconds are those of the client and of the
server (or of the import tool) for the timed part alone. A subject whose name ends in `_loop` is what a user would write
instead; it runs on the driver without `neo4j-rust-ext`, which few know of.
"""

import hashlib
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

if len(sys.argv) > 1 and sys.argv[1].endswith("_loop"):
    sys.modules["neo4j._rust"] = None  # type: ignore[assignment]  # as where the extension is not installed

import neo4j

from benchmarks.extracts import listed
from benchmarks.subjects import said_of
from graph.collector import paused_collector
from graph.derivation.chunks import add_said
from graph.model import EVERYONE, EdgeRow, NodeRow, day_text, edge_id
from graph.schema import TYPE_OF_PREFIX
from graph.store.base import Changes
from graph.store.neo4j import cypher
from graph.store.neo4j.base import Login
from graph.store.neo4j.bulk import BulkFiles
from graph.store.neo4j.properties import to_neo4j
from graph.store.neo4j.server.jars import get_program
from graph.store.neo4j.server.server import LocalServer, Setup, free_port
from graph.store.neo4j.store import Neo4jStore

ROWS = 5_000
LOOP_SECONDS = 60.0  # a loop that takes longer is cut off; its rate counts
UZ = "UZ/import/H1/customs"


@dataclass(slots=True)
class Spent:
    """CPU seconds of client and server, wall seconds, and the subject's own figures."""

    client: float = 0.0
    server: float = 0.0
    wall: float = 0.0
    figures: dict[str, Any] = field(default_factory=dict)


class Bench:
    """A server of its own, and a clock that adds up what client and server spend."""

    def __init__(self, home: Path) -> None:
        self.server = LocalServer(home, get_program(), Setup(free_port(), "benchmark-only", "2g", "1g"))
        self.spent = Spent()

    def start(self) -> None:
        """Starts the server and waits for it."""
        self.server.start()
        self.server.wait_until_ready()

    def store(self) -> Neo4jStore:
        """Our store on the server."""
        store = Neo4jStore(self.server.uri, Login(password=self.server.password))
        store.ensure_schema()
        return store

    def driver(self) -> neo4j.Driver:
        """A driver as anybody would open it."""
        return neo4j.GraphDatabase.driver(self.server.uri, auth=("neo4j", self.server.password))

    def server_cpu(self) -> float:
        """CPU seconds of the server process so far."""
        fields = Path(f"/proc/{self.server.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def clock(self) -> Iterator[None]:
        """Adds what is spent inside."""
        client, server, wall = time.process_time(), self.server_cpu(), time.perf_counter()
        yield
        self.spent.client += time.process_time() - client
        self.spent.server += self.server_cpu() - server
        self.spent.wall += time.perf_counter() - wall


def prepared(home: Path, step: int) -> list[Changes]:
    """What every record of the extracts says, in changes of `step` records; read and parsed before the clock starts."""
    changes, written, seen = [Changes()], set[str](), set[str]()
    for said in said_of(home):
        if said.node.id in seen:
            continue
        seen.add(said.node.id)
        if len(changes[-1].marks) >= step:
            changes.append(Changes())
            written = set()
        add_said(changes[-1], said, written)
        changes[-1].marks[said.node.id] = hashlib.blake2b(said.node.id.encode(), digest_size=16).digest()
        changes[-1].channels[said.node.id] = said.node.channel
    return changes


def neo4j_apply(home: Path, bench: Bench) -> None:
    """Every node and edge by our store; then all edges out as arrays, and as one record an edge."""
    bench.start()
    store = bench.store()
    changes = prepared(home, store.records_per_transaction)
    with paused_collector(), bench.clock():  # as `Applier` does
        for one in changes:
            store.apply(one)
    load, bench.spent = bench.spent, Spent()
    store.edge_columns((), EVERYONE)  # the loops warm up too
    with bench.clock():
        columns = store.edge_columns((), EVERYONE)
    out, bench.spent = bench.spent, load
    with bench.driver() as driver, driver.session(default_access_mode="READ") as session:
        query = "MATCH (a)-[r]->(b) RETURN a.id AS a, b.id AS b, type(r) AS t, r.on AS day LIMIT $most"
        most = min(len(columns.source), 300_000)
        bench.spent = Spent()
        with bench.clock():
            found = [(row["a"], row["b"], row["t"], row["day"]) for row in session.run(query, most=most)]
        records, bench.spent = bench.spent, load
    totals = store.totals(EVERYONE)
    store.close()
    bench.spent.figures = {
        "nodes": sum(totals.nodes.values()),
        "edges": len(columns.source),
        "columns": (out.client, out.server),
        "records": (records.client, records.server, len(found)),
    }


def _tables(
    changes: list[Changes],
) -> tuple[dict[str, dict[str, dict[str, Any]]], dict[Any, dict[str, dict[str, Any]]]]:
    """The same nodes and edges as an analyst holds them: rows by label, and by type with the labels of its ends."""
    nodes: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    edges: dict[Any, dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in changes:
        channels = {node.id: node.channel for node in one.nodes}
        for node in one.nodes:
            nodes[node.type][node.id] = {"id": node.id, "channel": node.channel, **to_neo4j(node.properties)}
        for e in one.edges:
            label = TYPE_OF_PREFIX[e.target.partition(":")[0]]
            nodes[label].setdefault(e.target, {"id": e.target})
            name = edge_id(e.owner, e.type, e.role, e.target)
            edges[e.type, TYPE_OF_PREFIX[e.owner.partition(":")[0]], label][name] = {
                "s": e.owner, "d": e.target, "id": name, "channel": channels[e.owner],
                "on": None if e.on is None else day_text(e.on), "role": e.role or None,
            }  # fmt: skip
    return nodes, edges


def neo4j_pandas_loop(home: Path, bench: Bench) -> None:
    """The same by `UNWIND $rows` from pandas frames, 5,000 rows a call, with the same constraints."""
    import pandas as pd

    bench.start()
    nodes, edges = _tables(prepared(home, 1_000))
    frames = {label: pd.DataFrame(rows.values()) for label, rows in nodes.items()}
    links = {key: pd.DataFrame(rows.values()) for key, rows in edges.items()}
    with bench.driver() as driver, driver.session() as session:
        for statement in cypher.constraints().values():
            session.run(statement).consume()
        with bench.clock():
            for label, frame in frames.items():
                query = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row"
                _send(session, query, frame)
            for (kind, source, target), frame in links.items():
                query = (
                    f"UNWIND $rows AS row MATCH (a:{source} {{id: row.s}}) MATCH (b:{target} {{id: row.d}})"
                    f" MERGE (a)-[r:{kind} {{id: row.id}}]->(b)"
                    " SET r.channel = row.channel, r.on = row.on, r.role = row.role"
                )
                _send(session, query, frame)
        bench.spent.figures = {"edges": session.run("MATCH ()-[r]->() RETURN count(r) AS n").single(strict=True)["n"]}


def _send(session: neo4j.Session, query: str, frame: Any) -> None:
    for start in range(0, len(frame), ROWS):
        part = frame.iloc[start : start + ROWS].astype(object)
        session.run(query, rows=part.where(part.notna(), None).to_dict("records")).consume()


def neo4j_row_loop(home: Path, bench: Bench) -> None:
    """The same, one `session.run` a row: the first rows only, for a minute."""
    bench.start()
    nodes, edges = _tables(prepared(home, 1_000)[:2])
    done = 0
    with bench.driver() as driver, driver.session() as session:
        for statement in cypher.constraints().values():
            session.run(statement).consume()
        with bench.clock():
            begun = time.perf_counter()
            for query, row in _single_rows(nodes, edges):
                session.run(query, row=row).consume()
                done += 1
                if time.perf_counter() - begun > LOOP_SECONDS:
                    break
    bench.spent.figures = {"rows": done}


def _single_rows(nodes: Any, edges: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for label, rows in nodes.items():
        for row in list(rows.values())[:1_000]:
            yield f"MERGE (n:{label} {{id: $row.id}}) SET n += $row", row
    for (kind, source, target), rows in edges.items():
        query = (
            f"MATCH (a:{source} {{id: $row.s}}) MATCH (b:{target} {{id: $row.d}})"
            f" MERGE (a)-[r:{kind} {{id: $row.id}}]->(b) SET r.channel = $row.channel, r.on = $row.on"
        )
        for row in list(rows.values())[:1_000]:
            yield query, row


def neo4j_import(home: Path, bench: Bench) -> None:
    """The same by import files, the offline import, and the constraints afterwards."""
    changes = prepared(home, 10_000)
    before, wall = _children_cpu(), time.perf_counter()
    client = time.process_time()
    with paused_collector():
        bulk = BulkFiles(home / "import-files")
        for one in changes:
            bulk.apply(one)
        files = bulk.finish()
    bench.spent.client = time.process_time() - client
    bench.server.run_admin(files.arguments(files.folder))
    bench.spent.server = _children_cpu() - before
    bench.spent.wall = time.perf_counter() - wall
    bench.start()
    with bench.clock():
        store = bench.store()
    totals = store.totals(EVERYONE)
    store.close()
    bench.spent.figures = {"nodes": sum(totals.nodes.values()), "edges": sum(totals.edges.values())}


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def parallel_edges() -> Changes:
    """Two records and two shared nodes, 5,000 assertions between each pair, told apart by their roles."""
    records = [f"consignment:{UZ}:declaration:{n}" for n in (1, 2)]
    seals = ["seal:A", "seal:B"]
    return Changes(
        nodes=[NodeRow(record, "Consignment", UZ, None) for record in records],
        edges=[
            EdgeRow(record, "SEALED_WITH", seal, f"r{n}", None, None)
            for n in range(5_000)
            for record in records
            for seal in seals
        ],
        marks=dict.fromkeys(records, b"1" * 16),
        channels=dict.fromkeys(records, UZ),
    )


def neo4j_hubs(_: Path, bench: Bench) -> None:
    """20,000 assertions between two hubs and two others, by our store: at first, and corrected."""
    bench.start()
    store = bench.store()
    changes = parallel_edges()
    first = Changes(nodes=changes.nodes, edges=changes.edges[:4], marks=changes.marks, channels=changes.channels)
    store.apply(first)  # the owners are known then, so that every edge has to be looked for
    with bench.clock():
        store.apply(changes)
    bench.spent.figures = {"edges": len(changes.edges), "stored": store.totals(EVERYONE).edges["SEALED_WITH"]}
    store.close()


def neo4j_hubs_loop(_: Path, bench: Bench) -> None:
    """The same by `UNWIND` and `MERGE` with an id but without a constraint on it; cut off after a minute."""
    bench.start()
    edges = parallel_edges().edges
    rows = [{"s": e.owner, "d": e.target, "id": edge_id(e.owner, e.type, e.role, e.target)} for e in edges]
    done = 0
    with bench.driver() as driver, driver.session() as session:
        for label in ("Consignment", "Seal"):
            session.run(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.id IS UNIQUE").consume()
            ids = sorted({row["s" if label == "Consignment" else "d"] for row in rows})
            session.run(f"UNWIND $ids AS id CREATE (:{label} {{id: id}})", ids=ids).consume()
        query = (
            "UNWIND $rows AS row MATCH (a:Consignment {id: row.s}) MATCH (b:Seal {id: row.d})"
            " MERGE (a)-[r:SEALED_WITH {id: row.id}]->(b)"
        )
        with bench.clock():
            begun = time.perf_counter()
            for start in range(0, len(rows), 1_000):
                session.run(query, rows=rows[start : start + 1_000]).consume()
                done += min(1_000, len(rows) - start)
                if time.perf_counter() - begun > LOOP_SECONDS:
                    break
    bench.spent.figures = {"edges": done}


def neo4j_corrected(home: Path, bench: Bench) -> None:
    """One extract loaded into Neo4j beside the others, then the same with 3 % of its rows corrected."""
    from api.services.loading.load import load_file
    from api.services.runtime.workspace import Workspace
    from benchmarks.extracts import correct
    from graph.settings import Settings

    bench.start()
    data = home / "neo4j-corrected"
    settings = Settings(data_dir=data, store=bench.server.uri, neo4j_password=bench.server.password)
    path, options = one_year(home)
    target = home / f"again-{path.name}"
    changed = correct(path, target, 0.03)
    again = replace(options, extract_date="2025-01-31")
    with Workspace(settings) as workspace:
        for other, its in listed(home / "files")[-4:]:  # a running server has its plans: loads and corrections
            load_file(workspace, other, its)
            mended = home / f"mended-{other.name}"
            correct(other, mended, 0.1)
            load_file(workspace, mended, replace(its, extract_date="2025-01-31"))
        with bench.clock():
            first = load_file(workspace, path, options)
        whole, bench.spent = bench.spent, Spent()
        with bench.clock():
            second = load_file(workspace, target, again)
        bench.spent.figures = {
            "rows": first.rows, "changed": changed, "applied": second.applied_records,
            "first": (whole.client, whole.server),
        }  # fmt: skip


def one_year(home: Path) -> tuple[Path, Any]:
    """The twelve extracts of one channel as one file."""
    files = listed(home / "files")
    options = files[0][1]
    mine = [path for path, its in files if (its.originator, its.handling) == (options.originator, options.handling)]
    target = home / mine[-1].name  # the corrections take their day from the name
    with target.open("w", encoding="utf-8", newline="") as out:
        for number, path in enumerate(mine):
            head, _, rows = path.read_text("utf-8").partition("\n")
            out.write(rows if number else f"{head}\n{rows}")
    return target, replace(options, extract_date="2024-12-31")


SUBJECTS: dict[str, Callable[[Path, Bench], None]] = {
    f.__name__: f
    for f in (
        neo4j_apply,
        neo4j_pandas_loop,
        neo4j_row_loop,
        neo4j_import,
        neo4j_hubs,
        neo4j_hubs_loop,
        neo4j_corrected,
    )
}


def main(subject: str, home: Path) -> None:
    """Runs a subject and prints what it spent; its server is stopped however it ends."""
    bench = Bench(home / f"server-{subject}")
    try:
        SUBJECTS[subject](home, bench)
    finally:
        bench.server.stop()
    print(json.dumps(asdict(bench.spent)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
