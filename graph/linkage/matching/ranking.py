"""Candidates for one record: found by keys, weighed by what each value says, ranked.

After Fellegi and Sunter (1969, doi:10.1080/01621459.1969.10501049): every value adds the logarithm (base 2) of how much
more often it would agree if both were one than by chance. By chance it agrees as often as the register itself says:
with the share of names that have a word, of entities that hold a number. What comes on top of the prior of one in all
entities is the score.

*Limits*: a person known by a common name alone is never surely found; a name of one word is weak; a name whose words
differ in two consonants each is met through its numbers alone. *Cost*: `MOST_COMPARED` names are compared sound by
sound at most, the others are judged by the words they have in common.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from graph.linkage.clustering import are_dates_alike
from graph.linkage.matching.index import MatchIndex
from graph.linkage.matching.query import Candidate, Evidence, EvidenceKind, Query
from graph.linkage.spelling import consonants, is_slip
from graph.values import names
from graph.values.naming import Kind, Verdict, compare

MOST_NAMES = 12  # of the register that are looked at for a name
MOST_COMPARED = 3  # of these, and of the names of holders, that are compared sound by sound
LEAST_COMPARED = 0.4  # of their words in common
LEAST_BESIDE_SAME = 0.75  # of them, where the very name is in the register
MOST_BY_NAME = 200  # entities that bear one of them
MOST_BY_VALUE = 50  # entities that hold one value; more make it a hub
MOST_WEIGHED = 60  # entities that are weighed
SAME_FROM = 0.9
UNSURE_FROM = 0.1
CACHE_SIZE = 1 << 16

_MOST_OF_NAME = 24.0  # bits, however rare its words are
_NAMES_AGREE = 0.6  # share of true pairs whose names agree
_NOTHING_FROM = 0.4  # score of the comparator below which names speak against
_OTHER_NAME = -6.0
_AGREES = {EvidenceKind.NUMBER: 0.9, EvidenceKind.CONTACT: 0.6, EvidenceKind.VEHICLE: 0.4}
_STRANGERS = {EvidenceKind.NUMBER: 0.01, EvidenceKind.CONTACT: 0.3, EvidenceKind.VEHICLE: 1.0}  # beside the holders
_FURTHER = {EvidenceKind.NUMBER: 0.5, EvidenceKind.CONTACT: 0.3, EvidenceKind.VEHICLE: 0.3}  # of a second value's bits
_NEAR_NUMBER, _OTHER_NUMBER = 6.0, -6.0
_SAME_BIRTH, _NEAR_BIRTH, _OTHER_BIRTH = 14.0, 6.0, -6.0
_OTHER_COUNTRY, _OTHER_KIND = -3.0, -4.0
_TELLING = ("identifier:tax:", "identifier:passport:")  # of which nobody has two
_TELLING_KINDS = (EvidenceKind.NAME, EvidenceKind.NUMBER)  # without which nobody is surely the same
_CONTACTS = ("phone:", "email:", "address:")


def match(index: MatchIndex, query: Query, limit: int = 10) -> list[Candidate]:
    """The entities that a record may be, the likeliest first, ties by id of the first party.

    Args:
        index: The entities.
        query: What is known of the record; without names and numbers nobody is found.
        limit: Candidates at most.
    """
    asked = _Asked(index, query)
    weighed = [(asked.weighed(entity), entity) for entity in asked.entities]
    weighed.sort(key=lambda item: (-item[0].bits, item[1]))
    return [asked.candidate(entity, weight) for weight, entity in weighed[:limit]]


@dataclass(frozen=True, slots=True)
class _Alike:
    """How alike a name of the query and one of the register are, 0-1, and whether they contradict each other."""

    written: str
    score: float
    is_contradicted: bool = False


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What was found of an entity: its bits, with the prior, and the lines that they are of."""

    bits: float
    evidence: list[Evidence]
    is_contradicted: bool


@lru_cache(maxsize=CACHE_SIZE)
def _compared(one: str, other: str, kind: Kind) -> _Alike:
    comparison = compare(one, other, kind)
    return _Alike(one, comparison.score, comparison.flags.has_contradiction)


