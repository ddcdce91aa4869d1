"""The store of a service: a graph in a Neo4j database."""

from graph.store.neo4j.derived import Neo4jDerived
from graph.store.neo4j.search import Neo4jSearch
from graph.store.neo4j.write import Neo4jWrites


class Neo4jStore(Neo4jWrites, Neo4jSearch, Neo4jDerived):
    """`GraphStore` in a Neo4j database, 5.26 or newer, Community included.

    One writer at a time is enough; readers of one store may be many threads. `url` holds no password: `login` does.
    """
