"""What somebody had on the screen and wants to see again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, Words, nullable=False) for name in names]


def upgrade() -> None:
    """Makes the tables of saved views and of the nodes that they name."""
    op.create_table(
        "saved_view",
        sa.Column("id", Words, primary_key=True),
        *_texts("owner", "patterns", "at", "version", "name", "body"),
        sa.Column("taken", sa.Integer, nullable=False),
    )
    op.create_index("saved_view_owner", "saved_view", ["owner"])
    op.create_table(
        "saved_view_node",
        sa.Column("view", Words, sa.ForeignKey("saved_view.id"), primary_key=True),
        sa.Column("node", Words, primary_key=True),
    )
    op.create_index("saved_view_node_node", "saved_view_node", ["node"])
