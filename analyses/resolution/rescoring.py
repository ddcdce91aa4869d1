"""The doubtful band scored again by a comparator of names that looks at every word: dear, so it looks at few pairs.

What a score of it says is learnt like any weight: how often pairs that are one by all but their names get it, and how
often strangers do. A contradiction that it sees (another number in the name) makes a link one that joins nothing.
"""

from dataclasses import dataclass

import numpy as np

from analyses.resolution.model import MatchModel, ScoreWeight
from analyses.resolution.normalise import Parties, numerals_of
from analyses.resolution.scoring import ScoredPairs
from graph.values.nicknames import are_one_name

BAND = (0.2, 0.99)  # confidence of a pair that is looked at again
BOUNDS = (0.97, 0.93, 0.88, 0.8, 0.7, 0.55, 0.0)  # least scores of the steps that are told apart
ANOTHER_NUMBER = "another number"
_MOST_LEARNT_ON = 50_000  # pairs
_SMOOTHING = 1.0
_SEED = 1


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How alike two names are, 0-1, and what contradicts in them ("" for nothing)."""

    score: float
    contradiction: str = ""


def compare_names(left: str, right: str, is_person: bool) -> NameComparison:
    """Compares two folded names, whatever the order of their words.

    Each word of the shorter name is laid beside the word most like it; an initial is like a word that begins with it,
    words are weighed by their length. Of a person a third name that only one has costs little.
    """
    from rapidfuzz.distance import JaroWinkler

    words, others = left.split(), right.split()
    if not words or not others:
        return NameComparison(0.0)
    if len(words) > len(others):
        words, others = others, words
    numerals, other_numerals = (numerals_of(name, is_person) for name in (left, right))
    free, gained, possible = list(others), 0.0, 0.0
    for word in sorted(words, key=lambda text: (-len(text), text)):
        likeness, place = max(
            (
                _initial(word, other) or _short_form(word, other, is_person) or JaroWinkler.similarity(word, other),
                -number,
            )
            for number, other in enumerate(free)
        )
        free.pop(-place)
        gained, possible = gained + len(word) * likeness, possible + len(word)
    left_over = sum(map(len, free)) * (0.15 if is_person else 0.5)
    contradicts = numerals and other_numerals and numerals.isdisjoint(other_numerals)
    return NameComparison(gained / (possible + left_over), ANOTHER_NUMBER if contradicts else "")


def _initial(word: str, other: str) -> float:
    """How alike a word and its initial are, 0 where neither is one."""
    is_initial = min(len(word), len(other)) == 1 and word[0] == other[0]
    return 0.9 if is_initial else 0.0


def _short_form(word: str, other: str, is_person: bool) -> float:
    """How alike a given name and a short form of it are, 0 where neither is one."""
    return 0.95 if is_person and word != other and are_one_name(word, other) else 0.0


def rescored(pairs: ScoredPairs, parties: Parties, is_person: bool, model: MatchModel) -> tuple[ScoredPairs, list[str]]:
    """The pairs with the bits of the name in the doubtful band replaced by those of the comparator.

    Without weights for its scores the bits stay. Beside them stands for each pair what contradicts in its names, "" for
    nothing.
    """
    contradictions = [""] * len(pairs.left)
    confidence = 1 / (1 + np.exp2(-pairs.bits))
    band = np.flatnonzero((confidence >= BAND[0]) & (confidence <= BAND[1]))
    name = pairs.fields["name"].copy()
    bits_of_step = [float(np.log2(step.m / step.u)) for step in model.name_scores]
    for pair in band.tolist():
        compared = compare_names(parties.name[pairs.left[pair]], parties.name[pairs.right[pair]], is_person)
        contradictions[pair] = compared.contradiction
        if bits_of_step and compared.score > 0:
            bits = bits_of_step[_step(compared.score)]
            name[pair] = max(bits, name[pair]) if bits > 0 else bits
    return ScoredPairs(pairs.left, pairs.right, {**pairs.fields, "name": name}, pairs.prior_bits), contradictions


def learn_name_scores(
    pairs: ScoredPairs, parties: Parties, is_person: bool, model: MatchModel
) -> tuple[ScoreWeight, ...]:
    """What scores of the comparator say: among pairs that are one by all but their names, and among strangers.

    Strangers are pairs taken by chance, less those that are one after all. Empty where too few pairs are known.
    """
    rest = pairs.bits - pairs.fields["name"]
    is_named = np.array([bool(name) for name in parties.name], dtype=bool)
    usable = np.flatnonzero(is_named[pairs.left] & is_named[pairs.right])
    dice = np.random.default_rng(_SEED)
    chosen = dice.permutation(usable)[:_MOST_LEARNT_ON]
    sure = 1 / (1 + np.exp2(-rest[chosen]))
    true = _counts(parties, np.stack((pairs.left[chosen], pairs.right[chosen])), is_person, sure)
    if true.sum() < _MOST_LEARNT_ON / 1_000:
        return ()
    strangers = dice.integers(0, len(parties), (2, _MOST_LEARNT_ON))
    by_chance = _counts(parties, strangers, is_person, np.ones(_MOST_LEARNT_ON))
    strange = np.maximum(0, by_chance - by_chance.sum() * model.prior(len(parties)) * true / true.sum())
    shares = [(counts + _SMOOTHING) / (counts + _SMOOTHING).sum() for counts in (true, strange)]
    return tuple(
        ScoreWeight(at_least=bound, m=float(m), u=float(u)) for bound, m, u in zip(BOUNDS, *shares, strict=True)
    )


def _counts(parties: Parties, ends: np.ndarray, is_person: bool, weight: np.ndarray) -> np.ndarray:
    """Weight of the pairs in each step of the score."""
    counts = np.zeros(len(BOUNDS))
    for a, b, how_much in zip(*ends.tolist(), weight.tolist(), strict=True):
        if a != b and parties.name[a] and parties.name[b]:
            counts[_step(compare_names(parties.name[a], parties.name[b], is_person).score)] += how_much
    return counts


def _step(score: float) -> int:
    """The step of a score, the highest first."""
    return next(place for place, bound in enumerate(BOUNDS) if score >= bound)
