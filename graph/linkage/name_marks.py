"""What can be told from a folded name alone, once for each name: before it is compared with any other.

A process keeps what it has told, as most names of the next projection are those of the last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

import numpy as np

from graph.linkage.spelling import CACHE_SIZE, JOINED_WORDS, bare_words, consonants_of

WORDS_OF_SPELLINGS = 3  # words of the name of a firm that tell it in another spelling too
_SIGN_WORDS = 4  # of 64 bits
_PLACES = 64 * _SIGN_WORDS


@dataclass(frozen=True, slots=True)
class Marks:
    """Columns by number of the name.

    Attributes:
        sign: Shape (names, 4), 64 bits each: one bit for each word by its consonants, two for all letters. Names that
            are alike have one in common, long names of firms two; where a blank stands elsewhere, those of the letters.
        count: Words.
        shortest: Letters of the shortest word, 0 without any.
        has_digit: Whether a digit is in it.
        bare_count: Words without what is left of legal forms.
    """

    sign: np.ndarray
    count: np.ndarray
    shortest: np.ndarray
    has_digit: np.ndarray
    bare_count: np.ndarray

    @classmethod
    def of(cls, names: Sequence[str]) -> "Marks":
        """Those of folded names."""
        marks = [_marks_of(name) for name in names]
        sign = np.frombuffer(b"".join(mark.sign for mark in marks), dtype=np.uint64).reshape(-1, _SIGN_WORDS)
        numbers = np.array([mark[1:] for mark in marks], dtype=np.int64).reshape(-1, 4)
        return cls(sign, numbers[:, 0], numbers[:, 1], numbers[:, 2].astype(bool), numbers[:, 3])


class _Marks(NamedTuple):
    sign: bytes
    words: int
    shortest: int
    has_digit: bool
    bare_count: int


@lru_cache(maxsize=CACHE_SIZE)
def _marks_of(name: str) -> _Marks:
    words = name.split()
    letters = crc32("".join(sorted(name)).strip().encode())
    places = {*map(_place_of, words), letters % _PLACES, letters // _PLACES % _PLACES}
    sign = sum(1 << place for place in places).to_bytes(8 * _SIGN_WORDS, "little")
    has_digit = any(map(str.isdigit, name))
    return _Marks(sign, len(words), min(map(len, words), default=0), has_digit, len(bare_words(name)))


@lru_cache(maxsize=CACHE_SIZE)
def _place_of(word: str) -> int:
    return crc32(consonants_of(word).encode()) % _PLACES


@lru_cache(maxsize=CACHE_SIZE)
def blocks_of(name: str) -> tuple[int, ...]:
    """What a long name of a firm shares with its like, as 64-bit numbers, each once.

    Its letters in their order, without blanks; the consonants of its words in any order, and all its words but one with
    that one's first letter.
    """
    return tuple({_numbered(block) for block in _blocks_of(name)})


def letters_of(name: str) -> str:
    """The letters of a folded name of a firm in their order, without blanks."""
    return "".join(bare_words(name))


def _blocks_of(name: str) -> Iterator[str]:
    if len(letters := letters_of(name)) >= JOINED_WORDS:
        yield letters
    words = sorted(bare_words(name))
    if len(words) < WORDS_OF_SPELLINGS:
        return
    bones = [consonants_of(word) for word in words]
    yield " ".join(sorted(bones))
    for at, bone in enumerate(bones):
        yield " ".join((*words[:at], *words[at + 1 :], bone[:1].upper()))


def _numbered(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)
