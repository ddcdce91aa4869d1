"""Exports over HTTP: bytes of a file, in every format there is."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.models.exports import FORMATS


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("what", [{"around": "phone:+994700845408"}, {"analysis": "linked_entities"}])
def test_an_export_is_a_file_to_be_kept(client: TestClient, kind: str, what: dict[str, str]) -> None:
    answer = client.post("/v1/exports", json={**what, "format": kind})
    assert answer.status_code == 200 and len(answer.content) > 500
    name = next(iter(what.values())).replace(":+", "-").replace("_", "-")
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="halqa-{name}.{kind}"')
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_cluster_is_drawn_by_its_id(client: TestClient) -> None:
    row = client.post("/v1/analyses/linked_entities", json={"limit": 1}).json()["rows"][0]
    answer = client.post("/v1/exports", json={"cluster": row["id"], "format": "csv"})
    assert row["members"][0] in answer.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"format": "csv"}, 422),
        ({"format": "csv", "around": "phone:+994700845408", "analysis": "linked_entities"}, 422),
        ({"format": "doc", "around": "phone:+994700845408"}, 422),
        ({"format": "../csv", "around": "phone:+994700845408"}, 422),
        ({"format": "csv", "around": "phone:+0"}, 404),
        ({"format": "csv", "analysis": "nothing"}, 404),
        ({"format": "csv", "analysis": "linked_entities", "params": {"colour": 1}}, 422),
        ({"format": "csv", "around": "phone:+994700845408", "limit": 5001}, 422),
        ({"format": "csv", "around": "\u0000"}, 422),
    ],
)
def test_what_cannot_be_drawn_is_refused(client: TestClient, form: dict[str, Any], status: int) -> None:
    assert client.post("/v1/exports", json=form).status_code == status


def test_what_is_hidden_cannot_be_drawn(client: TestClient) -> None:
    form = {"around": "phone:+994700845408", "format": "csv"}
    assert client.post("/v1/exports", params={"as": "UZ/*"}, json=form).status_code == 404


def test_a_file_name_holds_no_sign_that_a_header_could_mistake(small: TestClient) -> None:
    node_id = "consignment:UZ/decl/H1/customs:declaration:2024/4#a?b&c%41"
    answer = small.post("/v1/exports", json={"around": node_id, "format": "csv"})
    said = answer.headers["content-disposition"]
    assert 'filename="halqa-consignment-UZ-decl-H1-customs-declaration-2024-4-a-b-c-41.csv"' in said
