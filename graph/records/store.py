"""The record store: channels, profiles, batches, and the door to staging, reading and removing."""

import uuid
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.errors import BadProfile, NotFound
from graph.model import Channel
from graph.records import tables as t
from graph.records.batch import BATCHES, EXTRACTS, Batch, BatchState, ProfileText, batch_of, extract_of
from graph.records.current import Extract
from graph.records.lock import WriterLock
from graph.relational.database import PATIENCE_SECONDS, Database
from graph.relational.migrating import Layout

LAYOUT = Layout("record store", "HALQA_RECORDS", "records.db", Path(__file__).parent / "migrations", head="0002")


class RecordStore(Database):
    """Records as reported, in SQLite or PostgreSQL; `id` is that of the store, made when it is new.

    Raises:
        StoreProblem: from every method, when the database cannot be reached, is locked, full or too new.
    """

    def __init__(self, url: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        super().__init__(url, LAYOUT, patience_seconds)
        self.writer = WriterLock(self)
        try:
            self.id = self._known_id() or self._new_id()
        except BaseException:
            self.close()
            raise

    def _known_id(self) -> str:
        with self.reading() as connection:
            return _id_in(connection)

    def _new_id(self) -> str:
        with self.transaction() as connection:
            known = _id_in(connection)  # another program may have been first
            if known:
                return known
            new = uuid.uuid4().hex
            connection.execute(t.meta.insert().values(key="id", value=new))
            return new

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
        """From here on this connection overwrites whole pages that become free; SQLite leaves their text otherwise.

        PostgreSQL cannot be told to: what was deleted is out of reach at once, and overwritten after its next vacuum.
        """
        if not self.is_postgresql:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")

    def set_state(self, number: int, state: BatchState, problem: str = "") -> None:
        """Says where a batch stands, and why it was set aside."""
        with self.transaction() as connection:
            connection.execute(
                t.batch.update().where(t.batch.c.no == number).values(state=state.value, problem=problem)
            )


def _id_in(connection: Connection) -> str:
    return connection.scalar(sa.select(t.meta.c.value).where(t.meta.c.key == "id")) or ""


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
