"""Which part of what a viewer sees an answer is about: types of nodes and edges, roles, days, and who is meant.

Whoever stands in the papers of a case is not in it: persons who are only mentioned are out unless they are asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from graph.errors import BadValue
from graph.linkage.identity import Entities
from graph.messages import Message, message
from graph.model import UNDATED
from graph.projection.projection import Projection
from graph.schema import EDGE_TYPES, NODE_TYPES
from graph.values.statuses import is_only_mentioned
from graph.wording import names_known

PARTY_KINDS = {"Person": "person", "Company": "company"}
_SAYS_INVOLVED = ("SUSPECTS", "SEIZED_FROM", "INVOLVED_IN")  # whoever stands at one of these is more than mentioned


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the visible graph; what is empty or None restricts nothing.

    Attributes:
        node_types: Edges count that have both ends of these types; `Person` and `Company` are parties of that kind.
        edge_types: Edges of these types count.
        roles: Edges in these roles count.
        since, until: Dated edges of these days count (day numbers, both included). Undated ones count, but for those of
            parties whom no record of these days mentions.
        statuses: Parties without a status, or with one of these, count (as the source says it, in any case).
        with_mentioned: Whether persons count who are only mentioned.
    """

    node_types: frozenset[str] = frozenset()
    edge_types: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    statuses: frozenset[str] = frozenset()
    with_mentioned: bool = False

    def __post_init__(self) -> None:
        _check("node type", self.node_types, (*NODE_TYPES, *PARTY_KINDS))
        _check("edge type", self.edge_types, tuple(EDGE_TYPES))
        if self.since is not None and self.until is not None and self.since > self.until:
            raise BadValue("since is later than until", "name the earlier day as since")

    def has_day(self, day: int) -> bool:
        """Whether a day number is one of those asked for; `UNDATED` is none."""
        after = self.since is None or day >= self.since
        return day != UNDATED and after and (self.until is None or day <= self.until)


def _check(what: str, names: Iterable[str], known: tuple[str, ...]) -> None:
    for name in sorted(names):
        if name not in known:
            raise BadValue(f"no {what} {name!r}", names_known(name, known))


EVERYTHING = Scope()


def scoped(entities: Entities, scope: Scope) -> tuple[Projection, list[Message]]:
    """The part of a projection that a scope asks for, its nodes numbered as before, and what it leaves out.

    Where nothing is left out it is the projection itself.
    """
    projection = entities.projection
    columns = projection.columns
    kept = np.ones(len(columns.source), dtype=bool)
    left_out: list[Message] = []
    if scope.edge_types:
        kept &= np.isin(columns.type, [EDGE_TYPES[name].number for name in scope.edge_types])
    if scope.roles:
        kept &= projection.has_role(np.arange(len(columns.source)), scope.roles)
    if scope.node_types:
        wanted = _of_types(projection, scope.node_types)
        kept &= wanted[columns.source] & wanted[columns.target]
    if scope.since is not None or scope.until is not None:
        is_undated = columns.on == UNDATED
        kept &= of_days(projection, scope.since, scope.until, with_undated=True)
        left_out.append(message("left_out.undated", count=int((kept & is_undated).sum())))
    mentioned = np.zeros(entities.count, dtype=bool) if scope.with_mentioned else only_mentioned(entities)
    others = _of_other_status(entities, scope.statuses)
    if mentioned.any():
        left_out.append(message("left_out.mentioned", count=int(mentioned.sum())))
    if others.any():
        left_out.append(message("left_out.status", count=int(others.sum())))
    is_out = np.zeros(len(projection.ids), dtype=bool)
    is_out[entities.parties] = (mentioned | others)[entities.of_party]
    kept &= ~is_out[columns.source] & ~is_out[columns.target]
    return (projection if kept.all() else projection.part(kept)), left_out


def _of_types(projection: Projection, names: Iterable[str]) -> np.ndarray:
    """Whether each node is of one of the types; a party of a kind may be wanted alone."""
    wanted = np.zeros(len(projection.ids), dtype=bool)
    parties = projection.numbers_of("Party")
    for name in names:
        if name in PARTY_KINDS:
            kinds = projection.property_of("Party", "kind").array
            wanted[parties] |= np.asarray(pc.fill_null(pc.equal(kinds, PARTY_KINDS[name]), False))
        else:
            wanted[projection.numbers_of(name)] = True
    return wanted


def of_days(projection: Projection, since: int | None, until: int | None, with_undated: bool = False) -> np.ndarray:
    """Whether each edge is of the days.

    What a party of a record says of itself, such as its phone, has the days of the records that mention it. Another
    edge without a day is of none, or `with_undated` of all.
    """
    columns = projection.columns
    dated = columns.on != UNDATED
    within = dated.copy()
    if since is not None:
        within &= columns.on >= since
    if until is not None:
        within &= columns.on <= until
    count = len(projection.ids)
    is_mentioned = np.bincount(columns.target[within], minlength=count) > 0
    if with_undated:
        is_mentioned |= np.bincount(columns.target[dated], minlength=count) == 0
    of_party = projection.is_inline_party[columns.source]
    kept: np.ndarray = within | (~dated & np.where(of_party, is_mentioned[columns.source], with_undated))
    return kept


def only_mentioned(entities: Entities) -> np.ndarray:
    """Whether each entity is only mentioned: one record says so, and none says more of it."""
    projection = entities.projection
    mentioned = np.zeros(entities.count, dtype=bool)
    says_more = np.zeros(entities.count, dtype=bool)
    for status, parties in _by_status(entities).items():
        (mentioned if is_only_mentioned(status) else says_more)[entities.of_party[parties]] = True
    if not mentioned.any():
        return mentioned
    edges = projection.edges_of_types(_SAYS_INVOLVED)
    for ends in (projection.columns.source[edges], projection.columns.target[edges]):
        found = entities.of_node[ends]
        says_more[found[found >= 0]] = True
    only: np.ndarray = mentioned & ~says_more
    return only


def _of_other_status(entities: Entities, wanted: frozenset[str]) -> np.ndarray:
    """Whether each entity has a status, and none that is wanted; nobody where none is."""
    has_other = np.zeros(entities.count, dtype=bool)
    has_wanted = np.zeros(entities.count, dtype=bool)
    texts = {text.casefold() for text in wanted}
    for status, parties in _by_status(entities).items() if wanted else ():
        (has_wanted if status.casefold() in texts else has_other)[entities.of_party[parties]] = True
    return has_other & ~has_wanted


def _by_status(entities: Entities) -> dict[str, np.ndarray]:
    """Places of the parties that have each status."""
    column = entities.projection.property_of("Party", "status").array
    if column.null_count == len(column):
        return {}
    encoded = column.dictionary_encode()
    numbers = np.asarray(encoded.indices.fill_null(-1))
    return {status: np.flatnonzero(numbers == number) for number, status in enumerate(encoded.dictionary.to_pylist())}
