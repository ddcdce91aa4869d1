"""Learning the weights of a model without labels: by pairs that share a number or a name, and by pairs taken by chance.

How often pairs that are one agree in each way (m) is learnt by expectation and maximisation over pairs that share a
number, which says nothing about the name, and over pairs that share a name, which says nothing about the numbers. How
often strangers do (u) is counted in pairs taken by chance, less those among them that are one after all: where a firm
stands in thirty spellings among six thousand parties, most pairs of one name are no strangers.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analyses.resolution.levels import FIELDS, ComparedField
from analyses.resolution.model import LevelWeight, MatchModel, usual_weights
from analyses.resolution.normalise import DEEDS, Parties
from analyses.resolution.scoring import SAYS_NOTHING, SEVERAL, ScoredPairs, compare_all, linker_of, score

FEWEST = 100  # parties that must say something in a field before anything is learnt about it
_SAMPLE = 1_500  # parties, of which all pairs are looked at: a million
_ROUNDS = 2
_STEPS = 30
_SMOOTHING = 0.5  # pairs more in each level
_LEAST_M, _LEAST_U = 0.002, 1e-6
_FEWEST_OTHERS = 0.01
_MOST_PRIOR = 0.5
_NUMBERS = ("tax_numbers", "identifiers")
_ELSE = ("birth_on", "phones", "emails", "addresses")
_RANDOM_PAIRS = 1e6
_SEED = 1
log = logging.getLogger(__name__)


def learn(parties: Parties, is_person: bool, learnt_from: str) -> MatchModel:
    """Learns a model from parties without labels; fields of which little is known keep their usual weights.

    Args:
        parties: Parties of one kind, without values that tell nobody apart.
        is_person: Whether they are persons.
        learnt_from: What they are, in words.
    """
    fields = FIELDS[is_person]
    model = MatchModel(
        is_person=is_person,
        learnt_from=learnt_from,
        parties=len(parties),
        others_each=1.0,
        name_scores=(),
        fields={field.name: usual_weights(field) for field in fields},
    )
    learnable = [field for field in fields if _says(parties, field.column) >= FEWEST]
    if not learnable:
        return model
    patterns = _patterns(parties, learnable, model)
    for _ in range(_ROUNDS):
        weights = _among_true_pairs(parties, learnable, model)
        model = _with(model, weights)
        model = _with(model, _among_strangers(patterns, learnable, model, len(parties)))
    return model.model_copy(update={"others_each": _others_each(score(parties, is_person, model), len(parties))})


def _says(parties: Parties, column: str) -> int:
    columns = DEEDS if column == "acted_with" else (column,)
    return sum(any(values) for values in zip(*(getattr(parties, name) for name in columns), strict=True))


def _with(model: MatchModel, weights: Mapping[str, Mapping[str, LevelWeight]]) -> MatchModel:
    return model.model_copy(update={"fields": {**model.fields, **weights}})


def _among_true_pairs(
    parties: Parties, fields: Sequence[ComparedField], model: MatchModel
) -> dict[str, dict[str, LevelWeight]]:
    """The model's weights with m as it is among the pairs that share a number or a name, the mean of what each says."""
    columns = [field.column for field in fields]
    numbers = [column for column in columns if column in _NUMBERS]
    others = [column for column in columns if column in _ELSE]
    learnt: dict[str, list[list[float]]] = {field.name: [] for field in fields}
    blocks = [column for column in (*(numbers or others), "name_key") if set(columns) - {column}]
    for column in blocks:
        for name, shares in _among_pairs_that_share(column, parties, fields, model).items():
            learnt[name].append(shares)
    weights = {}
    for field in fields:
        before = model.fields[field.name]
        means = (
            np.mean(learnt[field.name], axis=0) if learnt[field.name] else [before[label].m for label in field.labels]
        )
        weights[field.name] = {
            label: LevelWeight(m=min(1.0, max(_LEAST_M, float(share))), u=before[label].u)
            for label, share in zip(field.labels, means, strict=True)
        }
    return weights


