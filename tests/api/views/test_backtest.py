"""The page of a backtest: offline, without a script, a table beside each plot, the same bytes twice."""

import html
import re

import pytest

from analyses.backtesting.figures import Estimate, Interval, OrderFigures
from analyses.backtesting.indicators import IndicatorFigures
from analyses.backtesting.leads import GROUP_ORDERS, LeadFigures
from analyses.backtesting.orders import NETWORK, ORDERS
from analyses.backtesting.report import BacktestReport, Comparison, CutoffFigures, PartFigures, TruthFigures
from api.views.backtest import VALUE, WIDTH, bars_of, figure, page_of
from graph.messages import message

KNOWN = Estimate(value=0.25, interval=Interval(low=0.1, high=0.5))
UNKNOWN = Estimate(value=None, interval=None)


@pytest.fixture
def report() -> BacktestReport:
    orders = [
        OrderFigures(
            order=order, share=0.05, listed=5, known=4, right=1, precision=KNOWN, recall=KNOWN, lift=UNKNOWN
        )
        for order in ORDERS
    ]  # fmt: skip
    cutoffs = [
        CutoffFigures(
            day=f"2024-0{month}-28", until="2024-05-31", known=9, seized=1, leads=2, came=20, inspected=4, right=1,
            strangers=0, orders=orders,
        )
        for month in (2, 3)
    ]  # fmt: skip
    leads = [
        LeadFigures(order=order, first=5, listed=5, right=1, precision=KNOWN, recall=KNOWN, lift=KNOWN)
        for order in GROUP_ORDERS
    ]
    truth = TruthFigures(
        truth="results", cutoffs=cutoffs, orders=orders, comparisons=[Comparison(order=NETWORK, times=KNOWN)],
        parts=[PartFigures(part=NETWORK, recall=KNOWN, carries=Estimate(value=-0.1, interval=None))], leads=leads,
        indicators=[
            IndicatorFigures(
                indicator=name, cutoffs=2, hits=7, known=3, right=right, precision=KNOWN, recall=KNOWN, lift=KNOWN,
                points=1, carries=KNOWN,
            )
            for name, right in (("shared_phone", 2), ("vague_description", 0))
        ],
    )  # fmt: skip
    return BacktestReport(
        shares=[0.05], main_share=0.05, step="month", horizon=3, channels=2, version="v1", truths=[truth],
        notes=[message("backtest.selection")],
    )  # fmt: skip


def test_the_page_needs_no_network_and_runs_no_script(report: BacktestReport) -> None:
    page = html.unescape(page_of(report).decode())
    assert "default-src 'none'" in page
    assert not re.findall(r"<script|https?://|url\(|@import", page)


def test_every_plot_has_words_and_a_table(report: BacktestReport) -> None:
    page = page_of(report).decode()
    plots = page.count('role="img"')
    assert plots == len(re.findall(r'role="img" aria-label="[^"]+the table below says the same"', page)) == 5
    assert page.count("<table>") == 6
    assert page.count("0.250 (0.100 to 0.500)") > 20


def test_each_cut_off_has_its_point_however_few_there_are(report: BacktestReport) -> None:
    assert page_of(report).decode().count("<circle") == 2 * len(ORDERS)


def test_parts_that_change_nothing_are_counted_and_not_drawn(report: BacktestReport) -> None:
    still = Estimate(value=0.0, interval=Interval(low=0.0, high=0.0))
    (truth,) = report.truths
    parts = [*truth.parts, PartFigures(part="lead_of_driver", recall=KNOWN, carries=still)]
    page = page_of(report.model_copy(update={"truths": [truth.model_copy(update={"parts": parts})]})).decode()
    assert "1 part changes nothing here" in page
    assert page.count("lead of driver") == 1, "in the table alone"


def test_an_indicator_that_fires_at_nothing_right_is_counted_and_not_drawn(report: BacktestReport) -> None:
    page = page_of(report).decode()
    assert "1 other fires at nothing that was right" in page
    assert (page.count("vague description"), page.count("shared phone")) == (1, 3)


def test_the_same_report_makes_the_same_bytes(report: BacktestReport) -> None:
    assert page_of(report) == page_of(report)


def test_bars_begin_at_zero_and_end_within_the_drawing() -> None:
    drawing = bars_of([("ours", KNOWN, "halqa"), ("worse", Estimate(value=-0.25, interval=None), "x")])
    ours, worse = drawing.bars
    assert (ours.style, worse.style) == ("ours", "against")
    assert ours.x == drawing.zero == pytest.approx(worse.x + worse.width, abs=0.11)
    assert ours.high is not None and ours.high <= WIDTH - VALUE


def test_what_cannot_be_said_is_a_dash() -> None:
    assert (figure(UNKNOWN), figure(KNOWN)) == ("–", "0.250 (0.100 to 0.500)")
