"""The verb backtest: how well choosing by what was known would have done."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.shared import As, Json, Store, open_workspace, print_json, print_table, say, tell

if TYPE_CHECKING:
    from analyses.backtesting.report import BacktestReport, TruthFigures

_TITLES = {"results": "BY RESULTS: inspections and seizures", "labels": "BY LABELS: what was risky, found or not"}


def register(app: typer.Typer) -> None:
    """Adds the verb to the command."""
    app.command()(backtest)


def backtest(  # noqa: PLR0913  # each option is one word of the command line
    months: Annotated[int, typer.Option(help="Months up to the last day", metavar="N")] = 12,
    step: Annotated[str, typer.Option(help="From one cut-off to the next: week, month or quarter")] = "month",
    horizon: Annotated[int, typer.Option(help="Steps in which a lead may prove right", metavar="N")] = 3,
    until: Annotated[
        str, typer.Option(help="The last day; that on which the last movement was told of", metavar="DAY")
    ] = "",
    labels: Annotated[
        Path | None,
        typer.Option(
            help="CSV file (originator, kind, source_id) of all consignments that were risky, found or not",
            metavar="FILE",
        ),
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Write a page with plots here", metavar="FILE.html")] = None,
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Replay the past by what was known then, and say how well the leads and consignments were chosen.

    A disposable graph is stepped from cut-off to cut-off beside the store, which is not touched. Ctrl-C ends it. A year
    of 50,000 consignments in monthly steps takes about ten minutes.

    Example: halqa backtest --months 6 --to backtest.html
    """
    from api.services.asking.backtesting import BacktestRequest
    from api.services.asking.backtesting import backtest as replayed

    request = BacktestRequest.of(months, step, horizon, until, labels)
    if to is not None:
        check_place(to)
    with open_workspace(store, as_) as workspace:
        report = replayed(workspace, request, workspace.viewer(), as_)
    if to is not None:
        from api.views.backtest import page_of

        to.write_bytes(page_of(report))
        say(f"written: {to}; it opens without a network")
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        _print(report)


def check_place(path: Path) -> None:
    """Raises `BadValue` where a page cannot be written, before the long work begins."""
    from graph.errors import BadValue

    if path.suffix.lower() != ".html":
        raise BadValue(f"{path} is no page", "name a file that ends in .html")
    if path.is_dir() or not path.parent.is_dir():
        raise BadValue(f"{path} cannot be written", "name a file in a folder that is there")


def _print(report: "BacktestReport") -> None:
    for truth in report.truths:
        if truth.cutoffs:
            _print_truth(report, truth)
    for note in report.notes:
        say(note.text)
    if report.truths[0].cutoffs:
        say("--json has each cut-off; --to FILE.html writes a page with plots")


def _print_truth(report: "BacktestReport", truth: "TruthFigures") -> None:
    from api.views.backtest import figure, order_words, part_words

    first, last = truth.cutoffs[0], truth.cutoffs[-1]
    came, right = sum(c.came for c in truth.cutoffs), sum(c.right for c in truth.cutoffs)
    tell(_TITLES[truth.truth])
    tell(
        f"{len(truth.cutoffs)} cut-offs from {first.day} to {last.day}; {came:,} movements came, {right:,} were right\n"
    )
    print_table(
        [
            (order_words(f.order), f"{f.share:.0%}", f.listed, f.right, *map(figure, (f.precision, f.recall, f.lift)))
            for f in truth.orders
        ],
        ("order", "looked at", "listed", "right", "precision", "recall", "lift"),
    )
    tell(f"\nright ones in the first {report.main_share:.0%}: Halqa's over those of another order")
    print_table([(order_words(c.order), figure(c.times)) for c in truth.comparisons], ("other order", "times"))
    tell("\nwhat each part carries of that recall")
    print_table(
        [(part_words(p.part), figure(p.carries, True)) for p in truth.parts], ("part", "recall with it less without")
    )
    tell("\nwhere each indicator fires, and what its points carry of that recall; with 1 where it has none")
    print_table(
        [
            (
                part_words(i.indicator),
                i.hits,
                i.right,
                *map(figure, (i.precision, i.lift)),
                i.points,
                figure(i.carries, True),
            )
            for i in truth.indicators
            if i.hits
        ],
        ("indicator", "hits", "right", "precision", "lift", "points", "recall with them less without"),
    )
    tell(f"\nleads on which something came out within {report.horizon} steps ({report.step})")
    print_table(
        [(order_words(f.order), f.first, f.listed, f.right, figure(f.precision), figure(f.lift)) for f in truth.leads],
        ("order", "first", "listed", "right", "precision", "lift"),
    )
    tell()
