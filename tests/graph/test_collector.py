"""Pausing the collector: for a load, and for the loads of many files."""

import gc
from collections.abc import Iterator

import pytest

from graph.collector import FILES_AT_ONCE, collecting_seldom, paused_collector


def test_a_pause_ends_with_the_outer_context() -> None:
    with paused_collector():
        with paused_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_pause_ends_by_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), paused_collector():
        raise ValueError("broken")
    assert gc.isenabled()


def test_the_collector_is_paused_while_a_file_is_loaded_and_works_between_lots() -> None:
    works_when_named: list[bool] = []

    def files() -> Iterator[int]:
        for number in range(FILES_AT_ONCE + 1):
            works_when_named.append(gc.isenabled())
            yield number

    works_when_loaded = [gc.isenabled() for _ in collecting_seldom(files())]
    assert works_when_named == [True] * (FILES_AT_ONCE + 1)
    assert works_when_loaded == [False] * (FILES_AT_ONCE + 1)
    assert gc.isenabled()


def test_the_collector_works_again_where_loading_stops_early() -> None:
    files = collecting_seldom([1, 2, 3])
    assert next(files) == 1
    files.close()  # type: ignore[attr-defined]  # a generator
    assert gc.isenabled()