def _among_pairs_that_share(
    column: str, parties: Parties, fields: Sequence[ComparedField], model: MatchModel
) -> dict[str, list[float]]:
    """Shares of levels in each field but those of the column, among true pairs that share its first value."""
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    linker = linker_of(parties, fields, model)  # a new one each time: Splink forgets the fields that a block holds
    first = f"{column}[1]" if column in SEVERAL else column
    try:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(first))
    except EMTrainingException:
        log.info("no pairs share %s: nothing was learnt from them", column)
        return {}
    trained = {
        comparison["output_column_name"]: comparison["comparison_levels"]
        for comparison in linker.misc.save_model_to_json()["comparisons"]
    }
    shares = {}
    for field in fields:
        if field.column != column and field.output in trained:
            levels = [level.get("m_probability") for level in trained[field.output] if not level.get("is_null_level")]
            shares[field.name] = [float(share) if isinstance(share, int | float) else 0.0 for share in levels]
    return shares


@dataclass(frozen=True, eq=False)
class _Patterns:
    """Ways in which pairs taken by chance agree: `levels[i, f]` in field f (`SAYS_NOTHING` for none), and how many."""

    levels: np.ndarray
    pairs: np.ndarray


def _patterns(parties: Parties, fields: Sequence[ComparedField], model: MatchModel) -> _Patterns:
    dice = np.random.default_rng(_SEED)
    chosen = np.sort(dice.permutation(len(parties))[:_SAMPLE])
    table = compare_all(parties.take(chosen.tolist()), fields, model)
    names = [f"gamma_{field.output}" for field in fields]
    counted = table.select(names).group_by(names).aggregate([([], "count_all")])
    levels = [np.asarray(counted[name], dtype=np.int64) for name in names]
    return _Patterns(np.stack(levels, axis=1), np.asarray(counted["count_all"], dtype=np.float64))


def _among_strangers(
    patterns: _Patterns, fields: Sequence[ComparedField], model: MatchModel, parties: int
) -> dict[str, dict[str, LevelWeight]]:
    """The model's weights with u as it is among pairs taken by chance that the other fields do not call one."""
    m = [np.array([model.fields[field.name][label].m for label in reversed(field.labels)]) for field in fields]
    u = [np.array([model.fields[field.name][label].u for label in reversed(field.labels)]) for field in fields]
    prior = model.prior(parties)
    for _ in range(_STEPS):
        bits = np.stack([_bits(np.log2(m[f] / u[f]), patterns.levels[:, f]) for f in range(len(fields))], axis=1)
        total = bits.sum(axis=1) + np.log2(prior / (1 - prior))
        prior = min(0.5, max(1e-9, float(np.average(1 / (1 + np.exp2(-total)), weights=patterns.pairs))))
        for f in range(len(fields)):
            strangers = patterns.pairs / (1 + np.exp2(total - bits[:, f]))
            said = patterns.levels[:, f] != SAYS_NOTHING
            counts = np.bincount(patterns.levels[said, f], weights=strangers[said], minlength=len(u[f])) + _SMOOTHING
            u[f] = np.maximum(counts / counts.sum(), _LEAST_U)
            if fields[f].speaks_only_against:
                u[f][1:] = np.maximum(u[f][1:], m[f][1:])
    return {
        field.name: _of_levels(field, m[f], u[f], np.bincount(patterns.levels[:, f] + 1, minlength=len(u[f]) + 1)[1:])
        for f, field in enumerate(fields)
    }


def _of_levels(field: ComparedField, m: np.ndarray, u: np.ndarray, patterns: np.ndarray) -> dict[str, LevelWeight]:
    """The weights of a field, out of columns by level, the last first.

    A level in which no pair was met, of those that may be one or of those by chance (`patterns` of each level), keeps
    the usual shares: strangers who never agree so would make it say much, and nothing is known of it.
    """
    usual, weights = usual_weights(field), {}
    for place, label in enumerate(reversed(field.labels)):
        is_met = patterns[place] > 0 or m[place] != usual[label].m
        weights[label] = LevelWeight(m=float(m[place]), u=float(u[place])) if is_met else usual[label]
    return weights


def _bits(of_level: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Bits of each pattern's level; a field that says nothing adds none."""
    bits: np.ndarray = np.where(levels == SAYS_NOTHING, 0.0, of_level[levels])
    return bits


def _others_each(pairs: ScoredPairs, parties: int) -> float:
    """Other spellings that a party has on average: the pairs expected to be one under it, until it stays the same."""
    of_fields = pairs.bits - pairs.prior_bits
    others = 1.0
    for _ in range(_STEPS):
        prior = min(_MOST_PRIOR, others / max(parties - 1, 1))
        sure = 1 / (1 + np.exp2(-(of_fields + np.log2(prior / (1 - prior)))))
        others = max(_FEWEST_OTHERS, float(2 * sure.sum() / parties))
    return others
