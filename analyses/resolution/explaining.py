"""Why two parties are one or not: each field that is compared, with both values, how they agree, and its bits.

The same weights and levels as in a run, for any pair, whether a run made it or not. The doubtful band is looked at
again by the comparator of names as in a run, so that the sum is that of a link which a run keeps.
"""

from dataclasses import dataclass

import numpy as np

from analyses.resolution.doubts import doubts_of
from analyses.resolution.frequencies import Frequencies
from analyses.resolution.levels import FIELDS, ComparedField
from analyses.resolution.model import MatchModel
from analyses.resolution.normalise import Parties
from analyses.resolution.rescoring import rescored
from analyses.resolution.scoring import LEAST_SHARE, SAYS_NOTHING, ScoredPairs, bits_of_rare_names, compare_all

NOT_SAID = "not said"  # the level of a field about which one of the two says nothing


@dataclass(frozen=True, slots=True)
class ComparedValues:
    """A field of two parties: what each says, what both say, how they agree (`level`), and the bits of that."""

    field: str
    level: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    common: tuple[str, ...]
    bits: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """All fields, in the order of comparing; `prior_bits` is what is known before anything is compared.

    `doubt` says why a link alone would join nothing, "" for no reason.
    """

    fields: tuple[ComparedValues, ...]
    prior_bits: float
    doubt: str

    @property
    def bits(self) -> float:
        """The sum: the logarithm (base 2) of the odds that both are one."""
        return self.prior_bits + sum(field.bits for field in self.fields)

    @property
    def confidence(self) -> float:
        """How sure it is that both are one, 0-1."""
        return float(1 / (1 + np.exp2(-self.bits)))


def explain(
    parties: Parties, left: int, right: int, model: MatchModel, frequencies: Frequencies | None = None
) -> Explanation:
    """Compares two parties by place, both of the kind of the model.

    Args:
        parties: All parties of the kind, without values that tell nobody apart.
        left: Place of one.
        right: Place of the other.
        model: The weights.
        frequencies: By which rare values are told, as in the run that is explained; those of these parties where it is
            not given.
    """
    is_person = model.is_person
    counts = frequencies or Frequencies.of(parties)
    fields = FIELDS[is_person]
    table = compare_all(parties.take((left, right)), fields, model)
    ends = np.array([left]), np.array([right])
    levels, bits = {}, {}
    for field in fields:
        level = int(table[f"gamma_{field.output}"][0].as_py())
        levels[field.name] = NOT_SAID if level == SAYS_NOTHING else field.labels[len(field.labels) - 1 - level]
        said = _bits(field, levels[field.name], parties, left, model, counts)
        bits[field.name] = np.array([said]) + bits_of_rare_names(field, parties, model, ends, counts)
    prior = model.prior(counts.parties)
    pairs = ScoredPairs(*ends, bits, float(np.log2(prior / (1 - prior))))
    again, contradictions = rescored(pairs, parties, is_person, model)
    doubts = doubts_of(again, parties, model, contradictions)
    values = tuple(
        _values(field, levels[field.name], parties, left, right, float(again.fields[field.name][0])) for field in fields
    )
    return Explanation(values, pairs.prior_bits, doubts[0])


def _bits(
    field: ComparedField, label: str, parties: Parties, left: int, model: MatchModel, counts: Frequencies
) -> float:
    """What agreeing in a way says; in a rare value of a column more."""
    if label == NOT_SAID:
        return 0.0
    weight = model.fields[field.name][label]
    level = next((level for level in field.levels if level.label == label), None)
    of_value = counts.share_of_birth(parties.birth_on[left]) if level is not None and level.rare else None
    share = weight.u if of_value is None else max(of_value, LEAST_SHARE)
    return float(np.log2(weight.m / share))


def _values(field: ComparedField, level: str, parties: Parties, left: int, right: int, bits: float) -> ComparedValues:
    one, other = _said(field, parties, left), _said(field, parties, right)
    common = tuple(value for value in one if value in other)
    return ComparedValues(field.name, level, one, other, common, bits)


def _said(field: ComparedField, parties: Parties, place: int) -> tuple[str, ...]:
    """What a party says in a field, names as they were reported."""
    if field.column == "acted_with":
        return (*parties.vehicles[place], *parties.carriers[place], *parties.routes[place])
    column = parties.label if field.column == "name_key" else getattr(parties, field.column)
    said = column[place]
    return tuple(said) if isinstance(said, tuple) else (said,) if said else ()
