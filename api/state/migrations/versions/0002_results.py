"""Answers that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the table of their bodies."""
    op.create_table(
        "result",
        sa.Column("disclosure", Words, sa.ForeignKey("disclosure.id"), primary_key=True),
        sa.Column("body", Words, nullable=False),
    )
