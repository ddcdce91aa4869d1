"""What the header of a column says that it means: `synonyms.yaml` read against one header.

A heading means a field of the record (`Gross kg` -> gross_weight_kg), or a part of a party (`ИНН получателя` ->
consignee.tax_number). What is read of a header is a proposal for people to look at; nothing is loaded by it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from graph.canonical import RECORD_KINDS, RecordKind
from graph.values import names
from loaders.profile.records import field_type

_FILE = Path(__file__).with_name("synonyms.yaml")
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
NAME_PARTS = ("surname", "given_name", "middle_name")
EXACT, PARTIAL = 2, 1
_TONNES = frozenset({"t", "tn", "ton", "tons", "tonne", "tonnes", "тонн", "тонна", "т", "tonna"})
_GRAMS = frozenset({"g", "gram", "grams", "г", "гр", "грамм"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means in a record kind: the field, and how sure that is (2: the whole header says it, 1: a part).

    `field` may end in `surname`, `given_name` or `middle_name`, which together are a name.
    """

    field: str
    sureness: int


_Phrases = Mapping[str, tuple[tuple[str, ...], ...]]  # first three letters -> phrases that begin with them


@dataclass(frozen=True, slots=True)
class _Words:
    fields: Mapping[str, _Phrases]
    roles: Mapping[str, _Phrases]
    parts: Mapping[str, _Phrases]
    kinds: Mapping[str, _Phrases]
    numbers: _Phrases
    beside_numbers: _Phrases
    amended: _Phrases
    totals: tuple[str, ...]


@cache
def _words() -> _Words:
    data = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.BaseLoader)

    def phrases(texts: Sequence[str]) -> _Phrases:
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for phrase in (tuple(names.surface(text).split()) for text in texts):
            found[phrase[0][:3]] = (*found.get(phrase[0][:3], ()), phrase)
        return found

    def table(key: str) -> dict[str, _Phrases]:
        return {name: phrases(texts) for name, texts in data[key].items()}

    return _Words(
        table("fields"),
        table("roles"),
        table("parts"),
        table("kinds"),
        phrases(data["numbers"]),
        phrases(data["beside_numbers"]),
        phrases(data["amended"]),
        tuple(data["totals"]),
    )


def total_words() -> tuple[str, ...]:
    """First words of rows that are totals."""
    return _words().totals


def heading_words(header: str) -> list[str]:
    """The words of a header: `consigneeTaxNo`, `consignee_tax_no` and `Consignee, tax No.` are the same three."""
    return names.surface(_CAMEL.sub(" ", header).replace("_", " ").replace(".", " ")).split()


def _starts(words: Sequence[str], phrase: Sequence[str], at: int) -> bool:
    """Whether a phrase stands in the words from a place on; words of up to three letters must be whole."""
    part = words[at : at + len(phrase)]
    return len(part) == len(phrase) and all(
        word == wanted or (len(wanted) > 3 and word.startswith(wanted))
        for word, wanted in zip(part, phrase, strict=True)
    )


def _place(words: Sequence[str], phrases: _Phrases) -> tuple[int, int]:
    """(length, place) of the longest phrase that stands in the words; (0, -1) where none does."""
    best = (0, -1)
    for at, word in enumerate(words):
        for phrase in phrases.get(word[:3], ()):
            if len(phrase) > best[0] and _starts(words, phrase, at):
                best = (len(phrase), at)
    return best


def meanings(header: str, kind: RecordKind) -> tuple[Meaning, ...]:
    """What a header may mean in a kind, the surest first."""
    return _meanings(header, kind.name)


@lru_cache(maxsize=4096)
def _meanings(header: str, kind_name: str) -> tuple[Meaning, ...]:
    kind = RECORD_KINDS[kind_name]
    words = heading_words(header)
    found: dict[str, tuple[int, int]] = {}  # field -> sureness, length of what said it
    for field, phrases in _words().fields.items():
        length, _ = _place(words, phrases)
        if length and field_type(kind, field) is not None:
            found[field] = (EXACT if length >= len(_without_units(words)) else PARTIAL, length)
    for role in kind.roles:
        for field, sureness, length in _of_role(words, role, kind):
            found[field] = max(found.get(field, (0, 0)), (sureness, length))
    order = sorted(found.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
    return tuple(Meaning(field, sureness) for field, (sureness, _) in order)


def bare_part(header: str) -> str:
    """The part of a party that a header says and nothing else, `ИНН` -> tax_number; "" where it says more or less."""
    words = heading_words(header)
    found = {part: _place(words, phrases)[0] for part, phrases in _words().parts.items()}
    return next((part for part, length in found.items() if length == len(words) > 0), "")


def _without_units(words: Sequence[str]) -> list[str]:
    kept = [w for w in words if w not in _TONNES | _GRAMS | {"kg", "кг", "usd", "m3", "м3"}]
    return kept or list(words)


def _of_role(words: list[str], role: str, kind: RecordKind) -> Iterable[tuple[str, int, int]]:
    """The parts of a role that the words say; the role of a register's own subject need not be named."""
    length, at = _place(words, _words().roles.get(role, {}))
    if length:
        rest = words[:at] + words[at + length :]
        if not rest:
            yield f"{role}.name", EXACT, length + 1
            return
    elif role == kind.subject:
        rest = words
    else:
        return
    for part, phrases in _words().parts.items():
        part_length, _ = _place(rest, phrases)
        if part_length and (part in NAME_PARTS or field_type(kind, f"{role}.{part}") is not None):
            sureness = EXACT if part_length == len(rest) else PARTIAL
            yield f"{role}.{part}", sureness, length + part_length


def scale_of(header: str, field: str) -> float:
    """The factor to kilograms that the unit in a header of weights asks for; 1 for others."""
    words = set(heading_words(header))
    if not field.endswith("_kg"):
        return 1.0
    if words & _TONNES:
        return 1000.0
    return 0.001 if words & _GRAMS else 1.0


def is_number_heading(header: str) -> bool:
    """Whether a header is that of a record's own number."""
    return _is_one_of(header, _words().numbers)


def is_beside_number(header: str) -> bool:
    """Whether a header is that of what makes a number one of its own: the year, the line."""
    return _is_one_of(header, _words().beside_numbers)


def is_amendment(header: str) -> bool:
    """Whether a header is that of a record's version or amendment time."""
    return _is_one_of(header, _words().amended)


def _is_one_of(header: str, phrases: _Phrases) -> bool:
    words = heading_words(header)
    return bool(words) and _place(words, phrases) == (len(words), 0)


def kind_scores(headers: Sequence[str], other: Sequence[str] = ()) -> dict[str, tuple[int, int]]:
    """How much the headers, and other texts such as the file's name, speak for each kind of record.

    A pair: how many of them have a word of that kind, and how many fields of it the headers say.
    """
    scores = {}
    for kind, phrases in _words().kinds.items():
        told = sum(bool(_place(heading_words(text), phrases)[0]) for text in (*headers, *other))
        understood = {found[0].field for found in (meanings(h, RECORD_KINDS[kind]) for h in headers) if found}
        scores[kind] = (told, len(understood))
    return scores


def is_known_heading(header: str) -> bool:
    """Whether any kind of record has a meaning for a header, or it is that of a number."""
    return is_number_heading(header) or any(meanings(header, kind) for kind in RECORD_KINDS.values())
