"""Folders of node and relationship files as `neo4j-admin database import` reads them, by a mapping profile.

A unit is one row with the names of its columns, and for a relationship the columns of the node at its other end that
the profile asks for: so each unit is read by itself. Relationships become parts of the record at one of their ends.
What the profile names no use for is counted and said, and not kept. An id is that of the file after its id space or,
where the header names none, its label: `Person/12`; where it says a value (a plate) it is that of the file alone. The
name before `:ID` is a property too. A header may stand in a file of its own, `persons_header.csv`, before files whose
names begin as it does (`persons_part1.csv`).
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from graph.canonical import Record, Rejection
from graph.errors import BadFile
from graph.messages import Message, message
from loaders.profile import mapping
from loaders.profile.graph_mapping import (
    END_ID,
    LABEL,
    NODE_ID,
    START_ID,
    TYPE,
    GraphMapping,
    PartyRole,
    RelationshipMapping,
)
from loaders.profile.mapping import UnitParser
from loaders.profile.profile import Profile
from loaders.profile.records import FieldMapping
from loaders.source import Source
from loaders.tables import delimited

MAX_NODES = 5_000_000
COLUMNS = ("type", "from", "to", "names", "values")  # of a node its label stands in `from`
_SPACE = re.compile(r"(.*):(ID|START_ID|END_ID|LABEL|TYPE|IGNORE)(?:\((.*?)\))?(?:\{.*\})?", re.DOTALL)
_TYPED = re.compile(r"(.+):[A-Za-z]+(?:\[\])?(?:\{.*\})?")
_HEADER_FILE = re.compile(r"[-_. ]*headers?[-_. ]*", re.IGNORECASE)
_LONGEST_NAME = 1000  # characters of a column that may name more than a property
_BARE = " without its space"
# Fields that name another record by its key: there the id keeps its space.
_REFERENCES = frozenset({"associated_with", "case", "declaration", "previous_document"})
Node = tuple[
    str, tuple[str | None, ...]
]  # label, and what relationships ask for; None where the file has no such column


@dataclass(frozen=True, slots=True)
class _Table:
    """One file, or one header with the files that it stands for.

    Attributes:
        path: Of the file with the header.
        names: Its columns by our names.
        spaces: The id space of each column that holds ids.
        parts: Files without a header of their own that belong to it.
        id_property: Name under which the ids of the nodes are a property too, "" where there is none.
    """

    path: Path
    names: tuple[str, ...]
    spaces: dict[str, str]
    parts: tuple[Path, ...] = ()
    id_property: str = ""

    @property
    def is_nodes(self) -> bool:
        return NODE_ID in self.names

    @property
    def is_relationships(self) -> bool:
        return {START_ID, END_ID, TYPE} <= set(self.names)


@dataclass(slots=True)
class _Export:
    """The export being read: what stands behind its ids, and what was left out."""

    profile: Profile
    graph: GraphMapping
    nodes: dict[str, Node] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unused: Counter[str] = field(default_factory=Counter)


def open_source(folder: Path, profile: Profile) -> Source:
    """The files of a folder as one source.

    Raises:
        BadFile: it is no folder, holds no such file, a file that is faulty, or more than five million nodes.
    """
    graph = _graph(profile)
    if not folder.is_dir():
        raise BadFile(f"{folder} is no folder", "name the folder that holds the node and relationship files")
    digest = hashlib.sha256()
    opened: list[_Table] = []
    size = 0
    for path in sorted(path for path in folder.glob("*.csv") if path.is_file()):
        source = delimited.open_source(path, profile)
        digest.update(source.sha256.encode())
        size += source.size
        opened.append(_table(path, source.header))
    tables, unread = _with_parts(opened)
    if not any(table.is_nodes for table in tables):
        raise BadFile(f"{folder} holds no node file", "node files have a column :ID, relationship files :START_ID")
    export = _Export(profile, graph, asked=_asked(graph))
    for table in filter(lambda one: one.is_nodes, tables):
        _remember(table, export)
    source = Source(folder.resolve().name, digest.hexdigest(), COLUMNS, _units(tables, export), size)
    source.remarks = _remarks(tables, export)
    if unread:
        source.remarks += (message("export.unread", files=", ".join(unread)),)
    return source


def _graph(profile: Profile) -> GraphMapping:
    if profile.neo4j_csv is None:
        raise BadFile(f"profile {profile.name} maps no labels", "give it the key `neo4j_csv`")
    return profile.neo4j_csv


def _table(path: Path, header: Sequence[str]) -> _Table:
    names, spaces, named = [], {}, ""
    for column in header:
        is_short = len(column) <= _LONGEST_NAME
        special = _SPACE.fullmatch(column) if is_short else None
        if special is None:
            typed = _TYPED.fullmatch(column) if is_short else None
            names.append(typed[1] if typed else column)
            continue
        name = f":{special[2]}"
        spaces[name] = special[3] or ""
        names.append(name)
        named = special[1].strip() if name == NODE_ID else named
    double = [name for name, count in Counter(names).items() if count > 1 and name != ":IGNORE"]
    if double:
        raise BadFile(f"column {double[0]!r} stands twice in {path}", "rename one of them")
    return _Table(path, tuple(names), spaces, id_property="" if named in names else named)


def _with_parts(opened: Sequence[_Table]) -> tuple[list[_Table], list[str]]:
    """The tables with a header, each with the files that it is the header of, and the names of all other files."""
    tables = [table for table in opened if table.is_nodes or table.is_relationships]
    rest = [table.path for table in opened if not (table.is_nodes or table.is_relationships)]
    with_parts = []
    for table in sorted(tables, key=lambda table: -len(_begins(table.path))):
        begins = _begins(table.path)
        is_alone = sum(_HEADER_FILE.search(other.path.stem) is not None for other in tables) == 1
        mine = [path for path in rest if begins and path.stem.lower().startswith(begins)] or (
            list(rest) if _HEADER_FILE.fullmatch(table.path.stem) and is_alone else []
        )
        rest = [path for path in rest if path not in mine]
        with_parts.append(replace(table, parts=tuple(mine)))
    return sorted(with_parts, key=lambda table: table.path), [path.name for path in rest]


def _begins(path: Path) -> str:
    """How the files of a header file begin, "" of a file that is none."""
    stem = path.stem.lower()
    return _HEADER_FILE.sub("", stem) if _HEADER_FILE.search(stem) else ""


def _asked(graph: GraphMapping) -> dict[str, tuple[str, ...]]:
    """The columns of each label that relationships read."""
    columns: dict[str, set[str]] = {}
    for relationship in chain.from_iterable(graph.relationships.values()):
        columns.setdefault(relationship.other, set()).update(relationship.columns())
    return {label: tuple(sorted(names)) for label, names in columns.items()}


def _rows(table: _Table, profile: Profile) -> Iterator[tuple[int, list[str]]]:
    width = len(table.names)
    for path, rows in chain(
        [(table.path, delimited.open_source(table.path, profile).units)],
        ((part, delimited.headless(part, profile)) for part in table.parts),
    ):
        for line, row in rows:
            if len(row) != width:
                raise BadFile(f"{path}, line {line} has {len(row)} cells, the header {width}", "export the file again")
            yield line, row


def _key(text: str, space: str) -> str:
    return f"{space}/{text.strip()}" if space else text.strip()


def _remember(table: _Table, export: _Export) -> None:
    """Keeps label and asked values of every node of a file."""
    place, space = table.names.index(NODE_ID), table.spaces[NODE_ID]
    label_place = table.names.index(LABEL) if LABEL in table.names else None
    positions = {name: i for i, name in enumerate(table.names)}
    if table.id_property:
        positions[table.id_property] = place
    for line, row in _rows(table, export.profile):
        label = _label(row[label_place] if label_place is not None else "", table, export)
        if len(export.nodes) >= MAX_NODES:
            raise BadFile(
                f"{table.path.parent} holds more than {MAX_NODES:,} nodes", "export fewer labels, or in several folders"
            )
        key = _key(row[place], space)
        if key in export.nodes:
            raise BadFile(f"{table.path}, line {line}: the id {key!r} stands twice", "give the id spaces names")
        asked = export.asked.get(label, ())
        export.nodes[key] = (label, tuple(row[positions[name]] if name in positions else None for name in asked))


def _label(text: str, table: _Table, export: _Export) -> str:
    """The label that counts of one or several: a mapped one, else the first; of none, the file's id space."""
    labels = [label.strip() for label in text.split(";") if label.strip()] or [table.spaces.get(NODE_ID, "")]
    wanted = [label for label in labels if label in export.graph.nodes]
    return (wanted or [label for label in labels if label in export.asked] or labels)[0]


