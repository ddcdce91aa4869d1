"""What is Neo4j's own: bad servers and foreign data in words, constraints, labels for Cypher users, killed commits."""

import dataclasses
import socket
from collections.abc import Callable, Iterator
from typing import Any

import neo4j
import pytest

from graph.errors import BadValue, MustRebuild, StoreProblem, StoreUnavailable
from graph.model import EVERYONE, EdgeKey, EdgeRow, NodeRow, day_number
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import Changes
from graph.store.neo4j import cypher
from graph.store.neo4j.base import LAYOUT_VERSION, Login
from graph.store.neo4j.store import Neo4jStore

pytestmark = pytest.mark.neo4j

UZ = "UZ/import/H1/customs"
RECORD, PARTY, PHONE = f"consignment:{UZ}:declaration:1", f"party:{UZ}:aa", "phone:+998901234567"
DAY = day_number("2024-03-05")


def said(*roles: str, kind: str = "company", version: bytes = b"1" * 16, removed: tuple[str, ...] = ()) -> Changes:
    """A consignment of one party in some roles."""
    return Changes(
        nodes=[
            NodeRow(RECORD, "Consignment", UZ, {"gross_weight_kg": 12.5}),
            NodeRow(PARTY, "Party", UZ, {"name": "Silk Road", "kind": kind}),
        ],
        edges=[
            *(EdgeRow(RECORD, role, PARTY, "", DAY, None) for role in roles),
            EdgeRow(PARTY, "HAS_PHONE", PHONE, "", None, None),
        ],
        removed=[EdgeKey(RECORD, role, PARTY, "") for role in removed],
        marks={RECORD: version},
        channels={RECORD: UZ},
    )


@pytest.fixture
def store(open_neo4j: Callable[[], Neo4jStore]) -> Iterator[Neo4jStore]:
    store = open_neo4j()
    yield store
    store.close()


@pytest.fixture
def ask(neo4j_driver: neo4j.Driver) -> Callable[..., list[dict[str, Any]]]:
    """Cypher as somebody with the password would write it."""

    def run(query: str, **parameters: Any) -> list[dict[str, Any]]:
        with neo4j_driver.session(database="neo4j") as session:
            return [dict(row) for row in session.run(query, parameters)]

    return run


# --- servers that cannot be used -----------------------------------------------------------------------------------


def test_a_server_that_does_not_answer_is_said_at_once() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"neo4j://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(StoreUnavailable, match=r"does not answer; start the server .*`halqa neo4j start`"):
            open_store(url, Settings.read({}))


def test_a_wrong_password_is_said_with_the_setting_to_change(store: Neo4jStore) -> None:
    settings = Settings.read({"HALQA_NEO4J_PASSWORD": "not the one"})
    with pytest.raises(StoreProblem, match=r"refuses the user or the password; set HALQA_NEO4J_USER"):
        open_store(store.url, settings)


def test_a_database_that_is_not_there_is_named_with_the_setting(store: Neo4jStore, neo4j_login: Login) -> None:
    with pytest.raises(StoreProblem, match=r"no such database; set HALQA_NEO4J_DATABASE"):
        open_store_as(store.url, dataclasses.replace(neo4j_login, database="customs"))


def open_store_as(url: str, login: Login) -> None:
    settings = Settings.read(
        {
            "HALQA_NEO4J_USER": login.user,
            "HALQA_NEO4J_PASSWORD": login.password,
            "HALQA_NEO4J_DATABASE": login.database,
        }
    )
    open_store(url, settings).close()


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadValue, match="HALQA_NEO4J_PASSWORD") as caught:
        open_store("neo4j://neo4j:secret@127.0.0.1:1")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["neo4j://", "bolt://", "neo4j://host:1/db", "neo4j://a b", "neo4j://host?x=1"])
def test_a_url_that_names_no_server_is_refused(url: str) -> None:
    with pytest.raises(BadValue, match=r"write neo4j://HOST:PORT"):
        open_store(url)


