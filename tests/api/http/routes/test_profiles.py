"""Profiles over HTTP: listed, shown, and proposed for an upload that leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.settings import Settings
from loaders.profile.profile import parse_profile

TABLE = "Номер;Дата;Получатель\n1;05.03.2024;Карвон Транс\n2;06.03.2024;Ипак Савдо\n"


def propose(client: TestClient, content: bytes, file: str = "march.csv", status: int = 200, **form: str) -> Any:
    answer = client.post("/v1/profiles/propose", data=form, files={"file": (file, content)})
    assert answer.status_code == status, answer.text
    return answer.json()


def uploads(settings: Settings) -> list[Path]:
    return list((settings.data_dir / "uploads").glob("*"))


def test_a_profile_is_proposed_and_the_upload_is_gone(small: TestClient, settings: Settings) -> None:
    found = propose(small, TABLE.encode("cp1251"), kind="declaration", name="mine")
    assert (found["file"], found["encoding"], found["delimiter"]) == ("march.csv", "cp1251", ";")
    assert (found["kind"], found["rows_looked_at"], found["rows_rejected"], found["is_whole"]) == (
        "declaration", 2, 0, True,
    )  # fmt: skip
    assert [(c["name"], c["field"]) for c in found["columns"]] == [
        ("Номер", ""), ("Дата", "registered_on"), ("Получатель", "consignee.name"),
    ]  # fmt: skip
    assert found["columns"][2]["samples"] == ["Карвон Транс", "Ипак Савдо"]
    assert parse_profile(found["profile"]).name == "mine"
    assert uploads(settings) == []


def test_a_document_needs_none(small: TestClient) -> None:
    found = propose(small, b"<ASYCUDA><Item/></ASYCUDA>", "sad.xml")
    assert (found["document"], found["profile"], found["columns"]) == ("asycuda-sad", "", [])


@pytest.mark.parametrize(
    ("content", "name", "detail"),
    [
        (b"\n", "march.csv", "the delimiter of march.csv is not clear"),
        (b"x", "march.doc", "no table has the suffix '.doc' (march.doc)"),
        (b"PK\x03\x04", "march.xlsx", "march.xlsx cannot be opened as a spreadsheet"),
        (b"\x1f\x8b\x08", "march.csv.gz", "march.csv.gz cannot be"),
        (b"{", "march.jsonl", "march.jsonl, line 1"),
    ],
)
def test_a_bad_file_is_refused_by_its_label(
    small: TestClient, settings: Settings, content: bytes, name: str, detail: str
) -> None:
    problem = propose(small, content, name, 422)
    assert problem["type"] == "urn:halqa:error:bad-file" and detail in problem["detail"]
    assert "upload-" not in str(problem) and str(settings.data_dir) not in str(problem)
    assert uploads(settings) == []


@pytest.mark.parametrize("form", [{"kind": "invoice"}, {"name": "../x"}, {"colour": "red"}])
def test_a_field_out_of_range_is_refused(small: TestClient, settings: Settings, form: dict[str, str]) -> None:
    problem = propose(small, TABLE.encode(), status=422, **form)
    assert next(iter(form)) in str(problem)
    assert uploads(settings) == []


def test_another_content_type_is_refused(small: TestClient) -> None:
    answer = small.post("/v1/profiles/propose", content=b"a", headers={"content-type": "text/csv"})
    assert answer.status_code == 415


def test_own_profiles_stand_beside_the_built_in_ones_and_the_documents(small: TestClient) -> None:
    listed = {one["name"]: one for one in small.get("/v1/profiles").json()["profiles"]}
    assert list(listed) == sorted(listed)
    assert (listed["decl"]["origin"], listed["decl"]["kinds"]) == ("own", ["declaration"])
    assert listed["customs-declarations"]["origin"] == "built in"
    assert "Declaration ID" in listed["customs-declarations"]["columns"]
    assert (listed["asycuda-sad"]["origin"], listed["asycuda-sad"]["columns"]) == ("document", [])


def test_a_profile_is_shown_with_its_text(small: TestClient) -> None:
    shown = small.get("/v1/profiles/decl").json()
    assert parse_profile(shown["profile"]).name == shown["name"] == "decl"


@pytest.mark.parametrize("name", ["nothing", "decl.yaml", "..%2Fdecl", "%2Fetc%2Fpasswd"])
def test_a_name_that_is_none_of_a_profile_is_refused(small: TestClient, name: str) -> None:
    assert small.get(f"/v1/profiles/{name}").status_code in (404, 422)


def test_a_faulty_own_profile_says_so(small: TestClient, settings: Settings) -> None:
    assert settings.profiles is not None
    (settings.profiles / "bad.yaml").write_text("name: bad\n", encoding="utf-8")
    shown = small.get("/v1/profiles/bad").json()
    assert shown["fault"] == "bad.yaml: `version` is missing" and shown["profile"] == "name: bad\n"
