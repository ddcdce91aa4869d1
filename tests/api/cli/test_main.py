"""The command line, as scripts rely on it: verbs, JSON shapes, exit codes, where texts go."""

import importlib.metadata
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.declarations import profile_of

if TYPE_CHECKING:
    from tests.conftest import Ran

Run = Callable[..., "Ran"]
ROOT = Path(__file__).parents[3]

PROFILE = profile_of(
    "consignee.name", "consignee.phone", "shipper.name", "container", beside="amended: Version\nhandling: Handling"
)
HEAD = "No,Version,Handling,Date,Consignee,Phone,Shipper,Container\n"
ROWS = (
    "1,,,2024-03-01,Karvon Trans LLC,+998901234567,Ankara Tekstil AS,MSKU1234565\n"
    "2,,,2024-03-08,Ipak Savdo MChJ,+998901234567,Izmir Boya AS,\n"
    "3,,H3,2024-03-09,Silk House LLC,+998907777777,Ankara Tekstil AS,\n"
)
VERBS = ("load", "batches", "recall", "reclassify", "rebuild", "stats", "search", "show", "run", "export", "sample",
         "demo", "doctor", "hubs", "resolve")  # fmt: skip


# The command as from a terminal: what runs behind one ignores Ctrl-C, and its children inherit that.
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from api.cli.main import main
main()
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    """A profile and a table where the command runs."""
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    (tmp_path / "march.csv").write_text(HEAD + ROWS, "utf-8")


def load(halqa: Run, *words: str) -> "Ran":
    return halqa("load", "march.csv", "--profile", "decl.yaml", "--originator", "UZ", *words)


def test_help_imports_nothing_heavy() -> None:
    heavy = ("pandas", "numpy", "sqlalchemy", "networkx", "pydantic", "rich", "scipy", "splink", "duckdb", "rapidfuzz")
    code = f"import sys; import api.cli.main; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"


def test_it_says_which_version_it_is(halqa: Run) -> None:
    answer = halqa("--version")
    assert (answer.returncode, answer.stdout) == (0, f"halqa {importlib.metadata.version('halqa')}\n")


def test_a_program_ends_with_the_code_of_its_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli.main", "stats", "--store", "mysql://x"]
    environment = os.environ | {"HALQA_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("halqa: no store for 'mysql://x'\n  next: ")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_example_in_its_help(halqa: Run, verb: str) -> None:
    answer = halqa(verb, "--help")
    assert answer.returncode == 0
    assert f"Example: halqa {verb}" in " ".join(answer.stdout.split()) or verb == "hubs"


def test_a_load_reports_and_counts(halqa: Run) -> None:
    assert load(halqa).returncode == 0
    stats = json.loads(halqa("stats", "--json").stdout)
    assert set(stats) == {"nodes", "edges", "batches", "version"}
    assert stats["nodes"]["Consignment"] == 3
    assert stats["batches"] == 2, "one a handling"


def test_the_same_file_again_changes_nothing_and_says_so(halqa: Run) -> None:
    load(halqa)
    before = halqa("stats", "--json").stdout
    again = load(halqa, "--grade", "B2")
    assert again.returncode == 0
    assert "nothing was changed" in again.stdout and "its grade stays ''" in again.stdout
    assert halqa("stats", "--json").stdout == before


def test_too_many_rejects_end_with_one_and_leave_nothing(halqa: Run, tmp_path: Path) -> None:
    (tmp_path / "march.csv").write_text(HEAD + ROWS + ",,,,nobody,,,\n", "utf-8")
    answer = load(halqa)
    assert answer.returncode == 1
    assert "more than 5%" in answer.stderr
    assert json.loads(halqa("stats", "--json").stdout)["nodes"] == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("load", "none.csv", "--profile", "decl.yaml", "--originator", "UZ"), "no file none.csv"),
        (("load", "decl.yaml", "--profile", "decl.yaml", "--originator", "UZ"), "no loader reads '.yaml'"),
        (("run", "nothing"), "no analysis 'nothing'"),
        (("run", "linked_entities", "--param", "min_weight=-1"), "min_weight is -1"),
        (("run", "linked_entities", "--param", "colour=red"), "no such parameter"),
        (("show", "phone:+1"), "no node 'phone:+1'"),
        (("stats", "--store", "mysql://x"), "no store for 'mysql://x'"),
        (("stats", "--as", "KZ/*"), "no channel matches 'KZ/*'"),
        (("recall", "9"), "no batch '9'"),
        (("export", "--to", "x.pdf", "--analysis", "linked_entities"), "no export writes '.pdf'"),
        (("frobnicate",), "No such command"),
    ],
)
def test_what_is_refused_ends_with_two_and_says_the_thing(halqa: Run, words: tuple[str, ...], said: str) -> None:
    load(halqa)
    answer = halqa(*words)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not answer.stdout.strip()


