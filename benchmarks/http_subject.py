"""The API over HTTP with eight clients on loopback, on both stores, beside the raw query through the driver.

`python -m benchmarks.http_subject HOME` prints a line of JSON: for each of search, neighbours and entity the p50, p95
and p99 in milliseconds of wall time, as the clients see them, on a machine that also runs the clients and the server.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from api.services.loading.load import load_file
from api.services.runtime.workspace import Workspace
from benchmarks.extracts import listed
from benchmarks.neo4j_subjects import Bench
from graph.model import EVERYONE
from graph.settings import Settings
from graph.store.neo4j.server.server import free_port

CLIENTS, REQUESTS = 8, 150  # requests of each client and kind
Ask = Callable[[], Callable[[str, str], None]]  # makes what one client asks with: (kind, node id or word)

_RAW = {
    "search": "CALL db.index.fulltext.queryNodes('halqa_names', $word) YIELD node"
    " RETURN node.id ORDER BY node.id LIMIT 50",
    "entity": "MATCH (n:{label} {{id: $id}}) RETURN properties(n)",
    "neighbours": "MATCH (n:{label} {{id: $id}})-[r]-(m) RETURN m.id, properties(m), type(r), properties(r)"
    " ORDER BY m.id LIMIT 25",
}


def measure(home: Path) -> dict[str, Any]:
    """Loads a share of the extracts into both stores and asks them."""
    bench = Bench(home / "server-http")
    bench.start()
    try:
        embedded = Settings(data_dir=home / "http-embedded")
        server = Settings(data_dir=home / "http-neo4j", store=bench.server.uri, neo4j_password=bench.server.password)
        for settings in (embedded, server):
            with Workspace(settings) as workspace:
                for path, options in listed(home / "files")[:8]:
                    load_file(workspace, path, options)
        ids = _asked_for(embedded)
        with serving(embedded) as port:
            found = {"embedded": _run(_http(port), ids)}
        with serving(server) as port:
            found["neo4j"] = _run(_http(port), ids)
        found["raw driver"] = _run(_driver(bench), ids)
        return found
    finally:
        bench.server.stop()


def _asked_for(settings: Settings) -> dict[str, list[str]]:
    with Workspace(settings) as workspace:
        parties = workspace.store.node_columns("Party", ("name",), EVERYONE)
        step = max(1, len(parties.ids) // REQUESTS)
        phones = workspace.store.node_columns("Phone", (), EVERYONE).ids[:REQUESTS]
    names = [str(name).split()[0] for name in parties.properties["name"][::step] if name]
    return {"search": names, "entity": parties.ids[::step], "neighbours": phones}


class Served(NamedTuple):
    """A service in a process of its own: the port that it listens on, and the number of the process."""

    port: int
    process: int


@contextmanager
def serving(settings: Settings) -> Iterator[int]:
    """`halqa serve` in a process of its own; the port it listens on."""
    with served(settings) as service:
        yield service.port


@contextmanager
def served(settings: Settings) -> Iterator[Served]:
    """The same, with the number of the process."""
    port = free_port()
    environment = os.environ | {
        "HALQA_DATA_DIR": str(settings.data_dir),
        "HALQA_PROFILES": str(settings.profiles or ""),
        "HALQA_STORE": settings.store,
        "HALQA_NEO4J_PASSWORD": settings.neo4j_password,
    }
    command = [sys.executable, "-m", "api.cli.main", "serve", "--port", str(port)]
    service = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Served(port, service.pid)
    finally:
        service.terminate()
        service.wait()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port), "/v1/ready")
            return
        except (OSError, RuntimeError):
            time.sleep(0.1)
    raise RuntimeError("the service did not get ready")


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")


def _http(port: int) -> Ask:
    paths = {
        "search": "/v1/search?q=",
        "entity": "/v1/entities?id=",
        "neighbours": "/v1/entities/neighbours?limit=25&id=",
    }

    def client() -> Callable[[str, str], None]:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        return lambda kind, value: _get(connection, paths[kind] + quote(value))

    return client


def _driver(bench: Bench) -> Ask:
    driver = bench.driver()

    def client() -> Callable[[str, str], None]:
        session = driver.session(database="neo4j", default_access_mode="READ")

        def ask(kind: str, value: str) -> None:
            label = "Phone" if value.startswith("phone:") else "Party"
            word = "".join(c for c in value if c.isalnum()).casefold() + "*"
            list(session.run(_RAW[kind].format(label=label), id=value, word=word))

        return ask

    return client


def _run(ask: Ask, ids: dict[str, list[str]]) -> dict[str, list[float]]:
    figures = {}
    for kind, values in ids.items():
        with ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(_client, ask(), kind, values) for _ in range(CLIENTS)]
        spent = sorted(ms for client in clients for ms in client.result())
        at = {name: spent[int(len(spent) * share)] for name, share in (("p95", 0.95), ("p99", 0.99))}
        figures[kind] = [round(ms, 1) for ms in (statistics.median(spent), at["p95"], at["p99"])]
    return figures


def _client(ask: Callable[[str, str], None], kind: str, values: list[str]) -> list[float]:
    spent = []
    for i in range(REQUESTS):
        begun = time.perf_counter()
        ask(kind, values[i % len(values)])
        if i >= REQUESTS // 10:  # the first ones warm up connections, plans and caches
            spent.append((time.perf_counter() - begun) * 1000)
    return spent


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
