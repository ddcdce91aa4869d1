"""The page of a backtest: one HTML file that opens without a network, its plots drawn here, a table beside each.

It runs no script; its content security policy allows its one style by its hash and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from analyses.backtesting.figures import Estimate
from analyses.backtesting.orders import NETWORK, ORDERS
from analyses.backtesting.report import BacktestReport, PartFigures, TruthFigures
from api.views.picture import CAUTION
from api.views.policy import policy_of
from graph.messages import message

WIDTH, ROW, LABEL, VALUE = 760, 26, 250, 190  # of a plot, in the SVG's own units
_PLOT = WIDTH - LABEL - VALUE
HEIGHT = 220  # of the lines
_STYLES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from zero, its interval, and what stands beside it; `style` names its colour."""

    name: str
    words: str
    x: float
    y: float
    width: float
    low: float | None
    high: float | None
    style: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from the top; where zero is, and the height of the drawing."""

    bars: tuple[Bar, ...]
    zero: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points (x, y), one a cut-off of which its figure is known."""

    name: str
    points: tuple[tuple[float, float], ...]
    style: str


def page_of(report: BacktestReport) -> bytes:
    """The page as UTF-8; the same report makes the same bytes."""
    style = (files("api.views") / "assets" / "backtest.css").read_text("utf-8")
    text: str = _template().render(
        policy=policy_of((style,)),
        style=Markup(style),
        caution=CAUTION,
        report=report,
        truths=[_shown(report, truth) for truth in report.truths],
        width=WIDTH,
        row=ROW,
        label=LABEL,
        line_height=HEIGHT,
    )
    return text.encode()


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"figure": figure, "order": order_words, "part": part_words}
    return environment.from_string((files("api.views") / "assets" / "backtest.html").read_text("utf-8"))


def figure(estimate: Estimate, signed: bool = False) -> str:
    """A figure with its interval in words; a dash where it cannot be said."""
    form = "{:+.3f}" if signed else "{:.3f}"
    if estimate.value is None:
        return "–"
    if estimate.interval is None:
        return form.format(estimate.value)
    ends = f"{form.format(estimate.interval.low)} to {form.format(estimate.interval.high)}"
    return f"{form.format(estimate.value)} ({ends})"


def order_words(name: str) -> str:
    """An order of consignments or groups as people read it."""
    return message(f"backtest.order_{name.replace(' ', '_')}").text


def part_words(name: str) -> str:
    """A part of a score as people read it."""
    return message("backtest.part_network").text if name == NETWORK else name.replace("_", " ")


def _shown(report: BacktestReport, truth: TruthFigures) -> dict[str, Any]:
    main = [figures for figures in truth.orders if figures.share == report.main_share]
    firsts = sorted({figures.first for figures in truth.leads})
    return {
        "figures": truth,
        "recall": bars_of((order_words(figures.order), figures.recall, figures.order) for figures in main),
        "parts": bars_of((part_words(part.part), part.carries, part.part) for part in truth.parts if _moves(part)),
        "indicators": bars_of(
            (part_words(row.indicator), row.lift, row.indicator) for row in truth.indicators if row.right
        ),
        "silent_indicators": sum(row.hits > 0 and not row.right for row in truth.indicators),
        "still_parts": sum(not _moves(part) for part in truth.parts),
        "leads": [
            (
                first,
                bars_of((order_words(f.order), f.precision, f.order) for f in truth.leads if f.first == first),
            )
            for first in firsts
        ],
        "lines": lines_of(report, truth),
    }


def _moves(part: PartFigures) -> bool:
    """Whether the order is another one without this part, in some draw of receivers at least."""
    return any(_ends(part.carries))


def bars_of(rows: Iterable[tuple[str, Estimate, str]]) -> Bars:
    """Bars of (name, figure, order); ours is drawn in a colour of its own, and what cannot be said has no bar."""
    told = list(rows)
    ends = [0.0, *(end for _, estimate, _ in told for end in _ends(estimate))]
    low, high = min(ends), max(ends)
    scale = _PLOT / (high - low or 1.0)

    def place(value: float) -> float:
        return round(LABEL + (value - low) * scale, 1)

    bars = []
    for number, (name, estimate, order) in enumerate(told):
        value = estimate.value or 0.0
        left, right = sorted((place(0.0), place(value)))
        style = "ours" if order == ORDERS[0] else "against" if value < 0 else "other"
        interval = estimate.interval
        bars.append(
            Bar(
                name,
                figure(estimate, low < 0),
                left,
                number * ROW,
                round(right - left, 1),
                None if interval is None else place(interval.low),
                None if interval is None else place(interval.high),
                style,
            )
        )
    return Bars(tuple(bars), place(0.0), max(1, len(told)) * ROW)


def _ends(estimate: Estimate) -> Sequence[float]:
    interval = [] if estimate.interval is None else [estimate.interval.low, estimate.interval.high]
    return [*interval, *([] if estimate.value is None else [estimate.value])]


def lines_of(report: BacktestReport, truth: TruthFigures) -> list[Line]:
    """The recall of each order at the main share, cut-off by cut-off, from 0 (bottom) to 1 (top)."""
    step = (WIDTH - 2 * ROW) / max(1, len(truth.cutoffs) - 1)
    lines = []
    for name, style in zip(ORDERS, _STYLES, strict=True):
        points = []
        if not any(figures.order == name for figures in truth.orders):
            continue
        for number, cutoff in enumerate(truth.cutoffs):
            of_order = next(f for f in cutoff.orders if (f.order, f.share) == (name, report.main_share))
            if of_order.recall.value is not None:
                points.append((round(ROW + number * step, 1), round(HEIGHT * (1 - of_order.recall.value), 1)))
        lines.append(Line(order_words(name), tuple(points), style))
    return lines
