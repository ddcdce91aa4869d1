"""The contract of searching: what both stores find by words, numbers, parts of numbers and days, and for whom."""

from collections.abc import Iterator

import pytest

from graph.errors import TooMany
from graph.finding import ANY_DAY, Days, exactly, question
from graph.model import EVERYONE, EdgeRow, NodeRow, Viewer, day_number
from graph.schema import TYPE_OF_PREFIX
from graph.store import base
from graph.store.base import Changes, GraphStore, Standing

UZ, KZ = "UZ/import/H1/customs", "KZ/import/H2/customs"
OF_UZ, OF_KZ = Viewer(frozenset({UZ})), Viewer(frozenset({KZ}))
PARTY, PHONE = f"party:{UZ}:aa", "phone:+998901234567"
PLATE, DOCUMENT = "vehicle:UZ:01777AAA", "document:UZ:seizure:UZ-SZ-24-7"
CONSIGNMENT, SEIZURE = f"consignment:{UZ}:declaration:D/100", f"seizure:{UZ}:seizure:UZ-SZ-24-7"
DECLARED = "document:UZ:declaration:D/100"


def say(
    record: str, *edges: tuple[str, str, str], on: str = "2024-03-05", version: int = 1, **properties: object
) -> Changes:
    """A record with edges (owner, type, target) of a day; those of a party have none."""
    channel = record.split(":")[1]
    owners = dict.fromkeys((record, *(end for edge in edges for end in (edge[0], edge[2]))))
    nodes = [
        NodeRow(name, TYPE_OF_PREFIX[name.partition(":")[0]], channel, properties if name == record else {})
        for name in owners
        if name == record or name.startswith("party:")
    ]
    rows = [
        EdgeRow(owner, kind, target, "", day_number(on) if owner == record else None, None)
        for owner, kind, target in edges
    ]
    return Changes(nodes=nodes, edges=rows, marks={record: bytes([version]) * 16}, channels={record: channel})


@pytest.fixture
def world(store: GraphStore) -> GraphStore:
    """A consignment of a party with a phone, on a truck, seized; and another country's on the same truck."""
    store.apply(
        say(
            CONSIGNMENT,
            (CONSIGNMENT, "HAS_NUMBER", DECLARED),
            (CONSIGNMENT, "CONSIGNED_TO", PARTY),
            (CONSIGNMENT, "ON_VEHICLE", PLATE),
            (CONSIGNMENT, "ENTERED_AT", "place:UZ:alat"),
            (PARTY, "HAS_PHONE", PHONE),
            (PARTY, "HAS_ADDRESS", "address:UZ:12 amir temur"),
            goods_description="Milled rice",
        )
    )
    store.apply(
        say(SEIZURE, (SEIZURE, "HAS_NUMBER", DOCUMENT), (SEIZURE, "SEIZED_IN", DECLARED), on="2024-03-09",
            commodity="Cigarettes")
    )  # fmt: skip
    other = f"consignment:{KZ}:declaration:9"
    store.apply(
        say(other, (other, "ON_VEHICLE", PLATE), (other, "IN_CONTAINER", "container:MSKU1234565"), on="2024-05-01",
            goods_description="Secret rice")
    )  # fmt: skip
    return store


def found(store: GraphStore, text: str, viewer: Viewer = EVERYONE, days: Days = ANY_DAY, *types: str) -> list[str]:
    return [node.id for node in store.search(question(text, days), types, viewer, 50)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("UZ-SZ-24-7", [DOCUMENT, SEIZURE]),
        ("uzsz247", [DOCUMENT, SEIZURE]),
        ("D/100", [CONSIGNMENT, DECLARED]),
        ("777AA", [PLATE]),
        ("01 777 aaa", [PLATE]),
        ("34565", ["container:MSKU1234565"]),
        ("90 123 45", [PHONE]),
        ("cigar", [SEIZURE]),
        ("rice secret", [f"consignment:{KZ}:declaration:9"]),
        ("temur 12", ["address:UZ:12 amir temur"]),
        ("Alat", ["place:UZ:alat"]),
        ("nothing", []),
    ],
)
def test_numbers_words_addresses_and_places_are_found(world: GraphStore, text: str, ids: list[str]) -> None:
    assert found(world, text) == ids


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("017*", True), ("777*", False), ("*AAA", True), ("*777", False), ("01*AB", False), ("01*AA", True),
     ("*777*", True), ("*AAA*777*", False), ("*177*AAA*", True), ("*777*77AAA", False)],
)  # fmt: skip
def test_a_star_stands_for_any_signs_of_one_number(world: GraphStore, text: str, is_found: bool) -> None:
    assert found(world, text, EVERYONE, ANY_DAY, "Vehicle") == ([PLATE] if is_found else [])


