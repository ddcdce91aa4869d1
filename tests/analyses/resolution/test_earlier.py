"""Going on from an earlier run: equal to comparing everybody by the same counts, whatever came and went meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analyses.resolution import resolving
from analyses.resolution.earlier import EarlierRun
from analyses.resolution.frequencies import Frequencies
from analyses.resolution.model import MatchModel, read_model
from analyses.resolution.normalise import Parties
from analyses.resolution.rescoring import ANOTHER_NUMBER
from analyses.resolution.resolving import Resolution, resolved_parties
from analyses.resolution.specificity import FEWEST, specific
from graph.linkage.judged import NOTHING_JUDGED
from graph.progress import silent

if TYPE_CHECKING:
    from tests.analyses.resolution.conftest import Say

MODELS: Mapping[bool, MatchModel] = {is_person: read_model(is_person) for is_person in (False, True)}
FIRMS = ("Karvon Trans 7", "Karvon Trans 9", "Kravon Trans 7", "KARVON TRANS 7 LLC", "Gulzor Invest", "Gulsor Invest")
SHARED = "phone:shared"


def run_of(parties: Parties, earlier: EarlierRun | None = None) -> Resolution:
    return resolved_parties(specific(parties)[0], MODELS, NOTHING_JUDGED, silent, None, earlier)


def left_by(run: Resolution) -> EarlierRun:
    ids = run.keys
    contradictions = [doubt if doubt == ANOTHER_NUMBER else "" for doubt in run.doubt]
    marks = {ids[place]: mark for place, mark in run.marks.items()}
    left, right = ([ids[place] for place in ends.tolist()] for ends in (run.left, run.right))
    return EarlierRun(run.frequencies, marks, left, right, run.bits, contradictions)


def of_everybody(frequencies: Mapping[bool, Frequencies], run: Resolution) -> EarlierRun:
    """By the same counts, with nothing else known."""
    nothing = {name: bits[:0] for name, bits in run.bits.items()}
    return EarlierRun(frequencies, {}, [], [], nothing, [])


def found_by(run: Resolution) -> tuple[Sequence[object], ...]:
    bits = {name: column.tolist() for name, column in run.bits.items()}
    return run.of_party.tolist(), run.left.tolist(), run.right.tolist(), [bits], run.doubt, run.refusals


def test_a_run_over_what_came_and_went_is_one_over_everybody_by_the_same_counts(
    parties: "Say", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "MOST_CHANGED", 1.0)
    names = [*FIRMS, *(f"Firm {chr(97 + n)} Trade" for n in range(FEWEST)), "Karvon Trans", "Tong Savdo", "Tong Savdoo"]
    phones = [("phone:1",), (), ("phone:1",), (), ("phone:2",), ("phone:2",), *[(SHARED,)] * FEWEST, (), (), ()]
    everybody = parties(names, phones=phones, country=["UZ"] * len(names))
    before = everybody.take(place for place in range(len(names)) if place not in (1, FEWEST + 5, FEWEST + 7))
    after = everybody.take(place for place in range(len(names)) if place != 2)
    first = run_of(before)
    going_on = run_of(after, left_by(first))
    assert going_on.compared_again < len(after) < first.compared_again + 3
    assert found_by(going_on) == found_by(run_of(after, of_everybody(first.frequencies, first)))


def test_where_too_much_is_new_everybody_is_compared_and_counted_anew(parties: "Say") -> None:
    first = run_of(parties(FIRMS[:2]))
    second = run_of(parties(FIRMS), left_by(first))
    assert second.compared_again == len(FIRMS)
    assert second.frequencies[False].parties == len(FIRMS)


def test_names_are_as_rare_as_they_were_counted_and_a_new_word_was_met_once() -> None:
    counts = Frequencies(parties=4, names=4, words={"karvon": 2, "trans": 4}, births={"1980-02-11": 3, "1990-01-01": 1})
    assert counts.shares_of_names(["karvon trans", "gulzor trans", ""]).tolist() == [0.5, 0.25, 1.0]
    assert counts.share_of_birth("1980-02-11") == 0.75
    assert counts.share_of_birth("2000-01-01") is None


@pytest.mark.parametrize(("parties", "share"), [(4, 1e-5), (50_000, 1e-5), (1_000_000, 5e-7)])
def test_half_a_stranger_of_so_many_bears_a_name_however_rare_it_seems(parties: int, share: float) -> None:
    counts = Frequencies(parties=parties, names=100_000, words={}, births={})
    assert counts.shares_of_names(["karimov alisher rustamovich"]).tolist() == [share]


def test_the_links_of_a_changed_party_are_left_out(parties: "Say") -> None:
    firms = parties(FIRMS[:3])
    run = replace(left_by(run_of(firms)), left=[firms.keys[0]] * 2, right=[firms.keys[2], firms.keys[1]])
    run = replace(run, bits={"name": np.array([1.0, 2.0]), "prior": np.zeros(2)}, contradictions=["", ANOTHER_NUMBER])
    pairs, contradictions = run.links_among(firms, [2], ["name"])
    assert (pairs.left.tolist(), pairs.right.tolist()) == ([0], [1])
    assert (pairs.fields["name"].tolist(), contradictions) == ([2.0], [ANOTHER_NUMBER])