def _units(tables: Sequence[_Table], export: _Export) -> Iterator[tuple[int, list[str]]]:
    parse = parser(export.profile)
    checked: set[tuple[str, ...]] = set()
    for table in sorted(tables, key=lambda one: not one.is_nodes):
        names = _json([*table.names, *([table.id_property] if table.id_property else [])])
        rows = _node_units(table, names, export) if table.is_nodes else _relationship_units(table, export)
        for line, unit in rows:
            if tuple(unit[:4]) not in checked:  # a column that is missing refuses the export, not each of its rows
                checked.add(tuple(unit[:4]))
                parse(unit)
            yield line, unit


def _node_units(table: _Table, names: str, export: _Export) -> Iterator[tuple[int, list[str]]]:
    place, space = table.names.index(NODE_ID), table.spaces[NODE_ID]
    for line, row in _rows(table, export.profile):
        key = _key(row[place], space)
        label = export.nodes[key][0]
        if label in export.graph.nodes:
            if table.id_property:
                row.append(row[place])
            row[place] = _public(key, label, space)
            yield line, ["", label, "", names, _json(row)]


def _relationship_units(table: _Table, export: _Export) -> Iterator[tuple[int, list[str]]]:
    start, end, kind = (table.names.index(name) for name in (START_ID, END_ID, TYPE))
    for line, row in _rows(table, export.profile):
        row[start], row[end] = _key(row[start], table.spaces[START_ID]), _key(row[end], table.spaces[END_ID])
        ends = export.nodes.get(row[start]), export.nodes.get(row[end])
        if ends[0] is None or ends[1] is None:
            missing = row[start] if ends[0] is None else row[end]
            raise BadFile(f"{table.path}, line {line}: no node has the id {missing!r}", "export the nodes with them")
        for one in export.graph.relationships.get(row[kind], ()):
            if (one.start, one.end) == (ends[0][0], ends[1][0]):
                other = ends[1] if one.is_of_start else ends[0]
                said = list(row)
                said[start] = _public(row[start], one.start, table.spaces[START_ID])
                said[end] = _public(row[end], one.end, table.spaces[END_ID])
                asked = zip(export.asked[other[0]], other[1], strict=True)
                values = {name: value for name, value in asked if value is not None}
                values |= dict(zip(table.names, said, strict=True))
                yield line, [row[kind], one.start, one.end, _json(list(values)), _json(list(values.values()))]


