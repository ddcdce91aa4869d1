"""The benchmark of who is who: that a world is measured, and read again where it is kept."""

from pathlib import Path

import pytest

from benchmarks.resolution import WORK, measured


def test_nothing_is_tuned_on_the_set_for_judging() -> None:
    assert set(WORK) == {"mixed", "crowded"}


@pytest.mark.slow
def test_a_kept_world_gives_the_same_figures_again(tmp_path: Path) -> None:
    first, again = (measured(tmp_path, "mixed", "small", 1) for _ in range(2))
    assert first | {"CPU s": ""} == again | {"CPU s": ""}
    assert float(first["persons share"]) > 0.5
