"""The example notebooks run from top to bottom."""

import json
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from matplotlib import pyplot

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.ipynb"))


def code_of(notebook: Path) -> list[str]:
    """The cells of a notebook that are code."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize("notebook", EXAMPLES, ids=lambda path: path.stem)
def test_a_notebook_runs_and_hands_over_its_pictures(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matplotlib.use("agg")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for number, cell in enumerate(code_of(notebook), 1):
        exec(compile(cell, f"{notebook.name}, cell {number}", "exec"), names)
    pyplot.close("all")
    made = {path.name: path.stat().st_size for path in (tmp_path / "demo-notebook").iterdir() if path.is_file()}
    assert made.keys() == {"cluster.png", "degrees.png", "cluster.html"}
    assert min(made.values()) > 5_000


@pytest.mark.parametrize("notebook", EXAMPLES, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_its_output(notebook: Path) -> None:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
