"""How the cost of a load grows with its file, for every profile key that changes the way of a record.

Each case loads a file of n rows and of 4 n rows into stores of their own, and a second, overlapping extract after it.
In proportion is a ratio of 4; what was quadratic once (`complete`, one number in every row) is among the cases.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from benchmarks.measure import Clock
from graph.settings import Settings

ROWS, QUICK_ROWS = 5_000, 60
TIMES = 4
_HEADER = "No,Date,Amended,Status,Handling,Consignee,Item\n"
_PROFILE = (
    "name: growth\nversion: 1\n{top}records:\n  - kind: declaration\n{record}"
    "    fields: {{registered_on: Date, consignee.name: Consignee}}\n"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A profile and the rows of its file: `top` are keys of the profile, `record` keys of its record."""

    record: str
    row: Callable[[int], str]
    top: str = ""


def _row(number: int, i: int, amended: str = "", status: str = "", handling: str = "", item: str = "") -> str:
    return f"N{number},2024-01-{i % 28 + 1:02},{amended},{status},{handling},Buyer {i % 97} LLC,{item}\n"


CASES = {
    "id": Case("    id: No\n", lambda i: _row(i, i)),
    "id_of": Case("    id_of: row\n", lambda i: _row(i, i)),
    "id, one in every row": Case("    id: No\n", lambda i: f"1,2024-01-05,,,,Buyer {i} LLC,\n"),
    "part": Case("    id: No\n    part: [Item]\n", lambda i: _row(i // 10, i, item=str(i % 10))),
    "when": Case("    id: No\n    when: Status\n", lambda i: _row(i, i, status="x" if i % 2 else "")),
    "amended": Case("    id: No\n    amended: Amended\n", lambda i: _row(i // 2, i, amended=f"2024-01-0{i % 2 + 6}")),
    "deleted": Case(
        "    id: No\n    deleted: {column: Status, values: [x]}\n", lambda i: _row(i, i, status="" if i % 5 else "x")
    ),
    "handling": Case("    id: No\n    handling: Handling\n", lambda i: _row(i, i, handling=f"H{i % 3 + 1}")),
    "grade": Case("    id: No\n    grade: Status\n", lambda i: _row(i, i, status=f"B{i % 3}")),
    "complete": Case("    id: No\n", lambda i: _row(i, i), "complete: true\n"),
}


def growth(home: Path, clock: Clock) -> dict[str, Any]:
    """CPU seconds of two loads of n rows each, and how many times as much 4 n rows cost; by profile key."""
    rows = QUICK_ROWS if (home / "quick").exists() else ROWS
    figures = {}
    for name, case in CASES.items():
        few, many = (_load_twice(case, count, clock) for count in (rows, TIMES * rows))
        figures[name] = [round(few, 2), round(many / few, 1)]
    return figures


def _load_twice(case: Case, count: int, clock: Clock) -> float:
    before = clock.cpu
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        profile = home / "growth.yaml"
        profile.write_text(_PROFILE.format(top=case.top, record=case.record), "utf-8")
        with Workspace(Settings(data_dir=home / "data")) as workspace:
            for first, day in ((0, "2024-02-28"), (7, "2024-03-28")):
                path = home / f"from-{first}.csv"
                path.write_text(_HEADER + "".join(case.row(i) for i in range(first, count)), "utf-8")
                with clock:
                    load_file(workspace, path, LoadOptions(str(profile), "UZ", extract_date=day))
    return clock.cpu - before
