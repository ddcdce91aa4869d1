"""Edge lists as Pajek networks (.net): `*Vertices`, then `*Edges`, `*Arcs`, their lists, or a `*Matrix`.

De Nooy, Mrvar and Batagelj (2018), doi:10.1017/9781108565691. Directions are not read: a link is a link.
"""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.errors import BadFile
from loaders.documents.edge_list.links import Link, LinkFile, text_lines, weight_of

_LINKS = ("*edges", "*arcs")
_LISTS = ("*edgeslist", "*arcslist")


def recognise(head: bytes) -> bool:
    """Whether a file is a Pajek network."""
    first = next(
        (line.strip().lower() for line in head[:4096].splitlines() if line.strip()[:1] not in (b"", b"%")), b""
    )
    return first.startswith((b"*vertices", b"*network"))


def links_of(path: Path) -> LinkFile:
    """The links of a Pajek network; a vertex goes by its label.

    Raises:
        BadFile: it is no text, or (while it is read) a link names no vertex or a faulty weight.
    """
    file = LinkFile(iter(()))
    file.links = _read(path, file)
    return file


def _read(path: Path, file: LinkFile) -> Iterator[Link]:
    section, row = "", 0
    names: dict[str, str] = {}
    for line, cells in _cells(path):
        if cells[0].startswith("*"):
            section, row = cells[0].lower(), 0
        elif section == "*vertices":
            names[cells[0]] = cells[1] if len(cells) > 1 else cells[0]
            file.nodes[names[cells[0]]] = {}
        elif section in _LINKS and len(cells) > 1:
            weight = weight_of(cells[2] if len(cells) > 2 else "", path, line)
            yield Link(_vertex(cells[0], names, path, line), _vertex(cells[1], names, path, line), weight)
        elif section in _LISTS:
            source = _vertex(cells[0], names, path, line)
            for cell in cells[1:]:
                yield Link(source, _vertex(cell, names, path, line))
        elif section == "*matrix":
            row += 1
            source = _vertex(f"{row}", names, path, line)
            for place, cell in enumerate(cells[:row], 1):
                weight = weight_of(cell, path, line)
                if weight:
                    yield Link(source, _vertex(f"{place}", names, path, line), weight)


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    for line, words in enumerate(text_lines(path), 1):
        stripped = words.strip()
        if not stripped or stripped.startswith("%"):
            continue
        try:
            yield line, shlex.split(stripped) if '"' in stripped else stripped.split()
        except ValueError:
            raise BadFile(f"{path}, line {line}: a quote does not close", "check the quotes of that line") from None


def _vertex(number: str, names: Mapping[str, str], path: Path, line: int) -> str:
    name = names.get(number)
    if name is None and names:
        raise BadFile(f"{path}, line {line}: no vertex has the number {number}", "export the network again")
    return name or number
