"""Cypher made from the schema: constraints, indexes and writes.

Labels and relationship types come from `graph.schema` alone and are back-quoted; everything else is a parameter.
Every relationship type has a uniqueness constraint on its id: without it a MERGE walks all parallel edges of a hub.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import LiteralString

from graph.canonical import RECORD_KINDS, FoundBy
from graph.schema import DERIVED_EDGES, EDGE_TYPES, NODE_TYPES, RESOLVED_TO, TYPE_OF_PREFIX, EdgeType, Ownership
from graph.store.columns import plain_name

# What Halqa keeps beside the graph itself, under labels that nobody else is likely to use.
META, CHANNEL, BATCH, HUB, DERIVED = "HalqaStore", "HalqaChannel", "HalqaBatch", "HalqaHub", "HalqaDerived"
ENTITY: LiteralString = "Entity"
_OWN_KEYS: dict[str, LiteralString] = {
    META: "id", CHANNEL: "name", BATCH: "token", HUB: "id", DERIVED: "key", ENTITY: "id",
}  # fmt: skip
NAMES_INDEX = "halqa_names"

# Properties that are the store's, not the record's.
ID, CHANNEL_NAME, APPLIED, AS_JSON = "id", "channel", "applied_version", "json_properties"
SEARCH, SEARCH_NUMBERS = "search", "search_numbers"
RESERVED = frozenset({ID, CHANNEL_NAME, SEARCH, SEARCH_NUMBERS, APPLIED, AS_JSON})
EDGE_RESERVED = frozenset({ID, CHANNEL_NAME, "on", "role", AS_JSON})

RECORD_TYPES = tuple(t.name for t in NODE_TYPES.values() if t.ownership is Ownership.RECORD)
# Types found by words, and by numbers; a record by both.
NAMED_TYPES = (*RECORD_TYPES, *(t.name for t in NODE_TYPES.values() if t.found_by is FoundBy.WORDS))
NUMBERED_TYPES = tuple(t.name for t in NODE_TYPES.values() if t.found_by is FoundBy.NUMBER)
PARTY_KINDS = {"person": "Person", "company": "Company"}


def _role_labels() -> Mapping[str, str]:
    return {
        role.edge: role.label
        for kind in RECORD_KINDS.values()
        for role in kind.roles.values()
        if role.edge and role.label
    }


ROLE_LABELS: Mapping[str, str] = _role_labels()
"""The word of the trade that a party gets for being at the end of an edge of a type: `SHIPPED_BY` -> `Shipper`."""


def _ours(text: str) -> LiteralString:
    """Text that is made of our own names alone: the one place that vouches for it to the driver's type."""
    return text  # pyright: ignore[reportReturnType]


def quoted(name: str) -> LiteralString:
    """A label or relationship type of ours in back-quotes.

    Raises:
        KeyError: it is none of ours; nothing from outside ever gets into the text of a query.
    """
    if not any(name in names for names in (NODE_TYPES, EDGE_TYPES, DERIVED_EDGES, _OWN_KEYS, _LABELS)):
        raise KeyError(name)
    return f"`{_ours(name)}`"


_LABELS = frozenset({*ROLE_LABELS.values(), *PARTY_KINDS.values()})


