"""How far two strings of sounds are from each other, by what the two writings that meet do to a sound.

An edit distance (Levenshtein 1966, with neighbours swapped as in Damerau 1964) whose costs stand in `name_sounds.yaml`.
It is stopped as soon as the words are too far apart to be one, which is after two or three letters for most pairs.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import accumulate

from graph.values.naming.sounds import CACHE_SIZE, LONG, VOWELS, table

SWAPPED = 0.6  # two neighbours in the other order
FIRST = 1.3  # a first letter that differs says more
UNRELATED = 1.3  # a sound for one that it never stands for; a slip of typing more often leaves one out
_BARE = str.maketrans("EOU", "eou")
_SAME_SOUND = 0.1  # what costs no more is one vowel in two writings
_NEARLY = 0.5
_STRICT_H, _LAX_H, _ABJAD_H = 0.8, 0.4, 0.2
_FIRST_VOWEL, _LAST_VOWEL = 0.8, 0.6  # at least, where vowels are written
_LIGHT = {"y": 0.1, "H": 0.1, "A": 0.6, "W": 0.6, "Y": 0.6, "3": 0.05}  # consonants that are easily left out


class Meeting(StrEnum):
    """Which two writings meet: what is a difference between two Latin names may be none across two scripts."""

    SAME = "same"
    OWN = "own"
    CROSS = "cross"
    ARABIC = "arabic"
    ABJAD = "abjad"


class _Row(dict[str, float]):
    """What is added for another sound in the place of one; most sounds never stand for each other."""

    def __missing__(self, sign: str) -> float:
        return UNRELATED


class _Rows(dict[str, _Row]):
    """The row of each sound; a sign of no table is like no other."""

    def __missing__(self, sign: str) -> _Row:
        return _Row()


@dataclass(frozen=True, slots=True)
class _Costs:
    """For one meeting: what is added for each pair of sounds, each sound left out, and how much a sound weighs."""

    replaced: _Rows
    dropped: dict[str, float]
    size: dict[str, float]
    is_strict: bool
    has_vowels: bool


_TELLERS = ("l", 1.0), ("r", 1.0), ("mn", 1.0 - 1e-9)  # sounds that no others stand for, and what one costs at least
_SIGNS = "abcdefghijklmnopqrstuvwxyzEOUIGxJCSDPAWYHT3"


@cache
def _costs(meeting: Meeting) -> _Costs:
    sounds = table()
    vowels = sounds["vowels"][meeting.value]
    is_strict = meeting in (Meeting.SAME, Meeting.OWN)
    tables = [_pairs("always_costs")]
    if not is_strict:
        tables.append(_pairs("cross_costs"))
    if meeting is Meeting.ARABIC:
        tables.append(_pairs("arabic_costs"))
    named = {pair: min(costs.get(pair, 1.0) for costs in tables) for costs in tables for pair in costs}
    near, middle = (frozenset(sounds[f"{kind}_vowels"].split()) for kind in ("near", "middle"))
    replaced = _Rows()
    for first in _SIGNS:
        for second in _SIGNS:
            cost = named.get(first + second, UNRELATED * (first != second))
            if first in VOWELS and second in VOWELS and cost > _SAME_SOUND:
                bare = (first + second).translate(_BARE)
                cost = min(cost, vowels["near" if bare in near else "middle" if bare in middle else "far"])
            replaced.setdefault(first, _Row())[second] = cost
    if meeting is Meeting.ABJAD:
        for pair, cost in _pairs("abjad_costs").items():
            replaced[pair[0]][pair[1]] = cost
    breath = _ABJAD_H if meeting is Meeting.ABJAD else _STRICT_H
    dropped = {sign: vowels["dropped"] if sign in VOWELS else _LIGHT.get(sign, 1.0) for sign in _SIGNS}
    dropped |= {"x": breath, "h": breath if is_strict or meeting is Meeting.ABJAD else _LAX_H}
    size = {sign: vowels["size"] if sign in VOWELS else 0.5 if sign in LONG else 1.0 for sign in _SIGNS}
    return _Costs(replaced, dropped, size | {"y": 0.3}, is_strict, meeting is not Meeting.ABJAD)


@cache
def _pairs(name: str) -> dict[str, float]:
    costs: dict[str, float] = {}
    for cost, pairs in table()[name].items():
        for pair in pairs.split():
            costs[pair] = costs[pair[::-1]] = float(cost)
    return costs


def is_one_sound(first: str, second: str) -> bool:
    """Whether two single sounds may be one in two writings, as initials are compared."""
    return first == second or _costs(Meeting.CROSS).replaced[first][second] <= _SAME_SOUND


def may_begin_alike(left: str, right: str, meeting: Meeting) -> bool:
    """Whether the first sounds of two words may stand for each other, or one of them is easily left out."""
    first, second = left[0], right[0]
    costs = _costs(meeting)
    easily = min(costs.dropped.get(first, 1.0), costs.dropped.get(second, 1.0))
    return first == second or costs.replaced[first][second] <= _NEARLY or easily <= _NEARLY


def likeness(left: str, right: str, meeting: Meeting, least: float = 0.0) -> float:
    """How alike two strings of sounds are, 0 to 1; 0 where it would be below `least`."""
    if left == right:
        return 1.0
    drops, size, tellers = _measures(left, meeting)
    other_drops, other_size, other_tellers = _measures(right, meeting)
    longest = max(size, other_size, 1.0)
    limit = (1.0 - least) * longest
    if tellers != other_tellers and _tellers_left(tellers, other_tellers) > limit:
        return 0.0
    likely = 1.0 - _distance((left, drops), (right, other_drops), _costs(meeting), limit) / longest
    return likely if likely >= least else 0.0


@lru_cache(maxsize=CACHE_SIZE)
def _measures(word: str, meeting: Meeting) -> tuple[tuple[float, ...], float, tuple[int, ...]]:
    """What each sound of a word costs where the other word has none, first and last vowels more; how much it weighs.

    And how many of each of `_TELLERS` it has.
    """
    costs = _costs(meeting)
    drops = [costs.dropped.get(sign, 1.0) for sign in word]
    if word and not costs.is_strict and word[0] == "h":
        drops[0] = _ABJAD_H
    if word and costs.has_vowels:
        if word[0] in VOWELS:
            drops[0] = max(drops[0], _FIRST_VOWEL)
        if len(word) > 2 and word[-1] in "aE":
            drops[-1] = max(drops[-1], _LAST_VOWEL)
    tellers = tuple(sum(map(word.count, signs)) for signs, _ in _TELLERS)
    return tuple(drops), sum(costs.size.get(sign, 1.0) for sign in word), tellers


@lru_cache(maxsize=1 << 12)
def _tellers_left(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """What it costs at least that one word has more of `_TELLERS` than the other."""
    surplus = [cost * (count - other) for (_, cost), count, other in zip(_TELLERS, left, right, strict=True)]
    return max(sum(cost for cost in surplus if cost > 0), -sum(cost for cost in surplus if cost < 0))


def _distance(
    left: tuple[str, tuple[float, ...]], right: tuple[str, tuple[float, ...]], costs: _Costs, limit: float
) -> float:
    """The cost of making one string of the other, each with its costs of dropping, or some number above `limit`."""
    (word, drops), (other_word, other_drops) = left, right
    before: list[float] = []
    row = list(accumulate(other_drops, initial=0.0))
    least_before = 0.0
    for i, sound in enumerate(word):
        drop, replaced, sound_before = drops[i], costs.replaced[sound], word[i - 1] if i else ""
        latest = row[0] + drop
        line = [latest]
        for j, other in enumerate(other_word):
            best = row[j]
            if sound != other:
                best += replaced[other] * (FIRST if i == j == 0 else 1.0)
                if other == sound_before and j and sound == other_word[j - 1]:
                    best = min(best, before[j - 1] + SWAPPED)
            if row[j + 1] + drop < best:
                best = row[j + 1] + drop
            if latest + other_drops[j] < best:
                best = latest + other_drops[j]
            line.append(best)
            latest = best
        least = min(line)
        if least > limit and least_before > limit:
            return limit + 1.0
        before, row, least_before = row, line, least
    return row[-1]
