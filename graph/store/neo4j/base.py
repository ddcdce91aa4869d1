"""Connection, schema and errors of the Neo4j store.

Reads run with READ access, which the server enforces, and a time limit; writes through `execute_write`, which tries
again after a deadlock or a lost connection. A commit whose outcome is unknown is carried out again by us: every write
is idempotent. Community has one database and no roles: whoever may write Cypher sees everything.
"""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.errors import BadValue, StoreProblem, StoreUnavailable, Unstorable
from graph.finding import finding_mark
from graph.store.facts import StoreFacts
from graph.store.neo4j import cypher
from graph.store.translation import Translated, older_layout

log = logging.getLogger(__name__)
logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it warns of is said once, by us

LAYOUT_VERSION = 3
OLDEST_SERVER = (5, 26)
READ_SECONDS, COLUMNS_SECONDS = 60.0, 1800.0
RETRY_SECONDS = 5.0
COMMIT_ATTEMPTS = 3

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks, and in which database."""

    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"


def explain(error: Exception, url: str) -> StoreProblem:
    """The store problem behind an error of the driver or the server, in words, with the next step."""
    code = getattr(error, "code", None) or ""
    message = str(getattr(error, "message", None) or error)
    if isinstance(error, AuthError) or "Security" in code:
        return StoreProblem(
            f"{url} refuses the user or the password", "set HALQA_NEO4J_USER and HALQA_NEO4J_PASSWORD, then try again"
        )
    if isinstance(error, ServiceUnavailable | SessionExpired | IncompleteCommit):
        return StoreUnavailable(
            f"{url} does not answer", "start the server (`halqa neo4j start`) or check the address; nothing was lost"
        )
    if "DatabaseNotFound" in code:
        return StoreProblem(
            f"{url} has no such database", "set HALQA_NEO4J_DATABASE; Community has only the database neo4j"
        )
    if "No space left" in message or "TransactionLogError" in code or "TransactionStartFailed" in code:
        return StoreUnavailable(
            f"{url} cannot write: its disk is full, or it must be restarted",
            "free some space and restart the server; the next command goes on where this one stopped",
        )
    if "TransactionTimedOut" in code:
        return StoreUnavailable(f"{url} took too long", "ask for less, or try again when the server is less busy")
    if "Memory" in code:
        return StoreUnavailable(f"{url} ran out of memory", "give the server more heap (`server.memory.heap.max_size`)")
    if isinstance(error, ConstraintError) or "ConstraintCreationFailed" in code:
        return StoreProblem(
            f"{url} holds an id twice, or a constraint of ours is missing", "run `halqa rebuild` with this store"
        )
    if code.startswith("Neo.ClientError.Statement") or "too large to index" in message:
        return Unstorable(f"{url} refuses a value: {message}", "`halqa batches` tells what is set aside for it")
    if isinstance(error, TransientError):
        return StoreUnavailable(f"{url} is busy: {message}", "try again")
    return StoreProblem(f"{url}: {message}", "`halqa doctor` checks the store")


translated = Translated(explain, Neo4jError, DriverError)


def check_url(url: str) -> None:
    """Raises `BadValue` where a URL carries what belongs into the settings."""
    if "@" in url:
        raise BadValue(
            "the store URL holds a user or a password", "set HALQA_NEO4J_USER and HALQA_NEO4J_PASSWORD instead"
        )
    if not re.fullmatch(r"(neo4j|bolt)(\+s|\+ssc)?://[^/\s?#]+/?", url):
        raise BadValue(f"no Neo4j server at {url!r}", "write neo4j://HOST:PORT, or neo4j+s://HOST for an encrypted one")


class Neo4jBase(StoreFacts):
    """A driver, its sessions, and the layout of the database. Safe for several threads."""

    is_read_only = False

    def __init__(self, url: str, login: Login | None = None) -> None:
        check_url(url)
        self.url, self.login = url, login or Login()
        try:
            self._driver = neo4j.GraphDatabase.driver(
                url,
                auth=(self.login.user, self.login.password),
                notifications_min_severity="OFF",
                max_transaction_retry_time=RETRY_SECONDS,
                connection_acquisition_timeout=RETRY_SECONDS * 2,
                connection_timeout=RETRY_SECONDS,
                user_agent="halqa",
            )
        except (ConfigurationError, DriverError, ValueError) as error:
            raise BadValue(f"no Neo4j server at {url!r}: {error}", "write neo4j://HOST:PORT") from error

    def close(self) -> None:
        """Lets go of the server; open transactions are rolled back."""
        self._driver.close()

    @translated
    def ensure_schema(self, anew: bool = False) -> None:
        """Makes what is missing of constraints and indexes; refuses an older server, another layout, foreign data.

        Args:
            anew: Empty a store of an older layout instead of refusing it.

        Raises:
            MustRebuild: it has an older layout.
            StoreUnavailable: the server does not answer.
            StoreProblem: it refuses the login, lacks the database, is too old, or holds data that is not ours.
        """
        self._driver.verify_connectivity()  # without the retries of a read
        self._check_server()
        layout = self._meta("layout")
        if not layout:
            self._refuse_foreign()
        elif int(layout) > LAYOUT_VERSION:
            raise StoreProblem(
                f"{self.url} has layout version {layout}; this program knows up to {LAYOUT_VERSION}",
                "use the newer program that wrote it",
            )
        elif int(layout) < LAYOUT_VERSION:
            if not anew:
                raise older_layout(self.url, layout, LAYOUT_VERSION)
            self._drop_constraints()
            self._set_meta("wiping", "yes")
            layout = ""
        elif not anew:
            self._check_finding()
        elif self._meta("finding") != finding_mark():
            self._set_meta("wiping", "yes")
            layout = ""
        self._make_constraints()
        if not layout:
            self._set_meta("finding", finding_mark())
            self._set_meta("layout", str(LAYOUT_VERSION))

    @translated
    def is_made(self) -> bool:
        """Whether the database holds a store, of whatever layout."""
        self._driver.verify_connectivity()  # without the retries of a read
        return bool(self._meta("layout"))

    def _check_server(self) -> None:
        version, _ = self.server()
        found = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
        if found < OLDEST_SERVER:
            oldest = ".".join(map(str, OLDEST_SERVER))
            raise StoreProblem(f"{self.url} runs Neo4j {version}, older than {oldest}", f"use Neo4j {oldest} or newer")

    def faults(self, quick: bool = False) -> list[str]:
        """Nothing: a server looks after its own files (`neo4j-admin database check`)."""
        return []

    @translated
    def server(self) -> tuple[str, str]:
        """Version and edition of the server."""
        row = self._one("CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition")
        return row["version"], row["edition"]

    def _refuse_foreign(self) -> None:
        labels = self._read("MATCH (n) WITH labels(n) AS l LIMIT 1000 UNWIND l AS x RETURN DISTINCT x ORDER BY x")
        if labels or self._one("MATCH (n) RETURN count(n) AS n")["n"]:
            names = ", ".join(row["x"] for row in labels[:3]) or "nodes without a label"
            raise StoreProblem(
                f"{self.url} holds data that is not ours: {names}",
                "name another server or database with --store; nothing was changed",
            )

    def _drop_constraints(self) -> None:
        """Takes our constraints and the index of names away, whose keys and labels may be others in this layout."""
        ours = cypher.constraints()
        with self._session(neo4j.WRITE_ACCESS) as session:
            for name in ours:
                session.run(f"DROP CONSTRAINT {name} IF EXISTS").consume()
            session.run(f"DROP INDEX {cypher.NAMES_INDEX} IF EXISTS").consume()

    def _make_constraints(self) -> None:
        present = {row["name"] for row in self._read("SHOW CONSTRAINTS YIELD name")}
        missing: list[LiteralString] = [
            statement for name, statement in cypher.constraints().items() if name not in present
        ]
        made = {row["name"] for row in self._read("SHOW INDEXES YIELD name")}
        missing.extend(statement for name, statement in cypher.indexes().items() if name not in made)
        if missing:
            with self._session(neo4j.WRITE_ACCESS) as session:
                for statement in missing:
                    session.run(statement).consume()
                session.run("CALL db.awaitIndexes(600)").consume()

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(database=self.login.database, default_access_mode=access, fetch_size=10_000)

    def _reading(self, work: Callable[[neo4j.ManagedTransaction], R], seconds: float = READ_SECONDS) -> R:
        """Carries out a read; the server itself refuses a write in it."""
        with self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(neo4j.unit_of_work(timeout=seconds)(work))

    def _writing(self, work: Callable[[neo4j.ManagedTransaction], R]) -> R:
        """Carries out an idempotent write in one transaction, again where the outcome of its commit is unknown."""
        for attempt in range(1, COMMIT_ATTEMPTS + 1):
            try:
                with self._session(neo4j.WRITE_ACCESS) as session:
                    return session.execute_write(work)
            except IncompleteCommit:
                if attempt == COMMIT_ATTEMPTS:
                    raise
                log.warning("the connection was lost during a commit; the same transaction is tried again")
        raise AssertionError("unreachable")

    def _read(
        self, statement: LiteralString, /, seconds: float = READ_SECONDS, **parameters: Any
    ) -> list[neo4j.Record]:
        """The rows of one reading query: in one round trip, and where that fails in passing by the longer way."""
        try:
            with self._session(neo4j.READ_ACCESS) as session:
                return list(session.run(neo4j.Query(statement, timeout=seconds), parameters))
        except (ServiceUnavailable, SessionExpired, TransientError):
            return self._reading(lambda tx: list(tx.run(statement, parameters)), seconds)

    def _one(self, statement: LiteralString, /, **parameters: Any) -> neo4j.Record:
        return self._read(statement, **parameters)[0]

    @translated
    def _meta(self, key: str) -> str:
        rows = self._read(f"MATCH (m:{cypher.quoted(cypher.META)} {{id: 'store'}}) RETURN m[$key] AS value", key=key)
        return str(rows[0]["value"] or "") if rows else ""

    @translated
    def _set_meta(self, key: str, value: str) -> None:
        query = f"MERGE (m:{cypher.quoted(cypher.META)} {{id: 'store'}}) SET m += $values"
        self._writing(lambda tx: tx.run(query, values={key: value}).consume())

    @staticmethod
    def _channel_names(channels: Iterable[str] | None) -> Sequence[str] | None:
        return None if channels is None else sorted(channels)
