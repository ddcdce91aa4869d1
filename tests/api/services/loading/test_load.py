"""Loading a file: what the report counts, what is refused, and that a refusal leaves nothing behind."""

import csv
import datetime
import hashlib
from pathlib import Path

import pytest

from api.services.loading.load import LoadOptions, LoadReport, load_file, stage_file
from api.services.loading.rebuild import rebuild_graph
from api.services.runtime.workspace import Workspace
from graph.errors import BadFile, BadValue, Interrupted, Refused, StoreProblem, TooManyRejects
from graph.progress import Progress, Step
from graph.settings import Settings
from tests.api.services.loading.conftest import HEADER, PROFILE, TWO, Hash, Load, rows, state

BATCH = "UZ/decl/H1/customs:2024-01-06:" + hashlib.sha256(TWO.encode()).hexdigest()[:12]


# --- the report ----------------------------------------------------------------------------------------------------


def test_the_report_counts_the_file_and_what_was_odd_in_it(load: Load) -> None:
    report = load(TWO)
    assert (report.file, report.channel, report.batches) == ("file.csv", "UZ/decl/H1/customs", [BATCH])
    assert (report.rows, report.records, report.applied_records, report.rejected_rows) == (2, 2, 2, 0)
    assert report.flags == {"container_check_digit": 1}
    assert report.placeholders == {"consignee.name=N/A": 1}
    assert (report.conflicts, report.rejects_file, report.extract_date) == ([], "", "2024-01-06")
    assert not report.already_loaded
    assert report.as_json()["rows"] == 2


def test_the_options_name_the_channel_and_describe_the_batch(load: Load, workspace: Workspace) -> None:
    options = {"dataset": "imports", "handling": "H3", "purpose": "drugs", "unit": "PCU Termez", "grade": "B2"}
    report = load(TWO, extract_date="2024-02-01", retain_until="2030-01-01", **options)
    assert report.channel == "UZ/imports/H3/drugs"
    batch = workspace.records.batch(1)
    assert (batch.unit, batch.grade, batch.extract_on, batch.retain_until) == (
        "PCU Termez",
        "B2",
        "2024-02-01",
        "2030-01-01",
    )
    assert batch.loaded_at.endswith("+00:00")


def test_a_grade_that_nobody_can_read_is_kept_and_told(load: Load, workspace: Workspace) -> None:
    assert "grade 'high' is of no known system" in " ".join(map(str, load(TWO, grade="high").remarks))
    assert workspace.records.batch(1).grade == "high"


def test_the_same_file_with_another_grade_says_which_it_keeps(load: Load, workspace: Workspace) -> None:
    load(TWO, grade="C3")
    told = str(load(TWO, grade="E5").remarks[-1])
    assert told == f"its grade stays 'C3': to give it 'E5', `halqa recall {BATCH}` and load it again"
    assert load(TWO).remarks[-1].key == "load.known"
    assert workspace.records.batch(1).grade == "C3"


def test_the_same_file_twice_changes_nothing_and_says_so(load: Load, workspace: Workspace, graph_hash: Hash) -> None:
    first = load(TWO)
    before = state(workspace, graph_hash)
    again = load(TWO, "another name.csv")
    assert again.already_loaded and f"are batch {BATCH} already: nothing was changed" in " ".join(
        map(str, again.remarks)
    )
    assert (again.rows, again.records, again.batches, again.extract_date) == (2, 2, [BATCH], first.extract_date)
    assert again.applied_records == 0
    assert state(workspace, graph_hash) == before


