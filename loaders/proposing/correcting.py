"""What somebody chose in the place of a proposal: the field of each column, and the record's number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.canonical import RecordKind
from graph.errors import BadValue
from loaders.profile.records import field_type
from loaders.proposing.assigning import Column
from loaders.proposing.headings import NAME_PARTS
from loaders.proposing.pairs import weight_scale

SEVERAL = " + "  # between the fields that parts of the cells of one column hold


@dataclass(frozen=True, slots=True)
class Corrections:
    """Place of a column -> the chosen field, "" for none; the places of the record's number, None where nobody said."""

    fields: Mapping[int, str] = field(default_factory=dict)
    numbers: tuple[int, ...] | None = None


def correct(columns: Sequence[Column], kind: RecordKind, corrections: Corrections) -> None:
    """Gives the columns the fields that were chosen.

    Raises:
        BadValue: there is no such column or field, or two columns are one field.
    """
    for place in (*corrections.fields, *(corrections.numbers or ())):
        if not 0 <= place < len(columns):
            raise BadValue(f"the file has no column {place + 1}", f"it has {len(columns)}")
    for place, name in corrections.fields.items():
        column = columns[place]
        if SEVERAL.join(column.fields) == name:
            continue
        if name and field_type(kind, name) is None and name.rpartition(".")[2] not in NAME_PARTS:
            raise BadValue(f"{name!r} is not a field of a {kind.name}", "choose one of the list")
        beside = [(other.notions, other.look) for other in columns]
        scale = weight_scale(column.name, column.notions, name, column.look, beside)
        column.field, column.parts, column.second, column.scale = name, (), "", 1.0 if scale is None else scale
        column.why = "chosen" if name else "left out"
    said: dict[str, str] = {}
    for column in columns:
        for name in column.fields:
            if name in said:
                raise BadValue(f"{said[name]!r} and {column.name!r} are both {name}", "choose another for one of them")
            said[name] = column.name
