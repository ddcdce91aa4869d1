"""Batches get text ids and tokens, records a column for parts, versions their reader, rows more room for records.

A row held at most eight records and a part's name stood in its record's key; profiles were the whole store's, and two
of them that read one row in one channel shared what only one of them said.
"""

import json
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_OLD_UNIT, _OLD_SLOT = 1 << 32, 1 << 3
_UNIT, _SLOT, _VERSIONS = 1 << 42, 1 << 10, 1 << 16
_PART_SIGN = "\x1e"


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, Words, nullable=False) for name in names]


def _integers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _key() -> sa.Column[int]:
    return sa.Column("no", Number, primary_key=True)


def upgrade() -> None:
    """Moves every row into the new tables."""
    db = op.get_bind()
    op.drop_index("record_in_batch_version", "record_in_batch")
    moved = ("profile", "batch", "record", "version", "record_in_batch", "raw")
    _free_names(db, moved)
    for name in moved:
        op.rename_table(name, f"old_{name}")
    old = sa.MetaData()
    old.reflect(db)
    tables = _make()
    _profiles_and_batches(db, old, tables)
    _records_and_versions(db, old, tables)
    _places(db, old, tables)
    _days(db, tables)
    _meta(db, old.tables["meta"])
    for name in ("record_in_batch", "raw", "version", "record", "batch", "profile"):
        op.drop_table(f"old_{name}")
    op.create_index("record_in_batch_version", "record_in_batch", ["version"])
    _count_on(db, ("profile", "reader"))


def _free_names(db: sa.Connection, tables: tuple[str, ...]) -> None:
    """Renames indexes and sequences of tables that are renamed: PostgreSQL would leave them the names of new ones."""
    if db.dialect.name != "postgresql":
        return
    relation = sa.table("pg_class", *[sa.column(name) for name in ("relname", "relkind", "relnamespace")]).c
    namespace = sa.table("pg_namespace", sa.column("oid", sa.Integer), sa.column("nspname", sa.Text)).c
    mine = sa.select(namespace.oid).where(namespace.nspname == sa.func.current_schema()).scalar_subquery()
    query = sa.select(relation.relname, relation.relkind).where(relation.relnamespace == mine)
    for name, kind in db.execute(query.where(relation.relkind.in_(["i", "S"]))).all():
        if name.startswith(tuple(f"{table}_" for table in tables)):
            what = "INDEX" if kind in ("i", b"i") else "SEQUENCE"
            db.exec_driver_sql(f'ALTER {what} "{name}" RENAME TO "old_{name}"')


def _count_on(db: sa.Connection, tables: tuple[str, ...]) -> None:
    """Lets PostgreSQL count on from the highest of the numbers that were given here; SQLite does by itself."""
    if db.dialect.name == "postgresql":
        for table in tables:
            highest = f'SELECT COALESCE(MAX(no), 0) + 1 FROM "{table}"'
            db.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'no'), ({highest}), false)")


def _channel() -> sa.Column[int]:
    return sa.Column("channel", Number, sa.ForeignKey("channel.no"), nullable=False)


def _make() -> dict[str, sa.Table]:
    made = (
        op.create_table(
            "profile",
            _key(),
            _channel(),
            *_text("name", "text"),
            *_integers("version"),
            sa.UniqueConstraint("channel", "name", "version"),
        ),
        op.create_table("reader", _key(), sa.Column("name", Words, nullable=False, unique=True)),
        op.create_table(
            "batch",
            _key(),
            *[sa.Column(name, Words, nullable=False, unique=True) for name in ("id", "token")],
            _channel(),
            sa.Column("profile", Number, sa.ForeignKey("profile.no"), nullable=False),
            *_text("load_channel", "file_name", "sha256", "header", "extract_on", "loaded_at", "unit", "grade"),
            *_text("retain_until", "state", "problem"),
            *_integers("is_moved", "is_dated", "units", "records", "rejected"),
            *[sa.Column(name, sa.Integer) for name in ("first_day", "last_day", "complete_from", "complete_until")],
            sa.UniqueConstraint("channel", "sha256"),
        ),
        op.create_table(
            "record",
            _key(),
            _channel(),
            *_text("kind", "source_id", "part"),
            sa.UniqueConstraint("channel", "kind", "source_id", "part"),
        ),
        op.create_table(
            "version",
            _key(),
            sa.Column("hash", sa.LargeBinary, nullable=False),
            *_integers("reader"),
            *_text("amended"),
            *_integers("deleted"),
            sa.Column("day", sa.Integer),
        ),
        op.create_table("record_in_batch", _key(), sa.Column("version", Number, nullable=False)),
        op.create_table("raw", _key(), sa.Column("block", sa.LargeBinary, nullable=False)),
    )
    return {table.name: table for table in made}


def _profiles_and_batches(db: sa.Connection, old: sa.MetaData, new: dict[str, sa.Table]) -> None:
    profiles = {row.no: row for row in db.execute(sa.select(old.tables["old_profile"]))}
    channels = dict(db.execute(sa.select(old.tables["channel"].c.no, old.tables["channel"].c.name)).all())
    numbers: dict[tuple[int, int], int] = {}
    for row in db.execute(sa.select(old.tables["old_batch"])).all():
        key = (row.channel, row.profile)
        if key not in numbers:
            profile = profiles[row.profile]
            numbers[key] = len(numbers) + 1
            values = {"name": profile.name, "version": profile.version, "text": profile.text}
            db.execute(new["profile"].insert().values(values | {"no": numbers[key], "channel": row.channel}))
        name = channels[row.channel]
        more = {
            "id": f"{name}:{row.extract_on}:{row.sha256[:12]}",
            "token": uuid.uuid4().hex,
            "profile": numbers[key],
            "problem": "",
            "is_dated": 1,  # nobody knows any more who said the day: it stays
            "is_moved": int(row.load_channel.split("/")[2] != name.split("/")[2] and _is_alone(db, old, row)),
        }
        db.execute(new["batch"].insert().values(row._asdict() | more))
    for no, name in enumerate(sorted({profile.name for profile in profiles.values()}), 1):
        db.execute(new["reader"].insert().values(no=no, name=name))


