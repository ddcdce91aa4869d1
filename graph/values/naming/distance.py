"""How far two strings of sounds are from each other, by what the two writings that meet do to a sound.

An edit distance (Levenshtein 1966, with neighbours swapped as in Damerau 1964) whose costs stand in `name_sounds.yaml`.
It is stopped as soon as the words are too far apart to be one, which is after two or three letters for most pairs.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate

from graph.values.naming.sounds import LONG, VOWELS, table

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


@dataclass(frozen=True, slots=True)
class _Costs:
    """For one meeting: what is added for each pair of sounds, each sound left out, and how much a sound weighs."""

    replaced: dict[str, dict[str, float]]
    dropped: dict[str, float]
    size: dict[str, float]
    is_strict: bool
    has_vowels: bool


_SIGNS = "abcdefghijklmnopqrstuvwxyzEOUIGxJCSDPAWYH3"


@cache
def _costs(meeting: Meeting) -> _Costs:
    sounds = table()
    vowels = sounds["vowels"][meeting.value]
    is_strict = meeting in (Meeting.SAME, Meeting.OWN)
    tables = [_pairs("always_costs")]
    if not is_strict:
        tables.append(_pairs("cross_costs"))
    named = {pair: min(costs.get(pair, 1.0) for costs in tables) for costs in tables for pair in costs}
    near, middle = (frozenset(sounds[f"{kind}_vowels"].split()) for kind in ("near", "middle"))
    replaced: dict[str, dict[str, float]] = {}
    for first in _SIGNS:
        for second in _SIGNS:
            cost = named.get(first + second, UNRELATED * (first != second))
            if first in VOWELS and second in VOWELS and cost > _SAME_SOUND:
                bare = (first + second).translate(_BARE)
                cost = min(cost, vowels["near" if bare in near else "middle" if bare in middle else "far"])
            replaced.setdefault(first, {})[second] = cost
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
    return first == second or _costs(Meeting.CROSS).replaced.get(first, {}).get(second, 1.0) <= _SAME_SOUND


def may_begin_alike(left: str, right: str, meeting: Meeting) -> bool:
    """Whether the first sounds of two words may stand for each other, or one of them is easily left out."""
    first, second = left[0], right[0]
    costs = _costs(meeting)
    easily = min(costs.dropped.get(first, 1.0), costs.dropped.get(second, 1.0))
    return first == second or costs.replaced.get(first, {}).get(second, UNRELATED) <= _NEARLY or easily <= _NEARLY


def likeness(left: str, right: str, meeting: Meeting, least: float = 0.0) -> float:
    """How alike two strings of sounds are, 0 to 1; 0 where it would be below `least`."""
    if left == right:
        return 1.0
    costs = _costs(meeting)
    longest = max(_size(left, costs), _size(right, costs), 1.0)
    likely = 1.0 - _distance(left, right, costs, (1.0 - least) * longest) / longest
    return likely if likely >= least else 0.0


def _size(word: str, costs: _Costs) -> float:
    return sum(costs.size.get(sign, 1.0) for sign in word)


def _drops(word: str, costs: _Costs) -> list[float]:
    """What each sound of a word costs where the other word has none; first and last vowels cost more."""
    drops = [costs.dropped.get(sign, 1.0) for sign in word]
    if not costs.is_strict and word[0] == "h":
        drops[0] = _ABJAD_H
    if costs.has_vowels:
        if word[0] in VOWELS:
            drops[0] = max(drops[0], _FIRST_VOWEL)
        if len(word) > 2 and word[-1] in "aE":
            drops[-1] = max(drops[-1], _LAST_VOWEL)
    return drops


def _distance(left: str, right: str, costs: _Costs, limit: float) -> float:
    """The cost of making one string of the other, or some number above `limit`."""
    left_drops, right_drops = _drops(left, costs), _drops(right, costs)
    before: list[float] = []
    row = list(accumulate(right_drops, initial=0.0))
    for i, sound in enumerate(left):
        drop, replaced = left_drops[i], costs.replaced.get(sound, {})
        line = [row[0] + drop]
        latest = line[0]
        for j, other in enumerate(right):
            best = (
                row[j] if sound == other else row[j] + replaced.get(other, UNRELATED) * (FIRST if i == j == 0 else 1.0)
            )
            if row[j + 1] + drop < best:
                best = row[j + 1] + drop
            if latest + right_drops[j] < best:
                best = latest + right_drops[j]
            if i and j and sound == right[j - 1] and left[i - 1] == other and sound != other:
                best = min(best, before[j - 1] + SWAPPED)
            line.append(best)
            latest = best
        if min(line) > limit and min(row) > limit:
            return limit + 1.0
        before, row = row, line
    return row[-1]