def test_a_table_without_a_profile_is_recognised_as_in_a_folder(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "containers.csv"
    path.write_text("No,Date,Consignee,Container,Weight\n1,2024-01-05,A LLC,,1\n", "utf-8")
    with pytest.raises(BadFile, match="no profile finds all its columns"):
        load_file(workspace, path, LoadOptions("", "UZ"))
    workspace.settings = Settings(data_dir=workspace.settings.data_dir, profiles=tmp_path)
    assert load_file(workspace, path, LoadOptions("", "UZ")).channel == "UZ/decl/H1/customs"


def test_the_same_file_in_another_channel_is_another_batch(load: Load) -> None:
    load(TWO)
    assert load(TWO, originator="KZ").batches == [BATCH.replace("UZ/", "KZ/")]


def test_a_conflict_within_a_file_is_reported(load: Load) -> None:
    report = load(HEADER + "1,2024-01-05,A LLC,,1\n1,2024-01-05,B LLC,,1\n")
    assert report.conflicts == ["declaration 1 of UZ/decl/H1/customs"]


def test_rows_that_stand_in_a_file_twice_are_counted(load: Load) -> None:
    row = "1,2024-01-05,A LLC,,1\n"
    report = load(HEADER + row + "2,2024-01-05,B LLC,,1\n" + row + row)
    assert (report.rows, report.duplicate_rows, report.applied_records) == (4, 2, 2)
    assert "2 rows stand in the file more than once, and count once" in map(str, report.remarks)
    assert load(HEADER + row).duplicate_rows == 0


def test_a_file_with_a_header_and_no_rows_is_loaded_and_says_so(load: Load) -> None:
    report = load(HEADER, extract_date="2024-01-31")
    assert (report.rows, report.records) == (0, 0)
    assert "the file holds a header and no rows" in map(str, report.remarks)


def test_a_reclassified_file_that_is_loaded_again_does_not_come_back_under_its_old_handling(
    load: Load, workspace: Workspace, graph_hash: Hash
) -> None:
    load(TWO)
    workspace.applier.reclassify(workspace.records.batch(1), "H3")
    before = graph_hash(workspace.store)
    assert load(TWO).already_loaded
    with pytest.raises(Refused, match=rf"file.csv is batch {BATCH.replace('H1', 'H3')} already"):
        load(TWO, handling="H3")
    assert graph_hash(workspace.store) == before


# --- rejects -------------------------------------------------------------------------------------------------------


def read_rejects(report_or_text: LoadReport | str) -> list[list[str]]:
    path = report_or_text.rejects_file if isinstance(report_or_text, LoadReport) else report_or_text
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_bad_rows_up_to_five_in_a_hundred_stand_in_the_rejects_file(load: Load) -> None:
    report = load(rows(40, bad=2))
    assert (report.rows, report.records, report.rejected_rows, report.applied_records) == (40, 38, 2, 38)
    header, *found = read_rejects(report)
    assert header == ["line", "column", "value", "code", "reason", "next_step"]
    assert {row[5] for row in found} == {"mend the row, or look at `decimal`"}
    assert [row[:4] for row in found] == [
        ["40", "Weight", "heavy", "bad_number"],
        ["41", "Weight", "heavy", "bad_number"],
    ]


def test_more_bad_rows_refuse_the_file_and_leave_nothing_but_the_rejects(
    load: Load, workspace: Workspace, graph_hash: Hash
) -> None:
    load(TWO)
    before = state(workspace, graph_hash)
    with pytest.raises(TooManyRejects, match=r"3 of 40 rows of file.csv were rejected, more than 5%") as problem:
        load(rows(40, bad=3))
    assert state(workspace, graph_hash) == before
    (path,) = (workspace.settings.data_dir / "rejects").iterdir()
    assert str(path) in problem.value.next_step
    assert len(read_rejects(str(path))) == 4


def test_a_refused_file_may_be_mended_and_loaded(load: Load) -> None:
    with pytest.raises(TooManyRejects):
        load(rows(40, bad=3))
    assert len(load(rows(40)).batches) == 1


def test_a_rejected_value_is_no_formula_for_a_spreadsheet(load: Load) -> None:
    text = rows(40).replace("7,2024-01-05,A LLC,,1\n", "7,2024-01-05,A LLC,,=HYPERLINK(1)\n", 1)
    assert read_rejects(load(text))[1][2] == "'=HYPERLINK(1)"


# --- the extract date ----------------------------------------------------------------------------------------------


def named_by_file(tmp_path: Path) -> None:
    text = PROFILE.replace("name: decl", "name: dated").replace(
        "records:", "extract_date: '(\\d{4}-\\d\\d-\\d\\d)'\nrecords:"
    )
    (tmp_path / "dated.yaml").write_text(text, encoding="utf-8")


def test_the_extract_date_is_the_option_else_the_one_in_the_name_else_the_latest_day(
    load: Load, tmp_path: Path
) -> None:
    named_by_file(tmp_path)
    assert load(TWO, "decl-2024-03-31.csv", "dated", extract_date="2024-04-30").extract_date == "2024-04-30"
    assert load(TWO, "decl-2024-03-31.csv", "dated", originator="KZ").extract_date == "2024-03-31"
    assert load(TWO, "decl-2024-03-31.csv", originator="AF").extract_date == "2024-01-06"


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("decl.csv", BadFile, "the name decl.csv holds no extract date as profile dated expects; give --extract-date"),
        ("decl-2024-13-45.csv", BadFile, "the extract date '2024-13-45' in the name decl-2024-13-45.csv is not a day"),
    ],
)
def test_a_name_without_the_date_that_the_profile_expects_is_refused(
    load: Load, workspace: Workspace, tmp_path: Path, name: str, error: type[Refused], message: str
) -> None:
    named_by_file(tmp_path)
    with pytest.raises(error, match=message):
        load(TWO, name, "dated")
    assert workspace.records.batches() == []


