"""Links that join nobody by themselves, however many bits they have: what one of them says is not enough.

Phone, mail and address go together: firms of one house share all three. And a name that firms with different tax
numbers bear is the name of several, so that a firm of which nothing else is known may be any of them. Persons of one
family share a house, a phone and half of their names: where each has a given name of his own, only a number makes them
one. Persons of one name alone are as many as bear it, unless it is a full one, with the father's; where dates of birth
tell, those of all who bear a name say whether it is the name of one or of several.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from analyses.resolution.frequencies import Frequencies
from analyses.resolution.model import MatchModel
from analyses.resolution.normalise import Parties
from analyses.resolution.scoring import ScoredPairs
from graph.linkage.clustering import are_dates_alike
from graph.linkage.company_names import LEADING_SHARE
from graph.linkage.spelling import CACHE_SIZE, WORDS_WITH_FATHER, consonants, is_slip
from graph.values.nicknames import are_one_name

CONTACTS = ("phone", "email", "address")
LEAST_OF_NAME = 4.0  # bits, below which a name says too little beside a contact
BY_CONTACT = "a contact without a name in common"
BY_SHARED_NAME = "a name that several tax numbers bear"
BY_NAME_OF_BIRTHS = "a name that persons of other birth dates bear"
BY_NAME_ALONE = "a name alone"
OTHER_GIVEN_NAME = "another given name"
NUMBERS = ("tax number", "identifier")
SHORTEST_AGAINST = 3  # letters of a word that stands against another
ENOUGH_CONSONANTS = 4  # of two words that may be one: Hasan and Husein are two
LEAST_ALIKE = 0.82  # of two words that may be one
LEAST_LETTERS = 0.72  # share of letters that two words have in common, where one may be the other in a wild order
RARE_NAME = 2.5  # bits of a link by a name alone, from which the name is rare enough: six in seven
FEWEST_BIRTHS = 2  # dates of birth of those who bear a name, from which they say whether it is the name of one
_WORDS_WITHOUT_FATHER = 2  # of a name, the given one and that of the family
FEWEST_NAMES, NEARLY_ALL = 50, 0.95  # names that tell, and the share of them that has to be of one person
TELLING_BIRTH = 8.0  # bits of a day of birth that tells more than given names
LOOKED_AT = 1.0  # bits of a link, from which its names are looked at


def doubts_of(pairs: ScoredPairs, parties: Parties, model: MatchModel, contradictions: Sequence[str] = ()) -> list[str]:
    """Why each pair joins nothing by itself; "" for those that may. What contradicts in the names comes first."""
    speaks = {name: bits > 0 for name, bits in pairs.fields.items()}
    rest = [flags for name, flags in speaks.items() if name not in ("name", *CONTACTS)]
    is_nothing_else = ~np.any([*rest, np.zeros(len(pairs.left), dtype=bool)], axis=0)
    has_contact = np.any([*(speaks[name] for name in CONTACTS), np.zeros(len(pairs.left), dtype=bool)], axis=0)
    has_name = pairs.fields["name"] >= LEAST_OF_NAME
    of_several = np.array(_are_of_several(parties), dtype=bool)
    is_shared = of_several[pairs.left] & of_several[pairs.right] if len(pairs.left) else has_name
    by_contact, by_name = is_nothing_else & has_contact & ~has_name, is_nothing_else & ~has_contact & is_shared
    doubts: list[str] = np.select([by_contact, by_name], [BY_CONTACT, BY_SHARED_NAME], "").tolist()
    if model.is_person:
        of_one, of_several = _told_by_births(pairs, parties, model)
        for pair in np.flatnonzero(name_alone(pairs) & (pairs.bits < RARE_NAME) & ~of_one).tolist():
            doubts[pair] = BY_NAME_ALONE
        for pair in np.flatnonzero(of_several).tolist():
            doubts[pair] = BY_NAME_OF_BIRTHS
        is_settled = pairs.fields.get("birth", np.zeros(len(pairs.left))) >= TELLING_BIRTH
        looked_at = ~is_settled & (pairs.bits >= LOOKED_AT) & (pairs.fields["name"] < LEAST_OF_NAME)
        for pair in np.flatnonzero(have_other_given_names(pairs, parties, looked_at)).tolist():
            doubts[pair] = OTHER_GIVEN_NAME
    return [first or doubt for first, doubt in zip(contradictions, doubts, strict=True)] if contradictions else doubts


def _told_by_births(pairs: ScoredPairs, parties: Parties, model: MatchModel) -> tuple[np.ndarray, np.ndarray]:
    """Whether the name of each pair is known to be that of one person, and whether it is known to be that of several.

    Only pairs by a name alone are looked at, where dates of birth tell: those of all who bear one of the two names.
    Fewer than `FEWEST_BIRTHS` of them say nothing.
    """
    of_one, of_several = (np.zeros(len(pairs.left), dtype=bool) for _ in range(2))
    births = _births_of_names(parties, model)
    for pair in np.flatnonzero(name_alone(pairs) & (pairs.bits >= LOOKED_AT)).tolist():
        names = {parties.name_key[end[pair]] for end in (pairs.left, pairs.right)}
        of_bearers = sum((births[name] for name in names if name in births), Counter())
        if of_bearers.total() >= FEWEST_BIRTHS:
            (of_one if _are_one_day(of_bearers) else of_several)[pair] = True
    return of_one, of_several


def _births_of_names(parties: Parties, model: MatchModel) -> dict[str, Counter[str]]:
    """How often each day of birth is said of those who bear a name, by name; nothing where dates are often wrong."""
    births: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, day in zip(parties.name_key, parties.birth_on, strict=True):
        if day and model.births_tell:
            births[name][day] += 1
    return births


def _are_one_day(births: Counter[str]) -> bool:
    """Whether all dates of birth are alike the one that is said most."""
    leading = min(births, key=lambda day: (-births[day], day))
    return all(are_dates_alike(day, leading) for day in births)


def have_other_given_names(pairs: ScoredPairs, parties: Parties, looked_at: np.ndarray) -> np.ndarray:
    """Whether the persons of each pair that is looked at have no number and words of their names against each other."""
    has_number = np.any([pairs.fields[name] > 0 for name in NUMBERS], axis=0)
    flags = np.zeros(len(pairs.left), dtype=bool)
    for pair in np.flatnonzero(looked_at & ~has_number).tolist():
        flags[pair] = have_words_against(parties.name[pairs.left[pair]], parties.name[pairs.right[pair]])
    return flags


def beside_first_grouping(pairs: ScoredPairs, parties: Parties, model: MatchModel) -> list[str]:
    """Why each pair joins nothing where a first grouping was made, which knows of every name whether it says enough.

    Names alone are left to it, but for full ones of persons, those of two words where such names are nearly always of
    one, and those of which dates of birth say that they are of one; and given names that differ count however much else
    agrees, as brothers drive one truck.
    """
    alone = name_alone(pairs)
    if not model.is_person:
        return [BY_NAME_ALONE if flag else "" for flag in alone.tolist()]
    others = have_other_given_names(pairs, parties, pairs.bits >= LOOKED_AT)
    enough = _WORDS_WITHOUT_FATHER if names_are_of_one(parties, model, pairs.prior_bits) else WORDS_WITH_FATHER
    alone &= ~_have_words(pairs, parties, enough) & ~_told_by_births(pairs, parties, model)[0]
    doubts: list[str] = np.select([others, alone], [OTHER_GIVEN_NAME, BY_NAME_ALONE], "").tolist()
    return doubts


def names_are_of_one(parties: Parties, model: MatchModel, prior_bits: float) -> bool:
    """Whether persons of one rare name of two words are nearly always one, as far as dates of birth and numbers say.

    Of the names of which two parties or more say either, nearly all must be said to be of one; too few say nothing, and
    names that are not rare enough to join anybody are not asked. It needs no labels: where families and namesakes are
    many, their dates and numbers differ.
    """
    births = {name: days for name, days in _births_of_names(parties, model).items() if _has_two_words(name)}
    numbers: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for name, *held in zip(parties.name_key, parties.tax_numbers, parties.identifiers, strict=True):
        if any(held) and _has_two_words(name):
            numbers[name].append(frozenset().union(*held))
    said = {name for name, days in births.items() if days.total() >= FEWEST_BIRTHS}
    said |= {name for name, held in numbers.items() if len(held) >= FEWEST_BIRTHS}
    names = sorted(said)
    bits = prior_bits - np.log2(Frequencies.of(parties).shares_of_names(names))
    rare = {name for name, is_rare in zip(names, (bits >= RARE_NAME).tolist(), strict=True) if is_rare}
    of_one = [_are_one_day(days) for name, days in births.items() if name in rare and days.total() >= FEWEST_BIRTHS]
    of_one += [_have_one_in_common(of) for name, of in numbers.items() if name in rare and len(of) >= FEWEST_BIRTHS]
    return len(of_one) >= FEWEST_NAMES and sum(of_one) >= NEARLY_ALL * len(of_one)


def _has_two_words(name: str) -> bool:
    return name.count(" ") + 1 == _WORDS_WITHOUT_FATHER


def _have_one_in_common(held: Sequence[frozenset[str]]) -> bool:
    """Whether all have the number that is held most, or a slip of it."""
    uses = Counter(number for numbers in held for number in numbers)
    leading = min(uses, key=lambda number: (-uses[number], number))
    return all(any(is_slip(number, leading) for number in numbers) for numbers in held)


def _have_words(pairs: ScoredPairs, parties: Parties, least: int) -> np.ndarray:
    """Whether both names of each pair have so many words: a full one has three, with the father's."""
    full = np.array([name.count(" ") + 1 >= least for name in parties.name], dtype=bool)
    flags: np.ndarray = full[pairs.left] & full[pairs.right] if len(pairs.left) else np.zeros(0, dtype=bool)
    return flags


