"""Pairs and their bits: Splink makes the pairs of the blocks, compares them by levels and adds up what each says.

After Fellegi and Sunter (1969, doi:10.1080/01621459.1969.10501049): a field that agrees in some way adds the logarithm
(base 2) of how much more often pairs that are one agree so than strangers do. How often is learnt without labels, by
expectation and maximisation; agreeing in a rare name says more than in a common one. The bits of each field are kept.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from analyses.resolution.blocking import Blocks, blocks_of, mailboxes
from analyses.resolution.frequencies import Frequencies
from analyses.resolution.levels import FIELDS, OTHER, ComparedField
from analyses.resolution.model import LevelWeight, MatchModel
from analyses.resolution.normalise import DEEDS, Parties, words_of_addresses

if TYPE_CHECKING:
    from splink import Linker

SAYS_NOTHING = -1  # the level of a field about which one of the two says nothing
_LEAST_WEIGHT = -7.0  # bits of Splink, below which a pair is told apart for good and not kept
LEAST_SHARE = 1e-4
_BLOCK = "block_"
_TEXTS = ("name_key", "skeleton", "country", "birth_on")
SEVERAL = ("formal_keys", "tax_numbers", "identifiers", "phones", "emails", "addresses", "places", *DEEDS)
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


def score(
    parties: Parties,
    is_person: bool,
    model: MatchModel,
    frequencies: Frequencies | None = None,
    blocks: Blocks | None = None,
    wanted: Collection[int] | None = None,
) -> ScoredPairs:
    """Scores every pair of parties that share a block; pairs come sorted by place.

    Args:
        parties: Parties of one kind.
        is_person: Which kind.
        model: The weights.
        frequencies: How often names and days of birth are met; those of these parties where it is not given.
        blocks: In which each party is; found where they are not given.
        wanted: Places of parties of which one stands in every pair; None for all.
    """
    fields = FIELDS[is_person]
    counts = frequencies or Frequencies.of(parties)
    prior_bits = _prior_bits(model, counts)
    around, places = blocks or blocks_of(parties), list(range(len(parties)))
    if wanted is not None:
        around, places = around.around(wanted)
    if len(places) < 2:
        nobody = np.zeros(0, dtype=np.int64)
        return ScoredPairs(nobody, nobody, {field.name: np.zeros(0) for field in fields}, prior_bits)
    some = parties if wanted is None else parties.take(places)
    linker = _linker(some, around if wanted is None else around.take(places), fields, model, counts)
    pairs = _arrow(linker.inference.predict(threshold_match_weight=_LEAST_WEIGHT))
    scored = _scored(pairs, some, fields, model, counts)
    return scored if wanted is None else _among(scored, np.array(places), wanted)


def _among(pairs: ScoredPairs, places: np.ndarray, wanted: Collection[int]) -> ScoredPairs:
    """Pairs by place among all parties, of those alone that have an end that is wanted."""
    left, right = places[pairs.left], places[pairs.right]
    ends = np.array(sorted(wanted), dtype=np.int64)
    rows = np.flatnonzero(np.isin(left, ends) | np.isin(right, ends))
    fields = {name: bits[rows] for name, bits in pairs.fields.items()}
    return ScoredPairs(left[rows], right[rows], fields, pairs.prior_bits)


def _prior_bits(model: MatchModel, counts: Frequencies) -> float:
    prior = model.prior(counts.parties)
    return float(np.log2(prior / (1 - prior)))


def compare_all(parties: Parties, fields: Sequence[ComparedField], model: MatchModel) -> pa.Table:
    """How all pairs of some parties agree: a column `gamma_...` a field, 0 for the last level."""
    nowhere = Blocks({}, mailboxes(parties.emails))
    return _arrow(_linker(parties, nowhere, fields, model, Frequencies.of(parties)).inference.predict())


def _arrow(frame: Any) -> pa.Table:
    return frame.as_pyarrow_table()


def linker_of(parties: Parties, fields: Sequence[ComparedField], model: MatchModel) -> "Linker":
    """Splink over some parties, which compares those that share a block."""
    return _linker(parties, blocks_of(parties), fields, model, Frequencies.of(parties))


def _linker(
    parties: Parties, blocks: Blocks, fields: Sequence[ComparedField], model: MatchModel, counts: Frequencies
) -> "Linker":
    """Splink over some parties, which compares those that share a block, or everybody where there are no blocks."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns = {f"{_BLOCK}{kind}": column for kind, column in blocks.of_kind.items()}
    _keep_quiet()
    rules: list[Any] = [block_on(name, arrays_to_explode=[name]) for name in columns] or ["1 = 1"]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(field, model) for field in fields],
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=model.prior(counts.parties),
        retain_matching_columns=not columns,  # with which the levels come
        retain_intermediate_calculation_columns=True,
    )
    database = DuckDBAPI()
    table = database.register(_table_of(parties, blocks.mailboxes, columns))
    linker = Linker(table, settings, log_level=None, validate_settings=False)
    for name in {level.rare for field in fields for level in field.levels if level.rare}:
        linker.table_management.register_term_frequency_lookup(database.register(_shares(name, counts)), name)
    return linker


