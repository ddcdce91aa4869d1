"""The text of a proposed profile: YAML with a reason beside every line, which people read, edit and keep."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_PLAIN = re.compile(r"[^\W_](?:[\w ./()%-]*[\w.)%])?")
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the draft, its columns (none of a constant) and why; `second` is another field that they may be."""

    field: str
    columns: tuple[str, ...]
    note: str = ""
    scale: float = 1.0
    split: str = ""
    scheme: str = ""
    values: tuple[tuple[str, str], ...] = ()
    pattern: str = ""
    constant: str = ""
    second: str = ""


@dataclass(slots=True)
class ProfileDraft:
    """A profile in the making; "" and 0 are what the profile need not say."""

    name: str
    title: str
    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    totals: tuple[str, ...] = ()
    dates: list[str] = field(default_factory=list)
    decimal: str = "."
    zone: str = ""
    id: tuple[str, ...] = ()
    id_note: str = ""
    amended: str = ""
    entries: list[Entry] = field(default_factory=list)
    unused: list[tuple[str, str]] = field(default_factory=list)
    header_rows: int = 0
    calendar: str = ""


def profile_yaml(draft: ProfileDraft) -> str:
    """The draft as the text of a profile."""
    return "\n".join([*_head(draft), *_record(draft)]) + "\n"


def scalar(text: str) -> str:
    """A text as a YAML scalar that may stand anywhere, also between braces."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML and "  " not in text:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in escaped) + '"'


def _quoted(pattern: str) -> str:
    """A regular expression between single quotes, in which YAML reads nothing but themselves."""
    return "'" + pattern.replace("'", "''") + "'"


def comment(text: str) -> str:
    """A text as a comment: one line, printable."""
    return "# " + "".join(char if char.isprintable() else " " for char in text)


def _head(draft: ProfileDraft) -> Iterator[str]:
    yield comment("A proposal: look at every line, then load with it.")
    yield f"name: {scalar(draft.name)}"
    yield "version: 1"
    yield f"title: {scalar(draft.title)}"
    if draft.encoding:
        yield f"encoding: [{scalar(draft.encoding)}]"
    if draft.delimiter:
        yield f"delimiter: {json.dumps(draft.delimiter)}"
    if draft.sheet:
        yield f"sheet: {scalar(draft.sheet)}"
    if draft.header_row:
        yield f"header_row: {draft.header_row}"
    if draft.header_rows:
        yield f"header_rows: {draft.header_rows}"
    if draft.totals:
        yield f"skip_rows: [{', '.join(map(scalar, draft.totals))}]"
    yield f"dates: [{', '.join(map(json.dumps, draft.dates))}]"
    if draft.calendar:
        yield f"calendar: {draft.calendar}"
    yield f'decimal: "{draft.decimal}"'
    if draft.zone:
        yield f"zone: {draft.zone}  # the zone of the hours in this file, such as Asia/Tashkent"


def _record(draft: ProfileDraft) -> Iterator[str]:
    yield "records:"
    yield f"  - kind: {draft.kind}"
    names = ", ".join(map(scalar, draft.id))
    own = f"id: {names if len(draft.id) == 1 else f'[{names}]'}" if draft.id else "id_of: row"
    yield f"    {own}  {comment(draft.id_note)}"
    if draft.amended:
        yield f"    amended: {scalar(draft.amended)}"
    yield "    fields:" if draft.entries else "    fields: {}"
    for entry in draft.entries:
        yield f"      {entry.field}: {_source(entry)}  {comment(entry.note)}"
        if entry.second:
            yield f"      {comment(f'or {entry.second}: {_source(entry)}  # {entry.note}')}"
    if draft.unused:
        yield "      # Not read, kept with the rows:"
        for name, note in draft.unused:
            yield f"      {comment(f'{scalar(name)}: {note}')}"


def _source(entry: Entry) -> str:
    if len(entry.columns) > 1:
        return f"{{columns: [{', '.join(map(scalar, entry.columns))}]}}"
    if entry.constant:
        return f"{{value: {scalar(entry.constant)}}}"
    said = []
    if entry.pattern:
        said.append(f"pattern: {_quoted(entry.pattern)}")
    if entry.scale != 1:
        said.append(f"scale: {entry.scale:.10g}")
    if entry.split:
        said.append(f"split: {json.dumps(entry.split)}")
    if entry.scheme:
        said.append(f"scheme: {scalar(entry.scheme)}")
    if entry.values:
        said.append("values: {" + ", ".join(f"{json.dumps(k)}: {scalar(v)}" for k, v in entry.values) + "}")
    column = scalar(entry.columns[0])
    return f"{{{', '.join([f'column: {column}', *said])}}}" if said else column