def test_a_cluster_row_has_id_size_and_members_and_is_found_again(halqa: Run) -> None:
    load(halqa)
    answer = json.loads(halqa("run", "linked_entities", "--json").stdout)
    assert set(answer) >= {"rows", "evidence", "population"}
    (row,) = answer["rows"]
    assert row["size"] == len(row["members"]) == 2
    again = json.loads(halqa("run", "linked_entities", "--cluster", row["id"], "--json").stdout)
    assert [r["id"] for r in again["rows"]] == [row["id"]]


def batches(halqa: Run) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(halqa("batches", "--json").stdout)
    return rows


def test_a_viewer_sees_his_channels_alone(halqa: Run) -> None:
    load(halqa)
    seen = json.loads(halqa("stats", "--json", "--as", "UZ/*/H3/*").stdout)
    assert seen["nodes"]["Consignment"] == 1
    assert seen["batches"] == 1


@pytest.mark.parametrize("words", [("recall",), ("reclassify", "--handling", "H2")])
def test_nobody_takes_away_what_he_may_not_see(halqa: Run, words: tuple[str, ...]) -> None:
    load(halqa)
    batch = batches(halqa)[0]["batch"]
    before = halqa("stats", "--json").stdout
    assert halqa(*words, batch, "--as", "UZ/*/H3/*").returncode == 2
    assert halqa("stats", "--json").stdout == before


def test_nobody_loads_into_a_channel_that_is_not_his(halqa: Run) -> None:
    assert load(halqa, "--as", "KZ/*").returncode == 2
    assert load(halqa, "--as", "UZ/*").returncode == 0


def test_search_and_show_lead_to_the_source_line(halqa: Run) -> None:
    load(halqa)
    (found,) = json.loads(halqa("search", "карвон", "--json").stdout)["found"]
    assert found["label"] == "Karvon Trans LLC"
    assert json.loads(halqa("search", "998 90 123 45 67", "--json").stdout)["found"][0]["id"] == "phone:+998901234567"
    record = "consignment:UZ/decl/H1/customs:declaration:1"
    shown = json.loads(halqa("show", record, "--json").stdout)
    assert "march.csv, line 2" in shown["source"]


def test_a_search_prints_one_row_a_firm_with_what_is_said_of_it(halqa: Run) -> None:
    load(halqa)
    ran = halqa("search", "karvon", "--from", "2024-03-01", "--to", "2024-03-31")
    head, _, row = ran.stdout.splitlines()
    assert head.split() == ["type", "label", "country", "roles", "number", "consignments", "seizures", "id"]
    assert "Karvon Trans LLC" in row and "consignee" in row
    assert "who is who" in ran.stderr
    assert halqa("search", "karvon", "--from", "soon").returncode == 2


def test_history_tells_what_a_correction_changed(halqa: Run, tmp_path: Path) -> None:
    load(halqa)
    (tmp_path / "april.csv").write_text(HEAD + "1,2,,2024-03-01,Other Name LLC,,Ankara Tekstil AS,\n", "utf-8")
    halqa("load", "april.csv", "--profile", "decl.yaml", "--originator", "UZ", "--extract-date", "2024-04-30")
    shown = json.loads(halqa("show", "consignment:UZ/decl/H1/customs:declaration:1", "--history", "--json").stdout)
    now, before = shown["history"]
    assert now["is_current"] and not before["is_current"]
    assert now["changed"]["Consignee"] == ["Karvon Trans LLC", "Other Name LLC"]


def test_recall_and_reclassify(halqa: Run) -> None:
    load(halqa)
    h1 = next(row["batch"] for row in batches(halqa) if "/H1/" in row["batch"])
    assert halqa("reclassify", h1, "--handling", "H2").returncode == 0
    assert json.loads(halqa("stats", "--json", "--as", "UZ/*/H2/*").stdout)["nodes"]["Consignment"] == 2
    for row in batches(halqa):
        assert halqa("recall", row["batch"]).returncode == 0
    assert json.loads(halqa("stats", "--json").stdout)["nodes"] == {}


