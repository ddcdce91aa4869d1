"""What somebody wants to be told of when it is loaded, and where it was met."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, Words, nullable=False) for name in names]


def upgrade() -> None:
    """Makes the tables of the watch list and of its hits."""
    op.create_table(
        "watch",
        sa.Column("id", Words, primary_key=True),
        *_texts("kind", "text", "country", "scope", "owner", "patterns", "why", "at", "until"),
        *_texts("ended_at", "ended_by", "ended_why"),
    )
    op.create_table(
        "watch_hit",
        sa.Column("id", Words, primary_key=True),
        sa.Column("watch", Words, sa.ForeignKey("watch.id"), nullable=False, index=True),
        *_texts("record", "node", "channel", "at"),
        sa.Column("sureness", sa.Float, nullable=False),
    )
    op.create_index("watch_hit_record", "watch_hit", ["record"])
