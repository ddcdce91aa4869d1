"""The contract of a graph store: what the protocol promises, on every implementation.

One file, because a store keeps the whole contract or is none.
"""

from collections.abc import Callable

import pytest

from graph.errors import BadValue, StoreProblem
from graph.finding import question
from graph.model import EVERYONE, UNDATED, Edge, EdgeKey, EdgeRow, Node, NodeRow, Viewer, day_number, day_text, edge_id
from graph.schema import EDGE_TYPES, TYPE_OF_PREFIX
from graph.store.base import ApplyCounts, Changes, GraphStore, Neighbour

UZ, KZ = "UZ/import/H1/customs", "KZ/import/H2/customs"
OF_UZ, OF_KZ, OF_NOBODY = Viewer(frozenset({UZ})), Viewer(frozenset({KZ})), Viewer(frozenset())
V1, V2 = b"1" * 16, b"2" * 16
C1, C2 = "container:MSKU1234565", "container:TGHU7654321"
DAY = day_number("2024-03-05")


def consignment(number: str, channel: str = UZ) -> str:
    return f"consignment:{channel}:declaration:{number}"


def edge(owner: str, kind: str, target: str, role: str = "", on: int | None = DAY) -> EdgeRow:
    return EdgeRow(owner, kind, target, role, on, None)


def say(
    record: str,
    *edges: EdgeRow,
    channel: str = UZ,
    version: bytes = V1,
    name: str = "",
    into: Changes | None = None,
    **properties: object,
) -> Changes:
    """Adds a record with its own edges, and those of its inline parties, to changes; targets get their nodes."""
    changes = Changes() if into is None else into
    changes.nodes.append(NodeRow(record, _type(record), channel, {**properties, **({"name": name} if name else {})}))
    for one in edges:
        is_party = one.target.startswith("party:")
        changes.nodes.append(NodeRow(one.target, _type(one.target), channel if is_party else "", None))
    changes.edges += edges
    changes.marks[record] = version
    changes.channels[record] = channel
    return changes


def gone(*records: str, channel: str = UZ) -> Changes:
    return Changes(gone=list(records), channels=dict.fromkeys(records, channel))


def _type(node_id: str) -> str:
    return TYPE_OF_PREFIX[node_id.partition(":")[0]]


def in_container(number: str, container: str = C1, channel: str = UZ) -> Changes:
    """A consignment in one container."""
    record = consignment(number, channel)
    return say(record, edge(record, "IN_CONTAINER", container), channel=channel)


def with_party(number: str, phone: str = "phone:+998901234567", particulars: str = "aa") -> Changes:
    """A consignment for an inline party that has a phone."""
    record, party = consignment(number), f"party:{UZ}:{particulars}"
    changes = say(record, edge(record, "CONSIGNED_TO", party), edge(party, "HAS_PHONE", phone, on=None))
    changes.nodes = [NodeRow(n.id, n.type, n.channel, {"name": "Silk"}) if n.id == party else n for n in changes.nodes]
    return changes


def ids_of(store: GraphStore, *ids: str, viewer: Viewer = EVERYONE) -> list[str]:
    return [node.id for node in store.get(ids, viewer)]


# --- schema, binding, derivation -----------------------------------------------------------------------------------


def test_the_schema_may_be_made_twice(store: GraphStore) -> None:
    store.apply(in_container("1"))
    store.ensure_schema()
    assert ids_of(store, C1) == [C1]


def test_an_empty_store_answers_everything(store: GraphStore) -> None:
    columns = store.edge_columns((), EVERYONE)
    assert columns.ids == [] and len(columns.source) == len(columns.role) == 0
    assert store.node_columns("Party", ("name",), EVERYONE).properties == {"name": []}
    assert store.totals(EVERYONE).nodes == store.totals(EVERYONE).edges == {}
    assert store.get([C1], EVERYONE) == store.neighbours(C1, (), EVERYONE) == store.channels() == []
    assert store.counts(C1, EVERYONE) == store.applied([C1]) == {}
    assert store.search(question("silk"), (), EVERYONE, 10) == []
    assert store.applied_batches() == frozenset() and list(store.all_applied()) == []
    assert store.derivation() == "" and store.hub_register().version == 0


def test_nothing_to_change_changes_nothing(store: GraphStore) -> None:
    before = store.version(EVERYONE)
    assert store.apply(Changes()) == ApplyCounts()
    assert store.version(EVERYONE) == before


def test_it_keeps_one_record_store_and_refuses_another(store: GraphStore) -> None:
    store.bind("first")
    store.bind("first")
    with pytest.raises(StoreProblem, match="another record store"):
        store.bind("second")
    store.bind("first")


def test_it_keeps_the_derivation_mark(store: GraphStore) -> None:
    store.set_derivation("a")
    store.set_derivation("b")
    assert store.derivation() == "b"


