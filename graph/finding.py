"""What a search finds: the texts by which a node is found, and what a search asks for; the same in every store.

Both follow from the schema. A record is found by its own number, and by its fields as `Field.found_by` says; a shared
node by its value, as `NodeType.found_by` says. Words are folded (`graph.values.names`) and found by their beginnings;
numbers lose their separators and are found as a whole, by a part, or by a pattern with `*`.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from graph.canonical import LINK_FIELDS, PARTY_FIELDS, RECORD_KINDS, Field, FoundBy
from graph.errors import BadValue
from graph.schema import NODE_TYPES, TYPE_OF_PREFIX, Ownership, node_properties, value_of
from graph.values.candidates import candidates
from graph.values.ids import LONGEST, in_capitals, with_latin_twins, without_separators
from graph.values.names import CACHE_SIZE, FOLD_VERSION, indexed_words, plain_capitals, spellings
from graph.values.reference.places import GAZETTEER_VERSION, PLACES

FINDING_VERSION = 1  # raised whenever `findable` gives other texts for any node
MOST_NUMBERS = 8  # of one node, of a thousand signs each at most: what fits into an index of Neo4j
FEWEST_OF_PART = 4  # signs of a part of a number
FEWEST_IN_A_ROW = 3  # signs that an index looks up
ANYTHING = "*"
_BEGIN, _END = "<", ">"  # around each number, which holds letters and digits alone


def finding_mark() -> str:
    """By which rules the texts of a store were made; one that was filled by others must be filled again."""
    return f"finding {FINDING_VERSION}, names {FOLD_VERSION}, gazetteer {GAZETTEER_VERSION}"


# --- what a node is found by ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Findable:
    """The texts of a node: folded words with one blank between, and numbers, each as `<01777AAA>`; "" for none."""

    words: str = ""
    numbers: str = ""


def findable(node_id: str, properties: Mapping[str, Any] | None) -> Findable:
    """The texts of a node, which follow from its id and properties alone."""
    node_type = NODE_TYPES[TYPE_OF_PREFIX[node_id.partition(":")[0]]]
    if node_type.ownership is not Ownership.RECORD:
        value = value_of(node_id)
        if node_type.found_by is FoundBy.NUMBER:
            return Findable(numbers=_in_brackets(value))
        return Findable(words=_folded(_names_of_place(node_id) or (value,)))
    fields = _fields(node_type.name)
    numbers = [_own_number(node_id)]
    words: list[str] = []
    for name, value in (properties or {}).items():
        field = fields.get(name)
        if field is not None:
            _gather(field, value, words, numbers)
    return Findable(_folded(words), _bracketed(numbers))


def _own_number(node_id: str) -> str:
    """The number of a record, which stands behind its channel and kind; "" of an inline party."""
    pieces = node_id.split(":", 3)
    return pieces[3] if len(pieces) == 4 else ""


@cache
def _fields(node_type: str) -> Mapping[str, Field]:
    """The fields of a record type by which it is found; of a goods line those of its own, under `goods`."""
    fields = {**node_properties(node_type), **(PARTY_FIELDS if node_type == "Party" else {})}
    return {name: field for name, field in fields.items() if field.found_by is not FoundBy.NOTHING or name == "goods"}


@cache
def _fields_of_lines() -> Mapping[str, Field]:
    fields = {name: field for kind in RECORD_KINDS.values() for name, field in kind.fields.items()}
    return {name: field for name, field in fields.items() if name not in LINK_FIELDS}


def _gather(field: Field, value: Any, words: list[str], numbers: list[str]) -> None:
    if isinstance(value, list | tuple):
        for one in value:
            _gather(field, one, words, numbers)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            known = _fields_of_lines().get(name)
            if known is not None:
                _gather(known, inner, words, numbers)
    elif isinstance(value, str) and field.found_by is not FoundBy.NOTHING:
        (numbers if field.found_by is FoundBy.NUMBER else words).append(value)


@cache
def _places() -> Mapping[str, tuple[str, ...]]:
    return {f"place:{place.id}": (place.name, *place.aliases, *place.locodes) for place in PLACES}


def _names_of_place(node_id: str) -> tuple[str, ...]:
    return _places().get(node_id, ())


def _folded(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(word for text in texts for word in _words_of(text)))


@lru_cache(maxsize=CACHE_SIZE)
def _words_of(text: str) -> tuple[str, ...]:
    """The words of all spellings of a text, in their order; many records say the same of their goods."""
    return tuple(word for spelling in spellings(text) for word in indexed_words(spelling))


def _bracketed(texts: Iterable[str]) -> str:
    numbers = dict.fromkeys(filter(None, map(_in_brackets, texts)))
    return "".join(islice(numbers, MOST_NUMBERS))


def _in_brackets(text: str) -> str:
    """A number as the index has it; "" of a text without letters and digits, or with too many."""
    number = plain_number(text)
    return f"{_BEGIN}{number}{_END}" if 0 < len(number) <= LONGEST else ""


def plain_number(text: str) -> str:
    """The letters and digits of a number: capitals, digits as ASCII, letters of other scripts as Latin ones."""
    if text.isascii():
        return without_separators(text.upper())
    return without_separators(plain_capitals(with_latin_twins(in_capitals(text))))


# --- what is asked for ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Days:
    """A range of days as ISO dates, both included; None leaves an end open."""

    first_on: str | None = None
    last_on: str | None = None

    @property
    def are_all(self) -> bool:
        return self.first_on is None and self.last_on is None


ANY_DAY = Days()


def days_between(first_on: str, last_on: str) -> Days:
    """The days of two texts; "" leaves an end open.

    Raises:
        BadValue: one is no day, or the first is after the last.
    """
    for day in filter(None, (first_on, last_on)):
        try:
            is_day = datetime.date.fromisoformat(day).isoformat() == day
        except ValueError:
            is_day = False
        if not is_day:
            raise BadValue(f"{day!r} is not a day", "write it as 2024-03-31")
    if first_on and last_on and first_on > last_on:
        raise BadValue(f"the first day {first_on} is after the last, {last_on}", "give the earlier one first")
    return Days(first_on or None, last_on or None)


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """Pieces that one number holds in this order, each apart from the next; `<` and `>` are its ends.

    `indexed` are those that an index finds; where there are others, or several, `expression` decides.
    """

    pieces: tuple[str, ...]

    @property
    def indexed(self) -> tuple[str, ...]:
        return tuple(piece for piece in self.pieces if len(piece) >= FEWEST_IN_A_ROW)

    @property
    def is_decided_by_index(self) -> bool:
        return len(self.pieces) == 1

    @property
    def expression(self) -> str:
        """A regular expression that the numbers of a node match; it means the same to Python and to Java."""
        return ".*" + f"[^{_BEGIN}{_END}]*".join(re.escape(piece) for piece in self.pieces) + ".*"


@dataclass(frozen=True, slots=True)
class Question:
    """What a node is to be found by: all words of one of `words` by their beginnings, or one of the `numbers`.

    Of nodes that are found so, those alone that a record of these days mentions, or that are such a record.
    """

    words: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[NumberPattern, ...] = ()
    days: Days = ANY_DAY

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.numbers


def question(text: str, days: Days = ANY_DAY) -> Question:
    """What finds nodes by words, by whole numbers and by parts of numbers; a text with `*` is a pattern of a number.

    Raises:
        BadValue: a text with `*` has no three signs in a row.
    """
    text = text.strip()[:LONGEST]
    pattern = _pattern(text) if ANYTHING in text and plain_number(text) else None
    words = tuple(dict.fromkeys(_words(text.rstrip(ANYTHING))))
    if ANYTHING in text.rstrip(ANYTHING):
        words = ()  # a word is found by its beginning alone
    if pattern is not None:
        if not pattern.indexed and not words:
            raise BadValue(
                f"{text!r} has no {FEWEST_IN_A_ROW} letters or digits in a row",
                f"give more of the number; an end without {ANYTHING} counts as one",
            )
        return Question(words, (pattern,) if pattern.indexed else (), days)
    whole = exactly(text, days)
    number = plain_number(text)
    is_part = len(number) >= FEWEST_OF_PART and (len(text.split()) == 1 or any(sign.isdigit() for sign in number))
    parts = (NumberPattern((number,)),) if is_part else ()
    return Question(words, parts or whole.numbers, days)


def exactly(text: str, days: Days = ANY_DAY) -> Question:
    """What finds nodes whose number is the text, in any of the ways in which people write one."""
    text = text.strip()
    values = (text, *(value_of(node_id) for node_id in candidates(text) if _is_id(node_id)))
    numbers = dict.fromkeys(filter(None, map(plain_number, values)))
    return Question((), tuple(NumberPattern((f"{_BEGIN}{number}{_END}",)) for number in numbers), days)


def _is_id(text: str) -> bool:
    return text.partition(":")[0] in TYPE_OF_PREFIX


def _words(text: str) -> Iterator[tuple[str, ...]]:
    for spelling in spellings(text):
        words = tuple(indexed_words(spelling))
        if words:
            yield words


def _pattern(text: str) -> NumberPattern:
    """Pieces between the stars; an end of the text without a star is an end of the number."""
    pieces = [plain_number(piece) for piece in text.split(ANYTHING)]
    pieces[0] = pieces[0] and _BEGIN + pieces[0]
    pieces[-1] = pieces[-1] and pieces[-1] + _END
    return NumberPattern(tuple(filter(None, pieces)))
