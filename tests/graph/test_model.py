"""Channels, viewers, days and edge ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadValue
from graph.model import EVERYONE, Channel, Edge, Viewer, day_number, day_text, edge_id, node_type_of

CHANNEL = Channel("UZ", "import-2", "H1", "customs")
KNOWN = ("UZ/import/H1/customs", "UZ/export/H1/customs", "KZ/import/H2/customs")


def test_a_channel_is_read_back_from_its_name() -> None:
    assert CHANNEL.name == "UZ/import-2/H1/customs"
    assert Channel.parse(CHANNEL.name) == CHANNEL


@pytest.mark.parametrize("name", ["", "UZ/import/H1", "UZ/import/H1/customs/x"])
def test_a_channel_has_four_parts(name: str) -> None:
    with pytest.raises(BadValue, match=r"write originator/dataset/handling/purpose"):
        Channel.parse(name)


@pytest.mark.parametrize("part", ["", "a/b", "a:b", "a b", "a,b", "*", "\n"])
def test_a_part_of_a_channel_is_a_plain_name(part: str) -> None:
    with pytest.raises(BadValue, match=r"dataset .* is not a name"):
        Channel("UZ", part, "H1", "customs")


def test_another_handling_is_another_channel() -> None:
    assert CHANNEL.with_handling("H3").name == "UZ/import-2/H3/customs"


def test_everyone_sees_all_and_nobody_nothing() -> None:
    assert EVERYONE.sees_all and EVERYONE.sees("any")
    nobody = Viewer(frozenset())
    assert not nobody.sees_all and not nobody.sees("any")


@pytest.mark.parametrize(
    ("patterns", "seen"),
    [
        ("UZ/*", set(KNOWN[:2])),
        ("UZ/import/H1/customs", {KNOWN[0]}),
        ("*/import/*", {KNOWN[0], KNOWN[2]}),
        ("KZ/*, UZ/export/*", {KNOWN[1], KNOWN[2]}),
        ("*", set(KNOWN)),
        ("*/H2/*,none", {KNOWN[2]}),
    ],
)
def test_patterns_choose_among_the_known_channels(patterns: str, seen: set[str]) -> None:
    assert Viewer.of_patterns(patterns, KNOWN) == Viewer(frozenset(seen))


@pytest.mark.parametrize("patterns", ["uz/*", "AF/*", "UZ"])
def test_patterns_that_match_nothing_are_refused(patterns: str) -> None:
    with pytest.raises(BadValue, match=r"no channel matches .*`halqa batches` lists"):
        Viewer.of_patterns(patterns, KNOWN)


@pytest.mark.parametrize("patterns", ["", " ", "UZ/*,", ",", "UZ/*,,KZ/*"])
def test_an_empty_pattern_is_refused(patterns: str) -> None:
    with pytest.raises(BadValue, match=r"hold an empty one"):
        Viewer.of_patterns(patterns, KNOWN)


def test_days_count_from_1970() -> None:
    assert day_number("1970-01-01") == 0
    assert day_number("2024-03-05T23:59+05:00") == day_number("2024-03-05") == 19787
    assert day_text(-1) == "1969-12-31"


@given(st.dates())
def test_every_day_comes_back(day: object) -> None:
    assert day_text(day_number(str(day))) == str(day)


def test_an_edge_id_is_32_hex_digits_of_owner_type_role_and_target() -> None:
    edge = Edge("a", "T", "b", "c", role="r", on="2024-01-01", properties={"x": 1})
    assert edge.id == edge_id("a", "T", "r", "b") == Edge("a", "T", "b", "other channel", "r").id
    assert len(edge.id) == 32 and int(edge.id, 16)


@pytest.mark.parametrize(
    "other", [("x", "T", "r", "b"), ("a", "x", "r", "b"), ("a", "T", "", "b"), ("a", "T", "r", "x")]
)
def test_another_end_type_or_role_is_another_edge(other: tuple[str, str, str, str]) -> None:
    assert edge_id(*other) != edge_id("a", "T", "r", "b")


def test_the_prefix_of_a_node_id_is_before_its_first_colon() -> None:
    assert node_type_of("vehicle:UZ:01777AAA") == "vehicle"
