"""An answer of one moment: a writer commits between every two reads of it, and none of that is seen, or it is said."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest

from analyses.registry import all_properties
from graph.errors import Overtaken
from graph.finding import question
from graph.model import EVERYONE, EdgeRow, NodeRow, Viewer
from graph.projection.making import project
from graph.store import open_store
from graph.store.base import Changes, GraphStore
from graph.store.moment import ATTEMPTS, at_one_moment
from graph.store.sqlite.store import SqliteStore

UZ, KZ = "UZ/decl/H1/customs", "KZ/decl/H1/customs"
RECORD = f"consignment:{UZ}:declaration:1"
PHONE = "phone:+998901234567"
READS = ("get", "search", "counts", "neighbours", "edge_columns", "node_columns", "totals", "version", "channels",
         "channel_versions", "hub_register", "applied", "applied_batches", "edges_of")  # fmt: skip


def moment(name: str, channel: str = UZ) -> list[Changes]:
    """What makes a store hold one firm with a phone on one declaration, whatever it held before."""
    record, party = f"consignment:{channel}:declaration:1", f"party:{channel}:{name}"
    nodes = [
        NodeRow(record, "Consignment", channel, {"office": name}),
        NodeRow(party, "Party", channel, {"name": name, "name_folded": name.lower()}),
        NodeRow(PHONE, "Phone", "", None),
    ]
    edges = [
        EdgeRow(record, "CONSIGNED_TO", party, "", 19_000, None),
        EdgeRow(party, "HAS_PHONE", PHONE, "", None, None),
    ]
    said = Changes(nodes=nodes, edges=edges, marks={record: name.encode().ljust(16)}, channels={record: channel})
    return [Changes(gone=[record], channels={record: channel}), said]


def write(store: GraphStore, changes: Sequence[Changes]) -> None:
    for part in changes:
        store.apply(part)


class Disturbed:
    """A store into which somebody writes before each read but the first, in turn this and that."""

    def __init__(self, store: GraphStore, disturb: Callable[[], None]) -> None:
        self._store, self._disturb = store, disturb
        self.reads = 0

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._store, name)
        if name not in READS:
            return value

        def read(*args: Any, **kwargs: Any) -> Any:
            if self.reads:
                self._disturb()
            self.reads += 1
            return value(*args, **kwargs)

        return read


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def stores(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[tuple[GraphStore, GraphStore]]:
    """A store as its reader and as its writer have it open."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'graph.db'}"
        with closing(open_store(url)) as reader, closing(open_store(url)) as writer:
            yield reader, writer
        return
    open_neo4j = request.getfixturevalue("open_neo4j")
    with closing(open_neo4j()) as writer, closing(type(writer)(writer.url, writer.login)) as reader:
        yield reader, writer


def everything(store: GraphStore) -> list[Any]:
    """What a page about a firm and an analysis of it read, one read after the other."""
    p = project(store, EVERYONE, all_properties())
    node = store.neighbours(PHONE, (), EVERYONE)[0].node
    return [
        store.version(EVERYONE),
        store.search(question("firma"), (), EVERYONE, 5) or store.search(question("house"), (), EVERYONE, 5),
        node,
        store.counts(node.id, EVERYONE),
        store.get([node.id, RECORD], EVERYONE),
        [neighbour.node.id for neighbour in store.neighbours(node.id, (), EVERYONE)],
        list(p.iter_edges()),
        [p.label(number) for number in range(len(p.ids))],
        p.version,
        store.applied([RECORD]),
        store.edges_of([RECORD]),
        store.totals(EVERYONE),
    ]


def test_a_writer_between_every_two_reads_is_not_seen_or_it_is_said(stores: tuple[GraphStore, GraphStore]) -> None:
    reader, writer = stores
    write(writer, moment("House"))
    other = everything(reader)
    write(writer, moment("Firma"))
    before = everything(reader)
    turns = iter(("House", "Firma") * 1_000)
    disturbed = Disturbed(reader, lambda: write(writer, moment(next(turns))))
    if isinstance(reader, SqliteStore):
        assert at_one_moment(disturbed, EVERYONE, lambda: everything(disturbed)) == before
    else:
        with pytest.raises(Overtaken, match="was written to while it was read"):
            at_one_moment(disturbed, EVERYONE, lambda: everything(disturbed))
    assert disturbed.reads > 10
    write(writer, moment("House"))
    assert everything(reader) == other, "nothing was left open"


def test_where_the_writer_has_ended_the_answer_is_that_of_the_end(stores: tuple[GraphStore, GraphStore]) -> None:
    reader, writer = stores
    write(writer, moment("Firma"))
    begun = everything(reader)
    turns = ["Firma", "House"] * 3

    def disturb() -> None:
        if turns:
            write(writer, moment(turns.pop(0)))

    disturbed = Disturbed(reader, disturb)
    answer = at_one_moment(disturbed, EVERYONE, lambda: everything(disturbed))
    assert not turns and answer == (begun if isinstance(reader, SqliteStore) else everything(reader))


def test_what_a_viewer_does_not_see_overtakes_nobody(stores: tuple[GraphStore, GraphStore]) -> None:
    reader, writer = stores
    write(writer, moment("Firma"))
    turns = iter(("House", "Firma") * 1_000)
    disturbed = Disturbed(reader, lambda: write(writer, moment(next(turns), KZ)))
    viewer = Viewer(frozenset({UZ}))
    read = lambda: [disturbed.totals(viewer), disturbed.version(viewer), disturbed.totals(viewer)]  # noqa: E731
    answer = at_one_moment(disturbed, viewer, read)
    assert answer[0] == answer[2] and disturbed.reads == 3


def test_snapshots_may_be_nested(stores: tuple[GraphStore, GraphStore]) -> None:
    reader, writer = stores
    write(writer, moment("Firma"))
    with reader.snapshot(EVERYONE):
        with reader.snapshot(EVERYONE):
            before = reader.version(EVERYONE)
        assert reader.version(EVERYONE) == before
    write(writer, moment("House"))
    assert reader.version(EVERYONE) != before


def test_a_fault_in_a_snapshot_ends_it(stores: tuple[GraphStore, GraphStore]) -> None:
    reader, writer = stores
    with pytest.raises(ZeroDivisionError), reader.snapshot(EVERYONE):
        raise ZeroDivisionError
    write(reader, moment("Firma"))
    assert writer.totals(EVERYONE) == reader.totals(EVERYONE)


def test_it_is_asked_three_times(stores: tuple[GraphStore, GraphStore]) -> None:
    reader, _ = stores
    asked = 0

    def read() -> None:
        nonlocal asked
        asked += 1
        raise Overtaken("again")

    with pytest.raises(Overtaken):
        at_one_moment(reader, EVERYONE, read)
    assert asked == ATTEMPTS == 3
