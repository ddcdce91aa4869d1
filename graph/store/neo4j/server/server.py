"""A local Neo4j Community server: configure, start, stop and ask it; for tests, and for trying Halqa on Neo4j.

Two ways of life. A *disposable* server lives in a temporary folder and ends with the program that started it, however
that ends (`disposable_server`). A *managed* one has a home that stays, outlives the command that started it, and is
found again through `server.json` in its home (`ServerState`; it holds the password and is readable by its owner alone).

A server listens on the loopback interface only, speaks Bolt only, and sends no usage report.
"""

import json
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from graph.errors import BadValue, StoreProblem, StoreUnavailable
from graph.store.neo4j.server.jars import DEFAULT_VERSION, Program, Say, get_program, quiet

HOST = "127.0.0.1"
USER = "neo4j"
DATABASE = "neo4j"
ADMIN_HEAP = "256m"
READY_SECONDS = 120.0  # the first start takes 4 to 15 s, 30 s on a loaded machine
STOP_SECONDS = 30.0  # it takes a second; with a full disk it never ends by itself
# Half the processor time of a start (4.4 instead of 8.2 s), at the price of slower long queries.
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# Below the ports that the system deals out to outgoing connections: none of them can take it before the server does.
DISPOSABLE_PORTS = range(20_000, 32_000)
# Without preallocation an empty home takes 2 MB instead of 541; without the quiet period a stop takes 1 s, not 10.
CONFIGURATION = """# Written by Halqa at each start of the server.
server.default_listen_address={host}
server.bolt.listen_address={host}:{port}
server.bolt.advertised_address={host}:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size={page_cache}
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=false
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
"""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a server is to run: its Bolt port, its password, and its memory in Java's words, such as `512m` or `2g`.

    `more` are further lines of its configuration.
    """

    port: int
    password: str = field(repr=False)
    heap: str = "512m"
    page_cache: str = "128m"
    more: str = ""

    def __post_init__(self) -> None:
        for name, value in (("heap", self.heap), ("page cache", self.page_cache)):
            if not re.fullmatch(r"[1-9]\d*[kmgKMG]", value):
                raise BadValue(f"the {name} cannot be {value!r}", "write a number and a unit, such as 512m or 2g")
        if not 1 <= self.port <= 65_535:
            raise BadValue(f"{self.port} is no port", "name one from 1024 to 65535")


@dataclass(frozen=True, slots=True)
class ServerState:
    """What `server.json` in the home of a managed server says; `pid` is 0 when it was stopped."""

    version: str
    port: int
    heap: str
    password: str = field(repr=False)
    pid: int = 0
    started_at: str = ""

    @property
    def uri(self) -> str:
        """The store URL of the server."""
        return f"neo4j://{HOST}:{self.port}"

    @classmethod
    def read(cls, home: Path) -> "ServerState | None":
        """The state of the server in a home, nothing where there never was one.

        Raises:
            StoreProblem: the file is broken.
        """
        path = home / "server.json"
        try:
            return cls(**json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise StoreProblem(f"{path} cannot be read: {error}", f"move the folder {home} away") from error

    def write(self, home: Path) -> None:
        """Writes `server.json` for its owner alone, at once or not at all."""
        part = home / "server.json.part"
        part.unlink(missing_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
            json.dump(asdict(self), file, indent=2)
        part.replace(home / "server.json")


def is_server(pid: int, home: Path) -> bool:
    """Whether a process is the server of this home: the number may long belong to another program."""
    return pid > 0 and f" --home-dir={home} " in f"{_command_line(pid)} "


def _command_line(pid: int) -> str:
    """The words a process was started with; empty where it is gone, or has ended and nobody has asked how."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    said = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return said.stdout.strip()


def resident_bytes(pid: int) -> int | None:
    """The memory that a process holds, where the system tells it in `/proc`."""
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("utf-8"))
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


def stop_process(pid: int, home: Path, seconds: float = STOP_SECONDS) -> bool:
    """Ends the server of a home, if the process is that; by force after `seconds`. Whether it ended of itself."""
    deadline = time.monotonic() + seconds
    if is_server(pid, home):
        os.kill(pid, signal.SIGTERM)
    while is_server(pid, home):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            return False
        time.sleep(0.05)
    return True


