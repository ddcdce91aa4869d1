"""What screening costs: one consignment alone and under load, a load with a watch list, risk in bulk on a large graph.

    python -m benchmarks.screening [--size medium] [--seed 11] [--data FOLDER --files FOLDER]

A hard sample world is made and loaded, or a loaded one is named by its data directory and its files. Consignments are
its notices of arrival, asked by what their rows say and not by what is loaded of them. CPU is that of the process that
answers; under load eight clients on the same machine ask one after the other. Risk in bulk is what arrives from 500
sources over the best ways, beside personalised PageRank by our kernel, NetworkX and, where it is installed, igraph.
"""

import argparse
import csv
import datetime
import http.client
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from api.services.asking.screening.consignments import ConsignmentScreening
from api.services.asking.screening.known import known_of
from api.services.asking.screening.reading import ConsignmentsForm, read_form
from api.services.loading.load import LoadOptions, load_file
from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from api.state.dispositions import Decider
from api.state.store import open_state
from api.state.watches import Wanted, WatchKind, add
from benchmarks.customs_graph import customs_graph
from benchmarks.http_subject import CLIENTS, served
from graph.kernels.adjacency import adjacency
from graph.kernels.pagerank import pagerank
from graph.kernels.spread import Spreading, spread_from_all
from graph.model import EVERYONE
from graph.settings import Settings
from loaders.profile.profile import find_profile
from loaders.sample import generate

NOTICES = "sample-notices"
ALONE, EACH = 500, 40  # consignments alone, and of each client
WATCHED = (100, 1_000)
ROUNDS = 3
LINKS, SOURCES, FIRST = 1_000_000, 500, 1_000
HUB = 50  # links from which a node of the large graph passes nothing on
NOW = datetime.datetime(2024, 12, 5, tzinfo=datetime.UTC)


