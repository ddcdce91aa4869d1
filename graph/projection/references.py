"""Two-step references closed: who points at the number of a record is linked with that record.

No edge joins two records in a store: a seizure points at the number of a declaration, a person at the key of another
whom he knows, and the number or key is held by its record. Here that is one link, with the day, the role and the
channel of the record that points. A key that no visible record has leads nowhere, as it names a person and is no
thing; a document is one, and stays.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from graph.columns import Texts, index_among
from graph.kernels.expand import distinct_pairs, matches
from graph.projection.edges import chosen, compacted, joined
from graph.schema import EDGE_TYPES, NODE_TYPES
from graph.store.base import EdgeColumns


class _Holding(NamedTuple):
    """How a number is held by its record: the type of edge, in which roles, and whether the number is a thing."""

    edge: str
    roles: frozenset[str]
    is_a_thing: bool


_HOLDINGS = {
    "Identifier": _Holding("HAS_IDENTIFIER", frozenset({"key"}), is_a_thing=False),
    # A consignment's own number and its transport document; others it only names, or shares with many.
    "Document": _Holding("HAS_NUMBER", frozenset({"", "transport"}), is_a_thing=True),
}
_REFERRING = {
    "ASSOCIATED_WITH": "Identifier",
    "SEIZED_IN": "Document",
    "INSPECTED": "Document",
    "CONCERNS": "Document",
    "INVOLVED_IN": "Document",
}
_NUMBERS = [EDGE_TYPES[name].number for name in _REFERRING]
_THROUGH = tuple(_HOLDINGS)
_RECORDS = ("Party", "Consignment", "Seizure", "Inspection", "Registration", "Case")


class Split(NamedTuple):
    """Edges as a store has them, in two: those that say something by themselves, and those that point at a number."""

    plain: EdgeColumns
    referring: EdgeColumns


def split(columns: EdgeColumns) -> Split:
    """Takes the edges that point at a number from the others."""
    refers = np.isin(columns.type, _NUMBERS) & _is_of(columns.ids, columns.target, _THROUGH)
    return Split(chosen(columns, ~refers), compacted(chosen(columns, refers)))


def opened(columns: EdgeColumns) -> EdgeColumns:
    """The plain edges among closed ones."""
    closed = np.isin(columns.type, _NUMBERS) & _is_of(columns.ids, columns.target, (*_THROUGH, *_RECORDS))
    return chosen(columns, ~closed)


def closed(parts: Split) -> tuple[EdgeColumns, int]:
    """The plain edges with a link for each edge that points at a number, to every record that holds it.

    Also how many pointed at a key that nobody has here, and were left out.
    """
    plain, referring = parts
    if not len(referring.source):
        return plain, 0
    ids = pa.concat_arrays([plain.ids.array, referring.ids.array])
    here = index_among(referring.ids.array, plain.ids.array)
    rows, targets = [], []
    left_out = 0
    for number_type, holding in _HOLDINGS.items():
        mine = np.flatnonzero(_is_of(referring.ids, referring.target, (number_type,)))
        row, holder = _held(plain, here[referring.target[mine]], holding)
        is_other = holder != here[referring.source[mine[row]]]  # nobody is linked with himself
        nobody = np.setdiff1d(np.arange(len(mine)), row)
        rows.append(mine[row[is_other]])
        targets.append(holder[is_other])
        if holding.is_a_thing:
            rows.append(mine[nobody])
            targets.append(len(plain.ids) + referring.target[mine[nobody]])
        else:
            left_out += len(nobody)
    of_row = np.concatenate(rows)
    links = chosen(referring, of_row)
    source, target = links.source + len(plain.ids), np.concatenate(targets).astype(np.int32)
    return joined(plain, replace(links, ids=Texts(ids), source=source, target=target)), left_out


def _held(plain: EdgeColumns, numbers: np.ndarray, holding: _Holding) -> tuple[np.ndarray, np.ndarray]:
    """(row, holder), each once, where a record holds the number of the row; -1 is held by nobody."""
    roles = [place for place, role in enumerate(plain.roles) if role in holding.roles]
    holds = np.flatnonzero((plain.type == EDGE_TYPES[holding.edge].number) & np.isin(plain.role, roles))
    by_number = holds[np.argsort(plain.target[holds], kind="stable")]
    row, at = matches(numbers, plain.target[by_number])
    pairs = distinct_pairs(row, plain.source[by_number[at]])
    return pairs.left, pairs.right


def _is_of(ids: Texts, numbers: np.ndarray, node_types: tuple[str, ...]) -> np.ndarray:
    """Whether nodes are of one of some types: each type is one range of numbers."""
    is_among = np.zeros(len(numbers), dtype=bool)
    for node_type in node_types:
        first, last = ids.beginning(f"{NODE_TYPES[node_type].prefix}:")
        is_among |= (numbers >= first) & (numbers < last)
    return is_among
