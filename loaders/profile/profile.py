"""The mapping profile: a YAML file that says how somebody's columns become canonical records.

A new layout is a new profile and no Python. `docs/profiles.md` explains every key; a fault in a profile is refused
with the key that holds it.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from graph.canonical import LINK_FIELDS as LINKS
from graph.canonical import PARTY_FIELDS, RECORD_KINDS, RecordKind, ValueType
from graph.errors import BadFile, BadProfile
from loaders.documents.document import document_formats
from loaders.profile.keys import (
    as_mapping,
    check_keys,
    count_at,
    delimiter_at,
    extract_date_at,
    is_true_at,
    scale_at,
    text_at,
    texts,
    version_at,
    zone_at,
)

if TYPE_CHECKING:
    from loaders.profile.graph_mapping import GraphMapping

_PACKED = re.compile(r"\.(gz|zip)$", re.IGNORECASE)
BUILT_IN = Path(__file__).parents[1] / "profiles"
_KEYS = {
    "name",
    "version",
    "title",
    "encoding",
    "delimiter",
    "dates",
    "decimal",
    "zone",
    "extract_date",
    "complete",
    "records",
    "document",
    "neo4j_csv",
    "header_row",
    "sheet",
    "skip_rows",
    "skip_footer",
}
_RECORD_KEYS = {"kind", "id", "id_of", "part", "when", "amended", "deleted", "handling", "grade", "fields"}
_FIELD_KEYS = {"column", "columns", "value", "split", "scale", "values", "scheme"}


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """Where a canonical field comes from: columns joined by a space or a constant, then how its text is changed.

    `others` are further names of its one column: the first name that a file has is read.
    """

    field: str
    type: ValueType
    columns: tuple[str, ...] = ()
    value: str = ""
    split: str = ""
    scale: float = 1.0
    values: Mapping[str, str] | None = None
    scheme: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordMapping:
    """One record that a row holds; its `id` is () where the row itself, as a hash, is the number.

    `part` are the columns that name a piece of a record whose header stands in another file.
    """

    kind: RecordKind
    id: tuple[str, ...]
    fields: tuple[FieldMapping, ...]
    when: str = ""
    amended: str = ""
    deleted: tuple[str, frozenset[str]] | None = None
    handling: str = ""
    grade: str = ""
    part: tuple[str, ...] = ()

    def columns(self) -> set[str]:
        """Every column this mapping reads."""
        found = {
            *self.id,
            *self.part,
            self.when,
            self.amended,
            self.handling,
            self.grade,
            self.deleted[0] if self.deleted else "",
        }
        for mapping in self.fields:
            found.update(mapping.columns)
        return found - {""}


@dataclass(frozen=True, slots=True)
class Profile:
    """A mapping profile, checked."""

    name: str
    version: int
    title: str
    text: str
    encodings: tuple[str, ...]
    delimiter: str
    dates: tuple[str, ...]
    decimal: str
    zone: str
    extract_date: str
    is_complete: bool
    records: tuple[RecordMapping, ...]
    document: str = ""  # the format that reads it, where that is no table
    neo4j_csv: "GraphMapping | None" = None  # where it is a folder of node and relationship files
    header_row: int = 0  # from 1; 0 is the first row that is not blank
    sheet: str = ""  # name, number from 1, or pattern of the sheets of a workbook
    skip_rows: tuple[str, ...] = ()  # rows that begin with one of these words are left out
    skip_footer: int = 0  # rows at the end that are left out

    def columns(self) -> list[str]:
        """Every column the profile reads, sorted: a file must have them all."""
        return sorted(set().union(*(record.columns() for record in self.records)))

    def other_names(self) -> dict[str, tuple[str, ...]]:
        """Column -> its other names, where a field lists several."""
        return {m.columns[0]: m.others for record in self.records for m in record.fields if m.others}


def day_in_name(name: str, profile: Profile) -> str:
    """The day of an extract that a file's name tells, "" where the profile expects none there.

    Raises:
        BadFile: the profile expects a day in the name, and there is none.
    """
    if not profile.extract_date:
        return ""
    match = re.search(profile.extract_date, name) or re.search(profile.extract_date, _PACKED.sub("", name))
    if not match:
        raise BadFile(f"the name {name} holds no extract date as profile {profile.name} expects", "give --extract-date")
    try:
        return datetime.date.fromisoformat(match.group(1)).isoformat()
    except ValueError:
        words = f"the extract date {match.group(1)!r} in the name {name} is not a day"
        raise BadFile(words, "write it as 2024-03-31, or give --extract-date") from None


def find_profile(name: str, own: Path | None = None) -> Profile:
    """The profile of a name (looked up in the own folder, then among the built-in ones) or of a path to a YAML file.

    Raises:
        BadProfile: there is none, or it is faulty.
    """
    if name.endswith((".yaml", ".yml")):
        return read_profile(Path(name))
    folders = [folder for folder in (own, BUILT_IN) if folder is not None]
    for folder in folders:
        path = folder / f"{name}.yaml"
        if path.is_file():
            return read_profile(path)
    document = document_formats().get(name)
    if document is not None:
        return parse_profile(document.profile_text(), name)
    known = sorted({path.stem for folder in folders for path in folder.glob("*.yaml")} | document_formats().keys())
    raise BadProfile(f"no profile {name!r}", f"known: {', '.join(known)}; or give the path of a .yaml file")


def read_profile(path: Path) -> Profile:
    """Reads and checks a profile."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadProfile(f"profile {path} cannot be read: {error}", "give the path of a UTF-8 YAML file") from error
    return parse_profile(text, str(path))


