"""Dossiers: what is told of a lead, only what somebody sees of it, and the same bytes when it is made again."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyses.leads import LeadsAnswer
from api.services.asking.dossier.bundle import MANIFEST, files_of, write, zipped
from api.services.asking.dossier.making import DossierRequest, Made, make, scripts_first
from api.services.asking.inputs import Asking
from api.services.asking.run import run_by_name
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, NotFound
from graph.model import EVERYONE
from graph.settings import Settings


@pytest.fixture(scope="module")
def workspace(demo: Path) -> Iterator[Workspace]:
    """The sample world, to be read."""
    with Workspace(Settings(data_dir=demo / "data")) as opened:
        yield opened


@pytest.fixture(scope="module")
def lead(workspace: Workspace) -> str:
    answer = run_by_name(workspace.world(EVERYONE), "leads", {"explain": 0})
    assert isinstance(answer, LeadsAnswer)
    return answer.rows[0].id


def asking(workspace: Workspace, patterns: str = "") -> Asking:
    return Asking(workspace, workspace.viewer(patterns), patterns, workspace.state)


@pytest.fixture(scope="module")
def made(workspace: Workspace, lead: str) -> Made:
    return make(asking(workspace), DossierRequest(lead, by="gulnora"))


def test_a_dossier_tells_what_the_answer_says(made: Made, lead: str) -> None:
    row, dossier = made.answer.rows[0], made.dossier
    assert (dossier.lead, dossier.title, len(dossier.entities)) == (lead, row.label, row.entities)
    assert [points for _, points in dossier.shares] == [share.points for share in row.shares]
    assert {seizure.id for seizure in dossier.seizures} == set(row.seized)
    assert len(dossier.links) == len(made.answer.evidence) > 0
    assert (dossier.innocent, dossier.check) == (row.innocence.reason.text, row.innocence.check.text)
    assert any("were not inspected" in sentence for sentence in dossier.unknown)


def test_every_spelling_of_a_member_is_told(made: Made, workspace: Workspace) -> None:
    told = {name for entity in made.dossier.entities for name in entity.names}
    nodes = workspace.store.get(list(made.answer.rows[0].members), EVERYONE)
    assert {str(node.properties["name"]) for node in nodes} == told


def test_the_first_name_of_each_script_comes_first() -> None:
    names = ("Karimov", "Karimov A.", "Каримов", "Каримов А.", "كريموف", "12")
    assert scripts_first(names) == ("Karimov", "Каримов", "كريموف", "12", "Karimov A.", "Каримов А.")
    assert scripts_first(()) == ()


def test_each_link_names_the_lines_of_its_records(made: Made) -> None:
    lines = {str(row.line) for row in made.dossier.sources}
    told = [line for link in made.dossier.links for _, found in link.shared for line in found]
    assert told and all(any(line.endswith(f"line {number})") for number in lines) for line in told)


def test_it_states_query_moment_user_cuts_marking_and_originators(made: Made, lead: str) -> None:
    facts = dict(made.dossier.facts)
    assert facts["query"] == f"dossier of {lead}"
    assert facts["asked by"] == "gulnora"
    assert {"as of", "data version", "truncation", "originators", "highest handling"} <= facts.keys()
    assert "made at" not in facts
    assert made.dossier.marking == facts["highest handling"]


def test_a_bundle_is_the_same_when_it_is_made_again(workspace: Workspace, made: Made, lead: str) -> None:
    again = make(asking(workspace), DossierRequest(lead, str(made.values["as_of"]), "gulnora"))
    first, second = (zipped(files_of(asking(workspace), one, "gulnora")) for one in (made, again))
    assert first == second


def test_the_manifest_has_the_digest_of_every_other_file(workspace: Workspace, made: Made) -> None:
    content = zipped(files_of(asking(workspace), made, "gulnora"))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        files = {name: file.read(name) for name in file.namelist()}
    listed = json.loads(files.pop(MANIFEST))["files"]
    assert listed == {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} for name, content in files.items()
    }


def test_a_bundle_names_the_files_that_its_rows_came_in(workspace: Workspace, made: Made, demo: Path) -> None:
    files = files_of(asking(workspace), made, "gulnora")
    batches = json.loads(files["inputs.json"])["batches"]
    rows = list(csv.DictReader(io.StringIO(files["rows.csv"].decode("utf-8-sig"))))
    assert {row["file"] for row in rows} <= {batch["file"] for batch in batches}
    assert len(rows) == len(made.records)
    for batch in batches:
        assert hashlib.sha256((demo / "files" / batch["file"]).read_bytes()).hexdigest() == batch["sha256"]


def test_a_bundle_is_written_as_a_file_or_into_a_folder(tmp_path: Path) -> None:
    told = []
    files = {"a.txt": b"a", "b.txt": b"b"}
    write(files, tmp_path / "out" / "inner", lambda: told.append("folder"))
    write(files, tmp_path / "out.zip", lambda: told.append("zip"))
    assert {path.name: path.read_bytes() for path in (tmp_path / "out" / "inner").iterdir()} == files
    with zipfile.ZipFile(tmp_path / "out.zip") as file:
        assert {name: file.read(name) for name in file.namelist()} == files
    assert told == ["folder", "zip"]


def test_a_folder_with_other_files_is_refused_before_anything_is_noted(tmp_path: Path) -> None:
    (tmp_path / "else.txt").write_text("", "utf-8")
    with pytest.raises(BadValue, match=r"holds other files, such as else\.txt"):
        write({"a.txt": b"a"}, tmp_path, lambda: pytest.fail("it was noted"))
    with pytest.raises(BadValue, match="no folder"):
        write({"a.txt": b"a"}, tmp_path / "none" / "a.zip", lambda: pytest.fail("it was noted"))


def test_who_sees_less_gets_a_dossier_of_what_he_sees(workspace: Workspace) -> None:
    patterns = "*/H1/*"
    answer = run_by_name(workspace.world(workspace.viewer(patterns)), "leads", {"explain": 0})
    lead = answer.rows[0].id
    made = make(asking(workspace, patterns), DossierRequest(lead))
    named = {record.split(":")[1] for record in made.records}
    assert named and all("/H1/" in channel for channel in named)
    assert made.dossier.marking == "H1"
    assert "asked by" not in dict(made.dossier.facts)


def test_what_is_no_lead_is_refused(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="lead:0"):
        make(asking(workspace), DossierRequest("lead:0"))
    with pytest.raises(BadValue, match="none is named"):
        make(asking(workspace), DossierRequest(" "))
    with pytest.raises(BadValue, match="is no moment"):
        make(asking(workspace), DossierRequest("lead:0", "soon"))
