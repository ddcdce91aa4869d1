"""Tables of the record store. Numbers are packed so that a range of one key is a list:

`version.no` = record << 16 | n; `record_in_batch.no` = batch << 42 | unit << 10 | slot;
`raw.no` = batch << 42 | unit >> 6.
A unit is a row of a file, counted from 0 within its batch; a unit may hold up to 1,024 records (slots). Internal
numbers never leave the store: people and graph stores know a batch by its `id` and its `token`.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, UniqueConstraint

from graph.relational.columns import Number, Words

metadata = MetaData()

VERSION_SHIFT, BATCH_SHIFT, SLOT_SHIFT, BLOCK_SHIFT = 16, 42, 10, 6
SLOTS = 1 << SLOT_SHIFT

meta = Table("meta", metadata, Column("key", Words, primary_key=True), Column("value", Words, nullable=False))

channel = Table(
    "channel", metadata, Column("no", Number, primary_key=True), Column("name", Words, nullable=False, unique=True)
)

# A profile version belongs to a channel, so that a text in a hidden one neither stands against ours nor shows.
profile = Table(
    "profile",
    metadata,
    Column("no", Number, primary_key=True),
    Column("channel", Number, ForeignKey("channel.no"), nullable=False),
    Column("name", Words, nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Words, nullable=False),
    UniqueConstraint("channel", "name", "version"),
)

# Who read a version: a profile by its name, whatever its version. Two profiles may read one row in two ways.
reader = Table(
    "reader", metadata, Column("no", Number, primary_key=True), Column("name", Words, nullable=False, unique=True)
)

batch = Table(
    "batch",
    metadata,
    Column("no", Number, primary_key=True),
    Column("id", Words, nullable=False, unique=True),  # what people call it: channel, day, hash
    Column("token", Words, nullable=False, unique=True),  # this loading or reading of it, for the marks of graph stores
    Column("channel", Number, ForeignKey("channel.no"), nullable=False),
    Column("load_channel", Words, nullable=False),  # the channel asked for; rows may name another handling
    Column("is_moved", Integer, nullable=False),  # reclassified: its channel is no longer what its rows say
    Column("file_name", Words, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("profile", Number, ForeignKey("profile.no"), nullable=False),
    Column("header", Words, nullable=False),  # the file's columns, as a JSON list
    Column("extract_on", Words, nullable=False),
    Column("is_dated", Integer, nullable=False),  # whoever loaded it said its day: no profile says another
    Column("loaded_at", Words, nullable=False),
    Column("unit", Words, nullable=False),
    Column("grade", Words, nullable=False),
    Column("retain_until", Words, nullable=False),
    Column("state", Words, nullable=False),  # see `graph.records.batch.BatchState`
    Column("problem", Words, nullable=False),  # why it was set aside
    Column("units", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("first_day", Integer),  # day numbers of its records
    Column("last_day", Integer),
    Column("complete_from", Integer),  # day numbers: the extract holds every record of these days
    Column("complete_until", Integer),
    UniqueConstraint("channel", "sha256"),
)

record = Table(
    "record",
    metadata,
    Column("no", Number, primary_key=True),
    Column("channel", Number, ForeignKey("channel.no"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("source_id", Words, nullable=False),
    Column("part", Words, nullable=False),  # "" is the record, or its header
    UniqueConstraint("channel", "kind", "source_id", "part"),
)

version = Table(
    "version",
    metadata,
    Column("no", Number, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("reader", Integer, nullable=False),
    Column("amended", Words, nullable=False),
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
    Column("column", Words, nullable=False),
    Column("value", Words, nullable=False),
    Column("code", Words, nullable=False),
    Column("reason", Words, nullable=False),
)
