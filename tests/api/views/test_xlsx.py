"""The picture as a workbook, read back by another library."""

import io
import zipfile

from python_calamine import CalamineWorkbook

from api.views.picture import CAUTION, Picture, PictureNode
from api.views.xlsx import LONGEST_CELL, render


def sheets(picture: Picture) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(render(picture)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_entities_links_rows_and_facts_have_sheets_of_their_own(ring: Picture) -> None:
    read = sheets(ring)
    assert list(read) == ["about", "entities", "links", "source rows"]
    assert [row[0] for row in read["entities"][1:]] == [node.id for node in ring.checked().nodes]
    assert read["links"][1][:5] == ["c:1", "Declaration 2024/01200", "received by", "p:1", "ООО «Рассвет Логистик»"]
    assert read["source rows"][1] == ["declaration 2024/01200", "d.csv", "17", "2024/01200;RASSVET;081310"]
    assert ["Highest handling", "H2"] in read["about"] and ["caution", CAUTION] in read["about"]


def test_numbers_are_numbers_and_flags_flags(ring: Picture) -> None:
    company = next(row for row in sheets(ring)["entities"] if row[0] == "p:1")
    assert (company[3], company[5]) == (4.0, True)


def test_no_cell_is_computed_whatever_it_begins_with() -> None:
    nodes = tuple(
        PictureNode(f"n{i}", "Party", text, 1.0) for i, text in enumerate(("=1+1", "@SUM(A1)", "http://x.y", "+7"))
    )
    content = render(Picture("=2+2", "", nodes, ()))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        written = [file.read(name) for name in file.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in written)
    assert [row[2] for row in sheets(Picture("", "", nodes, ()))["entities"][1:]] == [
        "=1+1",
        "@SUM(A1)",
        "http://x.y",
        "+7",
    ]


def test_hostile_texts_lose_what_no_cell_can_hold(hostile: Picture) -> None:
    read = sheets(hostile)
    assert len(read["entities"]) == len(hostile.nodes) + 1
    assert not any(
        "\u202e" in str(cell) or "\x1b" in str(cell) for rows in read.values() for row in rows for cell in row
    )


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    rows = sheets(Picture("", "", (PictureNode("a", "Party", "x" * (LONGEST_CELL + 1), 1.0),), ()))["entities"]
    assert len(str(rows[1][2])) == LONGEST_CELL and str(rows[1][2]).endswith("a cell holds no more)")


def test_the_same_picture_gives_the_same_bytes(ring: Picture) -> None:
    assert render(ring) == render(ring)
