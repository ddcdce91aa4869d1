"""What is measured, one function a subject; each runs in its own process (`benchmarks.measure`)."""

import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import networkx as nx

from api.services.loading.load import LoadOptions, load_file, stage_file
from api.services.runtime.workspace import Workspace
from benchmarks.extracts import correct, listed
from benchmarks.growth import growth
from benchmarks.measure import Clock, report
from graph.derivation.assertions import Assertions, assertions
from graph.model import EVERYONE
from graph.settings import Settings
from loaders import registry
from loaders.profile.profile import find_profile
from loaders.registry import open_source


def workspace(home: Path) -> Workspace:
    """The stores of a benchmark."""
    return Workspace(Settings(data_dir=home))


def stage(home: Path, clock: Clock) -> dict[str, Any]:
    """Stages every extract."""
    rows = 0
    with workspace(home / "store") as w:
        for path, options in listed(home / "files"):
            with clock:
                rows += stage_file(w, path, options).rows
    return {"rows": rows}


def apply(home: Path, clock: Clock) -> dict[str, Any]:
    """Applies what was staged."""
    with clock:
        w = workspace(home / "store")
    with w:
        totals = w.store.totals(EVERYONE)
        records = sum(batch.records for batch in w.records.batches())
    size = sum(path.stat().st_size for path in (home / "store").glob("*.db"))
    nodes, edges = sum(totals.nodes.values()), sum(totals.edges.values())
    return {
        "nodes": nodes,
        "edges": edges,
        "records": records,
        "bytes": size,
        "consignments": totals.nodes["Consignment"],
    }


def load(home: Path, clock: Clock) -> dict[str, Any]:
    """Loads every extract: staged and applied, as people do it."""
    rows = 0
    with workspace(home / "loaded") as w:
        for path, options in listed(home / "files"):
            with clock:
                rows += load_file(w, path, options).rows
        totals = w.store.totals(EVERYONE)
    return {"rows": rows, "nodes": sum(totals.nodes.values()), "edges": sum(totals.edges.values())}


def said_of(home: Path) -> Iterator[Assertions]:
    """Nodes and edges of every row, as the comparisons get them: read and parsed before the clock starts."""
    for path, options in listed(home / "files"):
        profile = find_profile(options.profile)
        source = open_source(path, profile)
        parse = registry.parser(profile, source.header)
        for _, values in source.units:
            for record in parse(values)[0]:
                yield assertions(record, options.channel(profile))


def networkx_edges(home: Path, clock: Clock) -> dict[str, Any]:
    """The same nodes and edges into a NetworkX multigraph, one `add_edge` each."""
    G: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for said in said_of(home):
        with clock:
            G.add_node(said.node.id, **(said.node.properties or {}))
            for party in said.parties:
                if party.node is not None:
                    G.add_node(party.node.id, **(party.node.properties or {}))
            for edge in (*said.edges, *(e for party in said.parties for e in party.edges)):
                G.add_edge(edge.owner, edge.target, key=(edge.type, edge.role), on=edge.on)
    return {"nodes": G.number_of_nodes(), "edges": G.number_of_edges()}


def plain_executemany(home: Path, clock: Clock) -> dict[str, Any]:
    """The same edges into one SQLite table with text ids and one index, by `executemany`: no versions, no recall."""
    db = sqlite3.connect(home / "plain.db")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute(
        "CREATE TABLE edge(owner TEXT, type TEXT, role TEXT, target TEXT, day INTEGER,"
        " PRIMARY KEY(owner, type, role, target)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX edge_in ON edge(target)")
    rows: list[tuple[Any, ...]] = []

    def flush() -> None:
        with clock, db:
            db.executemany("INSERT OR IGNORE INTO edge VALUES (?,?,?,?,?)", rows)
        rows.clear()

    for said in said_of(home):
        rows += [
            (e.owner, e.type, e.role, e.target, e.on)
            for e in (*said.edges, *(e for p in said.parties for e in p.edges))
        ]
        if len(rows) > 100_000:
            flush()
    flush()
    (count,) = db.execute("SELECT count(*) FROM edge").fetchone()
    db.close()
    return {"edges": count}


