"""The whole way by the command line with records on a server: the same answers and graph as with a file of records."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.services.runtime.workspace import records_url
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import GraphStore

if TYPE_CHECKING:
    from tests.conftest import Ran

pytestmark = pytest.mark.postgresql
Run = Callable[..., "Ran"]
HEAD = "No,Date,Consignee,Phone\n"
PROFILE = """
name: decl
version: 1
records:
  - {kind: declaration, id: No, fields: {registered_on: Date, consignee.name: Consignee, consignee.phone: Phone}}
"""
FILES = {
    "a.csv": "".join(f"D{n},2024-01-{n % 28 + 1:02},Buyer {n % 7} LLC,+99890123{n:04}\n" for n in range(60)),
    "b.csv": "".join(f"D{n},2024-01-{n % 28 + 1:02},Покупатель {n % 5},+99890123{n:04}\n" for n in range(30, 90)),
}
WAY = [
    ["load", "a.csv", "--profile", "decl.yaml", "--originator", "UZ", "--extract-date", "2024-01-31"],
    ["load", "b.csv", "--profile", "decl.yaml", "--originator", "UZ", "--extract-date", "2024-02-29"],
    ["stats", "--json"],
    ["search", "Покупатель", "--json"],
    ["batches", "--json"],
    ["recall", "FIRST"],
    ["rebuild"],
    ["doctor"],
]


@pytest.fixture
def url(create_postgresql: Callable[..., str]) -> str:
    """An empty database, without tables."""
    return create_postgresql()


@pytest.fixture
def halqa_in(tmp_path: Path, run_command: Callable[..., "Ran"]) -> Callable[..., Run]:
    """Runs the command in a folder of its own, with its records at a URL."""

    def make(name: str, url: str = "") -> Run:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "decl.yaml").write_text(PROFILE, "utf-8")
        for file, rows in FILES.items():
            (folder / file).write_text(HEAD + rows, "utf-8")
        settings = {"HALQA_DATA_DIR": str(folder / "data"), "HALQA_RECORDS": url}
        return lambda *words, **more: run_command(folder, {**settings, **more}, *words)

    return make


def test_every_verb_tells_the_same_and_makes_the_same_graph(
    halqa_in: Callable[..., Run], url: str, tmp_path: Path, graph_hash: Callable[[GraphStore], str]
) -> None:
    told: dict[str, list[Any]] = {"file": [], "server": []}
    for name, halqa in (("file", halqa_in("file")), ("server", halqa_in("server", url))):
        first = ""
        for words in WAY:
            ran = halqa(*[first if word == "FIRST" else word for word in words])
            assert ran.returncode == 0, ran.stderr
            if words[0] == "batches":
                rows = json.loads(ran.stdout)
                first = rows[0]["batch"]
                told[name].append([{**row, "loaded_at": ""} for row in rows])
            elif words[0] in ("stats", "search", "recall"):
                told[name].append(ran.stdout)
        with closing(open_store(f"sqlite:///{tmp_path / name / 'data' / 'graph.db'}")) as store:
            told[name].append(graph_hash(store))
    assert told["file"] == told["server"]
    assert not (tmp_path / "server" / "data" / "records.db").exists()


def test_the_password_stands_in_no_file_and_no_message(
    halqa_in: Callable[..., Run], url: str, tmp_path: Path, postgresql_server: Any
) -> None:
    halqa = halqa_in("server", url)
    ran = [halqa(*WAY[0]), halqa("--verbose", *WAY[1]), halqa("doctor"), halqa("batches")]
    ran.append(halqa("stats", HALQA_RECORDS=url.replace(f"{postgresql_server.port}", "1")))
    assert [one.returncode for one in ran] == [0, 0, 0, 0, 2]
    assert not any(postgresql_server.password in one.stdout + one.stderr for one in ran)
    files = [path for path in (tmp_path / "server" / "data").rglob("*") if path.is_file()]
    assert files and not any(postgresql_server.password.encode() in path.read_bytes() for path in files)


def test_a_graph_store_remembers_where_its_records_are(halqa_in: Callable[..., Run], url: str) -> None:
    halqa = halqa_in("server", url)
    assert halqa(*WAY[0]).returncode == 0
    without = halqa("stats", HALQA_RECORDS="")
    assert without.returncode == 2 and "refuses the user or the password" in without.stderr
    other = "postgresql://halqa@127.0.0.1/other"
    assert records_url(Settings(data_dir=Path("nowhere")), "sqlite:////nowhere/graph.db", remembered=other) == other
