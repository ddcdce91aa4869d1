"""A record said in parts: header and items in separate files, relations beside the parties they join.

The header says what it says alone; parts add goods lines, links and further values. A value that parts disagree on
while the header is silent is left out and flagged, so that no order of files decides it.
"""

from collections.abc import Sequence
from typing import Any

from graph.canonical import GOODS_LINE_FIELDS, LINK_FIELDS, PARTY_FIELDS, RECORD_KINDS, Record
from graph.values.grades import worst_grade

HEADER_UNKNOWN = "header_unknown"
PARTS_DIFFER = "parts_differ"
_SEVERAL = frozenset({"phone", "email", "alias"})  # party fields that may hold several values


def merged(pieces: Sequence[Record]) -> Record:
    """One record of a header (its part is "") and its parts, in the order of their names; never empty.

    A part of a kind with goods becomes a goods line, numbered by the name of the part. Flags: `header_unknown` where
    no header is there, `parts_differ: field` where parts contradict one another and the header is silent.
    """
    if len(pieces) == 1 and not pieces[0].part:
        return pieces[0]
    first = pieces[0]
    values: dict[str, Any] = dict(first.values) if not first.part else {}
    flags = [flag for piece in pieces for flag in piece.flags]
    if first.part:
        flags.append(HEADER_UNKNOWN)
    has_goods = "goods" in RECORD_KINDS[first.kind].fields
    said = frozenset(values)
    lines = list(values.get("goods", ()))
    differing: set[str] = set()
    for piece in pieces:
        if not piece.part:
            continue
        own = dict(piece.values)
        if has_goods:
            lines += own.pop("goods", ()) or _line(piece.part, own)
        for name, value in own.items():
            if _holds_several(name):
                values[name] = _united(values.get(name), value)
            elif name not in said and values.setdefault(name, value) != value:
                differing.add(name)
    for name in differing:
        del values[name]
    if lines:
        values["goods"] = tuple(lines)
    flags += [f"{PARTS_DIFFER}: {name}" for name in sorted(differing)]
    return Record(
        first.kind,
        first.source_id,
        values,
        first.amended,
        False,
        first.handling,
        worst_grade(piece.grade for piece in pieces),
        tuple(dict.fromkeys(flags)),
    )


def _line(part: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The goods line that a part says, its fields taken out of the values; containers stay links too."""
    line = {
        name: values.pop(name) if name != "container" else values[name] for name in GOODS_LINE_FIELDS if name in values
    }
    return [{"line": part, **line}] if line else []


def _holds_several(name: str) -> bool:
    return name in LINK_FIELDS or (name.rpartition(".")[2] in _SEVERAL and name.rpartition(".")[2] in PARTY_FIELDS)


def _united(old: Any, new: Any) -> Any:
    """Both values, each once, in the order in which they were said."""
    both = (*_as_tuple(old), *_as_tuple(new))
    kept = tuple(dict.fromkeys(both))
    return kept if len(kept) != 1 else kept[0]


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return () if value is None else value if isinstance(value, tuple) else (value,)