def corrected(home: Path, clock: Clock) -> dict[str, Any]:
    """One extract again, 3 % of its rows corrected."""
    path, options = listed(home / "files")[0]
    target = home / f"corrected-{path.name}"
    changed = correct(path, target, 0.03)
    day = "2024-12-30"
    with workspace(home / "store") as w, clock:
        done = load_file(
            w,
            target,
            LoadOptions(options.profile, options.originator, options.dataset, options.handling, extract_date=day),
        )
    return {"changed": changed, "rows": done.rows, "applied": done.applied_records}


def recall(home: Path, clock: Clock) -> dict[str, Any]:
    """One batch of the middle taken away."""
    with workspace(home / "store") as w:
        batch = w.records.batches()[len(listed(home / "files")) // 2]
        with clock:
            done = w.applier.recall(batch)
    return {"records": batch.records, "gone": done.removed, "fell_back": done.records}


def columns(home: Path, clock: Clock) -> dict[str, Any]:
    """Every edge out as arrays."""
    with workspace(home / "store") as w, clock:
        found = w.store.edge_columns((), EVERYONE)
    return {"edges": len(found.source)}


def hops(home: Path, clock: Clock) -> dict[str, Any]:
    """Neighbours of usual nodes and of the 20 largest hubs, one and two hops; milliseconds of CPU, p50 and p95."""
    figures = {}
    with workspace(home / "store") as w, closing(sqlite3.connect(w.store.url.removeprefix("sqlite:///"))) as db:
        hubs = [
            i
            for (i,) in db.execute(
                "SELECT node.id FROM edge JOIN node ON node.no = dst GROUP BY dst ORDER BY count(*) DESC, id LIMIT 20"
            )
        ]
        count = db.execute("SELECT max(no) FROM node").fetchone()[0]
        dice = random.Random(1)
        usual = [
            i for n in range(300) for (i,) in db.execute("SELECT id FROM node WHERE no=?", (dice.randint(1, count),))
        ]
        for name, ids in (("usual", usual), ("hubs", hubs)):
            for hop in (1, 2):
                spent = [_hop(w, node, hop, clock) for node in ids]
                figures[f"{name} {hop} hop"] = [
                    round(statistics.median(spent), 3),
                    round(sorted(spent)[int(len(spent) * 0.95)], 3),
                ]
    return figures


def _hop(w: Workspace, node: str, hops_: int, clock: Clock) -> float:
    started = time.process_time()
    with clock:
        near = w.store.neighbours(node, (), EVERYONE, limit=200 if hops_ == 1 else 100)
        if hops_ == 2:
            for neighbour in near[:25]:
                w.store.neighbours(neighbour.node.id, (), EVERYONE, limit=20)
    return (time.process_time() - started) * 1000


def our_way(home: Path, clock: Clock) -> dict[str, Any]:
    """Sample files to the picture of the top cluster."""
    from api.services.asking.export import ExportRequest, export
    from api.services.loading.sample import load_manifest

    with clock, workspace(home / "sample-store") as w:
        load_manifest(w, home / "sample")
        picture = export(w, ExportRequest(analysis="linked_entities"), EVERYONE, home / "ours.html")
    return {"drawn": len(picture.nodes)}


def analysts_way(home: Path, clock: Clock) -> dict[str, Any]:
    """Sample files to a picture with pandas, NetworkX and pyvis."""
    from benchmarks.analyst_script import main

    with clock:
        return main(home / "sample", home / "analyst.html")


SUBJECTS: dict[str, Callable[[Path, Clock], dict[str, Any]]] = {
    f.__name__: f
    for f in (
        *(load, stage, apply, networkx_edges, plain_executemany, corrected, recall, columns, hops),
        *(growth, our_way, analysts_way),
    )
}

if __name__ == "__main__":
    report(lambda clock: SUBJECTS[sys.argv[1]](Path(sys.argv[2]), clock))