def test_an_older_server_is_refused(store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.neo4j.base.OLDEST_SERVER", (9999, 0))
    with pytest.raises(StoreProblem, match=r"runs Neo4j \S+, older than 9999\.0; use Neo4j 9999\.0 or newer"):
        store.ensure_schema()


# --- data and schema -----------------------------------------------------------------------------------------------


def test_a_database_with_other_data_is_refused_and_left_alone(
    store: Neo4jStore, ask: Callable[..., Any], neo4j_login: Login
) -> None:
    ask("MATCH (n) DETACH DELETE n")
    ask("CREATE (:Invoice {no: 1})-[:OF]->(:Customer {name: 'x'}), ()")
    with pytest.raises(StoreProblem, match=r"holds data that is not ours: Customer, Invoice; .*nothing was changed"):
        open_store_as(store.url, neo4j_login)
    assert ask("MATCH (n) RETURN count(n) AS n") == [{"n": 3}]


def test_nodes_without_a_label_are_not_ours_either(
    store: Neo4jStore, ask: Callable[..., Any], neo4j_login: Login
) -> None:
    ask("MATCH (n) DETACH DELETE n")
    ask("CREATE ()")
    with pytest.raises(StoreProblem, match="nodes without a label"):
        open_store_as(store.url, neo4j_login)


def test_wiping_leaves_nodes_of_others_beside_ours(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    store.apply(said("SHIPPED_BY"))
    ask("CREATE (:Note {text: 'mine'})")
    store.wipe()
    assert ask("MATCH (n) WHERE NOT n:HalqaStore RETURN labels(n) AS l") == [{"l": ["Note"]}]


def test_a_wipe_that_was_stopped_is_finished_by_the_next_opening(
    store: Neo4jStore, ask: Callable[..., Any], neo4j_login: Login
) -> None:
    store.apply(said("SHIPPED_BY"))
    ask("MATCH (s:HalqaStore) SET s.wiping = 'yes'")
    open_store_as(store.url, neo4j_login)
    assert store.totals(EVERYONE).nodes == {}
    assert ask("MATCH (s:HalqaStore) RETURN s.wiping AS w") == [{"w": None}]


def test_a_newer_layout_is_refused(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    ask("MATCH (s:HalqaStore) SET s.layout = '99'")
    with pytest.raises(StoreProblem, match=rf"layout version 99; this program knows up to {LAYOUT_VERSION}"):
        store.ensure_schema()


def test_a_store_of_an_older_layout_is_emptied_for_whoever_fills_it(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    store.apply(said("SHIPPED_BY"))
    ask("MATCH (s:HalqaStore) SET s.layout = '2' REMOVE s.finding")
    ask(f"DROP INDEX {cypher.NAMES_INDEX}")
    ask(f"CREATE FULLTEXT INDEX {cypher.NAMES_INDEX} FOR (n:Party) ON EACH [n.search]")
    with pytest.raises(MustRebuild, match=r"layout version 2"):
        store.ensure_schema()
    store.ensure_schema(anew=True)
    assert store.totals(EVERYONE).nodes == {}
    (index,) = ask("SHOW INDEXES YIELD name, labelsOrTypes WHERE name = $name", name=cypher.NAMES_INDEX)
    assert "Address" in index["labelsOrTypes"]


def test_a_missing_constraint_is_made_again(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    ask("DROP CONSTRAINT edge_has_phone_id")
    ask(f"DROP INDEX {cypher.NAMES_INDEX}")
    store.ensure_schema()
    assert {"edge_has_phone_id"} <= {row["name"] for row in ask("SHOW CONSTRAINTS YIELD name")}
    assert cypher.NAMES_INDEX in {row["name"] for row in ask("SHOW INDEXES YIELD name")}


def test_a_constraint_that_cannot_be_made_is_said(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    store.apply(said("SHIPPED_BY"))
    ask("DROP CONSTRAINT edge_has_phone_id")
    ask("MATCH (a)-[r:HAS_PHONE]->(b) CREATE (a)-[:HAS_PHONE {id: r.id}]->(b)")
    with pytest.raises(StoreProblem, match="holds an id twice"):
        store.ensure_schema()
    ask("MATCH ()-[r:HAS_PHONE]->() DELETE r")
    store.ensure_schema()


def test_an_edge_whose_end_is_missing_is_counted_as_missing(ask: Callable[..., Any], store: Neo4jStore) -> None:
    (row,) = ask("MERGE (n:Party {id: 'party:x:1'}) RETURN id(n) AS number")
    for is_fresh in (True, False):
        statement = cypher.write_edges("HAS_PHONE", is_fresh, False)
        lost = [row["number"], 1 << 40, "id1", UZ, None, None]
        assert ask(statement, rows=[lost]) == [{"matched": 0}]


def test_a_step_whose_edges_lost_an_end_is_not_written(store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cypher, "write_shared", lambda _: "UNWIND $rows AS r RETURN collect([r[0], -1]) AS found")
    with pytest.raises(StoreProblem, match=r"1 of 1 HAS_PHONE edges have an end that is not in the store"):
        store.apply(said("SHIPPED_BY"))
    monkeypatch.undo()
    assert store.totals(EVERYONE).nodes == {}
    store.apply(said("SHIPPED_BY"))
    assert store.totals(EVERYONE).edges == {"HAS_PHONE": 1, "SHIPPED_BY": 1}


def test_reads_may_not_write(store: Neo4jStore) -> None:
    with pytest.raises(neo4j.exceptions.ClientError, match=r"(?i)access mode"):
        store._read("CREATE (n:Note) RETURN n")


# --- what a Cypher user finds --------------------------------------------------------------------------------------


def labels_of_party(ask: Callable[..., Any]) -> list[str]:
    (row,) = ask("MATCH (p:Party {id: $id}) RETURN labels(p) AS labels", id=PARTY)
    return sorted(row["labels"])


def test_a_party_has_the_labels_of_its_kind_and_of_the_roles_seen(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    store.apply(said("SHIPPED_BY", "NOTIFIES"))
    assert labels_of_party(ask) == ["Company", "NotifyParty", "Party", "Shipper"]


def test_the_label_of_a_role_goes_with_its_last_mention(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    store.apply(said("SHIPPED_BY", "CARRIED_BY", "FORWARDED_BY"))
    store.apply(said("CARRIED_BY", "FORWARDED_BY", version=b"2" * 16, removed=("SHIPPED_BY",)))
    assert labels_of_party(ask) == ["Carrier", "Company", "Party"]
    store.apply(said("CARRIED_BY", version=b"3" * 16, removed=("FORWARDED_BY",)))
    assert labels_of_party(ask) == ["Carrier", "Company", "Party"]


def test_a_registered_party_that_changes_its_kind_changes_its_label(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    for kind, version in (("person", b"1" * 16), ("company", b"2" * 16), ("", b"3" * 16)):
        node = NodeRow(PARTY, "Party", UZ, {"kind": kind} if kind else None)
        store.apply(Changes(nodes=[node], marks={PARTY: version}, channels={PARTY: UZ}))
        assert labels_of_party(ask) == sorted(["Party", *([kind.capitalize()] if kind else [])])


def test_edges_carry_id_channel_and_day_in_words(store: Neo4jStore, ask: Callable[..., Any]) -> None:
    store.apply(said("SHIPPED_BY"))
    (row,) = ask("MATCH (:Consignment)-[r:SHIPPED_BY]->() RETURN properties(r) AS r, date(r.on) AS day")
    (edge,) = (n.edge for n in store.neighbours(RECORD, ("SHIPPED_BY",), EVERYONE))
    assert row["r"] == {"id": edge.id, "channel": UZ, "on": "2024-03-05"}
    assert row["day"].to_native().isoformat() == "2024-03-05"


# --- commits whose outcome is unknown ------------------------------------------------------------------------------


class LosesTheAnswer(neo4j.Session):
    """A session that commits, and then loses the connection before the answer, as often as it is told."""

    left = 0

    def execute_write(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().execute_write(*args, **kwargs)
        if LosesTheAnswer.left:
            LosesTheAnswer.left -= 1
            raise neo4j.exceptions.IncompleteCommit("the connection was lost")
        return answer


def test_a_commit_whose_outcome_is_unknown_is_carried_out_again(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any]
) -> None:
    monkeypatch.setattr("neo4j._sync.driver.Session", LosesTheAnswer)
    LosesTheAnswer.left = 2
    store.apply(said("SHIPPED_BY"))
    assert LosesTheAnswer.left == 0
    assert ask("MATCH ()-[r]->() RETURN count(r) AS n") == [{"n": 2}]
    once = store.version(EVERYONE)
    store.wipe()
    store.apply(said("SHIPPED_BY"))
    assert store.version(EVERYONE) == once


def test_a_connection_that_stays_lost_is_said(store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neo4j._sync.driver.Session", LosesTheAnswer)
    LosesTheAnswer.left = 100
    with pytest.raises(StoreUnavailable, match="does not answer"):
        store.apply(said("SHIPPED_BY"))
    LosesTheAnswer.left = 0


def test_who_is_who_is_drawn_for_people_who_write_cypher_and_goes_with_its_run(
    store: Neo4jStore, ask: Callable[..., list[dict[str, Any]]]
) -> None:
    store.apply(said("CONSIGNED_TO"))
    told = '{"bits": 12.5, "why": "comparing them says so"}'
    store.annotate("run", [(PARTY, "RESOLVED_TO", "entity:1", told), ("party:gone", "RESOLVED_TO", "entity:1", told)])
    drawn = "MATCH (p:Party)-[k:RESOLVED_TO]->(e:Entity) RETURN p.id AS party, e.id AS entity, properties(k) AS said"
    assert ask(drawn) == [
        {
            "party": PARTY,
            "entity": "entity:1",
            "said": {"run": "run", "is_derived": True, "bits": 12.5, "why": "comparing them says so"},
        }
    ]
    store.remove_annotations("run", [PARTY])
    assert ask(drawn) == [] and ask("MATCH (e:Entity) RETURN e") == []
    store.annotate("run", [(PARTY, "RESOLVED_TO", "entity:1", told)])
    assert len(ask(drawn)) == 1
    store.remove_run("run")
    assert ask(drawn) == [] and ask("MATCH (e:Entity) RETURN e") == []


def test_derived_edges_of_more_than_one_transaction_are_written_and_taken_away_whole(
    store: Neo4jStore, ask: Callable[..., list[dict[str, Any]]]
) -> None:
    store.apply(said("SHIPPED_BY"))
    store.lot = 2
    rows = [(PARTY, "RESOLVED_TO", f"entity:{number}", "{}") for number in range(5)]
    store.annotate("run", rows)
    drawn = "MATCH (:Party)-[r:RESOLVED_TO]->(e:Entity) RETURN count(DISTINCT e.id) AS entities, count(r) AS edges"
    assert store.annotations("run") == rows and ask(drawn) == [{"entities": 5, "edges": 5}]
    assert store.remove_run("run") == 5
    assert store.annotations("run") == [] and ask(drawn) == [{"entities": 0, "edges": 0}]
