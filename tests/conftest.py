"""What tests of several layers use: commands, the sample world, digests of graphs, small worlds, servers, a browser."""

import csv
import fcntl
import hashlib
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import hypothesis
import neo4j
import pytest
from xdist.scheduler import LoadGroupScheduling

from analyses.registry import all_properties
from api.cli.main import main
from graph.canonical import Record
from graph.derivation.assertions import assertions, record_node_id
from graph.errors import StoreProblem
from graph.linkage.world import World
from graph.model import EVERYONE, Channel, Viewer
from graph.projection.making import project
from graph.projection.projection import Projection
from graph.schema import NODE_TYPES
from graph.store.base import Changes, GraphStore
from graph.store.neo4j.base import Login
from graph.store.neo4j.server.jars import Program, get_program
from graph.store.neo4j.server.server import disposable_server
from graph.store.neo4j.store import Neo4jStore
from graph.store.sqlite.store import SqliteStore
from tests.requiring import NO_NEO4J, NO_POSTGRESQL, give_up, required

pytest_plugins = ["tests.browser", "tests.postgresql"]

UZ = "UZ/import/H1/customs"
# The graph of each test is another one, and planning every query anew for it would be a third of the server's time.
KEPT_PLANS = "dbms.cypher.min_replan_interval=1d\ndbms.cypher.statistics_divergence_threshold=1.0\n"
STORE_FIXTURES = {"desk_of", "open_empty"}  # that a test is run with once for each store
# The ordinary suite says the same each time; the long one (`make test-all`) looks where nobody has looked yet.
hypothesis.settings.register_profile("ordinary", deadline=None, derandomize=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=1000, print_blob=True)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def _run_command(folder: Path, environment: dict[str, str], *words: str) -> Ran:
    """Runs `halqa` in this process: in a folder, with these settings and none of whoever runs the tests."""
    said, told = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(told):
        for name in [name for name in os.environ if name.startswith("HALQA")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["halqa", *words])
        patch.chdir(folder)
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Ran(code, said.getvalue(), told.getvalue())


@pytest.fixture(scope="session")
def run_command() -> Callable[..., Ran]:
    """Runs `halqa` in this process, given its folder, its settings and its words."""
    return _run_command


@pytest.fixture(scope="session")
def untouched_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `halqa demo` leaves behind, and what it said in `said.txt`: made once a run, to be copied and never opened.

    To copy a database that is open in the same process closes a file of it, and with it go the locks of SQLite.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = shared / "demo-of-the-run"
        if not (made / "said.txt").exists():
            shutil.rmtree(made, ignore_errors=True)
            ran = _run_command(shared, {}, "demo", made.name)
            assert ran.returncode == 0, ran.stderr
            (made / "said.txt").write_text(ran.stdout, "utf-8")
    return made


