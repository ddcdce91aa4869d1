"""Where a graph is kept: `open_store(url)` picks the implementation by the URL's scheme."""

from graph.errors import BadValue
from graph.store.base import GraphStore
from graph.store.sqlite import SqliteStore


def open_store(url: str) -> GraphStore:
    """Opens the store at a URL and makes its schema where it is missing.

    Raises:
        BadValue: the scheme is not known.
        StoreProblem: it cannot be opened, is newer than this program, or is not ours.
    """
    if not url.startswith("sqlite:///"):
        raise BadValue(f"no store for {url!r}", "known: sqlite:///FILE and sqlite:///:memory:")
    store = SqliteStore(url)
    try:
        store.ensure_schema()
    except BaseException:
        store.close()
        raise
    return store
