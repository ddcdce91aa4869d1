"""A backtest knows at each moment only what was known then, and judges by what came out."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from analyses.backtesting.outcomes import Outcomes
from api.services.asking.backtesting import BacktestRequest, Replayed, backtest, cutoffs, replayed
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace, worlds_folder
from graph.errors import BadFile, BadValue
from graph.model import EVERYONE
from graph.settings import Settings

HEAD = "No,Date,Consignee,Tax,Phone,Plate,Seizure,HS,Weight\n"
PROFILE = """
name: decl
version: 1
records:
  - kind: declaration
    id: No
    fields:
      registered_on: Date
      consignee.name: Consignee
      consignee.country: {value: UZ}
      consignee.tax_number: Tax
      consignee.phone: Phone
      vehicle.plate: Plate
      hs_code: HS
      gross_weight_kg: Weight
  - kind: seizure
    id: Seizure
    when: Seizure
    fields:
      seized_on: Date
      declaration: No
      commodity: {value: heroin}
"""
ENDS = ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")
RING = ("Anor Savdo", "Behi Trans")


def extract(month: int) -> str:
    """A month: two firms of one phone and truck, on loads of one of which something is found, and forty others."""
    day = f"2024-{month:02d}"
    rows = [
        f"R{month}{turn}{place},{day}-{3 + 9 * turn + place:02d},{firm},30{place}111111,+998901112233,01777AAA,"
        + (f"S{month}{turn}" if place == 0 and turn < 2 else "")
        + ",0702000007,10\n"
        for turn in range(3)
        for place, firm in enumerate(RING)
    ]
    rows += [
        f"O{month}{n},{day}-{1 + n % 28:02d},Boshqa {n} Savdo,40{n:02d}22222,+9989055500{n:02d},"
        f"01{n:03d}BBB,,080390,{n}\n"
        for n in range(40)
    ]
    return HEAD + "".join(rows)


@pytest.fixture
def workspace(tmp_path: Path, empty_stores: Path) -> Iterator[Workspace]:
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    shutil.copytree(empty_stores, tmp_path / "data")
    with Workspace(Settings(data_dir=tmp_path / "data")) as opened:
        yield opened


@pytest.fixture
def load(workspace: Workspace, tmp_path: Path) -> Callable[[str, str], None]:
    """Loads an extract of a day."""

    def make(text: str, end: str) -> None:
        path = tmp_path / f"{end}.csv"
        path.write_text(text, "utf-8")
        load_file(workspace, path, LoadOptions(str(tmp_path / "decl.yaml"), "UZ", extract_date=end))

    return make


@pytest.fixture
def past(load: Callable[[str, str], None]) -> None:
    for month, end in enumerate(ENDS, 1):
        load(extract(month), end)


def look_back(workspace: Workspace, until: str = ENDS[-1]) -> Replayed:
    outcomes = Outcomes(workspace.world(EVERYONE))
    return replayed(workspace, BacktestRequest(months=4, until=until), EVERYONE, outcomes)


@pytest.mark.usefixtures("past")
def test_the_loads_of_who_was_caught_before_come_first(workspace: Workspace) -> None:
    report = backtest(workspace, BacktestRequest(months=4), EVERYONE)
    (truth,) = report.truths
    assert [(c.day, c.until, c.known, c.seized, c.came, c.right) for c in truth.cutoffs] == [
        (ENDS[0], ENDS[1], 46, 2, 46, 2), (ENDS[1], ENDS[2], 92, 4, 46, 2), (ENDS[2], ENDS[3], 138, 6, 46, 2),
    ]  # fmt: skip
    recall = {f.order: f.recall.value for f in truth.orders if f.share == 0.1}
    assert recall["halqa"] == 1.0
    assert {f.first: f.right for f in truth.leads if f.order == "halqa"}[5] == 3
    assert "officers did not choose by chance" in report.notes[0].text


@pytest.mark.usefixtures("past")
def test_nothing_that_came_later_changes_what_a_moment_ranked(
    workspace: Workspace, load: Callable[[str, str], None]
) -> None:
    before = look_back(workspace).moments[:2]
    joining = "".join(
        f"L{n},2024-05-0{n + 1},Boshqa {n} Savdo,300111111,+998901112233,01777AAA,S9{n},0702000007,1\n"
        for n in range(5)
    )
    load(HEAD + joining, "2024-05-31")
    after = look_back(workspace).moments[:2]
    for one, other in zip(before, after, strict=True):
        assert one.scores.keys() == other.scores.keys()
        assert all(np.array_equal(np.sort(one.scores[name]), np.sort(other.scores[name])) for name in one.scores)
        assert (one.known, one.seized, one.leads) == (other.known, other.seized, other.leads)


@pytest.mark.usefixtures("past")
def test_labels_judge_what_was_never_inspected(workspace: Workspace, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("originator,kind,source_id\n" + "".join(f"UZ,declaration,R{m}21\n" for m in (2, 3, 4)), "utf-8")
    report = backtest(workspace, BacktestRequest(months=4, labels=labels), EVERYONE)
    by_labels = report.truths[1]
    assert [cutoff.right for cutoff in by_labels.cutoffs] == [1, 1, 1]
    assert all(f.known == f.listed for f in by_labels.orders if f.order == "halqa")


def test_labels_that_say_nothing_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("originator,number\nUZ,1\n", "utf-8")
    with pytest.raises(BadFile, match="line 1: no column 'kind' among originator, number"):
        backtest(workspace, BacktestRequest(labels=labels), EVERYONE)
    labels.write_text("originator,kind,source_id\nUZ,declaration,1\n", "utf-8")
    with pytest.raises(BadFile, match="names no consignment that is visible"):
        backtest(workspace, BacktestRequest(labels=labels), EVERYONE)


def test_where_nothing_was_known_it_is_said(workspace: Workspace) -> None:
    report = backtest(workspace, BacktestRequest(), EVERYONE)
    assert [note.key for note in report.notes] == ["nothing.backtest"]


@pytest.mark.usefixtures("past")
def test_nothing_is_left_behind_where_it_is_ended(workspace: Workspace) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    workspace.progress = stop
    with pytest.raises(KeyboardInterrupt):
        look_back(workspace)
    assert not list(workspace.settings.data_dir.rglob(".backtest-*"))


def test_what_a_killed_one_left_goes_with_all_that_was_kept(workspace: Workspace) -> None:
    place = worlds_folder(workspace.settings, workspace.store.url)
    assert place is not None
    left = place / ".backtest-left"
    left.mkdir(parents=True)
    workspace.worlds.clear()
    assert not left.exists()


def test_cutoffs_end_with_months_where_the_last_day_does() -> None:
    assert cutoffs("2024-04-30", 3, "month") == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]
    assert cutoffs("2024-03-30", 2, "month") == ["2024-01-30", "2024-02-29", "2024-03-30"]
    assert cutoffs("2024-12-31", 6, "quarter") == ["2024-06-30", "2024-09-30", "2024-12-31"]
    assert cutoffs("2024-01-15", 1, "week") == ["2023-12-18", "2023-12-25", "2024-01-01", "2024-01-08", "2024-01-15"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"step": "day"}, "step 'day' is not known"),
        ({"months": 0}, "months is 0"),
        ({"horizon": 99}, "horizon is 99"),
        ({"until": "soon"}, "the last day is 'soon'"),
    ],
)
def test_what_cannot_be_asked_is_named(given: dict[str, object], words: str) -> None:
    asked = {"months": 12, "step": "month", "horizon": 3, "until": ""} | given
    with pytest.raises(BadValue, match=words):
        BacktestRequest.of(**asked)  # type: ignore[arg-type]


@pytest.mark.usefixtures("past")
def test_the_order_of_a_risk_profile_stands_beside_ours(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    own = "name: own\nversion: 3\nvalid_from: 2024-01-01\nby_chance: 0.1\n"
    path.write_text(own + "consignments: {lead_of_receiver: 0, lead_of_driver: 0, lead_of_sender: 0}\n", "utf-8")
    workspace.settings = workspace.settings.model_copy(update={"risk_profile": path})
    report = backtest(workspace, BacktestRequest(months=4), EVERYONE)
    assert {"halqa", "risk_profile"} <= {figures.order for figures in report.truths[0].orders}
    assert any("own version 3" in note.text for note in report.notes)
    for moment in replayed(workspace, BacktestRequest(months=4), EVERYONE, Outcomes(workspace.world(EVERYONE))).moments:
        assert np.array_equal(moment.scores["risk_profile"], moment.parts["network"])


@pytest.mark.usefixtures("past")
def test_each_indicator_says_where_it_fired_by_what_had_been_told(workspace: Workspace) -> None:
    report = backtest(workspace, BacktestRequest(months=4), EVERYONE)
    by_name = {row.indicator: row for row in report.truths[0].indicators}
    assert (by_name["shared_phone"].hits, by_name["shared_phone"].cutoffs) == (18, 3), "both firms, six loads a month"
    assert by_name["shared_phone"].right == 6
    assert by_name["shared_phone"].carries.value == 0.0, "they come first anyway"
    note = next(note for note in report.notes if note.key == "backtest.not_computed")
    assert "unusual_hour" in note.text


@pytest.mark.usefixtures("past")
def test_points_of_indicators_and_rules_count_in_the_order_of_the_risk_profile(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        """
name: own
version: 1
valid_from: 2024-01-01
by_chance: 0.1
indicators: {shared_phone: {points: 2}}
rules:
  - {name: heavy, title: Heavy bananas, version: 1, points: 1.5, where: [{field: gross_weight_kg, at_least: 30}]}
