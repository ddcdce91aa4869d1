"""How many names of a register carry a word: what many carry as their brand tells them apart less."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import log

from graph.values.naming import lexicon
from graph.values.naming.firms import words_of_firm
from graph.values.naming.words import Role, Word, key_of

_RARE = 3  # names up to which a word is its firm's own
_FREQUENT_FROM = 30  # names, at least
_FREQUENT_SHARE = 1 / 500  # of all names: from here on a word says as little as can be
_LEAST = 0.4


@dataclass(frozen=True, slots=True)
class WordFrequencies:
    """In how many names each word stands, by its coarse sounds, and how many names there are."""

    counts: Mapping[str, int]
    names: int

    @classmethod
    def of(cls, names: Iterable[str]) -> "WordFrequencies":
        """Of the names of firms in a register; a word counts once a name."""
        counts: Counter[str] = Counter()
        total = 0
        for name in names:
            total += 1
            counts.update({key_of(word) for word in words_of_firm(name) if word.role is Role.NAME})
        return cls(dict(counts), total)

    def weight_of(self, key: str) -> float:
        """The weight of a word, 0.4 to 1; 1 for a word that the register does not have."""
        count = self.counts.get(key, 0)
        if count <= _RARE:
            return 1.0
        frequent = max(_FREQUENT_FROM, self.names * _FREQUENT_SHARE)
        return max(_LEAST, 1.0 - (1.0 - _LEAST) * log(count / _RARE) / log(frequent / _RARE))

    def weighted(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words with their weights in this register; words of the trade and numbers keep theirs."""
        return tuple(
            replace(word, weight=self.weight_of(key_of(word)))
            if word.role is Role.NAME and (not word.meaning or lexicon.is_common_brand(word.meaning))
            else word
            for word in words
        )
