"""One record of a header and its parts: what is united, what the header decides, what is flagged."""

import itertools
from dataclasses import replace

from graph.canonical import Record
from graph.derivation.parts import merged


def header(**values: object) -> Record:
    return Record("declaration", "1", {name.replace("__", "."): v for name, v in values.items()})


def item(part: str, **values: object) -> Record:
    return Record("declaration", "1", {name.replace("__", "."): v for name, v in values.items()}, part=part)


def test_a_record_without_parts_is_itself() -> None:
    alone = header(office="Termez", container=("A", "B"))
    assert merged([alone]) is alone


def test_items_become_goods_lines_in_the_order_of_their_names() -> None:
    whole = merged([header(office="Termez"), item("01", hs_code="0702", packages=3), item("02", hs_code="0703")])
    assert whole.values == {
        "office": "Termez",
        "goods": ({"line": "01", "hs_code": "0702", "packages": 3}, {"line": "02", "hs_code": "0703"}),
    }
    assert whole.part == "" and whole.flags == ()


def test_links_and_phones_of_all_pieces_are_united() -> None:
    whole = merged(
        [
            header(container="A", consignee__phone="1"),
            item("1", container=("B", "A"), seal="S"),
            item("2", consignee__phone=("1", "2")),
        ]
    )
    assert whole.values["container"] == ("A", "B")
    assert whole.values["seal"] == "S"
    assert whole.values["consignee.phone"] == ("1", "2")


def test_the_container_of_an_item_stands_on_its_line_and_is_a_link() -> None:
    whole = merged([header(), item("1", container="A", hs_code="0702")])
    assert whole.values == {"container": "A", "goods": ({"line": "1", "hs_code": "0702", "container": "A"},)}


def test_the_header_decides_what_it_says() -> None:
    whole = merged([header(office="Termez"), item("1", office="Alat")])
    assert whole.values["office"] == "Termez" and whole.flags == ()


def test_parts_that_contradict_one_another_say_nothing_and_are_flagged_in_any_order() -> None:
    pieces = [item("1", office="Alat"), item("2", office="Termez"), item("3", office="Alat")]
    for order in itertools.permutations(pieces):
        whole = merged([header(), *order])
        assert "office" not in whole.values and whole.flags == ("parts_differ: office",)


def test_parts_without_a_header_say_so() -> None:
    whole = merged([item("1", hs_code="0702"), item("2", hs_code="0703")])
    assert whole.flags == ("header_unknown",)
    assert [line["hs_code"] for line in whole.values["goods"]] == ["0702", "0703"]
    assert whole.part == ""


def test_relations_of_a_party_are_united() -> None:
    party = Record("party", "12", {"party.name": "Silk"})
    knows = [Record("party", "12", {"associated_with": key}, part=f"knows {key}") for key in ("34", "sibling=56")]
    assert merged([party, *knows]).values == {"party.name": "Silk", "associated_with": ("34", "sibling=56")}


def test_flags_of_all_pieces_are_kept_once() -> None:
    one = Record("declaration", "1", {}, flags=("a",))
    two = Record("declaration", "1", {}, flags=("a", "b"), part="1")
    assert merged([one, two]).flags == ("a", "b")


def test_a_record_in_pieces_has_the_worst_of_their_grades() -> None:
    pieces = [replace(header(office="Termez"), grade="A1"), replace(item("01", packages=3), grade="E5")]
    assert merged(pieces).grade == "E5"
    assert merged([replace(pieces[0], grade=""), pieces[1]]).grade == "E5"