@pytest.fixture(scope="session")
def demo(untouched_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of what `halqa demo` leaves behind that the tests of a worker read."""
    return shutil.copytree(untouched_demo, tmp_path_factory.getbasetemp() / "demo")


@pytest.fixture(scope="session")
def sample_files(demo: Path) -> Path:
    """The files of the small sample world with seed 7, and its truth; not to be written to."""
    return demo / "files"


@pytest.fixture(scope="session")
def sample_part(sample_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Iterable[str]], Path]:
    """Makes a folder of the files of the sample whose names begin with one of some words, in the order of the words."""

    def make(beginnings: Iterable[str]) -> Path:
        folder = tmp_path_factory.mktemp("part")
        with (sample_files / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
            header, *rows = csv.reader(manifest)
        chosen = [row for word in beginnings for row in rows if row[0].startswith(word)]
        for name, *_ in chosen:
            shutil.copy(sample_files / name, folder / name)
        with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as manifest:
            csv.writer(manifest).writerows([header, *chosen])
        return folder

    return make


def _graph_lines(store: GraphStore) -> list[str]:
    """Every node and every edge in words, sorted: text ids only, no version, mark or internal number."""
    ids, lines = [], []
    for name in sorted(NODE_TYPES):  # type by type, as Neo4j would plan a query for each combination of types
        of_type = store.node_columns(name, (), EVERYONE).ids
        ids += of_type
        lines += [
            json.dumps(
                ["node", node.id, node.type, node.channel, dict(node.properties)], ensure_ascii=False, sort_keys=True
            )
            for node in store.get(of_type, EVERYONE)
        ]
    for edges in store.edges_of(ids).values():
        lines += [json.dumps(["edge", *edge], ensure_ascii=False, sort_keys=True) for edge in edges]
    return sorted(lines)


@pytest.fixture(scope="session")
def graph_lines() -> Callable[[GraphStore], list[str]]:
    return _graph_lines


@pytest.fixture(scope="session")
def graph_hash() -> Callable[[GraphStore], str]:
    return lambda store: hashlib.sha256("\n".join(_graph_lines(store)).encode()).hexdigest()


class SmallWorld:
    """A small world: records said one by one in our own words, kept in an embedded store in memory.

    `say(consignee__name="A", registered_on="2024-01-31")` says a declaration; a double underscore stands for a dot.
    """

    def __init__(self) -> None:
        self.store = SqliteStore("sqlite:///:memory:")
        self.store.ensure_schema()
        self._number = 0

    def say(
        self, kind: str = "declaration", number: str = "", channel: str = UZ, grade: str = "", **fields: Any
    ) -> str:
        """Says a record, with the grade of its source; the id of its node."""
        self._number += 1
        values = {name.replace("__", "."): value for name, value in fields.items()}
        said = assertions(Record(kind, number or f"{self._number:04d}", values, grade=grade), Channel.parse(channel))
        changes = Changes(nodes=[said.node], edges=list(said.edges))
        for party in said.parties:
            assert party.node is not None
            changes.nodes.append(party.node)
            changes.edges += party.edges
        node_id = said.node.id
        changes.marks[node_id] = hashlib.blake2b(
            repr((sorted(values.items()), grade)).encode(), digest_size=16
        ).digest()
        changes.channels[node_id] = channel
        self.store.apply(changes)
        return node_id

    def take_away(self, kind: str, number: str, channel: str = UZ) -> None:
        """Takes a record away, whether it is there or not."""
        node_id = record_node_id(channel, kind, number)
        self.store.apply(Changes(gone=[node_id], channels={node_id: channel}))

    def project(self, *channels: str) -> Projection:
        """What somebody sees who may see these channels; everything where none are named."""
        return project(self.store, Viewer(frozenset(channels)) if channels else EVERYONE, all_properties())

    def seen(self, *channels: str) -> World:
        """The same as analyses look at it."""
        return World(self.project(*channels))


@pytest.fixture
def world() -> Iterator[SmallWorld]:
    made = SmallWorld()
    yield made
    made.store.close()


@dataclass(frozen=True, slots=True)
class Neo4jAccess:
    """A Neo4j server that tests may wipe."""

    uri: str
    user: str
    password: str = field(repr=False)

    @classmethod
    def parse(cls, url: str) -> "Neo4jAccess":
        """Access from `neo4j://user:password@127.0.0.1:port`; a server on another machine is nobody's to wipe."""
        parts = urlsplit(url)
        if parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            pytest.exit("HALQA_TEST_NEO4J must name this machine (127.0.0.1): the tests wipe that server", 2)
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        uri = f"{parts.scheme}://{host}:{parts.port or 7687}"
        return cls(uri, unquote(parts.username or "neo4j"), unquote(parts.password or ""))


@pytest.fixture(scope="session")
def neo4j_program() -> Program:
    """Neo4j, ready to be started; skips where it cannot be had, and fails where `HALQA_REQUIRE` names neo4j."""
    try:
        return get_program()
    except StoreProblem as error:
        give_up("neo4j", f"{NO_NEO4J}: {error}")


@pytest.fixture(scope="session")
def neo4j_server(request: pytest.FixtureRequest) -> Iterator[Neo4jAccess]:
    """A running Neo4j server: the one that HALQA_TEST_NEO4J names, else a disposable one, started at first use.

    All tests that use it carry the marker `neo4j` and run in one process; each finds there what the last one left.
    """
    if named := os.environ.get("HALQA_TEST_NEO4J"):
        yield Neo4jAccess.parse(named)
        return
    program: Program = request.getfixturevalue("neo4j_program")
    with disposable_server(program.version, more=KEPT_PLANS) as server:
        yield Neo4jAccess(server.uri, server.user, server.password)


@pytest.fixture(scope="session")
def neo4j_login(neo4j_server: Neo4jAccess) -> Login:
    return Login(neo4j_server.user, neo4j_server.password)


@pytest.fixture(scope="session")
def neo4j_driver(neo4j_server: Neo4jAccess) -> Iterator[neo4j.Driver]:
    """A driver of our own, for what a test asks or breaks past the store."""
    login = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=login, notifications_min_severity="OFF") as driver:
        yield driver