def _slug(name: str) -> LiteralString:
    """A label of ours as a word of the name of a constraint."""
    return _ours("".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_"))


@cache
def constraints() -> Mapping[LiteralString, LiteralString]:
    """Name and statement of every uniqueness constraint: node ids, edge ids, and our own bookkeeping."""
    made: dict[LiteralString, LiteralString] = {}
    for label in NODE_TYPES:
        name = f"{_slug(label)}_id"
        made[name] = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.id IS UNIQUE"
    for edge in EDGE_TYPES:
        name = f"edge_{_slug(edge.lower())}_id"
        made[name] = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR ()-[r:{quoted(edge)}]-() REQUIRE r.id IS UNIQUE"
    for label, key in _OWN_KEYS.items():
        name = f"{_slug(label)}_{key}"
        made[name] = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.{key} IS UNIQUE"
    return made


def names_index() -> LiteralString:
    """The full-text index on folded names: words as we fold them, split at spaces alone."""
    labels = "|".join(quoted(name) for name in NAMED_TYPES)
    return (
        f"CREATE FULLTEXT INDEX {NAMES_INDEX} IF NOT EXISTS FOR (n:{labels}) ON EACH [n.{SEARCH}]"
        " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
    )


@cache
def indexes() -> Mapping[LiteralString, LiteralString]:
    """Name and statement of the index of words, and of those in which parts of numbers are looked up, one a label."""
    made: dict[LiteralString, LiteralString] = {NAMES_INDEX: names_index()}
    for label in NUMBERED_TYPES:
        name = f"halqa_numbers_{_slug(label)}"
        made[name] = f"CREATE TEXT INDEX {name} IF NOT EXISTS FOR (n:{quoted(label)}) ON (n.{SEARCH_NUMBERS})"
    return made


@cache
def states(label: str) -> LiteralString:
    """Which of `$ids` exist: lists of [id, internal number, version applied (null for what is no record)]."""
    match = f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{id: id}})"
    return f"{match} RETURN collect([id, id(n), n.{APPLIED}]) AS found"


@cache
def write_owners(label: str, second: str = "") -> LiteralString:
    """Record nodes and parties from rows [id, properties], replaced whole; lists of [id, internal number].

    `second` is `Person`, `Company` or none.
    """
    text = f"UNWIND $rows AS r MERGE (n:{quoted(label)} {{id: r[0]}}) SET n = r[1]"
    if label == "Party":
        others = "".join(f":{quoted(name)}" for name in PARTY_KINDS.values() if name != second)
        text += f" REMOVE n{others}" + (f" SET n:{quoted(second)}" if second else "")
    return f"{text} RETURN collect([r[0], id(n)]) AS found"


@cache
def write_shared(label: str) -> LiteralString:
    """Shared nodes from rows [id, texts for searching]; lists of [id, internal number]."""
    text = f"UNWIND $rows AS r MERGE (n:{quoted(label)} {{id: r[0]}}) ON CREATE SET n += r[1]"
    return f"{text} RETURN collect([r[0], id(n)]) AS found"


@cache
def forget_role(label: str) -> LiteralString:
    """Takes the label of a role away from those parties that no edge with that meaning reaches any more."""
    edges = "|".join(quoted(edge) for edge, word in ROLE_LABELS.items() if word == label)
    parties = "UNWIND $ids AS id MATCH (n:`Party` {id: id})"
    return f"{parties} WHERE n:{quoted(label)} AND NOT EXISTS {{ (n)<-[:{edges}]-() }} REMOVE n:{quoted(label)}"


_EDGE_ROW = "{id: r[2], channel: r[3], on: r[4], role: r[5]}"


@cache
def write_edges(edge: str, is_fresh: bool, has_more: bool) -> LiteralString:
    """Edges of a type from rows [source, target, id, channel, on, role, properties].

    Ends are internal numbers that the same transaction was told: half the work of finding them by text id again.
    `is_fresh`: the owners had no edge before, so that nothing has to be looked for; otherwise edges are merged by id
    and replaced whole. `has_more`: rows carry properties in their last place. A row whose end is missing is dropped by
    Cypher without a word: compare `matched` with the number of rows.
    """
    name = quoted(edge)
    if is_fresh:
        body = f"CREATE (a)-[k:{name} {_EDGE_ROW}]->(b)"
    else:
        body = f"MERGE (a)-[k:{name} {{id: r[2]}}]->(b) SET k = {_EDGE_ROW}"
    if has_more:
        body += " SET k += r[6]"
    if edge in ROLE_LABELS:
        body += f" SET b:{quoted(ROLE_LABELS[edge])}"
    ends = "MATCH (a) WHERE id(a) = r[0] MATCH (b) WHERE id(b) = r[1]"
    return f"UNWIND $rows AS r {ends} {body} RETURN count(*) AS matched"


@cache
def delete_edges(edge: str) -> LiteralString:
    """Edges by id; the ids of the nodes they led to."""
    return (
        f"UNWIND $ids AS id MATCH ()-[r:{quoted(edge)} {{id: id}}]->(t) WITH r, t.id AS target"
        " DELETE r RETURN collect(target) AS targets"
    )


