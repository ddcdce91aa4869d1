"""Searching in the embedded store: full-text indexes give the numbers of nodes, and what is visible is sorted by id."""

import functools
import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from graph.errors import TooMany
from graph.finding import Days, NumberPattern, Question, findable
from graph.model import Node, Viewer, day_number
from graph.schema import EDGE_TYPE_OF_NUMBER, EDGE_TYPES
from graph.store.base import MOST_MATCHES, Standing
from graph.store.sqlite.base import EDGE_TYPE, OWNER_SHIFT, TYPE_SHIFT, as_node_properties, reading
from graph.store.sqlite.read import SqliteReads, range_of

_OWN_NUMBER = EDGE_TYPES["HAS_NUMBER"].number
_SEIZED_IN = EDGE_TYPES["SEIZED_IN"].number


def _in_words(alternatives: Iterable[Sequence[str]]) -> str:
    """What the index of words is asked: all words of one alternative; words are letters and digits alone."""
    return _any_of([f'"{word}"*' for word in words] for words in alternatives)


def _in_numbers(patterns: Iterable[NumberPattern]) -> str:
    """What the index of numbers is asked; pieces are letters, digits and the two signs at the ends."""
    return _any_of([f'"{piece}"' for piece in pattern.indexed] for pattern in patterns)


def _any_of(alternatives: Iterable[Sequence[str]]) -> str:
    return " OR ".join(f"({' AND '.join(terms)})" for terms in alternatives)


def _is_matched(names: Mapping[str, str], expressions: str, node_id: str, properties: str | None) -> bool:
    """Whether the numbers of a node match one of several expressions, one a line."""
    numbers = findable(node_id, as_node_properties(properties, names)).numbers
    return any(re.fullmatch(expression, numbers) for expression in expressions.split("\n"))


