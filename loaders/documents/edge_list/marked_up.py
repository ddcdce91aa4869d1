"""Edge lists as GraphML and GEXF: nodes, links, and what attributes say of them.

GraphML: graphml.graphdrawing.org; GEXF 1.2 and 1.3: gexf.net. Directions are not read: a link is a link.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.errors import BadFile
from loaders.documents.edge_list.delimited import ROLE, TIME, WEIGHT, names_of
from loaders.documents.edge_list.links import KIND, LABEL, STATUS, Link, LinkFile, day_of, weight_of
from loaders.documents.xml_reader import Element, elements, local_name, opening

_ROOTS = {"graphml": ("key",), "gexf": ("attribute",)}
_NODE_WORDS = {LABEL: {"label", "name"}, STATUS: {"status"}, KIND: {"kind"}}


def recognise(head: bytes) -> bool:
    """Whether a file is GraphML or GEXF."""
    return any(root in _ROOTS for _, root in opening(head, 1))


def links_of(path: Path) -> LinkFile:
    """The links of a GraphML or GEXF file.

    Raises:
        BadFile: it is ill-formed or holds no nodes, or (while it is read) a link has no end or a faulty weight.
    """
    file = LinkFile(iter(()))
    file.links = _read(path, file)
    return file


def _read(path: Path, file: LinkFile) -> Iterator[Link]:
    names: dict[str, str] = {}
    nodes: dict[str, Mapping[str, str]] = file.nodes
    for line, element in elements(path, "key", "attribute", "node", "edge"):
        kind = local_name(element)
        if kind in ("key", "attribute"):
            names[element.get("id", "")] = (element.get("attr.name") or element.get("title") or "").casefold()
            continue
        said = _said(element, names)
        if kind == "node":
            nodes[_wanted(element, "id", path, line)] = {
                what: said[word] for what, words in _NODE_WORDS.items() for word in sorted(words) if said.get(word)
            }
            continue
        yield Link(
            _wanted(element, "source", path, line),
            _wanted(element, "target", path, line),
            weight_of(_first(said, WEIGHT), path, line),
            day_of(_first(said, TIME) or said.get("start", ""), path, line),
            _first(said, ROLE),
        )


def _said(element: Element, names: Mapping[str, str]) -> dict[str, str]:
    """The attributes of an element and what stands below it, by their names in small letters."""
    said = {str(name).casefold(): str(value) for name, value in element.attrib.items() if str(value)}
    said.pop("type", None)  # of GEXF: directed or not
    for below in element.iter("{*}data", "{*}attvalue"):
        key = below.get("key") or below.get("for") or ""
        text = below.get("value") or "".join(str(text) for text in below.itertext())
        if text.strip():
            said[names.get(key, key)] = text.strip()
    return said


def _first(said: Mapping[str, str], what: str) -> str:
    return next((said[name] for name in (what, *sorted(names_of("links")[what])) if name in said), "")


def _wanted(element: Element, name: str, path: Path, line: int) -> str:
    value = str(element.get(name, "")).strip()
    if not value:
        raise BadFile(f"{path}, line {line}: the {local_name(element)} has no {name}", "export the graph again")
    return value
