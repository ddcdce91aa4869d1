"""The key `records` of a profile: which record a row holds, and which column is which of its fields."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from graph.canonical import LINK_FIELDS, PARTY_FIELDS, RECORD_KINDS, RecordKind, ValueType
from graph.wording import names_known, nearest, shown
from loaders.profile.extract_date import CellPattern
from loaders.profile.faults import fault
from loaders.profile.model import ProfileModel
from loaders.profile.scalars import Columns, FilledText, IsTrue, Scale, SomeTexts, Text

# What changes a text is for fields of these types; elsewhere it would be passed over, or make a text of a number.
OPTIONS: Mapping[str, frozenset[ValueType]] = {
    "split": frozenset({ValueType.TEXT}),
    "scheme": frozenset({ValueType.TEXT}),
    "scale": frozenset({ValueType.NUMBER}),
    "values": frozenset({ValueType.TEXT, ValueType.NUMBER, ValueType.INTEGER, ValueType.COUNTRY}),
}
_ALONE = ("split", "scheme", "values")  # of these one at a time
_TYPE_WORDS = {
    ValueType.TEXT: ("a text", "texts"),
    ValueType.DATE: ("a day", "days"),
    ValueType.MOMENT: ("a moment", "moments"),
    ValueType.NUMBER: ("a number", "numbers"),
    ValueType.INTEGER: ("a whole number", "whole numbers"),
    ValueType.COUNTRY: ("a country", "countries"),
}


def field_type(kind: RecordKind, name: str) -> ValueType | None:
    """How a canonical field of a record kind is read; None where the kind has no such field."""
    if name in kind.fields:
        return kind.fields[name].type
    if name in kind.links:
        return LINK_FIELDS[name].type
    role, _, part = name.partition(".")
    if role in kind.roles and part in PARTY_FIELDS:
        return PARTY_FIELDS[part].type
    return None


def field_names(kind: RecordKind) -> list[str]:
    """Every field that a column can say of a record kind: its own, its links, those of its parties."""
    own = [name for name, field in kind.fields.items() if field.type is not ValueType.LINES]
    return [*own, *kind.links, *(f"{role}.{part}" for role in kind.roles for part in PARTY_FIELDS)]


def _kind(value: Any) -> RecordKind:
    kind = RECORD_KINDS.get(value) if isinstance(value, str) else None
    if kind is None:
        next_step = names_known(value, RECORD_KINDS) if isinstance(value, str) else f"known: {', '.join(RECORD_KINDS)}"
        raise fault(f"is {shown(value)}, which is no kind of record" if value else "is empty", next_step)
    return kind


def _row(value: Any) -> Any:
    if value != "row":
        raise fault(f"is {shown(value)}" if value else "is empty", "write `id_of: row`, or name columns with `id`")
    return value


Kind = Annotated[RecordKind, PlainValidator(_kind), WithJsonSchema({"enum": list(RECORD_KINDS)})]


class FieldMapping(ProfileModel):
    """Where a canonical field comes from: a column, columns joined by a space, a constant; and how it is changed."""

    column: Columns = Field((), description="The column, or several names of it: the first that the file has is read")
    columns: Columns = Field((), description="Several columns, joined by a space")
    value: FilledText | None = Field(None, description="A constant, the same for every row")
    split: Text = Field("", description="The sign between several values in one cell")
    scale: Scale = Field(1.0, description="What the number is multiplied by, such as 1000 where a column is in tonnes")
    values: dict[str, Text] | None = Field(None, description="What the texts of the column mean: text -> our word")
    pattern: CellPattern = Field(
        "", description="Regular expression with one group: the part of the cell that is read, as `, ([A-Z]{2}\\d{7})$`"
    )
    scheme: Text = Field("", description="Name of the register that keys are of, to keep several apart")

    @model_validator(mode="before")
    @classmethod
    def _from_column(cls, data: Any) -> Any:
        if isinstance(data, str) and data.strip():
            return {"column": data}
        if not isinstance(data, dict):
            what = f"is {shown(data)}" if data else "is empty"
            raise fault(what, f"name a column, or write keys with their values: {', '.join(cls.keys())}")
        return data

    @field_validator("values", mode="before")
    @classmethod
    def _check_values(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise fault(f"is {shown(value)}" if value else "is empty", 'write texts with their meanings: {"30": road}')
        written: dict[str, str] = {}
        for text in value:
            if text.casefold() in written:
                raise fault(
                    f"holds {written[text.casefold()]!r} and {text!r}, which are read alike", "leave one of them"
                )
            written[text.casefold()] = text
        return value

    @model_validator(mode="after")
    def _check_sources(self) -> Self:
        given = [key for key in ("column", "columns", "value") if getattr(self, key)]
        if len(given) != 1:
            what = f"has {' and '.join(f'`{key}`' for key in given)}" if given else "says not where it comes from"
            raise fault(what, "write one of `column`, `columns` and `value`")
        changes = [key for key in _ALONE if key in self.model_fields_set and getattr(self, key)]
        if len(changes) > 1:
            raise fault(
                f"has `{changes[0]}` and `{changes[1]}`, of which one would be passed over", "leave one of them"
            )
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns that are read; () where the field is a constant."""
        return self.columns or self.column[:1]

    @property
    def others(self) -> tuple[str, ...]:
        """Further names of the one column."""
        return self.column[1:]


