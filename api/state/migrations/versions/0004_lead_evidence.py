"""What a lead was made of when somebody decided of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds marks of what its members shared, a line each."""
    op.add_column("disposition", sa.Column("evidence", Words, nullable=False, server_default=""))