@cache
def delete_owners(label: str) -> LiteralString:
    """Nodes by id with the edges they own; how many, and the ids of the nodes that the edges led to."""
    return (
        f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{id: id}}) OPTIONAL MATCH (n)-[r{asserted()}]->(t)"
        " WITH n, collect(t.id) AS ends DETACH DELETE n RETURN count(*) AS nodes, collect(ends) AS ends"
    )


@cache
def unreferenced(label: str) -> LiteralString:
    """Which of `$ids` have no edge that leads to them."""
    return (
        f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{id: id}}) WHERE NOT EXISTS {{ (n)<-[{asserted()}]-() }}"
        " RETURN collect(n.id) AS ids"
    )


def by_label(ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids by the label that their prefix tells; ids of no type of ours are left out."""
    found: dict[str, list[str]] = {}
    for node_id in ids:
        label = TYPE_OF_PREFIX.get(node_id.partition(":")[0])
        if label:
            found.setdefault(label, []).append(node_id)
    return found


@lru_cache(maxsize=1024)
def nodes_by_id(parts: tuple[tuple[str, LiteralString], ...]) -> LiteralString:
    """Nodes of several labels in one query: `$ids0` of the first label under its condition, `$ids1` of the second..."""
    return " UNION ALL ".join(
        f"UNWIND $ids{_ours(str(i))} AS id MATCH (n:{quoted(label)} {{id: id}}){where}"
        " RETURN n.id AS id, properties(n) AS properties"
        for i, (label, where) in enumerate(parts)
    )


@cache
def owned_edges(label: str) -> LiteralString:
    """The edges that nodes own."""
    return (
        f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{id: id}})-[r{asserted()}]->(t)"
        " RETURN n.id AS source, type(r) AS type, t.id AS target, properties(r) AS kept"
    )


@cache
def degrees(label: str) -> LiteralString:
    """Edges at a node by type and direction: stored degrees, no edge is walked."""
    counted: list[LiteralString] = [
        *(f"['{_ours(e.name)}', true, COUNT {{ (n)-[:{quoted(e.name)}]->() }}]" for e in _from(label)),
        *(f"['{_ours(e.name)}', false, COUNT {{ (n)<-[:{quoted(e.name)}]-() }}]" for e in _to(label)),
    ]
    return f"MATCH (n:{quoted(label)} {{id: $id}}) RETURN [{', '.join(counted)}] AS degrees"


def _from(label: str) -> list[EdgeType]:
    return [edge for edge in EDGE_TYPES.values() if label in edge.sources]


def _to(label: str) -> list[EdgeType]:
    return [edge for edge in EDGE_TYPES.values() if label in edge.targets]


@cache
def seen_degrees(label: str) -> LiteralString:
    """Edges of some channels at a node by type and direction."""
    return (
        f"MATCH (n:{quoted(label)} {{id: $id}})-[r]-() WHERE r.channel IN $channels"
        " RETURN type(r) AS type, startNode(r) = n AS outward, count(*) AS n"
    )


@cache
def first_others(label: str, types: tuple[str, ...], sees_all: bool) -> LiteralString:
    """The ids of the first other ends after `$after`; of a hub of 100,000 nothing else is looked at."""
    seen = "" if sees_all else " AND r.channel IN $channels"
    return (
        f"MATCH (n:{quoted(label)} {{id: $id}})-[r{_kinds(types)}]-(m) WHERE m.id > $after{seen}"
        " RETURN DISTINCT m.id AS other ORDER BY other LIMIT $limit"
    )


@cache
def edges_to_others(label: str, other_label: str, types: tuple[str, ...], sees_all: bool) -> LiteralString:
    """The other ends `$others` of a label, each with all its edges as [type, outward, properties]."""
    seen = "" if sees_all else " WHERE r.channel IN $channels"
    return (
        f"MATCH (n:{quoted(label)} {{id: $id}}) MATCH (m:{quoted(other_label)}) WHERE m.id IN $others"
        f" MATCH (n)-[r{_kinds(types)}]-(m){seen} WITH n, m, collect(r) AS edges"
        " RETURN m.id AS other, properties(m) AS properties,"
        " [r IN edges | [type(r), startNode(r) = n, properties(r)]] AS edges"
    )


@cache
def _kinds(types: tuple[str, ...]) -> LiteralString:
    return f":{'|'.join(quoted(name) for name in types)}" if types else asserted()


@cache
def asserted() -> LiteralString:
    """The types of all edges that records assert, for a pattern: derived ones are no part of the graph."""
    return f":{'|'.join(quoted(name) for name in EDGE_TYPES)}"


@cache
def draw(kind: str) -> LiteralString:
    """Draws derived edges of a run from rows [source, target, properties], where the records are there."""
    end = (
        f"MERGE (b:{quoted(ENTITY)} {{id: r[1]}}) SET b.is_derived = true"
        if kind == RESOLVED_TO
        else "MATCH (b:`Party` {id: r[1]})"
    )
    return (
        f"UNWIND $rows AS r MATCH (a:`Party` {{id: r[0]}}) WITH a, r {end}"
        f" MERGE (a)-[k:{quoted(kind)} {{run: $run}}]->(b) SET k += r[2]"
    )


@cache
def undraw() -> LiteralString:
    """Takes at most `$most` drawn edges of a run away; how many."""
    kinds = "|".join(quoted(kind) for kind in DERIVED_EDGES)
    return f"MATCH ()-[k:{kinds} {{run: $run}}]->() WITH k LIMIT $most DELETE k RETURN count(*) AS n"


@cache
def undraw_from() -> LiteralString:
    """Takes the drawn edges of a run from the parties `$ids` away."""
    kinds = "|".join(quoted(kind) for kind in DERIVED_EDGES)
    return f"UNWIND $ids AS id MATCH (:`Party` {{id: id}})-[k:{kinds} {{run: $run}}]->() DELETE k"


@cache
def empty_entities() -> LiteralString:
    """Takes the entities away that no record belongs to."""
    return f"MATCH (e:{quoted(ENTITY)}) WHERE NOT EXISTS {{ (e)<--() }} DELETE e"


@cache
def edge_columns(edge: str, sees_all: bool) -> LiteralString:
    """All edges of a type as columns, a row for each role in each channel.

    `id()` costs a quarter of the text ids, and never leaves the transaction.
    """
    seen = "" if sees_all else " WHERE r.channel IN $channels"
    return (
        f"MATCH (a)-[r:{quoted(edge)}]->(b){seen} RETURN coalesce(r.role, '') AS role, r.channel AS channel,"
        " collect(id(a)) AS sources, collect(id(b)) AS targets, collect(coalesce(r.on, '')) AS days,"
        " CASE count(r.weight) WHEN 0 THEN [] ELSE collect(coalesce(r.weight, 1.0)) END AS weights"
    )


@cache
def id_map(label: str) -> LiteralString:
    """Internal numbers and text ids of all nodes of a label."""
    return f"MATCH (n:{quoted(label)}) RETURN collect(id(n)) AS numbers, collect(n.id) AS ids"


@cache
def node_columns(label: str, properties: tuple[str, ...], where: LiteralString) -> LiteralString:
    """All nodes of a label as rows [id, names kept as JSON, property...].

    Raises:
        BadValue: a property is not a name; nothing else gets into the text of a query.
    """
    columns = "".join(f", n.`{_ours(plain_name(name))}`" for name in properties)
    return f"MATCH (n:{quoted(label)}){where} RETURN collect([n.id, n.{AS_JSON}{columns}]) AS rows"


@cache
def count_nodes(label: str, where: LiteralString) -> LiteralString:
    """How many nodes of a label; without a condition from the count store."""
    return f"MATCH (n:{quoted(label)}){where} RETURN count(n) AS n"


@cache
def count_edges(edge: str, sees_all: bool) -> LiteralString:
    """How many edges of a type; for the full view from the count store."""
    seen = "" if sees_all else " WHERE r.channel IN $channels"
    return f"MATCH ()-[r:{quoted(edge)}]->(){seen} RETURN count(r) AS n"
