"""What a heading means: its notions (`vocabulary`) read against `meanings.yaml`, which knows no language.

A heading means a field of the record (`Gross kg` -> gross_weight_kg), or a part of a party (`ИНН получателя` ->
consignee.tax_number). A notion that a field does not know speaks against it: `Container description` is no container.
What is read of a heading is a proposal for people to look at; nothing is loaded by it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from graph.canonical import RECORD_KINDS, RecordKind
from loaders.profile.records import field_type
from loaders.proposing.vocabulary import Span, read_heading
from loaders.tables.header_rows import LEVELS

_FILE = Path(__file__).with_name("meanings.yaml")
NAME_PARTS = ("surname", "given_name", "middle_name")
EXACT, PARTIAL = 2, 1
_SEGMENT = re.compile(r"[,;/&+|]| и | and | va | ва | və | we | жана | және | و ", re.IGNORECASE)
_PERSONAL = frozenset({"name", "surname", "given_name", "middle_name", "passport", "birth_on", "country"})
# What a word that nobody knows may turn into anything: `SSN number`, `Payment date`.
_GENERAL = frozenset(
    {"number", "code", "name", "type", "date", "place", "group", "description", "firm", "person", "value"}
)
_NUMBER_NOTIONS = frozenset({"number", "code"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means in a record kind: the field, and how sure that is (2: the whole header says it, 1: a part).

    `field` may end in `surname`, `given_name` or `middle_name`, which together are a name. `strength` is the number of
    notions that say it.
    """

    field: str
    sureness: int
    strength: int = 1


@dataclass(frozen=True, slots=True)
class _Rule:
    says: tuple[frozenset[str], ...]
    beside: frozenset[str]
    without: Mapping[str, tuple[frozenset[str], ...]]
    of_kinds: Mapping[str, tuple[frozenset[str], ...]]

    def of(self, kind: RecordKind) -> "_Rule":
        """The rule with what says the field in this kind alone."""
        more = [sets for field, sets in self.without.items() if field_type(kind, field) is None]
        more += [sets for name, sets in self.of_kinds.items() if name == kind.name]
        return _Rule((*self.says, *(one for sets in more for one in sets)), self.beside, {}, {}) if more else self


@dataclass(frozen=True, slots=True)
class _Meanings:
    fields: Mapping[str, _Rule]
    parts: Mapping[str, _Rule]
    numbers: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, frozenset[str]]
    implied: Mapping[str, str]
    called: Mapping[str, Mapping[str, str]]


@cache
def _table() -> _Meanings:
    data = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.BaseLoader)

    def sets(texts: Sequence[str]) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(text.split()) for text in texts)

    def rules(key: str) -> dict[str, _Rule]:
        return {
            name: _Rule(
                sets(rule["says"]),
                frozenset(rule["beside"]),
                {other: sets(texts) for other, texts in rule.get("without", {}).items()},
                {name: sets(texts) for name, texts in rule.get("of", {}).items()},
            )
            for name, rule in data[key].items()
        }

    return _Meanings(
        rules("fields"),
        rules("parts"),
        {kind: tuple(words) for kind, words in data["numbers"].items()},
        {kind: frozenset(words) for kind, words in data["kinds"].items()},
        data["implied"],
        data["called"],
    )


def meanings(header: str, kind: RecordKind, order: Sequence[str] = ()) -> tuple[Meaning, ...]:
    """What a header may mean in a kind, the surest first; `order` is that of the languages that are asked."""
    return _meanings(header, kind.name, tuple(order))


@lru_cache(maxsize=8192)
def _meanings(header: str, kind_name: str, order: tuple[str, ...]) -> tuple[Meaning, ...]:
    kind = RECORD_KINDS[kind_name]
    spans = read_heading(header, order).spans
    best: dict[str, Meaning] = {}
    for meaning in _all_meanings(spans, kind):
        before = best.get(meaning.field)
        if before is None or (meaning.sureness, meaning.strength) > (before.sureness, before.strength):
            best[meaning.field] = meaning
    return tuple(sorted(best.values(), key=lambda m: (-m.sureness, -m.strength, "." in m.field)))