def test_it_keeps_the_marks_of_applied_batches(store: GraphStore) -> None:
    store.mark_batch("three", True)
    store.mark_batch("five", True)
    store.mark_batch("five", True)
    store.mark_batch("three", False)
    assert store.applied_batches() == frozenset({"five"})


# --- apply ---------------------------------------------------------------------------------------------------------


def test_a_record_is_kept_with_its_properties_edges_and_mark(store: GraphStore) -> None:
    record = consignment("1")
    row = EdgeRow(record, "IN_CONTAINER", C1, "", DAY, {"tare_weight_kg": 2200})
    counts = store.apply(say(record, row, gross_weight_kg=12.5, flags=["контейнер"]))
    assert counts == ApplyCounts(nodes=2, edges=1)
    assert store.get([record], EVERYONE) == [
        Node(record, "Consignment", UZ, {"gross_weight_kg": 12.5, "flags": ["контейнер"]})
    ]
    assert store.edges_of([record]) == {record: [row]}
    assert store.applied([record, consignment("2")]) == {record: V1}


def test_an_edge_between_the_same_nodes_may_have_two_types_and_two_roles(store: GraphStore) -> None:
    record, party = consignment("1"), f"party:{UZ}:aa"
    edges = [
        edge(record, "CONSIGNED_TO", party),
        edge(record, "CONSIGNED_TO", party, "buyer"),
        edge(record, "NOTIFIES", party),
    ]
    store.apply(say(record, *edges))
    assert sorted(store.edges_of([record])[record]) == sorted(edges)


def test_applying_the_same_again_changes_nothing(store: GraphStore, graph_hash: Callable[[GraphStore], str]) -> None:
    store.apply(with_party("1"))
    before = graph_hash(store), store.version(EVERYONE)
    store.apply(with_party("1"))
    assert (graph_hash(store), store.version(EVERYONE)) == before


def test_an_update_replaces_properties(store: GraphStore) -> None:
    record = consignment("1")
    store.apply(say(record, office="Termez", packages=3))
    store.apply(say(record, version=V2, office="Alat"))
    assert store.get([record], EVERYONE)[0].properties == {"office": "Alat"}
    store.apply(say(record, version=V1))
    assert store.get([record], EVERYONE)[0].properties == {}


def test_an_update_keeps_adds_and_removes_edges(store: GraphStore) -> None:
    record = consignment("1")
    store.apply(say(record, edge(record, "IN_CONTAINER", C1), edge(record, "SEALED_WITH", "seal:A1")))
    changes = say(record, edge(record, "IN_CONTAINER", C2), edge(record, "SEALED_WITH", "seal:A1"), version=V2)
    changes.removed = [EdgeKey(record, "IN_CONTAINER", C1, "")]
    store.apply(changes)
    assert sorted(store.edges_of([record])[record]) == [
        edge(record, "IN_CONTAINER", C2),
        edge(record, "SEALED_WITH", "seal:A1"),
    ]
    assert store.applied([record]) == {record: V2}
    assert ids_of(store, C1) == []


def test_an_update_changes_the_day_and_properties_of_an_edge_that_stays(store: GraphStore) -> None:
    record = consignment("1")
    store.apply(say(record, edge(record, "IN_CONTAINER", C1)))
    later = EdgeRow(record, "IN_CONTAINER", C1, "", DAY + 1, {"until": "2024-04-01"})
    store.apply(say(record, later, version=V2))
    assert store.edges_of([record])[record] == [later]


def test_removing_one_role_of_an_edge_leaves_the_other(store: GraphStore) -> None:
    record, party = consignment("1"), f"party:{UZ}:aa"
    store.apply(say(record, edge(record, "CONSIGNED_TO", party), edge(record, "CONSIGNED_TO", party, "buyer")))
    store.apply(
        Changes(
            removed=[EdgeKey(record, "CONSIGNED_TO", party, "buyer")], marks={record: V2}, channels={record: UZ},
            nodes=[NodeRow(record, "Consignment", UZ, None)],
        )
    )  # fmt: skip
    assert store.edges_of([record])[record] == [edge(record, "CONSIGNED_TO", party)]


def test_removing_an_edge_that_is_not_there_is_no_fault(store: GraphStore) -> None:
    store.apply(in_container("1"))
    keys = [EdgeKey(consignment("1"), "IN_CONTAINER", C2, ""), EdgeKey(consignment("9"), "NOTIFIES", "party:x:1", "")]
    assert store.apply(Changes(removed=keys)) == ApplyCounts()


