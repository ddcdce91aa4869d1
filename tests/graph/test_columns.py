"""Columns: what comes out is what went in, sorted as Python sorts, found by halving, put together without doubles."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import columns
from graph.columns import NUMBER, TEXT, Chunks, Column, Texts, column_of, index_among, sorted_union, text_order

TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
SORTED = st.lists(TEXTS, unique=True).map(sorted)


def texts(values: list[str]) -> Texts:
    return Texts(pa.array(values, type=TEXT))


@given(st.lists(TEXTS))
def test_texts_come_out_as_they_went_in(values: list[str]) -> None:
    column = texts(values)
    assert list(column) == values and column == values
    assert [column[i] for i in range(len(values))] == values
    assert [column[-i - 1] for i in range(len(values))] == values[::-1]
    assert column[1:3] == values[1:3]


@given(st.lists(TEXTS, min_size=2))
def test_a_part_of_a_column_is_a_column(values: list[str]) -> None:
    part = Texts(texts(values).array[1:])
    assert [part[i] for i in range(len(part))] == values[1:]


def test_beyond_its_end_there_is_nothing() -> None:
    for place in (2, -3):
        with pytest.raises(IndexError):
            texts(["a", "b"])[place]


def test_what_is_absent_is_none() -> None:
    assert list(column_of(pa.array(["a", None], type=TEXT))) == ["a", None]
    assert column_of(pa.array(["a", None], type=TEXT))[1] is None
    assert list(column_of(pa.array([1.5, None], type=NUMBER))) == [1.5, None]


@given(st.lists(TEXTS))
def test_the_order_is_that_of_python(values: list[str]) -> None:
    assert [values[i] for i in text_order(pa.array(values, type=TEXT))] == sorted(values)


@given(SORTED, TEXTS)
def test_a_text_is_found_where_it_is(values: list[str], other: str) -> None:
    column = texts(values)
    assert [column.find(value) for value in values] == list(range(len(values)))
    assert (column.find(other) >= 0) == (other in values) == (other in column)


def test_the_texts_of_a_type_are_one_range() -> None:
    column = texts(["party:a", "party:b", "party;", "partyx", "phone:1"])
    assert column.beginning("party:") == (0, 2)
    assert column.beginning("seal:") == (5, 5)


@pytest.mark.parametrize("few", [0, 1, 10**9], ids=["sorted", "either", "by halving"])
@given(left=SORTED, right=SORTED)
def test_a_union_has_every_text_once_and_tells_where(few: int, left: list[str], right: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_FEW", few)
        union, of_left, of_right = sorted_union(pa.array(left, type=TEXT), pa.array(right, type=TEXT))
    assert list(union) == sorted({*left, *right})
    assert [union[int(i)] for i in of_left] == left and [union[int(i)] for i in of_right] == right


@pytest.mark.parametrize("few", [0, 10**9], ids=["hashed", "by halving"])
@given(wanted=st.lists(TEXTS), values=SORTED)
def test_each_wanted_text_is_looked_for(few: int, wanted: list[str], values: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_FEW", few)
        places = index_among(pa.array(wanted, type=TEXT), pa.array(values, type=TEXT))
    assert places.tolist() == [values.index(text) if text in values else -1 for text in wanted]
    places[:] = 0


def test_lots_become_one_column_and_what_is_nested_becomes_json() -> None:
    chunks = Chunks(TEXT)
    chunks.add(["a", None])
    chunks.add([{"b": "ç", "a": [1, 2]}, 5])
    assert chunks.array().to_pylist() == ["a", None, '{"a":[1,2],"b":"ç"}', "5"]
    assert Chunks(NUMBER).array().to_pylist() == []


def test_columns_are_equal_by_their_values() -> None:
    assert Column(pa.array([1.0])) == Column(pa.array([1.0])) != Column(pa.array([2.0]))
    assert texts(["a"]) != ["a", "b"] and texts(["a"]) != "a"
    assert texts(["a", "b"]).take(np.array([1, 0])) == ["b", "a"]
