"""Pairs and their bits: Splink makes the pairs of the blocks, compares them by levels and adds up what each says.

After Fellegi and Sunter (1969, doi:10.1080/01621459.1969.10501049): a field that agrees in some way adds the logarithm
(base 2) of how much more often pairs that are one agree so than strangers do. How often is learnt without labels, by
expectation and maximisation; agreeing in a rare name says more than in a common one. The bits of each field are kept.
"""

import logging
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from analyses.resolution.blocking import blocks_of, mailboxes
from analyses.resolution.levels import FIELDS, OTHER, ComparedField
from analyses.resolution.model import LevelWeight, MatchModel
from analyses.resolution.normalise import DEEDS, Parties

if TYPE_CHECKING:
    from splink import Linker

SAYS_NOTHING = -1  # the level of a field about which one of the two says nothing
_LEAST_WEIGHT = -6.0  # bits of Splink, below which a pair is told apart for good and not kept
LEAST_SHARE = 1e-4
_LEAST_NAME_SHARE = 1e-5  # a name alone says no more than that
_BLOCK = "block_"
_TEXTS = ("name_key", "skeleton", "country", "birth_on")
SEVERAL = ("formal_keys", "tax_numbers", "identifiers", "phones", "emails", "addresses", *DEEDS)
log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """Pairs of parties by place (left before right), with the bits that each field adds; the prior is in no field."""

    left: np.ndarray
    right: np.ndarray
    fields: Mapping[str, np.ndarray]
    prior_bits: float

    @property
    def bits(self) -> np.ndarray:
        """The bits of each pair: those of its fields and of the prior."""
        total: np.ndarray = np.sum([self.prior_bits + np.zeros(len(self.left)), *self.fields.values()], axis=0)
        return total


def score(parties: Parties, is_person: bool, model: MatchModel, count: int = 0) -> ScoredPairs:
    """Scores every pair of parties that share a block; pairs come sorted by place.

    `count` is how many there are of that kind, where these are some of them.
    """
    fields = FIELDS[is_person]
    prior = model.prior(count or len(parties))
    prior_bits = float(np.log2(prior / (1 - prior)))
    if len(parties) < 2:
        nobody = np.zeros(0, dtype=np.int64)
        return ScoredPairs(nobody, nobody, {field.name: np.zeros(0) for field in fields}, prior_bits)
    pairs = linker_of(parties, fields, model).inference.predict(threshold_match_weight=_LEAST_WEIGHT)
    return _scored(_arrow(pairs), parties, fields, model, prior_bits)


def compare_all(parties: Parties, fields: Sequence[ComparedField], model: MatchModel) -> pa.Table:
    """How all pairs of some parties agree: a column `gamma_...` a field, 0 for the last level."""
    return _arrow(linker_of(parties, fields, model, everybody=True).inference.predict())


def _arrow(frame: Any) -> pa.Table:
    return frame.as_pyarrow_table()