def _public(key: str, label: str, space: str) -> str:
    """The id that a record keeps; a bare number such as 444 would pass for a placeholder where others refer to it."""
    return key if space else f"{label}/{key}"


def _json(texts: Sequence[str]) -> str:
    return json.dumps(texts, ensure_ascii=False)


def _remarks(tables: Sequence[_Table], export: _Export) -> tuple[Message, ...]:
    """What the profile has no use for, by label and file."""
    labels = Counter(label for label, _ in export.nodes.values())
    values = sorted(label for label in labels if label not in export.graph.nodes and label in export.asked)
    unused = sorted(label for label in labels if label not in export.graph.nodes and label not in export.asked)
    counted = [message("export.nodes", nodes=len(export.nodes), files=sum(table.is_nodes for table in tables))]
    if values:
        counted.append(message("export.behind", labels=_listed(labels, values)))
    if unused:
        counted.append(message("export.not_mapped", labels=_listed(labels, unused)))
    return tuple(counted)


def _listed(labels: Mapping[str, int], names: Sequence[str]) -> str:
    return ", ".join(f"{labels[name]:,} {name}" for name in names)


def parser(profile: Profile) -> UnitParser:
    """The function that reads a unit of an export.

    Raises:
        BadFile: when it meets a unit without a column that the profile reads.
    """
    graph = _graph(profile)
    made: dict[tuple[str, ...], tuple[UnitParser, RelationshipMapping | None, list[str]]] = {}

    def parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
        key = tuple(unit[:4])
        compiled = made.get(key)
        if compiled is None:
            compiled = made[key] = _compiled(profile, graph, key)
        read, relationship, names = compiled
        row = json.loads(unit[4])
        records, rejections = read([*row, *_without_spaces(row, names)])
        if relationship is not None and relationship.role is not None:
            role = _role_of(relationship.role, dict(zip(names, row, strict=True)))
            records = [_with_role(record, role) for record in records]
        return records, rejections

    return parse


