"""Words whose meaning matters in the name of a firm: what it does, and its legal form.

The tables are heard as names are: every word of `trade_words.yaml` and `legal_words.yaml` becomes sounds once, so that
any romanisation of it meets it. Names of persons and towns: `known_names`; whole names of places: `place_lexicon`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from graph.values.naming.sounds import (
    CACHE_SIZE,
    VOWELS,
    Script,
    coarse,
    language_of,
    script_of,
    sounds,
    word_key,
)
from graph.values.reference.tables import read_table

_ANY_ENDING = "*"
_ANYWHERE = "anywhere"
_SHORTEST_STEM = 4
_LONGEST_STEM = 20
_PHRASE_LETTERS = 4  # by which phrases are looked up, or by all of a first word that is shorter
_SHORTEST_HEAD, _SHORTEST_TAIL = 2, 3
_LONGEST_COMPOUND = 40
_COMMON_BRAND = "common brand "  # before the word, so that no meaning is called the same
_MOST_LETTERS = 5
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")
_PLAIN_VOWELS = "".join(sorted(VOWELS))


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Whole words and beginnings of words -> meaning."""

    whole: Mapping[str, str]
    stems: Mapping[str, str]


def _lexicon(entries: Iterable[tuple[str, str]]) -> _Lexicon:
    """The first entry that has a word keeps it."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    for meaning, words in entries:
        for word in words.split():
            key = word_key(word.removesuffix(_ANY_ENDING))
            is_stem = word.endswith(_ANY_ENDING) and len(key) >= _SHORTEST_STEM
            (stems if is_stem else whole).setdefault(key, meaning)
    return _Lexicon(whole, stems)


def _look(key: str, lexicon: _Lexicon) -> str:
    if key in lexicon.whole:
        return lexicon.whole[key]
    for length in range(min(len(key), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
        if key[:length] in lexicon.stems:
            return "" if _is_second_half(key[length:], length, lexicon) else lexicon.stems[key[:length]]
    return ""


def _is_second_half(rest: str, length: int, lexicon: _Lexicon) -> bool:
    """Whether what follows a stem is no ending but the second half of a compound."""
    if len(rest) > (_SHORTEST_STEM if length <= _SHORTEST_STEM else length + 2):
        return True
    if (len(rest) > 2 and rest in lexicon.whole) or (len(rest) > 4 and rest[0] in "oe" and rest[1:] in lexicon.whole):
        return True
    return len(rest) > 3 and any(rest[:end] in lexicon.stems for end in range(_SHORTEST_STEM, len(rest) + 1))


def as_in_tables(word: str) -> str:
    """A word with the dots of ё left out, as many do, and the tables."""
    return word.replace("ё", "е")


# --- firms ---------------------------------------------------------------------------------------------------------


@cache
def _trade_table() -> Mapping[str, Any]:
    return read_table("trade_words.yaml")[0]


@cache
def _trade_lexicon(is_abjad: bool = False) -> _Lexicon:
    """The words of the trade in Perso-Arabic script, or all others.

    Without their short vowels the former sound like words of other languages: قالین (carpet), калий.
    """
    table = _trade_table()
    entries = ((meaning, in_script(words, is_abjad)) for meaning, words in table["meanings"].items())
    brands = ((_COMMON_BRAND + word, word) for word in table["common_brands"].split()) if not is_abjad else ()
    return _lexicon((*brands, *entries))


def in_script(words: str, is_abjad: bool) -> str:
    """Those of some words that are in Perso-Arabic script, or all others."""
    return " ".join(word for word in words.split() if (script_of(word[0]) is Script.PERSO_ARABIC) is is_abjad)


@lru_cache(maxsize=CACHE_SIZE)
def meaning_of(key: str, is_abjad: bool = False) -> str:
    """What a word of the trade means, by its coarse sounds: `transport`, `plant`; "" for any other word.

    Args:
        is_abjad: The word is in Perso-Arabic script, which writes words of other languages too.
    """
    meaning = (_look(key, _trade_lexicon(True)) if is_abjad else "") or _look(key, _trade_lexicon())
    return "" if meaning in countries() and _has_trade_after(meaning, key) else meaning


def _has_trade_after(country: str, key: str) -> bool:
    """Whether a compound has a word of the trade after the country, and so is a name of its own: Türkmenhimiýa."""
    trade = _trade_lexicon()
    starts = range(_SHORTEST_STEM, len(key) - _SHORTEST_TAIL + 1)
    tails = (key[start:] for start in starts if _look(key[:start], trade) == country)
    return any(_look(tail, trade) in _meanings_of_endings(len(tail)) for tail in tails)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Beginnings (where so marked) or whole coarse sounds of words that mean one thing together."""

    words: tuple[tuple[str, bool], ...]
    meaning: str

    def begins_with(self, key: str) -> bool:
        """Whether a word may be its first."""
        word, is_stem = self.words[0]
        return key.startswith(word) if is_stem else key == word

    def is_at(self, keys: Sequence[str]) -> bool:
        """Whether words begin with it."""
        return len(keys) >= len(self.words) and all(
            key.startswith(word) if is_stem else key == word
            for key, (word, is_stem) in zip(keys, self.words, strict=False)
        )


