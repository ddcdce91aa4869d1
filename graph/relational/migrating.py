"""Bringing a database up to date: the revisions of its tables, carried out by Alembic.

Alembic is imported only where there is something to do: it takes a quarter of a second.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.errors import StoreProblem

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATING = 0x4D494752  # "MIGR", the key of PostgreSQL's lock while tables are made

Opened = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables that one part of the program keeps in a database.

    Attributes:
        noun: What that is, for messages: `record store`.
        setting: The variable that names the database.
        file: Usual name of its SQLite file.
        folder: Where Alembic's revisions and their `env.py` are.
        head: The newest revision.
        version_table: The table that says which revision a database has; no two layouts share one, so that neither
            takes the other's database for its own.
    """

    noun: str
    setting: str
    file: str
    folder: Path
    head: str
    version_table: str = "alembic_version"


def bring_up_to_date(layout: Layout, reading: Opened, transaction: Opened, url: str) -> None:
    """Makes the tables of an empty database, or changes those of an older program, in one transaction.

    Args:
        layout: What the database should hold.
        reading: Opens a connection that only looks.
        transaction: Opens one that writes.
        url: The database as it is shown.

    Raises:
        StoreProblem: it holds something else, or a newer program wrote it.
    """
    with reading() as connection:
        if _revision(layout, connection, url) == layout.head:
            return
    with transaction() as connection:
        if connection.dialect.name == "postgresql":  # of two programs that open an empty database one makes the tables
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
        if _revision(layout, connection, url) != layout.head:
            _upgrade(layout, connection, url)


def alembic_config(layout: Layout, connection: Connection) -> "Config":
    """How Alembic runs the revisions of a layout over a connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(layout.folder).replace("%", "%%"))
    config.attributes.update(connection=connection, version_table=layout.version_table)
    return config


def run_revisions(metadata: sa.MetaData) -> None:
    """What the `env.py` of every layout does when Alembic runs it."""
    from alembic import context

    context.configure(
        connection=context.config.attributes["connection"],
        version_table=context.config.attributes["version_table"],
        target_metadata=metadata,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _revision(layout: Layout, connection: Connection, url: str) -> str:
    """The revision of a database, "" where it is empty."""
    tables = sa.inspect(connection).get_table_names()
    if layout.version_table in tables:
        version = sa.table(layout.version_table, sa.column("version_num"))
        return connection.scalar(sa.select(version.c.version_num)) or ""
    if tables:
        raise StoreProblem(
            f"{url} holds tables that are not ours", f"name another database in {layout.setting}; nothing was changed"
        )
    return ""


def _upgrade(layout: Layout, connection: Connection, url: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config(layout, connection)
    revision = _revision(layout, connection, url)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision and revision not in known:
        raise StoreProblem(
            f"{url} has schema version {revision}; this program knows up to {layout.head}",
            "use the newer program that wrote it",
        )
    command.upgrade(config, "head")
