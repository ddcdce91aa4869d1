"""Edge lists: who is linked to whom, and how strongly, as text, GraphML, GEXF or Pajek.

Read in two ways: as a table of links that an analysis looks at without a store, and as records of persons who know each
other. A text is an edge list only where somebody says so: any two columns could be one.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graph.canonical import Association, Record, Rejection
from graph.columns import TEXT
from graph.errors import BadFile
from graph.model import UNDATED, day_number
from graph.projection.plain import EdgeTable
from graph.values.placeholders import is_placeholder
from loaders.documents.document import DocumentFormat
from loaders.documents.edge_list import delimited, marked_up, pajek
from loaders.documents.edge_list.links import KIND, LABEL, STATUS, LinkFile

MOST_LINKS = 20_000_000
_PERSON = "person"
_PROPERTIES = {LABEL: "name", STATUS: "status", KIND: "kind"}


def open_links(path: Path, columns: Mapping[str, str] | None = None) -> LinkFile:
    """The links of a file, by its content: GraphML, GEXF, Pajek, else text; see the format's own `links_of`.

    Args:
        path: The file.
        columns: Of a text, names of columns by `source`, `target`, `weight`, `time`, `role`, where they are not told.

    Raises:
        BadFile: there is no such file, or it cannot be read as any of them.
    """
    if not path.is_file():
        raise BadFile(f"no file {path}", "check the path")
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if marked_up.recognise(head):
        return marked_up.links_of(path)
    if pajek.recognise(head):
        return pajek.links_of(path)
    if head.lstrip().startswith(b"<"):
        raise BadFile(f"{path} is neither GraphML nor GEXF", "export the graph as one of them, or as CSV")
    return delimited.links_of(path, columns or {})


def read_edge_table(path: Path, nodes: Path | None = None, columns: Mapping[str, str] | None = None) -> EdgeTable:
    """All links of a file with what it, or a table of nodes beside it, says of its nodes; see `open_links`.

    Raises:
        BadFile: a file cannot be read, or there are more than 20 million links.
    """
    file = open_links(path, columns)
    source, target, weight, on, roles = [], [], [], [], []
    for link in file.links:
        source.append(link.source)
        target.append(link.target)
        weight.append(link.weight)
        on.append(day_number(link.on) if link.on else UNDATED)
        roles.append(link.role)
        if len(roles) > MOST_LINKS:
            raise BadFile(f"{path} has more than {MOST_LINKS:,} links", "give it in parts")
    said = {name: dict(texts) for name, texts in file.nodes.items()}
    for name, texts in delimited.nodes_of(nodes).items() if nodes else ():
        said.setdefault(name, {}).update(texts)
    properties = {name: {_PROPERTIES[what]: text for what, text in texts.items()} for name, texts in said.items()}
    return EdgeTable(
        source=pa.array(source, type=TEXT),
        target=pa.array(target, type=TEXT),
        weight=np.array(weight, dtype=np.float64),
        on=np.array(on, dtype=np.int64),
        roles=roles,
        nodes=properties,
    )


def content_version(*paths: Path | None) -> str:
    """A short hash of the content of files."""
    digest = hashlib.blake2b(digest_size=8)
    for path in filter(None, paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _units(path: Path) -> Iterator[tuple[int, list[str]]]:
    """A unit for each node, with its links to others: those of one pair and role are one, their weights added up."""
    file = open_links(path)
    links: dict[str, dict[tuple[str, str], tuple[float, str]]] = {}
    for link in file.links:
        own = links.setdefault(link.source, {})
        links.setdefault(link.target, {})
        weight, on = own.get((link.role, link.target), (0.0, ""))
        own[link.role, link.target] = (weight + link.weight, max(on, link.on))
    for name in file.nodes:
        links.setdefault(name, {})
    for number, (name, own) in enumerate(sorted(links.items()), 1):
        said = [[role, target, weight, on] for (role, target), (weight, on) in sorted(own.items())]
        node = dict(file.nodes.get(name, {}))
        yield number, [name, json.dumps(node, ensure_ascii=False), json.dumps(said, ensure_ascii=False)]


def _parse(unit: Sequence[str]) -> tuple[list[Record], list[Rejection]]:
    """A person, with those whom he knows."""
    name, said, links = unit[0], json.loads(unit[1]), json.loads(unit[2])
    values: dict[str, Any] = {"party.kind": said.get(KIND, _PERSON)}
    called = said.get(LABEL) or name
    if called != name or not is_placeholder(name, "name"):  # a node may be called 0: its key says so
        values["party.name"] = called
    if said.get(STATUS):
        values["status"] = said[STATUS]
    if links:
        values["associated_with"] = tuple(Association(target, role, weight, on) for role, target, weight, on in links)
    return [Record("party", name, values)], []


def _recognise(head: bytes) -> bool:
    return marked_up.recognise(head) or pajek.recognise(head)


FORMAT = DocumentFormat(
    name="edge-list",
    version=1,
    title="list of links between persons, as GraphML, GEXF, Pajek or, where it is named, CSV",
    columns=("node", "said", "links"),
    recognise=_recognise,
    units=_units,
    parse=_parse,
    reads_when_named=True,
)
