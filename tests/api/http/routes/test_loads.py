"""Uploads over HTTP: what becomes of a file, and what is refused before it costs anything."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.dependencies import Service
from api.services.runtime.jobs import WRITES, JobResult, Order
from graph.settings import Settings

HEAD = "No,Handling,Date,Consignee,Phone,Shipper,Container\n"
FORM = {"profile": "decl", "originator": "KZ"}


def rows(count: int, bad: int = 0) -> str:
    good = "".join(f"{i},,2024-01-05,A LLC,,B LLC,\n" for i in range(count - bad))
    return HEAD + good + "".join(f",,2024-01-05,A LLC,,B LLC,{i}\n" for i in range(bad))


def load(client: TestClient, text: str = "", name: str = "file.csv", status: int = 200, **form: str) -> dict[str, Any]:
    files = {"file": (name, text or rows(2))}
    answer = client.post("/v1/loads", data={**FORM, **form}, files=files)
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


def uploads(settings: Settings) -> list[Path]:
    return list((settings.data_dir / "uploads").glob("*"))


def test_a_file_becomes_a_batch_and_its_upload_is_gone(small: TestClient, settings: Settings) -> None:
    report = load(small, extract_date="2024-02-29", unit="Termez", retain_until="2030-01-01")
    assert (report["file"], report["channel"]) == ("file.csv", "KZ/decl/H1/customs")
    assert (report["rows"], report["records"], report["applied_records"]) == (2, 2, 2)
    (name,) = report["batches"]
    batch = small.get("/v1/batches/one", params={"id": name}).json()
    assert (batch["extract_on"], batch["unit"], batch["retain_until"]) == ("2024-02-29", "Termez", "2030-01-01")
    assert uploads(settings) == []


def test_the_same_bytes_twice_change_nothing(small: TestClient) -> None:
    first, second = load(small), load(small, name="other.csv")
    assert second["already_loaded"] and second["batches"] == first["batches"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/march.csv", "march.csv"),
        ("C:\\Users\\me\\march.csv", "march.csv"),
        ("/march.csv", "march.csv"),
        ("декларации.csv", "декларации.csv"),
        ("x" * 1000 + ".csv", "x" * 116 + ".csv"),
        ("...csv", "file.csv"),
        ("a\u202evsc.csv", "avsc.csv"),
    ],
)
def test_a_file_name_is_a_label_and_never_a_path(small: TestClient, settings: Settings, name: str, label: str) -> None:
    assert load(small, name=name)["file"] == label
    assert uploads(settings) == []
    assert not list(settings.data_dir.parent.rglob("march*"))


@pytest.mark.parametrize("profile", ["/etc/passwd", "../profiles/decl.yaml", "decl.yaml", "a/b", "decl\0"])
def test_a_profile_is_a_name_and_never_a_path(small: TestClient, settings: Settings, profile: str) -> None:
    problem = load(small, status=422, profile=profile)
    assert problem["faults"][0]["field"] == "body.profile"
    assert uploads(settings) == []


def test_a_table_without_a_profile_is_read_by_the_one_that_fits(small: TestClient) -> None:
    assert load(small, profile="")["channel"] == "KZ/decl/H1/customs"
    assert load(small, "A,B\n1,2\n", status=422, profile="")["next_step"].startswith("name a profile with `profile`")


def test_an_unknown_profile_names_the_known_ones(small: TestClient) -> None:
    problem = load(small, status=422, profile="nothing")
    assert problem["type"] == "urn:halqa:error:bad-profile"
    assert "decl" in problem["next_step"] and "path" not in problem["next_step"]


@pytest.mark.parametrize(
    ("text", "name", "detail"),
    [
        ("\n", "file.csv", "file.csv holds no rows"),
        (HEAD, "file.exe", "no loader reads '.exe' (file.exe)"),
        (HEAD, "file", "no loader reads 'a file without a suffix' (file)"),
        ("a,b\n1,2\n", "file.csv", "column 'Consignee'"),
        (HEAD + '1,,2024-01-05,"A\n', "file.csv", "file.csv, line 2: unexpected end of data"),
        (HEAD + "1,,,A LLC,,,\n", "file.csv", "file.csv holds no date"),
    ],
)
def test_a_bad_file_is_refused_by_its_label(
    small: TestClient, settings: Settings, text: str, name: str, detail: str
) -> None:
    problem = load(small, text, name, 422)
    assert detail in problem["detail"]
    assert str(settings.data_dir) not in str(problem) and "--" not in str(problem)
    assert uploads(settings) == []


def test_too_many_bad_rows_refuse_the_file(small: TestClient) -> None:
    before = small.get("/v1/batches").json()
    problem = load(small, rows(40, bad=3), status=422)
    assert problem["type"] == "urn:halqa:error:too-many-rejects"
    assert "(the rejects stand in rejects/file-" in problem["next_step"]
    assert small.get("/v1/batches").json() == before


def test_rejected_rows_are_paged_and_come_as_csv(small: TestClient) -> None:
    (name,) = load(small, rows(60, bad=3))["batches"]
    path, mine = "/v1/batches/rejects", {"id": name}
    first = small.get(path, params=mine | {"limit": 2}).json()
    assert (first["total"], first["next"], len(first["rejects"])) == (3, 2, 2)
    last = small.get(path, params=mine | {"limit": 2, "offset": 2}).json()
    assert (last["next"], len(last["rejects"])) == (None, 1)
    for answer in (
        small.get(path, params=mine | {"format": "csv"}),
        small.get(path, params=mine, headers={"accept": "text/csv"}),
    ):
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert len(answer.text.splitlines()) == 4


@pytest.mark.parametrize("as_", ["UZ/*", "KZ/decl/H2/*"])
def test_nobody_loads_into_a_channel_that_he_does_not_see(small: TestClient, as_: str) -> None:
    load(small)
    answer = small.post(
        "/v1/loads", params={"as": as_}, data=FORM | {"handling": "H9"}, files={"file": ("a.csv", HEAD)}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"originator": "U Z"},
        {"originator": "UZ/import"},
        {"handling": "H\u0661/"},
        {"extract_date": "31.03.2024"},
        {"unit": "x" * 101},
        {"unit": "\x01"},
        {"colour": "red"},
    ],
)
def test_a_field_out_of_range_is_refused(small: TestClient, settings: Settings, form: dict[str, str]) -> None:
    problem = load(small, status=422, **form)
    assert problem["faults"][0]["field"] == f"body.{next(iter(form))}"
    assert uploads(settings) == []


def test_a_form_without_a_file_is_refused(small: TestClient, settings: Settings) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="profile"\r\n\r\ndecl\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = small.post("/v1/loads", content=body, headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (422, "the form has no part `file`")
    assert uploads(settings) == []


@pytest.mark.parametrize("kind", ["application/json", "text/csv", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_refused(small: TestClient, kind: str) -> None:
    assert small.post("/v1/loads", content=b"a", headers={"content-type": kind}).status_code == 415


def test_an_upload_above_the_limit_is_refused_by_its_stated_length(small: TestClient, settings: Settings) -> None:
    answer = small.post("/v1/loads", data=FORM, files={"file": ("a.csv", b"x" * (2 << 20))})
    assert (answer.status_code, uploads(settings)) == (413, [])


def test_an_upload_without_a_length_is_cut_at_the_limit(small: TestClient, settings: Settings) -> None:
    def chunks():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(64):
            yield b"x" * 65_536

    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = small.post("/v1/loads", content=chunks(), headers=headers)
    assert answer.status_code == 413
    assert answer.json()["detail"] == "the body is larger than 1,048,576 bytes"
    assert uploads(settings) == []


def test_a_second_load_waits_for_the_first(small: TestClient, service: Service, settings: Settings) -> None:
    release = Event()
    first = service.jobs.start(Order(WRITES, "a long load"), lambda _: JobResult(b"{}" if release.wait(60) else b""))
    answer = small.post("/v1/loads", params={"wait": 0}, data=FORM, files={"file": ("a.csv", rows(2))})
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    release.set()
    first.ended.result(60)
    service.jobs.get(answer.json()["id"]).ended.result(60)
    report = small.get(f"{answer.headers['location']}/result").json()
    assert report["records"] == 2 and uploads(settings) == []


def test_a_waiting_load_that_is_cancelled_leaves_nothing(
    small: TestClient, service: Service, settings: Settings
) -> None:
    release = Event()
    first = service.jobs.start(Order(WRITES, "a long load"), lambda _: JobResult(b"{}" if release.wait(60) else b""))
    before = small.get("/v1/batches").json()
    answer = small.post("/v1/loads", params={"wait": 0}, data=FORM, files={"file": ("a.csv", rows(2))})
    assert len(uploads(settings)) == 1
    assert small.delete(answer.headers["location"]).json()["state"] == "cancelled"
    assert uploads(settings) == []
    release.set()
    first.ended.result(60)
    assert small.get("/v1/batches").json() == before
