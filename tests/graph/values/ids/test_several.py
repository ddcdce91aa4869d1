"""The one rule by which cells are cut, and properties that hold for every reader of numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import ids
from graph.values.ids import CheckedId
from graph.values.ids.several import pieces, references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1;B2|C3", ["A1", "B2", "C3"]),
        ("A1, B2 AND C3", ["A1", "B2", "C3"]),
        ("A1\r\nB2", ["A1", "B2"]),
        ("100,200", ["100,200"]),  # digits of one number in groups
        ("1,40E+11;1,41E+11", ["1,40E+11", "1,41E+11"]),  # each of them cut by a spreadsheet
        ("AB12/AB13", ["AB12", "AB13"]),
        ("AB12/CD13", ["AB12/CD13"]),  # they begin otherwise
        ("AB12/AB133", ["AB12/AB133"]),  # they are not alike
        ("AB12 CD13", ["AB12", "CD13"]),
        ("123 456", ["123 456"]),
        ("123456 123457", ["123456", "123457"]),
        ("12/34", ["12/34"]),
        ("", []),
    ],
)
def test_a_cell_is_cut_where_each_piece_is_a_number(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12; 13", ["12", "13"]),
        ("12, 13", ["12", "13"]),
        ("Person/12\nPerson/13", ["Person/12", "Person/13"]),
        ("sibling=12, parent=13", ["sibling=12", "parent=13"]),
        ("Karimov, Alim", ["Karimov, Alim"]),  # a key may be anything
        ("12", ["12"]),
    ],
)
def test_keys_are_cut_where_each_has_a_digit(text: str, expected: list[str]) -> None:
    assert references(text) == expected


_ALONE = (ids.containers, ids.vins, ids.emails, ids.seals, ids.document_numbers)
_OF_COUNTRY = (ids.plates, ids.phones, ids.tax_numbers, ids.passports)


@given(st.text(), st.sampled_from(["", "UZ", "kz", "AZ", "PK", "UA", "??", "XX", "\u0130", "Узбекистан"]))
def test_any_text_is_read_without_error(text: str, country: str) -> None:
    found = [ids.container(text), ids.vin(text), ids.email(text), ids.seal(text), ids.document_number(text)]
    found += [read(text, country) for read in (ids.plate, ids.tax_number, ids.passport, ids.registration_number)]
    found += [number for read in _ALONE for number in read(text)]
    found += [number for read in _OF_COUNTRY for number in read(text, country)]
    assert all(one is None or one.value for one in found)
    assert isinstance(ids.address_key(text), str)


@given(st.text(alphabet="АВЕКМНОРСТУХABEKMHOPCTYX0123456789 -/", min_size=1))
def test_reading_a_value_again_changes_nothing(text: str) -> None:
    for read in (ids.container, ids.seal, ids.vin, ids.document_number):
        found = read(text)
        assert found is None or read(found.value) == found


@given(st.lists(st.sampled_from(["MSKU1234565", "TGHU7654320", "CSQU3054383"]), min_size=1), st.sampled_from(",;/ \n"))
def test_containers_are_each_once_in_their_order(numbers: list[str], between: str) -> None:
    assert [number.value for number in ids.containers(between.join(numbers))] == list(dict.fromkeys(numbers))


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (CheckedId("UZ:12", "tax_number_length"), "UZ:?12"),
        (CheckedId("UZ:301234567"), "UZ:301234567"),
        (CheckedId("??:12", "number_short"), "??:?12"),
        (CheckedId("MSKU1234560", "container_check_digit"), "?MSKU1234560"),
        (CheckedId("+998901234567"), "+998901234567"),
    ],
)
def test_a_number_that_failed_its_check_is_marked_behind_its_country(number: CheckedId, key: str) -> None:
    assert number.key == key


@pytest.mark.parametrize(
    ("node_id", "has_failed", "is_short"),
    [
        ("identifier:tax:UZ:?12", True, True),
        ("identifier:tax:??:?1-2", True, True),
        ("identifier:passport:UZ:?30123456", True, False),
        ("identifier:registration:TR:?7", True, True),
        ("identifier:tax:UZ:301234567", False, False),
        ("identifier:key:UZ/decl:?12", False, False),  # a source's own key may be anything
        ("container:?MSKU1234560", False, False),  # a forged number that recurs is evidence
    ],
)
def test_marks_are_read_off_the_id(node_id: str, has_failed: bool, is_short: bool) -> None:
    assert (ids.has_failed_check(node_id), ids.is_too_short(node_id)) == (has_failed, is_short)