@cache
def _phrases() -> Mapping[str, tuple[_Phrase, ...]]:
    """The phrases by the first letters of their first word, those of most words first."""
    phrases: dict[str, list[_Phrase]] = {}
    for meaning, texts in _trade_table()["phrases"].items():
        for text in texts:
            words = tuple(
                (word_key(word.removesuffix(_ANY_ENDING)), word.endswith(_ANY_ENDING)) for word in text.split()
            )
            phrases.setdefault(words[0][0][:_PHRASE_LETTERS], []).append(_Phrase(words, meaning))
    return {letters: tuple(sorted(found, key=lambda phrase: -len(phrase.words))) for letters, found in phrases.items()}


def phrase_at(keys: Sequence[str]) -> tuple[int, str]:
    """How many words, by their coarse sounds, begin a phrase of the trade, and what it means: 0 and "" for none."""
    found: tuple[int, str] = (0, "")
    for phrase in _phrases_from(keys[0]):
        if len(phrase.words) > found[0] and phrase.is_at(keys):
            found = len(phrase.words), phrase.meaning
    return found


@lru_cache(maxsize=CACHE_SIZE)
def _phrases_from(key: str) -> tuple[_Phrase, ...]:
    """The phrases that begin with a word, by its coarse sounds."""
    beginnings = (key[:letters] for letters in range(min(len(key), _PHRASE_LETTERS), 0, -1))
    return tuple(phrase for letters in beginnings for phrase in _phrases().get(letters, ()) if phrase.begins_with(key))


def is_common_brand(meaning: str) -> bool:
    """Whether a meaning is only that of a word that many firms carry as their brand."""
    return meaning.startswith(_COMMON_BRAND)


@cache
def meanings_without_weight() -> frozenset[str]:
    """Meanings that say no more than that it is a firm."""
    return frozenset(_trade_table()["say_nothing"].split())


@cache
def geographic_meanings() -> frozenset[str]:
    """Countries, directions, colours: they tell firms apart more than what these do."""
    return frozenset(_trade_table()["geographic"].split())


@cache
def countries() -> frozenset[str]:
    """Meanings that are countries and parts of the world: many firms have them in their names."""
    return frozenset(_trade_table()["countries"].split())


@cache
def meanings_that_tell_apart() -> frozenset[str]:
    """Meanings that make another firm of a name by standing in it: the northern one, the one for leasing."""
    return frozenset(_trade_table()["tell_apart"].split())


@cache
def meanings_of_daughters() -> frozenset[str]:
    """Meanings that a daughter adds to the name of its firm: the one for service, for fertilizers, for engineering."""
    return frozenset(_trade_table()["daughters"].split())


@cache
def small_words() -> frozenset[str]:
    """And, of, for: left out of the names of firms."""
    return frozenset(_trade_table()["small_words"].split())


@cache
def abbreviations(is_before_a_name: bool = False) -> Mapping[str, str]:
    """Abbreviations in a name, or those only where another name comes behind, and what they are short for."""
    table: Mapping[str, str] = _trade_table()["abbreviations_before_a_name" if is_before_a_name else "abbreviations"]
    return table


@cache
def letter_names() -> Mapping[str, str]:
    """Names of the letters of the English alphabet as they are read out -> letter."""
    return {name: letter for letter, names in _trade_table()["letter_names"].items() for name in names.split()}


@lru_cache(maxsize=CACHE_SIZE)
def letters_aloud(word: str) -> str:
    """The sounds of a Latin word as its letters are read out in one word: TBC, თიბისი; "" for words that are none.

    Initials are words of up to three letters, and of up to five where none is a vowel.
    """
    is_consonants = _CONSONANTS.issuperset(word)
    if not (word.isascii() and word.isalpha() and 1 < len(word) <= (_MOST_LETTERS if is_consonants else 3)):
        return ""
    names = _trade_table()["letter_sounds"]
    return "".join(names[letter] for letter in word)


