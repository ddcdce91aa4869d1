"""The first layout of the state."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, Words, nullable=False) for name in names]


def _key(name: str, *constraints: sa.ForeignKey) -> sa.Column[str]:
    return sa.Column(name, Words, *constraints, primary_key=True)


def _of(name: str, target: str) -> sa.Column[str]:
    return sa.Column(name, Words, sa.ForeignKey(target), nullable=False, index=True)


def upgrade() -> None:
    """Makes all tables."""
    op.create_table(
        "user",
        _key("name"),
        *_texts("display", "patterns", "created_at", "disabled_at"),
        sa.Column("key_hash", Words, nullable=False, unique=True),
    )
    op.create_table("session", _key("token_hash"), _of("user", "user.name"), *_texts("begun_at", "ends_at"))
    op.create_table(
        "judgement",
        _key("id"),
        *_texts("left", "right", "verdict", "channels", "by", "at", "why", "revoked_at", "revoked_by", "revoked_why"),
    )
    op.create_index("judgement_left", "judgement", ["left"])
    op.create_index("judgement_right", "judgement", ["right"])
    op.create_table("entity_id", _key("id"), *_texts("by", "at"))
    op.create_table(
        "redirect",
        _key("id"),
        _of("old", "entity_id.id"),
        _of("new", "entity_id.id"),
        *_texts("by", "at", "why", "ended_at", "ended_by"),
    )
    op.create_table(
        "disclosure",
        _key("id"),
        *_texts("kind", "title", "question", "parameters", "format", "version", "patterns", "by", "at"),
    )
    for what in ("node", "batch"):
        table = f"disclosed_{what}"
        op.create_table(table, _key("disclosure", sa.ForeignKey("disclosure.id")), _key(what))
        op.create_index(f"{table}_{what}", table, [what])
    op.create_table(
        "disposition",
        _key("lead"),
        sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("state", "reason", "patterns", "by", "at"),
    )
    op.create_table(
        "job",
        _key("id"),
        *_texts("title", "lane", "service", "state", "patterns", "by", "created_at", "started_at", "ended_at", "error"),
    )
    op.create_index("job_state", "job", ["state"])
