"""Indicators of what is declared: weights and values beside those of the same goods, descriptions, precursors."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from analyses.screening.columns import Consignments
from analyses.screening.facts import Facts, value_per_kg
from analyses.screening.registry import Figures, Hits, indicator
from analyses.screening.sources import FATF, INCB, OWN, ROBUST, UNODC_LOOK_ALIKE, WCO
from graph.values.names import fold
from graph.values.reference.tables import read_table

WORDS = Path(__file__).with_name("goods_words.yaml")


@indicator(window="all that is known by the day of the question", source=ROBUST, needs=("packages",))
def kg_per_package(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A package weighs far more or less than in other consignments of these goods on this route.

    The logarithm of gross weight by packages is `deviations` robust standard deviations (1.4826 times the median
    distance) from the median of the commodity code of six digits between the two countries, or of the code alone where
    the route has fewer than `least_peers`.
    """
    ratio = c.gross_kg / np.where(c.packages > 0, c.packages, np.nan)
    distance, usual, peers = facts.kg_per_package.distance(c, ratio, figures["least_peers"])
    fires = np.abs(distance) >= figures["deviations"]
    strength = np.abs(distance) / (2 * figures["deviations"])
    return Hits.where(fires, (facts.first(c.receiver),), strength, value=ratio, usual=usual, peers=peers)


@indicator(window="all that is known by the day of the question", source=ROBUST, needs=("value",))
def value_against_weight(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A kilogram is declared at far more or less than in other consignments of these goods on this route.

    As `kg_per_package`, for the value by net weight (gross where no net is said), among values in the same currency.
    """
    ratio = value_per_kg(c)
    distance, usual, peers = facts.value_per_kg.distance(c, ratio, figures["least_peers"], c.currency)
    fires = np.abs(distance) >= figures["deviations"]
    strength = np.abs(distance) / (2 * figures["deviations"])
    return Hits.where(fires, (facts.first(c.receiver),), strength, value=ratio, usual=usual, peers=peers)


@indicator(window="the consignment itself", source=WCO, needs=("net_kg", "gross_kg"))
def net_above_gross(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The net weight is above the gross weight by more than `share` of it."""
    with np.errstate(invalid="ignore"):
        fires = c.net_kg > c.gross_kg * (1 + figures["share"])
    return Hits.where(fires, (c.node,), net=c.net_kg, gross=c.gross_kg)


@indicator(window="the consignment itself", source=FATF, needs=("value",))
def round_value(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The declared value is a whole multiple of `step`, and not below `least_value`."""
    with np.errstate(invalid="ignore"):
        fires = (c.value >= figures["least_value"]) & (np.mod(c.value, figures["step"]) == 0)
    return Hits.where(fires, (facts.first(c.receiver),), value=c.value)


@indicator(window="as its threshold `days` says", source=OWN, needs=("gross_kg",))
def repeated_weight(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver's loads weigh the same to the last digit again and again, and no round number.

    `movements` within `days` have this gross weight, this one included; multiples of `round_kg` are left out.
    """
    when = facts.when(c)
    at, row = facts.by_receiver.within(c.receiver, when - int(figures["days"]), when - 1)
    with np.errstate(invalid="ignore"):
        is_odd = np.mod(c.gross_kg, figures["round_kg"]) != 0
    same = (facts.known.gross_kg[row] == c.gross_kg[at]) & is_odd[at]
    times = np.bincount(at[same], minlength=len(c)) + 1
    last = np.full(len(c), -1, dtype=np.int64)
    last[at[same]] = row[same]
    fires = (times >= figures["movements"]) & np.isfinite(c.gross_kg)
    return Hits.where(fires, (facts.first(c.receiver), facts.node_of(last)), kg=c.gross_kg, movements=times)


@dataclass(frozen=True, slots=True)
class GoodsWords:
    """The words of `goods_words.yaml`: commodity codes and words in descriptions, folded."""

    vague: frozenset[str]
    vague_words: frozenset[str]
    counted: frozenset[str]
    precursors: Mapping[int, str]
    look_alikes: Mapping[int, tuple[str, str]]
    named_precursors: Mapping[str, str]
    version: str


@cache
def goods_words() -> GoodsWords:
    """The lists, read once."""
    table, version = read_table(WORDS)
    vague = frozenset(fold(text) for text in table["vague"])
    return GoodsWords(
        vague,
        frozenset(word for text in vague for word in text.split()),
        frozenset(fold(text) for text in table["counted"]),
        {int(code): name for code, name in table["precursors"].items()},
        {int(code): (row["goods"], row["like"]) for code, row in table["look_alikes"].items()},
        {fold(text): name for name, texts in table["named"].items() for text in texts},
        version,
    )


@indicator(window="the consignment itself", source=FATF, needs=("description",))
def vague_description(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The description of the goods says nothing: general cargo, parts, accessories, samples, in the region's languages.

    All words of it stand in the list `goods_words.yaml`, or it has fewer than `least_letters`; numbers, single letters
    and words that count pieces are passed over.
    """
    fires = c.texts_are(c.description, lambda text: is_vague(text, figures["least_letters"]))
    return Hits.where(fires, (c.node,))


_NUMBERS = re.compile(r"[\W\d_]+")


@lru_cache(maxsize=1 << 14)
def is_vague(text: str, least_letters: float) -> bool:
    """Whether a description says nothing."""
    words = [word for word in _NUMBERS.split(fold(text)) if len(word) > 1 and word not in goods_words().counted]
    if sum(map(len, words)) < least_letters:
        return True
    if " ".join(words) in goods_words().vague:
        return True
    return all(word in goods_words().vague_words for word in words)


@indicator(window="the consignment itself", source=INCB, needs=("headings|description",))
def precursor(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The goods are a precursor of drugs by commodity code or by name: verify the licence and who uses it.

    Commodity codes and names are those of `goods_words.yaml`; any line of the document counts.
    """
    words = goods_words()
    codes = np.array(sorted(words.precursors), dtype=np.int64)
    listed = np.isin(c.headings.value, codes)
    code = np.zeros(len(c), dtype=np.int64)
    code[c.headings.row[listed]] = c.headings.value[listed]
    fires = (code > 0) | c.texts_are(c.description, lambda text: bool(_named(text)))
    return Hits.where(fires, (c.node,), code=code)


@lru_cache(maxsize=1 << 14)
def _named(text: str) -> str:
    """The precursor that a description names; empty for none."""
    folded = f" {fold(text)} "
    return next((name for words, name in goods_words().named_precursors.items() if f" {words} " in folded), "")


@indicator(window="the consignment itself", source=UNODC_LOOK_ALIKE, needs=("headings",))
def look_alike(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The goods look like what is controlled: verify by a test, as acetic acid and acetic anhydride.

    Commodity codes are those of `goods_words.yaml`; any line of the document counts.
    """
    codes = np.array(sorted(goods_words().look_alikes), dtype=np.int64)
    listed = np.isin(c.headings.value, codes)
    code = np.zeros(len(c), dtype=np.int64)
    code[c.headings.row[listed]] = c.headings.value[listed]
    return Hits.where(code > 0, (c.node,), code=code)
