"""Words of names by their consonants: which names have a word, or one that a slip of the pen makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.linkage.spelling import consonants, consonants_of, is_one_edit

SHORTEST_WITH_SLIP = 4  # consonants of a word in which a slip is looked for
SLIP_SHARE = 0.7  # of the bits of a word that a slip leaves
MOST_WITH_SLIP = 500  # names of a word, above which it is no slip of another
MOST_GATHERED = 4_000  # names that are looked at one by one
_MOST_BITS = 20.0  # of a word that no name has
_NO_BITS = 1e-9  # of names whose every word all others have


@dataclass(frozen=True, eq=False)
class Posting:
    """The names (by number, ascending) that have a word, and the bits that having it in common says."""

    names: np.ndarray
    bits: float


@dataclass(frozen=True, eq=False)
class WordIndex:
    """Words by their consonants, with the names that have each.

    Attributes:
        count: Names.
        numbers: Number of each word.
        texts: The consonants, by number.
        pointers, names: The names of word i are `names[pointers[i]:pointers[i + 1]]`.
        slip_keys, slip_words: Hashes of what is left of a word without one of its consonants, sorted, with the word.
    """

    count: int
    numbers: dict[str, int]
    texts: tuple[str, ...]
    pointers: np.ndarray
    names: np.ndarray
    slip_keys: np.ndarray
    slip_words: np.ndarray

    @classmethod
    def of(cls, names: Sequence[str]) -> "WordIndex":
        """The index of names, each as its folded words with blanks between."""
        lists = pc.split_pattern(pa.array(names, pa.large_string()), " ")
        encoded = pc.list_flatten(lists).dictionary_encode()
        forms = [consonants(str(form)) for form in encoded.dictionary.to_pylist()]
        texts = tuple(sorted(set(forms)))
        numbers = {text: number for number, text in enumerate(texts)}
        of_form = np.array([numbers[form] for form in forms], dtype=np.int64)
        word = of_form[np.asarray(encoded.indices)]
        name = np.asarray(pc.list_parent_indices(lists), dtype=np.int64)
        keys = np.unique(word * max(1, len(names)) + name)
        word, name = keys // max(1, len(names)), keys % max(1, len(names))
        pointers = np.searchsorted(word, np.arange(len(texts) + 1))
        slips = sorted((key, number) for number, text in enumerate(texts) for key in _slips(text))
        columns = np.array(slips, dtype=np.int64).reshape(-1, 2)
        return cls(len(names), numbers, texts, pointers, name.astype(np.int32), columns[:, 0], columns[:, 1])

    @cached_property
    def bits(self) -> np.ndarray:
        """What having a word in common says, in bits: the fewer names have it, the more."""
        bits: np.ndarray = np.log2(max(1, self.count) / np.maximum(np.diff(self.pointers), 1))
        return bits

    @cached_property
    def bits_of_name(self) -> np.ndarray:
        """The sum of the bits of the words of each name."""
        return np.bincount(self.names, weights=np.repeat(self.bits, np.diff(self.pointers)), minlength=self.count)

    def bits_of_word(self, word: str) -> float:
        """What having a folded word in common says; a word that nobody has says as much as one of a single name."""
        exact = self.numbers.get(consonants_of(word))
        return float(self.bits[exact]) if exact is not None else min(_MOST_BITS, float(np.log2(max(2, self.count))))

    def posting(self, word: str) -> Posting:
        """The names that have a folded word, or a rarer one that is a slip away."""
        text = consonants_of(word)
        exact = self.numbers.get(text)
        lists = [self._names_of(number) for number in self._near(text) if number != exact]
        lists = [names for names in lists if len(names) <= MOST_WITH_SLIP]
        if exact is None:
            near = _united(lists) if lists else np.zeros(0, dtype=np.int32)
            return Posting(near, SLIP_SHARE * float(np.log2(max(2, self.count) / max(1, len(near)))))
        own = self._names_of(exact)
        return Posting(_united([own, *lists]) if lists else own, float(self.bits[exact]))

    def _names_of(self, number: int) -> np.ndarray:
        names: np.ndarray = self.names[self.pointers[number] : self.pointers[number + 1]]
        return names

    def like(self, folded: str, most: int) -> tuple[np.ndarray, np.ndarray]:
        """Names that have most in common with a folded one: their numbers and likeness (0-1), the likest first.

        The words that fewest names have are looked up, until `MOST_GATHERED` names are gathered; what the others say
        of these is added. Where the rarest word alone has more, they are those that have the next one too. Ties by
        number of the name.
        """
        words = set(folded.split())
        asked = sum(map(self.bits_of_word, words))
        postings = sorted(map(self.posting, words), key=lambda posting: len(posting.names))
        postings = [posting for posting in postings if len(posting.names)]
        if not postings:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        used, total = 1, len(postings[0].names)
        while used < len(postings) and total + len(postings[used].names) <= MOST_GATHERED:
            total += len(postings[used].names)
            used += 1
        names = postings[0].names
        if used > 1:
            names = _united([posting.names for posting in postings[:used]])
        elif len(names) > MOST_GATHERED and len(postings) > 1:
            names = names[_among(names, postings[1].names)]
        common = np.zeros(len(names))
        for posting in postings:
            common += np.where(_among(names, posting.names), posting.bits, 0.0)
        # Words that every name has say nothing: of such names alone nothing is in common.
        likeness = 2 * common / np.maximum(asked + self.bits_of_name[names], _NO_BITS)
        if len(names) > most:
            least = np.partition(likeness, len(names) - most)[len(names) - most]
            chosen = np.flatnonzero(likeness >= least)
            names, likeness = names[chosen], likeness[chosen]
        order = np.lexsort((names, -likeness))[:most]
        return names[order].astype(np.int64), np.minimum(likeness[order], 1.0)

    def _near(self, text: str) -> list[int]:
        """The words that are one slip away."""
        found: set[int] = set()
        for key in _slips(text):
            first, last = np.searchsorted(self.slip_keys, (key, key + 1))
            found.update(self.slip_words[first:last].tolist())
        return sorted(number for number in found if is_one_edit(self.texts[number], text))


def _united(lists: Sequence[np.ndarray]) -> np.ndarray:
    """All numbers of some lists, ascending, each once; sorting what ascends in runs is sooner than numpy's hashes."""
    together = np.sort(np.concatenate(lists), kind="stable")
    is_new = np.ones(len(together), dtype=bool)
    np.not_equal(together[1:], together[:-1], out=is_new[1:])
    names: np.ndarray = together[is_new]
    return names


def _among(names: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether each of some numbers is among others, which ascend."""
    at = np.searchsorted(others, names)
    flags: np.ndarray = others[np.minimum(at, len(others) - 1)] == names
    return flags


def _slips(text: str) -> set[int]:
    """Hashes of a word as it is and without each of its signs; none of a short one, or of one with a number in it."""
    if len(text) < SHORTEST_WITH_SLIP or not text.isalpha():
        return set()
    return {crc32((text[:place] + text[place + 1 :]).encode()) for place in range(len(text))} | {crc32(text.encode())}
