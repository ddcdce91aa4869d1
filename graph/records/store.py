"""The record store: channels, profiles, batches, and the door to staging, reading and removing."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from graph.errors import BadProfile, NotFound, StoreProblem
from graph.model import Channel
from graph.records import tables as t
from graph.records.batch import BATCHES, EXTRACTS, Batch, BatchState, ProfileText, batch_of, extract_of
from graph.records.current import Extract
from graph.records.lock import WriterLock
from graph.sqlite_faults import explain
from graph.sqlite_files import connect, may_write

HEAD_REVISION = "0002"


class RecordStore:
    """Records as reported, in SQLite or PostgreSQL.

    Raises:
        StoreProblem: from every method, when the database cannot be reached, is locked, full or too new.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.shown_url = self.engine.url.render_as_string(hide_password=True)
        self.is_read_only = _is_read_only(self.engine)
        self.writer = WriterLock(self.engine)
        try:
            self.id = self._opened()
        except BaseException:
            self.close()
            raise

    def _opened(self) -> str:
        """Brings the tables up to date; the id of the store, made when it is new."""
        with self.transaction() as connection:
            _migrate(connection, self.shown_url)
            row = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key == "id")).first()
            found: str = row[0] if row else uuid.uuid4().hex
            if not row:
                connection.execute(t.meta.insert().values(key="id", value=found))
            return found

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that is rolled back on any error."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise _explain(error, self.shown_url) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise _explain(error, self.shown_url) from error

    def channels(self) -> list[str]:
        """Names of the channels that hold a batch, sorted."""
        query = sa.select(t.channel.c.name).join(t.batch, t.batch.c.channel == t.channel.c.no).distinct()
        with self.reading() as connection:
            return sorted(connection.scalars(query))

    def register_profile(self, connection: Connection, channel: int, profile: ProfileText) -> int:
        """The number of a profile version in a channel; kept when it is new there.

        Raises:
            BadProfile: the same version was used there with another text, or a newer version is in use.
        """
        p = t.profile.c
        rows = connection.execute(
            sa.select(p.no, p.version, p.text).where(p.channel == channel, p.name == profile.name)
        ).all()
        newest = max((row.version for row in rows), default=0)
        if newest > profile.version:
            raise BadProfile(
                f"profile {profile.name} version {profile.version} is older than version {newest} of this record store",
                "load with the newer one",
            )
        for row in rows:
            if row.version == profile.version:
                if row.text != profile.text:
                    raise changed_without_version(profile.name, profile.version)
                return int(row.no)
        values = {"channel": channel, "name": profile.name, "version": profile.version, "text": profile.text}
        return inserted_number(connection, t.profile.insert().values(values))

    def last_profile(self, connection: Connection) -> int:
        """The number of the profile that was kept last; 0 where there is none."""
        return int(connection.scalar(sa.select(sa.func.max(t.profile.c.no))) or 0)

    def newest_profiles(self) -> dict[tuple[str, str], ProfileText]:
        """The newest version of every profile that was ever used, by (channel name, profile name)."""
        p = t.profile.c
        query = sa.select(t.channel.c.name.label("channel"), p.name, p.version, p.text)
        with self.reading() as connection:
            rows = connection.execute(query.join_from(t.profile, t.channel).order_by(p.version))
            return {(row.channel, row.name): ProfileText(row.name, row.version, row.text) for row in rows}

    def reader_number(self, connection: Connection, profile: str) -> int:
        """The internal number of a profile's name, made when it is new."""
        return _number_of(connection, t.reader, profile)

    def channel_number(self, connection: Connection, name: str) -> int:
        """The internal number of a channel, made when it is new."""
        return _number_of(connection, t.channel, name)

    def batches(self) -> list[Batch]:
        """Every batch, in the order of loading."""
        with self.reading() as connection:
            return [batch_of(row) for row in connection.execute(BATCHES.order_by(t.batch.c.loaded_at, t.batch.c.no))]

    def batch(self, number: int) -> Batch:
        """One batch by its internal number.

        Raises:
            NotFound: there is none.
        """
        with self.reading() as connection:
            return self.batch_in(connection, number)

    def batch_in(self, connection: Connection, number: int) -> Batch:
        """One batch, as a connection that is open already sees it; see `batch`."""
        row = connection.execute(BATCHES.where(t.batch.c.no == number)).first()
        if row is None:
            raise NotFound("no such batch", "`halqa batches` lists them")
        return batch_of(row)

    def known(self, channel: Channel, sha256: str) -> list[Batch]:
        """The batches that an earlier load of the same bytes into the same channel made."""
        # By channels, because the index begins with them: a folder of ten thousand files asks this ten thousand times.
        query = BATCHES.where(
            t.batch.c.channel.in_(sa.select(t.channel.c.no)),
            t.batch.c.sha256 == sha256,
            t.batch.c.load_channel == channel.name,
        ).order_by(t.batch.c.id)
        with self.reading() as connection:
            return [batch_of(row) for row in connection.execute(query)]

    def rejects(self, batch: int) -> list[Any]:
        """The rejected rows of a batch (line, column, value, code, reason), by line."""
        query = sa.select(t.reject).where(t.reject.c.batch == batch).order_by(t.reject.c.line, t.reject.c.no)
        with self.reading() as connection:
            return list(connection.execute(query))

    def extract(self, connection: Connection, batch: int) -> Extract:
        """What a batch says about its age and completeness."""
        return extract_of(connection.execute(EXTRACTS.where(t.batch.c.no == batch)).one())

    def complete_extracts(self, connection: Connection) -> list[Extract]:
        """The extracts that hold everything of their days, and so delete by leaving out."""
        rows = connection.execute(EXTRACTS.where(t.batch.c.complete_from.is_not(None)).order_by(t.batch.c.no))
        return [extract_of(row) for row in rows]

    def next_batch(self, connection: Connection) -> int:
        """A number that no batch has."""
        return (connection.scalar(sa.select(sa.func.max(t.batch.c.no))) or 0) + 1

    def overwrite_deleted(self, connection: Connection) -> None:
        """From here on this connection overwrites whole pages that become free; SQLite leaves their text otherwise."""
        if self.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")

    def set_state(self, number: int, state: BatchState, problem: str = "") -> None:
        """Says where a batch stands, and why it was set aside."""
        with self.transaction() as connection:
            connection.execute(
                t.batch.update().where(t.batch.c.no == number).values(state=state.value, problem=problem)
            )


