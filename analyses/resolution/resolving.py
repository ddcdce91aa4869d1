"""The whole way: from the parties of a world to clusters, the links behind them and what was held back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from analyses.resolution.blocking import Blocks, blocks_of
from analyses.resolution.doubts import beside_first_grouping, doubts_of
from analyses.resolution.earlier import NOT_COMPARED, EarlierRun, marks_of, together
from analyses.resolution.frequencies import Frequencies
from analyses.resolution.learning import learn
from analyses.resolution.model import MatchModel
from analyses.resolution.normalise import Parties, parties_of
from analyses.resolution.rescoring import learn_name_scores, rescored
from analyses.resolution.scoring import ScoredPairs, score
from analyses.resolution.specificity import specific
from graph.collector import paused_collector
from graph.kernels.components import components
from graph.linkage.clustering import Judged, Records, Refusal, ScoredLinks, clustered
from graph.linkage.identity import values_of_nobody
from graph.linkage.joins import Joins
from graph.linkage.judged import JUDGED_UNSURE, JudgedIds
from graph.linkage.spelling import WORDS_WITH_FATHER
from graph.linkage.world import World
from graph.progress import Progress, Step, silent

LEAST_KEPT = 0.05  # confidence of a link that is kept beside the clusters
_KINDS = (False, True)
MOST_CHANGED = 0.3  # of the compared parties, above which everybody is compared and counted anew


@dataclass(frozen=True, eq=False)
class Resolution:
    """Who is who: `of_party` numbers clusters by smallest id; links and refusals name parties by place.

    `records` are what speaks against joins. `bits` are those of each field and of `prior`, one array each; `doubt` says
    why a link alone joins nothing. `marks` tell what each compared party said, by place, and `frequencies` by which
    counts it was weighed, so that a later run can go on from here; `compared_again` are the parties that this one
    compared, all of them where nothing was known.
    """

    keys: list[str]
    records: Records
    of_party: np.ndarray
    left: np.ndarray
    right: np.ndarray
    bits: Mapping[str, np.ndarray]
    doubt: list[str]
    refusals: list[Refusal]
    common: Mapping[str, int]
    dormant: int
    marks: Mapping[int, int]
    frequencies: Mapping[bool, Frequencies]
    compared_again: int

    @property
    def entities(self) -> int:
        return int(self.of_party.max()) + 1 if len(self.of_party) else 0


def resolved(
    world: World,
    models: Mapping[bool, MatchModel],
    judged: JudgedIds | None = None,
    tick: Progress = silent,
    earlier: EarlierRun | None = None,
) -> Resolution:
    """Who is who among the parties of a world.

    Args:
        world: What the viewer sees.
        models: The weights, by whether they are of persons.
        judged: What people decided; pairs of which an end is not here are counted as dormant.
        tick: Told which stage begins; what it raises ends it.
        earlier: A run with the same weights, from which it goes on; None to compare everybody.

    Raises:
        BadValue: judgements contradict each other.
    """
    tick(Step("normalising parties"))
    parties, common = telling_parties(world)
    read_off = world.read_off().entities.joins
    resolution = resolved_parties(parties, models, judged or JudgedIds(), tick, read_off, earlier)
    return replace(resolution, common=common)


@paused_collector()
def telling_parties(world: World) -> tuple[Parties, dict[str, int]]:
    """The parties of a world without values that tell nobody apart, and how many values went in each column."""
    return specific(parties_of(world), _of_nobody(world))


def resolved_parties(
    parties: Parties,
    models: Mapping[bool, MatchModel],
    judged: JudgedIds,
    tick: Progress = silent,
    read_off: Joins | None = None,
    earlier: EarlierRun | None = None,
) -> Resolution:
    """Who is who among parties without values that tell nobody apart; see `resolved`.

    What could be read off stands, and links add to it. Of parties that are one by that and say the same, one is
    compared.
    """
    of_kind = {}
    for is_person in _KINDS:
        places = [place for place in _compared_places(parties, read_off) if parties.is_person[place] == is_person]
        of_kind[is_person] = _Kind.of(parties, places, is_person, models[is_person])
    changed = {is_person: kind.changed(earlier) for is_person, kind in of_kind.items()}
    if sum(map(len, changed.values())) > MOST_CHANGED * sum(len(kind.places) for kind in of_kind.values()):
        earlier, changed = None, {is_person: kind.changed(None) for is_person, kind in of_kind.items()}
    lots = [
        kind.compared(tick, earlier, changed[is_person], has_first_grouping=read_off is not None)
        for is_person, kind in of_kind.items()
    ]
    tick(Step("clustering"))
    left = np.concatenate([lot.places[lot.pairs.left] for lot in lots])
    right = np.concatenate([lot.places[lot.pairs.right] for lot in lots])
    bits = _joined([lot.pairs for lot in lots])
    total = np.sum(list(bits.values()), axis=0)
    kept = 1 / (1 + np.exp2(-total)) >= LEAST_KEPT
    doubt = [text for lot in lots for text in lot.doubts]
    decided, unsure, dormant = _by_place(parties.keys, judged)
    for link in np.flatnonzero(kept).tolist():
        if unsure and frozenset((int(left[link]), int(right[link]))) in unsure:
            doubt[link] = JUDGED_UNSURE
    records = records_of(parties, models, has_fathers=read_off is not None)
    clusters = clustered(records, ScoredLinks(left, right, total, doubt), decided, read_off=read_off)
    return Resolution(
        keys=parties.keys,
        records=records,
        of_party=clusters.of_record,
        left=left[kept],
        right=right[kept],
        bits={name: column[kept] for name, column in bits.items()},
        doubt=[text for text, is_kept in zip(doubt, kept.tolist(), strict=True) if is_kept],
        refusals=clusters.refusals,
        common={},
        dormant=dormant,
        marks={place: mark for kind in of_kind.values() for place, mark in zip(kind.places, kind.marks, strict=True)},
        frequencies={is_person: lot.frequencies for is_person, lot in zip(_KINDS, lots, strict=True)},
        compared_again=sum(lot.compared_again for lot in lots),
    )


@dataclass(frozen=True, eq=False)
class _Lot:
    """What comparing the parties of one kind gave: pairs by place among them, and why each alone joins nothing."""

    places: np.ndarray
    pairs: ScoredPairs
    doubts: list[str]
    frequencies: Frequencies
    compared_again: int


@dataclass(frozen=True, eq=False)
class _Kind:
    """The parties of one kind that are compared, by `places` among `count` of their kind, with what they say."""

    places: list[int]
    parties: Parties
    is_person: bool
    count: int
    model: MatchModel
    blocks: Blocks
    marks: list[int]

    @classmethod
    def of(cls, parties: Parties, places: list[int], is_person: bool, model: MatchModel) -> "_Kind":
        part = parties.take(places)
        blocks = blocks_of(part)
        count = sum(person == is_person for person in parties.is_person)
        return cls(places, part, is_person, count, model, blocks, marks_of(part, blocks))

    def changed(self, earlier: EarlierRun | None) -> list[int]:
        """The places of those that an earlier run did not compare so; all without one."""
        return list(range(len(self.parties))) if earlier is None else earlier.changed(self.parties, self.marks)

    def compared(
        self, tick: Progress, earlier: EarlierRun | None, changed: list[int], has_first_grouping: bool
    ) -> _Lot:
        """Compares them; where an earlier run is known, the changed ones alone."""
        parties, what = self.parties, "persons" if self.is_person else "companies"
        tick(Step(f"comparing {what}", 0, len(changed)))
        counts = earlier.frequencies[self.is_person] if earlier else Frequencies.of(parties, self.count)
        wanted = changed if earlier is not None else None
        pairs = score(parties, self.is_person, self.model, counts, self.blocks, wanted)
        tick(Step(f"comparing names of {what} again", 0, len(pairs.left)))
        again = rescored(pairs, parties, self.is_person, self.model)
        if earlier is not None:
            again = together(again, earlier.links_among(parties, changed, list(pairs.fields)))
        doubts = doubts_of(again[0], parties, self.model, again[1])
        if has_first_grouping:
            further = beside_first_grouping(again[0], parties, self.model)
            doubts = [doubt or other for doubt, other in zip(doubts, further, strict=True)]
        return _Lot(np.array(self.places, dtype=np.int64), again[0], doubts, counts, len(changed))


@paused_collector()
def _compared_places(parties: Parties, read_off: Joins | None) -> list[int]:
    """The places of all parties, but of those that were read off to be one and say the same, the first."""
    if read_off is None:
        return list(range(len(parties)))
    joins = read_off.accepted
    groups = components(len(parties), joins.left, joins.right).tolist()
    said_in = [column.name for column in fields(parties) if column.name not in NOT_COMPARED]
    columns = [groups, *(getattr(parties, name) for name in said_in)]
    first: dict[tuple[Any, ...], int] = {}
    for place, said in enumerate(zip(*columns, strict=True)):
        first.setdefault(said, place)
    return list(first.values())


def learnt_models(parties: Parties, learnt_from: str, tick: Progress = silent) -> dict[bool, MatchModel]:
    """Models of companies and persons, learnt from parties without values that tell nobody apart."""
    models = {}
    for is_person in _KINDS:
        tick(Step(f"learning about {'persons' if is_person else 'companies'}"))
        part = parties.take(place for place, person in enumerate(parties.is_person) if person == is_person)
        model = learn(part, is_person, learnt_from)
        scores = learn_name_scores(score(part, is_person, model), part, is_person, model) if len(part) > 1 else ()
        models[is_person] = model.model_copy(update={"name_scores": scores})
    return models


def records_of(parties: Parties, models: Mapping[bool, MatchModel], has_fathers: bool = True) -> Records:
    """What speaks against joining parties; dates that are often wrong, as the weights say, hold nobody apart.

    Args:
        parties: The parties.
        models: The weights of companies and of persons.
        has_fathers: Whether a third name of a person may be his father's: elsewhere middle names come and go.
    """
    return Records(
        keys=parties.keys,
        tax_numbers=parties.tax_numbers,
        birth_dates=[
            (day,) if day and models[is_person].births_tell else ()
            for day, is_person in zip(parties.birth_on, parties.is_person, strict=True)
        ],
        name_numbers=[(" ".join(numerals),) if numerals else () for numerals in parties.numerals],
        passports=[
            tuple(n for n in numbers if n.startswith("identifier:passport:")) for numbers in parties.identifiers
        ],
        fathered=[
            name if has_fathers and is_person and name.count(" ") >= WORDS_WITH_FATHER - 1 else ""
            for name, is_person in zip(parties.name, parties.is_person, strict=True)
        ],
    )


def _of_nobody(world: World) -> Iterable[str]:
    """Values that name nobody, as the first grouping sees them, and the published hubs for whom some are hidden."""
    published = () if world.projection.sees_all else world.projection.hubs.values
    return {*values_of_nobody(world.projection), *published}


def _joined(lots: list[ScoredPairs]) -> dict[str, np.ndarray]:
    """The bits of all fields, those of the other kind 0."""
    names = dict.fromkeys(name for pairs in lots for name in pairs.fields)
    bits = {
        name: np.concatenate([pairs.fields.get(name, np.zeros(len(pairs.left))) for pairs in lots]) for name in names
    }
    return bits | {"prior": np.concatenate([np.full(len(pairs.left), pairs.prior_bits) for pairs in lots])}


def _by_place(keys: list[str], judged: JudgedIds) -> tuple[Judged, set[frozenset[int]], int]:
    """The judgements whose ends are both here, by place, and how many are dormant."""
    place = {key: number for number, key in enumerate(keys)}
    pairs = {
        name: [(place[a], place[b]) for a, b in getattr(judged, name) if a in place and b in place]
        for name in ("same", "different", "unsure")
    }
    dormant = sum(len(getattr(judged, name)) - len(here) for name, here in pairs.items())
    unsure = {frozenset(pair) for pair in pairs["unsure"]}
    return Judged(same=pairs["same"], different=pairs["different"]), unsure, dormant
