"""Requests that are refused before any route sees them."""

import pytest
from starlette.testclient import TestClient

from api.http.strict import MAX_DEPTH, MAX_DIGITS

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 100_000, 400),
        (b'{"a":' * 100_000, 400),
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"missing_share": NaN}', 400),
        (b'{"missing_share": Infinity}', 400),
        (b'{"missing_share": -Infinity}', 400),
        (b'{"missing_share": 1e999}', 400),
        (b'{"limit": 1' + b"0" * 400 + b"}", 400),
        (b'{"limit": 1' + b"0" * 5000 + b"}", 400),
        (b'{"measure": "\xff"}', 400),
        (b'{"measure": "\\ud800"}', 422),
        (b'{"measure": "\\u0000"}', 422),
        (b'{"measure": "\x00"}', 400),
        (b"{", 400),
        (b'"text"', 422),
        (b"[]", 422),
        (b"3", 422),
        (b'{"nothing": 1}', 422),
        (b'{"limit": "many"}', 422),
        (b'{"limit": -1}', 422),
        (b'{"limit": 0}', 422),
        (b'{"limit": true}', 200),
        (b"null", 200),
        (b"", 200),
    ],
)
def test_a_body_is_read_or_refused_and_never_a_fault_of_ours(client: TestClient, body: bytes, status: int) -> None:
    answer = client.post("/v1/analyses/centrality", content=body, headers=JSON)
    assert answer.status_code == status
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.content) < 3_000


def test_nesting_and_digits_within_the_limits_are_read(client: TestClient) -> None:
    nested = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    answer = client.post("/v1/analyses/centrality", content=nested, headers=JSON)
    assert answer.status_code == 422
    whole = b'{"seed": ' + b"9" * MAX_DIGITS + b"}"
    assert client.post("/v1/analyses/centrality", content=whole, headers=JSON).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "", "json"])
def test_another_content_type_is_refused(client: TestClient, kind: str) -> None:
    answer = client.post("/v1/analyses/centrality", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("q=a&q=b", "query.q"),
        ("q=a&limit=1&limit=2", "query.limit"),
        ("q=a&limt=1", "query.limt"),
        ("q=a&limit=0", "query.limit"),
        ("q=a&limit=-1", "query.limit"),
        ("q=a&limit=1" + "0" * 30, "query.limit"),
        ("q=a&limit=9" + "9" * 5000, "query.limit"),
        ("q=a&limit=1.5", "query.limit"),
        ("q=", "query.q"),
        ("q=" + "a" * 501, "query.q"),
        ("q=%01", "query.q"),
        ("limit=1", "query.q"),
        ("q=a&as=", "query.as"),
        ("q=a" + "&type=Party" * 41, "query.type"),
    ],
)
def test_a_query_out_of_range_names_the_parameter(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/v1/search?{query}")
    assert answer.status_code == 422
    assert field in [fault["field"] for fault in answer.json()["faults"]]
