"""The words of headings: `words/*.yaml`, one file a language, read against one heading.

A heading becomes notions (`Страна отпр.` is country and departure), whatever the language, the script of languages that
have two, the order of the words, and with the abbreviations that clerks make. A word of the vocabulary is the beginning
of a word here; of up to three letters it is the whole one.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from graph.values import names
from graph.values.quantities import units

_FOLDER = Path(__file__).with_name("words")
_LETTERS = Path(__file__).with_name("letters.yaml")
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
_TOKEN = re.compile(r"([^\W_]+)(\.?)")
_CHINESE = re.compile(r"([\u4e00-\u9fff])")
_LONGEST_SHORT = 3  # letters of a word that must stand whole
_PLAIN = frozenset("wxq")  # Latin letters that have another for the same sound
_SHORTEST_GLUED = 8  # letters
_LEAST_ABBREVIATED = 2  # letters of a word that is cut with a point
_NEVER_CYRILLIC = frozenset({"en", "tr"})  # languages that nobody writes so
_NOTHING = frozenset({"ignored"})
_LEAST_SHARE = 0.2  # of the letters that the first language knows: with less one is not of the sheet
_SPECIAL = frozenset({"ignored", "totals"})
WEIGHTS = ("kg", "g", "t", "lb")  # units that headings of weights name


@dataclass(frozen=True, slots=True)
class _Letters:
    latin: Mapping[int, str]
    arabic: Mapping[int, str]
    digraphs: tuple[tuple[str, str], ...]
    currencies: frozenset[str]
    measures: frozenset[str]


@cache
def _letters() -> _Letters:
    data = yaml.load(_LETTERS.read_text("utf-8"), Loader=yaml.BaseLoader)
    return _Letters(
        str.maketrans(data["latin"]),
        str.maketrans(data["arabic"]),
        tuple(data["digraphs"].items()),
        frozenset(data["currencies"]),
        frozenset(data["measures"]),
    )


@cache
def _weights() -> Mapping[str, float]:
    """The units of weight by their names as words of headings, with the factors to kilograms."""
    return {skeleton(name): unit.factor for name, unit in units().items() if unit.name in WEIGHTS and unit.factor}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a heading, folded; whether it is cut with a point, and whether it was in Cyrillic."""

    text: str
    is_cut: bool = False
    is_cyrillic: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a heading that mean something: the notions that they may be, or none where nobody knows them."""

    notions: frozenset[str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in notions. `scales` are those of its units to kilograms, `currencies` the codes that it names."""

    spans: tuple[Span, ...]
    scales: tuple[float, ...] = ()
    currencies: tuple[str, ...] = ()

    @property
    def unknown(self) -> int:
        """How many of its words nobody knows."""
        return sum(not span.notions for span in self.spans)

    @property
    def known(self) -> tuple[frozenset[str], ...]:
        """The notions of its known words, one set for each."""
        return tuple(span.notions for span in self.spans if span.notions)


@dataclass(frozen=True, slots=True)
class _Language:
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first three letters -> phrases and notions
    ignored: frozenset[str]
    totals: tuple[str, ...]
    has_cyrillic: bool


@cache
def languages() -> Mapping[str, _Language]:
    """Every language that has a file, English and Russian first: what most sheets hold words of."""
    paths = sorted(_FOLDER.glob("*.yaml"), key=lambda path: (path.stem not in ("en", "ru"), path.stem))
    return {path.stem: _language(path) for path in paths}


def _language(path: Path) -> _Language:
    data: dict[str, list[str]] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for notion, texts in data.items():
        for text in texts if notion not in _SPECIAL else ():
            words = tuple(word.text for word in tokens(text))
            if words:
                phrases.setdefault(words[0][:_LONGEST_SHORT], []).append((words, notion))
    ignored = frozenset(word.text for text in data.get("ignored", ()) for word in tokens(text))
    return _Language(
        {key: tuple(found) for key, found in phrases.items()},
        ignored,
        tuple(data.get("totals", ())),
        path.stem not in _NEVER_CYRILLIC,
    )


@cache
def notions() -> frozenset[str]:
    """Every notion that some language has a word for."""
    return frozenset(notion for one in languages().values() for found in one.phrases.values() for _, notion in found)


def total_words() -> tuple[str, ...]:
    """First words of rows that are totals, in all languages."""
    return tuple(dict.fromkeys(word for one in languages().values() for word in one.totals))


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[Word, ...]:
    """The words of a heading, folded, and whether each is cut with a point: `consigneeTaxNo`, `Consignee, tax No.`."""
    found: list[Word] = []
    text = unicodedata.normalize("NFKC", _CAMEL.sub(" ", text).translate(_letters().arabic)).replace("_", " ")
    text = re.sub(r"['`ʻʼ‘’ʹ\u064b-\u0652]", "", text)
    for match in _TOKEN.finditer(_CHINESE.sub(r" \1 ", text)):
        word = skeleton(match[1])
        found += [Word(word, bool(match[2]), is_cyrillic(match[1]))] if word else []
    return tuple(found)


def _unglued(words: Sequence[Word]) -> list[Word]:
    """The words, with those of databases taken apart: `GROSSWEIGHT`, `SUMOFVALUE`."""
    parted = []
    for word in words:
        is_long = len(word.text) >= _SHORTEST_GLUED and word.text.isascii() and not word.is_cyrillic
        parts = _parts_of_word(word.text) if is_long else ()
        parted += [Word(part) for part in parts] or [word]
    return parted


