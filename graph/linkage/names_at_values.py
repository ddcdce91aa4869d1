"""Which names stand at which value, and whether one of them holds it: before anybody is grouped.

A number, phone, mail or address names somebody only where one name with its spellings holds most of its mentions. What
stands beside several names (a broker's phone, a business centre, a word that a clerk writes for "none") names nobody:
it joins no two parties, and speaks against none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.kernels.components import pairs_within
from graph.linkage.held import Held
from graph.linkage.name_marks import Marks
from graph.linkage.spelling import CACHE_SIZE, Accord, Name, accord
from graph.projection.projection import Projection

MOST_COMPARED = 12  # names at one value that are compared with each other; of more, with the leading one alone
MOST_WITH_LEADING = 200  # names at one value of which any is compared
HELD_SHARE = 0.5  # of the mentions of a value that its leading name with its spellings has to pass
FEWEST_STRANGE = 3  # values of others at which a name stands that may be nobody's
STRANGE_SHARE = 0.5  # of all values at which it stands that are then of others
_BITS = np.array([number.bit_count() for number in range(256)], dtype=np.int64)
_LONG_NAME = 3  # words
_ABJAD = "[\\x{0600}-\\x{06FF}]"


@dataclass(frozen=True, eq=False)
class Names:
    """The names of parties: `of_party[i]` is the number of the name of the i-th party, -1 for none.

    A name is the folded words in any order, of a person or of somebody else; numbers follow the order of the words.
    `marks` is what can be told from the words of each.
    """

    of_party: np.ndarray
    names: tuple[Name, ...]
    words: tuple[str, ...]
    is_person: np.ndarray
    marks: Marks

    @cached_property
    def is_full(self) -> np.ndarray:
        """Whether each has several words and no initial."""
        flags: np.ndarray = (self.marks.count > 1) & (self.marks.shortest > 1)
        return flags

    @cached_property
    def has_initial(self) -> np.ndarray:
        """Whether each has an initial."""
        flags: np.ndarray = self.marks.shortest == 1
        return flags

    def accord(self, one: int, other: int) -> Accord:
        """How two names stand to each other; a person and a firm are unlike."""
        if one == other:
            return Accord.SAME
        if self.is_person[one] != self.is_person[other]:
            return Accord.UNLIKE
        return accord(self.names[one], self.names[other], bool(self.is_person[one]))

    def accords(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """How the names (by number) stand to each other; a person and a firm are unlike."""
        count = max(1, len(self.names))
        keys, inverse = np.unique(np.minimum(left, right) * count + np.maximum(left, right), return_inverse=True)
        one, other = keys // count, keys % count
        found = np.where(one == other, Accord.SAME, Accord.UNLIKE).astype(np.int8)
        compared = (one != other) & (self.is_person[one] == self.is_person[other])
        candidates = np.flatnonzero(compared)
        left, right = one[candidates], other[candidates]
        common = _BITS[(self.marks.sign[left] & self.marks.sign[right]).view(np.uint8)].sum(axis=1)
        are_long = np.minimum(self.marks.count[left], self.marks.count[right]) >= _LONG_NAME
        needed = np.where(~self.is_person[left] & are_long, 2, 1)
        compared[candidates] = common >= needed
        names = self.names
        rows = np.flatnonzero(compared)
        ends = zip(
            rows.tolist(), one[rows].tolist(), other[rows].tolist(), self.is_person[one[rows]].tolist(), strict=True
        )
        for row, left, right, are_persons in ends:
            found[row] = accord(names[left], names[right], are_persons)
        return found[inverse]


def names_of(projection: Projection) -> Names:
    """The names of the parties of a projection."""
    folded = projection.property_of("Party", "name_folded").array.dictionary_encode()
    texts = [str(name) for name in folded.dictionary.to_pylist()]
    words = [_in_order(text) for text in texts]
    distinct = sorted(set(words) - {""})
    place = {text: number for number, text in enumerate(distinct)}
    of_text = np.array([place.get(text, -1) for text in words] + [-1], dtype=np.int64)
    number = of_text[np.asarray(folded.indices.fill_null(len(texts)))]
    kinds = projection.property_of("Party", "kind").array
    is_person = np.asarray(pc.fill_null(pc.equal(kinds, "person"), False))
    name = np.where(number >= 0, 2 * number + is_person, -1)
    used, of_party = np.unique(name, return_inverse=True)
    has_none = int(len(used) > 0 and used[0] < 0)
    is_abjad = np.zeros(len(used), dtype=bool)
    raw = projection.property_of("Party", "name").array
    np.logical_or.at(is_abjad, of_party, _is_abjad(raw))
    shown = [distinct[key // 2] for key in used[has_none:].tolist()]
    least: dict[str, str] = {}  # of the spellings of one name that differ in the order of the words
    for text, key in zip(texts, words, strict=True):
        least[key] = min(text, least.get(key, text))
    abjad = is_abjad[has_none:].tolist()
    names = tuple(Name(least[text], written) for text, written in zip(shown, abjad, strict=True))
    return Names(of_party - has_none, names, tuple(shown), used[has_none:] % 2 == 1, Marks.of(shown))


@lru_cache(maxsize=CACHE_SIZE)
def _in_order(folded: str) -> str:
    """The words of a folded name, sorted."""
    return " ".join(sorted(folded.split()))


def without_nobody(at: Sequence["NamesAtValues"]) -> Names:
    """The names without those of nobody: beside several values they stand, and another name holds most of these.

    They are what a clerk writes where he knows no name: "various", "as per invoice", in any language.
    """
    names = at[0].names
    strange, total = (np.zeros(len(names.names), dtype=np.int64) for _ in range(2))
    for values in at:
        total += np.bincount(values.name, minlength=len(total))
        of_other = (values.to_leading <= Accord.UNLIKE) & (values.held_share > HELD_SHARE)[values.group]
        strange += np.bincount(values.name[of_other], minlength=len(total))
    is_nobody = np.append((strange >= FEWEST_STRANGE) & (strange > STRANGE_SHARE * total), False)
    return replace(names, of_party=np.where(is_nobody[names.of_party], -1, names.of_party))


def _is_abjad(names: pa.Array) -> np.ndarray:
    """Whether each name is written in Perso-Arabic letters."""
    encoded = names.dictionary_encode()
    matches = np.append(np.asarray(pc.match_substring_regex(encoded.dictionary, _ABJAD), dtype=bool), False)
    flags: np.ndarray = matches[np.asarray(encoded.indices.fill_null(len(matches) - 1))]
    return flags


@dataclass(frozen=True, eq=False)
class NamesAtValues:
    """Cells (value, name), each once, sorted; with its first party, its mentions, and who of the parties is in it.

    Attributes:
        value, name, mentions, first: Of each cell; `first` is the place of its first party.
        cell: The cell of each row of what is held.
    """

    held: Held
    names: Names
    value: np.ndarray
    name: np.ndarray
    mentions: np.ndarray
    first: np.ndarray
    cell: np.ndarray

    @cached_property
    def group(self) -> np.ndarray:
        """Number of the value of each cell, in order."""
        return np.cumsum(np.append(True, self.value[1:] != self.value[:-1])) - 1 if len(self.value) else self.value

    @cached_property
    def values(self) -> np.ndarray:
        """The values, by their number."""
        values: np.ndarray = self.value[self._starts]
        return values

    @cached_property
    def _starts(self) -> np.ndarray:
        return np.flatnonzero(np.append(True, self.value[1:] != self.value[:-1])) if len(self.value) else self.value

    @cached_property
    def leading(self) -> np.ndarray:
        """The cell of the name with most mentions at each value, by number of the value; ties by the name."""
        order = np.lexsort((self.name, -self.mentions, self.group))
        cells: np.ndarray = order[self._starts]
        return cells

    @cached_property
    def sizes(self) -> np.ndarray:
        """Names at each value."""
        return np.bincount(self.group, minlength=len(self._starts))

    @cached_property
    def to_leading(self) -> np.ndarray:
        """How the name of each cell stands to the leading one at its value; unlike where too many are there."""
        lead = self.leading[self.group]
        found = np.full(len(self.value), Accord.UNLIKE, dtype=np.int8)
        compared = self.sizes[self.group] <= MOST_WITH_LEADING
        found[compared] = self.names.accords(self.name[compared], self.name[lead[compared]])
        found[self.name == self.name[lead]] = Accord.SAME
        return found

    @cached_property
    def held_share(self) -> np.ndarray:
        """The share of the mentions of each value that its leading name with its spellings has, 0-1."""
        total = np.bincount(self.group, weights=self.mentions, minlength=len(self._starts))
        own = np.where(self.to_leading >= Accord.INITIALS, self.mentions, 0)
        shares: np.ndarray = np.bincount(self.group, weights=own, minlength=len(self._starts)) / np.maximum(total, 1)
        return shares

    def pairs(self, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of cells of one value whose names are to be compared, of the values that are wanted (by number).

        All pairs where few names are there, else those with the leading name.
        """
        few = wanted & (self.sizes <= MOST_COMPARED)
        cells = np.flatnonzero(few[self.group])
        among = pairs_within(self.group[cells], cells, largest=MOST_COMPARED)
        many = np.flatnonzero((wanted & ~few & (self.sizes <= MOST_WITH_LEADING))[self.group])
        lead = self.leading[self.group[many]]
        others = many[many != lead]
        return np.append(among.left, lead[many != lead]), np.append(among.right, others)


def names_at(held: Held, names: Names) -> NamesAtValues:
    """The cells of what is held; parties without a name are left out."""
    name = names.of_party[held.party]
    rows = np.flatnonzero(name >= 0)
    held = Held(held.party[rows], held.value[rows], held.mentions[rows])
    count = max(1, len(names.names))
    keys, first, cell = np.unique(held.value * count + name[rows], return_index=True, return_inverse=True)
    mentions = np.bincount(cell, weights=held.mentions, minlength=len(keys))
    return NamesAtValues(held, names, keys // count, keys % count, mentions, held.party[first], cell)