def name_alone(pairs: ScoredPairs) -> np.ndarray:
    """Whether nothing but the name speaks for each pair."""
    rest = [bits > 0 for name, bits in pairs.fields.items() if name != "name"]
    flags: np.ndarray = ~np.any([*rest, np.zeros(len(pairs.left), dtype=bool)], axis=0)
    return flags


@lru_cache(maxsize=CACHE_SIZE)
def have_words_against(name: str, other: str) -> bool:
    """Whether two folded names of persons share a word, and another word of each is like none of the other name."""
    from rapidfuzz.distance import JaroWinkler

    def is_met(word: str, words: list[str]) -> bool:
        return any(
            are_one_name(word, one)
            or (min(len(word), len(one)) == 1 and word[0] == one[0])
            or (consonants(word) == consonants(one) and len(consonants(word)) >= ENOUGH_CONSONANTS)
            or JaroWinkler.similarity(word, one) >= LEAST_ALIKE
            or _letters_in_common(word, one) >= LEAST_LETTERS
            for one in words
        )

    words, others = name.split(), other.split()
    against = [word for word in words if len(word) >= SHORTEST_AGAINST and not is_met(word, others)]
    other_against = [word for word in others if len(word) >= SHORTEST_AGAINST and not is_met(word, words)]
    return bool(against and other_against) and len(against) < len(words)


def _letters_in_common(word: str, other: str) -> float:
    """The share of the letters of two words that both have, 0-1, whatever their order."""
    return 2 * (Counter(word) & Counter(other)).total() / (len(word) + len(other))


def _are_of_several(parties: Parties) -> list[bool]:
    """Whether firms with different tax numbers bear the name of each party, and none of them most of the time."""
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for name, held in zip(parties.name_key, parties.tax_numbers, strict=True):
        if name:
            numbers[name].update(held)
    shared = {name for name, held in numbers.items() if len(held) > 1 and _differ(held)}
    return [name in shared for name in parties.name_key]


def _differ(held: Counter[str]) -> bool:
    """Whether no number, with its slips, is that of most parties."""
    leading = min(held, key=lambda number: (-held[number], number))
    own = sum(uses for number, uses in held.items() if is_slip(number, leading))
    return own < LEADING_SHARE * held.total()