def test_rebuild_reads_with_the_newer_profile(halqa: Run, tmp_path: Path) -> None:
    load(halqa)
    newer = PROFILE.replace("version: 1", "version: 2").replace("      container: Container\n", "")
    (tmp_path / "decl.yaml").write_text(newer, "utf-8")
    (tmp_path / "march.csv").write_text(HEAD + ROWS.replace("Silk", "Milk"), "utf-8")
    assert load(halqa).returncode == 2, "a graph is not made by two readings of one layout"
    assert halqa("rebuild", "--profile", "decl.yaml").returncode == 0
    assert "Container" not in json.loads(halqa("stats", "--json").stdout)["nodes"]
    assert load(halqa).returncode == 0


@pytest.mark.parametrize("suffix", [".html", ".graphml", ".csv"])
def test_exports_are_written(halqa: Run, tmp_path: Path, suffix: str) -> None:
    load(halqa)
    answer = halqa("export", "--analysis", "linked_entities", "--to", f"top{suffix}")
    assert answer.returncode == 0, answer.stderr
    assert "march.csv" in (tmp_path / f"top{suffix}").read_text("utf-8")


def test_the_neighbourhood_of_a_node_is_exported(halqa: Run, tmp_path: Path) -> None:
    load(halqa)
    assert halqa("export", "--around", "phone:+998901234567", "--to", "around.csv").returncode == 0
    assert "Ipak Savdo MChJ" in (tmp_path / "around.csv").read_text("utf-8")


def test_hubs_are_listed_and_published(halqa: Run) -> None:
    load(halqa)
    assert json.loads(halqa("hubs", "--json").stdout) == {"register_version": 0, "hubs": []}
    assert "hub register 1" in halqa("hubs", "publish").stdout
    assert json.loads(halqa("hubs", "--json").stdout)["register_version"] == 1


def test_doctor_finds_nothing_wrong(halqa: Run) -> None:
    load(halqa)
    answer = halqa("doctor")
    assert answer.returncode == 0
    assert "PROBLEM" not in answer.stdout


def test_doctor_ends_with_two_where_something_is_wrong(halqa: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_text("no database at all, but long enough to be read as one" * 20, "utf-8")
    answer = halqa("doctor", "--store", "sqlite:///broken.db")
    assert "PROBLEM" in answer.stdout
    assert answer.returncode == 2


def test_ctrl_c_ends_with_three_and_one_sentence(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", INTERRUPTIBLE, "demo", "world", "--size", "medium"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, text=True, **pipes) as program:
        assert program.stderr is not None and program.stderr.readline()
        program.send_signal(signal.SIGINT)
        _, said = program.communicate()
    assert program.returncode == 3
    assert said.splitlines()[-1] == "halqa: stopped; the next command goes on"


def test_the_demo_tells_every_part_and_writes_the_picture(demo: Path) -> None:
    said = (demo / "said.txt").read_text("utf-8")
    for part in (
        "LOADED",
        "WHO IS WHO",
        "parties are",
        "in two scripts",
        "sound alike",
        "bits: name",
        "HUBS",
        "LINKED-ENTITY CLUSTERS",
        "COMMUNITIES",
        "PLANTED RINGS",
        "PICTURE",
        "TRY NEXT",
    ):
        assert part in said
    assert (demo / "top-cluster.html").stat().st_size > 100_000


def test_what_the_demo_says_to_try_next_answers_as_the_demo_did(demo: Path, run_command: Run, tmp_path: Path) -> None:
    said = (demo / "said.txt").read_text("utf-8")
    exported = re.search(r"^  export (\w+)=(.+)$", said, re.MULTILINE)
    clusters = re.search(r"^LINKED-ENTITY CLUSTERS .*: (\d+)$", said, re.MULTILINE)
    assert exported and clusters
    answer = run_command(tmp_path, {exported[1]: exported[2]}, "run", "linked_entities", "--json")
    assert json.loads(answer.stdout)["population"]["clusters"] == int(clusters[1])


def test_the_demo_leaves_somebody_elses_folder_alone(halqa: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years", "utf-8")
    assert halqa("demo", "mine").returncode == 2
    assert (tmp_path / "mine" / "thesis.txt").read_text("utf-8") == "years"
