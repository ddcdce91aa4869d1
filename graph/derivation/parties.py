"""A party as it is written on a record: keyed by the channel and its particulars, with what it asserts.

Five thousand rows with the same particulars are one node, and its phones, addresses and numbers are asserted once. It
lives while a current record mentions it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.model import EdgeRow, NodeRow
from graph.values import ids
from graph.values.ids import LONGEST, CheckedId
from graph.values.names import fold, legal_form
from graph.values.placeholders import is_placeholder

Particulars = tuple[tuple[str, Any], ...]  # (field of a party, text or several), sorted
_SHOWN = 60  # characters of a value that is too long
_KEPT = ("name", "country", "birth_on", "address", "alias")
_NEVER_PLACEHOLDERS = frozenset({"country", "kind", "birth_on"})
_ALONE_NOBODY = frozenset({"country", "kind"})


@dataclass(frozen=True, slots=True)
class InlineParty:
    """A party with its edges; `node` is None where all of it was placeholders."""

    node: NodeRow | None
    edges: list[EdgeRow]
    flags: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 16)
def inline_party(
    channel: str, issuer: str, country: str, is_person: bool, particulars: Particulars, own_key: str = ""
) -> InlineParty:
    """The party of these particulars: the same words in the same channel, the same party.

    Args:
        channel: Name of the channel.
        issuer: Originator and dataset, which give the source's own keys.
        country: Country of numbers and addresses where the particulars name none.
        is_person: The role is a person's, unless `kind` says otherwise.
        particulars: What the record says of the party.
        own_key: The key of the register's row that the party is; it names a row of the source, so `444` is one too.
    """
    placeholders: list[str] = []
    said = _without_placeholders(particulars, placeholders)
    if own_key:
        said["key"] = own_key
    if said.keys() <= _ALONE_NOBODY:
        return InlineParty(None, [], (), tuple(placeholders))
    name = said.get("name", "")
    kind = said.get("kind") or ("person" if is_person else "company" if name and legal_form(name) else "")
    digest = hashlib.blake2b(repr((kind, particulars)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    owner = f"party:{channel}:{digest}"
    properties = {part: said[part] for part in _KEPT if part in said}
    if name:
        properties["name_folded"] = fold(name)
    if kind:
        properties["kind"] = kind
    flags: list[str] = []
    edges = _edges(owner, issuer, said.get("country") or country, said, flags)
    return InlineParty(NodeRow(owner, "Party", channel, properties), edges, tuple(flags), tuple(placeholders))


def _without_placeholders(particulars: Particulars, found: list[str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for part, value in particulars:
        if part in _NEVER_PLACEHOLDERS:
            said[part] = value
        elif type(value) is str:
            if is_placeholder(value, part):
                found.append(f"{part}={value}")
            else:
                said[part] = value
        else:
            kept = tuple(text for text in value if not is_placeholder(text, part))
            found += [f"{part}={text}" for text in value if is_placeholder(text, part)]
            if kept:
                said[part] = kept if len(kept) > 1 else kept[0]
    return said


def _edges(owner: str, issuer: str, country: str, said: Mapping[str, Any], flags: list[str]) -> list[EdgeRow]:
    edges: dict[EdgeRow, None] = {}  # a phone written twice in a cell is one edge
    for part, value in said.items():
        reader = _READERS.get(part)
        if reader is None:
            continue
        edge_type, prefix, role, read = reader
        for text in (value,) if type(value) is str else value:
            numbers = tuple(read(text, country, issuer))
            for number in numbers:
                is_left_over = len(numbers) > 1 and is_placeholder(number.number, part)
                if number.problem or is_left_over:
                    flags.append(f"{number.problem or 'left_over'}: {number.value}")
                if len(number.key) > LONGEST:
                    flags.append(f"number_too_long: {number.value[:_SHOWN]}")
                elif not number.names_nothing and not is_left_over:
                    edges[EdgeRow(owner, edge_type, prefix + number.key, role, None, None)] = None
    return list(edges)


def _address(text: str, country: str, _issuer: str) -> tuple[CheckedId, ...]:
    key = ids.address_key(text)
    return (CheckedId(f"{country}:{key}"),) if key else ()


def _own_key(text: str, _country: str, issuer: str) -> tuple[CheckedId, ...]:
    """A key is whatever the source says, unless a spreadsheet cut it."""
    return (CheckedId(text, "number_cut", names_nothing=True) if ids.is_cut(text) else CheckedId(f"{issuer}:{text}"),)


Read = Callable[[str, str, str], Iterable[CheckedId]]
# field -> edge type, beginning of the target's id, role, and how a text with its country and issuer is read
_READERS: Mapping[str, tuple[str, str, str, Read]] = {
    "phone": ("HAS_PHONE", "phone:", "", lambda text, country, _: ids.phones(text, country)),
    "email": ("HAS_EMAIL", "email:", "", lambda text, _c, _i: ids.emails(text)),
    "address": ("HAS_ADDRESS", "address:", "", _address),
    "tax_number": ("HAS_IDENTIFIER", "identifier:tax:", "tax", lambda text, country, _: ids.tax_numbers(text, country)),
    "registration_number": (
        *("HAS_IDENTIFIER", "identifier:registration:", "registration"),
        lambda text, country, _: ids.registration_numbers(text, country),
    ),
    "passport": (
        *("HAS_IDENTIFIER", "identifier:passport:", "passport"),
        lambda text, country, _: ids.passports(text, country),
    ),
    "key": ("HAS_IDENTIFIER", "identifier:key:", "key", _own_key),
}