@pytest.mark.parametrize("option", ["extract_date", "retain_until"])
def test_an_option_that_is_no_day_is_refused(load: Load, option: str) -> None:
    with pytest.raises(
        BadValue, match=f"--{option.replace('_', '-')} '31.03.2024' is not a day; write it as 2024-03-31"
    ):
        load(TWO, **{option: "31.03.2024"})


def test_a_file_without_a_date_needs_the_option(load: Load, workspace: Workspace) -> None:
    text = HEADER + "1,,A LLC,,1\n"
    with pytest.raises(BadFile, match=r"file.csv holds no date, so its age is not known; give --extract-date"):
        load(text)
    assert workspace.records.batches() == []
    assert load(text, extract_date="2024-01-31").records == 1


def test_a_latest_day_in_the_future_is_refused(load: Load, workspace: Workspace, graph_hash: Hash) -> None:
    before = state(workspace, graph_hash)
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    text = HEADER + f"1,{tomorrow},A LLC,,1\n"
    with pytest.raises(BadFile, match=f"the latest date in file.csv is {tomorrow}, in the future; give --extract-date"):
        load(text)
    assert state(workspace, graph_hash) == before
    assert load(text, extract_date="2024-01-31").records == 1


# --- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("No,Date\n1,2024-01-05\n", "column 'Consignee', 'Container', 'Weight' of profile decl is missing"),
        (HEADER + '1,2024-01-05,"A LLC,,1\n', "line 2: unexpected end of data"),
        (rows(9000) + '9000,2024-01-05,"A LLC,,1\n', "line 9002: unexpected end of data"),
    ],
)
def test_a_bad_file_leaves_nothing_behind(
    load: Load, workspace: Workspace, graph_hash: Hash, text: str, message: str
) -> None:
    before = state(workspace, graph_hash)
    with pytest.raises(BadFile, match=message):
        load(text)
    assert state(workspace, graph_hash) == before


def test_a_changed_profile_of_the_same_version_is_refused(load: Load, tmp_path: Path) -> None:
    load(TWO)
    (tmp_path / "decl.yaml").write_text(PROFILE.replace("gross", "net"), encoding="utf-8")
    with pytest.raises(Refused, match=r"profile decl was changed but still says version 1"):
        load(rows(3))


