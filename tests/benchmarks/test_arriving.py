"""Orders of what arrives are judged by what was hidden, in shares of all that was screened."""

from pathlib import Path

import numpy as np
import pytest

from analyses.leading.standing import NAMES
from benchmarks.arriving import HEAD, ORDERS, Arrived, figures, last_quarter, lines

FILES = "file,profile,originator,dataset,handling,purpose,unit,grade,extract_date\n"


@pytest.fixture
def world() -> Arrived:
    """A hundred consignments, the last four risky and two of these of a ring; risk alone knows of the last two."""
    points = {name: np.zeros(100) for name in NAMES} | {"risk_of_receiver": np.zeros(100)}
    points["seizures_of_receiver"][96:98] = 1.0
    points["risk_of_receiver"][98:] = 2.0
    number = np.arange(100)
    return Arrived(points, number >= 96, number >= 98)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("**screening**", [0.25, 1.0, 1.0, 1.0, 1.0]),
        ("by the facts of `consignments` alone", [0.25, 0.5, 0.5, 0.0, 1.0]),
        ("by seizures of the parties", [0.25, 0.5, 0.5, 0.0, 1.0]),
    ],
)
def test_what_was_hidden_is_counted_in_the_first_of_all(world: Arrived, order: str, expected: list[float]) -> None:
    assert list(figures(world, world.order(ORDERS[order]))) == expected


def test_a_world_has_a_row_for_each_order(world: Arrived) -> None:
    head, *rows = lines("a world", world)
    assert head.startswith("| a world: 100 declarations, 4 of them risky |")
    assert [row.split("|")[1].strip() for row in rows] == list(ORDERS)
    assert {row.count("|") for row in (head, *rows)} == {len(HEAD) + 2}


@pytest.mark.parametrize(
    ("months", "last", "screened"), [(12, "2024-09-30", 3), (3, "2024-02-30", 1), (2, "2024-01-30", 1)]
)
def test_the_last_quarter_of_the_months_is_screened(tmp_path: Path, months: int, last: str, screened: int) -> None:
    days = [f"2024-{month:02}-30" for month in range(1, months + 1)]
    rows = [
        f"{place}.csv,p,UZ,{dataset},H1,customs,,B2,{day}\n"
        for place, day in enumerate(days)
        for dataset in ("declarations", "notices")
    ]
    (tmp_path / "manifest.csv").write_text(FILES + "".join(rows))
    day, files = last_quarter(tmp_path)
    assert day == last
    assert [file["extract_date"] for file in files] == days[-screened:]
