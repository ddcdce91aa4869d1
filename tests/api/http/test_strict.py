"""Requests that are refused before any route sees them."""

import pytest
from starlette.testclient import TestClient

from api.http.models.graph import NeighboursQuery, SearchQuery, SubgraphQuery
from api.http.models.query import QueryModel
from api.http.routes.registry import all_routers
from api.http.strict import MAX_DEPTH, MAX_DIGITS, StrictRoute

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
    ],
)
def test_a_bad_body_is_refused_and_never_a_fault_of_ours(client: TestClient, body: bytes, status: int) -> None:
    answer = client.post("/v1/analyses/centrality", content=body, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 3_000


@pytest.mark.parametrize("body", [b'{"limit": true}', b"null", b""])
def test_a_body_that_says_nothing_wrong_is_read(small: TestClient, body: bytes) -> None:
    assert small.post("/v1/analyses/centrality", content=body, headers=JSON).status_code == 200


def test_nesting_and_digits_within_the_limits_are_read(small: TestClient) -> None:
    nested = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    answer = small.post("/v1/analyses/centrality", content=nested, headers=JSON)
    assert answer.status_code == 422
    whole = b'{"seed": ' + b"9" * MAX_DIGITS + b"}"
    assert small.post("/v1/analyses/centrality", content=whole, headers=JSON).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "", "json"])
def test_another_content_type_is_refused(client: TestClient, kind: str) -> None:
    answer = client.post("/v1/analyses/centrality", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("query", "detail", "next_step"),
    [
        ("q=a&q=b", "query.q is given 2 times", "give it once"),
        ("q=a&limit=1&limit=2&limit=3", "query.limit is given 3 times", "give it once"),
        ("q=a&limt=1", "query.limt is not known", "did you mean limit? known: as, limit, q, type, from, to"),
        ("q=a&limt=1&limt=2", "query.limt is given 2 times", "give it once"),
        (
            "Q=a",
            "query.Q is not known; query.q is missing",
            "did you mean q? known: as, limit, q, type, from, to; give it",
        ),
        ("q=a&limit=0", "query.limit is '0'", "write a number from 1 on"),
        ("q=a&limit=-1", "query.limit is '-1'", "write a number from 1 on"),
        ("q=a&limit=201", "query.limit is '201'", "write a number up to 200"),
        ("q=a&limit=1" + "0" * 30, "query.limit is '1" + "0" * 30 + "'", "write a number up to 200"),
        ("q=a&limit=9" + "9" * 5000, f"query.limit is '{'9' * 59}…'", "write a whole number of at most 15 digits"),
        ("q=a&limit=1.5", "query.limit is '1.5'", "write a whole number"),
        ("q=a&limit=", "query.limit is empty", "write a whole number"),
        ("q=", "query.q is empty", "write a text"),
        ("q=" + "a" * 501, "query.q has 501 characters", "write at most 500 characters"),
        ("q=%01", "query.q is '\\x01'", "leave out the control characters"),
        ("limit=1", "query.q is missing", "give it"),
        ("q=a&as=", "query.as is empty", "write a text"),
        ("q=a&type=", "query.type.0 is empty", "write a text"),
        ("q=a" + "&type=Party" * 41, "query.type has 41 entries", "give at most 40"),
    ],
)
def test_a_query_out_of_range_names_the_parameter_its_value_and_what_to_write(
    client: TestClient, query: str, detail: str, next_step: str
) -> None:
    answer = client.get(f"/v1/search?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert (problem["type"], problem["detail"]) == ("urn:halqa:error:validation", detail)
    assert problem["next_step"] == next_step
    assert [fault["field"] for fault in problem["faults"]] == [part.split()[0] for part in detail.split("; ")]


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("/v1/health?x=1", "query.x is not known"),
        ("/v1/schema?as=UZ", "query.as is not known"),
        ("/v1/entities/neighbours?id=a&rank=best", "query.rank is 'best'"),
        ("/v1/subgraph?id=a&hops=3", "query.hops is '3'"),
        ("/v1/subgraph", "query.id is missing"),
        ("/v1/batches/rejects?id=&offset=-1", "query.id is empty; query.offset is '-1'"),
        ("/v1/hubs?wait=nan", "query.wait is 'nan'"),
        ("/v1/hubs?wait=61", "query.wait is '61'"),
    ],
)
def test_every_route_reads_its_query_by_a_model(client: TestClient, address: str, detail: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["detail"]) == (422, detail)


def test_a_route_has_one_model_of_its_query() -> None:
    routes = [route for router in all_routers() for route in router.routes if isinstance(route, StrictRoute)]
    assert routes
    for route in routes:
        models = [param.field_info.annotation for param in route.dependant.query_params]
        assert len(models) == 1 and issubclass(models[0], QueryModel), route.path


def test_a_list_may_be_repeated(client: TestClient) -> None:
    assert client.get("/v1/search?q=a&type=Party&type=Phone").status_code == 200
    assert NeighboursQuery.repeatable() == {"type"} and SubgraphQuery.repeatable() == {"id"}
    assert SearchQuery.repeatable() == {"type"} and QueryModel.repeatable() == frozenset()