""",
        "utf-8",
    )
    workspace.settings = workspace.settings.model_copy(update={"risk_profile": path})
    report = backtest(workspace, BacktestRequest(months=4), EVERYONE)
    by_name = {row.indicator: row for row in report.truths[0].indicators}
    assert (by_name["shared_phone"].points, by_name["rule:heavy"].points) == (2.0, 1.5)
    assert (by_name["rule:heavy"].hits, by_name["rule:heavy"].right) == (30, 0), "ten loads a month"
    (moment, *_) = look_back(workspace).moments
    added = np.log(moment.scores["risk_profile"] / (1 - moment.scores["risk_profile"]))
    added -= np.log(moment.scores["halqa"] / (1 - moment.scores["halqa"]))
    assert sorted(np.round(added, 6)) == [0.0] * 30 + [1.5] * 10 + [2.0] * 6


def test_an_indicator_does_not_know_whom_a_later_paper_joins(
    workspace: Workspace, load: Callable[[str, str], None]
) -> None:
    january = "A1,2024-01-05,Anor Savdo,300111111,+998901112233,,S1,0702000007,10\n"
    january += "".join(f"O{n},2024-01-0{n},Boshqa {n} Savdo,40{n}222222,,,,080390,{n}\n" for n in range(1, 9))
    load(HEAD + january, ENDS[0])
    february = "M1,2024-02-05,Novza Import,,+998907654321,,,0702000007,10\n"
    february += "M2,2024-02-25,Novza Import,300111111,+998907654321,,,0702000007,10\n"
    load(HEAD + february, ENDS[1])
    outcomes = Outcomes(workspace.world(EVERYONE))
    (moment,) = replayed(workspace, BacktestRequest(months=1), EVERYONE, outcomes).moments
    assert len(moment.movement) == 2
    assert not moment.firing.strengths["seized_party"].any()


@pytest.mark.usefixtures("past")
def test_a_result_that_is_entered_later_moves_no_cut_off(
    workspace: Workspace, load: Callable[[str, str], None], tmp_path: Path
) -> None:
    before = [moment.day for moment in look_back(workspace, "").moments]
    results = "name: results\nversion: 1\nrecords:\n  - kind: inspection\n    id: No\n"
    (tmp_path / "results.yaml").write_text(
        results + "    fields: {inspected_on: Date, declaration: Paper, result: Result}\n", "utf-8"
    )
    (tmp_path / "results.csv").write_text("No,Date,Paper,Result\nI1,2026-11-30,O41,cleared\n", "utf-8")
    load_file(workspace, tmp_path / "results.csv", LoadOptions(str(tmp_path / "results.yaml"), "UZ"))
    assert [moment.day for moment in look_back(workspace, "").moments] == before == list(ENDS[:3])