class _Asked:
    """A query with what the index has for it."""

    def __init__(self, index: MatchIndex, query: Query) -> None:
        self.index = index
        self.query = query
        self._left_to_compare = MOST_COMPARED

    @cached_property
    def names_by_number(self) -> dict[int, _Alike]:
        """Names of the register that are like one of the query, by number, with the one that is most alike."""
        best: dict[int, _Alike] = {}
        for written in self.query.names:
            numbers, likeness = self.index.words.like(names.fold(written), MOST_NAMES)
            borne = self.index.is_borne[numbers]
            is_there = False
            for number, share in zip(numbers[borne].tolist(), likeness[borne].tolist(), strict=True):
                if is_there and share < LEAST_BESIDE_SAME:
                    break
                alike = self._alike(written, number, share)
                is_there |= alike.score == 1.0
                if number not in best or best[number].score < alike.score:
                    best[number] = alike
        return best

    def _alike(self, written: str, number: int, share: float) -> _Alike:
        """How alike two names are of whose words so large a share is common, 0-1."""
        if names.name_key(written) == self.index.names.words[number]:
            return _Alike(written, 1.0)
        if share < LEAST_COMPARED or not self._left_to_compare:
            return _Alike(written, share)
        self._left_to_compare -= 1
        kind = Kind.PERSON if self.index.names.is_person[number] else Kind.COMPANY
        return _compared(written, self.label_of_name(number), kind)

    def label_of_name(self, number: int) -> str:
        """A name of the register as its first bearer writes it."""
        projection = self.index.entities.projection
        return str(projection.property_of("Party", "name")[int(self.index.first_party[number])] or "")

    @cached_property
    def places(self) -> dict[int, str]:
        """Places of the values that are held, with what the query calls each."""
        places = {place: value for value in self.query.values for place in self.index.places_of(value)}
        for number in self.query.numbers:
            for place in self.index.places_of_bare(number):
                places.setdefault(place, number)
        return places

    @cached_property
    def entities(self) -> list[int]:
        """The entities that are weighed: holders of a value first, then bearers of the likest names."""
        chosen: dict[int, None] = {}
        holders = sorted((self.index.by_value[place] for place in self.places), key=len)
        for held in holders:
            if len(held) <= MOST_BY_VALUE:
                chosen.update(dict.fromkeys(held.tolist()))
        likest = sorted(self.names_by_number.items(), key=lambda item: (-item[1].score, item[0]))
        through_hubs = [held for held in holders if len(held) > MOST_BY_VALUE]
        for number, alike in likest:
            if alike.score < _NOTHING_FROM and not alike.is_contradicted:
                continue
            bearers = self.index.by_name[number]
            for hub in through_hubs:
                chosen.update(dict.fromkeys(np.intersect1d(bearers, hub)[:MOST_BY_NAME].tolist()))
            chosen.update(dict.fromkeys(bearers[:MOST_BY_NAME].tolist()))
        return list(chosen)[:MOST_WEIGHED]

    def weighed(self, entity: int) -> "_Weighed":
        """What speaks for an entity and against it."""
        name, is_contradicted = self._by_name(entity)
        evidence = [*name, *self._by_values(entity), *self._by_facts(entity)]
        bits = sum(line.bits for line in evidence) - float(np.log2(max(2, self.index.entities.count)))
        return _Weighed(bits, evidence, is_contradicted)

    def candidate(self, entity: int, weighed: "_Weighed") -> Candidate:
        """An entity with its evidence, told."""
        score = float(1 / (1 + np.exp2(-weighed.bits)))
        verdict = Verdict.SAME if score >= SAME_FROM else Verdict.UNSURE if score >= UNSURE_FROM else Verdict.DIFFERENT
        is_told = any(line.bits > 0 and line.kind in _TELLING_KINDS for line in weighed.evidence)
        if verdict is Verdict.SAME and (weighed.is_contradicted or not is_told):
            verdict = Verdict.UNSURE
        if verdict is Verdict.DIFFERENT and self._is_namesake(weighed):
            verdict = Verdict.UNSURE
        entities = self.index.entities
        party = entities.projection.ids[int(entities.first[entity])]
        evidence = tuple(sorted(weighed.evidence, key=lambda line: (-abs(line.bits), line.kind, line.known)))
        return Candidate(entity, party, entities.label(entity), score, weighed.bits, verdict, evidence)

    def _is_namesake(self, weighed: "_Weighed") -> bool:
        """Whether the very name is asked for and nothing speaks against it: its words may be all too usual."""
        is_same, speaks_against = False, weighed.is_contradicted
        for line in weighed.evidence:
            if line.kind is EvidenceKind.NAME:
                is_same |= names.name_key(line.asked) == names.name_key(line.known)
            else:
                speaks_against |= line.bits < 0
        return is_same and not speaks_against

    def _by_name(self, entity: int) -> tuple[list[Evidence], bool]:
        """What the names say, and whether the best of them contradicts."""
        if not self.query.names:
            return [], False
        known = self.index.names_of[entity].tolist()
        alike = [(self.names_by_number[number], number) for number in known if number in self.names_by_number]
        if not alike and known:
            written = self.query.names[0]
            alike = [(self._alike(written, known[0], max(LEAST_COMPARED, self._share(written, known[0]))), known[0])]
        if not alike:
            return [], False
        best, number = max(alike, key=lambda item: (item[0].score, -item[1]))
        bits = self._bits_of_name(best.written, number, best.score)
        return [Evidence(EvidenceKind.NAME, best.written, self.label_of_name(number), bits)], best.is_contradicted

    def _share(self, written: str, number: int) -> float:
        """The share of words that two names have in common by their consonants, 0-1."""
        asked, known = (set(consonants(text).split()) for text in (names.fold(written), self.index.names.words[number]))
        return 2 * len(asked & known) / max(1, len(asked) + len(known))

    def _bits_of_name(self, written: str, number: int, score: float) -> float:
        """The bits of the rarer half of what both names say, in the measure of their likeness."""
        if score < _NOTHING_FROM:
            return _OTHER_NAME * (1 - score / _NOTHING_FROM)
        rare = min(self._asked_bits[written], float(self.index.words.bits_of_name[number]), _MOST_OF_NAME)
        return (rare + float(np.log2(_NAMES_AGREE))) * (score - _NOTHING_FROM) / (1 - _NOTHING_FROM)

    @cached_property
    def _asked_bits(self) -> dict[str, float]:
        """The sum of the bits of the words of each name."""
        words = self.index.words
        return {written: sum(map(words.bits_of_word, set(names.fold(written).split()))) for written in self.query.names}

    def _by_values(self, entity: int) -> Iterator[Evidence]:
        """What values in common say, of each kind the strongest in full; and numbers that contradict."""
        index, own = self.index, set(self.index.values_of[entity].tolist())
        lines: dict[EvidenceKind, dict[str, list[Evidence]]] = {}
        for place, asked in self.places.items():
            if place in own:
                known = index.id_of(place)
                kind = _kind_of(known)
                holders = len(index.by_value[place])
                if index.is_nobody[place] or holders > MOST_BY_VALUE:
                    yield Evidence(EvidenceKind.HUB, asked, known, 0.0)
                    continue
                by_chance = (holders - 1 + _STRANGERS[kind]) / max(2, index.entities.count)
                bits = max(0.0, float(np.log2(_AGREES[kind] / by_chance)))
                lines.setdefault(kind, {}).setdefault(asked, []).append(Evidence(kind, asked, known, bits))
        agreeing: set[str] = set()
        for kind, by_text in lines.items():
            best = [min(some, key=lambda line: (-line.bits, line.known)) for some in by_text.values()]
            best.sort(key=lambda line: (-line.bits, line.known))
            agreeing.update(line.known for line in best)
            yield best[0]
            for line in best[1:]:
                yield Evidence(kind, line.asked, line.known, _FURTHER[kind] * line.bits)
        yield from self._other_numbers(own, agreeing)

    def _other_numbers(self, own: set[int], agreeing: set[str]) -> Iterator[Evidence]:
        """Numbers of which nobody has two: those of the entity that are a slip away, or are others."""
        for value in self.query.values:
            scheme = value.rpartition(":")[0] + ":"
            if not scheme.startswith(_TELLING) or value in agreeing:
                continue
            known = sorted(filter(lambda text: text.startswith(scheme), map(self.index.id_of, own)))
            if known and not agreeing.intersection(known):
                near = [text for text in known if is_slip(text.removeprefix(scheme), value.removeprefix(scheme))]
                bits, text = (_NEAR_NUMBER, near[0]) if near else (_OTHER_NUMBER, known[0])
                yield Evidence(EvidenceKind.OTHER_NUMBER, value, text, bits)

    def _by_facts(self, entity: int) -> Iterator[Evidence]:
        """What the day of birth, the country and the kind say."""
        query, parties = self.query, self.index.facts_of[entity][:MOST_BY_NAME].tolist()
        births = sorted(self._said("birth_on", parties)) if query.birth_on else []
        if births:
            if query.birth_on in births:
                yield Evidence(EvidenceKind.BIRTH, query.birth_on, query.birth_on, _SAME_BIRTH)
            else:
                near = [day for day in births if are_dates_alike(day, query.birth_on)]
                bits = _NEAR_BIRTH if near else _OTHER_BIRTH
                yield Evidence(EvidenceKind.BIRTH, query.birth_on, (near or births)[0], bits)
        countries = sorted(self._said("country", parties)) if query.country else []
        if countries and query.country not in countries:
            yield Evidence(EvidenceKind.COUNTRY, query.country, countries[0], _OTHER_COUNTRY)
        kinds = self._said("kind", parties) if query.is_person is not None else set()
        if kinds and ("person" in kinds) != query.is_person and len(kinds) == 1:
            yield Evidence(EvidenceKind.KIND, "person" if query.is_person else "company", kinds.pop(), _OTHER_KIND)

    def _said(self, name: str, parties: list[int]) -> set[str]:
        column = self.index.entities.projection.properties["Party"].get(name)
        return {str(value) for party in parties if (value := column[party])} if column is not None else set()


def _kind_of(node_id: str) -> EvidenceKind:
    if node_id.startswith("identifier:"):
        return EvidenceKind.NUMBER
    return EvidenceKind.CONTACT if node_id.startswith(_CONTACTS) else EvidenceKind.VEHICLE