def test_a_whole_number_is_told_from_one_that_holds_it(world: GraphStore) -> None:
    assert [n.id for n in world.search(exactly("777AAA"), (), EVERYONE, 9)] == []
    assert [n.id for n in world.search(exactly("01 777 AAA"), (), EVERYONE, 9)] == [PLATE]


def test_what_is_hidden_is_found_by_nothing(world: GraphStore) -> None:
    assert found(world, "secret", OF_UZ) == found(world, "34565", OF_UZ) == []
    assert found(world, "cigarettes", OF_KZ) == found(world, "90 123 45", OF_KZ) == found(world, "Alat", OF_KZ) == []
    assert found(world, "777AA", OF_KZ) == [PLATE]


@pytest.mark.parametrize(
    ("text", "days", "is_found"),
    [
        ("rice milled", Days("2024-03-05", "2024-03-05"), True),
        ("rice milled", Days("2024-03-06", None), False),
        ("777AA", Days(None, "2024-03-05"), True),
        ("90 123 45", Days("2024-03-05", "2024-03-31"), True),
        ("90 123 45", Days("2024-03-06", "2024-03-31"), False),
        ("temur", Days(None, "2024-03-04"), False),
        ("Alat", Days("2024-03-01", None), True),
    ],
)
def test_days_are_those_of_the_records_that_mention_a_node(
    world: GraphStore, text: str, days: Days, is_found: bool
) -> None:
    assert bool(found(world, text, EVERYONE, days)) == is_found


def test_days_of_hidden_records_count_for_nobody_else(world: GraphStore) -> None:
    may = Days("2024-05-01", "2024-05-31")
    assert found(world, "777AA", OF_KZ, may) == found(world, "777AA", EVERYONE, may) == [PLATE]
    assert found(world, "777AA", OF_UZ, may) == []


def test_a_corrected_record_is_found_by_what_it_says_now(world: GraphStore) -> None:
    world.apply(say(SEIZURE, (SEIZURE, "HAS_NUMBER", DOCUMENT), version=2, commodity="Pills"))
    assert found(world, "cigarettes") == [] and found(world, "pills") == [SEIZURE]


def test_what_is_gone_is_found_by_nothing(world: GraphStore) -> None:
    world.apply(Changes(gone=[CONSIGNMENT], channels={CONSIGNMENT: UZ}))
    assert found(world, "90 123 45") == found(world, "temur") == found(world, "Alat") == []
    assert found(world, "777AA") == [PLATE]
    assert world.faults() == []


def test_a_question_that_too_many_answer_is_refused(world: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in modules_that_bound():
        monkeypatch.setattr(module, "MOST_MATCHES", 1)
    with pytest.raises(TooMany, match=r"more than 1 match; add a word or more signs, name a type, or give days"):
        found(world, "rice")
    assert len(found(world, "rice", OF_UZ)) == 1


def modules_that_bound() -> Iterator[object]:
    from graph.store.neo4j import search as in_neo4j
    from graph.store.sqlite import search as in_sqlite

    yield from (base, in_neo4j, in_sqlite)


# --- standings -----------------------------------------------------------------------------------------------------


def test_standings_tell_roles_consignments_and_seizures(world: GraphStore) -> None:
    groups = [[PARTY], [PHONE], [PLATE], [DECLARED], [SEIZURE]]
    assert world.standings(groups, EVERYONE) == [
        Standing((("CONSIGNED_TO", ""),), 1, 1),
        Standing((), 1, 1),
        Standing((("ON_VEHICLE", ""),), 2, 1),
        Standing((("HAS_NUMBER", ""), ("SEIZED_IN", "")), 1, 1),
        Standing((), 0, 1),
    ]


def test_standings_count_what_the_viewer_sees(world: GraphStore) -> None:
    assert world.standings([[PLATE]], OF_KZ) == [Standing((("ON_VEHICLE", ""),), 1, 0)]
    assert world.standings([[PLATE]], OF_UZ) == [Standing((("ON_VEHICLE", ""),), 1, 1)]


def test_two_spellings_on_one_consignment_are_one_consignment(world: GraphStore) -> None:
    record, other = f"consignment:{UZ}:declaration:2", f"party:{UZ}:bb"
    world.apply(say(record, (record, "CONSIGNED_TO", PARTY), (record, "SHIPPED_BY", other)))
    both = Standing((("CONSIGNED_TO", ""), ("SHIPPED_BY", "")), 2, 1)
    assert world.standings([[PARTY, other]], EVERYONE) == [both]


def test_a_store_says_whether_it_was_ever_made(store: GraphStore) -> None:
    assert store.is_made()
