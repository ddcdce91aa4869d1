"""A backtest where the network tells nothing: the public declarations, of which frauds are independent of who trades.

    HALQA_TEST_DATA=... python -m benchmarks.negative_control

The year of training is known with the results of all inspections, the quarter of validation is judged. Goods alone
have to reach what was published for these data; leads, and all that is known of who stands on a declaration, have to
add nothing, and the report has to say so in words; `leads` has to name hardly anybody, and to say why.
"""

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from analyses.backtesting.report import BacktestReport
from analyses.registry import Answer, get_analysis
from api.services.asking.backtesting import BacktestRequest, backtest
from api.services.asking.run import run_analysis
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from api.views.backtest import figure, order_words
from graph.errors import BadFile
from graph.linkage.holders import RECEIVING, ends_of
from graph.linkage.world import World
from graph.model import EVERYONE
from graph.settings import Settings

PUBLISHED: Mapping[float, float] = {0.05: 0.762, 0.1: 0.641}  # precision of what goods alone choose
MOST_NAMED = 0.01  # share of the importers that a list of leads may name here
FILES = {"df_syn_train_eng.csv": "2020-12-31", "df_syn_valid_eng.csv": "2021-03-31"}
_RESULTS = ("Number", "Day", "Office", "Result", "Remarks", "Commodity", "Quantity", "Unit")
_REFERENCES = ("Declaration", "Transport document", "Container", "Vehicle")


def load(workspace: Workspace, folder: Path) -> None:
    """Loads the declarations and, of each, the result of an inspection.

    Raises:
        BadFile: a file is not there.
    """
    with tempfile.TemporaryDirectory() as made:
        for name, day in FILES.items():
            path = folder / "customs_declarations" / name
            if not path.is_file():
                raise BadFile(f"there is no {path}", "HALQA_TEST_DATA names the folder of the outside data")
            load_file(workspace, path, LoadOptions("customs-declarations", "KR", extract_date=day))
            results = Path(made) / name
            with results.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(_results(path))
            load_file(workspace, results, LoadOptions("inspection-results", "KR", extract_date=day))


def _results(path: Path) -> Iterator[tuple[str, ...]]:
    """Rows of results: found where the declaration was fraud, else cleared."""
    yield (*_RESULTS, *_REFERENCES)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number, is_fraud = row["Declaration ID"], row["Fraud"] == "1"
            found = ("found", "", "undeclared value", "", "") if is_fraud else ("cleared", "", "", "", "")
            yield (f"I{number}", row["Date"], "", *found, number, "", "", "")


def named_share(world: World, answer: Answer) -> float:
    """Share of the importers that some lead names."""
    named = {member for row in answer.rows for member in row.members}
    ids = world.projection.ids
    importers = {ids[node] for node in ends_of(world.projection, RECEIVING)[1].tolist()}
    return len(importers & named) / max(1, len(importers))


def rows(report: BacktestReport) -> Iterator[str]:
    """The table of the report."""
    yield "| order | looked at | precision | published for goods | recall | lift |"
    yield "|---|---|---|---|---|---|"
    for figures in report.truths[0].orders:
        published = PUBLISHED.get(figures.share) if figures.order == "goods" else None
        told = f"{published:.3f}" if published else ""
        values = (figure(figures.precision), told, figure(figures.recall), figure(figures.lift))
        yield f"| {order_words(figures.order)} | {figures.share:.0%} | " + " | ".join(values) + " |"


def main() -> None:
    """Prints the table, what the report says of the network, and whom leads name."""
    with tempfile.TemporaryDirectory() as home, Workspace(Settings(data_dir=Path(home) / "data")) as workspace:
        load(workspace, Path(os.environ.get("HALQA_TEST_DATA", "")))
        report = backtest(workspace, BacktestRequest(months=3, step="quarter", horizon=1), EVERYONE)
        for line in rows(report):
            print(line)
        for note in report.notes:
            print(note.text)
        world, analysis = workspace.world(EVERYONE), get_analysis("leads")
        answer = run_analysis(world, analysis, analysis.read_params({"limit": 10_000, "explain": 0}))
        print(f"leads name {named_share(world, answer):.2%} of the importers (at most {MOST_NAMED:.0%})")
        for note in answer.notes:
            print(note.text)


if __name__ == "__main__":
    main()
