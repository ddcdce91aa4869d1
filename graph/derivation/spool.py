"""What staging derived, kept for the applier: a record is parsed and derived once, not twice."""

import marshal
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from graph.derivation.assertions import Assertions
from graph.derivation.parties import InlineParty
from graph.model import EdgeRow, NodeRow
from graph.records import tables as t

KEPT_AS_THEY_ARE = 4_000  # records: some 30 MB, and of most files all
IN_MEMORY = 32 << 20
MOST_BYTES = 2 << 30


class DerivedSpool:
    """Assertions by the packed place of their record; as they are while they are few, then in a file without a name.

    The file goes with the program, however that ends. Beyond `most_bytes` nothing more is kept, and `get` knows nothing
    of it: what is missing is derived again from the raw unit.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._file: Any = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=None if folder is None else str(folder))  # noqa: SIM115  # closed by `close`
        self._most, self._size = most_bytes, 0
        self._few: dict[int, Assertions] = {}
        self._places: dict[int, array[int]] = {}  # by batch, ascending
        self._spans: dict[int, array[int]] = {}  # begin and length of each

    def __enter__(self) -> "DerivedSpool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forgets everything."""
        self._file.close()

    def keep(self, place: int, said: Assertions) -> None:
        """Keeps what a record says; places of one batch come in ascending order."""
        if len(self._few) < KEPT_AS_THEY_ARE:
            self._few[place] = said
            return
        parties = [_plain(party.node, party.edges) for party in said.parties if party.node is not None]
        blob = marshal.dumps((*_plain(said.node, said.edges), parties, said.flags, said.placeholders))
        if self._size + len(blob) > self._most:
            self._most = 0
            return
        batch = place >> t.BATCH_SHIFT
        self._places.setdefault(batch, array("q")).append(place)
        self._spans.setdefault(batch, array("q")).extend((self._size, len(blob)))
        self._file.write(blob)
        self._size += len(blob)

    def get(self, place: int) -> Assertions | None:
        """What the record at a place says; None where nothing was kept of it."""
        said = self._few.get(place)
        if said is not None:
            return said
        places = self._places.get(place >> t.BATCH_SHIFT)
        if places is None:
            return None
        index = bisect_left(places, place)
        if index == len(places) or places[index] != place:
            return None
        first, length = self._spans[place >> t.BATCH_SHIFT][2 * index : 2 * index + 2]
        self._file.seek(first)
        node, edges, parties, flags, placeholders = marshal.loads(self._file.read(length))
        return Assertions(
            NodeRow._make(node),
            [EdgeRow._make(edge) for edge in edges],
            [InlineParty(NodeRow._make(of), [EdgeRow._make(edge) for edge in its]) for of, its in parties],
            flags,
            placeholders,
        )


def _plain(node: Iterable[Any], edges: Iterable[Iterable[Any]]) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """A node and its edges as tuples: what `marshal` knows, at a fifth of what `pickle` costs."""
    return tuple(node), [tuple(edge) for edge in edges]