def changed_without_version(name: str, version: int) -> BadProfile:
    """What is said of a profile whose text is another than that of its version in the store."""
    return BadProfile(
        f"profile {name} was changed but still says version {version}",
        f"write `version: {version + 1}` in it, then run `halqa rebuild --profile FILE`",
    )


def _number_of(connection: Connection, table: sa.Table, name: str) -> int:
    number = connection.scalar(sa.select(table.c.no).where(table.c.name == name))
    return int(number) if number is not None else inserted_number(connection, table.insert().values(name=name))


def inserted_number(connection: Connection, statement: sa.Insert) -> int:
    """Carries an insert out and gives the number of the new row."""
    key = connection.execute(statement).inserted_primary_key
    assert key is not None  # every table has a numbered key
    return int(key[0])


def _engine(url: str) -> Engine:
    try:
        parsed = sa.make_url(url)
        options: dict[str, Any] = {}
        if parsed.get_dialect().name == "sqlite":
            path = parsed.database or ""
            if path:
                _make_folder(Path(path).parent)
            options["creator"] = lambda: connect(path, check_same_thread=False)[0]
            if not path or path == ":memory:":
                options["poolclass"] = sa.pool.StaticPool
        engine = sa.create_engine(url, **options)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        raise StoreProblem(
            f"no record store at {url!r}: {error}", "write for example sqlite:////var/lib/halqa/records.db"
        ) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _is_read_only(engine: Engine) -> bool:
    path = engine.url.database
    return engine.dialect.name == "sqlite" and bool(path) and path != ":memory:" and not may_write(Path(str(path)))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(
            f"{folder} cannot be made: {error.strerror}", "name another place in HALQA_RECORDS or HALQA_DATA_DIR"
        ) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    try:
        _set_pragmas(connection)
    except BaseException:
        connection.close()  # SQLAlchemy would leave it to the garbage collector
        raise


def _set_pragmas(connection: Any) -> None:
    # Python's sqlite3 would begin transactions by itself, and not before a read: SQLAlchemy does it (above).
    connection.isolation_level = None
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    is_ours = not tables or "alembic_version" in tables  # WAL would change a file that is not
    is_read_only = bool(connection.execute("PRAGMA query_only").fetchone()[0])
    for pragma in (
        "journal_mode=WAL" if is_ours and not is_read_only else "journal_mode",
        "busy_timeout=10000",
        "cache_size=-65536",
        "temp_store=MEMORY",
        "secure_delete=FAST",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _migrate(connection: Connection, url: str) -> None:
    """Brings the schema up to date; Alembic is imported only when there is something to do."""
    inspector = sa.inspect(connection)
    found = ""
    if inspector.has_table("alembic_version"):
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""
    elif inspector.get_table_names():
        raise StoreProblem(
            f"{url} holds tables that are not ours", "name another database in HALQA_RECORDS; nothing was changed"
        )
    if found == HEAD_REVISION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found and found not in known:
        raise StoreProblem(
            f"{url} has schema version {found}; this program knows up to {HEAD_REVISION}",
            "use the newer program that wrote it",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _explain(error: sa.exc.DBAPIError, url: str) -> StoreProblem:
    if url.startswith("sqlite"):
        return explain(error.orig, url)  # type: ignore[arg-type]  # an sqlite3.Error under this dialect
    return StoreProblem(f"{url}: {error.orig}", "check that the database server is running and the URL is right")
