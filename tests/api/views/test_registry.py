import subprocess
import sys
from pathlib import Path

import pytest

from api.views.picture import Picture, PictureEdge
from api.views.registry import renderers, write
from graph.errors import BadValue


def test_each_file_with_a_suffix_is_an_export() -> None:
    assert {".csv", ".gexf", ".graphml", ".html", ".json", ".png", ".svg", ".xlsx"} <= set(renderers())


@pytest.mark.parametrize("name", ["picture.csv", "picture.graphml", "PICTURE.CSV"])
def test_the_suffix_picks_the_format(ring: Picture, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write(ring, path)
    assert path.read_bytes() == renderers()[path.suffix.lower()](ring)


def test_an_unknown_suffix_is_answered_with_the_known_ones(ring: Picture, tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=r"no export writes '\.docx'; known: \.csv, .*\.html"):
        write(ring, tmp_path / "picture.docx")


def test_a_name_without_suffix_is_refused(ring: Picture, tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="no export writes 'picture'"):
        write(ring, tmp_path / "picture")


def test_a_missing_folder_is_named(ring: Picture, tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=r"there is no folder .*nowhere"):
        write(ring, tmp_path / "nowhere" / "picture.csv")


def test_a_folder_is_not_overwritten(ring: Picture, tmp_path: Path) -> None:
    (tmp_path / "picture.csv").mkdir()
    with pytest.raises(BadValue, match=r"picture\.csv is a folder"):
        write(ring, tmp_path / "picture.csv")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody may write to, such as /proc")
def test_a_place_that_may_not_be_written_to_is_named(ring: Picture) -> None:
    with pytest.raises(BadValue, match=r"/proc/picture\.csv cannot be written"):
        write(ring, Path("/proc/picture.csv"))


def test_an_existing_file_is_replaced_and_nothing_else_is_left(ring: Picture, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_text("old")
    write(ring, path)
    assert path.read_bytes() != b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_picture_that_cannot_be_drawn_leaves_the_old_file(ring: Picture, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_text("old")
    broken = Picture("", "", ring.nodes, (PictureEdge("1", "s:1", "gone", "X"),))
    with pytest.raises(BadValue, match="gone"):
        write(broken, path)
    assert path.read_text() == "old"


def test_looking_for_a_writer_does_not_import_pyvis() -> None:
    code = "import sys; from api.views.registry import renderers; renderers(); sys.exit('pyvis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
