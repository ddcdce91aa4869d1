"""Tables of the record store. Numbers are packed so that a range of one key is a list:

`version.no` = record << 16 | n; `record_in_batch.no` = batch << 32 | unit << 3 | slot;
`raw.no` = batch << 32 | unit >> 6.
A unit is a row of a file, counted from 0 within its batch; a row may hold up to eight records (slots).
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()
Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite's row id must be declared INTEGER

VERSION_SHIFT, BATCH_SHIFT, SLOT_SHIFT, BLOCK_SHIFT = 16, 32, 3, 6
SLOTS = 1 << SLOT_SHIFT

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

channel = Table(
    "channel", metadata, Column("no", Number, primary_key=True), Column("name", Text, nullable=False, unique=True)
)

profile = Table(
    "profile",
    metadata,
    Column("no", Number, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("name", "version"),
)

batch = Table(
    "batch",
    metadata,
    Column("no", Number, primary_key=True),
    Column("channel", Number, ForeignKey("channel.no"), nullable=False),
    Column("load_channel", Text, nullable=False),  # the channel asked for; rows may name another handling
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("profile", Number, ForeignKey("profile.no"), nullable=False),
    Column("header", Text, nullable=False),  # the file's columns, as a JSON list
    Column("extract_on", Text, nullable=False),
    Column("loaded_at", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("retain_until", Text, nullable=False),
    Column("state", Text, nullable=False),  # staged, recalling
    Column("units", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("complete_from", Integer),  # day numbers: the extract holds every record of these days
    Column("complete_until", Integer),
    UniqueConstraint("channel", "sha256"),
)

record = Table(
    "record",
    metadata,
    Column("no", Number, primary_key=True),
    Column("channel", Number, ForeignKey("channel.no"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    UniqueConstraint("channel", "kind", "source_id"),
)

version = Table(
    "version",
    metadata,
    Column("no", Number, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("amended", Text, nullable=False),
    Column("deleted", Integer, nullable=False),
    Column("day", Integer),
)

record_in_batch = Table(
    "record_in_batch",
    metadata,
    Column("no", Number, primary_key=True),
    Column("version", Number, nullable=False),
    Index("record_in_batch_version", "version"),
)

raw = Table("raw", metadata, Column("no", Number, primary_key=True), Column("block", LargeBinary, nullable=False))

reject = Table(
    "reject",
    metadata,
    Column("no", Number, primary_key=True),
    Column("batch", Number, nullable=False, index=True),
    Column("line", Integer, nullable=False),
    Column("column", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
)


def span(key: int, shift: int) -> tuple[int, int]:
    """First and last packed number of a key."""
    return key << shift, ((key + 1) << shift) - 1
