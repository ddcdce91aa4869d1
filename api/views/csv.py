"""The picture as one table of links, for Excel and pandas.

One row for each link; after them one row with an empty target for each entity without any. Notes and facts stand in
the last column of every row, `made_from`: so a marking survives sorting, filtering and copying, and the file stays one
plain table. UTF-8 with a byte order mark, which Excel needs to see Cyrillic and Arabic letters.
"""

import csv
import io
from collections.abc import Iterator

from api.views.controls import guarded, is_formula
from api.views.picture import CAUTION, Picture, PictureNode, plain

SUFFIX = ".csv"
MEDIA_TYPE = "text/csv; charset=utf-8"

COLUMNS = (
    "source_id",
    "source_label",
    "source_type",
    "target_id",
    "target_label",
    "target_type",
    "link_id",
    "link_type",
    "link_label",
    "weight",
    "is_derived",
    "days",
    "evidence",
    "made_from",
)


def render(picture: Picture) -> bytes:
    """Return the table; lines of evidence are joined by ` | `, text that Excel would compute begins with `'`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(picture.checked()))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _rows(picture: Picture) -> Iterator[list[str]]:
    nodes = {node.id: node for node in picture.nodes}
    made_from = _cell(" | ".join([*picture.notes, *(f"{name}: {value}" for name, value in picture.facts), CAUTION]))
    for edge in picture.edges:
        yield [
            *_end(nodes[edge.source]),
            *_end(nodes[edge.target]),
            _cell(edge.id),
            _cell(edge.type),
            _cell(edge.label),
            repr(edge.weight),
            "true" if edge.is_derived else "false",
            _cell(" ".join(edge.days)),
            _cell(" | ".join(edge.evidence)),
            made_from,
        ]
    linked = {end for edge in picture.edges for end in (edge.source, edge.target)}
    for node in picture.nodes:
        if node.id not in linked:
            yield [*_end(node), *[""] * 10, made_from]


def _end(node: PictureNode) -> tuple[str, str, str]:
    return _cell(node.id), _cell(node.label), _cell(node.type)


def _cell(text: str) -> str:
    shown = plain(text)
    return f"'{shown}" if is_formula(text) else guarded(shown)
