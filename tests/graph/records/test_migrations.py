"""A record store that an older program wrote is brought up to date with every row that it holds."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from graph.records import tables as t
from graph.records.store import LAYOUT
from graph.relational.migrating import alembic_config
from graph.relational.urls import parse_url
from graph.store.base import GraphStore

HEADER = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"
ROWS = [f"{n},2024-01-0{n % 9 + 1},,,Mill {n % 7} LLC,Buyer {n % 5} LLC,,,1\n" for n in range(150)]
ITEMS_PROFILE = """
name: items
version: 1
records:
  - {kind: declaration, id: No, part: [Item], fields: {hs_code: HS, goods_description: Goods}}
"""
ITEMS = "No,Item,HS,Goods\n1,01,0702000007,Tomatoes\n1,02,520811,Cotton\n4,01,010121,Horses\n"
BLIND = """
name: blind
version: 1
records:
  - {kind: declaration, id: No, fields: {registered_on: Date, consignee.name: Consignee}}
"""
OLD_VERSIONS, OLD_BATCH, OLD_SLOT = 16, 32, 3


def as_the_first_program_wrote_it(path: Path) -> None:
    """Writes the rows of a store into the tables and numbers of the first revision."""
    old_path = path.with_name("old.db")
    engine = sa.create_engine(f"sqlite:///{old_path}")
    with engine.begin() as connection:
        command.upgrade(alembic_config(LAYOUT, connection), "0001")
    engine.dispose()
    db = sqlite3.connect(old_path)
    db.execute("ATTACH ? AS new", (str(path),))
    low = (1 << t.BATCH_SHIFT) - 1
    slots = (1 << t.SLOT_SHIFT) - 1
    for key, value in db.execute("SELECT key, value FROM new.meta").fetchall():
        text = json.dumps(value.split("\n")) if key == "part_kinds" else value
        db.execute("INSERT INTO meta VALUES (?,?)", (key, text))
    db.execute("INSERT INTO channel SELECT no, name FROM new.channel")
    db.execute("INSERT INTO profile(no, name, version, text) SELECT min(no), name, version, text FROM new.profile"
               " GROUP BY name, version")  # fmt: skip
    columns = ("no, channel, load_channel, file_name, sha256, header, extract_on, loaded_at, unit, grade, retain_until,"
               " state, units, records, rejected, complete_from, complete_until")  # fmt: skip
    db.execute(f"INSERT INTO batch({columns}, profile) SELECT {columns}, (SELECT min(p.no) FROM new.profile p"
               " JOIN new.profile mine ON mine.no = b.profile WHERE p.name = mine.name AND p.version = mine.version)"
               " FROM new.batch b")  # fmt: skip
    db.execute("INSERT INTO record SELECT no, channel, kind, source_id || CASE part WHEN '' THEN ''"
               " ELSE char(30) || part END FROM new.record")  # fmt: skip
    of_version = merged_versions(db)
    for no, version in db.execute("SELECT no, version FROM new.record_in_batch").fetchall():
        unit = (no & low) >> t.SLOT_SHIFT
        place = (no >> t.BATCH_SHIFT) << OLD_BATCH | unit << OLD_SLOT | (no & slots)
        db.execute("INSERT INTO record_in_batch VALUES (?,?)", (place, of_version[version]))
    for no, block in db.execute("SELECT no, block FROM new.raw").fetchall():
        db.execute("INSERT INTO raw VALUES (?,?)", ((no >> t.BATCH_SHIFT) << OLD_BATCH | (no & low), block))
    columns = ", ".join(f'"{column.name}"' for column in t.reject.columns)
    db.execute(f"INSERT INTO reject({columns}) SELECT {columns} FROM new.reject")
    db.commit()
    db.close()
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    old_path.rename(path)


def merged_versions(db: sqlite3.Connection) -> dict[int, int]:
    """Versions as the first program kept them, one for all readers of a row: by their number now."""
    first: dict[tuple[int, bytes], int] = {}
    of_version = {}
    rows = db.execute("SELECT no, hash, amended, deleted, day FROM new.version ORDER BY no").fetchall()
    for no, digest, *says in rows:
        key = (no >> OLD_VERSIONS, digest)
        if key not in first:
            first[key] = no
            db.execute("INSERT INTO version VALUES (?,?,?,?,?)", (no, digest, *says))
        of_version[no] = first[key]
    return of_version


def moved_to_postgresql(path: Path, url: str) -> None:
    """Writes the rows of a store of the first revision into a database of PostgreSQL, as that program would have."""
    source = sa.create_engine(f"sqlite:///{path}")
    target = sa.create_engine(parse_url(url, "record store", "records.db"))
    with source.connect() as old, target.begin() as new:
        command.upgrade(alembic_config(LAYOUT, new), "0001")
        metadata = sa.MetaData()
        metadata.reflect(new)
        for table in metadata.sorted_tables:
            rows = [tuple(row) for row in old.exec_driver_sql(f'SELECT {names_of(table)} FROM "{table.name}"')]
            if rows and table.name != LAYOUT.version_table:
                new.execute(table.insert(), [dict(zip(table.columns.keys(), row, strict=True)) for row in rows])
            if "no" in table.columns and rows:
                new.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'no'), (SELECT max(no) FROM {table.name}))"
                )
    source.dispose()
    target.dispose()


def names_of(table: sa.Table) -> str:
    return ", ".join(f'"{name}"' for name in table.columns.keys())  # noqa: SIM118  # columns, not their names


def summary(desk: Any) -> list[tuple[Any, ...]]:
    return [
        (batch.id, batch.profile.name, batch.units, batch.records, batch.extract_on, batch.state)
        for batch in desk.records.batches()
    ]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def old_records(request: pytest.FixtureRequest) -> Callable[[Path], str]:
    """Makes a store of the first revision of a file; its URL, "" where it is that file."""

    def make(path: Path) -> str:
        as_the_first_program_wrote_it(path)
        if request.param == "sqlite":
            return ""
        url: str = request.getfixturevalue("create_postgresql")()
        moved_to_postgresql(path, url)
        return url

    return make


def test_a_store_of_the_first_revision_keeps_everything(
    embedded_desk_of: Callable[..., Any],
    graph_hash: Callable[[GraphStore], str],
    tmp_path: Path,
    old_records: Callable[[Path], str],
) -> None:
    desk = embedded_desk_of(tmp_path)
    desk.load(HEADER + "".join(ROWS), "2024-01-31")
    desk.load(HEADER + "".join(ROWS[100:]) + "1,2024-01-02,2024-02-01,,Mill 1 LLC,Other LLC,,,1\n", "2024-02-29")
    desk.load(ITEMS, "2024-02-29", ITEMS_PROFILE)
    desk.load(HEADER + "".join(ROWS[:20]), "2024-01-15", BLIND)
    desk.load(HEADER + ROWS[3], "2024-03-31", channel=desk.channel.with_handling("H3"))
    before = graph_hash(desk.store), summary(desk)
    desk.close()
    desk.records_url = old_records(tmp_path / "records.db")
    (tmp_path / "graph.db").unlink()
    desk.open()
    assert (graph_hash(desk.store), summary(desk)) == before
    desk.applier.rebuild()
    assert graph_hash(desk.store) == before[0]
    with desk.records.reading() as connection:
        readers = connection.execute(sa.select(t.version.c.reader).distinct()).all()
        days = connection.execute(
            sa.select(t.batch.c.first_day, t.batch.c.last_day).order_by(t.batch.c.loaded_at, t.batch.c.no)
        ).all()
    assert len(readers) == 3 and days[0] == (19723, 19731)
    other = BLIND.replace("blind", "another")
    desk.load(HEADER + "".join(ROWS[:5]), "2024-04-30", other)  # numbers go on behind those that were moved
    assert len(desk.records.batches()) == 6


def test_an_older_graph_store_asks_for_a_rebuild(tmp_path: Path, embedded_desk_of: Callable[..., Any]) -> None:
    from graph.errors import MustRebuild
    from graph.store.sqlite.store import SqliteStore

    desk = embedded_desk_of(tmp_path)
    desk.load(HEADER + ROWS[0])
    desk.close()
    db = sqlite3.connect(tmp_path / "graph.db")
    db.execute("UPDATE meta SET value='1' WHERE key='layout'")
    db.commit()
    db.close()
    store = SqliteStore(f"sqlite:///{tmp_path / 'graph.db'}")
    with pytest.raises(MustRebuild, match="layout version 1, and this program writes version 4; run `halqa rebuild`"):
        store.ensure_schema()
    store.ensure_schema(anew=True)
    assert store.applied_batches() == frozenset()
    store.close()
