"""What a read of a hub costs: a page of its neighbours, its counts, a search and a history at n and at 4 n.

Pages look at the ids of all neighbours, so they may take four times as long for four times as many, and no more.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from graph.finding import question
from graph.model import EVERYONE, EdgeRow, NodeRow, Viewer
from graph.records.reading import RecordReader
from graph.store.base import Changes, GraphStore
from graph.store.sqlite.store import SqliteStore

MOST = 6.0  # CPU time at 4 n over that at n
LEAST_SECONDS = 0.002  # what takes less at n is measured against this
ROUNDS = 5
CHANNEL = "UZ/d/H1/customs"
HUB = "phone:+998901234567"
SEEN = Viewer(frozenset({CHANNEL}))
SIZES = (5_000, 20_000)

Read = Callable[[GraphStore], object]
READS: dict[str, Read] = {
    "first page": lambda store: store.neighbours(HUB, (), EVERYONE, limit=26),
    "first page, some channels": lambda store: store.neighbours(HUB, (), SEEN, limit=26),
    "page in the middle": lambda store: store.neighbours(HUB, (), EVERYONE, _party(2_500), 26),
    "one type": lambda store: store.neighbours(HUB, ("HAS_PHONE",), EVERYONE, limit=26),
    "page of the other end": lambda store: store.neighbours(_party(7), (), EVERYONE, limit=26),
    "counts": lambda store: store.counts(HUB, SEEN),
    "search": lambda store: store.search(question("firm 7"), (), SEEN, 25),
    "search of nothing": lambda store: store.search(question("firm nobody"), (), EVERYONE, 25),
    "get": lambda store: store.get([HUB], SEEN),
}


def _party(number: int) -> str:
    return f"party:{CHANNEL}:{number:08d}"


@pytest.fixture(scope="module")
def hubs() -> Iterator[list[GraphStore]]:
    """Two stores with a phone that so many parties have."""
    with closing(SqliteStore("sqlite:///:memory:")) as small, closing(SqliteStore("sqlite:///:memory:")) as large:
        for store, size in zip((small, large), SIZES, strict=True):
            store.ensure_schema()
            parties = [_party(number) for number in range(size)]
            store.apply(
                Changes(
                    nodes=[
                        NodeRow(party, "Party", CHANNEL, {"name": f"Firm {number % 50}"})
                        for number, party in enumerate(parties)
                    ],
                    edges=[EdgeRow(party, "HAS_PHONE", HUB, "", None, None) for party in parties],
                    channels=dict.fromkeys(parties, CHANNEL),
                )
            )
        yield [small, large]


def _ratio(small: Callable[[], object], large: Callable[[], object]) -> float:
    """CPU time of the second over that of the first, the best of some rounds: a loaded machine adds to both."""

    def seconds(work: Callable[[], object]) -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(seconds(large) / max(seconds(small), LEAST_SECONDS) for _ in range(ROUNDS))


@pytest.mark.slow
@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_four_times_as_many_neighbours_cost_at_most_six_times_as_much(hubs: list[GraphStore], read: Read) -> None:
    small, large = hubs
    assert _ratio(lambda: read(small), lambda: read(large)) <= MOST


@pytest.mark.slow
def test_a_history_of_four_times_as_many_versions_costs_at_most_six_times_as_much(
    desk_of: Callable[..., Any],
) -> None:
    readers = []
    desks = [desk_of(), desk_of()]
    for desk, versions in zip(desks, (25, 100), strict=True):
        for version in range(versions):
            row = f"1,{version},,2024-01-05,A{version},,,,1"
            desk.load(f"No,Amended,Status,Date,Shipper,Consignee,Phone,Container,Weight\n{row}\n")
        readers.append(_history_of(desk))
    assert _ratio(*readers) <= MOST


def _history_of(desk: Any) -> Callable[[], object]:
    def read() -> object:
        with desk.records.reading() as connection:
            reader = RecordReader(desk.records, connection)
            record = reader.one(desk.channel.name, "declaration", "1")
            return [reader.unit(version) for version in reader.versions(record.number)]

    return read
