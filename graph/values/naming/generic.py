"""Names in scripts whose sounds are not known here, compared letter by letter: strict, and never across scripts."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from graph.values import names
from graph.values.naming.sounds import Script, script_of, without_marks
from graph.values.naming.words import Word

NEARLY_EQUAL = 0.8  # likeness from which two words are one
MOST_WORDS = 16


@lru_cache(maxsize=1 << 16)
def has_unknown_script(text: str) -> bool:
    """Whether a name has a letter of a script whose sounds are not known."""
    return not text.isascii() and any(script_of(char) is Script.OTHER for char in unicodedata.normalize("NFKC", text))


def words_letter_by_letter(text: str) -> tuple[Word, ...]:
    """The words of a name without legal forms and marks; at most `MOST_WORDS`."""
    return tuple(Word(word, without_marks(word)) for word in names.fold(text).split()[:MOST_WORDS])


def paired(left: Sequence[Word], right: Sequence[Word]) -> list[tuple[Word, Word, float]]:
    """The words that are nearly equal, the most alike first, each once."""
    options = sorted(
        ((_likeness(word.sound, other.sound), -i, -j) for i, word in enumerate(left) for j, other in enumerate(right)),
        reverse=True,
    )
    pairs: dict[int, tuple[int, float]] = {}
    for score, i, j in options:
        if score >= NEARLY_EQUAL and -i not in pairs and -j not in {place for place, _ in pairs.values()}:
            pairs[-i] = -j, score
    return [(left[i], right[j], score) for i, (j, score) in pairs.items()]


def score_of_letters(left: Sequence[Word], right: Sequence[Word], pairs: Sequence[tuple[Word, Word, float]]) -> float:
    """The share of all letters that stand in words of both names, 0 to 1."""
    letters = sum(len(word.sound) for word in (*left, *right))
    return sum((len(word.sound) + len(other.sound)) * score for word, other, score in pairs) / letters


def _likeness(left: str, right: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(left, right)
