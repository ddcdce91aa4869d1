"""Which sample is asked for: worlds and sets of shares by their names, and what is refused."""

from pathlib import Path

import pytest

from graph.errors import BadValue
from loaders.sample import generate
from loaders.sample.worlds import shares_of


@pytest.mark.parametrize(
    ("world", "assumptions", "words"),
    [
        ("easy", "mixed", "no sample world 'easy'; known: plain, hard"),
        ("hard", "worst", "no assumptions 'worst'; known: mixed, separate, crowded, judging, drawn"),
        ("plain", "crowded", "the plain world has no assumptions 'crowded'"),
    ],
)
def test_unknown_worlds_and_assumptions_are_refused(tmp_path: Path, world: str, assumptions: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        generate(tmp_path / "files", 1, "small", world, assumptions)
    assert not (tmp_path / "files").exists()


def test_in_a_drawn_world_the_seed_draws_the_shares_too() -> None:
    assert shares_of("drawn", 3) == shares_of("drawn", 3) != shares_of("drawn", 4)
    assert shares_of("mixed", 3) == shares_of("mixed", 4)