def test_a_gone_record_loses_node_edges_and_mark(store: GraphStore) -> None:
    record = consignment("1")
    store.apply(in_container("1"))
    store.apply(in_container("2"))
    counts = store.apply(gone(record))
    assert counts == ApplyCounts(removed_nodes=1, removed_edges=1)
    assert ids_of(store, record, C1) == [C1]
    assert store.edges_of([record]) == {record: []}
    assert store.applied([record]) == {}
    assert list(store.all_applied()) == [(consignment("2"), UZ)]


def test_a_gone_record_that_was_never_here_is_no_fault(store: GraphStore) -> None:
    assert store.apply(gone(consignment("1"))) == ApplyCounts()
    assert store.channels() == []


def test_a_shared_node_goes_with_its_last_edge(store: GraphStore) -> None:
    store.apply(in_container("1"))
    store.apply(in_container("2", channel=KZ))
    store.apply(gone(consignment("1")))
    assert ids_of(store, C1) == [C1]
    counts = store.apply(gone(consignment("2", KZ), channel=KZ))
    assert counts == ApplyCounts(removed_nodes=2, removed_edges=1)
    assert ids_of(store, C1) == []
    assert store.totals(EVERYONE).nodes == {}


def test_an_inline_party_goes_with_its_last_mention_and_takes_along_what_it_alone_has(store: GraphStore) -> None:
    party, phone = f"party:{UZ}:aa", "phone:+998901234567"
    store.apply(with_party("1"))
    store.apply(with_party("2"))
    store.apply(gone(consignment("1")))
    assert ids_of(store, party, phone) == [party, phone]
    store.apply(gone(consignment("2")))
    assert ids_of(store, party, phone) == []
    assert store.search(question("silk"), (), EVERYONE, 10) == []


def test_what_another_still_mentions_survives_the_party(store: GraphStore) -> None:
    phone = "phone:+998901234567"
    store.apply(with_party("1"))
    other, record = f"party:{KZ}:bb", consignment("7", KZ)
    changes = say(record, edge(record, "CONSIGNED_TO", other), edge(other, "HAS_PHONE", phone, on=None), channel=KZ)
    store.apply(changes)
    store.apply(gone(consignment("1")))
    assert ids_of(store, phone, f"party:{UZ}:aa", other) == [phone, other]


def test_a_revived_party_gets_its_edges_again(store: GraphStore, graph_hash: Callable[[GraphStore], str]) -> None:
    store.apply(with_party("1"))
    before = graph_hash(store)
    store.apply(gone(consignment("1")))
    store.apply(with_party("1"))
    assert graph_hash(store) == before
    assert [n.id for n in store.search(question("silk"), (), EVERYONE, 10)] == [f"party:{UZ}:aa"]


def test_a_party_that_is_let_go_and_mentioned_in_one_transaction_stays_whole(store: GraphStore) -> None:
    party = f"party:{UZ}:aa"
    store.apply(with_party("1"))
    changes = with_party("2")
    changes.gone = [consignment("1")]
    changes.channels[consignment("1")] = UZ
    store.apply(changes)
    assert [e.type for e in store.edges_of([party])[party]] == ["HAS_PHONE"]
    assert ids_of(store, consignment("1"), party) == [party]


def test_a_party_known_already_does_not_get_its_edges_twice(store: GraphStore) -> None:
    store.apply(with_party("1"))
    store.apply(with_party("2"))
    assert len(store.edges_of([f"party:{UZ}:aa"])[f"party:{UZ}:aa"]) == 1


def test_many_edges_of_one_record_come_and_go_singly(store: GraphStore) -> None:
    record = consignment("1")
    seals = [f"seal:{n:03}" for n in range(300)]
    store.apply(say(record, *(edge(record, "SEALED_WITH", seal) for seal in seals)))
    kept = [*seals[1::2], "seal:X"]
    changes = say(record, *(edge(record, "SEALED_WITH", seal) for seal in kept), version=V2)
    changes.removed = [EdgeKey(record, "SEALED_WITH", seal, "") for seal in seals[::2]]
    store.apply(changes)
    assert sorted(e.target for e in store.edges_of([record])[record]) == sorted(kept)
    assert store.totals(EVERYONE).nodes["Seal"] == 151


def test_a_failing_transaction_leaves_nothing_and_the_next_one_works(
    open_empty: Callable[[], GraphStore], graph_hash: Callable[[GraphStore], str]
) -> None:
    store, calm = open_empty(), open_empty()
    record, party = consignment("1"), f"party:{UZ}:aa"
    wrong = say(record, edge(record, "CONSIGNED_TO", party, "buyer"), edge(record, "IN_CONTAINER", C1))
    wrong.marks[consignment("2")] = V1  # a record without a node
    wrong.channels[consignment("2")] = UZ
    before = graph_hash(store), store.version(EVERYONE), store.channels()
    with pytest.raises(KeyError):
        store.apply(wrong)
    assert (graph_hash(store), store.version(EVERYONE), store.channels()) == before
    right = say(record, edge(record, "CONSIGNED_TO", party, "buyer"))
    store.apply(right)
    calm.apply(right)
    assert graph_hash(store) == graph_hash(calm)
    assert store.neighbours(party, (), EVERYONE) == calm.neighbours(party, (), EVERYONE)


