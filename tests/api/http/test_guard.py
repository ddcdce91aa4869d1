"""What stands before every route: hosts, origins, sizes, headers."""

import pytest
from starlette.testclient import TestClient

from api.http.guard import HEADERS, MAX_BODY, MAX_QUERY


@pytest.mark.parametrize("host", ["127.0.0.1:8600", "localhost", "LOCALHOST:1", "[::1]:8600", "[::1]"])
def test_this_machine_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/v1/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "testserver", "[::2]", "", "localhost@x:1"])
def test_another_host_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/v1/health", headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://example.org"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8600"},
    ],
)
def test_a_page_of_another_site_changes_nothing(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/v1/rebuild", headers=headers).status_code == 403
    assert client.delete("/v1/batches/1", headers=headers).status_code == 403


def test_a_page_of_our_own_may_ask(client: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1:8600", "sec-fetch-site": "same-origin"}
    assert client.post("/v1/analyses/linked_entities", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/v1/health", "/v1/nothing", "/v1/entities"])
def test_every_answer_has_the_headers_that_keep_it_private(client: TestClient, path: str) -> None:
    found = client.get(path).headers
    assert {name: found[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("query", "status"),
    [("q=%FF", 400), ("q=%00", 400), ("q=" + "a" * MAX_QUERY, 414), ("q=%ED%A0%80", 400)],
)
def test_an_address_that_cannot_be_read_is_refused(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/v1/search?{query}").status_code == status


def test_a_path_that_is_no_utf8_is_refused(client: TestClient) -> None:
    assert client.get("/v1/%FF").status_code == 400


def test_a_body_is_refused_by_what_it_says_of_its_size(client: TestClient) -> None:
    headers = {"content-length": str(10**30), "content-type": "application/json"}
    answer = client.post("/v1/analyses/centrality", content=b"{}", headers=headers)
    assert answer.status_code == 413


def test_a_chunked_body_is_cut_at_the_limit(client: TestClient) -> None:
    taken = []

    def chunks():
        for number in range(64):
            taken.append(number)
            yield b" " * (MAX_BODY // 4)

    headers = {"content-type": "application/json"}
    answer = client.post("/v1/analyses/centrality", content=chunks(), headers=headers)
    assert answer.status_code == 413
    assert answer.json()["detail"] == f"the body is larger than {MAX_BODY:,} bytes"


def test_a_length_that_is_no_number_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/analyses/centrality", content=b"{}", headers={"content-length": "-1"})
    assert answer.status_code == 400


def test_an_unknown_path_and_method_are_problems_too(client: TestClient) -> None:
    nothing, method = client.get("/v1/nothing"), client.delete("/v1/stats")
    assert (nothing.status_code, method.status_code) == (404, 405)
    assert nothing.json()["type"] == "urn:halqa:error:not-found"
    assert method.headers["allow"] == "GET"
    assert nothing.headers["content-type"] == method.headers["content-type"] == "application/problem+json"