def parse_profile(text: str, where: str = "profile") -> Profile:
    """Checks the text of a profile.

    Raises:
        BadProfile: with the key that holds the fault, and what it should be.
    """
    try:
        # Every scalar stays the text that was written: a column may be called `No`, a country `NO`, a code `010`.
        data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError as error:
        raise BadProfile(f"{where} is not YAML: {error}", "mend it") from error
    data = as_mapping(data, where)
    check_keys(data, _KEYS, where)
    records = data.get("records", [])
    document = str(data.get("document", ""))
    if document:
        return _document_profile(data, document, text, where)
    graph = _graph(data, where)
    _check_records(records, graph is not None, where)
    decimal = str(data.get("decimal", "."))
    if decimal not in (".", ","):
        raise BadProfile(f"{where}: `decimal` is {decimal!r}", "write '.' or ','")
    profile = Profile(
        name=text_at(data, "name", where),
        version=version_at(data, where),
        title=str(data.get("title", "")),
        text=text,
        encodings=tuple(texts(data.get("encoding", "utf-8"))),
        delimiter=delimiter_at(data, where),
        dates=tuple(texts(data.get("dates", "%Y-%m-%d"))),
        decimal=decimal,
        zone=zone_at(data, where),
        extract_date=extract_date_at(data, where),
        is_complete=is_true_at(data, "complete", where),
        records=tuple(read_record(record, f"{where}: records[{i}]") for i, record in enumerate(records)),
        header_row=count_at(data, "header_row", where),
        sheet=str(data.get("sheet", "")),
        skip_rows=tuple(text for text in texts(data.get("skip_rows", "")) if text),
        skip_footer=count_at(data, "skip_footer", where),
        neo4j_csv=graph,
    )
    _check_zone(profile, where)
    return profile


def _check_records(records: object, is_graph: bool, where: str) -> None:
    if records and is_graph:
        raise BadProfile(f"{where}: `records` stands beside `neo4j_csv`", "map a table or a graph export, not both")
    if not isinstance(records, list) or (not records and not is_graph):
        raise BadProfile(f"{where}: `records` is missing", "list at least one record with `kind`, `id` and `fields`")
    if len(records) > 8:
        raise BadProfile(f"{where}: `records` has {len(records)} entries", "a row may hold up to eight")


def _check_zone(profile: Profile, where: str) -> None:
    """Hours without a zone are no moments."""
    of_graph = profile.neo4j_csv.records if profile.neo4j_csv else ()
    for record in (*profile.records, *of_graph):
        needs_zone = [m.field for m in record.fields if m.type is ValueType.MOMENT]
        if needs_zone and not profile.zone:
            raise BadProfile(
                f"{where}: `zone` is missing, but {needs_zone[0]} has hours",
                "name its IANA zone, such as Asia/Tashkent",
            )


def _graph(data: Mapping[str, Any], where: str) -> "GraphMapping | None":
    if "neo4j_csv" not in data:
        return None
    from loaders.profile.graph_mapping import graph_mapping  # which checks its records by the functions of this module

    return graph_mapping(data["neo4j_csv"], f"{where}: neo4j_csv")


