"""The key `neo4j_csv` of a profile: which labels and relationship types of a graph export are which records and fields.

A label that is mapped becomes records; a relationship says more of the record at one of its ends, from its own columns
and those of the node at the other end. Nodes whose label is not mapped are values: a phone, an address.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from graph.canonical import RecordKind
from graph.wording import names_known, shown
from loaders.profile.faults import fault
from loaders.profile.model import ProfileModel
from loaders.profile.records import FieldMapping, MappedRecord, RecordMapping, check_names, check_options
from loaders.profile.scalars import FilledText, Text

NODE_ID, START_ID, END_ID, TYPE, LABEL = ":ID", ":START_ID", ":END_ID", ":TYPE", ":LABEL"


def _end(value: Any) -> Any:
    if value not in ("from", "to"):
        what = f"is {shown(value)}" if value else "is empty"
        raise fault(what, "write from or to: the end whose record it says more of")
    return value


class PartyRole(ProfileModel):
    """What is put before the key of a party that is known: a word, or what a column says."""

    value: Text = Field("", description="The word, also where the column is empty")
    column: Text = Field("", description="The column of the relationship that says it")

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: Any) -> Any:
        return {"value": data} if isinstance(data, str) else data


class NodeMapping(MappedRecord):
    """The record that a node of a label is; its own number is the id of the node."""

    @model_validator(mode="before")
    @classmethod
    def _without_id(cls, data: Any) -> Any:
        for key in ("id", "id_of"):
            if isinstance(data, dict) and key in data:
                raise fault("is no key of a node, whose own number is its `:ID`", "leave it out", key)
        return data

    def record(self) -> RecordMapping:
        """The mapping of its rows."""
        return RecordMapping.model_construct(
            **{name: getattr(self, name) for name in MappedRecord.model_fields}, id=(NODE_ID,)
        )


class RelationshipMapping(ProfileModel):
    """A relationship type between two labels; it says more of the record at its start, or at its end."""

    NEEDED: ClassVar = {
        "from": "name the label of the nodes at its start",
        "to": "name the label of the nodes at its end",
        "fields": "write under it which column is which field of the record, such as `party.phone: number`",
    }

    start: FilledText = Field(alias="from", description="Label of the nodes at its start")
    end: FilledText = Field(alias="to", description="Label of the nodes at its end")
    side: Annotated[Literal["from", "to"], BeforeValidator(_end)] = Field(
        "from", alias="record", description="The end whose record it says more of"
    )
    role: PartyRole | None = Field(None, description="What is put before the key of a party that is known")
    fields: dict[str, FieldMapping] = Field(description="Field -> the column that says it, of it or of the other node")

    @property
    def is_of_start(self) -> bool:
        """Whether it says more of the record at its start."""
        return self.side == "from"

    @property
    def label(self) -> str:
        """The label of the node whose record it says more of."""
        return self.start if self.is_of_start else self.end

    @property
    def other(self) -> str:
        """The label of the node at the other end."""
        return self.end if self.is_of_start else self.start

    def columns(self) -> set[str]:
        """Every column that is read, of the relationship or of the other node."""
        named = {self.role.column} - {""} if self.role else set()
        return named.union(*(mapping.sources for mapping in self.fields.values()))

    def record(self, kind: RecordKind) -> RecordMapping:
        """The mapping of its rows, which are parts of records of a kind."""
        own, other = (START_ID, END_ID) if self.is_of_start else (END_ID, START_ID)
        return RecordMapping.model_construct(kind=kind, id=(own,), part=(TYPE, other), fields=self.fields)


def _entries(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """One relationship, or a list of them where a type joins several pairs of labels."""
    return handler(value) if isinstance(value, list) else (RelationshipMapping.model_validate(value),)


Relationships = Annotated[tuple[RelationshipMapping, ...], WrapValidator(_entries)]


class GraphMapping(ProfileModel):
    """The labels that become records, and what relationships say of them, by type."""

    NEEDED: ClassVar = {"nodes": "map at least one label onto a kind of record"}

    nodes: dict[str, NodeMapping] = Field(description="Label -> the record that its nodes are", min_length=1)
    relationships: dict[str, Relationships] = Field(
        default_factory=dict, description="Type -> what it says of the record at one of its ends; or a list of such"
    )

    @model_validator(mode="after")
    def _check_relationships(self) -> Self:
        for path, relationship in self._with_paths():
            if relationship.label not in self.nodes:
                what = f"is {relationship.label!r}, which `nodes` does not map"
                raise fault(what, names_known(relationship.label, self.nodes), *path, relationship.side)
            kind = self.nodes[relationship.label].kind
            check_names(relationship.fields, kind, *path, "fields")
            check_options(relationship.fields, kind, *path, "fields")
        return self

    def _with_paths(self) -> Iterator[tuple[tuple[str | int, ...], RelationshipMapping]]:
        for name, entries in self.relationships.items():
            for place, relationship in enumerate(entries):
                at = (place,) if len(entries) > 1 else ()
                yield ("relationships", name, *at), relationship

    def kind_of(self, relationship: RelationshipMapping) -> RecordKind:
        """The kind of the record that a relationship says more of."""
        return self.nodes[relationship.label].kind

    def mapped(self) -> Iterator[tuple[tuple[str | int, ...], RecordKind, dict[str, FieldMapping]]]:
        """Every mapping of fields with its place in the profile and the kind of its record."""
        for label, node in self.nodes.items():
            yield ("nodes", label), node.kind, node.fields
        for path, relationship in self._with_paths():
            yield path, self.kind_of(relationship), relationship.fields