@lru_cache(maxsize=CACHE_SIZE)
def compound_of(key: str) -> tuple[str, str] | None:
    """The two meanings of a compound of words of the trade (хліб-о-комбінат), None for any other word."""
    lexicon = _trade_lexicon()
    for length in range(3, len(key) - 3) if not meaning_of(key) else ():
        first = lexicon.whole.get(key[:length]) or lexicon.stems.get(key[:length])
        if not first or is_common_brand(first):
            continue
        joint = (key[length + 1 :],) if key[length] in "oea" else ()
        for rest in (*joint, key[length:]):
            second = meaning_of(rest) if len(rest) > 3 else ""
            if second and not is_common_brand(second):
                return first, second
    return None


@lru_cache(maxsize=CACHE_SIZE)
def parts_of(heard: str) -> tuple[tuple[str, str], ...]:
    """The sounds and meanings of a compound that ends in a word of the trade (Каз-атом-пром); () for any other word.

    What stands before may mean nothing; a reading in which all parts mean something goes before the longest ending.
    """
    halves = compound_of(coarse(heard))
    if halves is not None:
        return tuple((heard, meaning) for meaning in halves)
    best: tuple[tuple[str, str], ...] = ()
    for head, meaning in _trade_endings_of(heard):
        last = heard[len(head) :] or heard, meaning
        parts = (*(parts_of(head) or ((head, meaning_of(coarse(head))),)), last)
        if all(meant for _, meant in parts):
            return parts
        best = best or parts
    return best


def _trade_endings_of(heard: str) -> Iterator[tuple[str, str]]:
    """What stands before a word of the trade in a compound, as sounds, and the meaning, the longest ending first."""
    if len(heard) > _LONGEST_COMPOUND or meaning_of(coarse(heard)):
        return
    for start in range(_SHORTEST_HEAD, len(heard) - _SHORTEST_TAIL + 1):
        tail = coarse(heard[start:])
        meaning = meaning_of(tail)
        if meaning not in _meanings_of_endings(len(tail)):
            continue
        heads = (heard[:start], heard[: start + 1])  # a letter that both share: Рос-сельхоз
        known = [head for head in heads if meaning_of(coarse(head)) in geographic_meanings()]
        if known or start > _SHORTEST_HEAD:
            yield (known or heads)[0], meaning
            if not known and parts_of(heads[1]):
                yield heads[1], meaning


@cache
def _meanings_of_endings(length: int) -> frozenset[str]:
    """Meanings of the words that a longer word may end in, by their length: short ones end many words by chance."""
    table = _trade_table()
    is_short = length < _SHORTEST_STEM
    return frozenset(table["short_endings"].split() if is_short else table["meanings"]) - geographic_meanings()


# --- legal forms ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LegalWords:
    """Abbreviations that are a form at the front, at the end of a name, anywhere, and names that only end like one."""

    at_front: frozenset[str]
    at_end: frozenset[str]
    anywhere: frozenset[str]
    of_words: frozenset[tuple[str, ...]]
    protected: frozenset[tuple[str, ...]]


@cache
def legal_words() -> LegalWords:
    """The abbreviations of `legal_forms.yaml` and `legal_words.yaml`."""
    forms, _ = read_table("legal_forms.yaml")
    single = {form for kind in forms["classes"].values() for form in kind if " " not in form}
    end_only = {form for kind in forms["end_only_classes"].values() for form in kind if " " not in form}
    short = frozenset(_legal_table()["short"].split())
    return LegalWords(
        short | single.difference(forms["end_only"]),
        short | single | end_only | frozenset(_legal_table()["at_end"].split()),
        frozenset(_legal_table()["anywhere_short"].split()),
        frozenset(tuple(form.split()) for form in _legal_table()["of_words"]),
        frozenset(tuple(name.split()) for name in forms["protected"]),
    )


@cache
def _legal_table() -> Mapping[str, Any]:
    return read_table("legal_words.yaml")[0]


@cache
def _legal_lexicon(is_abjad: bool) -> _Lexicon:
    table = _legal_table()
    entries = ((_ANYWHERE, table["anywhere"]), ("legal", table["stems"]))
    return _lexicon((meaning, in_script(words, is_abjad)) for meaning, words in entries)


def is_legal_word(word: str) -> bool:
    """Whether a word of a line is one of a spelt-out legal form, in any inflection and romanisation."""
    return bool(_legal_kind(word))


def is_legal_anywhere(word: str) -> bool:
    """Whether a word of a line is one of a legal form wherever it stands: joint-stock."""
    return _legal_kind(word) == _ANYWHERE


@lru_cache(maxsize=CACHE_SIZE)
def _legal_kind(word: str) -> str:
    key = coarse(sounds(as_in_tables(word), language_of(word)))
    is_abjad = script_of(word[0]) is Script.PERSO_ARABIC
    return (_look(key, _legal_lexicon(True)) if is_abjad else "") or _look(key, _legal_lexicon(False))