def is_free(port: int) -> bool:
    """Whether nobody listens on a loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def check_port(port: int) -> None:
    """Raises `StoreProblem` where somebody listens on a loopback port."""
    if not is_free(port):
        raise StoreProblem(f"port {port} of {HOST} is in use", "name another one with --port")


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    while not is_free(port := random.choice(DISPOSABLE_PORTS)):
        pass
    return port


class LocalServer:
    """A Neo4j server in a folder of its own (`home`), which is made where it is missing; `pid` is 0 before a start."""

    user = USER

    def __init__(self, home: Path, program: Program, setup: Setup, pid: int = 0) -> None:
        self.home = home.resolve()
        self.program = program
        self.setup = setup
        self.pid = pid
        self._said_before = 0  # bytes in its log from earlier starts

    @property
    def uri(self) -> str:
        """The store URL of the server."""
        return f"neo4j://{HOST}:{self.setup.port}"

    @property
    def password(self) -> str:
        """The password of the user `neo4j`."""
        return self.setup.password

    @property
    def is_running(self) -> bool:
        """Whether the process is there; it may not answer yet."""
        return is_server(self.pid, self.home)

    @property
    def log(self) -> Path:
        """What Java said since the last start; what the server says is in `neo4j.log` beside it."""
        return self.home / "logs" / "console.log"

    def _last_words(self) -> str:
        own = self.log.with_name("neo4j.log")
        said = own.read_bytes()[self._said_before :] if own.exists() else b""
        return last_words((said + b"\n" + self.log.read_bytes()).decode(errors="replace"))

    def command(self, flags: Sequence[str] = ()) -> list[str]:
        """The command that starts the server."""
        options = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        return self.program.server(self.setup.heap, flags) + options

    def prepare(self) -> None:
        """Writes the configuration, and before the first start the password."""
        for folder in ("conf", "logs"):
            (self.home / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        setup = self.setup
        text = CONFIGURATION.format(host=HOST, port=setup.port, page_cache=setup.page_cache) + setup.more
        (self.home / "conf" / "neo4j.conf").write_text(text, "utf-8")
        if not (self.home / "data" / "dbms" / "auth.ini").exists():
            self._set_password()

    def _set_password(self) -> None:
        """Hands the first password over in a file: words of a command line are visible to everybody on the machine."""
        with tempfile.NamedTemporaryFile("w", dir=self.home / "conf", encoding="utf-8") as words:
            words.write(f'dbms set-initial-password "{self.password}"')
            words.flush()
            self._admin([f"@{words.name}"], ADMIN_HEAP)

    def start(self, flags: Sequence[str] = ()) -> None:
        """Starts the server, to live on when this program ends; `wait_until_ready` says when it answers.

        `flags` are Java's, such as `QUICK_START`.

        Raises:
            StoreProblem: something else listens on its port, or the folder cannot be written.
        """
        check_port(self.setup.port)
        try:
            self.prepare()
            own = self.log.with_name("neo4j.log")
            self._said_before = own.stat().st_size if own.exists() else 0
            # A shell in between hands the server over to the system: it is nobody's child, and says its number.
            shell = ["sh", "-c", 'log="$1"; shift; "$@" </dev/null >"$log" 2>&1 & echo $!', "sh", str(self.log)]
            said = subprocess.run(
                [*shell, *self.command(flags)], stdout=subprocess.PIPE, text=True, check=True, start_new_session=True
            )
        except OSError as error:
            raise StoreProblem(
                f"{self.home} cannot be used: {error.strerror}", "name another place with HALQA_DATA_DIR"
            ) from error
        self.pid = int(said.stdout)

    def stop(self) -> bool:
        """Ends the server if it runs; false where that took force."""
        ended = stop_process(self.pid, self.home)
        self.pid = 0
        return ended

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Returns when the database answers a query.

        Raises:
            StoreProblem: the server ended by itself, or the password is not its own.
            StoreUnavailable: it did not answer in time.
        """
        from neo4j import GraphDatabase
        from neo4j.exceptions import AuthError, DriverError, Neo4jError

        deadline = time.monotonic() + seconds
        missed = 0  # while a process changes its program, the system shows no command line for a moment
        address = f"bolt://{HOST}:{self.setup.port}"  # without the routing of `neo4j://`, whose failures are logged
        with GraphDatabase.driver(address, auth=(USER, self.password), connection_timeout=5) as driver:
            while True:
                try:
                    with driver.session(database=DATABASE) as session:
                        session.run("RETURN 1").consume()
                    return
                except AuthError as error:
                    raise StoreProblem(
                        f"{self.uri} does not take the password that is kept for it",
                        f"write the password that was set into {self.home / 'server.json'}",
                    ) from error
                except (DriverError, Neo4jError) as error:
                    missed = 0 if self.is_running else missed + 1
                    if missed > 3:
                        raise StoreProblem(
                            f"Neo4j {self.program.version} did not start: {self._last_words()}",
                            f"see {self.log.parent}",
                        ) from error
                    if time.monotonic() > deadline:
                        raise StoreUnavailable(
                            f"{self.uri} did not answer within {seconds:.0f} s", f"see {self.log.parent}"
                        ) from error
                time.sleep(0.1)

    def run_admin(self, arguments: Sequence[str], heap: str = ADMIN_HEAP) -> str:
        """What the administration tool (`neo4j-admin`) answers, such as to `["database", "info"]`.

        The tool works on the files of this home: most of its commands want the server stopped.

        Raises:
            StoreProblem: the tool failed; the message holds what it said last.
        """
        self.prepare()
        return self._admin(arguments, heap)

    def _admin(self, arguments: Sequence[str], heap: str) -> str:
        command = [*self.program.admin_tool(heap), *arguments]
        places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        run = subprocess.run(
            command, env={**os.environ, **places}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
        )  # fmt: skip
        if run.returncode:
            what = "set-initial-password" if arguments[0].startswith("@") else " ".join(arguments[:3])
            raise StoreProblem(f"neo4j-admin {what}: {last_words(run.stdout)}", f"the server's home is {self.home}")
        return run.stdout


