"""Many callers at once: errors, fairness, waiting and memory while small files are loaded beside them.

    python -m benchmarks.crowd [--clients 32] [--seconds 300] [--size medium]

Loads a sample, makes a user for each client, starts `halqa serve`, and lets every client ask one question after the
other: searches, neighbours, pages and analyses with parameters of their own, which no other asks. A further client
loads a small file every few seconds. Then 10,000 reads and 100 loads by a single client show whether memory stays.
Prints a line of JSON for people to read. Everything stays on loopback.
"""

import argparse
import http.client
import json
import random
import statistics
import subprocess
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from api.state import users
from api.state.store import open_state
from benchmarks.http_subject import serving
from graph.model import EVERYONE
from graph.settings import Settings
from loaders.sample import generate

PATIENCE_SECONDS = 120  # for an answer and for the end of a job
LOAD_EVERY_SECONDS = 5
READS, LOADS = 10_000, 100
_PROFILE = """\
name: small
version: 1
records:
  - kind: declaration
    id: No
    fields: {registered_on: Date, consignee.name: Consignee, consignee.phone: Phone}
"""
Seconds = dict[str, list[float]]  # kind of question -> how long each took


@dataclass
class Client:
    """One caller with a key of his own: what he asked, how long it took, what went wrong."""

    port: int
    key: str
    seconds: Seconds = field(default_factory=lambda: defaultdict(list))
    faults: Counter[str] = field(default_factory=Counter)

    def ask(self, kind: str, method: str, path: str, body: bytes = b"", content_type: str = "application/json") -> None:
        """Asks, follows a job to its end, and notes how long that took."""
        begun = time.perf_counter()
        try:
            status, answer, location = self._request(method, path, body, content_type)
            while status == 202:
                time.sleep(0.2)
                status, answer, _ = self._request("GET", location)
                state = json.loads(answer)["state"]
                if state in ("queued", "running"):
                    status = 202
                elif state != "done":
                    self.faults[f"{kind}: job {state}"] += 1
                    return
                if time.perf_counter() - begun > PATIENCE_SECONDS:
                    self.faults[f"{kind}: no end"] += 1
                    return
        except OSError as error:
            self.faults[f"{kind}: {type(error).__name__}"] += 1
            return
        if status != 200:
            self.faults[f"{kind}: {status}"] += 1
            return
        self.seconds[kind].append(time.perf_counter() - begun)

    def _request(
        self, method: str, path: str, body: bytes = b"", content_type: str = "application/json"
    ) -> tuple[int, bytes, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)) as connection:
            headers = {"Authorization": f"Bearer {self.key}", "Content-Type": content_type}
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheader("Location", "")


@dataclass(frozen=True)
class Subjects:
    """What is asked about."""

    names: list[str]
    phones: list[str]


def questions(subjects: Subjects, seed: int) -> Iterator[tuple[str, str, str, bytes]]:
    """Questions without end: kind, method, path and body."""
    dice = random.Random(seed)
    while True:
        name, phone = dice.choice(subjects.names), dice.choice(subjects.phones)
        limit = dice.randrange(1, 1_000_000)
        yield "search", "GET", f"/v1/search?q={quote(name)}", b""
        yield "neighbours", "GET", f"/v1/entities/neighbours?limit=25&id={quote(phone)}", b""
        yield "clusters", "POST", "/v1/analyses/linked_entities", json.dumps({"limit": limit, "explain": 0}).encode()
        yield "node", "GET", f"/v1/entities?id={quote(phone)}", b""
        yield "degree", "POST", "/v1/analyses/centrality", json.dumps({"measure": "degree", "seed": limit}).encode()


def small_file(number: int) -> bytes:
    """A form with a file of two rows."""
    rows = f"No,Date,Consignee,Phone\nC{number}-1,2024-03-01,Firm {number},+99890{number:07d}\n"
    parts = {"profile": "small", "originator": "UZ", "extract_date": "2024-03-31"}
    fields = "".join(f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in parts.items())
    name = f'--b\r\nContent-Disposition: form-data; name="file"; filename="crowd-{number}.csv"\r\n\r\n'
    return f"{fields}{name}{rows}\r\n--b--\r\n".encode()


FORM = "multipart/form-data; boundary=b"


