"""A batch that cannot be applied fails alone: it is set aside, and the graph is that of everything else.

Faults are put at every record of a file: into the parser, into the assertions, and into the store, on both stores.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from graph.derivation import apply, chunks
from graph.derivation.assertions import Assertions, assertions
from graph.errors import StoreProblem, StoreUnavailable, TooMany, Unstorable
from graph.model import EVERYONE, EdgeRow
from graph.records import reading
from graph.records.batch import BatchState
from graph.store.base import ApplyCounts, Changes, GraphStore

Desks = Callable[..., Any]
Hash = Callable[[GraphStore], str]

HEADER = "No,Date,Amended,Status,Shipper,Consignee,Phone,Container,Weight\n"
COUNT = 24
ORDINARY = (0, COUNT // 2, COUNT - 1)
EVERY_PLACE = [
    pytest.param(place, marks=[] if place in ORDINARY else [pytest.mark.slow]) for place in range(COUNT)
]  # the ordinary suite tries the first, the last and one between


def row(number: int, consignee: str) -> str:
    return (
        f"{number},2024-01-05,,,Mill {number % 3} LLC,{consignee} {number} LLC,+9989012345{number:02},MSKU1234565,1\n"
    )


FIRST = HEADER + "".join(row(n, "Early") for n in range(COUNT)), "2024-01-31"
SECOND = HEADER + "".join(row(n, "Late") for n in range(COUNT)), "2024-02-29"
THIRD = HEADER + "".join(row(n, "Last") for n in range(COUNT, COUNT + 4)), "2024-03-31"


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def desk_of(request: pytest.FixtureRequest, embedded_desk_of: Desks) -> Desks:
    """Makes desks; with Neo4j the first one is there, and those it is compared with are embedded."""
    if request.param == "embedded":
        return embedded_desk_of
    servers = iter([request.getfixturevalue("open_neo4j")])
    return lambda *args, **kwargs: embedded_desk_of(*args, **kwargs, server=next(servers, None))


@pytest.fixture
def without_second(embedded_desk_of: Desks, graph_hash: Hash) -> str:
    """The graph of the first and the third file."""
    calm = embedded_desk_of()
    calm.load(*FIRST)
    calm.load(*THIRD)
    return graph_hash(calm.store)


def name_of(number: int) -> str:
    return f"consignment:UZ/decl/H1/customs:declaration:{number}"


@contextmanager
def refusing(desk: Any, node_id: str, error: Exception, consignee: str = "Late") -> Iterator[None]:
    """Lets the desk's store refuse to write a record as one file says it."""
    write = desk.store.apply

    def guarded(changes: Changes) -> ApplyCounts:
        is_there = any(node.id == node_id for node in changes.nodes)
        names = [str((node.properties or {}).get("name", "")) for node in changes.nodes]
        if is_there and any(name.startswith(consignee) for name in names):
            raise error
        return write(changes)  # type: ignore[no-any-return]

    desk.store.apply = guarded
    try:
        yield
    finally:
        desk.store.apply = write


def aside(desk: Any) -> list[tuple[BatchState, str]]:
    return [(batch.state, batch.problem) for batch in desk.records.batches() if not batch.counts]


