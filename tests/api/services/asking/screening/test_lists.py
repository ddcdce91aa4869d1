"""A bare list looked up: names in another script, plates and containers, what is known first."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.services.asking.screening.files import profile_of_file
from api.services.asking.screening.lists import read_file, read_list, screen_list
from graph.errors import BadFile, BadValue

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def looked_up(world: "SmallWorld", text: str) -> list[dict[str, Any]]:
    return screen_list(world.seen(), read_list(text))


def test_what_is_known_stands_first_with_its_seizures(trade: "SmallWorld") -> None:
    rows = looked_up(trade, "Nobody Known\nООО Карвон Транс\nBoshqa 3 Savdo")
    assert rows[0]["asked"] == "ООО Карвон Транс"
    first = rows[0]["candidates"][0]
    assert (first["label"], first["seizures"], first["risk"]) == ("Karvon Trans LLC", 1, 1.0)
    assert first["evidence"][0]["kind"] == "name"
    assert next(row for row in rows if row["asked"] == "Nobody Known")["candidates"] == []


def test_plates_and_containers_are_found_however_they_are_typed(trade: "SmallWorld") -> None:
    rows = {row["asked"]: row for row in looked_up(trade, "01 777 AAA\nMSKU 123456-5\n+998 90 111 22 33")}
    (truck,) = rows["01 777 AAA"]["things"]
    assert (truck["id"], truck["movements"], truck["seizures"]) == ("vehicle:UZ:01777AAA", 3, 1)
    assert truck["users"] == ["Karvon Trans LLC"]
    assert [thing["id"] for thing in rows["MSKU 123456-5"]["things"]] == ["container:MSKU1234565"]
    assert rows["+998 90 111 22 33"]["candidates"][0]["label"] == "Karvon Trans LLC"


def test_a_phone_that_tells_nobody_is_told_with_what_came_for_those_who_show_it(trade: "SmallWorld") -> None:
    for number in range(3):
        trade.say(
            number=f"B{number}",
            registered_on="2024-03-06",
            consignee__name=("Ipak Yoli LLC", "Chinor Savdo MChJ", "Olma Bogi LLC")[number],
            consignee__phone="+998 90 777 66 55",
        )
    (row,) = looked_up(trade, "+998907776655")
    (phone,) = row["things"]
    assert row["candidates"] == []
    assert (phone["id"], phone["movements"], phone["seizures"]) == ("phone:+998907776655", 3, 0)
    assert set(phone["users"]) == {"Ipak Yoli LLC", "Chinor Savdo MChJ", "Olma Bogi LLC"}
    assert looked_up(trade, "+998907770000")[0]["things"] == []


def test_lines_keep_their_numbers_and_notes_are_left_out() -> None:
    assert [(asked.line, asked.text) for asked in read_list("# of Monday\n\n Karvon \n1234")] == [
        (3, "Karvon"),
        (4, "1234"),
    ]


def test_a_list_without_a_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="holds no line"):
        read_list("# nothing\n")
    with pytest.raises(BadValue, match=r"missing.txt: No such file"):
        read_file(tmp_path / "missing.txt")
    (tmp_path / "other.txt").write_bytes("Карвон".encode("cp1251"))
    with pytest.raises(BadValue, match="no text in UTF-8"):
        read_file(tmp_path / "other.txt")


def test_a_list_is_looked_up_by_request_and_by_command(
    client: Any, sample_data: Path, tmp_path: Path, run_command: Callable[..., Any]
) -> None:
    asked = {"limit": 1, "explain": 1}
    name = client.post("/v1/analyses/linked_entities", json=asked).json()["evidence"][0]["ends"][0]["label"]
    rows = client.post("/v1/screening", json={"lines": [name, "Nobody Known At All"]}).json()["rows"]
    assert rows[0]["candidates"][0]["verdict"] in ("same", "unsure")
    (tmp_path / "list.txt").write_text(f"{name}\nNobody Known At All\n", "utf-8")
    told = run_command(tmp_path, {"HALQA_DATA_DIR": str(sample_data)}, "screen", "list.txt", "--json")
    assert told.returncode == 0, told.stderr
    assert "read as a bare list; lines: 2" in told.stderr
    assert [row["asked"] for row in json.loads(told.stdout)] == [row["asked"] for row in rows]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", "Karvon Trans\nRahman, Hafiz\n"),
        ("list", "Karvon Trans\n"),
        ("list.csv", "Company name\nKarvon Trans\n"),
        ("list.csv", '"Karvon Trans"\n"Rahman, Hafiz"\n'),
    ],
)
def test_a_file_of_one_column_is_a_bare_list(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert profile_of_file(tmp_path / name, "", None) == ""
    assert "Karvon Trans" in [asked.text for asked in read_file(tmp_path / name)]
    assert not {"Company name", "name", '"Karvon Trans"'} & {asked.text for asked in read_file(tmp_path / name)}


@pytest.mark.parametrize("name", ["notices.txt", "notices.csv"])
def test_a_file_that_a_profile_fits_holds_consignments_whatever_its_name(
    tmp_path: Path, sample_files: Path, name: str
) -> None:
    manifest = next(sample_files.glob("*-manifests-sea-*.txt"))
    (tmp_path / name).write_bytes(manifest.read_bytes())
    assert profile_of_file(tmp_path / name, "auto", None) == "sample-manifests-sea"


@pytest.mark.parametrize(("name", "text"), [("a.txt", "To|Truck\nKarvon|01777AAA\n"), ("a.csv", "To,No\nKarvon,1\n")])
def test_a_table_that_no_profile_fits_is_no_bare_list(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(BadFile, match="no profile finds all its columns") as fault:
        profile_of_file(tmp_path / name, "", None)
    assert "a bare list is a text file with one column" in fault.value.next_step


def test_a_phone_without_a_calling_code_is_read_for_who_reports_the_list(trade: "SmallWorld") -> None:
    for originator, labels in (("", []), ("UZ", ["Karvon Trans LLC"]), ("Uzbekistan", ["Karvon Trans LLC"])):
        (row,) = screen_list(trade.seen(), read_list("901112233"), originator=originator)
        assert [candidate["label"] for candidate in row["candidates"]] == labels


@pytest.mark.parametrize("region", ["20", "40", "45", "48", "53"])
def test_a_plate_whose_region_is_the_size_of_a_box_is_found(trade: "SmallWorld", region: str) -> None:
    trade.say(
        number="B1", registered_on="2024-03-06", consignee__name="Ipak Yoli LLC", vehicle__plate=f"{region}055AAA"
    )
    rows = looked_up(trade, f"{region} 055 AAA\n{region}055AAA\nUZ {region} 055 AAA")
    assert [[thing["id"] for thing in row["things"]] for row in rows] == [[f"vehicle:UZ:{region}055AAA"]] * 3


@pytest.mark.parametrize("name", ["Karvon 2000 MChJ", "Alfa 5 Trade LLC", "17 ARZ", "Zavod №7"])
def test_a_name_with_a_number_in_it_is_found_as_a_name(trade: "SmallWorld", name: str) -> None:
    trade.say(number="B1", registered_on="2024-03-06", consignee__name=name)
    (row,) = looked_up(trade, name)
    assert [candidate["label"] for candidate in row["candidates"]][:1] == [name]


def test_two_plates_in_one_line_are_both_found(trade: "SmallWorld") -> None:
    trade.say(number="B1", registered_on="2024-03-06", consignee__name="Ipak Yoli LLC", vehicle__plate="01888BBB")
    (row,) = looked_up(trade, "01 777 AAA / 01 888 BBB")
    assert {thing["id"] for thing in row["things"]} == {"vehicle:UZ:01777AAA", "vehicle:UZ:01888BBB"}


@pytest.mark.parametrize("name", ["شرکت پامیر", "Pamir LLC", "ООО Памир"])
def test_the_very_name_is_found_though_many_names_have_its_only_word(trade: "SmallWorld", name: str) -> None:
    for number in range(40):
        word = "".join(chr(ord("a") + int(digit)) for digit in f"{number:02}")
        trade.say(number=f"P{number}", registered_on="2024-03-06", consignee__name=f"Pamir B{word}k{word} LLC")
    trade.say(number="P", registered_on="2024-03-06", consignee__name=name)
    (row,) = looked_up(trade, name)
    assert row["candidates"][0]["label"] == name
    assert row["candidates"][0]["verdict"] == "unsure"
