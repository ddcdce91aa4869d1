"""A Neo4j server of one's own: start it, see how it is, end it; its home is `neo4j` in the data directory.

The server outlives the command. It is found again through `server.json` in its home, and only the process that stands
there is ever ended. Data survive a stop; taking the folder away takes them away.
"""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import BadValue, StoreProblem
from graph.settings import Settings
from graph.store.neo4j.server.jars import DEFAULT_VERSION, get_program, one_at_a_time
from graph.store.neo4j.server.server import (
    USER,
    LocalServer,
    ServerState,
    Setup,
    check_port,
    is_server,
    resident_bytes,
    stop_process,
)

DEFAULT_PORT = 7687
DEFAULT_HEAP = "1g"
PAGE_CACHE = "512m"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class WantedServer:
    """What a start asks for; "" and 0 leave it as it was the last time, at first as the defaults say."""

    version: str = ""
    port: int = 0
    heap: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How the server is. `started_at` is UTC; memory is `None` where the system does not tell it."""

    is_running: bool
    home: str
    version: str = ""
    url: str = ""
    user: str = ""
    started_at: str = ""
    pid: int = 0
    memory_bytes: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The status for machines."""
        return asdict(self)


def home_of(settings: Settings) -> Path:
    """The folder of the managed server."""
    return (settings.data_dir / "neo4j").resolve()


def start(settings: Settings, wanted: WantedServer, say: Say) -> tuple[ServerState, bool]:
    """The running server, and whether this call started it; one that runs already is left as it is.

    Raises:
        BadValue: a version, port or amount of memory that cannot be, or a version older than the data.
        StoreProblem: no Java, no Maven, no network, the port is in use, or the server does not start.
    """
    home = home_of(settings)
    with one_at_a_time(home / "lock"):
        known = ServerState.read(home)
        if known and is_server(known.pid, home):
            return known, False
        state = _merged(known, wanted)
        setup = Setup(state.port, state.password, state.heap, PAGE_CACHE)
        check_port(state.port)  # before anything is fetched
        server = LocalServer(home, get_program(state.version, say), setup)
        say(f"starting Neo4j {state.version} with Java {server.program.java.major} in {home}")
        return _start(server, state, known or replace(state, heap=DEFAULT_HEAP)), True


def _merged(known: ServerState | None, wanted: WantedServer) -> ServerState:
    if known is None:
        return ServerState(
            wanted.version or DEFAULT_VERSION,
            wanted.port or DEFAULT_PORT,
            wanted.heap or DEFAULT_HEAP,
            secrets.token_hex(16),
        )
    version = wanted.version or known.version
    if _numbers(version) < _numbers(known.version):
        raise BadValue(
            f"the data are of Neo4j {known.version}, which {version} cannot read",
            f"leave out --version, or name {known.version} or newer",
        )
    return replace(known, version=version, port=wanted.port or known.port, heap=wanted.heap or known.heap)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _start(server: LocalServer, state: ServerState, before: ServerState) -> ServerState:
    before.write(server.home)  # the password is set first, and must be known however this ends
    try:
        server.start()
        state = replace(state, pid=server.pid, started_at=datetime.now(UTC).isoformat(timespec="seconds"))
        state.write(server.home)  # before it answers: when this command is killed now, `stop` still finds the server
        server.wait_until_ready()
    except BaseException:
        server.stop()
        replace(before, pid=0, started_at="").write(server.home)
        raise
    return state


def stop(settings: Settings) -> tuple[ServerState | None, bool]:
    """Ends the server, if it runs: what it was, nothing where it did not; and whether it ended of itself."""
    home = home_of(settings)
    if not home.is_dir():
        return None, True
    with one_at_a_time(home / "lock"):
        state = ServerState.read(home)
        if state is None or not state.pid:
            return None, True
        was_running = is_server(state.pid, home)
        ended = stop_process(state.pid, home)
        replace(state, pid=0, started_at="").write(home)
    return (state if was_running else None), ended


def status(settings: Settings) -> Status:
    """How the server is; a number in `server.json` that now belongs to another program counts as not running."""
    home = home_of(settings)
    state = ServerState.read(home)
    if state is None:
        return Status(False, str(home))
    if not is_server(state.pid, home):
        return Status(False, str(home), state.version, state.uri, USER)
    memory = resident_bytes(state.pid)
    return Status(True, str(home), state.version, state.uri, USER, state.started_at, state.pid, memory)


def while_stopped(settings: Settings, work: Callable[[LocalServer], None]) -> None:
    """Carries out what wants the managed server stopped, such as an import, and starts it again, however that ends.

    Raises:
        StoreProblem: there is no managed server, or it does not start again.
    """
    home = home_of(settings)
    with one_at_a_time(home / "lock"):
        state = ServerState.read(home)
        if state is None:
            raise StoreProblem(f"there is no server in {home}", "`halqa neo4j start` makes one")
        setup = Setup(state.port, state.password, state.heap, PAGE_CACHE)
        server = LocalServer(home, get_program(state.version), setup, state.pid)
        server.stop()
        try:
            work(server)
        finally:
            _start(server, state, replace(state, pid=0, started_at=""))
