"""A name as it may be meant: with its brackets or without, as one of several names in one field, without a namesake.

Registers put an acronym, another name or a town in brackets, two names behind each other, and words of their own before
a name. What stands in brackets is read as a name of its own, unless it is a country, a town or the year of a series.
"""

import re
from functools import lru_cache

from graph.values.naming import lexicon
from graph.values.naming.initialisms import spelt_out
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
_FIRM_AND_DAUGHTER = 2  # names behind each other, the first of which may be the firm that owns the second
_BETWEEN_NAMES = re.compile(
    r"\b(?:also known as|formerly known as|formerly|other names?(?=\s*:)|previously|он же|она же|ранее)\b\s*:?|"
    r"\b[afn]\s?[./]\s?k\s?[./]\s?a\b\.?|;|\s/\s",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+")
_ARTICLE = re.compile(r"[ae]l-?(?=\w{4})|a([nrsdtz])(?=\1\w{3})")
_ARTICLES = frozenset(["an", "ar", "as", "ad", "at", "az"])
_BEGINNING = 2  # letters by which a word behind an article is known
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[Ѐ-ӿ]")
_NAMESAKE = re.compile(
    r"[\s,]+(?:named (?:after|for)|named (?=academici)|imeni|im\.|имени|им\.|ім\.|імені)\s[^()\"«»“”]*", re.IGNORECASE
)


_SHAPES = "ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху"  # of one shape in Latin and Cyrillic
_TO_CYRILLIC, _TO_LATIN = str.maketrans(*_SHAPES), str.maketrans(*reversed(_SHAPES))


def pairs_of_readings(left: str, right: str, kind: Kind) -> list[tuple[str, str]]:
    """Each reading of one name with each of the other.

    An acronym in brackets is a name for another acronym alone, unless the names around may be translations of each
    other; where both have one, brackets are left out.
    """
    ours, others = readings(left, kind), readings(right, kind)
    if kind is not Kind.COMPANY:
        return [(reading, other) for reading in ours for other in others]
    acronyms, other_acronyms = _acronyms(left), _acronyms(right)
    if acronyms and other_acronyms:
        ours, others = (tuple(name for name in names if "(" not in name)[:1] or names for names in (ours, others))
    pairs = [(reading, other) for reading in ours for other in others]
    if not acronyms and not other_acronyms:
        return pairs
    if bool(_CYRILLIC.search(left)) != bool(_CYRILLIC.search(right)):
        return pairs
    return [
        (reading, other)
        for reading, other in pairs
        if (reading not in acronyms or _is_acronym(other)) and (other not in other_acronyms or _is_acronym(reading))
    ]


@lru_cache(maxsize=CACHE_SIZE)
def readings(text: str, kind: Kind) -> tuple[str, ...]:
    """The readings of a name, the likeliest first; () where it has no letter or digit."""
    names = [text] if kind is Kind.PLACE else _names(text, kind)
    found: list[str] = []
    for name in names:
        if "(" not in name:
            found.append(name)
            continue
        without = _BRACKETS.sub(" " if kind is not Kind.COMPANY else _kept, name)
        inside = [words for words in _BRACKETS.findall(name) if len(words) >= _SHORTEST_INSIDE]
        if kind is Kind.COMPANY:
            inside = [words for words in inside if not _is_part(words) and not _says_nothing(words)]
        found += [without, name, *inside[:2]]
    if kind is Kind.COMPANY and _LATIN.search(text) and _CYRILLIC.search(text):
        found += [in_one_script(name) for name in found]
    return tuple(reading for reading in dict.fromkeys(found) if _LETTER.search(reading))


def in_one_script(text: str) -> str:
    """A name with words of letters that have one shape in both alphabets in the alphabet of most: TECT, ТЕСТ."""
    is_cyrillic = len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text))
    other, table = (_LATIN, _TO_CYRILLIC) if is_cyrillic else (_CYRILLIC, _TO_LATIN)

    def changed(word: re.Match[str]) -> str:
        same = word[0].translate(table)
        return word[0] if other.search(same) else same

    return _WORD.sub(changed, text)


def without_articles(left: str, right: str) -> tuple[str, str] | None:
    """The lines of two Latin names without the Arabic article where either writes it as a part of a word; else None.

    A word is one with an article only where the other name has it without: Alburaq, Al Buraq; Assalam, Salam.
    """
    words, others = line_of(left).split(), line_of(right).split()
    parted = _parted(words, others), _parted(others, words)
    return None if parted == (words, others) else (" ".join(parted[0]), " ".join(parted[1]))


def _parted(words: list[str], others: list[str]) -> list[str]:
    beginnings = {other[:_BEGINNING] for other in others}
    parted: list[str] = []
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in _ARTICLES and following[:1] == word[-1]:
            continue
        article = _ARTICLE.match(word)
        rest = word[article.end() :] if article else ""
        is_joined = rest[:_BEGINNING] in beginnings and not any(other.startswith(word[:4]) for other in others)
        parted.append(rest if is_joined and len(rest) > _BEGINNING else word)
    return parted


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
def _acronyms(text: str) -> frozenset[str]:
    """What stands in brackets, where it is one short word but for its legal form, with more than one capital."""
    insides = _BRACKETS.findall(text) if "(" in text else []
    return frozenset(inside for inside in insides if _is_acronym(inside))


@lru_cache(maxsize=CACHE_SIZE)
def _is_acronym(text: str) -> bool:
    legal = lexicon.legal_words().at_end
    words = [word for word in _WORD.findall(text) if word.casefold() not in legal]
    return len(words) == 1 and len(words[0]) <= _LONGEST_ACRONYM and sum(map(str.isupper, words[0])) > 1


def _says_nothing(inside: str) -> bool:
    """Whether what stands in brackets is one word of the trade: (HOLDING)."""
    words = line_of(inside).split()
    return len(words) == 1 and bool(lexicon.meaning_of(word_key(words[0])))


def _names(text: str, kind: Kind) -> list[str]:
    """The names that stand in one field, the whole field first."""
    names = [name for name in _BETWEEN_NAMES.split(text) if _LETTER.search(name)]
    if len(names) == 1:
        text = names[0]
    parts = _COMMA.split(text) if kind is Kind.COMPANY and ", " in text else []
    if len(parts) > 1 and all(_has_form_and_name(part) for part in parts[:2]):
        is_firm_and_daughter = len(parts) == _FIRM_AND_DAUGHTER and spelt_out(parts[0], parts[1]) is None
        names += parts[1:] if is_firm_and_daughter else parts
    return list(dict.fromkeys((text, *names)))[: _MOST_NAMES + 1]


def _has_form_and_name(part: str) -> bool:
    words = line_of(part).split()
    legal = lexicon.legal_words()
    has_form = bool(words) and (
        words[0] in legal.at_front or words[-1] in legal.at_end or any(lexicon.is_legal_word(word) for word in words)
    )
    return has_form and any(word not in legal.at_end and not lexicon.is_legal_word(word) for word in words)