# --- reading one thing ---------------------------------------------------------------------------------------------


def test_edges_of_tells_owners_without_edges_too(store: GraphStore) -> None:
    store.apply(in_container("1"))
    assert store.edges_of([C1, "party:none", consignment("1")]) == {
        C1: [],
        "party:none": [],
        consignment("1"): [edge(consignment("1"), "IN_CONTAINER", C1)],
    }


def test_get_answers_in_the_order_asked_and_leaves_out_what_is_absent(store: GraphStore) -> None:
    store.apply(in_container("1"))
    assert ids_of(store, consignment("1"), "phone:+1", C1) == [consignment("1"), C1]
    assert ids_of(store, C1, consignment("1")) == [C1, consignment("1")]


def test_a_record_is_visible_by_its_channel_and_a_shared_node_by_an_edge(store: GraphStore) -> None:
    store.apply(in_container("1", C1))
    store.apply(in_container("2", C2, channel=KZ))
    wanted = (consignment("1"), consignment("2", KZ), C1, C2)
    assert ids_of(store, *wanted, viewer=OF_UZ) == [consignment("1"), C1]
    assert ids_of(store, *wanted, viewer=OF_KZ) == [consignment("2", KZ), C2]
    assert ids_of(store, *wanted, viewer=OF_NOBODY) == []
    assert ids_of(store, *wanted, viewer=Viewer(frozenset({UZ, KZ, "none"}))) == list(wanted)


def test_a_shared_node_has_neither_channel_nor_properties(store: GraphStore) -> None:
    store.apply(in_container("1"))
    assert store.get([C1], OF_UZ) == [Node(C1, "Container", "", {})]


def test_ids_may_hold_any_script_and_any_sign(store: GraphStore) -> None:
    odd = consignment("№ 10/'\"\\%_;--ж\u4e2d\U0001f600")
    store.apply(say(odd, edge(odd, "IN_CONTAINER", C1)))
    assert ids_of(store, odd) == [odd]
    assert [n.node.id for n in store.neighbours(C1, (), EVERYONE)] == [odd]
    store.apply(gone(odd))
    assert ids_of(store, odd, C1) == []


# --- search --------------------------------------------------------------------------------------------------------


def named(store: GraphStore, channel: str = UZ, **names: str) -> None:
    """One inline party a name; the keyword is its key."""
    for key, name in names.items():
        record, party = consignment(key, channel), f"party:{channel}:{key}"
        changes = say(record, edge(record, "CONSIGNED_TO", party), channel=channel)
        changes.nodes[1] = NodeRow(party, "Party", channel, {"name": name})
        store.apply(changes)


def found(store: GraphStore, text: str, viewer: Viewer = EVERYONE, limit: int = 10, types: tuple[str, ...] = ()) -> str:
    """The keys of the parties found, in the order of the answer."""
    return "".join(node.id.rpartition(":")[2] for node in store.search(question(text), types, viewer, limit))


def test_search_finds_every_word_by_its_beginning(store: GraphStore) -> None:
    named(store, a="Silk Road Trading", b="Silk Way", c="Road Works")
    assert found(store, "silk") == "ab"
    assert found(store, "road sil") == "a"
    assert found(store, "ilk") == ""
    assert found(store, "SILK  way") == "b"


def test_search_finds_other_scripts_and_accents(store: GraphStore) -> None:
    named(store, a="ООО Шелковый путь", b="Gülşen Ticaret", c="شركة النور")
    assert found(store, "шелковый") == "a"
    assert found(store, "Shelkovyy put") == "a"
    assert found(store, "gülşen tic") == "b"
    assert found(store, "النور") == "c"


@pytest.mark.parametrize("text", ["", "  ", "---", "___", '"', "'", "*", "a AND", "NEAR(", "name:silk OR", "\x00"])
def test_search_text_is_never_a_query_language(store: GraphStore, text: str) -> None:
    named(store, a="Silk")
    assert found(store, text) == ""


def test_search_keeps_to_the_types_asked(store: GraphStore) -> None:
    named(store, a="Silk")
    assert found(store, "silk", types=("Party", "Consignment")) == "a"
    assert found(store, "silk", types=("Consignment",)) == ""


def test_search_answers_by_id_and_limits_after_the_filter(store: GraphStore) -> None:
    named(store, KZ, a="Silk", b="Silk", c="Silk")
    named(store, UZ, z="Silk", y="Silk Silk Silk", x="Silk and very many words more")
    assert found(store, "silk", OF_UZ, 2) == "xy"
    assert found(store, "silk", OF_KZ, 2) == "ab"
    assert found(store, "silk", EVERYONE, 4) == "abcx"
    assert found(store, "silk", OF_NOBODY) == ""


