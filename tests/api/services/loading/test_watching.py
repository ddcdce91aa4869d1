"""The watch list at a load: what is new and watched is told once, to those who may see it, and stops no load."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from api.services.asking import watching
from api.services.asking.watching import WatchAsker, read_wanted
from api.services.loading import batches
from api.services.loading.load import LoadOptions, LoadReport, load_frame
from api.services.runtime.workspace import Workspace
from api.state.dispositions import Decider, LeadState
from graph.errors import BadValue, NotFound
from graph.model import EVERYONE
from graph.settings import Settings

PROFILE = """
name: slots
version: 1
records:
  - kind: declaration
    id: No
    handling: Handling
    fields:
      registered_on: Date
      consignee.name: To
      consignee.tax_number: Tax
      consignee.phone: Phone
      vehicle.plate: Truck
      container: Box
"""
HEAD = ("No", "Handling", "Date", "To", "Tax", "Phone", "Truck", "Box")
ROW = ("1", "", "2024-03-01", "ООО Карвон Транс", "301234567", "+998901234567", "01 777 AAA", "MSKU1234565")
OTHER = ("2", "", "2024-03-01", "Halol Savdo MChJ", "309999999", "+998905556677", "01 888 BBB", "")


@pytest.fixture
def workspace(tmp_path: Path, empty_stores: Path) -> Iterator[Workspace]:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "slots.yaml").write_text(PROFILE, "utf-8")
    shutil.copytree(empty_stores, tmp_path / "data")
    with Workspace(Settings(data_dir=tmp_path / "data", profiles=tmp_path / "profiles")) as opened:
        yield opened


def load(workspace: Workspace, *rows: tuple[str, ...], day: str = "2024-03-31") -> LoadReport:
    frame = pd.DataFrame(list(rows), columns=HEAD)
    return load_frame(workspace, frame, LoadOptions("slots", "UZ", extract_date=day), f"{day}-{len(rows)}.csv")


def asking(workspace: Workspace, patterns: str = "", name: str = "") -> WatchAsker:
    name = name or watching_name()
    return WatchAsker(workspace, workspace.viewer(patterns), Decider(name, patterns))


def watching_name() -> str:
    from api.services.runtime.askers import local_asker

    return local_asker().name


@pytest.fixture
def watch(workspace: Workspace) -> Callable[..., dict[str, Any]]:
    def add(
        kind: str,
        text: str,
        patterns: str = "",
        name: str = "",
        administration: bool = False,
        why: str = "seen at night",
    ) -> dict[str, Any]:
        wanted = read_wanted(kind, text, why, "", "", administration)
        return watching.add(asking(workspace, patterns, name), wanted)

    return add


@pytest.mark.parametrize(
    ("kind", "text", "node"),
    [
        ("plate", "01777AAA", "vehicle:UZ:01777AAA"),
        ("container", "msku 123456-5", "container:MSKU1234565"),
        ("phone", "+998 90 123 45 67", "phone:+998901234567"),
        ("identifier", "301 234 567", "identifier:tax:UZ:301234567"),
        ("name", "Karvon Trans LLC", "party:"),
    ],
)
def test_what_is_watched_is_met_however_it_is_written(
    workspace: Workspace, watch: Callable[..., Any], kind: str, text: str, node: str
) -> None:
    watch(kind, text)
    (hit,) = load(workspace, ROW, OTHER).watch_hits
    assert (hit["kind"], hit["record"].rpartition(":")[2]) == (kind, "1")
    assert hit["node"].replace("?", "").startswith(node)


def test_a_watched_entity_is_met_by_what_is_known_of_it(workspace: Workspace, watch: Callable[..., Any]) -> None:
    load(workspace, ROW)
    party = next(iter(workspace.store.node_columns("Party", (), EVERYONE).ids))
    watch("entity", party)
    called = ("5", "", "2024-04-01", "Another Name", "", "+998901234567", "", "")
    assert {hit["node"] for hit in load(workspace, called, OTHER, day="2024-04-30").watch_hits} == {
        "phone:+998901234567"
    }
    with pytest.raises(NotFound, match="no party or entity"):
        watch("entity", "party:nobody")


@pytest.mark.parametrize(
    ("kind", "text", "again"),
    [
        ("plate", "01 777 AAA", "01777aaa"),
        ("container", "MSKU1234565", "msku 123456-5"),
        ("phone", "+998 90 123 45 67", "998901234567"),
        ("name", "Karvon Trans LLC", "KARVON TRANS  LLC"),
    ],
)
def test_what_is_watched_already_is_told_by_its_entry_unless_it_is_for_others(
    workspace: Workspace, watch: Callable[..., Any], kind: str, text: str, again: str
) -> None:
    entry = watch(kind, text)
    assert watch(kind, again) == entry
    with pytest.raises(BadValue, match=f"is watched already: {entry['id']}") as fault:
        watch(kind, again, why="another reason")
    assert f"halqa watch remove {entry['id']}" in fault.value.next_step
    assert len(watching.listed(asking(workspace))) == 1
    watch(kind, again, administration=True)
    watch(kind, again, name="somebody else")
    watching.remove(asking(workspace), entry["id"])
    assert watch(kind, again)["id"] != entry["id"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("plate", "N/A"),
        ("container", "NONE"),
        ("phone", "000000000"),
        ("identifier", "123456789"),
        ("name", "TO ORDER"),
    ],
)
def test_a_placeholder_is_not_watched(watch: Callable[..., Any], kind: str, text: str) -> None:
    with pytest.raises(BadValue, match=r"names no|is read as no"):
        watch(kind, text)


def test_a_container_with_a_wrong_check_digit_is_watched_as_it_is_written_and_it_is_said(
    workspace: Workspace, watch: Callable[..., Any]
) -> None:
    assert "check digit does not fit: MSKU1234560" in watch("container", "MSKU1234560")["remark"]
    assert watch("container", "MSKU1234565")["remark"] == ""
    assert [hit["text"] for hit in load(workspace, (*ROW[:7], "MSKU1234560")).watch_hits] == ["MSKU1234560"]


def test_a_phone_is_looked_up_as_it_is_met(workspace: Workspace) -> None:
    who = asking(workspace)
    watching.add(who, read_wanted("phone", "901234567", "rang", "", "UZ", False))
    assert [hit["node"] for hit in load(workspace, ROW).watch_hits] == ["phone:+998901234567"]
    (row,) = watching.check(who)
    assert row["candidates"] or row["things"]


def test_an_unknown_state_of_hits_is_named(workspace: Workspace) -> None:
    with pytest.raises(BadValue, match="a hit is not 'foo'"):
        watching.hits(asking(workspace), state="foo")


def test_a_record_that_is_delivered_again_unchanged_is_told_once(
    workspace: Workspace, watch: Callable[..., Any]
) -> None:
    load(workspace, ROW)
    watch("plate", "01 777 AAA")
    assert load(workspace, ROW, OTHER, day="2024-04-30").watch_hits == []
    changed = (*ROW[:5], "+998907777777", *ROW[6:])
    assert len(load(workspace, changed, day="2024-05-31").watch_hits) == 1
    moved = (*ROW[:5], "+998908888888", *ROW[6:])
    assert load(workspace, moved, day="2024-06-30").watch_hits == []


def test_a_hit_is_decided_of_and_goes_with_its_record(workspace: Workspace, watch: Callable[..., Any]) -> None:
    entry = watch("plate", "01 777 AAA")
    report = load(workspace, ROW)
    who = asking(workspace)
    (hit,) = watching.hits(who, "latest")
    assert (hit["state"], hit["record_label"]) == ("new", "declaration 1")
    with pytest.raises(BadValue, match="without a reason"):
        watching.decide(who, hit["id"], LeadState.DISMISSED, "")
    watching.decide(who, hit["id"], LeadState.DISMISSED, "another truck")
    assert [row["reason"] for row in watching.hits(who, state="dismissed")] == ["another truck"]
    assert watching.listed(who)[0]["new_hits"] == 0 and watching.listed(who)[0]["hits"] == 1
    batches.recall(workspace, EVERYONE, report.batches[0])
    assert watching.hits(who) == []
    assert watching.remove(who, entry["id"])["ended_by"] == watching_name()
    assert load(workspace, ROW, OTHER, day="2024-07-31").watch_hits == []


def test_hits_are_told_to_those_who_see_entry_and_record(workspace: Workspace, watch: Callable[..., Any]) -> None:
    watch("plate", "01 777 AAA", administration=True)
    load(workspace, ROW, ("9", "H3", *ROW[2:]))
    mine, theirs = asking(workspace), asking(workspace, "UZ/*/H1/*")
    assert {row["record"].split("/")[2] for row in watching.hits(mine)} == {"H1", "H3"}
    assert watching.hits(theirs) == []  # the entry is of somebody who sees more
    watch("plate", "01 777 AAA", "UZ/*/H1/*", administration=True)
    load(workspace, ("10", "", *ROW[2:]), ("11", "H3", *ROW[2:]), day="2024-04-30")
    assert [row["record"].rpartition(":")[2] for row in watching.hits(theirs)] == ["10"]
    assert watching.hits(asking(workspace, "UZ/*/H1/*", "somebody else")) == watching.hits(theirs)


def test_the_list_is_looked_up_in_what_is_loaded(workspace: Workspace, watch: Callable[..., Any]) -> None:
    load(workspace, ROW, OTHER)
    watch("plate", "01 777 AAA")
    watch("name", "Nobody Known")
    first, second = watching.check(asking(workspace))
    assert {row["text"]: [thing["id"] for thing in row["things"]] for row in (first, second)} == {
        "01 777 AAA": ["vehicle:UZ:01777AAA"],
        "Nobody Known": [],
    }


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("colour", "red", "cannot be watched"),
        ("phone", "123", "is read as no phone"),
        ("container", "---", "is read as no container"),
        ("identifier", "12", "is read as no identifier"),
        ("name", "...", "holds no word"),
    ],
)
def test_what_is_nothing_of_its_kind_is_refused(watch: Callable[..., Any], kind: str, text: str, fault: str) -> None:
    with pytest.raises(BadValue, match=fault):
        watch(kind, text)


def test_a_state_that_cannot_be_asked_stops_no_load(workspace: Workspace, watch: Callable[..., Any]) -> None:
    watch("plate", "01 777 AAA")
    state = workspace.state
    assert state is not None
    with state.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE watch_hit")
    report = load(workspace, ROW)
    assert report.applied_records == 1 and report.watch_hits == []
    assert [remark.key for remark in report.remarks] == ["load.not_watched"]


@pytest.mark.parametrize(("kind", "text"), [("plate", "01 777 AAA"), ("name", "Karvon Trans LLC")])
def test_hits_and_decisions_go_with_a_batch_that_is_reclassified(
    workspace: Workspace, watch: Callable[..., Any], kind: str, text: str
) -> None:
    watch(kind, text)
    report = load(workspace, ROW, OTHER)
    watching.decide(asking(workspace), report.watch_hits[0]["id"], LeadState.CONFIRMED, "it was she")
    (batch,) = batches.batches(workspace, workspace.viewer(""))
    batches.reclassify(workspace, workspace.viewer(""), batch.id, "H3")
    (hit,) = watching.hits(asking(workspace))
    assert "/H3/" in hit["record"] and (hit["state"], hit["reason"]) == ("confirmed", "it was she")
    (batch,) = [batch for batch in batches.batches(workspace, workspace.viewer("")) if "/H3/" in batch.channel.name]
    batches.recall(workspace, workspace.viewer(""), batch.id)
    assert watching.hits(asking(workspace)) == []