def linker_of(
    parties: Parties, fields: Sequence[ComparedField], model: MatchModel, everybody: bool = False
) -> "Linker":
    """Splink over some parties, which compares those that share a block, or everybody with everybody."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    _keep_quiet()
    blocks = {} if everybody else {f"{_BLOCK}{kind}": column for kind, column in blocks_of(parties).items()}
    rules: list[Any] = ["1 = 1"] if everybody else [block_on(name, arrays_to_explode=[name]) for name in blocks]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(field, model) for field in fields],
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=model.prior(len(parties)),
        retain_matching_columns=everybody,  # with which the levels come
        retain_intermediate_calculation_columns=True,
    )
    table = DuckDBAPI().register(table_of(parties, blocks))
    return Linker(table, settings, log_level=None, validate_settings=False)


def _keep_quiet() -> None:
    """Keeps what Splink would print to itself: the counts that matter are logged by us."""
    theirs = logging.getLogger("splink")
    if not theirs.handlers:
        theirs.addHandler(logging.NullHandler())
        theirs.propagate = False


def _comparison(field: ComparedField, model: MatchModel) -> Any:
    import splink.comparison_level_library as cll
    from splink.comparison_library import CustomComparison

    weights = model.fields[field.name]
    missing = f"{field.column}_l IS NULL OR {field.column}_r IS NULL"
    levels: list[Any] = [cll.CustomLevel(missing).configure(is_null_level=True)]
    for level in field.levels:
        made: Any = cll.CustomLevel(level.condition, level.label)
        if level.rare:
            made = made.configure(tf_adjustment_column=level.rare, tf_minimum_u_value=LEAST_SHARE)
        levels.append(_weighted(made, weights[level.label]))
    levels.append(_weighted(cll.ElseLevel(), weights[OTHER]))
    return CustomComparison(levels, output_column_name=field.output)


def _weighted(level: Any, weight: LevelWeight) -> Any:
    return level.configure(m_probability=weight.m, u_probability=weight.u)


def table_of(parties: Parties, blocks: Mapping[str, Sequence[Sequence[str]]]) -> pa.Table:
    """The columns that are compared, and those of the blocks; what is not known is null."""
    texts: dict[str, list[str | None]] = {name: [value or None for value in getattr(parties, name)] for name in _TEXTS}
    several: dict[str, Sequence[Sequence[str]]] = {name: getattr(parties, name) for name in SEVERAL}
    several["acted_with"] = [sum(deeds, ()) for deeds in zip(*(getattr(parties, name) for name in DEEDS), strict=True)]
    several["mailboxes"] = mailboxes(parties.emails)
    several["words"] = [key.split() for key in parties.name_key]
    several["address_words"] = [
        sorted({word for value in values for word in value.split(":")[-1].split()}) for values in parties.addresses
    ]
    texts["longest"] = [max(key.split(), key=lambda word: (len(word), word), default=None) for key in parties.name_key]
    texts["initials"] = ["".join(sorted(word[0] for word in key.split())) or None for key in parties.name_key]
    columns = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    columns |= {
        name: pa.array([list(values) or None for values in column], pa.list_(pa.string()))
        for name, column in {**several, **blocks}.items()
    }
    return pa.table({"unique_id": pa.array(range(len(parties)), pa.int64()), **columns})


def _scored(
    pairs: pa.Table, parties: Parties, fields: Sequence[ComparedField], model: MatchModel, prior_bits: float
) -> ScoredPairs:
    """The pairs that Splink gives, by place."""
    ends = [np.asarray(pairs[f"unique_id_{side}"], dtype=np.int64) for side in "lr"]
    order = np.lexsort((np.maximum(*ends), np.minimum(*ends)))
    left, right = np.minimum(*ends)[order], np.maximum(*ends)[order]
    bits = {}
    for field in fields:
        columns = (f"mw_{field.output}", f"mw_tf_adj_{field.output}")
        weights = [np.asarray(pairs[name], dtype=np.float64) for name in columns if name in pairs.column_names]
        bits[field.name] = np.sum(weights, axis=0)[order] + bits_of_rare_names(field, parties, model, left, right)
    return ScoredPairs(left, right, bits, prior_bits)


def bits_of_rare_names(
    field: ComparedField, parties: Parties, model: MatchModel, left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """What bearing the same rare name says beyond bearing the same name."""
    bits = np.zeros(len(left))
    of_name = shares_of_names(parties)
    better = np.zeros(len(left), dtype=bool)
    for level in field.levels:
        if level.rare_name:
            forms: list[str] = getattr(parties, level.rare_name)
            _, number = np.unique(np.array(forms, dtype=str), return_inverse=True)
            is_known = np.array([bool(form) for form in forms])
            agrees = (number[left] == number[right]) & is_known[left] & ~better
            better |= agrees
            shares = np.maximum(of_name[left[agrees]], of_name[right[agrees]])
            bits[agrees] = np.log2(model.fields[field.name][level.label].u / shares)
    return bits


def shares_of_names(parties: Parties) -> np.ndarray:
    """How likely strangers bear each party's name: the product of the shares of names that have each of its words.

    Names are counted once, however many parties bear them: a firm that trades much has no common name for that.
    """
    names = sorted(set(parties.name_key) - {""})
    words = Counter(word for name in names for word in set(name.split()))
    of_name = {name: math.prod(words[word] / len(names) for word in set(name.split())) for name in names}
    return np.clip([of_name.get(name, 1.0) for name in parties.name_key], _LEAST_NAME_SHARE, 1.0)