def notices(files: Path) -> list[dict[str, Any]]:
    """Consignments as a request says them, out of the notices of a world, every few of them."""
    fields = find_profile(NOTICES).records[0].fields
    said = []
    for path in sorted(files.glob("*-notices-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                values = {name: row[mapping.sources[0]] for name, mapping in fields.items()}
                several = {name: values[name].split(";") for name, mapping in fields.items() if mapping.split}
                filled = {name: value for name, value in (values | several).items() if value and value != [""]}
                said.append({"number": f"new {row['Notice No']}", "originator": path.name[:2], "fields": filled})
    return said[:: max(1, len(said) // ALONE)][:ALONE]


def form_of(said: dict[str, Any]) -> dict[str, Any]:
    """A request for one consignment."""
    return {
        "originator": said["originator"],
        "consignments": [{name: said[name] for name in ("number", "fields")}],
        "as_of": NOW.isoformat(),
    }


def percentiles(milliseconds: Sequence[float]) -> str:
    """p50 and p95."""
    p50, p95 = np.percentile(milliseconds, (50, 95))
    return f"{p50:.1f} / {p95:.1f}"


def alone(settings: Settings, asked: Sequence[dict[str, Any]]) -> Iterator[str]:
    """One consignment after the other in this process."""
    with Workspace(settings) as workspace:
        world = workspace.world(EVERYONE)
        begun, cpu = time.perf_counter(), time.process_time()
        known = known_of(world)
        made = time.process_time() - cpu, time.perf_counter() - begun
        yield f"| made once for a version of the data | {made[0]:.1f} s | {made[1]:.1f} s |"
        spent: list[tuple[float, float]] = []
        for said in asked:
            begun, cpu = time.perf_counter(), time.process_time()
            form = ConsignmentsForm.model_validate({k: v for k, v in form_of(said).items() if k != "as_of"})
            for consignment in read_form(form).consignments:
                ConsignmentScreening(known, NOW).row(consignment)
            spent.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - begun) * 1000))
    warm = spent[len(spent) // 10 :]
    cells = [percentiles(column) for column in zip(*warm, strict=True)]
    yield f"| one consignment alone, ms p50 / p95 | {cells[0]} | {cells[1]} |"


def under_load(settings: Settings, asked: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Eight clients over HTTP."""
    with served(settings) as service:
        first = http.client.HTTPConnection("127.0.0.1", service.port)
        while _post(first, form_of(asked[0])) == 202:  # what is made once for the version
            time.sleep(0.5)
        before = _cpu_of(service.process)
        with ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(_client, service.port, asked[n::CLIENTS][:EACH]) for n in range(CLIENTS)]
        spent = [ms for client in clients for ms in client.result()]
        cpu = (_cpu_of(service.process) - before) * 1000 / len(spent)
    yield f"| one consignment, {CLIENTS} clients over HTTP, ms | {cpu:.1f} mean | {percentiles(spent)} |"


def _client(port: int, asked: Sequence[dict[str, Any]]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    spent = []
    for said in asked:
        begun = time.perf_counter()
        _post(connection, form_of(said))
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def _post(connection: http.client.HTTPConnection, form: dict[str, Any]) -> int:
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/v1/screening/consignments?wait=60", json.dumps(form), headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status not in (200, 202):
        raise RuntimeError(f"{answer.status}: {body[:300]!r}")
    return answer.status


def _cpu_of(process: int) -> float:
    """CPU seconds of a process so far."""
    parts = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def watched(files: Path, asked: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A file loaded into an empty store, with nothing watched and with a long list."""
    path = max(files.glob("*-declarations-2024-*.csv"), key=lambda path: path.stat().st_size)
    options = LoadOptions("", path.name[:2])
    spent: dict[int, list[float]] = {many: [] for many in (0, *WATCHED)}
    for _ in range(ROUNDS):
        for many, seconds in spent.items():
            with tempfile.TemporaryDirectory() as folder:
                settings = Settings(data_dir=Path(folder))
                with closing(open_state(settings)) as state:
                    for wanted in _wanted(asked, many):
                        add(state, wanted, Decider("benchmark"))
                with Workspace(settings) as workspace:
                    cpu = time.process_time()
                    report = load_file(workspace, path, options)
                    seconds.append(time.process_time() - cpu)
    plain = min(spent[0])
    yield f"| loading {report.records:,} records, nothing watched | {plain:.2f} s | |"
    for many in WATCHED:
        listed = min(spent[many])
        yield f"| the same with {many:,} entries watched | {listed:.2f} s, x {listed / plain:.2f} | |"


def _wanted(asked: Sequence[dict[str, Any]], many: int) -> list[Wanted]:
    """Entries of each kind out of what notices say."""
    kinds = ((WatchKind.NAME, "consignee.name"), (WatchKind.PLATE, "vehicle.plate"), (WatchKind.NAME, "driver.name"))
    texts = [(kind, str(said["fields"].get(name, ""))) for said in asked for kind, name in kinds]
    return [Wanted(kind, text, "measured") for kind, text in dict.fromkeys(texts) if text][:many]


def in_bulk() -> Iterator[str]:
    """What arrives from many sources on a large graph, and personalised PageRank from the same."""
    customs = customs_graph(LINKS)
    graph = adjacency(customs.nodes, customs.left, customs.right, np.minimum(1.0, customs.weight / 3))
    rng = np.random.default_rng(3)
    sources = rng.choice(graph.count, SOURCES, replace=False)
    restart = np.zeros(graph.count)
    restart[sources] = 1 / SOURCES
    how = Spreading(graph, np.ones(graph.count), graph.degrees < HUB)
    starts, weights = np.arange(SOURCES + 1), np.ones(SOURCES)
    spread_from_all(how, starts, sources, weights)  # compiled
    own, totals = _timed(lambda: spread_from_all(how, starts, sources, weights))
    yield f"| risk from {SOURCES} sources on {graph.entries // 2:,} links, ways of 3 hops | {own:.2f} s | 1 |"
    pagerank(graph, restart)
    for name, seconds, ranks in _pageranks(graph, restart, sources):
        both = len(np.intersect1d(_first(totals), _first(ranks)))
        beside = f"x {seconds / own:.1f}; {both} of the first {FIRST:,}"
        yield f"| personalised PageRank, {name} | {seconds:.2f} s | {beside} |"


def _first(values: np.ndarray) -> np.ndarray:
    first: np.ndarray = np.argsort(-values, kind="stable")[:FIRST]
    return first


def _pageranks(graph: Any, restart: np.ndarray, sources: np.ndarray) -> Iterator[tuple[str, float, np.ndarray]]:
    seconds, ranks = _timed(lambda: pagerank(graph, restart, error=1e-6))
    yield "ours", seconds, ranks
    once = graph.rows < graph.others
    left, right, weight = graph.rows[once], graph.others[once], graph.weights[once]
    import networkx as nx

    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(range(graph.count))
    G.add_weighted_edges_from(zip(left.tolist(), right.tolist(), weight.tolist(), strict=True))
    shares = dict.fromkeys(sources.tolist(), 1 / SOURCES)
    tolerance = 1e-6 / graph.count
    seconds, by_node = _timed(lambda: nx.pagerank(G, personalization=shares, tol=tolerance, max_iter=500))
    yield "NetworkX (SciPy)", seconds, np.array([by_node[node] for node in range(graph.count)])
    try:
        import igraph
    except ImportError:
        return
    H = igraph.Graph(n=graph.count, edges=np.stack((left, right), axis=1))
    H.es["weight"] = weight
    seconds, listed = _timed(lambda: H.personalized_pagerank(reset_vertices=sources.tolist(), weights="weight"))
    yield "igraph", seconds, np.array(listed)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of a piece of work, and what it gave."""
    begun = time.process_time()
    answer = work()
    return time.process_time() - begun, answer


def measure(settings: Settings, files: Path) -> None:
    """Prints the tables."""
    asked = notices(files)
    print(f"| {len(asked)} notices | CPU | wall |\n|---|---|---|")
    for lines in (alone(settings, asked), under_load(settings, asked), watched(files, asked)):
        for line in lines:
            print(line, flush=True)
    print("\n| risk in bulk | CPU | beside it |\n|---|---|---|")
    for line in in_bulk():
        print(line, flush=True)


def main() -> None:
    """Reads what is asked and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="medium")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--files", type=Path)
    args = parser.parse_args()
    if args.data and args.files:
        measure(Settings(data_dir=args.data), args.files)
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        generate(home / "files", args.seed, args.size, "hard", "mixed")
        settings = Settings(data_dir=home / "data")
        with Workspace(settings) as workspace:
            load_manifest(workspace, home / "files")
        measure(settings, home / "files")


if __name__ == "__main__":
    main()
