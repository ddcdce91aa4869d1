import builtins
import logging
from typing import Any

import numpy as np
import pytest

from graph.kernels import compiled
from graph.kernels.compiled import kernel


@kernel
def total(values: np.ndarray) -> float:
    """The sum."""
    result = 0.0
    for value in values:
        result += value
    return result


def test_little_work_is_left_to_the_interpreter() -> None:
    assert total.of(compiled.WORTH_COMPILING) is total.interpreted
    assert total.of(compiled.WORTH_COMPILING + 1) is total.compiled() is not total.interpreted
    assert total.compiled()(np.array([0.5, 0.25])) == total.interpreted(np.array([0.5, 0.25])) == 0.75


def test_once_compiled_it_does_less_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    again = kernel(total.interpreted)
    assert again.of(10_000) is again.interpreted
    again.of(compiled.WORTH_COMPILING + 1)
    assert again.of(10_000) is again.compiled() and again.of(100) is again.interpreted
    monkeypatch.setattr(compiled, "WORTH_COMPILING", float("inf"))
    assert again.of(10_000) is again.interpreted


def test_where_there_is_no_compiler_the_interpreter_does_it_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = builtins.__import__

    def without_numba(name: str, *more: Any) -> Any:
        if name == "numba":
            raise ImportError("no numba on this machine")
        return real(name, *more)

    def twice(values: np.ndarray) -> np.ndarray:
        return values * 2

    monkeypatch.setattr(builtins, "__import__", without_numba)
    with caplog.at_level(logging.WARNING):
        assert kernel(twice).of(float("inf")) is twice
    assert "kernels are interpreted, which is slow: no numba on this machine" in caplog.text


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same() -> None:
    made: dict[str, Any] = {}
    exec("def thrice(values):\n    return values * 3\n", made)  # of no file, so without a place for a cache
    assert kernel(made["thrice"]).compiled()(np.array([1.5])).tolist() == [4.5]