def _is_alone(db: sa.Connection, old: sa.MetaData, row: sa.Row[tuple[int, ...]]) -> bool:
    """Whether a batch in another handling than was asked for is all of its file: most likely it was reclassified."""
    batch = old.tables["old_batch"].c
    same = sa.and_(batch.sha256 == row.sha256, batch.load_channel == row.load_channel)
    return db.scalar(sa.select(sa.func.count()).where(same)) == 1


def _records_and_versions(db: sa.Connection, old: sa.MetaData, new: dict[str, sa.Table]) -> None:
    record, version = old.tables["old_record"].c, old.tables["old_version"].c
    whole = sa.select(record.no, record.channel, record.kind, record.source_id, sa.literal(""))
    db.execute(new["record"].insert().from_select(["no", "channel", "kind", "source_id", "part"], whole))
    in_parts = sa.select(record.no, record.source_id).where(record.source_id.contains(_PART_SIGN))
    for no, key in db.execute(in_parts).all():
        source_id, _, part = key.partition(_PART_SIGN)
        db.execute(new["record"].update().where(new["record"].c.no == no).values(source_id=source_id, part=part))
    columns = ["no", "hash", "reader", "amended", "deleted", "day"]
    as_is = sa.select(version.no, version.hash, sa.literal(0), version.amended, version.deleted, version.day)
    db.execute(new["version"].insert().from_select(columns, as_is))


def _places(db: sa.Connection, old: sa.MetaData, new: dict[str, sa.Table]) -> None:
    place, raw = old.tables["old_record_in_batch"].c, old.tables["old_raw"].c
    batch = place.no // _OLD_UNIT
    unit = (place.no % _OLD_UNIT) // _OLD_SLOT
    moved = sa.select(batch * _UNIT + unit * _SLOT + place.no % _OLD_SLOT, place.version)
    db.execute(new["record_in_batch"].insert().from_select(["no", "version"], moved))
    blocks = sa.select(raw.no // _OLD_UNIT * _UNIT + raw.no % _OLD_UNIT, raw.block)
    db.execute(new["raw"].insert().from_select(["no", "block"], blocks))
    _readers(db, new)


def _readers(db: sa.Connection, new: dict[str, sa.Table]) -> None:
    """Gives each version its reader; one that several profiles read becomes one for each of them."""
    place, version = new["record_in_batch"].c, new["version"].c
    pairs = (
        sa.select(place.version, new["reader"].c.no)
        .join_from(new["record_in_batch"], new["batch"], new["batch"].c.no == place.no // _UNIT)
        .join(new["profile"], new["profile"].c.no == new["batch"].c.profile)
        .join(new["reader"], new["reader"].c.name == new["profile"].c.name)
        .distinct()
    )
    first: dict[int, int] = {}
    for no, reader in db.execute(pairs.order_by(place.version, new["reader"].c.no)).all():
        if no not in first:
            first[no] = reader
            continue
        base = no // _VERSIONS * _VERSIONS
        last = db.scalar(sa.select(sa.func.max(version.no)).where(version.no.between(base, base + _VERSIONS - 1))) or no
        again = sa.select(sa.literal(last + 1), version.hash, sa.literal(reader), version.amended, version.deleted)
        columns = ["no", "hash", "reader", "amended", "deleted", "day"]
        db.execute(new["version"].insert().from_select(columns, again.add_columns(version.day).where(version.no == no)))
        mine = (
            sa.select(new["batch"].c.no)
            .join_from(new["batch"], new["profile"], new["profile"].c.no == new["batch"].c.profile)
            .join(new["reader"], new["reader"].c.name == new["profile"].c.name)
            .where(new["reader"].c.no == reader)
        )
        moved = new["record_in_batch"].update().where(place.version == no, (place.no // _UNIT).in_(mine))
        db.execute(moved.values(version=last + 1))
    for reader in sorted(set(first.values())):
        read = [no for no, of in first.items() if of == reader]
        for start in range(0, len(read), 5000):
            some = version.no.in_(read[start : start + 5000])
            db.execute(new["version"].update().where(some).values(reader=reader))


def _days(db: sa.Connection, new: dict[str, sa.Table]) -> None:
    place, version = new["record_in_batch"].c, new["version"].c
    batch = place.no // _UNIT
    days = (
        sa.select(batch.label("batch"), sa.func.min(version.day), sa.func.max(version.day))
        .join_from(new["record_in_batch"], new["version"], version.no == place.version)
        .group_by(batch)
    )
    for no, first, last in db.execute(days).all():
        db.execute(new["batch"].update().where(new["batch"].c.no == no).values(first_day=first, last_day=last))


def _meta(db: sa.Connection, meta: sa.Table) -> None:
    db.execute(sa.delete(meta).where(meta.c.key == "last_batch"))
    kinds = db.scalar(sa.select(meta.c.value).where(meta.c.key == "part_kinds"))
    if kinds:
        db.execute(meta.update().where(meta.c.key == "part_kinds").values(value="\n".join(json.loads(kinds))))