def test_search_follows_a_changed_name(store: GraphStore) -> None:
    record = f"party:{UZ}:party:7"
    store.apply(say(record, name="Silk Road", version=V1))
    store.apply(say(record, name="Amber Road", version=V2))
    assert found(store, "silk") == "" and found(store, "amber") == "7"
    store.apply(say(record, version=V1))
    assert found(store, "road") == ""


# --- counts and neighbours -----------------------------------------------------------------------------------------


def test_counts_tell_edges_by_type_and_direction(store: GraphStore) -> None:
    store.apply(with_party("1"))
    store.apply(with_party("2"))
    assert store.counts(f"party:{UZ}:aa", EVERYONE) == {("CONSIGNED_TO", False): 2, ("HAS_PHONE", True): 1}
    assert store.counts(f"party:{UZ}:aa", OF_KZ) == {}
    assert store.counts("party:none", EVERYONE) == {}


def test_counts_at_a_shared_node_are_those_of_the_viewer(store: GraphStore) -> None:
    store.apply(in_container("1"))
    for number in ("2", "3"):
        store.apply(in_container(number, channel=KZ))
    assert store.counts(C1, OF_UZ) == {("IN_CONTAINER", False): 1}
    assert store.counts(C1, OF_KZ) == {("IN_CONTAINER", False): 2}
    assert store.counts(C1, EVERYONE) == {("IN_CONTAINER", False): 3}


def test_a_neighbour_comes_with_its_edge_in_words(store: GraphStore) -> None:
    record = consignment("1")
    store.apply(
        say(record, EdgeRow(record, "ON_VEHICLE", "vehicle:UZ:01777AAA", "trailer", DAY, {"at": "x"}), office="T")
    )
    told = Edge(record, "ON_VEHICLE", "vehicle:UZ:01777AAA", UZ, "trailer", "2024-03-05", {"at": "x"})
    assert store.neighbours(record, (), EVERYONE) == [
        Neighbour(told, Node("vehicle:UZ:01777AAA", "Vehicle"), outward=True)
    ]
    assert store.neighbours("vehicle:UZ:01777AAA", (), OF_UZ) == [
        Neighbour(told, Node(record, "Consignment", UZ, {"office": "T"}), outward=False)
    ]
    assert told.id == edge_id(record, "ON_VEHICLE", "trailer", "vehicle:UZ:01777AAA")


def test_an_undated_edge_has_no_day(store: GraphStore) -> None:
    store.apply(with_party("1"))
    assert store.neighbours("phone:+998901234567", (), EVERYONE)[0].edge.on is None


def test_neighbours_are_paged_by_the_id_of_the_other_end(store: GraphStore) -> None:
    for number in ("5", "1", "3", "2", "4"):
        store.apply(in_container(number))
    seen: list[str] = []
    while page := store.neighbours(C1, (), EVERYONE, after=seen[-1] if seen else "", limit=2):
        assert len(page) <= 2
        seen += [one.node.id for one in page]
    assert seen == [consignment(number) for number in "12345"]


def test_a_page_never_cuts_between_the_edges_to_one_node(store: GraphStore) -> None:
    record, party = consignment("1"), f"party:{UZ}:aa"
    store.apply(
        say(
            record,
            edge(record, "SHIPPED_BY", party),
            edge(record, "CONSIGNED_TO", party, "buyer"),
            edge(record, "CONSIGNED_TO", party),
            edge(record, "SEALED_WITH", "seal:1"),
        )
    )
    page = store.neighbours(record, (), EVERYONE, limit=1)
    assert [(n.edge.type, n.edge.role) for n in page] == [
        ("CONSIGNED_TO", ""),
        ("CONSIGNED_TO", "buyer"),
        ("SHIPPED_BY", ""),
    ]
    assert [n.node.id for n in store.neighbours(record, (), EVERYONE, after=party)] == ["seal:1"]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pages_hold_every_edge_once_where_many_lead_to_one_end_and_both_ways(store: GraphStore, limit: int) -> None:
    party = f"party:{UZ}:aa"
    changes = Changes()
    for number in range(6):
        record = consignment(str(number))
        roles = [edge(record, "CONSIGNED_TO", party, f"role {n}") for n in range(6 * (number % 2) + 1)]
        say(record, *roles, edge(record, "SHIPPED_BY", party), into=changes)
    mine = [edge(party, "HAS_ADDRESS", f"address:{n}", on=None) for n in range(3)]
    mine += [
        edge(party, "HAS_PHONE", f"phone:+9989012345{n}", f"role {k}", None) for n in range(3) for k in range(n + 1)
    ]
    changes.nodes += [NodeRow(one.target, _type(one.target), "", None) for one in mine]
    changes.edges += mine
    store.apply(changes)
    everything = store.neighbours(party, (), EVERYONE, limit=1000)
    assert len(everything) == len(changes.edges)
    pages: list[Neighbour] = []
    while page := store.neighbours(party, (), EVERYONE, after=pages[-1].node.id if pages else "", limit=limit):
        assert len({neighbour.node.id for neighbour in page}) <= limit
        pages += page
    assert pages == everything


