"""The benchmark of the kernels runs and compares like with like; what it measures is for who runs it."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.customs_graph import customs_graph
from benchmarks.kernel_inputs import Inputs
from benchmarks.kernel_subjects import SUBJECTS
from benchmarks.kernels import WORDS, measured_cells, rows, write_graph
from benchmarks.measure import Measured


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a very small graph."""
    write_graph(tmp_path, 300)
    return tmp_path


@pytest.mark.parametrize("routine", ["components", "cores", "cuts", "clustering", "exact", "lengths", "closeness"])
def test_ours_and_networkx_answer_alike(home: Path, routine: str) -> None:
    answers = []
    for library in ("halqa", "networkx"):
        work, figures = SUBJECTS[f"{routine}_{library}"](Inputs(home))
        answers.append(figures(work()))
    assert answers[0] == pytest.approx(answers[1], rel=1e-8)


@pytest.mark.parametrize("routine", ["pagerank", "personal"])
def test_ranks_are_compared_at_the_same_error(home: Path, routine: str) -> None:
    for library in ("halqa", "networkx"):
        work, figures = SUBJECTS[f"{routine}_{library}"](Inputs(home))
        assert figures(work())["error"] < 1e-5


def test_every_routine_has_a_subject_of_ours() -> None:
    assert {name.partition("_")[0] for name in SUBJECTS if name.endswith("halqa")} == set(WORDS)


def test_a_library_that_is_not_installed_has_a_row_that_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Measured(2.0, 2.5, 100, {"sum": 1.0})
    monkeypatch.setattr("benchmarks.kernels.in_own_process", lambda *_: ours)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    table = [row for row, _, _ in rows("cores", 300, measured_cells("cores", 300, home, 1))]
    assert table == [
        "| core numbers | 300 | halqa | 2.0000 | 1.00 | 2.5000 | 100 | sum 1 |",
        "| core numbers | 300 | networkx | | | | | not installed |",
        "| core numbers | 300 | igraph | | | | | not installed |",
        "| core numbers | 300 | networkit | | | | | not installed |",
    ]


def test_a_seed_makes_the_same_graph_with_hubs_and_groups() -> None:
    graph, again = customs_graph(3000, seed=2), customs_graph(3000, seed=2)
    assert all(np.array_equal(first, second) for first, second in zip(graph[1:], again[1:], strict=True))
    degrees = np.bincount(np.concatenate((graph.left, graph.right)), minlength=graph.nodes)
    assert degrees.max() > 20 * np.median(degrees)
    inside = graph.group[graph.left] == graph.group[graph.right]
    assert 0.45 < inside.mean() < 0.6
    assert len(set(graph.names)) == graph.nodes
