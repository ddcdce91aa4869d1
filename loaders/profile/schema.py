"""The JSON schema of a mapping profile, for editors: which keys there are, and which fields a kind of record has.

It is made of the same models and tables that read a profile, and is wider than they are: in YAML people write `2024`
and `true` without quotes, and what columns, dates or patterns must look like is told by the reader alone.
"""

import json
from collections.abc import Iterator
from typing import Any

from graph.canonical import LINK_FIELDS, PARTY_FIELDS, RECORD_KINDS, RecordKind, ValueType
from loaders.documents.document import document_formats
from loaders.profile.profile import Profile
from loaders.profile.records import OPTIONS, field_names, field_type
from loaders.profile.scalars import OPTIONAL_SCHEMA, TEXT_SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SOURCES = ("column", "columns", "value")
_SUBJECTS = ("records", "neo4j_csv", "document")
Schema = dict[str, Any]


def schema_text() -> str:
    """The schema as JSON, with whatever fits on one line of 120 characters on one."""
    return "\n".join(_lines(profile_schema(), "")) + "\n"


def profile_schema() -> Schema:
    """The schema, draft 2020-12."""
    schema: Schema = _tidy(Profile.model_json_schema())
    parts: dict[str, Schema] = schema["$defs"]
    mapping = parts.pop("FieldMapping")
    for name in ("RecordMapping", "NodeMapping"):
        _list_fields_by_kind(parts[name])
    parts["RecordMapping"]["oneOf"] = [{"required": ["id"]}, {"required": ["id_of"]}]
    parts["RelationshipMapping"]["properties"]["fields"] |= _fields_of(*RECORD_KINDS.values())
    parts["PartyRole"] = {"anyOf": [OPTIONAL_SCHEMA, parts["PartyRole"]]}
    relationship = {"$ref": "#/$defs/RelationshipMapping"}
    parts["GraphMapping"]["properties"]["relationships"]["additionalProperties"] = {
        "anyOf": [relationship, {"type": "array", "items": relationship}]
    }
    parts |= {_name_of(type_): _field_of(type_, mapping) for type_ in ValueType if type_ is not ValueType.LINES}
    parts |= {_fields_name(kind): _fields_of(kind) for kind in RECORD_KINDS.values()}
    schema["properties"]["document"] = {**schema["properties"]["document"], "enum": list(document_formats())}
    head = {"$schema": DIALECT, "title": "Mapping profile of Halqa"}
    subjects = {"oneOf": [{"required": [key]} for key in _SUBJECTS]}
    return {**head, **schema, **subjects, "$defs": dict(sorted(parts.items()))}


def _tidy(value: Any) -> Any:
    """A schema without titles, empty defaults and the null that only Python needs.

    Editors show the key itself, which a title would repeat; what is not given is left out.
    """
    if isinstance(value, list):
        return [_tidy(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    choices = value.get("anyOf", ())
    if len(choices) == 2 and choices[1] == {"type": "null"}:
        value = {**choices[0], **{key: part for key, part in value.items() if key != "anyOf"}}
    is_empty = {"title": isinstance(value.get("title"), str), "default": value.get("default") in ("", [], None)}
    return {key: _tidy(part) for key, part in value.items() if not is_empty.get(key, False)}


def _list_fields_by_kind(part: Schema) -> None:
    """Lets the kind of a record say which fields it has."""
    description = part["properties"]["fields"]["description"]
    part["properties"]["fields"] = {"type": "object", "description": description}
    part["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
            "then": {"properties": {"fields": {"$ref": f"#/$defs/{_fields_name(kind)}"}}},
        }
        for kind in RECORD_KINDS.values()
    ]


def _fields_name(kind: RecordKind) -> str:
    """What the fields of a kind are called: by the first kind that has the same."""
    names = field_names(kind)
    first = next(other for other in RECORD_KINDS.values() if field_names(other) == names)
    return f"{first.name.capitalize()}Fields"


def _fields_of(*kinds: RecordKind) -> Schema:
    """A mapping of the fields of some kinds of records, and of no others."""
    fields: dict[str, Schema] = {}
    for kind in kinds:
        for name in field_names(kind):
            type_ = field_type(kind, name)
            if type_ is not None:
                fields[name] = {"$ref": f"#/$defs/{_name_of(type_)}", "description": _description(kind, name)}
    return {"type": "object", "properties": fields, "additionalProperties": False}


def _name_of(type_: ValueType) -> str:
    return f"{type_.value.capitalize()}Field"


def _description(kind: RecordKind, name: str) -> str:
    if name in kind.fields:
        return kind.fields[name].description
    if name in kind.links:
        return LINK_FIELDS[name].description
    role, _, part = name.partition(".")
    return f"{role.replace('_', ' ').capitalize()}: {PARTY_FIELDS[part].description}"


def _field_of(type_: ValueType, mapping: Schema) -> Schema:
    """What may stand behind a field of a type: a column, or the keys that mean something for it."""
    keys = {key: part for key, part in mapping["properties"].items() if type_ in OPTIONS.get(key, {type_})}
    sources = [{"required": [key]} for key in _SOURCES]
    return {"anyOf": [TEXT_SCHEMA, {**mapping, "properties": keys, "oneOf": sources}]}


def _lines(value: Any, indent: str, before: str = "", after: str = "") -> Iterator[str]:
    line = f"{indent}{before}{json.dumps(value, ensure_ascii=False)}{after}"
    if len(line) <= 120 or not isinstance(value, dict | list):
        yield line
        return
    entries = [(f"{json.dumps(key)}: ", part) for key, part in value.items()] if isinstance(value, dict) else []
    entries = entries or [("", part) for part in value]
    yield f"{indent}{before}{'{' if isinstance(value, dict) else '['}"
    for place, (name, part) in enumerate(entries, 1):
        yield from _lines(part, f"{indent} ", name, "," if place < len(entries) else "")
    yield f"{indent}{'}' if isinstance(value, dict) else ']'}{after}"