def test_neighbours_keep_to_the_types_and_the_viewer(store: GraphStore) -> None:
    store.apply(with_party("1"))
    store.apply(in_container("2", channel=KZ))
    store.apply(in_container("3", channel=UZ))
    party = f"party:{UZ}:aa"
    assert [n.edge.type for n in store.neighbours(party, ("HAS_PHONE",), EVERYONE)] == ["HAS_PHONE"]
    assert [n.node.id for n in store.neighbours(C1, (), OF_UZ)] == [consignment("3")]
    assert store.neighbours(party, (), OF_KZ) == []


# --- columns and totals --------------------------------------------------------------------------------------------


def test_edge_columns_are_sorted_by_text_id_type_role_and_target(store: GraphStore) -> None:
    two, one, party = consignment("2"), consignment("1"), f"party:{UZ}:aa"
    store.apply(say(two, edge(two, "SEALED_WITH", "seal:B"), edge(two, "SEALED_WITH", "seal:A")))
    store.apply(
        say(
            one,
            edge(one, "CONSIGNED_TO", party, "buyer"),
            edge(one, "CONSIGNED_TO", party),
            edge(one, "SHIPPED_BY", party, on=None),
        )
    )
    c = store.edge_columns((), EVERYONE)
    assert c.ids == [one, two, party, "seal:A", "seal:B"]
    roles = [c.roles[role] for role in c.role]
    rows = zip(c.source.tolist(), c.type.tolist(), roles, c.target.tolist(), c.on.tolist(), strict=True)
    number = {name: t.number for name, t in EDGE_TYPES.items()}
    assert list(rows) == [
        (0, number["SHIPPED_BY"], "", 2, UNDATED),
        (0, number["CONSIGNED_TO"], "", 2, DAY),
        (0, number["CONSIGNED_TO"], "buyer", 2, DAY),
        (1, number["SEALED_WITH"], "", 3, DAY),
        (1, number["SEALED_WITH"], "", 4, DAY),
    ]
    assert [a.dtype.str for a in (c.source, c.target, c.on, c.type)] == ["<i4", "<i4", "<i4", "|u1"]
    assert day_text(DAY) == "2024-03-05"


def test_edge_columns_hold_the_asked_types_and_their_ends_alone(store: GraphStore) -> None:
    store.apply(with_party("1"))
    assert store.edge_columns(("HAS_PHONE",), EVERYONE).ids == [f"party:{UZ}:aa", "phone:+998901234567"]
    assert store.edge_columns(("NOTIFIES",), EVERYONE).ids == []
    assert store.edge_columns((), OF_KZ).ids == []


def test_node_columns_list_the_visible_nodes_of_a_type(store: GraphStore) -> None:
    store.apply(say(consignment("2"), office="Termez"))
    store.apply(say(consignment("1"), packages=3))
    store.apply(say(consignment("0", KZ), channel=KZ, office="Alat"))
    columns = store.node_columns("Consignment", ("office", "packages"), OF_UZ)
    assert columns.ids == [consignment("1"), consignment("2")]
    assert columns.properties == {"office": [None, "Termez"], "packages": [3, None]}
    assert store.node_columns("Consignment", (), EVERYONE).ids == [consignment("0", KZ), *columns.ids]


def test_node_columns_of_a_shared_type_hold_what_a_visible_edge_touches(store: GraphStore) -> None:
    store.apply(in_container("1", C1))
    store.apply(in_container("2", C2, channel=KZ))
    assert store.node_columns("Container", (), OF_UZ).ids == [C1]
    assert store.node_columns("Container", (), EVERYONE).ids == [C1, C2]


def test_edge_columns_tell_the_channel_and_the_weight_of_each_edge(store: GraphStore) -> None:
    weighted = edge(consignment("1"), "CONSIGNED_TO", f"party:{UZ}:aa")._replace(properties={"weight": 2.5})
    store.apply(say(consignment("1"), weighted, edge(consignment("1"), "CONSIGNED_TO", f"party:{UZ}:bb")))
    store.apply(in_container("2", channel=KZ))
    c = store.edge_columns((), EVERYONE)
    assert [(c.channels[number], weight) for number, weight in zip(c.channel, c.weight.tolist(), strict=True)] == [
        (KZ, 1.0),
        (UZ, 2.5),
        (UZ, 1.0),
    ]
    assert (c.weight.dtype.str, c.channel.dtype.str, c.role.dtype.str) == ("<f4", "<u2", "<u2")
    assert store.edge_columns((), OF_UZ).channels == (UZ,)


