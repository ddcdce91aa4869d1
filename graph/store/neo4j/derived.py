"""Derived edges in Neo4j: kept by run as the register of every store keeps them, and drawn for who reads Cypher.

What is kept are nodes of a label of our own, so that both stores answer the same. Beside them the edges of who is who
are drawn between the nodes that are there: `(:Party)-[:RESOLVED_TO]->(:Entity)`, `(:Party)-[:POSSIBLY_SAME]->(:Party)`,
marked `is_derived`. They have no channel, no read of ours walks them, and they go with their nodes.

They are written and taken away by lots, each a transaction: who is who of a hundred thousand records is more than the
memory of a small server holds in one. Who is interrupted writes the run again: what is there already stays one.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, LiteralString

import neo4j

from graph.schema import POSSIBLY_SAME, RESOLVED_TO
from graph.store.neo4j import cypher
from graph.store.neo4j.base import Neo4jBase, translated
from graph.store.neo4j.write import parts

_LABEL = cypher.quoted(cypher.DERIVED)
_KEEP: LiteralString = (
    f"UNWIND $rows AS r MERGE (d:{_LABEL} {{key: r[0]}})"
    " SET d.run = r[1], d.source = r[2], d.type = r[3], d.target = r[4], d.properties = r[5]"
)


class Neo4jDerived(Neo4jBase):
    """The derived half of the Neo4j store.

    Attributes:
        lot: Derived edges that one transaction writes or takes away.
    """

    lot = 10_000

    @translated
    def annotate(self, run: str, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Keeps derived edges under a run, and draws those of who is who."""
        kept = [[_key(run, *row[:3]), run, *row] for row in rows]
        drawn: dict[str, list[list[Any]]] = {RESOLVED_TO: [], POSSIBLY_SAME: []}
        for _, _, source, kind, target, properties in kept:
            if kind in drawn:
                drawn[kind].append([source, target, {**json.loads(properties), "is_derived": True}])

        self._in_lots(_KEEP, kept, run)
        for kind, edges in drawn.items():
            self._in_lots(cypher.draw(kind), edges, run)

    def _in_lots(self, statement: LiteralString, rows: Sequence[Any], run: str) -> None:
        """Carries out an idempotent statement for all rows, so many in each transaction."""
        for start in range(0, len(rows), self.lot):
            lot = rows[start : start + self.lot]

            def work(tx: neo4j.ManagedTransaction, lot: Sequence[Any] = lot) -> None:
                for part in parts(lot):
                    tx.run(statement, rows=part, run=run).consume()

            self._writing(work)

    @translated
    def annotations(self, run: str) -> list[tuple[str, str, str, str]]:
        """The derived edges of a run, sorted."""
        rows = self._read(f"MATCH (d:{_LABEL} {{run: $run}}) RETURN d.source, d.type, d.target, d.properties", run=run)
        return sorted((row[0], row[1], row[2], row[3]) for row in rows)

    @translated
    def remove_annotations(self, run: str, sources: Sequence[str]) -> int:
        """Removes the derived edges of a run from some nodes; how many."""
        ids = sorted(set(sources))
        query: LiteralString = f"MATCH (d:{_LABEL} {{run: $run}}) WHERE d.source IN $ids DELETE d"

        def work(tx: neo4j.ManagedTransaction) -> int:
            removed: int = tx.run(query, run=run, ids=ids).consume().counters.nodes_deleted
            tx.run(cypher.undraw_from(), run=run, ids=ids).consume()
            tx.run(cypher.empty_entities()).consume()
            return removed

        return self._writing(work)

    @translated
    def remove_run(self, run: str) -> int:
        """Removes the derived edges of a run; how many."""
        kept: LiteralString = f"MATCH (d:{_LABEL} {{run: $run}}) WITH d LIMIT $most DELETE d RETURN count(*) AS n"
        removed = self._taken_in_lots(kept, run)
        self._taken_in_lots(cypher.undraw(), run)
        self._writing(lambda tx: tx.run(cypher.empty_entities()).consume())
        return removed

    def _taken_in_lots(self, statement: LiteralString, run: str) -> int:
        """Carries out a statement that takes away at most `$most` of a run until nothing is left; how many."""
        taken = 0
        while lot := self._writing(lambda tx: tx.run(statement, run=run, most=self.lot).single(strict=True)["n"]):
            taken += lot
        return taken


def _key(*values: str) -> str:
    return hashlib.blake2b(json.dumps(values).encode(), digest_size=16).hexdigest()
