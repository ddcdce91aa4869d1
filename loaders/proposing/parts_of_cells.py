"""Columns whose cells hold several things: `Водитель, паспорт`, `Shipper / Consignee`, `Name and address`.

A heading that names several things, and cells that one sign divides into as many: then each is read by a pattern.
"""

import re
from collections.abc import Sequence

from graph.canonical import RecordKind
from loaders.profile.records import field_type
from loaders.proposing.columns import look
from loaders.proposing.headings import Meaning, bare_parts, meanings, notions_of, segments
from loaders.proposing.values import agrees

_SIGNS = (",", "/", ";", "|", "\n")
_MOST_PARTS = 3
_LEAST_SHARE = 0.8  # of the cells that must be divided so
_LEAST_CELLS = 2


def parts_of_cells(
    header: str, cells: Sequence[str], kind: RecordKind, order: Sequence[str], above: str = ""
) -> tuple[tuple[str, str], ...]:
    """The fields that the parts of cells hold and their patterns, in order; () where a cell is one thing.

    `above` is the level of the header above the column's own name.
    """
    named = segments(header, above)
    texts = [cell.strip() for cell in cells if cell.strip()]
    if not 2 <= len(named) <= _MOST_PARTS or len(texts) < _LEAST_CELLS:
        return ()
    for sign in _SIGNS:
        divided = [[part.strip() for part in text.split(sign, len(named) - 1)] for text in texts]
        whole = [parts for parts in divided if len(parts) == len(named) and all(parts)]
        if len(whole) < _LEAST_SHARE * len(texts):
            continue
        fields = _fields(header, named, kind, order, list(zip(*whole, strict=True)))
        if len(fields) == len(named) == len(set(fields)):
            return tuple((name, _pattern(sign, place, len(named))) for place, name in enumerate(fields))
    return ()


def _fields(
    header: str, named: Sequence[str], kind: RecordKind, order: Sequence[str], values: Sequence[Sequence[str]]
) -> list[str]:
    """What each part of the heading means, as far as the values agree; the one party of the heading is that of all."""
    roles = [role for role in kind.roles if role in notions_of(header, order)]
    fields = []
    for segment, texts in zip(named, values, strict=True):
        found = look(texts)
        wishes = list(meanings(segment, kind, order))
        if len(roles) == 1 and roles[0] not in notions_of(segment, order):
            wishes = [Meaning(f"{roles[0]}.{part}", 2) for part in bare_parts(segment, order)]
        fitting = [m.field for m in wishes if field_type(kind, m.field) is not None and agrees(m.field, found, kind)]
        fields += fitting[:1]
    return fields


def _pattern(sign: str, place: int, count: int) -> str:
    """The regular expression of the part at a place, of so many."""
    mark = r"\n" if sign == "\n" else re.escape(sign)
    before = f"^{f'[^{mark}]*{mark}' * place}"
    return f"{before}([^{mark}]+)" if place < count - 1 else f"{before}(.+)"