def measure(home: Path, clients: int, seconds: float, size: str) -> dict[str, Any]:
    """The figures of a crowd, and of one client who goes on for long."""
    settings = Settings(data_dir=home / "data", profiles=home / "profiles")
    keys = _prepare(home, settings, clients + 1, size)
    with Workspace(settings) as workspace:
        subjects = _subjects(workspace)
    with serving(settings) as port:
        crowd = [Client(port, key) for key in keys]
        before = memory_mb(port)
        _at_once(crowd[:-1], crowd[-1], subjects, seconds)
        figures = _figures(crowd[:-1], crowd[-1]) | {"mb_before": before, "mb_after": memory_mb(port)}
        return figures | {"flat": _flatness(crowd[0], subjects)}


def _prepare(home: Path, settings: Settings, count: int, size: str) -> list[str]:
    settings.profiles.mkdir(parents=True)  # type: ignore[union-attr]  # it was given
    (home / "profiles" / "small.yaml").write_text(_PROFILE, "utf-8")
    generate(home / "files", 1, size)
    with Workspace(settings) as workspace:
        load_manifest(workspace, home / "files")
    with closing(open_state(settings)) as state:
        return [users.add(state, f"client{number}") for number in range(count)]


def _subjects(workspace: Workspace) -> Subjects:
    parties = workspace.store.node_columns("Party", ("name",), EVERYONE)
    names = [str(name).split()[0] for name in parties.properties["name"][::50] if name]
    return Subjects(names, list(workspace.store.node_columns("Phone", (), EVERYONE).ids[:500]))


def _at_once(crowd: list[Client], loader: Client, subjects: Subjects, seconds: float) -> None:
    until = time.monotonic() + seconds

    def asking(number: int, client: Client) -> None:
        for kind, method, path, body in questions(subjects, number):
            if time.monotonic() > until:
                return
            client.ask(kind, method, path, body)

    def loading() -> None:
        number = 0
        while time.monotonic() < until:
            loader.ask("load", "POST", "/v1/loads?wait=60", small_file(number), FORM)
            number += 1
            time.sleep(LOAD_EVERY_SECONDS)

    threads = [threading.Thread(target=asking, args=pair) for pair in enumerate(crowd)]
    threads.append(threading.Thread(target=loading))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _figures(crowd: list[Client], loader: Client) -> dict[str, Any]:
    answers = [sum(map(len, client.seconds.values())) for client in crowd]
    kinds: Seconds = defaultdict(list)
    for client in (*crowd, loader):
        for kind, taken in client.seconds.items():
            kinds[kind] += taken
    faults = sum((client.faults for client in (*crowd, loader)), Counter[str]())
    return {
        "answers": sum(answers),
        "answers_of_one": {"fewest": min(answers), "median": statistics.median(answers), "most": max(answers)},
        "faults": dict(faults),
        "seconds": {
            kind: {"count": len(taken), "p50": _share(taken, 0.5), "p95": _share(taken, 0.95), "most": max(taken)}
            for kind, taken in sorted(kinds.items())
        },
    }


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _flatness(client: Client, subjects: Subjects) -> dict[str, Any]:
    """Memory after 10 loads and 1,000 reads, and after the rest of them."""
    asked = questions(subjects, 0)
    memory = {}
    for number in range(LOADS):
        client.ask("load", "POST", "/v1/loads?wait=60", small_file(100_000 + number), FORM)
        for _ in range(READS // LOADS):
            kind, method, path, body = next(asked)
            if method == "GET":
                client.ask(kind, method, path, body)
        client.ask("clusters", "POST", "/v1/analyses/linked_entities", b'{"explain": 0}')
        if number == 9:
            memory["mb_after_10"] = memory_mb(client.port)
    memory["mb_after_100"] = memory_mb(client.port)
    return memory


def memory_mb(port: int) -> dict[str, float]:
    """Resident memory in MB of the service on a port, and of the processes that work for it."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]
    (service,) = (row for row in rows if f"api.cli.main serve --port {port}" in row[3])
    workers = sum(int(row[2]) for row in rows if row[1] == service[0])
    return {"service": round(int(service[2]) / 1024, 1), "workers": round(workers / 1024, 1)}


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--clients", type=int, default=32)
    arguments.add_argument("--seconds", type=float, default=300)
    arguments.add_argument("--size", default="medium")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), given.clients, given.seconds, given.size), indent=1))
