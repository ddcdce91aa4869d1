"""What a search answers: one row a record, value, place, firm or person, with what is said of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.services.asking import searching
from api.services.asking.searching import SearchRequest, search
from api.services.loading.batches import recall
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue
from graph.finding import days_between
from graph.messages import message
from graph.model import EVERYONE, Viewer
from graph.settings import Settings

AMONG_FOUND = message("search.among_found").model_dump()
NOTHING_LOADED = message("search.nothing_loaded").model_dump()

DECLARED = """
name: decl
version: 1
records:
  - kind: declaration
    id: No
    handling: Handling
    fields:
      registered_on: Date
      consignee.name: Consignee
      consignee.tax_number: Tax
      consignee.country: {value: UZ}
      consignee.phone: Phone
      shipper.name: Shipper
      shipper.tax_number: Sender
      vehicle.plate: Plate
      goods_description: Goods
      trader_reference: Reference
      entered_at: Post
"""
SEIZED = """
name: seized
version: 1
records:
  - kind: seizure
    id: No
    fields: {seized_on: Date, commodity: What, declaration: Declaration}
"""
ROWS = """No,Handling,Date,Consignee,Tax,Phone,Shipper,Sender,Plate,Goods,Reference,Post
D-101,,2024-03-01,Karvon Trans MChJ,301234567,+998901234567,Ankara Tekstil AS,,01777AAA,Milled rice,REF/77-01,Alat
D-102,,2024-03-08,"ООО Карвон Транс",301234567,+998901234567,Gəncə Pambıq MMC,,01777AAA,Cotton yarn,REF/77-02,Alat
D-103,,2024-04-02,Karvon Trans,301234567,,Karvon Trans,301234567,30888BBB,Rice,,Hairatan
D-104,H3,2024-05-01,Karvon Trans MChJ,301234567,+998901234567,Secret Mill,,01777AAA,Secret rice,SECRET-1,Alat
"""
SEIZURES = "No,Date,What,Declaration\nUZ-SZ-24-7,2024-03-02,Cigarettes,D-101\n"
H1 = Viewer(frozenset({"UZ/decl/H1/customs", "UZ/seized/H1/customs"}))
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def loaded_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the rows above; not to be written to."""
    folder = tmp_path_factory.mktemp("loaded")
    with Workspace(Settings(data_dir=folder / "data")) as workspace:
        for name, profile, rows in (("decl", DECLARED, ROWS), ("seized", SEIZED, SEIZURES)):
            (folder / f"{name}.yaml").write_text(profile, "utf-8")
            (folder / f"{name}.csv").write_text(rows, "utf-8")
            load_file(workspace, folder / f"{name}.csv", LoadOptions(str(folder / f"{name}.yaml"), "UZ"))
    return folder / "data"


@pytest.fixture
def loaded(loaded_data: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(loaded_data, tmp_path / "data")
    with Workspace(Settings(data_dir=tmp_path / "data")) as workspace:
        yield workspace


@pytest.fixture
def ask(loaded: Workspace) -> Ask:
    def answer(text: str, *types: str, first_on: str = "", last_on: str = "", limit: int = 50,
               viewer: Viewer = EVERYONE) -> dict[str, Any]:  # fmt: skip
        return search(loaded, viewer, SearchRequest(text, types, days_between(first_on, last_on), limit))

    return answer


def labels(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["type"], row["number"] or row["label"]) for row in answer["found"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UZ-SZ-24-7", [("Seizure", "UZ-SZ-24-7")]),
        ("uz sz 24 7", [("Seizure", "UZ-SZ-24-7")]),
        ("D-102", [("Consignment", "D-102")]),
        ("777AA", [("Vehicle", "01777AAA")]),
        ("*BBB", [("Vehicle", "30888BBB")]),
        ("REF/77-02", [("Consignment", "D-102")]),
        ("cotton", [("Consignment", "D-102")]),
        ("cigar", [("Seizure", "UZ-SZ-24-7")]),
        ("Hayraton", [("Place", "Hairatan")]),
        ("nothing at all", []),
    ],
)
def test_one_row_is_one_record_value_or_place(ask: Ask, text: str, found: list[tuple[str, str]]) -> None:
    answer = ask(text)
    assert labels(answer) == found
    assert (answer["truncated"], answer["note"]) == ([], None)


def test_the_spellings_of_a_firm_are_one_row_with_what_is_said_of_it(ask: Ask) -> None:
    (row,) = ask("karvon trans")["found"]
    assert (row["type"], row["country"], row["number"]) == ("Party", "UZ", "301234567")
    assert row["roles"] == ["consignee", "shipper"] and row["spellings"] == 5
    assert sorted(row["names"]) == ["Karvon Trans", "Karvon Trans MChJ", "ООО Карвон Транс"]
    assert (row["consignments"], row["seizures"]) == (4, 1)