@pytest.fixture(scope="session")
def empty_neo4j() -> Callable[[Neo4jAccess], Callable[[], Neo4jStore]]:
    """Empties a server, and gives what opens the store on it; constraints stay from test to test."""

    def opener(server: Neo4jAccess) -> Callable[[], Neo4jStore]:
        login = Login(server.user, server.password)
        driver = neo4j.GraphDatabase.driver(server.uri, auth=(login.user, login.password))
        with driver, driver.session(database=login.database) as session:
            # In parts: a large graph is more than the server's heap.
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS").consume()

        def make() -> Neo4jStore:
            store = Neo4jStore(server.uri, login)
            try:
                store.ensure_schema()
            except BaseException:
                store.close()
                raise
            return store

        return make

    return opener


@pytest.fixture
def open_neo4j(neo4j_server: Neo4jAccess, empty_neo4j: Callable[..., Any]) -> Callable[[], Neo4jStore]:
    """Opens the store on the server, which is empty when the test begins."""
    opener: Callable[[], Neo4jStore] = empty_neo4j(neo4j_server)
    return opener


def pytest_configure(config: pytest.Config) -> None:
    """Random examples only where the slow tests run too."""
    hypothesis.settings.load_profile("ordinary" if "not slow" in config.option.markexpr else "long")


def _mark_later_cases_on_neo4j(items: list[pytest.Item]) -> None:
    """Of a test that runs on every store with many values, only the first meets the server in the ordinary suite."""
    met: set[str] = set()
    for item in items:
        values = getattr(getattr(item, "callspec", None), "params", {})
        if item.get_closest_marker("neo4j") and values.keys() & STORE_FIXTURES:
            test = item.nodeid.partition("[")[0] + str(
                [values[name] for name in sorted(values.keys() & STORE_FIXTURES)]
            )
            if test in met:
                item.add_marker(pytest.mark.slow)
            met.add(test)


class ByFile(LoadGroupScheduling):  # type: ignore[misc]  # xdist tells no types
    """Gives a worker whole files, so that what their tests share is made once; those of a server stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return str(super()._split_scope(nodeid)).partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    """How xdist hands out the tests of this suite, where `--dist loadgroup` asks for it."""
    return ByFile(config, log) if config.option.dist == "loadgroup" else None


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups, and pytest the markers
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Gives all tests of each of the servers to one worker, and those of the one browser (`--dist loadgroup`)."""
    _mark_later_cases_on_neo4j(items)
    for item in items:
        for group in ("neo4j", "postgresql", "browser"):
            if item.get_closest_marker(group):
                item.add_marker(pytest.mark.xdist_group(group))
                if getattr(config.option, "loadgroup", False):
                    # pytest-xdist 3.8 writes the group into `_nodeid`, which pytest 9.2 reads no more.
                    item._id = type(item.id).parse(f"{item.nodeid}@{group}")


PARTS = {
    "browser": ("chromium", "the pictures in a real browser were not tested: install Chromium (apt install chromium)")
}


SERVERS = {"neo4j": (NO_NEO4J, "the Neo4j store"), "postgresql": (NO_POSTGRESQL, "PostgreSQL")}


def _without_servers(terminalreporter: pytest.TerminalReporter) -> Iterator[str]:
    """Why tests on servers were skipped, if they were; each reason once."""
    skipped = [report.longrepr for report in terminalreporter.getreports("skipped")]
    reasons = sorted({longrepr[2] for longrepr in skipped if isinstance(longrepr, tuple)})
    for sign, what in SERVERS.values():
        for reason in reasons:
            if sign in reason:
                yield f"{what} was not tested: {reason.removeprefix('Skipped: ')}"


def _untested() -> Iterator[str]:
    """In words, what this machine cannot test."""
    for command, words in PARTS.values():
        if shutil.which(command) is None:
            yield words
    if not os.environ.get("HALQA_TEST_DATA"):
        yield "the outside data sets were not read: HALQA_TEST_DATA names no folder"
    for name in sorted(required() - {*PARTS, *SERVERS}):
        yield f"HALQA_REQUIRE names {name}, which no test needs yet"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line for each part that was left out."""
    for words in (*_untested(), *_without_servers(terminalreporter)):
        terminalreporter.write_line(f"NOT TESTED: {words}", red=True, bold=True)
