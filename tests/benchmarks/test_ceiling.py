"""What somebody who knew every front would find: all where there is room for all, and his luck among them else."""

from pathlib import Path

import pytest

from benchmarks.ceiling import ceiling

ENTITIES = "entity_id,ring_id\nE1,R1\nE2,\n"
RISKY = "originator,kind,source_id\nUZ,declaration,1\nUZ,declaration,9\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten declarations: two to a front, one of them risky; nobody else counts, though he be of the ring."""
    mentions = [f"declaration,{n},UZ,consignee,{'E1' if n < 2 else 'E2'}" for n in range(10)]
    mentions.append("declaration,5,UZ,driver,E1")
    (tmp_path / "truth_entities.csv").write_text(ENTITIES)
    (tmp_path / "truth_risky.csv").write_text(RISKY)
    (tmp_path / "truth_mentions.csv").write_text("\n".join(["kind,source_id,originator,role,entity_id", *mentions]))
    return tmp_path


@pytest.mark.parametrize(("looked_at", "found", "of_fronts"), [(0.1, 0.25, 0.5), (0.2, 0.5, 1.0), (1.0, 1.0, 1.0)])
def test_of_the_risky_ones_as_many_are_found_as_there_is_room(
    folder: Path, looked_at: float, found: float, of_fronts: float
) -> None:
    best = ceiling(folder, looked_at)
    assert (best.fronts, best.risky, best.risky_of_fronts) == (0.2, 0.2, 0.5)
    assert best.found == pytest.approx(found)
    assert best.found_of_fronts == pytest.approx(of_fronts)