def test_node_columns_hold_numbers_texts_and_json_of_what_is_nested(store: GraphStore) -> None:
    goods = [{"hs_code": "0902", "description": 'çay "Ҷой"'}]
    given = {"packages": 3, "gross_weight_kg": 0.5, "goods": goods, "transit_countries": ["KZ", "UZ"], "office": "7"}
    store.apply(say(consignment("1"), **given))
    columns = store.node_columns("Consignment", list(given), EVERYONE).properties
    assert {name: column[0] for name, column in columns.items()} == {
        "packages": 3.0,
        "gross_weight_kg": 0.5,
        "goods": '[{"description":"çay \\"Ҷой\\"","hs_code":"0902"}]',
        "transit_countries": '["KZ","UZ"]',
        "office": "7",
    }


def test_the_name_of_a_property_never_becomes_part_of_a_query(store: GraphStore) -> None:
    with pytest.raises(BadValue, match="is not the name of a property"):
        store.node_columns("Party", ("name') FROM node --",), EVERYONE)


def test_totals_count_what_the_viewer_sees(store: GraphStore) -> None:
    store.apply(with_party("1"))
    store.apply(in_container("2", channel=KZ))
    assert store.totals(EVERYONE).nodes == {"Consignment": 2, "Container": 1, "Party": 1, "Phone": 1}
    assert store.totals(EVERYONE).edges == {"CONSIGNED_TO": 1, "HAS_PHONE": 1, "IN_CONTAINER": 1}
    assert store.totals(OF_KZ).nodes == {"Consignment": 1, "Container": 1}
    assert store.totals(OF_KZ).edges == {"IN_CONTAINER": 1}
    assert store.totals(OF_NOBODY).nodes == store.totals(OF_NOBODY).edges == {}


# --- versions and channels -----------------------------------------------------------------------------------------


def test_the_version_is_the_same_for_the_same_content_by_other_transactions(
    open_empty: Callable[[], GraphStore],
) -> None:
    one, two = open_empty(), open_empty()
    one.apply(in_container("1"))
    one.apply(in_container("2", channel=KZ))
    both = in_container("2", channel=KZ)
    say(consignment("1"), edge(consignment("1"), "IN_CONTAINER", C1), into=both)
    two.apply(in_container("9"))
    two.apply(both)
    two.apply(gone(consignment("9")))
    assert one.version(EVERYONE) == two.version(EVERYONE)


def test_the_version_changes_with_a_record_and_returns_when_the_change_is_undone(store: GraphStore) -> None:
    store.apply(say(consignment("1"), version=V1))
    before = store.version(EVERYONE)
    store.apply(say(consignment("1"), version=V2))
    assert store.version(EVERYONE) != before
    store.apply(say(consignment("1"), version=V1))
    assert store.version(EVERYONE) == before
    store.apply(say(consignment("2")))
    assert store.version(EVERYONE) != before
    store.apply(gone(consignment("2")))
    assert store.version(EVERYONE) == before


def test_the_version_of_a_channel_moves_with_it_alone(store: GraphStore) -> None:
    store.apply(in_container("1"))
    store.apply(in_container("2", channel=KZ))
    before = store.channel_versions(EVERYONE)
    assert list(before) == sorted((UZ, KZ)) and store.channel_versions(OF_UZ) == {UZ: before[UZ]}
    store.apply(say(consignment("2", KZ), channel=KZ, version=V2))
    after = store.channel_versions(EVERYONE)
    assert after[UZ] == before[UZ] and after[KZ] != before[KZ]
    store.apply(gone(consignment("2", KZ), channel=KZ))
    assert store.channel_versions(EVERYONE) == {UZ: before[UZ]}


def test_the_version_of_a_viewer_does_not_move_with_what_he_does_not_see(store: GraphStore) -> None:
    store.apply(in_container("1"))
    before = store.version(OF_UZ)
    store.apply(in_container("2", channel=KZ))
    assert store.version(OF_UZ) == before
    assert len({before, store.version(OF_KZ), store.version(EVERYONE), store.version(OF_NOBODY)}) == 4


def test_a_channel_is_listed_while_it_holds_a_record(store: GraphStore) -> None:
    store.apply(in_container("1"))
    store.apply(in_container("2", channel=KZ))
    assert store.channels() == [KZ, UZ]
    store.apply(gone(consignment("1")))
    assert store.channels() == [KZ]


