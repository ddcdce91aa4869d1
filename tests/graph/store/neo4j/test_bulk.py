"""The files for Neo4j's offline import: what they hold, and what they refuse."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import BadValue, StoreProblem
from graph.model import EdgeRow, NodeRow, day_number, edge_id
from graph.store.base import Changes
from graph.store.neo4j.bulk import LIST_SIGN, BulkFiles
from graph.store.neo4j.server.jars import Program
from graph.store.neo4j.server.server import LocalServer, Setup, free_port

UZ = "UZ/import/H1/customs"
PARTY, PHONE = f"party:{UZ}:aa", "phone:+998901234567"


@pytest.fixture
def bulk(tmp_path: Path) -> Iterator[BulkFiles]:
    bulk = BulkFiles(tmp_path / "files")
    yield bulk
    bulk.close()


def said(number: str, **properties: object) -> Changes:
    """A consignment of one and the same party."""
    record = f"consignment:{UZ}:declaration:{number}"
    return Changes(
        nodes=[
            NodeRow(record, "Consignment", UZ, properties),
            NodeRow(PARTY, "Party", UZ, {"name": 'Silk "Road"', "kind": "company"}),
        ],
        edges=[
            EdgeRow(record, "SHIPPED_BY", PARTY, "", day_number("2024-03-05"), None),
            EdgeRow(record, "CONSIGNED_TO", PARTY, "buyer", None, None),
            EdgeRow(PARTY, "HAS_PHONE", PHONE, "", None, None),
        ],
        marks={record: b"1" * 16},
        channels={record: UZ},
    )


def rows(bulk: BulkFiles, name: str) -> list[dict[str, str]]:
    (path,) = bulk.folder.glob(name)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_node_is_one_row_however_many_records_mention_it(bulk: BulkFiles) -> None:
    bulk.apply(said("1"))
    bulk.apply(said("2"))
    files = bulk.finish()
    assert (files.nodes, files.edges) == (4, 5)
    assert [row["id:ID(Consignment)"][-1] for row in rows(bulk, "nodes-Consignment.csv")] == ["1", "2"]
    assert rows(bulk, "nodes-Phone.csv") == [{"id:ID(Phone)": PHONE, "search_numbers:string": "<998901234567>"}]
    (party,) = rows(bulk, "nodes-Party.csv")
    assert party["name:string"] == 'Silk "Road"' and party["search:string"] == "silk road"
    assert party[":LABEL"].split(LIST_SIGN) == ["Consignee", "Shipper", "Company"]


def test_an_edge_has_its_public_id_its_channel_its_day_and_its_role(bulk: BulkFiles) -> None:
    bulk.apply(said("1"))
    bulk.finish()
    (row,) = rows(bulk, "edges-*-CONSIGNED_TO.csv")
    record = f"consignment:{UZ}:declaration:1"
    assert row == {
        ":START_ID(Consignment)": record, ":END_ID(Party)": PARTY, "channel": UZ, "on": "", "role": "buyer",
        "id": edge_id(record, "CONSIGNED_TO", "buyer", PARTY),
    }  # fmt: skip
    assert rows(bulk, "edges-*-SHIPPED_BY.csv")[0]["on"] == "2024-03-05"


def test_values_keep_their_kind_and_an_empty_text_is_no_missing_value(bulk: BulkFiles) -> None:
    bulk.apply(said("1", packages=3, gross_weight_kg=0.5, flags=["a", "b"], office=""))
    bulk.finish()
    line = (bulk.folder / "nodes-Consignment.csv").read_text("utf-8").splitlines()[0]
    assert line.endswith(
        "flags:string[],gross_weight_kg:double,office:string,packages:long,search_numbers:string,:LABEL"
    )
    assert f',"a{LIST_SIGN}b",0.5,"",3,' in (bulk.folder / "nodes-Consignment.csv").read_text("utf-8")


def test_what_was_written_counts_as_applied(bulk: BulkFiles) -> None:
    record = f"consignment:{UZ}:declaration:1"
    assert bulk.applied([record]) == {}
    bulk.apply(said("1"))
    assert bulk.applied([record, "consignment:x"]) == {record: b"1" * 16}
    assert bulk.apply(said("1")).edges == 0


def test_batches_channels_and_the_record_store_are_kept(bulk: BulkFiles) -> None:
    bulk.bind("records-1")
    bulk.set_derivation("mark")
    bulk.apply(said("1"))
    bulk.mark_batch("seven", True)
    files = bulk.finish()
    assert rows(bulk, "HalqaBatch.csv") == [{":ID(batch)": "seven", "token": "seven"}]
    assert rows(bulk, "HalqaStore.csv")[0]["record_store"] == "records-1"
    assert rows(bulk, "HalqaChannel.csv")[0]["name"] == UZ
    assert "--nodes=HalqaBatch=HalqaBatch.csv" in files.command()
    assert (bulk.folder / "import.sh").read_text("utf-8").splitlines()[-1] == files.command()
    assert not (bulk.folder / "scratch.db").exists()


def test_a_property_of_two_kinds_is_refused(bulk: BulkFiles) -> None:
    bulk.apply(said("1", packages=3))
    with pytest.raises(StoreProblem, match=r"packages of Consignment .* long and string; load without --bulk"):
        bulk.apply(said("2", packages="three"))


def test_the_sign_between_list_values_may_not_stand_in_one(bulk: BulkFiles) -> None:
    bulk.apply(said("1", flags=["a\x1fb", "c"]))
    with pytest.raises(StoreProblem, match=r"U\+001F"):
        bulk.finish()


def test_files_take_nothing_back(bulk: BulkFiles) -> None:
    with pytest.raises(StoreProblem, match="cannot take anything back"):
        bulk.apply(Changes(gone=["consignment:x"], channels={"consignment:x": UZ}))


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.csv").touch()
    with pytest.raises(BadValue, match="is not empty"):
        BulkFiles(tmp_path)


@pytest.mark.slow  # what a load there gives is compared in the ordinary suite, with the same tool
@pytest.mark.neo4j
def test_the_tool_of_neo4j_imports_every_node_and_edge(bulk: BulkFiles, neo4j_program: Program, tmp_path: Path) -> None:
    bulk.bind("records-1")
    bulk.apply(said("1", packages=3, gross_weight_kg=0.5, flags=["a", "b"], office=""))
    bulk.apply(said("2", goods_description='Tea, "green"\nand black'))
    bulk.mark_batch(1, True)
    files = bulk.finish()
    server = LocalServer(tmp_path / "home", neo4j_program, Setup(free_port(), "of-no-use"))
    (server.home / "data" / "dbms").mkdir(parents=True)
    (server.home / "data" / "dbms" / "auth.ini").touch()  # so that nobody sets a password, which takes a second
    words = server.run_admin(files.arguments(files.folder.resolve()))
    bookkeeping = 3  # the store, its channel, its batch
    assert f"{files.nodes + bookkeeping} nodes" in words and f"{files.edges} relationships" in words