@cache
def _english_words() -> frozenset[str]:
    english = languages()["en"]
    said = {word for found in english.phrases.values() for phrase, _ in found for word in phrase}
    return frozenset(word for word in said | english.ignored if len(word) > 1)


@lru_cache(maxsize=4096)
def _parts_of_word(word: str) -> tuple[str, ...]:
    """Whole English words that a word is made of, the first as long as can be; () where it is not, or is one itself."""
    for end in range(len(word), 1, -1):
        if word[:end] in _english_words():
            if end == len(word):
                return (word,)
            if rest := _parts_of_word(word[end:]):
                return (word[:end], *rest)
    return ()


def is_cyrillic(text: str) -> bool:
    """Whether a text has Cyrillic letters."""
    return any("\u0400" <= char <= "\u052f" for char in text)


def skeleton(word: str) -> str:
    """A word in small letters, Cyrillic as Latin, without marks: `Жүк`, `Jük` and `juk` are one."""
    word = names.surface(word).replace(" ", "")
    if not word.isascii() or not _PLAIN.isdisjoint(word):
        word = unicodedata.normalize("NFD", word.translate(_letters().latin))
        word = "".join(char for char in word if not unicodedata.combining(char))
    for pair, letter in _letters().digraphs:
        word = word.replace(pair, letter)
    return word


def languages_of(headings: Sequence[str]) -> tuple[str, ...]:
    """The languages by how many letters of the headings they know, most first; ties in the order of `languages`.

    Those that know little are left out, but for English, and Russian where there is Cyrillic.
    """
    counts = dict.fromkeys(languages(), 0)
    for heading in headings:
        words = tokens(heading)
        for name, language in languages().items():
            at = 0
            while at < len(words):
                length = max((size for size, _, _ in _matches(words, at, language)), default=0)
                counts[name] += sum(len(word.text) for word in words[at : at + length])
                at += max(1, length)
    always = {"en", "ru"} if any(map(is_cyrillic, headings)) else {"en"}
    least = _LEAST_SHARE * max(counts.values())
    return tuple(sorted((n for n in counts if n in always or counts[n] > least), key=lambda name: -counts[name]))


def read_heading(text: str, order: Sequence[str] = ()) -> Heading:
    """A heading in notions; `order` is that of the languages that are asked."""
    return _read_heading(text, tuple(order) or tuple(languages()))


@lru_cache(maxsize=8192)
def _read_heading(text: str, order: tuple[str, ...]) -> Heading:
    words = _unglued(tokens(text))
    spans: list[Span] = []
    scales, currencies = list[float](), list[str]()
    at = 0
    while at < len(words):
        length, meant = _longest(words, at, order)
        word = words[at].text
        if length < 2 and at and word in _weights():
            scales.append(_weights()[word])
        elif length < 2 and word in _letters().currencies and len(words) > 1:
            currencies.append(word.upper())
        elif meant == _NOTHING:
            pass
        elif length:
            spans.append(Span(meant, tuple(word.text for word in words[at : at + length])))
        elif not (word.isdigit() or word in _letters().measures):
            spans.append(Span(frozenset(), (word,)))
        at += max(1, length)
    return Heading(tuple(spans), tuple(scales), tuple(currencies))


def _longest(words: Sequence[Word], at: int, order: Sequence[str]) -> tuple[int, frozenset[str]]:
    """The longest phrase from a place on, of equals that of the first language; else a cut word."""
    best, meant = 0, frozenset[str]()
    for name in order:
        found = _matches(words, at, languages()[name])
        longest = max(((size, letters) for size, letters, _ in found), default=(0, 0))
        if longest[0] > best:
            best = longest[0]
            meant = frozenset(notion for size, letters, notion in found if (size, letters) == longest)
        if not best and words[at].text in languages()[name].ignored:
            return 1, _NOTHING
        if not best and (cut := _cut_word(words[at], languages()[name])):
            best, meant = 1, cut
    return best, meant


def _cut_word(word: Word, language: _Language) -> frozenset[str]:
    """What a word that is cut with a point may be the beginning of."""
    if word.is_cyrillic and not language.has_cyrillic:
        return frozenset()
    if not word.is_cut or len(word.text) < _LEAST_ABBREVIATED:
        return frozenset()
    return frozenset(
        notion
        for found in language.phrases.values()
        for phrase, notion in found
        if len(phrase) == 1 and phrase[0].startswith(word.text)
    )


def _may_begin(word: str) -> bool:
    """Whether it may be the beginning of a word: in Georgian and Armenian, where all endings are glued on, sooner."""
    is_glued = "\u0530" <= word[0] <= "\u058f" or "\u10a0" <= word[0] <= "\u10ff"
    return len(word) > _LONGEST_SHORT - is_glued


def _matches(words: Sequence[Word], at: int, language: _Language) -> list[tuple[int, int, str]]:
    """The phrases of a language that stand in the words from a place on: words, letters, and what they mean."""
    found: list[tuple[int, int, str]] = []
    if words[at].is_cyrillic and not language.has_cyrillic:
        return found
    for phrase, notion in language.phrases.get(words[at].text[:_LONGEST_SHORT], ()):
        part = words[at : at + len(phrase)]
        if len(part) == len(phrase) and all(
            word.text == wanted
            or (_may_begin(wanted) and word.text.startswith(wanted))
            or (place > 0 and word.is_cut and len(word.text) >= _LEAST_ABBREVIATED and wanted.startswith(word.text))
            for place, (word, wanted) in enumerate(zip(part, phrase, strict=True))
        ):
            found.append((len(phrase), sum(map(len, phrase)), notion))
    return found