def _shares(name: str, counts: Frequencies) -> pa.Table:
    """The table in which Splink looks up how often each value of a column is met.

    Raises:
        KeyError: nobody counts the values of that column.
    """
    uses = {"birth_on": counts.births}[name]
    total = max(1, sum(uses.values()))
    return pa.table(
        {
            name: pa.array(list(uses), pa.string()),
            f"tf_{name}": pa.array([count / total for count in uses.values()], pa.float64()),
        }
    )


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


def _table_of(
    parties: Parties, boxes: Sequence[Sequence[str]], blocks: Mapping[str, Sequence[Sequence[str]]]
) -> pa.Table:
    """The columns that are compared, and those of the blocks; what is not known is null."""
    texts: dict[str, list[str | None]] = {name: [value or None for value in getattr(parties, name)] for name in _TEXTS}
    several: dict[str, Sequence[Sequence[str]]] = {name: getattr(parties, name) for name in SEVERAL}
    several["acted_with"] = [sum(deeds, ()) for deeds in zip(*(getattr(parties, name) for name in DEEDS), strict=True)]
    several["mailboxes"] = boxes
    several["words"] = [key.split() for key in parties.name_key]
    several["address_words"] = [words_of_addresses(values) for values in parties.addresses]
    texts["street"] = [values[0].rpartition(":")[2] if values else None for values in parties.addresses]
    texts["longest"] = [max(key.split(), key=lambda word: (len(word), word), default=None) for key in parties.name_key]
    texts["initials"] = ["".join(sorted(word[0] for word in key.split())) or None for key in parties.name_key]
    columns = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    columns |= {name: _lists(column) for name, column in {**several, **blocks}.items()}
    return pa.table({"unique_id": pa.array(range(len(parties)), pa.int64()), **columns})


def _lists(column: Sequence[Sequence[str]]) -> pa.Array:
    return pa.array([list(values) or None for values in column], pa.list_(pa.string()))


def _scored(
    pairs: pa.Table, parties: Parties, fields: Sequence[ComparedField], model: MatchModel, counts: Frequencies
) -> ScoredPairs:
    """The pairs that Splink gives, by place."""
    ends = [np.asarray(pairs[f"unique_id_{side}"], dtype=np.int64) for side in "lr"]
    order = np.lexsort((np.maximum(*ends), np.minimum(*ends)))
    left, right = np.minimum(*ends)[order], np.maximum(*ends)[order]
    bits = {}
    for field in fields:
        columns = (f"mw_{field.output}", f"mw_tf_adj_{field.output}")
        weights = [np.asarray(pairs[name], dtype=np.float64) for name in columns if name in pairs.column_names]
        of_rare = bits_of_rare_names(field, parties, model, (left, right), counts)
        bits[field.name] = np.sum(weights, axis=0)[order] + of_rare
    return ScoredPairs(left, right, bits, _prior_bits(model, counts))


def bits_of_rare_names(
    field: ComparedField,
    parties: Parties,
    model: MatchModel,
    ends: tuple[np.ndarray, np.ndarray],
    counts: Frequencies,
) -> np.ndarray:
    """What bearing the same rare name says beyond bearing the same name, of pairs by the places of their ends."""
    left, right = ends
    bits = np.zeros(len(left))
    better = np.zeros(len(left), dtype=bool)
    rare = [level for level in field.levels if level.rare_name]
    of_name = counts.shares_of_names(parties.name_key) if rare else bits
    for level in rare:
        forms: list[str] = getattr(parties, level.rare_name)
        _, number = np.unique(np.array(forms, dtype=str), return_inverse=True)
        is_known = np.array([bool(form) for form in forms])
        agrees = (number[left] == number[right]) & is_known[left] & ~better
        better |= agrees
        shares = np.maximum(of_name[left[agrees]], of_name[right[agrees]])
        bits[agrees] = np.log2(model.fields[field.name][level.label].u / shares)
    return bits
