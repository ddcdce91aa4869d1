import io

import pandas as pd
import pytest

from api.views.csv import COLUMNS, render
from api.views.picture import CAUTION, Picture, PictureEdge, PictureNode


def table(picture: Picture) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(render(picture)), dtype=str, keep_default_na=False, encoding="utf-8-sig")


def one(label: str) -> Picture:
    return Picture("", "", (PictureNode("a", "Party", label, 1.0),), ())


def test_excel_sees_that_it_is_utf_8(ring: Picture) -> None:
    assert render(ring).startswith(b"\xef\xbb\xbfsource_id,")


def test_a_link_is_one_row_with_both_ends(ring: Picture) -> None:
    row = table(ring).set_index("link_id").loc["e2"]
    assert row["source_label"] == "Declaration 2024/01200"
    assert row["target_label"] == "ООО «Рассвет Логистик»"
    assert row["target_type"] == "Company"
    assert row["link_type"] == "CONSIGNED_TO"
    assert row["evidence"] == "UZ/import: declaration 2024/01200, line 17"


def test_weights_and_flags_are_read_as_such(ring: Picture) -> None:
    rows = pd.read_csv(io.BytesIO(render(ring)), encoding="utf-8-sig").set_index("link_id")
    assert rows.loc["e4", "weight"] == 2.5
    assert rows["is_derived"].to_dict() == {"e1": False, "e2": False, "e3": False, "e4": False, "e5": True}


def test_several_lines_of_evidence_share_a_cell() -> None:
    nodes = (PictureNode("a", "Party", "A", 1.0), PictureNode("b", "Party", "B", 1.0))
    edge = PictureEdge("1", "a", "b", "X", evidence=("line 1", "line 2"))
    assert table(Picture("", "", nodes, (edge,)))["evidence"].tolist() == ["line 1 | line 2"]


def test_an_entity_without_links_is_a_row_at_the_end(ring: Picture) -> None:
    alone = PictureNode("x", "Seal", "UZ 1", 99.0)
    rows = table(Picture("", "", (*ring.nodes, alone), ring.edges))
    assert len(rows) == len(ring.edges) + 1
    assert rows.iloc[-1]["source_id"] == "x"
    assert rows.iloc[-1]["target_id"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+998 90", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_text_that_a_spreadsheet_would_compute_begins_with_an_apostrophe(text: str) -> None:
    assert table(one(text))["source_label"][0] == f"'{text.strip()}"


def test_quotes_commas_and_line_breaks_stay_in_their_cell() -> None:
    assert table(one('a "quoted", name\nof two lines'))["source_label"][0] == 'a "quoted", name of two lines'


def test_every_row_says_what_it_was_made_from(ring: Picture) -> None:
    expected = f"{ring.notes[0]} | Data version: batch 418 | Highest handling: H2 | {CAUTION}"
    assert set(table(ring)["made_from"]) == {expected}


def test_the_empty_picture_is_a_heading() -> None:
    assert tuple(table(Picture("", "", (), ())).columns) == COLUMNS


def test_hostile_names_do_not_break_the_table(hostile: Picture) -> None:
    rows = table(hostile)
    assert len(rows) == len(hostile.edges)
    assert tuple(rows.columns) == COLUMNS
