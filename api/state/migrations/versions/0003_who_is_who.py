"""Judgements that need a second person, who belongs to which entity, and what became of entities."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, Words, nullable=False) for name in names]


def upgrade() -> None:
    """Adds to the judgements, and makes the tables of members and events."""
    for name in ("needs_second", "second_by", "second_at"):
        op.add_column("judgement", sa.Column(name, Words, nullable=False, server_default=""))
    op.create_table(
        "entity_member",
        sa.Column("party", Words, primary_key=True),
        sa.Column("entity", Words, sa.ForeignKey("entity_id.id"), nullable=False, index=True),
    )
    op.create_table(
        "entity_event",
        sa.Column("id", Words, primary_key=True),
        *_texts("kind", "entity", "other", "members", "by", "at", "why"),
    )
    op.create_index("entity_event_entity", "entity_event", ["entity"])
    op.create_index("entity_event_other", "entity_event", ["other"])
