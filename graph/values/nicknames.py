"""Formal names behind short ones: Bob is Robert, Саша is Александр, and Ron may be Aaron or Ronald."""

from collections import defaultdict
from functools import cache
from itertools import product

from graph.values.names import fold
from graph.values.reference.tables import read_table

_TWO_WORDS = 2
MOST_KEYS = 8  # readings of one name
_NONE: tuple[str, ...] = ()


@cache
def _formal() -> dict[str, tuple[str, ...]]:
    """Formal names by their short forms, both folded."""
    table, _ = read_table("nicknames.yaml")
    formal: dict[str, set[str]] = defaultdict(set)
    for names in table.values():
        for name, short_forms in names.items():
            for short in str(short_forms).split():
                formal[fold(short)].add(fold(str(name)))
    return {short: tuple(sorted(names)) for short, names in formal.items() if short}


def formal_names(word: str) -> tuple[str, ...]:
    """The formal names that a folded word may be short for, sorted; empty where it is no short form that is known."""
    return _formal().get(word, _NONE)


def are_one_name(word: str, other: str) -> bool:
    """Whether two folded given names may be forms of one: short for it, or it itself."""
    forms = {word, *formal_names(word)}
    return word == other or not forms.isdisjoint((other, *formal_names(other)))


def formal_keys(folded: str) -> tuple[str, ...]:
    """A folded name as it is and with each short form as each formal name that it may be, words sorted.

    At most `MOST_KEYS`; none of a name of one word, which may be a family name.
    """
    options = [(word, *formal_names(word)) for word in folded.split()]
    if len(options) < _TWO_WORDS:
        return ()
    keys = (" ".join(sorted(words)) for words in product(*options))
    return tuple(dict.fromkeys(key for key, _ in zip(keys, range(MOST_KEYS), strict=False)))
