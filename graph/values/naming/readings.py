"""A name as it may be meant: with its brackets or without, as one of several names in one field, without a namesake.

Registers put an acronym, another name or a town in brackets, two names behind each other, and words of their own before
a name. What stands in brackets is read as a name of its own, unless it is a country, a town or the year of a series.
"""

import re
from functools import lru_cache

from graph.values.naming import lexicon
from graph.values.naming.sounds import CACHE_SIZE, line_of, word_key
from graph.values.naming.towns import town_at
from graph.values.naming.words import Kind
from graph.values.reference.countries import country_code
from graph.values.reference.places import find_places

_BRACKETS = re.compile(r"\(([^()]*)\)")
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_INSIDE = 3
_LONGEST_ACRONYM = 6
_SHORTEST_PLACE, _MOST_WORDS_OF_A_PLACE = 4, 4
_MOST_NAMES = 4
_BETWEEN_NAMES = re.compile(
    r"\b(?:also known as|formerly known as|formerly|other names?(?=\s*:)|previously|он же|она же|ранее)\b\s*:?|"
    r"\b[afn]\s?[./]\s?k\s?[./]\s?a\b\.?|;",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+")
_NAMESAKE = re.compile(
    r"[\s,]+(?:named (?:after|for)|named (?=academici)|imeni|im\.|имени|им\.|ім\.|імені)\s[^()\"«»“”]*", re.IGNORECASE
)


def pairs_of_readings(left: str, right: str, kind: Kind) -> list[tuple[str, str]]:
    """Each reading of one name with each of the other; where both have an acronym in brackets, without them alone."""
    ours, others = readings(left, kind), readings(right, kind)
    if kind is Kind.COMPANY and _has_acronym(left) and _has_acronym(right):
        ours, others = (tuple(name for name in names if "(" not in name)[:1] or names for names in (ours, others))
    return [(reading, other) for reading in ours for other in others]


@lru_cache(maxsize=CACHE_SIZE)
def readings(text: str, kind: Kind) -> tuple[str, ...]:
    """The readings of a name, the likeliest first; () where it has no letter or digit."""
    names = _names(text) if kind is Kind.COMPANY else [text]
    found: list[str] = []
    for name in names:
        if "(" not in name:
            found.append(name)
            continue
        without = _BRACKETS.sub(" " if kind is not Kind.COMPANY else _kept, name)
        inside = [words for words in _BRACKETS.findall(name) if len(words) >= _SHORTEST_INSIDE]
        if kind is Kind.COMPANY:
            inside = [words for words in inside if not _is_part(words)]
        found += [without, name, *inside[:2]]
    return tuple(reading for reading in dict.fromkeys(found) if _LETTER.search(reading))


def without_namesake(text: str) -> str:
    """A name without the person that the firm is named after, where anything is left; "" where it names nobody."""
    rest = _NAMESAKE.sub(" ", text)
    return rest if rest != text and _LETTER.search(rest) else ""


def _kept(brackets: re.Match[str]) -> str:
    return f" {brackets[1]} " if _is_part(brackets[1]) else " "


@lru_cache(maxsize=CACHE_SIZE)
def _is_part(inside: str) -> bool:
    """Whether what stands in brackets is a part of the name that says which of several it is: (France), (2)."""
    words = line_of(inside).split()
    if not words or len(words) > _MOST_WORDS_OF_A_PLACE:
        return False
    if all(word.isdigit() or len(word) == 1 for word in words):
        return True
    if len("".join(words)) < _SHORTEST_PLACE:
        return False
    keys = [word_key(word) for word in words]
    return town_at(keys)[0] == len(words) or bool(country_code(inside) or find_places(inside))


@lru_cache(maxsize=CACHE_SIZE)
def _has_acronym(text: str) -> bool:
    """Whether something in brackets is one short word in capitals but for its legal form."""
    return "(" in text and any(_is_acronym(inside) for inside in _BRACKETS.findall(text))


def _is_acronym(text: str) -> bool:
    legal = lexicon.legal_words().at_end
    words = [word for word in _WORD.findall(text) if word.casefold() not in legal]
    return len(words) == 1 and words[0].isupper() and len(words[0]) <= _LONGEST_ACRONYM


def _names(text: str) -> list[str]:
    """The names that stand in one field, the whole field first."""
    names = [name for name in _BETWEEN_NAMES.split(text) if _LETTER.search(name)]
    if len(names) == 1:
        text = names[0]
    parts = _COMMA.split(text) if ", " in text else []
    if len(parts) > 1 and all(_has_form_and_name(part) for part in parts[:2]):
        names += parts
    return list(dict.fromkeys((text, *names)))[: _MOST_NAMES + 1]


def _has_form_and_name(part: str) -> bool:
    words = line_of(part).split()
    legal = lexicon.legal_words()
    has_form = bool(words) and (
        words[0] in legal.at_front or words[-1] in legal.at_end or any(lexicon.is_legal_word(word) for word in words)
    )
    return has_form and any(word not in legal.at_end and not lexicon.is_legal_word(word) for word in words)
