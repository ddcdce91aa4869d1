from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kernels.building import TableGraph, graph_of_table

LEFT, RIGHT, WEIGHT = ["b", "ё", "b", "z", "a"], ["a", "b", "ё", "z", "b"], [1.0, 2.0, 4.0, 8.0, 0.5]
FORMS: dict[str, Callable[[list[str]], Any]] = {
    "list": list,
    "arrow": pa.array,
    "arrow with long offsets": lambda texts: pa.array(texts, pa.large_string()),
    "chunks of arrow": lambda texts: pa.chunked_array([texts[:2], [], texts[2:]]),
    "encoded arrow": lambda texts: pa.array(texts).dictionary_encode(),
    "pandas": pd.Series,
    "objects of pandas": lambda texts: pd.Series(texts, dtype=object),
    "categories of pandas": lambda texts: pd.Series(texts, dtype="category"),
}
texts = st.text("aбё\uffff😀", max_size=2)  # the last two come in the other order in UTF-16
tables = st.lists(st.tuples(texts, texts, st.integers(1, 8)), max_size=12)


def edges(table: TableGraph) -> dict[tuple[str, str], float]:
    """Weights by the ids of the ends, each pair once."""
    ids, graph = table.ids.to_pylist(), table.graph
    return {
        (ids[near], ids[far]): weight
        for near, far, weight in zip(graph.rows, graph.others, graph.weights.tolist(), strict=True)
        if near < far
    }


@pytest.mark.parametrize("form", FORMS)
def test_a_table_in_any_form_is_the_same_graph(form: str) -> None:
    table = graph_of_table(FORMS[form](LEFT), FORMS[form](RIGHT), np.array(WEIGHT))
    assert table.ids.to_pylist() == ["a", "b", "z", "ё"]
    assert edges(table) == {("a", "b"): 1.5, ("b", "ё"): 6.0}
    assert table.graph.degrees.tolist() == [1, 2, 0, 1]


def test_forms_may_be_mixed_and_a_link_weighs_one() -> None:
    table = graph_of_table(LEFT, pa.array(RIGHT, pa.large_string()))
    assert edges(table) == {("a", "b"): 2.0, ("b", "ё"): 2.0}


@settings(max_examples=40)
@given(rows=tables, seed=st.integers(0, 9))
def test_it_is_the_graph_of_networkx_in_whatever_order(rows: list[tuple[str, str, int]], seed: int) -> None:
    G: nx.Graph[str] = nx.Graph()
    for left, right, weight in rows:
        G.add_edge(left, right, weight=weight + (G[left][right]["weight"] if G.has_edge(left, right) else 0))
    rng = np.random.default_rng(seed)
    shuffled = [
        row if rng.random() < 0.5 else (row[1], row[0], row[2]) for row in rng.permutation(np.array(rows, object))
    ]
    table = graph_of_table(*([row[end] for row in shuffled] for end in (0, 1)), [row[2] for row in shuffled])
    assert table.ids.to_pylist() == sorted(G)
    assert edges(table) == {
        (min(ends), max(ends)): weight for *ends, weight in G.edges(data="weight") if ends[0] != ends[1]
    }


def test_an_empty_table_is_an_empty_graph() -> None:
    table = graph_of_table([], [])
    assert (table.ids.to_pylist(), table.graph.count, table.graph.entries) == ([], 0, 0)


@pytest.mark.parametrize(
    ("left", "right", "error", "message"),
    [
        (["a", None], ["b", "c"], ValueError, "the left end of row 1 is missing"),
        (["a"], ["b", "c"], ValueError, "there are 1 left ends, 2 right ends and 1 weights"),
        (["a"], [2], TypeError, "the right ends are int64; give ids as texts"),
    ],
)
def test_what_is_no_table_is_refused(left: Any, right: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        graph_of_table(left, right)