def _all_meanings(spans: Sequence[Span], kind: RecordKind) -> Iterator[Meaning]:
    for field, rule in _table().fields.items():
        if field_type(kind, field) is not None:
            yield from _by_rule(field, rule.of(kind), spans)
    called = _table().called.get(kind.name, {})
    for role in kind.roles:
        names = {role, *(other for other, own in called.items() if own == role)}
        rest = _without_role(spans, role, names)
        if len(rest) < len(spans):
            yield from _parts_of(role, rest, kind, named=1)
        elif role == kind.subject:
            yield from _parts_of(role, spans, kind, named=0)


def _without_role(spans: Sequence[Span], role: str, names: set[str]) -> list[Span]:
    """The words beside a party, by any of its names: those of `vehicle_owner` are two notions."""
    if role != "vehicle_owner":
        return [span for span in spans if not names & span.notions]
    if not all(any(notions & span.notions for span in spans) for notions in ({"vehicle", "means", "wagon"}, {"owner"})):
        return list(spans)
    return [span for span in spans if not span.notions & {"vehicle", "means", "wagon", "owner"}]


def _parts_of(role: str, rest: Sequence[Span], kind: RecordKind, named: int) -> Iterator[Meaning]:
    for part, rule in _table().parts.items():
        if part in NAME_PARTS or field_type(kind, f"{role}.{part}") is not None:
            for meaning in _by_rule(f"{role}.{part}", rule, rest):
                if meaning.strength + named:
                    yield Meaning(meaning.field, meaning.sureness, meaning.strength + named)
    if named and not any(span.notions for span in rest):
        for part in ("tax_number", "country"):  # the party alone: its values say which of it they are
            yield Meaning(f"{role}.{part}", PARTIAL, 0)


def _by_rule(field: str, rule: _Rule, spans: Sequence[Span]) -> Iterator[Meaning]:
    """The surest way in which spans say a field."""
    unknown = sum(not span.notions for span in spans)
    known = len(spans) - unknown
    if unknown > known + 1:
        return
    for wanted in rule.says:
        if unknown and wanted <= _GENERAL:
            continue
        if _says(wanted, rule.beside, spans):
            yield Meaning(field, EXACT if unknown == 0 else PARTIAL, len(wanted))
            return


def _says(wanted: frozenset[str], beside: frozenset[str], spans: Sequence[Span]) -> bool:
    """Whether the known spans hold every wanted notion and none that is out of place."""
    left = set(wanted)
    for span in spans:
        if not span.notions:
            continue
        of_field = span.notions & left
        if of_field:
            left.discard(min(of_field))
        elif not span.notions & (beside | wanted):
            return False
    return not left


def bare_parts(header: str, order: Sequence[str] = ()) -> tuple[str, ...]:
    """The parts of a party that a header says without naming one: `ИНН` -> tax_number; () where it says more."""
    spans = read_heading(header, tuple(order)).spans
    if not spans or any(not span.notions for span in spans):
        return ()
    found = [(part, m.strength) for part, rule in _table().parts.items() for m in _by_rule(part, rule, spans)]
    return tuple(part for part, strength in sorted(found, key=lambda pair: -pair[1]) if strength)


def is_personal(part: str, header: str, order: Sequence[str] = ()) -> bool:
    """Whether a part that stands alone can be of the one party of a kind of record: a person's particulars."""
    notions = frozenset[str]().union(*read_heading(header, tuple(order)).known)
    if part == "name":
        return "person" in notions
    return part in _PERSONAL and (part != "country" or "citizenship" in notions)


def implied_role(kind: RecordKind) -> str:
    """The party that particulars without a name are of; "" where there is none."""
    return _table().implied.get(kind.name, "")


