"""The picture as a workbook: entities, links and source rows on sheets of their own, and what it was made from.

Every cell is text or a number, so that nothing is computed whatever it begins with. Same picture, same bytes.
"""

import datetime
import io
from collections.abc import Sequence
from typing import Any

from api.views.picture import CAUTION, HANDLING, Picture, plain, words

SUFFIX = ".xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LONGEST_CELL = 32_767
"""Signs that a cell of Excel holds; longer text is cut, and says so."""
_CUT = " … (cut: a cell holds no more)"
_MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # the moment of the export is told on its sheet
_WIDEST = 60
_LONGEST_HEADER = 100  # signs; Excel takes 255
_ENTITIES = ("id", "type", "label", "rank", "group", "is_hub", "note", "properties")
_LINKS = ("source", "source_label", "link", "target", "target_label", "weight", "is_derived", "days", "evidence", "id")
_ROWS = ("record", "file", "line", "text")

Cell = str | float | bool


def render(picture: Picture) -> bytes:
    """Return the workbook; the first sheet says what it is, with the marking."""
    import xlsxwriter

    ready = picture.checked()
    labels = {node.id: node.label for node in ready.nodes}
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _cell(ready.title), "author": "Halqa", "created": _MADE.replace(tzinfo=None)})
    bold = book.add_format({"bold": True})
    marked = f"{HANDLING}: {_cell(ready.marking)}" if ready.marking else ""
    about = [("title", ready.title), ("question", ready.question), *(("note", note) for note in ready.notes)]
    _sheet(book, bold, "about", ("what", "text"), [*about, *ready.facts, ("caution", CAUTION)])
    _sheet(
        book,
        bold,
        "entities",
        _ENTITIES,
        [
            (
                node.id,
                node.type,
                node.label,
                float(node.rank),
                node.group,
                node.is_hub,
                node.note,
                "; ".join(f"{name}: {node.properties[name]}" for name in sorted(node.properties)),
            )
            for node in ready.nodes
        ],
    )
    _sheet(
        book,
        bold,
        "links",
        _LINKS,
        [
            (
                edge.source,
                labels[edge.source],
                f"{words(edge.type)} {edge.label}".strip(),
                edge.target,
                labels[edge.target],
                float(edge.weight),
                edge.is_derived,
                " ".join(edge.days),
                " | ".join(edge.evidence),
                edge.id,
            )
            for edge in ready.edges
        ],
    )
    _sheet(book, bold, "source rows", _ROWS, [(row.record, row.file, row.line, row.text) for row in ready.sources])
    for sheet in book.worksheets():  # each printed page is marked
        sheet.set_header("&C" + marked[:_LONGEST_HEADER].replace("&", "&&"))
    book.close()
    return content.getvalue()


def _sheet(book: Any, bold: Any, name: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Writes a sheet with a head that stays in view and can be filtered."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(head) - 1)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
        longest = max((len(str(row[column])) for row in rows), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(len(title), longest) + 2))
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif isinstance(value, float):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, _cell(value))


def _cell(text: str) -> str:
    shown = plain(text)
    return shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - len(_CUT)] + _CUT
