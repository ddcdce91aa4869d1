"""One record against a made-up register: the right entity comes first, and whoever is not there is not found."""

from typing import TYPE_CHECKING

from benchmarks.matching import measure
from benchmarks.register import Register

if TYPE_CHECKING:
    import pytest


def test_a_register_is_of_its_size_and_its_seed() -> None:
    register = Register(300)
    assert len(register.parties) == len(register.truth) == 300
    assert register.parties == Register(300).parties != Register(300, seed=2).parties
    assert len(register.projection().numbers_of("Party")) == 300


def test_most_records_find_their_entity(capsys: "pytest.CaptureFixture[str]") -> None:
    measure(600, 240)
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| all that")]
    found = [float(row[6]) for row in rows]
    assert min(found[:2]) > 0.9
    assert found[2] == 0