def segments(header: str, above: str = "") -> list[str]:
    """The parts of a heading that names several things, `Водитель, паспорт`; a level above stands before each part."""
    before = f"{above}{LEVELS}" if above else ""
    parts = _SEGMENT.split(header.removeprefix(before))
    return [f"{before}{part.strip()}" for part in parts if part.strip()]


def scale_of(header: str, field: str) -> float:
    """The factor to kilograms that the unit in a header of weights asks for; 1 for others."""
    scales = read_heading(header).scales
    return scales[-1] if scales and field.endswith("_kg") else 1.0


def currencies_of(header: str) -> tuple[str, ...]:
    """Currency codes that stand in a heading."""
    return read_heading(header).currencies


def notions_of(header: str, order: Sequence[str] = ()) -> frozenset[str]:
    """Everything that the words of a heading may mean."""
    return frozenset[str]().union(*read_heading(header, tuple(order)).known)


def number_rank(header: str, kind: RecordKind, order: Sequence[str] = ()) -> int:
    """How surely a header is that of a record's own number: 0 is surest, then the others; -1 where it is none.

    The document that the kind is about goes before another, a bare number after both.
    """
    heading = read_heading(header, tuple(order))
    if heading.unknown or not heading.known:
        return -1
    left = [notions for notions in heading.known if not notions & _NUMBER_NOTIONS]
    own = _table().numbers[kind.name]
    if not left:
        return len(own) * 2 if any("number" in notions for notions in heading.known) else -1
    has_number = any("number" in notions for notions in heading.known)
    if not has_number and len(left) < len(heading.known):
        return -1  # `Document code` is a kind of document
    ranks = [next((own.index(n) for n in own if n in notions), None) for notions in left]
    places = [rank for rank in ranks if rank is not None]
    if len(places) < len(ranks):
        return -1
    return 2 * min(places) + (not has_number)


def is_beside_number(header: str, order: Sequence[str] = ()) -> bool:
    """Whether a header is that of what makes a number one of its own: the year, the line."""
    known = read_heading(header, tuple(order))
    is_all = all(n & {"year", "item", "number"} for n in known.known)
    return not known.unknown and is_all and any(n & {"year", "item"} for n in known.known)


def is_amendment(header: str, order: Sequence[str] = ()) -> bool:
    """Whether a header is that of a record's version or amendment time."""
    heading = read_heading(header, tuple(order))
    is_known = all(n & {"amended", "date", "time", "number"} for n in heading.known)
    return not heading.unknown and is_known and any("amended" in n for n in heading.known)


def kind_scores(
    headers: Sequence[str], other: Sequence[str] = (), order: Sequence[str] = ()
) -> dict[str, tuple[int, int]]:
    """How much the headers, and titles such as the sheet's and the file's name, speak for each kind of record.

    A pair: points, and how many notions tell of that kind.
    """
    scores = {}
    for name, telling in _table().kinds.items():
        kind = RECORD_KINDS[name]
        said = [notions_of(text, order) for text in headers]
        told = frozenset[str]().union(*said) & telling
        in_titles = sum(bool(notions_of(text, order) & telling) for text in other)
        understood = {found[0].field for found in (meanings(h, kind, order) for h in headers) if found}
        scores[name] = (3 * len(told) + 6 * min(1, in_titles) + 2 * len(understood), len(told) + in_titles)
    return scores


def is_known_heading(header: str, order: Sequence[str] = ()) -> bool:
    """Whether any kind of record has a meaning for a header, or it is that of a number."""
    notions = notions_of(header, order)
    if not notions:
        return False
    return bool(notions & {"row", "number"}) or any(_is_meant(header, tuple(order)))


def _is_meant(header: str, order: tuple[str, ...]) -> Iterable[bool]:
    return (True for kind in RECORD_KINDS for _ in _meanings(header, kind, order)[:1])
