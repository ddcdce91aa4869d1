"""Where a graph is kept: `open_store(url)` picks the implementation by the URL's scheme."""

from collections.abc import Callable
from pathlib import Path

from graph.errors import BadValue, NoStore
from graph.settings import Settings
from graph.store.base import GraphStore
from graph.store.sqlite.anew import open_anew
from graph.store.sqlite.store import SqliteStore

NEO4J_SCHEMES = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")


def is_neo4j(url: str) -> bool:
    """Whether a store URL names a Neo4j server."""
    return url.startswith(NEO4J_SCHEMES)


def open_store(
    url: str,
    settings: Settings | None = None,
    anew: bool = False,
    say: Callable[[str], None] = lambda _: None,
    makes: bool = True,
) -> GraphStore:
    """Opens the store at a URL and makes its schema where it is missing; `settings` hold the login of a server.

    With `anew` a store of an older layout is emptied instead of refused, and a damaged file is put aside, for whoever
    fills it from the records; `say` is told of that. `makes`: it is made where there is none.

    Raises:
        BadValue: the scheme is not known.
        NoStore: there is none, and it is not to be made; nothing was.
        StoreProblem: it cannot be opened, is of another layout, or is not ours.
    """
    if anew and url.startswith("sqlite:///"):
        return open_anew(url, say)
    path = Path(url.removeprefix("sqlite:///"))
    if not makes and url.startswith("sqlite:///") and not (url.endswith(":memory:") or path.exists()):
        raise no_store(url)  # before opening, which makes a file
    store = _store(url, settings or Settings.read())
    try:
        if not makes and not store.is_made():
            raise no_store(url)
        store.ensure_schema(anew)
    except BaseException:
        store.close()
        raise
    return store


def no_store(url: str) -> NoStore:
    """What is said where there is no store yet."""
    return NoStore(
        f"there is no store at {url.removeprefix('sqlite:///')} yet",
        "`halqa load` makes it; where its records are there, `halqa rebuild` does",
    )


def _store(url: str, settings: Settings) -> GraphStore:
    if url.startswith("sqlite:///"):
        return SqliteStore(url)
    if is_neo4j(url):
        from graph.store.neo4j.base import Login
        from graph.store.neo4j.store import Neo4jStore  # the driver costs a third of a second

        return Neo4jStore(url, Login(settings.neo4j_user, settings.neo4j_password, settings.neo4j_database))
    raise BadValue(f"no store for {url!r}", "known: sqlite:///FILE, sqlite:///:memory: and neo4j://HOST:PORT")
