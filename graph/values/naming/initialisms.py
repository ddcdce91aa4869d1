"""Initialisms in the names of firms that stand for words of the other name: 7 ARZ, 7 Aviation Repair Plant; MKB, ЦНИИ.

A letter stands for the first of a word, or for the word of the other language that means the same: Z for a plant, which
is a zavod. Words that say no more than what the firm is are left out of both names where they agree so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.values.naming import lexicon
from graph.values.naming.sounds import CACHE_SIZE, Script, line_of, script_of, word_key
from graph.values.naming.towns import town_at
from graph.values.reference.tables import read_table

_LEAST, _MOST = 2, 8  # letters of an initialism
_MOST_WITHOUT_CASE = 6  # where the whole name is in capitals
_LEAST_WORDS = 2
_LEAST_OWN = 3  # letters of an initialism that a name itself explains
_MOST_TOKENS = 24
_WORD = re.compile(r"[^\W\d_]+")
_IN_PARTS = re.compile(r"(?<![\w&.])(?:[^\W\d_a-zа-я]{1,3}&[^\W\d_a-zа-я]{1,3}|(?:[^\W\d_a-zа-я]\.){3,})(?![\w&])")
_APART = re.compile(r"(?<!\S)[^\W\d](?: [^\W\d]){2,}(?!\S)")
_SPELLINGS = {  # of one Cyrillic letter, in Latin initialisms
    "ц": ("ts", "c"), "ш": ("sh", "s"), "ч": ("ch", "c"), "ж": ("zh",), "х": ("kh", "h"), "щ": ("shch", "s"),
    "я": ("ya",), "ю": ("yu",), "й": ("y",), "в": ("v", "w"), "э": ("e",), "ы": ("y",), "ё": ("e",), "і": ("i",),
}  # fmt: skip
_DIGRAPHS = ("shch", "ts", "sh", "ch", "zh", "kh", "ya", "yu")
_PARTS = re.compile("^(electro|elektro|электро|opto|opti[ck]o|опти?ко|radio|радио|aero|аэро|hydro|gidro|гидро)(?=...)")


@dataclass(frozen=True, slots=True)
class SpeltOut:
    """Two lines in which what stands for each other is one word, or left out; `initialisms` and what each stands for.

    `is_whole` says that nothing else is left of either name, `is_part` that nothing is left of one of them alone.
    """

    left: str
    right: str
    initialisms: tuple[tuple[str, str], ...]
    is_whole: bool
    is_part: bool


@lru_cache(maxsize=CACHE_SIZE)
def spelt_out(left: str, right: str) -> SpeltOut | None:
    """The two names with the initialisms of either as the words of the other, None where there are none."""
    words, others = _without_own(left), _without_own(right)
    is_other = (words, others) != (line_of(left).split()[:_MOST_TOKENS], line_of(right).split()[:_MOST_TOKENS])
    pairs: list[tuple[str, str]] = []
    has_name = False
    for initialisms, tokens, texts in ((_initialisms(left), words, others), (_initialisms(right), others, words)):
        for short in initialisms:
            if short not in tokens or short in texts:
                continue
            run = _run(short, texts)
            if run is None:
                continue
            standing = texts[run[0] : run[1]]
            pairs.append((short, " ".join(standing)))
            is_trade = _is_trade(standing) and bool(_rest(tokens, (short,)) and _rest(texts, standing))
            has_name = has_name or not is_trade
            place = tokens.index(short)
            tokens[place : place + 1] = [] if is_trade else [short]
            texts[run[0] : run[1]] = [] if is_trade else [short]
    if not pairs and not is_other:
        return None
    shorts = [short for short, _ in pairs]
    if not has_name:
        return SpeltOut(" ".join(words), " ".join(others), tuple(pairs), False, False)
    rests = [_rest(tokens, shorts) for tokens in (words, others)]
    has_names = [not _is_trade(rest) for rest in rests]
    meanings = [frozenset(lexicon.meaning_of(word_key(token)) for token in rest) for rest in rests]
    is_short = [any(short in _words(text) for short in shorts) for text in (left, right)]
    says_other = (is_short[0] and not meanings[0] <= meanings[1]) or (is_short[1] and not meanings[1] <= meanings[0])
    is_whole = not any(has_names) and not says_other
    is_part = not is_whole and not all(has_names)
    return SpeltOut(" ".join(words), " ".join(others), tuple(pairs), is_whole, is_part)


def _words(text: str) -> list[str]:
    line = _APART.sub(lambda letters: letters[0].replace(" ", ""), line_of(_in_one_word(text)))
    return line.split()[:_MOST_TOKENS]


@lru_cache(maxsize=CACHE_SIZE)
def _in_one_word(text: str) -> str:
    """A name with initialisms that are written in parts as one word each: R&PA, T.D.O.S."""
    if "&" not in text and "." not in text:
        return text
    return _IN_PARTS.sub(lambda parts: parts[0].replace("&", "").replace(".", ""), text)


def _without_own(text: str) -> list[str]:
    """The words of a name without an initialism of its own words: Bahor Motor Plant, BMP."""
    words = _words(text)
    for short in _initialisms(text):
        if len(short) >= _LEAST_OWN and short in words:
            rest = [word for word in words if word != short]
            if _run(short, rest) is not None:
                words = rest
    return words


def _rest(tokens: Sequence[str], without: Sequence[str]) -> list[str]:
    """The words of a name that are no legal form, no small word, and none of these."""
    return [
        token
        for token in tokens
        if token not in without and len(token) > 1 and not _is_left_out(token) and not lexicon.is_legal_word(token)
    ]


@lru_cache(maxsize=CACHE_SIZE)
def _initialisms(text: str) -> tuple[str, ...]:
    """Words of a name that may be initialisms, the longest first."""
    written = _WORD.findall(_in_one_word(text))
    has_case = any(not word.isupper() and len(word) > 1 for word in written)
    most = _MOST if has_case else _MOST_WITHOUT_CASE
    short = {word.casefold() for word in written if word.isupper() and _LEAST <= len(word) <= most}
    known = [
        word
        for word in short
        if not _is_left_out(word)
        and script_of(word[0]) in (Script.LATIN, Script.CYRILLIC)
        and (word in lexicon.abbreviations() or not lexicon.meaning_of(word_key(word)))
    ]
    return tuple(sorted(known, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=CACHE_SIZE)
def _is_left_out(word: str) -> bool:
    legal = lexicon.legal_words()
    return word in legal.at_end or word in lexicon.small_words()


def _run(short: str, tokens: Sequence[str]) -> tuple[int, int] | None:
    """Where the words begin and end that an initialism stands for, in their order or with the last in front."""
    first = _form_in_front(tokens)
    letters = _letters(short)
    for start in range(first, len(tokens) - 1):
        end = _end(letters, tokens, start, 0)
        if end is not None:
            return start, end
    for last in range(first + 1, len(tokens)):  # Aviation Repair Plant, завод авиационного ремонта
        for option in _options(tokens[last]) if len(letters) > _LEAST else ():
            for start in range(first, last) if letters.startswith(option) else ():
                if _end(letters[len(option) :], tokens[:last], start, 1) == last:
                    return start, last + 1
    return None


def _form_in_front(tokens: Sequence[str]) -> int:
    """How many words of a name are its legal form in front."""
    front = lexicon.legal_words().at_front
    return next(
        (place for place, token in enumerate(tokens) if token not in front and not lexicon.is_legal_word(token)), 0
    )


@lru_cache(maxsize=CACHE_SIZE)
def _letters(short: str) -> str:
    """An initialism in Latin letters."""
    if script_of(short[0]) is not Script.CYRILLIC:
        return short
    plain = _cyrillic()
    return "".join(_SPELLINGS.get(char, (plain.get(char, char),))[0] for char in short)


@cache
def _cyrillic() -> dict[str, str]:
    return dict(zip("абвгдезийклмнопрстуф", "abvgdeziyklmnoprstuf", strict=True))


def _end(letters: str, tokens: Sequence[str], place: int, count: int) -> int | None:
    if not letters:
        return place if count >= _LEAST_WORDS else None
    if place == len(tokens):
        return None
    for option in _options(tokens[place]):
        if letters.startswith(option):
            end = _end(letters[len(option) :], tokens, place + 1, count + 1)
            if end is not None:
                return end
    is_passed = count and (tokens[place] in lexicon.small_words() or tokens[place] in _passed())
    return _end(letters, tokens, place + 1, count) if is_passed else None


@cache
def _passed() -> frozenset[str]:
    """Words that an initialism often leaves out: the building of machine building."""
    return frozenset(read_table("trade_words.yaml")[0]["without_initial"].split())


@cache
def _initials() -> tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]:
    """Letters that stand for words of another language; coarse sounds of each, and whether any ending may follow."""
    table: Mapping[str, str] = read_table("trade_words.yaml")[0]["initials"]
    return tuple(
        (letters, tuple((word_key(word.removesuffix("*")), word.endswith("*")) for word in words.split()))
        for letters, words in table.items()
    )


def _has(words: tuple[tuple[str, bool], ...], key: str) -> bool:
    return any(key.startswith(word) if is_stem else key == word for word, is_stem in words)


@lru_cache(maxsize=CACHE_SIZE)
def _options(token: str) -> tuple[str, ...]:
    """The letters that may stand for a word, in Latin."""
    if not token[0].isalpha() or script_of(token[0]) not in (Script.LATIN, Script.CYRILLIC):
        return ()
    options = [*_first(token)]
    parts = _PARTS.match(token)
    if parts:
        options += [first + second for first in _first(token) for second in _first(token[parts.end() :])]
    options += [letters for letters, words in _initials() if _has(words, word_key(token))]
    return tuple(sorted(dict.fromkeys(options), key=lambda option: -len(option)))


def _first(word: str) -> Iterator[str]:
    if word[0] in _SPELLINGS:
        yield from _SPELLINGS[word[0]]
        return
    yield _cyrillic().get(word[0], word[0])
    yield from (digraph for digraph in _DIGRAPHS if word.startswith(digraph))


@lru_cache(maxsize=CACHE_SIZE)
def _is_trade_word(token: str) -> bool:
    key = word_key(token)
    if token in lexicon.small_words() or token in _passed() or lexicon.is_legal_word(token):
        return True
    meaning = lexicon.meaning_of(key)
    return bool(meaning) and meaning not in lexicon.geographic_meanings() and not town_at([key])[0]


def _is_trade(tokens: Sequence[str]) -> bool:
    return all(_is_trade_word(token) for token in tokens)
