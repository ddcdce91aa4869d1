"""Dossiers over HTTP: the bundle, the page, and nothing of what is hidden."""

import io
import zipfile

import pytest
from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def lead(client: TestClient) -> str:
    found: str = client.post("/v1/analyses/leads", json={"limit": 1}).json()["rows"][0]["id"]
    return found


def test_a_bundle_is_a_file_and_the_same_each_time(client: TestClient, lead: str) -> None:
    first, second = (client.post("/v1/dossiers", json={"lead": lead}) for _ in range(2))
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/zip"
    assert first.headers["content-disposition"].startswith('attachment; filename="halqa-dossier-lead-')
    assert first.content == second.content
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(first.content)).namelist()


def test_the_page_shows_it_with_a_link_to_the_bundle(client: TestClient, lead: str) -> None:
    page = client.get("/dossier", params={"lead": lead, "as": "*"})
    assert page.status_code == 200
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    address = f"/dossier?lead={lead.replace(':', '%3A')}&amp;file=zip&amp;as=%2A"
    assert f'href="{address}"' in page.text
    bundle = client.get(address.replace("&amp;", "&"))
    assert bundle.headers["content-disposition"].endswith('.zip"')


def test_the_list_of_leads_leads_to_the_dossier_of_each(client: TestClient, lead: str) -> None:
    page = client.get("/analyses/leads", params={"lead": lead})
    assert f'href="/dossier?lead={lead.replace(":", "%3A")}"' in page.text


def test_it_is_noted_as_an_export(client: TestClient, lead: str) -> None:
    client.post("/v1/dossiers", json={"lead": lead, "format": "html"})
    newest = client.get("/v1/exports", params={"limit": 1}).json()["exports"][0]
    assert (newest["question"], newest["format"]) == (f"dossier of {lead}", "html")


@pytest.mark.parametrize(
    ("form", "status"),
    [({"lead": "lead:0"}, 404), ({"lead": "lead:0", "as_of": "soon"}, 422), ({"lead": "lead:0", "format": "doc"}, 422)],
)
def test_what_cannot_be_written_is_refused(client: TestClient, form: dict[str, str], status: int) -> None:
    assert client.post("/v1/dossiers", json=form).status_code == status


def test_a_page_of_no_lead_says_so(client: TestClient) -> None:
    assert client.get("/dossier", params={"lead": "lead:0"}).status_code == 404