def _document_profile(data: Mapping[str, Any], document: str, text: str, where: str) -> Profile:
    """The profile of a document format: a name and a version, nothing to map."""
    if document not in document_formats():
        raise BadProfile(f"{where}: `document` {document!r} is not known", f"known: {', '.join(document_formats())}")
    return Profile(
        name=text_at(data, "name", where),
        version=version_at(data, where),
        title=str(data.get("title", "")),
        text=text,
        encodings=(),
        delimiter="",
        dates=(),
        decimal=".",
        zone="",
        extract_date="",
        is_complete=False,
        records=(),
        document=document,
    )


def read_record(data: object, where: str) -> RecordMapping:
    """Checks the mapping of one record; raises `BadProfile` with the key that holds a fault."""
    data = as_mapping(data, where)
    check_keys(data, _RECORD_KEYS, where)
    kind = RECORD_KINDS.get(str(data.get("kind")))
    if kind is None:
        raise BadProfile(f"{where}: `kind` {data.get('kind')!r} is not known", f"known: {', '.join(RECORD_KINDS)}")
    fields = as_mapping(data.get("fields"), f"{where}: `fields`")
    deleted = data.get("deleted")
    if deleted is not None:
        deleted = as_mapping(deleted, f"{where}: `deleted`")
        check_keys(deleted, {"column", "values"}, f"{where}: `deleted`")
        values = frozenset(v.casefold() for v in texts(deleted.get("values", "")) if v)
        if not values:
            raise BadProfile(f"{where}: `deleted` has no `values`", "list the texts that mean deleted")
        deleted = (text_at(deleted, "column", f"{where}: `deleted`"), values)
    if data.get("id_of", "row") != "row":
        raise BadProfile(f"{where}: `id_of` is {data['id_of']!r}", "write `id_of: row`, or name columns with `id`")
    has_id = any(texts(data.get("id", "")))
    if has_id == ("id_of" in data):
        raise BadProfile(
            f"{where}: " + ("`id_of` stands beside `id`" if has_id else "`id` is missing"),
            "name the column (or columns) that hold the record's own number, or write `id_of: row` where it has none",
        )
    return RecordMapping(
        kind=kind,
        id=tuple(text for text in texts(data.get("id", "")) if text),
        fields=tuple(_field(name, entry, kind, f"{where}: fields") for name, entry in fields.items()),
        when=str(data.get("when", "")),
        amended=str(data.get("amended", "")),
        deleted=deleted,
        handling=str(data.get("handling", "")),
        grade=str(data.get("grade", "")),
        part=tuple(text for text in texts(data.get("part", "")) if text),
    )


def field_type(kind: RecordKind, name: str) -> ValueType | None:
    """How a canonical field of a record kind is read; None where the kind has no such field."""
    if name in kind.fields:
        return kind.fields[name].type
    if name in kind.links:
        return LINKS[name].type
    role, _, part = name.partition(".")
    if role in kind.roles and part in PARTY_FIELDS:
        return PARTY_FIELDS[part].type
    return None


def _field(name: str, entry: object, kind: RecordKind, where: str) -> FieldMapping:
    where = f"{where}: `{name}`"
    type_ = field_type(kind, name)
    if type_ is None or type_ is ValueType.LINES:
        roles = ", ".join(f"{role}.*" for role in kind.roles)
        raise BadProfile(
            f"{where} is not a field of a {kind.name}", f"known: {', '.join([*kind.fields, *kind.links])}, {roles}"
        )
    if isinstance(entry, str):
        return FieldMapping(name, type_, (entry,))
    data = as_mapping(entry, where)
    check_keys(data, _FIELD_KEYS, where)
    names = tuple(texts(data["column"])) if "column" in data else ()
    columns = tuple(texts(data["columns"])) if "columns" in data else names[:1]
    if bool(columns) == ("value" in data):
        raise BadProfile(f"{where} needs one of `column`, `columns` and `value`", "say where the field comes from")
    values = data.get("values")
    return FieldMapping(
        field=name,
        type=type_,
        columns=columns,
        value=str(data.get("value", "")),
        split=str(data.get("split", "")),
        scale=scale_at(data, where),
        values=None if values is None else {str(k): str(v) for k, v in as_mapping(values, where).items()},
        scheme=str(data.get("scheme", "")),
        others=names[1:],
    )