# --- faults before anything counts: they are the record's rejection -------------------------------------------------


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_a_record_that_cannot_be_derived_is_its_own_rejection(
    embedded_desk_of: Desks, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    desk, calm = embedded_desk_of(), embedded_desk_of()

    def failing(record: Any, channel: Any) -> Assertions:
        if record.source_id == str(place):
            raise ValueError("no such month")
        return assertions(record, channel)

    monkeypatch.setattr(apply, "assertions", failing)
    monkeypatch.setattr(chunks, "assertions", failing)
    desk.load(*FIRST)
    assert [(r["value"], r["code"]) for r in desk.log.rejects] == [(str(place), "not_derivable")]
    monkeypatch.undo()
    text = HEADER + "".join(row(n, "Early") for n in range(COUNT) if n != place)
    calm.load(text, FIRST[1])
    assert graph_hash(desk.store) == graph_hash(calm.store)
    assert aside(desk) == []


def test_a_record_with_more_links_than_a_store_can_number_is_rejected(embedded_desk_of: Desks) -> None:
    desk = embedded_desk_of()
    containers = "|".join(f"{n:06x}" for n in range(65_537, 65_537 * 2))
    profile = desk.profile.replace(
        'container: {column: Container, split: ","}', 'seal: {column: Container, split: "|"}'
    )
    csv.field_size_limit(1 << 20)
    text = HEADER + "".join(row(n, "Early") for n in range(COUNT))
    desk.load(text + f"99,2024-01-05,,,A LLC,B LLC,,{containers},1\n", "2024-01-31", profile)
    (rejection,) = desk.log.rejects
    assert rejection["code"] == "too_many" and "65,536 links of type SEALED_WITH" in rejection["reason"]
    assert desk.store.get([name_of(99)], EVERYONE) == []


# --- faults of the store: the batch is set aside --------------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 1, 11, COUNT - 1])
@pytest.mark.parametrize("chunk", [1, 7])
def test_a_batch_that_a_store_refuses_is_set_aside_wherever_it_fails(
    desk_of: Desks, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch, without_second: str, place: int, chunk: int
) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", chunk)
    desk = desk_of()
    desk.load(*FIRST)
    with refusing(desk, name_of(place), Unstorable("the store refuses a value")):
        report = desk.apply(desk.stage(*SECOND))
        assert list(report.set_aside.values()) == [f"declaration {place}: the store refuses a value"]
        desk.load(*THIRD)
    assert aside(desk) == [(BatchState.SET_ASIDE, f"declaration {place}: the store refuses a value")]
    assert graph_hash(desk.store) == without_second


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_a_batch_is_set_aside_at_any_record_of_the_embedded_store(
    embedded_desk_of: Desks, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch, without_second: str, place: int
) -> None:
    monkeypatch.setattr(reading, "CHUNK_UNITS", 5)
    desk, calm = embedded_desk_of(), embedded_desk_of()
    desk.load(*FIRST)
    with refusing(desk, name_of(place), OverflowError("int too big to convert")):
        desk.load(*SECOND)
    desk.load(*THIRD)
    assert graph_hash(desk.store) == without_second
    assert desk.applier.resume() == [] and desk.applier.pending() == []
    calm.load(*FIRST)
    calm.load(*THIRD)
    assert desk.store.version(EVERYONE) == calm.store.version(EVERYONE)


def test_a_rebuild_tries_again_what_was_set_aside(desk_of: Desks, graph_hash: Hash, embedded_desk_of: Desks) -> None:
    desk, calm = desk_of(), embedded_desk_of()
    desk.load(*FIRST)
    with refusing(desk, name_of(3), Unstorable("not now")):
        desk.load(*SECOND)
        assert list(desk.applier.rebuild().set_aside.values()) == ["declaration 3: not now"]
    assert desk.applier.rebuild().set_aside == {} and aside(desk) == []
    calm.load(*FIRST)
    calm.load(*SECOND)
    assert graph_hash(desk.store) == graph_hash(calm.store)


def test_a_recall_takes_away_what_was_set_aside(desk_of: Desks, graph_hash: Hash) -> None:
    desk = desk_of()
    desk.load(*FIRST)
    before = graph_hash(desk.store)
    with refusing(desk, name_of(3), Unstorable("not now")):
        desk.load(*SECOND)
        (batch,) = [batch for batch in desk.records.batches() if not batch.counts]
        desk.recall(batch.no)
    assert [b.id for b in desk.records.batches()] == [desk.records.batches()[0].id]
    assert graph_hash(desk.store) == before and desk.applier.resume() == []


def test_a_version_that_a_set_aside_batch_shares_counts_by_the_other(desk_of: Desks, graph_hash: Hash) -> None:
    desk = desk_of()
    desk.load(*FIRST)
    with refusing(desk, name_of(23), Unstorable("not now")):
        desk.load(HEADER + row(22, "Early") + row(23, "Late"), "2024-02-29")
    before = graph_hash(desk.store)
    desk.load(HEADER + row(22, "Early"), "2024-03-15")
    assert graph_hash(desk.store) == before


def test_setting_aside_that_was_stopped_is_finished_by_the_next_command(
    embedded_desk_of: Desks, graph_hash: Hash, tmp_path: Any, without_second: str
) -> None:
    desk = embedded_desk_of(tmp_path)
    desk.load(*FIRST)
    (number,) = desk.stage(*SECOND)
    desk.apply([number])
    desk.records.set_state(number, BatchState.SETTING_ASIDE, "not now")  # as a kill would leave it
    batch = desk.records.batch(number)
    assert desk.open() == [f"set aside batch {batch.id} (file.csv)"]
    desk.load(*THIRD)
    assert aside(desk) == [(BatchState.SET_ASIDE, "not now")]
    assert graph_hash(desk.store) == without_second


def test_another_graph_store_leaves_out_what_was_set_aside_through_the_first(
    embedded_desk_of: Desks, graph_hash: Hash, tmp_path: Any
) -> None:
    desk = embedded_desk_of(tmp_path)
    desk.load(*FIRST)
    desk.load(*SECOND)
    before = desk.records.batches()[1]
    desk.open(graph="second.db")
    desk.records.set_state(before.no, BatchState.SETTING_ASIDE, "not now")
    desk.applier.resume()
    second = graph_hash(desk.store)
    assert len(desk.open()) == 1
    assert graph_hash(desk.store) == second


# --- faults of the machine: nothing is set aside --------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [StoreUnavailable("no answer"), StoreProblem("the disk is full"), OSError(28, "No space left"), MemoryError()],
)
def test_a_store_that_cannot_be_used_sets_nothing_aside(
    embedded_desk_of: Desks, graph_hash: Hash, error: Exception
) -> None:
    desk, calm = embedded_desk_of(), embedded_desk_of()
    desk.load(*FIRST)
    with refusing(desk, name_of(3), error), pytest.raises(type(error)):
        desk.load(*SECOND)
    assert aside(desk) == [] and len(desk.applier.resume()) == 1
    calm.load(*FIRST)
    calm.load(*SECOND)
    assert graph_hash(desk.store) == graph_hash(calm.store)


@pytest.mark.parametrize("count", [65_536, 65_537])
def test_the_embedded_store_numbers_so_many_edges_of_a_type_and_no_more(embedded_desk_of: Desks, count: int) -> None:
    desk = embedded_desk_of()
    desk.load(*FIRST)
    (node,) = desk.store.get([name_of(3)], EVERYONE)
    changes = Changes(marks={node.id: bytes(16)}, channels={node.id: node.channel})
    changes.nodes.append(_row(node))
    changes.edges += [EdgeRow(node.id, "SEALED_WITH", f"seal:{n}", "", None, None) for n in range(count)]
    if count > 65_536:
        with pytest.raises(TooMany, match="more than 65,536 links of type SEALED_WITH"):
            desk.store.apply(changes)
    else:
        assert desk.store.apply(changes).edges == count


def _row(node: Any) -> Any:
    from graph.model import NodeRow

    return NodeRow(node.id, node.type, node.channel, dict(node.properties))