def test_a_viewer_counts_what_he_sees(ask: Ask) -> None:
    (row,) = ask("karvon trans", viewer=H1)["found"]
    assert (row["consignments"], row["seizures"], row["spellings"]) == (3, 1, 4)
    for text in ("secret", "SECRET-1", "D-104"):
        assert ask(text, viewer=H1)["found"] == [] != ask(text)["found"]
    (plate,) = ask("777AA", viewer=H1)["found"]
    assert (plate["consignments"], plate["seizures"]) == (2, 1)


def test_days_are_those_of_the_records_that_mention_a_firm(ask: Ask) -> None:
    assert len(ask("karvon", first_on="2024-04-01", last_on="2024-04-30")["found"]) == 1
    assert ask("karvon", first_on="2024-06-01")["found"] == []
    assert labels(ask("rice", last_on="2024-03-31")) == [("Consignment", "D-101")]


@pytest.mark.parametrize(
    ("first_on", "last_on", "words"),
    [("soon", "", "'soon' is not a day"), ("2024-3-1", "", "is not a day"), ("2024-05-01", "2024-04-01", "is after")],
)
def test_days_that_are_none_are_refused(ask: Ask, first_on: str, last_on: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        ask("rice", first_on=first_on, last_on=last_on)


def test_keyboards_without_a_letter_find_a_firm_that_has_it(ask: Ask) -> None:
    for text in ("Gence", "Gəncə", "gence pambiq", "Gənce Pambıq"):
        (row,) = ask(text)["found"]
        assert row["label"] == "Gəncə Pambıq MMC"


def test_who_is_who_comes_from_the_kept_world_where_there_is_one(loaded: Workspace, ask: Ask) -> None:
    march = {"first_on": "2024-03-08", "last_on": "2024-03-08"}
    before = ask("karvon", "Party", **march)
    loaded.world(EVERYONE)
    after = ask("karvon", "Party", **march)
    assert (before["found"][0]["spellings"], before["note"]) == (1, AMONG_FOUND)
    assert (after["found"][0]["spellings"], after["note"]) == (5, None)
    with Workspace(loaded.settings) as another:
        assert search(another, EVERYONE, SearchRequest("karvon"))["note"] is None
        assert search(another, H1, SearchRequest("karvon"))["note"] == AMONG_FOUND


def test_who_is_who_of_data_of_before_is_not_taken(loaded: Workspace, ask: Ask) -> None:
    loaded.world(EVERYONE)
    recall(loaded, EVERYONE, next(b.id for b in loaded.records.batches() if "/seized/" in b.id))
    assert ask("karvon")["note"] == AMONG_FOUND


def test_nobody_can_tell_that_something_was_taken_away_that_he_did_not_see(loaded: Workspace, ask: Ask) -> None:
    loaded.world(H1)
    before = ask("karvon", viewer=H1)
    recall(loaded, EVERYONE, next(b.id for b in loaded.records.batches() if b.channel.name not in H1.channels))
    assert ask("karvon", viewer=H1) == before
    assert before["note"] != AMONG_FOUND


def test_a_number_of_a_firm_leads_to_the_number(ask: Ask) -> None:
    answer = ask("301234567")
    assert labels(answer)[0] == ("Identifier", "301234567")
    assert answer["found"][0]["consignments"] == 4


def test_just_the_name_comes_before_names_that_begin_so(ask: Ask) -> None:
    rows = ask("Karvon Trans", limit=1)
    assert rows["found"][0]["label"].startswith("Karvon")


def test_what_is_cut_is_said(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [cut["text"] for cut in ask("rice", limit=1)["truncated"]] == ["more than 1 were found (limit)"]
    monkeypatch.setattr(searching, "MOST_GROUPED", 1)
    assert "only the first 1 were looked at" in ask("rice")["truncated"][0]["text"]


def test_types_narrow_what_is_found(ask: Ask) -> None:
    assert {row["type"] for row in ask("karvon", "Party")["found"]} == {"Party"}
    assert ask("karvon", "Phone")["found"] == []
    with pytest.raises(BadValue, match="no node type 'Ship'"):
        ask("karvon", "Ship")


def test_an_id_leads_to_its_node(ask: Ask) -> None:
    assert labels(ask("vehicle:UZ:01777AAA")) == [("Vehicle", "01777AAA")]


def test_an_empty_store_says_that_nothing_is_loaded(tmp_path: Path) -> None:
    with Workspace(Settings(data_dir=tmp_path)) as workspace:
        assert search(workspace, EVERYONE, SearchRequest("a"))["note"]["key"] == "search.nothing_loaded"


def test_a_store_whose_channels_are_all_hidden_looks_empty(loaded: Workspace) -> None:
    answer = search(loaded, Viewer(frozenset({"KZ/x/H1/customs"})), SearchRequest("karvon"))
    assert answer == {"found": [], "truncated": [], "note": NOTHING_LOADED}