class DeletedMark(ProfileModel):
    """Which rows take their record back."""

    NEEDED: ClassVar = {"column": "name the column that tells", "values": "list the texts that mean deleted"}

    column: FilledText = Field(description="The column that tells")
    values: SomeTexts = Field(description="The texts that mean deleted, in capitals or not")

    @property
    def texts(self) -> frozenset[str]:
        """The texts, folded."""
        return frozenset(text.casefold() for text in self.values)


class MappedRecord(ProfileModel):
    """What a row says of a record beside the record's own number."""

    NEEDED: ClassVar = {
        "kind": f"known: {', '.join(RECORD_KINDS)}",
        "fields": "write under it which column is which field, such as `consignee.name: Consignee`",
    }

    kind: Kind = Field(description="Kind of record")
    part: Columns = Field((), description="Columns that name a piece of a record whose header stands in another file")
    when: Text = Field("", description="The row holds this record only where this column is filled")
    amended: Text = Field("", description="Column of the version number or of the amendment time")
    deleted: DeletedMark | None = Field(None, description="Which rows take their record back")
    handling: Text = Field("", description="Column of the handling code: such rows go to that channel")
    grade: Text = Field("", description="Column of the source grade")
    fields: dict[str, FieldMapping] = Field(description="Field -> the column that says it")

    @field_validator("fields", mode="before")
    @classmethod
    def _check_names(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, dict):
            raise fault(f"is {shown(value)}" if value else "is empty", cls.NEEDED["fields"])
        if "kind" in info.data:
            check_names(value, info.data["kind"])
        return value

    @field_validator("fields", mode="after")
    @classmethod
    def _check_options(cls, fields: dict[str, FieldMapping], info: ValidationInfo) -> dict[str, FieldMapping]:
        if "kind" in info.data:
            check_options(fields, info.data["kind"])
        return fields

    def columns(self) -> set[str]:
        """Every column this mapping reads."""
        columns = {*self.part, self.when, self.amended, self.handling, self.grade}
        if self.deleted:
            columns.add(self.deleted.column)
        return columns.union(*(mapping.sources for mapping in self.fields.values())) - {""}


class RecordMapping(MappedRecord):
    """One record that a row holds; without `id` the row itself, as a hash, is its number."""

    id: Columns = Field((), description="The record's own number; several columns are joined by `/`")
    id_is_row_number: IsTrue = Field(
        False, description="Whether the number may count the rows of the file, 1, 2, 3 ...; refused where not"
    )
    id_of: Annotated[Literal["row"] | None, BeforeValidator(_row)] = Field(
        None, description="In the place of `id` where records have no number: the row itself is it"
    )

    @model_validator(mode="after")
    def _check_id(self) -> Self:
        next_step = "name the column (or columns) of the record's own number, or write `id_of: row` where it has none"
        if not self.id and not self.id_of:
            raise fault("is missing", next_step, "id")
        if self.id and self.id_of:
            raise fault("stands beside `id`", next_step, "id_of")
        return self

    def columns(self) -> set[str]:
        """Every column this mapping reads."""
        return super().columns().union(self.id)


def check_names(names: Iterable[str], kind: RecordKind, *path: str | int) -> None:
    """Raises a fault at a name that is no field of a kind of record, or one that no column can say."""
    for name in names:
        type_ = field_type(kind, name)
        if type_ is ValueType.LINES:
            raise fault("holds lines, which no column can", "write one field of the line, with `part`", *path, name)
        if type_ is None:
            article = "an" if kind.name[0] in "aeiou" else "a"
            raise fault(f"is not a field of {article} {kind.name}", _names_meant(name, kind), *path, name)


def _names_meant(name: str, kind: RecordKind) -> str:
    """The next step: the fields of the party where the role is known, else those of the record and its roles."""
    role, _, part = name.partition(".")
    if role in kind.roles:
        near, known = nearest(part, PARTY_FIELDS, 0.65), [f"{role}.{field}" for field in PARTY_FIELDS]
        return f"{f'did you mean {role}.{near}? ' if near else ''}known: {', '.join(known)}"
    names = field_names(kind)
    near, own = nearest(name, names), [field for field in names if field.partition(".")[0] not in kind.roles]
    known = [*own, *(f"{role}.*" for role in kind.roles)]
    return f"{f'did you mean {near}? ' if near else ''}known: {', '.join(known)}"


def check_options(fields: Mapping[str, FieldMapping], kind: RecordKind, *path: str | int) -> None:
    """Raises a fault at a key that means nothing for the type of its field, such as `scale` of a text."""
    for name, mapping in fields.items():
        type_ = field_type(kind, name)
        for key, types in OPTIONS.items():
            if type_ is not None and key in mapping.model_fields_set and type_ not in types:
                what = f"means nothing for {name}, which is {_TYPE_WORDS[type_][0]}"
                words = ", ".join(several for other, (_, several) in _TYPE_WORDS.items() if other in types)
                raise fault(what, f"leave it out; `{key}` is for {words}", *path, name, key)