class SqliteSearch(SqliteReads):
    """What an embedded store finds by words and numbers."""

    @reading
    def search(self, question: Question, types: Sequence[str], viewer: Viewer, limit: int) -> list[Node]:
        """The first nodes by id that answer a question, of these types; see `GraphStore.search`."""
        if question.is_empty:
            return []
        ranges = [range_of(node_type) for node_type in types]
        conditions = [self._visible(viewer), *self._mentioned(question.days, viewer)]
        given: list[object] = []
        if question.words:
            given.append(_in_words(question.words))
        if question.numbers:
            given.append(_in_numbers(question.numbers))
        if ranges:
            conditions.append(f"({' OR '.join('(node.id >= ? AND node.id < ?)' for _ in ranges)})")
            given += itertools.chain.from_iterable(ranges)
        undecided = [pattern.expression for pattern in question.numbers if not pattern.is_decided_by_index]
        if undecided:
            matching = functools.partial(_is_matched, self._property_names())
            self._db.create_function("is_matched", 3, matching, deterministic=True)
            conditions.append("is_matched(?, node.id, node.properties)")
            given.append("\n".join(undecided))
        hits = " UNION ".join(
            f"SELECT rowid AS no FROM {index} WHERE {index} MATCH ?"
            for index, asked in (("words", question.words), ("numbers", question.numbers))
            if asked
        )
        rows = self._db.execute(
            f"SELECT node.id FROM ({hits}) AS hit CROSS JOIN node ON node.no = hit.no"
            f" WHERE {' AND '.join(conditions)} LIMIT {MOST_MATCHES + 1}",
            given,
        ).fetchall()
        if len(rows) > MOST_MATCHES:
            raise TooMany(f"more than {MOST_MATCHES:,} match", "add a word or more signs, name a type, or give days")
        return self.get(sorted(node_id for (node_id,) in rows)[:limit], viewer)

    def _mentioned(self, days: Days, viewer: Viewer) -> Iterable[str]:
        """The condition on `node` that it is, or that a record of the days mentions it or a party that holds it."""
        if days.are_all:
            return
        bounds = ((">=", days.first_on), ("<=", days.last_on))
        within = " AND ".join(f"edge.day {sign} {day_number(day)}" for sign, day in bounds if day is not None)
        seen = self._channel_filter(viewer, "edge.channel")
        own = f"edge.no >= node.no << {OWNER_SHIFT} AND edge.no < (node.no + 1) << {OWNER_SHIFT}"
        holds = self._channel_filter(viewer, "held.channel")
        yield (
            f"(EXISTS (SELECT 1 FROM edge WHERE {own} AND {within})"
            f" OR EXISTS (SELECT 1 FROM edge WHERE edge.dst = node.no{seen} AND {within})"
            f" OR EXISTS (SELECT 1 FROM edge AS held CROSS JOIN edge ON edge.dst = held.no >> {OWNER_SHIFT}"
            f" WHERE held.dst = node.no AND held.day IS NULL{holds}{seen} AND {within}))"
        )

    @reading
    def standings(self, groups: Sequence[Sequence[str]], viewer: Viewer) -> list[Standing]:
        """What visible records say of each of these groups of visible nodes."""
        return [self._standing(group, viewer) for group in groups]

    def _standing(self, group: Sequence[str], viewer: Viewer) -> Standing:
        members = json.dumps(sorted(self._numbers(group).values()))
        seen = self._channel_filter(viewer, "edge.channel")
        roles = self._names("role")
        found = self._db.execute(
            f"SELECT DISTINCT {EDGE_TYPE}, edge.role FROM json_each(?) AS member"
            f" CROSS JOIN edge ON edge.dst = member.value{seen}"
            f" CROSS JOIN node ON node.no = edge.no >> {OWNER_SHIFT}"
            " WHERE NOT (node.id >= 'party:' AND node.id < 'party;')",
            (members,),
        )
        pairs = sorted((EDGE_TYPE_OF_NUMBER[kind], roles[role]) for kind, role in found)
        consignments, seizures = self._db.execute(self._counted(viewer), (members,)).fetchone()
        return Standing(tuple(pairs), consignments, seizures)

    def _counted(self, viewer: Viewer) -> str:
        """The query of the consignments that mention some nodes, and of the seizures on them.

        `+edge.role` keeps SQLite from making an index on the roles of all edges for it.
        """
        seen = self._channel_filter(viewer, "edge.channel")
        sought = self._channel_filter(viewer, "seized.channel")
        consignment, party, seizure = (range_of(name) for name in ("Consignment", "Party", "Seizure"))
        return (
            "WITH member(no) AS (SELECT value FROM json_each(?)),"
            f" holder(no) AS (SELECT no FROM member UNION SELECT edge.no >> {OWNER_SHIFT} FROM member"
            f" CROSS JOIN edge ON edge.dst = member.no{seen} CROSS JOIN node ON node.no = edge.no >> {OWNER_SHIFT}"
            f" WHERE node.id >= '{party[0]}' AND node.id < '{party[1]}'),"
            f" record(no, id) AS (SELECT node.no, node.id FROM member CROSS JOIN node ON node.no = member.no UNION"
            f" SELECT node.no, node.id FROM holder CROSS JOIN edge ON edge.dst = holder.no{seen}"
            f" CROSS JOIN node ON node.no = edge.no >> {OWNER_SHIFT}),"
            f" consignment(no) AS (SELECT no FROM record WHERE id >= '{consignment[0]}' AND id < '{consignment[1]}'),"
            f" seizure(no) AS (SELECT no FROM record WHERE id >= '{seizure[0]}' AND id < '{seizure[1]}' UNION"
            f" SELECT seized.no >> {OWNER_SHIFT} FROM consignment"
            f" CROSS JOIN edge ON edge.no >= (consignment.no << {OWNER_SHIFT}) + {_OWN_NUMBER << TYPE_SHIFT}"
            f" AND edge.no < (consignment.no << {OWNER_SHIFT}) + {_OWN_NUMBER + 1 << TYPE_SHIFT} AND +edge.role = 0"
            f" CROSS JOIN edge AS seized ON seized.dst = edge.dst{sought}"
            f" AND {EDGE_TYPE.replace('edge.', 'seized.')} = {_SEIZED_IN})"
            " SELECT (SELECT count(*) FROM consignment), (SELECT count(*) FROM seizure)"
        )