def test_all_applied_records_are_listed_by_id_with_their_channel(store: GraphStore) -> None:
    store.apply(in_container("2"))
    store.apply(in_container("1"))
    store.apply(in_container("3", channel=KZ))
    assert list(store.all_applied()) == [(consignment("3", KZ), KZ), (consignment("1"), UZ), (consignment("2"), UZ)]


# --- hubs, runs, wiping --------------------------------------------------------------------------------------------


def test_a_published_hub_register_replaces_the_one_before(store: GraphStore) -> None:
    assert store.publish_hubs([C1, C2]).version == 1
    assert store.publish_hubs({C2}).version == 2
    register = store.hub_register()
    assert (register.version, register.values) == (2, frozenset({C2}))
    assert store.publish_hubs([]).values == store.hub_register().values == frozenset()


def test_derived_edges_are_kept_and_removed_by_run(store: GraphStore) -> None:
    rows = [("party:2", "RESOLVED_TO", "entity:1", "{}"), ("party:1", "RESOLVED_TO", "entity:1", '{"bits":3}')]
    store.annotate("run-1", rows)
    store.annotate("run-1", rows[:1])
    store.annotate("run-2", rows[:1])
    assert store.annotations("run-1") == sorted(rows)
    assert store.remove_run("run-1") == 2
    assert store.remove_run("run-1") == 0
    assert store.annotations("run-1") == [] and store.annotations("run-2") == rows[:1]


def test_derived_edges_from_some_nodes_are_removed_alone(store: GraphStore) -> None:
    rows = [("party:1", "RESOLVED_TO", "entity:1", "{}"), ("party:2", "RESOLVED_TO", "entity:1", "{}")]
    store.annotate("run-1", rows)
    store.annotate("run-2", rows)
    assert store.remove_annotations("run-1", ["party:1", "party:3"]) == 1
    assert store.annotations("run-1") == rows[1:] and store.annotations("run-2") == rows


def test_who_is_who_beside_the_graph_changes_nothing_in_it_whatever_becomes_of_the_records(
    store: GraphStore, graph_hash: Callable[[GraphStore], str]
) -> None:
    others = with_party("2", particulars="bb")
    for changes in (with_party("1"), others):
        store.apply(changes)
    one, other = list(store.node_columns("Party", (), EVERYONE).ids)
    before = graph_hash(store), store.totals(EVERYONE)
    near = [(store.counts(party, EVERYONE), store.neighbours(party, (), EVERYONE)) for party in (one, other)]
    properties = '{"bits": 12.5, "why": "comparing them says so"}'
    store.annotate("who-is-who", [(party, "RESOLVED_TO", "entity:1", properties) for party in (one, other)])
    store.annotate("who-is-who", [(one, "POSSIBLY_SAME", other, properties)])
    assert (graph_hash(store), store.totals(EVERYONE)) == before
    assert [(store.counts(p, EVERYONE), store.neighbours(p, (), EVERYONE)) for p in (one, other)] == near
    assert store.get(["entity:1"], EVERYONE) == []
    counts = store.apply(Changes(gone=list(others.marks), channels=others.channels))
    assert ids_of(store, one, other) == [one]
    assert (counts.removed_nodes, counts.removed_edges) == (2, 2)
    assert store.remove_run("who-is-who") == 3


def test_derived_edges_are_no_part_of_the_graph(store: GraphStore) -> None:
    store.apply(in_container("1"))
    before = store.totals(EVERYONE), store.version(EVERYONE)
    store.annotate("run", [(C1, "SAME_AS", C2, "{}")])
    assert (store.totals(EVERYONE), store.version(EVERYONE)) == before


def test_wiping_empties_the_graph_and_keeps_what_it_belongs_to(store: GraphStore) -> None:
    empty = store.version(EVERYONE)
    store.bind("records")
    store.apply(with_party("1"))
    store.set_derivation("mark")
    store.mark_batch("one", True)
    store.annotate("run", [("a", "b", "c", "{}")])
    store.publish_hubs([C1])
    store.wipe()
    assert store.totals(EVERYONE).nodes == store.totals(EVERYONE).edges == {}
    assert store.derivation() == "" and store.applied_batches() == frozenset() and store.channels() == []
    assert (
        store.search(question("silk"), (), EVERYONE, 9) == store.annotations("run") == list(store.all_applied()) == []
    )
    assert store.version(EVERYONE) == empty
    assert store.hub_register().values == frozenset({C1})
    with pytest.raises(StoreProblem):
        store.bind("other")


def test_a_wiped_store_takes_the_same_graph_again(store: GraphStore, graph_hash: Callable[[GraphStore], str]) -> None:
    store.apply(with_party("1"))
    before = graph_hash(store), store.version(EVERYONE)
    store.wipe()
    store.apply(with_party("1"))
    assert (graph_hash(store), store.version(EVERYONE)) == before