def _compiled(
    profile: Profile, graph: GraphMapping, key: tuple[str, ...]
) -> tuple[UnitParser, RelationshipMapping | None, list[str]]:
    kind, start, end, text = key
    names: list[str] = json.loads(text)
    of_kind = graph.relationships.get(kind, ()) if kind else ()
    relationship = next((entry for entry in of_kind if (entry.start, entry.end) == (start, end)), None)
    node = None if kind else graph.nodes.get(start)
    if relationship:
        record = relationship.record(graph.kind_of(relationship))
    elif node:
        record = node.record()
    else:  # a newer version of the profile has no use for it
        return lambda _: ([], []), None, names
    if relationship and relationship.role and relationship.role.column not in ("", *names):
        raise BadFile(
            f"column {relationship.role.column!r} of profile {profile.name} is missing",
            f"the relationships {kind} have {', '.join(names)}",
        )
    record = record.model_copy(update={"fields": {name: _bare(name, field) for name, field in record.fields.items()}})
    of_one_record = profile.model_copy(update={"records": (record,), "neo4j_csv": None})
    return mapping.parser(of_one_record, [*names, *_bare_names(names)]), relationship, names


def _bare_names(names: Sequence[str]) -> list[str]:
    return [f"{name}{_BARE}" for name in names if name in (NODE_ID, START_ID, END_ID)]


def _without_spaces(row: Sequence[str], names: Sequence[str]) -> list[str]:
    """The ids of a unit as the file has them, for fields that say a value."""
    return [
        text.partition("/")[2] for name, text in zip(names, row, strict=True) if name in (NODE_ID, START_ID, END_ID)
    ]


def _bare(name: str, field: FieldMapping) -> FieldMapping:
    """The mapping of a field, which reads ids without their space unless it names a record."""
    if name in _REFERENCES or name.endswith(".key"):
        return field

    def bare(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(f"{one}{_BARE}" if one in (NODE_ID, START_ID, END_ID) else one for one in columns)

    return field.model_copy(update={"column": bare(field.column), "columns": bare(field.columns)})


def _role_of(role: PartyRole, row: dict[str, str]) -> str:
    """The role as it is put before a key: small letters, single blanks, no equals sign."""
    said = row.get(role.column, "") if role.column else ""
    return " ".join((said or role.value).lower().replace("=", " ").split())


def _with_role(record: Record, role: str) -> Record:
    """The record with the role before the key of the party it knows: `sibling=12`."""
    known = record.values.get("associated_with")
    if not known or not role:
        return record
    keys = known if isinstance(known, tuple) else (known,)
    values = {**record.values, "associated_with": tuple(f"{role}={key}" for key in keys)}
    return replace(record, values=values)
