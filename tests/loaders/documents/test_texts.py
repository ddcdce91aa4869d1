"""The texts of an element by their paths: what is found, what is told apart, and what is as good as not there."""

import pytest

from loaders.documents.texts import Shape, Texts, read

SHAPE = Shape(frozenset({"Item", "Party", "Part"}), {"Mass": "unit"})


def texts(content: str) -> Texts:
    return read(f"<Root>{content}</Root>", SHAPE)


def test_a_text_is_found_at_its_path_and_the_first_of_several_paths_counts() -> None:
    found = texts("<A><B> one </B><C>two</C></A><D>three</D>")
    assert (found.tag, found.text("A/B"), found.text("D")) == ("Root", "one", "three")
    assert found.text("A/None", "A/C", "D") == "two"
    assert (found.text("A"), found.text("None"), found.texts("None")) == ("", "", [])


def test_texts_of_one_path_are_kept_in_their_order_and_blank_ones_are_none() -> None:
    found = texts("<A><B>1</B></A><A><B> </B><B/><B>2</B></A><A><B>1</B></A>")
    assert (found.text("A/B"), found.texts("A/B")) == ("1", ["1", "2", "1"])
    assert found.joined("None", "A/B", "A") == "1, 2, 1"


def test_an_empty_element_in_another_says_nothing() -> None:
    assert texts("<A><null/></A><B>x</B>").text("A", "B") == "x"


def test_names_are_without_their_namespaces() -> None:
    found = read('<a:Root xmlns:a="u:1" xmlns="u:2"><Item xmlns="u:3"><a:B>x</a:B></Item></a:Root>', SHAPE)
    assert (found.tag, [one.text("B") for one in found.groups("Item")]) == ("Root", ["x"])


def test_groups_are_told_apart_and_their_texts_are_theirs_alone() -> None:
    found = texts("<A><Item><B>1</B></Item></A><A><Item><B>2</B><Party><B>3</B></Party></Item></A>")
    first, second = found.groups("A/Item")
    assert (first.text("B"), second.text("B"), second.tag) == ("1", "2", "Item")
    assert [one.texts("B") for one in second.groups("Party")] == [["3"]]
    assert (found.text("A/Item/B"), found.texts_below("B"), list(first.groups("Party"))) == ("", [], [])


def test_the_first_group_of_a_path_is_there_even_if_it_says_nothing() -> None:
    found = texts("<Party/><Party><B>1</B></Party>")
    party = found.group("Party")
    assert party is not None
    assert (party.text("B"), found.group("Item"), len(found.groups("Party"))) == ("", None, 2)


def test_an_element_with_the_name_of_a_group_that_holds_a_text_alone_is_a_text() -> None:
    found = texts("<Party>Karvon</Party>")
    assert (found.text("Party"), found.group("Party")) == ("Karvon", None)


def test_groups_and_texts_are_found_wherever_they_stand() -> None:
    found = texts("<Part>x</Part><A><Part><C>1</C></Part></A><Item><Part><C>2</C></Part></Item><Part><C>3</C></Part>")
    assert sorted(one.text("C") for one in found.groups_below("Part")) == ["1", "2", "3"]
    assert texts("<B>1</B><A><B>2</B></A><AB>3</AB>").texts_below("B") == ["1", "2"]


def test_the_attribute_that_is_asked_for_stands_beside_its_text() -> None:
    found = texts('<A><Mass unit="KGM" other="x">5</Mass><Mass unit="">6</Mass><B unit="LBR">7</B></A>')
    assert (found.texts("A/Mass"), found.texts("A/Mass/@unit"), found.text("A/B/@unit")) == (["5", "6"], ["KGM"], "")


def test_everything_is_said_with_its_path_in_groups_too() -> None:
    found = texts("<A>1</A><Item><B>2</B><Party><C>3</C></Party></Item><A>4</A>")
    assert list(found.everything()) == [("A", "1"), ("A", "4"), ("B", "2"), ("C", "3")]


def test_first_steps_are_the_children_that_say_something() -> None:
    assert list(texts("<A/><B><C>1</C><D>2</D></B><E>3</E>").first_steps()) == ["B", "B", "E"]


def test_what_is_no_xml_has_no_texts() -> None:
    with pytest.raises(ValueError, match="not well-formed"):
        read("<a", SHAPE)


def test_names_without_end_one_inside_the_other_are_refused() -> None:
    name = "n" * 500
    with pytest.raises(ValueError, match="too long, one inside the other"):
        read(f"<r>{f'<{name}>' * 6}x{f'</{name}>' * 6}</r>", Shape())
