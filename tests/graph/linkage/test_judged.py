"""Judgements over a grouping: what they split and join at once, what they leave alone, and that nothing stays."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import TEXT, Texts
from graph.linkage.clustering import Judged, Records, ScoredLinks, clustered
from graph.linkage.joins import Joins, Reason
from graph.linkage.judged import GUARDS, Basis, JudgedIds, partition_hash, regrouped

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

COUNT = 12
IDS = [f"party:{number:02d}" for number in range(COUNT)]
PLACES = st.integers(0, COUNT - 1)
PAIRS = st.tuples(PLACES, PLACES).filter(lambda pair: pair[0] < pair[1])
LINKS = st.lists(st.tuples(PAIRS, st.integers(-4, 12)), max_size=20)
TAXES = st.lists(st.sampled_from(["", "", "111", "222"]), min_size=COUNT, max_size=COUNT)
READ_OFF = st.dictionaries(
    PAIRS, st.sampled_from([Reason.SAME_NUMBER, Reason.SAME_COMPANY_NAME, Reason.HELD_NUMBERS_DIFFER]), max_size=6
)
JUDGED = st.dictionaries(PAIRS, st.sampled_from(["same", "different", "unsure"]), max_size=6)


def basis_of(
    links: list[tuple[tuple[int, int], int]], taxes: list[str], read_off: dict[tuple[int, int], Reason] | None = None
) -> Basis:
    """Links, tax numbers and what could be read off of twelve parties."""
    rows = sorted((read_off or {}).items())
    left, right, reasons = (
        np.array(column, dtype=np.int64)
        for column in ([p[0] for p, _ in rows], [p[1] for p, _ in rows], [r for _, r in rows])
    )
    joins = Joins.of(left, right, reasons, -1)
    ends = np.array([pair for pair, _ in links], dtype=np.int64).reshape(-1, 2)
    bits = np.array([bits for _, bits in links], dtype=np.float64)
    said = pa.array([[tax] if tax else [] for tax in taxes], pa.list_(pa.string()))
    return Basis(Texts(pa.array(IDS, TEXT)), ScoredLinks(ends[:, 0], ends[:, 1], bits), {GUARDS[0]: said}, joins)


def without_judgements(basis: Basis) -> np.ndarray:
    return clustered(basis.records(np.arange(COUNT)), basis.links, read_off=basis.read_off).of_record


def judged_of(verdicts: dict[tuple[int, int], str]) -> JudgedIds:
    pairs = {verdict: [pair for pair, said in verdicts.items() if said == verdict] for verdict in verdicts.values()}
    return JudgedIds(**{verdict: tuple((IDS[a], IDS[b]) for a, b in said) for verdict, said in pairs.items()})


@settings(max_examples=40)
@given(LINKS, TAXES, READ_OFF, JUDGED)
def test_a_part_clustered_again_is_as_if_everything_was(
    links: list[tuple[tuple[int, int], int]],
    taxes: list[str],
    read_off: dict[tuple[int, int], Reason],
    verdicts: dict[tuple[int, int], str],
) -> None:
    basis, judged = basis_of(links, taxes, read_off), judged_of(verdicts)
    found = regrouped(without_judgements(basis), basis, judged)
    held = [pair for pair, verdict in verdicts.items() if verdict == "same"]
    apart = {tuple(sorted(map(IDS.index, pair))) for pair in found.set_aside}
    doubts = ["judged unsure" if verdicts.get(pair) == "unsure" else "" for pair, _ in links]
    everything = clustered(
        Records(IDS, [(tax,) if tax else () for tax in taxes], [()] * COUNT, [()] * COUNT),
        ScoredLinks(basis.links.left, basis.links.right, basis.links.bits, doubts),
        Judged(
            [pair for pair in held if pair not in apart],
            [pair for pair, verdict in verdicts.items() if verdict == "different"],
        ),
        read_off=basis_of([], taxes, {k: v for k, v in read_off.items() if verdicts.get(k) != "unsure"}).read_off,
    )
    assert found.of_party.tolist() == everything.of_record.tolist()


@settings(max_examples=40)
@given(LINKS, TAXES, JUDGED)
def test_what_is_different_is_apart_and_what_is_the_same_is_together(
    links: list[tuple[tuple[int, int], int]], taxes: list[str], verdicts: dict[tuple[int, int], str]
) -> None:
    basis = basis_of(links, taxes)
    found = regrouped(without_judgements(basis), basis, judged_of(verdicts))
    for (left, right), verdict in verdicts.items():
        is_together = found.of_party[left] == found.of_party[right]
        if verdict == "different":
            assert not is_together
        if verdict == "same" and (IDS[left], IDS[right]) not in found.set_aside:
            assert is_together


@settings(max_examples=40)
@given(LINKS, TAXES, PAIRS)
def test_a_merge_and_its_undoing_leave_the_same_partition(
    links: list[tuple[tuple[int, int], int]], taxes: list[str], pair: tuple[int, int]
) -> None:
    basis = basis_of(links, taxes)
    before = without_judgements(basis)
    merged = regrouped(before, basis, judged_of({pair: "same"}))
    undone = regrouped(before, basis, judged_of({}))
    assert merged.of_party[pair[0]] == merged.of_party[pair[1]]
    assert partition_hash(IDS, undone.of_party) == partition_hash(IDS, before)
    assert (partition_hash(IDS, merged.of_party) == partition_hash(IDS, before)) == (before[pair[0]] == before[pair[1]])


@settings(max_examples=40)
@given(LINKS, TAXES, LINKS, PAIRS)
def test_what_was_taken_apart_stays_apart_whatever_a_new_run_finds(
    links: list[tuple[tuple[int, int], int]],
    taxes: list[str],
    found_later: list[tuple[tuple[int, int], int]],
    pair: tuple[int, int],
) -> None:
    judged = judged_of({pair: "different"})
    for known in (links, [*links, *found_later, (pair, 12)]):
        basis = basis_of(known, taxes)
        of_party = regrouped(without_judgements(basis), basis, judged).of_party
        assert of_party[pair[0]] != of_party[pair[1]]


def test_of_two_judgements_that_cannot_both_hold_the_earlier_one_does() -> None:
    basis = basis_of([], [""] * COUNT)
    judged = JudgedIds(same=((IDS[0], IDS[1]), (IDS[1], IDS[2])), different=((IDS[0], IDS[2]),))
    found = regrouped(without_judgements(basis), basis, judged)
    assert found.set_aside == ((IDS[1], IDS[2]),)
    assert found.of_party[:3].tolist() == [0, 0, 1]


def test_a_judgement_on_a_party_that_is_not_here_is_dormant() -> None:
    basis = basis_of([((0, 1), 9)], [""] * COUNT)
    before = without_judgements(basis)
    found = regrouped(before, basis, JudgedIds(same=((IDS[0], "party:gone"),)))
    assert (found.dormant, found.of_party.tolist()) == (1, before.tolist())


def test_the_mark_of_judgements_tells_them_from_others() -> None:
    pair, other = (IDS[0], IDS[1]), (IDS[0], IDS[2])
    marks = {
        JudgedIds(**said).mark
        for said in ({}, {"same": (pair,)}, {"different": (pair,)}, {"same": (other,)}, {"unsure": (pair,)})
    }
    assert len(marks) == 5 and JudgedIds().mark == ""


@pytest.mark.parametrize("is_said_by_phone", [True, False])
def test_judgements_split_and_join_what_can_be_read_off(world: "SmallWorld", is_said_by_phone: bool) -> None:
    phone = {"consignee__phone": "+998901234567"} if is_said_by_phone else {}
    world.say(consignee__name="Karvon Trans", **phone)
    world.say(consignee__name="ООО Карвон Транс", **phone)
    world.say(consignee__name="Amber Mills")
    seen = world.seen()
    names = {seen.projection.label(number): seen.projection.ids[number] for number in seen.entities.parties.tolist()}
    one, other, mills = (names[name] for name in ("Karvon Trans", "ООО Карвон Транс", "Amber Mills"))
    judged = JudgedIds(same=((one, mills),), different=((one, other),))
    entities = type(seen)(seen.projection, judged=judged).entities
    of = {party: int(entities.of_node[seen.projection.ids.find(party)]) for party in (one, other, mills)}
    assert of[one] == of[mills] != of[other]
