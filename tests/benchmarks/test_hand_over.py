"""The benchmark of pictures: that both files hold what is compared."""

from pathlib import Path

import pytest

from api.services.runtime.workspace import Workspace
from api.views.picture import Picture, PictureEdge, PictureNode, SourceRow
from benchmarks.hand_over import filled, line, pyvis_file
from benchmarks.measure import Measured
from graph.errors import BadValue
from graph.settings import Settings


def test_the_picture_has_as_many_nodes_as_it_is_measured_with(demo: Path) -> None:
    with Workspace(Settings(data_dir=demo / "data")) as workspace:
        picture = filled(workspace, 40)
        with pytest.raises(BadValue, match="no hub has 4,999 nodes"):
            filled(workspace, 4_999)
    assert len(picture.nodes) == 40
    assert all(edge.records for edge in picture.edges)


def test_the_file_of_pyvis_holds_the_same_lines_and_rows() -> None:
    nodes = (PictureNode("a", "Party", "A", 1.0), PictureNode("b", "Party", "B", 1.0))
    edge = PictureEdge("e", "a", "b", "X", evidence=("UZ: declaration 1",), records=("r",))
    text = pyvis_file(Picture("T", "", nodes, (edge,), (SourceRow("r", "f.csv", "7", "the row"),))).decode()
    assert "UZ: declaration 1" in text and "f.csv, line 7: the row" in text


def test_a_row_without_a_browser_leaves_its_cells_empty() -> None:
    figures = {"nodes": 1000, "links": 2, "rows": 3, "bytes": 4000}
    assert line("ours", Measured(1.0, 2.0, 3.0, figures)) == (
        "| ours: 1,000 nodes, 2 links, 3 source rows | 4,000 | 1.00 | 2.00 |  |  |"
    )
