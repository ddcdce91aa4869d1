"""Guarded clustering: the best link first, what speaks against it, what people decided, and the order of things."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadValue
from graph.linkage.clustering import Clustering, Judged, Records, ScoredLinks, clustered
from graph.linkage.joins import Joins, Reason
from graph.linkage.spelling import is_one_edit

Link = tuple[int, int, float]


def records(count: int, **values: dict[int, str]) -> Records:
    """Records a, b, c ... with one value each where one is given: tax, born, numeral, passport."""
    columns = [
        [[known[i]] if i in known else [] for i in range(count)]
        for known in (values.get(kind, {}) for kind in ("tax", "born", "numeral", "passport"))
    ]
    return Records([chr(ord("a") + i) for i in range(count)], *columns)


def links(*pairs: Link, doubt: Sequence[str] = ()) -> ScoredLinks:
    """Links as (left, right, bits)."""
    ends = np.array([pair[:2] for pair in pairs], dtype=np.int64).reshape(-1, 2)
    return ScoredLinks(ends[:, 0], ends[:, 1], np.array([pair[2] for pair in pairs], dtype=np.float64), doubt)


def groups(clustering: Clustering) -> list[str]:
    """The letters of each cluster."""
    members: dict[int, str] = {}
    for record, cluster in enumerate(clustering.of_record.tolist()):
        members[cluster] = members.get(cluster, "") + chr(ord("a") + record)
    return [members[cluster] for cluster in sorted(members)]


def test_links_join_what_nothing_speaks_against() -> None:
    assert groups(clustered(records(4), links((0, 2, 9.0), (2, 3, 4.0)))) == ["acd", "b"]


def test_a_link_below_the_least_confidence_is_none() -> None:
    clustering = clustered(records(2), links((0, 1, 1.9)))
    assert (groups(clustering), clustering.refusals) == (["a", "b"], [])


@pytest.mark.parametrize(
    ("kind", "values", "reason"),
    [
        ("tax", {0: "301234567", 1: "309876543"}, Reason.HELD_TAX_NUMBERS_DIFFER),
        ("passport", {0: "AA1234567", 1: "AB7654321"}, Reason.HELD_PASSPORTS_DIFFER),
        ("born", {0: "1980-02-11", 1: "1975-10-30"}, Reason.HELD_BIRTH_DATES_DIFFER),
        ("numeral", {0: "2", 1: "5"}, Reason.HELD_NAME_NUMBERS_DIFFER),
    ],
)
def test_values_that_contradict_hold_a_link_back(kind: str, values: dict[int, str], reason: Reason) -> None:
    clustering = clustered(records(2, **{kind: values}), links((0, 1, 9.0)))
    assert groups(clustering) == ["a", "b"]
    assert [(held.reason, held.detail) for held in clustering.refusals] == [
        (reason, " / ".join(sorted(values.values())))
    ]


def test_a_contradiction_is_met_through_a_record_that_says_nothing() -> None:
    clustering = clustered(records(3, tax={0: "301234567", 2: "309876543"}), links((0, 1, 9.0), (1, 2, 8.0)))
    assert groups(clustering) == ["ab", "c"]


@pytest.mark.parametrize("other", ["301234567", "301234568", "30123457", "3012345670", "301234576", "031234567"])
def test_a_slip_of_the_clerk_in_a_tax_number_speaks_against_nothing(other: str) -> None:
    assert groups(clustered(records(2, tax={0: "301234567", 1: other}), links((0, 1, 9.0)))) == ["ab"]


@pytest.mark.parametrize(
    ("one", "other"), [("12345", "12354"), ("", "1"), ("a", "b"), ("ab", "ba"), ("abc", "ac"), ("abc", "abc")]
)
def test_one_slip_leaves_texts_alike(one: str, other: str) -> None:
    assert is_one_edit(one, other)
    assert is_one_edit(other, one)


@pytest.mark.parametrize(("one", "other"), [("12345", "12453"), ("", "12"), ("abc", "cba"), ("abcd", "badc")])
def test_two_slips_do_not(one: str, other: str) -> None:
    assert not is_one_edit(one, other)
    assert not is_one_edit(other, one)


@pytest.mark.parametrize("other", ["1980-02-11", "1980-02-12", "1980-11-02", "1980-12-12", "1981-02-10"])
def test_two_slips_in_a_date_of_birth_speak_against_nothing(other: str) -> None:
    assert groups(clustered(records(2, born={0: "1980-02-11", 1: other}), links((0, 1, 9.0)))) == ["ab"]


def test_the_number_that_a_cluster_uses_most_speaks_for_it() -> None:
    numbers = {0: "301234567", 1: "301234567", 2: "999", 3: "301234567"}
    one = links((0, 1, 9.0), (1, 3, 9.0))
    assert groups(clustered(records(4, tax=numbers), one)) == ["abd", "c"]


def test_a_number_that_both_clusters_use_often_joins_them() -> None:
    numbers = {0: "111111", 1: "222222", 2: "222222", 3: "333333"}
    said = Judged(same=[(0, 1), (2, 3)])
    assert groups(clustered(records(4, tax=numbers), links((1, 2, 9.0)), said)) == ["abcd"]


def test_birth_dates_of_which_some_are_alike_speak_against_nothing() -> None:
    born = {0: "1980-02-11", 1: "1980-11-02", 2: "1980-02-12"}
    said = Judged(same=[(0, 1)])
    assert groups(clustered(records(3, born=born), links((1, 2, 9.0)), said)) == ["abc"]


def test_a_link_in_doubt_joins_nothing_and_says_why() -> None:
    clustering = clustered(records(2), links((0, 1, 9.0), doubt=["another father"]))
    assert groups(clustering) == ["a", "b"]
    assert (clustering.refusals[0].reason, clustering.refusals[0].detail) == (Reason.HELD_IN_DOUBT, "another father")


def test_what_was_judged_different_stays_apart_by_any_way() -> None:
    said = Judged(different=[(0, 2)])
    clustering = clustered(records(3), links((0, 1, 9.0), (1, 2, 8.0)), said)
    assert groups(clustering) == ["ab", "c"]
    assert clustering.refusals[0].reason is Reason.HELD_JUDGED_DIFFERENT


def test_what_was_judged_the_same_is_one_whatever_speaks_against_it() -> None:
    said = Judged(same=[(0, 1)])
    assert groups(clustered(records(2, tax={0: "301234567", 1: "309876543"}), links(), said)) == ["ab"]


def test_judgements_that_contradict_are_refused_with_the_way_between_them() -> None:
    with pytest.raises(BadValue, match="a and c were judged different, and the same by a = b = c"):
        clustered(records(3), links(), Judged(same=[(0, 1), (2, 1)], different=[(0, 2)]))


def read_off(*rows: tuple[int, int, Reason]) -> Joins:
    """What a first grouping joined and refused."""
    columns = np.array([(*row, -1) for row in rows], dtype=np.int64).reshape(-1, 4).T
    return Joins(*columns)


def test_what_was_read_off_holds_whatever_the_values_say() -> None:
    first = read_off((0, 1, Reason.SAME_NUMBER))
    contradicting = records(2, tax={0: "301234567", 1: "309876543"})
    assert groups(clustered(contradicting, links(), read_off=first)) == ["ab"]


def test_links_add_to_what_was_read_off_and_never_undo_what_it_refused() -> None:
    first = read_off((0, 1, Reason.SAME_NUMBER), (0, 2, Reason.HELD_NAMES_CONTRADICT))
    clustering = clustered(records(4), links((1, 2, 30.0), (1, 3, 4.0)), read_off=first)
    assert groups(clustering) == ["abd", "c"]
    assert {(held.left, held.right, held.reason) for held in clustering.refusals} == {
        (0, 2, Reason.HELD_NAMES_CONTRADICT),
        (1, 2, Reason.HELD_NAMES_CONTRADICT),
    }


def test_what_was_judged_counts_more_than_what_was_read_off() -> None:
    first = read_off((0, 1, Reason.SAME_NUMBER), (1, 2, Reason.HELD_NUMBERS_DIFFER))
    clustering = clustered(records(3), links(), Judged(same=[(1, 2)], different=[(0, 1)]), read_off=first)
    assert groups(clustering) == ["a", "bc"]
    assert [held.reason for held in clustering.refusals] == [Reason.HELD_JUDGED_DIFFERENT]


@pytest.mark.parametrize(
    ("name", "other"),
    [("karimov olim rustamovich", "karimov olim anvarovich"), ("karimov olim anvarovich", "karimova olim anvarovna")],
)
def test_another_father_or_sex_holds_a_link_back(name: str, other: str) -> None:
    persons = replace(records(2), fathered=[name, other])
    clustering = clustered(persons, links((0, 1, 20.0)))
    assert groups(clustering) == ["a", "b"]
    assert [held.reason for held in clustering.refusals] == [Reason.HELD_NAMES_CONTRADICT]


def test_a_refusal_between_records_that_came_together_otherwise_is_not_listed() -> None:
    clustering = clustered(records(3), links((0, 2, 9.0), (0, 1, 8.0), (1, 2, 7.0), doubt=["father", "", ""]))
    assert (groups(clustering), clustering.refusals) == (["abc"], [])


def test_refusals_come_by_what_a_decision_would_change() -> None:
    numbers = {0: "301234567", 1: "309876543", 3: "405555555"}
    clustering = clustered(records(4, tax=numbers), links((0, 1, 9.0), (1, 2, 9.0), (0, 3, 9.0)))
    assert [(held.left, held.right, held.would_join) for held in clustering.refusals] == [(0, 1, 3), (0, 3, 2)]


def test_no_record_is_no_cluster() -> None:
    assert clustered(records(0), links()).of_record.tolist() == []


MOST = 12
numbers_of_records = st.dictionaries(
    st.integers(0, MOST - 1), st.sampled_from(["1111", "1112", "2222", "2233", "9999"])
)
random_links = st.lists(
    st.tuples(st.integers(0, MOST - 1), st.integers(0, MOST - 1), st.sampled_from([2.5, 4.0, 4.5, 9.0])).filter(
        lambda link: link[0] != link[1]
    ),
    max_size=30,
)
random_pairs = st.lists(
    st.tuples(st.integers(0, MOST - 1), st.integers(0, MOST - 1)).filter(lambda pair: pair[0] != pair[1]), max_size=4
)


@settings(max_examples=25)
@given(numbers_of_records, random_links, random_pairs, random_pairs)
def test_judgements_hold_or_are_refused(
    tax: dict[int, str], pairs: list[Link], same: list[tuple[int, int]], different: list[tuple[int, int]]
) -> None:
    """Nothing called the same is apart, nothing called different is together."""
    try:
        of = clustered(records(MOST, tax=tax), links(*pairs), Judged(same, different)).of_record
    except BadValue:
        joined = clustered(records(MOST), links(), Judged(same)).of_record
        assert any(joined[a] == joined[b] for a, b in different)
        return
    assert all(of[a] == of[b] for a, b in same)
    assert all(of[a] != of[b] for a, b in different)


@settings(max_examples=25)
@given(numbers_of_records, random_links, random_pairs, st.randoms(use_true_random=False))
def test_the_order_of_records_and_links_and_of_the_ends_changes_nothing(
    tax: dict[int, str], pairs: list[Link], different: list[tuple[int, int]], dice: Random
) -> None:
    before = clustered(records(MOST, tax=tax), links(*pairs), Judged(different=different))
    place = list(range(MOST))
    dice.shuffle(place)
    turned = [(place[b], place[a], bits) if dice.random() < 0.5 else (place[a], place[b], bits) for a, b, bits in pairs]
    dice.shuffle(turned)
    source = records(MOST, tax=tax)
    came_from = np.argsort(place)
    moved = Records(
        *(
            [column[i] for i in came_from]
            for column in (source.keys, source.tax_numbers, source.birth_dates, source.name_numbers)
        )
    )
    after = clustered(moved, links(*turned), Judged(different=[(place[a], place[b]) for a, b in different]))
    assert after.of_record[place].tolist() == before.of_record.tolist()
    assert [(moved.keys[held.left], moved.keys[held.right], held.reason, held.detail) for held in after.refusals] == [
        (source.keys[held.left], source.keys[held.right], held.reason, held.detail) for held in before.refusals
    ]


@settings(max_examples=25)
@given(numbers_of_records, random_links, st.tuples(st.integers(0, 5), st.integers(6, MOST - 1)))
def test_a_judgement_that_is_revoked_gives_back_the_clusters_of_before(
    tax: dict[int, str], pairs: list[Link], pair: tuple[int, int]
) -> None:
    known, scored = records(MOST, tax=tax), links(*pairs)
    before = clustered(known, scored).of_record.tolist()
    joined = clustered(known, scored, Judged(same=[pair])).of_record
    assert joined[pair[0]] == joined[pair[1]]
    assert clustered(known, scored).of_record.tolist() == before
