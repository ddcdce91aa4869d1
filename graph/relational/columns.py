"""Types of columns that mean the same in SQLite and in PostgreSQL."""

import sqlalchemy as sa

# SQLite's row id must be declared INTEGER.
Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# Texts are ordered by their code points, as SQLite orders them; PostgreSQL would order them as its operating system
# thinks best, which changes from machine to machine.
Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def words(*names: str) -> list[sa.Column[str]]:
    """Columns of texts that are always there; what is not known is ""."""
    return [sa.Column(name, Words, nullable=False) for name in names]