def test_a_rebuild_refuses_a_changed_profile_of_the_same_version_as_a_load_does(
    load: Load, workspace: Workspace, tmp_path: Path
) -> None:
    load(TWO)
    (tmp_path / "decl.yaml").write_text(PROFILE.replace("gross", "net"), encoding="utf-8")
    with pytest.raises(Refused, match=r"decl was changed but still says version 1; write `version: 2` in it"):
        rebuild_graph(workspace, [str(tmp_path / "decl.yaml")])


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("decl", ("version: 1", "version: 2"), "run `halqa rebuild --profile FILE`"),
        ("other", ("name: decl", "name: other"), f"`halqa recall {BATCH.replace('decl', 'd')}` first"),
    ],
)
def test_a_known_file_that_another_profile_should_read_says_how(
    workspace: Workspace, tmp_path: Path, load: Load, name: str, change: tuple[str, str], said: str
) -> None:
    load(TWO, dataset="d")
    (tmp_path / f"{name}.yaml").write_text(PROFILE.replace(*change), encoding="utf-8")
    options = LoadOptions(str(tmp_path / f"{name}.yaml"), "UZ", "d")
    report = stage_file(workspace, tmp_path / "file.csv", options)
    assert report.already_loaded and said in str(report.remarks[-1])


def test_an_originator_that_is_no_country_is_remarked(load: Load) -> None:
    remark = next(one.text for one in load(TWO, originator="UNODC").remarks if one.key == "load.no_country")
    assert remark.startswith("originator 'UNODC' is no country: plates and tax numbers are of no country")


def test_a_newer_profile_is_refused_until_the_rebuild(load: Load, workspace: Workspace, tmp_path: Path) -> None:
    load(TWO)
    (tmp_path / "decl.yaml").write_text(PROFILE.replace("version: 1", "version: 2"), encoding="utf-8")
    with pytest.raises(StoreProblem, match=r"the graph must be rebuilt first: profile decl was version 1, now it is 2"):
        load(rows(3))
    assert len(workspace.records.batches()) == 1


def test_staging_tells_rows_rejects_and_about_how_many_rows_there_are(workspace: Workspace, tmp_path: Path) -> None:
    lines = rows(9000).splitlines()
    lines[1500] = lines[1500].replace("2024-", "day of 2024-")
    (tmp_path / "big.csv").write_text("\n".join(lines), encoding="utf-8")
    said: list[Step] = []
    load_file(workspace, tmp_path / "big.csv", LoadOptions(str(tmp_path / "decl.yaml"), "UZ"), said.append)
    assert [step.name for step in said] == ["staging big.csv"] * 4
    assert [step.done for step in said] == [2000, 4000, 6000, 8000] and {step.rejected for step in said} == {1}
    assert all(8000 < step.total < 10_000 for step in said)


# --- stops ---------------------------------------------------------------------------------------------------------


def ctrl_c(step: str) -> Progress:
    def progress(now: Step) -> None:
        if now.name.startswith(step):
            raise KeyboardInterrupt

    return progress


def test_ctrl_c_while_staging_leaves_nothing(
    workspace: Workspace, load: Load, tmp_path: Path, graph_hash: Hash
) -> None:
    before = state(workspace, graph_hash)
    (tmp_path / "big.csv").write_text(rows(2500), encoding="utf-8")
    options = LoadOptions(str(tmp_path / "decl.yaml"), "UZ")
    with pytest.raises(Refused, match=r"big.csv: stopped while staging; nothing was left behind; load it again"):
        load_file(workspace, tmp_path / "big.csv", options, ctrl_c("staging"))
    assert state(workspace, graph_hash) == before


def test_ctrl_c_while_applying_is_gone_on_with_by_the_next_command(tmp_path: Path, graph_hash: Hash) -> None:
    (tmp_path / "decl.yaml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "file.csv").write_text(TWO, encoding="utf-8")
    options = LoadOptions(str(tmp_path / "decl.yaml"), "UZ")
    settings = Settings(data_dir=tmp_path / "data")
    with (
        Workspace(settings, progress=ctrl_c("applying")) as workspace,
        pytest.raises(
            Interrupted, match=r"file.csv: stopped while applying batch UZ/decl\S+; the next command goes on"
        ),
    ):
        load_file(workspace, tmp_path / "file.csv", options)
    said: list[str] = []
    with Workspace(settings, say=said.append) as workspace:
        found = graph_hash(workspace.store)
    assert len(said) == 1 and f"batch {BATCH} (file.csv)" in said[0]
    with Workspace(settings, "sqlite:///:memory:") as calm:
        load_file(calm, tmp_path / "file.csv", options)
        assert graph_hash(calm.store) == found
