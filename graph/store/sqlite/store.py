"""The embedded store: a graph in one SQLite file, nothing to install."""

from graph.store.sqlite.search import SqliteSearch
from graph.store.sqlite.write import SqliteWrites


class SqliteStore(SqliteWrites, SqliteSearch):
    """`GraphStore` in an SQLite file, or in memory for `sqlite:///:memory:`.

    One writer at a time (other programs wait ten seconds, then are told so); readers are never blocked (WAL).
    """