def last_words(text: str) -> str:
    """What a Java program said last, at most 600 characters: from its last error on where it names one."""
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line and not line.startswith(("at ", "... "))]
    errors = [number for number, line in enumerate(said) if re.search(r"Caused by|\bERROR\b|^Error|Exception", line)]
    return " / ".join(said[errors[-1] if errors else -4 :][:4])[:600] or "it said nothing"


# Runs beside the tests: it reads one line, the command of the server, and ends the server and its folder when the pipe
# that this line came through closes, which the system does however the other end dies. Should it be killed itself,
# Linux ends the server (PR_SET_PDEATHSIG is 1).
SUPERVISOR = """
import ctypes, json, shutil, signal, subprocess, sys

def end_with_me():
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    except AttributeError:
        pass

signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
home, log = sys.argv[1:]
try:
    command = sys.stdin.readline()
    if command:
        with open(log, "wb") as out:
            server = subprocess.Popen(
                json.loads(command), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                preexec_fn=end_with_me,
            )
        try:
            print(server.pid, flush=True)
            sys.stdin.readline()
        finally:
            server.kill()
            server.wait()
finally:
    shutil.rmtree(home, ignore_errors=True)
"""


@contextmanager
def disposable_server(
    version: str = DEFAULT_VERSION, heap: str = "512m", say: Say = quiet, more: str = ""
) -> Iterator[LocalServer]:
    """An empty server that answers, in a temporary folder, with a random password on a free port.

    It is gone at the end of the block, and within a second when this program is killed; so is its folder. `more` are
    further lines of its configuration.

    Raises:
        StoreProblem: the server cannot be had or does not start, see `get_program`.
    """
    program = get_program(version, say)
    home = Path(tempfile.mkdtemp(prefix="halqa-neo4j-")).resolve()
    server = LocalServer(home, program, Setup(free_port(), secrets.token_hex(16), heap, more=more))
    supervisor = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", SUPERVISOR, str(home), str(server.log)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert supervisor.stdin is not None and supervisor.stdout is not None
    with supervisor:
        try:
            server.prepare()
            print(json.dumps(server.command(QUICK_START)), file=supervisor.stdin, flush=True)
            server.pid = int(supervisor.stdout.readline())
            server.wait_until_ready()
            yield server
        finally:
            supervisor.stdin.close()
            server.pid = 0
