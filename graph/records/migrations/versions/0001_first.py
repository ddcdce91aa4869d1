"""The first layout of the record store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, Words, nullable=False) for name in names]


def _integers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _key() -> sa.Column[int]:
    return sa.Column("no", Number, primary_key=True)


def upgrade() -> None:
    """Makes all tables."""
    op.create_table("meta", sa.Column("key", Words, primary_key=True), *_text("value"))
    op.create_table("channel", _key(), sa.Column("name", Words, nullable=False, unique=True))
    op.create_table(
        "profile", _key(), *_text("name", "text"), *_integers("version"), sa.UniqueConstraint("name", "version")
    )
    op.create_table(
        "batch",
        _key(),
        sa.Column("channel", Number, sa.ForeignKey("channel.no"), nullable=False),
        sa.Column("profile", Number, sa.ForeignKey("profile.no"), nullable=False),
        *_text(
            "load_channel", "file_name", "sha256", "header", "extract_on", "loaded_at", "unit", "grade", "retain_until"
        ),
        *_text("state"),
        *_integers("units", "records", "rejected"),
        sa.Column("complete_from", sa.Integer),
        sa.Column("complete_until", sa.Integer),
        sa.UniqueConstraint("channel", "sha256"),
    )
    op.create_table(
        "record",
        _key(),
        sa.Column("channel", Number, sa.ForeignKey("channel.no"), nullable=False),
        *_text("kind", "source_id"),
        sa.UniqueConstraint("channel", "kind", "source_id"),
    )
    op.create_table(
        "version",
        _key(),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        *_text("amended"),
        *_integers("deleted"),
        sa.Column("day", sa.Integer),
    )
    op.create_table("record_in_batch", _key(), sa.Column("version", Number, nullable=False))
    op.create_index("record_in_batch_version", "record_in_batch", ["version"])
    op.create_table("raw", _key(), sa.Column("block", sa.LargeBinary, nullable=False))
    op.create_table(
        "reject",
        _key(),
        sa.Column("batch", Number, nullable=False, index=True),
        *_integers("line"),
        *_text("column", "value", "code", "reason"),
    )
