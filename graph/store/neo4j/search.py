"""Searching in Neo4j: a full-text index on words, text indexes on numbers; what is visible is sorted by id."""

from collections.abc import Sequence
from functools import cache
from typing import Any, LiteralString

from graph.errors import TooMany
from graph.finding import NumberPattern, Question
from graph.model import Node, Viewer
from graph.store.base import MOST_MATCHES, Standing
from graph.store.neo4j import cypher
from graph.store.neo4j.base import translated
from graph.store.neo4j.read import Neo4jReads

_LONGEST_WORD = 255  # of the analyzer; longer words are split
_VISIBLE = (
    "($channels IS NULL OR n.channel IN $channels OR n.channel IS NULL"
    " AND EXISTS { (n)<-[r]-() WHERE r.channel IN $channels })"
)
_SEEN = "($channels IS NULL OR r.channel IN $channels)"
_WITHIN = "r.on >= $first_on AND r.on <= $last_on"
_MENTIONED = (
    f"(EXISTS {{ (n)-[r]->() WHERE {_WITHIN} }} OR EXISTS {{ (n)<-[r]-() WHERE {_WITHIN} AND {_SEEN} }}"
    f" OR EXISTS {{ (n)<-[held]-()<-[r]-() WHERE held.on IS NULL AND held.channel IS NOT NULL AND {_WITHIN} AND {_SEEN}"
    " AND ($channels IS NULL OR held.channel IN $channels) })"
)
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


@cache
def search_query(labels: tuple[str, ...], has_words: bool, has_expressions: bool, has_days: bool) -> LiteralString:
    """Ids of nodes that answer `$words`, or one of the lists of pieces `$patterns` among numbers of these labels."""
    numbers = cypher.SEARCH_NUMBERS
    parts: list[LiteralString] = [
        f"UNWIND $patterns AS p MATCH (n:{cypher.quoted(label)})"
        f" USING TEXT INDEX n:{cypher.quoted(label)}({numbers}) WHERE n.{numbers} CONTAINS p[0]"
        f" AND all(piece IN p WHERE n.{numbers} CONTAINS piece) RETURN n"
        for label in labels
    ]
    if has_words:
        parts.append(f"CALL db.index.fulltext.queryNodes('{cypher.NAMES_INDEX}', $words) YIELD node AS n RETURN n")
    conditions: list[LiteralString] = ["any(label IN labels(n) WHERE label IN $types)", _VISIBLE]
    if has_expressions:
        conditions.append(f"any(e IN $expressions WHERE n.{numbers} =~ e)")
    if has_days:
        conditions.append(_MENTIONED)
    found: LiteralString = f"CALL () {{ {' UNION '.join(parts)} }}"
    return f"{found} WITH DISTINCT n WHERE {' AND '.join(conditions)} RETURN n.id AS id LIMIT $most"


@cache
def standing_query(label: str) -> LiteralString:
    """What visible records say of the nodes `$ids` of a label together."""
    nodes: LiteralString = f"MATCH (n:{cypher.quoted(label)}) WHERE n.id IN $ids"
    held: LiteralString = f"{nodes} MATCH (n)<-[h]-(:`Party`)<-[r]-"
    holds: LiteralString = f"{_SEEN} AND h.channel IS NOT NULL AND ($channels IS NULL OR h.channel IN $channels)"
    consignments: LiteralString = (
        f"{nodes} MATCH (n)<-[r]-(c:`Consignment`) WHERE {_SEEN} RETURN c"
        f" UNION {held}(c:`Consignment`) WHERE {holds} RETURN c UNION {nodes} AND n:`Consignment` RETURN n AS c"
    )
    return (
        f"CALL () {{ {nodes} OPTIONAL MATCH (n)<-[r]-(o) WHERE NOT o:`Party` AND {_SEEN}"
        " WITH r WHERE r IS NOT NULL RETURN collect(DISTINCT [type(r), coalesce(r.role, '')]) AS roles }"
        f" CALL () {{ CALL () {{ {consignments} }} RETURN collect(DISTINCT c) AS consignments }}"
        f" CALL (consignments) {{ CALL (consignments) {{ {nodes} MATCH (n)<-[r]-(s:`Seizure`) WHERE {_SEEN} RETURN s"
        f" UNION {held}(s:`Seizure`) WHERE {holds} RETURN s UNION {nodes} AND n:`Seizure` RETURN n AS s"
        " UNION UNWIND consignments AS c MATCH (c)-[own:`HAS_NUMBER`]->()<-[r:`SEIZED_IN`]-(s)"
        f" WHERE own.role IS NULL AND {_SEEN} RETURN s }}"
        " RETURN count(DISTINCT s) AS seizures }"
        " RETURN roles, size(consignments) AS consignments, seizures"
    )


class Neo4jSearch(Neo4jReads):
    """What a database finds by words and numbers."""

    @translated
    def search(self, question: Question, types: Sequence[str], viewer: Viewer, limit: int) -> list[Node]:
        """The first nodes by id that answer a question, of these types; see `GraphStore.search`."""
        wanted = tuple(types) or tuple(dict.fromkeys((*cypher.NAMED_TYPES, *cypher.NUMBERED_TYPES)))
        labels = tuple(name for name in wanted if name in cypher.NUMBERED_TYPES and question.numbers)
        if question.is_empty or not (labels or question.words):
            return []
        expressions = [one.expression for one in question.numbers if not one.is_decided_by_index]
        statement = search_query(labels, bool(question.words), bool(expressions), not question.days.are_all)
        given = self._asked(question) | {"expressions": expressions, "types": wanted, "most": MOST_MATCHES + 1}
        rows = self._read(statement, channels=self._channel_names(viewer.channels), **given)
        if len(rows) > MOST_MATCHES:
            raise TooMany(f"more than {MOST_MATCHES:,} match", "add a word or more signs, name a type, or give days")
        return self.get(sorted(row["id"] for row in rows)[:limit], viewer)

    @staticmethod
    def _asked(question: Question) -> dict[str, Any]:
        lines = (" AND ".join(f"{word[:_LONGEST_WORD]}*" for word in words) for words in question.words)
        return {
            "words": " OR ".join(f"({line})" for line in lines),  # letters and digits: nothing to escape
            "patterns": [_longest_first(pattern) for pattern in question.numbers],
            "first_on": question.days.first_on or _FIRST_DAY,
            "last_on": question.days.last_on or _LAST_DAY,
        }

    @translated
    def standings(self, groups: Sequence[Sequence[str]], viewer: Viewer) -> list[Standing]:
        """What visible records say of each of these groups of visible nodes, each of one type."""
        channels = self._channel_names(viewer.channels)
        found = []
        for group in groups:
            (label,) = cypher.by_label(group)
            row = self._read(standing_query(label), ids=list(group), channels=channels)[0]
            roles = tuple(sorted((kind, role) for kind, role in row["roles"]))
            found.append(Standing(roles, row["consignments"], row["seizures"]))
        return found


def _longest_first(pattern: NumberPattern) -> list[str]:
    return sorted(pattern.indexed, key=lambda piece: (-len(piece), piece))
