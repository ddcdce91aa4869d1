"""Profiles as services hand them on: by name, with what is wrong with them, and proposals without our own paths."""

import gzip
from pathlib import Path

import pytest

from api.services.loading.propose import known_profiles, profile_text, propose_upload
from graph.errors import BadFile, BadValue, NotFound

GOOD = "name: {}\nversion: 3\ntitle: T\nrecords: [{{kind: vehicle, id: No, fields: {{make: Make}}}}]\n"


def test_an_own_profile_goes_before_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "customs-declarations.yaml").write_text(GOOD.format("customs-declarations"), encoding="utf-8")
    found = {one.name: one for one in known_profiles(tmp_path)}
    own = found["customs-declarations"].as_json()
    assert (own["origin"], own["version"], own["kinds"], own["columns"]) == ("own", 3, ["vehicle"], ["Make", "No"])
    assert {one.name: one for one in known_profiles(None)}["customs-declarations"].origin == "built in"


def test_every_profile_of_the_list_can_be_shown() -> None:
    for one in known_profiles(None):
        assert f"\nname: {one.name}\n" in "\n" + profile_text(one.name, None)["profile"]


def test_a_profile_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no profile 'x'; GET /v1/profiles lists them"):
        profile_text("x", tmp_path)


def test_a_proposal_and_its_faults_speak_of_the_label(tmp_path: Path) -> None:
    path = tmp_path / "upload-123.gz"
    path.write_bytes(gzip.compress(b"No,Consignee\n1,A\n2,B\n"))
    found = propose_upload(path, "march.csv.gz", "", "")
    assert found["file"] == "march.csv.gz" and found["profile"].splitlines()[1] == "name: march"
    assert not any("upload-123" in remark["text"] for remark in found["remarks"])
    with pytest.raises(BadValue, match="no record kind 'invoice'"):
        propose_upload(path, "march.csv.gz", "invoice", "")
    path.write_bytes(gzip.compress(b"No\n1\n"))
    with pytest.raises(BadFile) as problem:
        propose_upload(path, "march.csv.gz", "", "")
    assert "upload-123" not in str(problem.value)
