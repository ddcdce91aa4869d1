"""What stands before every route: hosts, origins, sizes, headers."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from api.http.guard import HEADERS, MAX_BODY, MAX_QUERY, Guard, RequestLimits
from api.http.routes.registry import all_routers


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


READS = [route for route in all_routers() for route in route.routes if "GET" in getattr(route, "methods", ())]


@pytest.mark.parametrize("path", sorted({route.path for route in READS}))
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
def test_a_page_of_another_site_sets_nothing_to_work(client: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "a page of another site may not set this service to work"


LINKED = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


def test_whoever_follows_a_link_to_a_page_is_led_on(client: TestClient) -> None:
    answer = client.get("/entity?id=phone:%2B998901234567&x=%22%3E%3Cb%3E", headers=LINKED)
    assert answer.status_code == 403
    assert 'href="/entity?id=phone:%2B998901234567&amp;x=%22%3E%3Cb%3E"' in answer.text
    assert 'href="/static/pages.css"' in answer.text and 'action="/search"' not in answer.text


@pytest.mark.parametrize("path", ["//example.org/", "/%2Fexample.org/"])
def test_such_a_page_leads_nowhere_else(client: TestClient, path: str) -> None:
    answer = client.get(f"http://127.0.0.1:8600{path}", headers=LINKED)
    assert 'href="/example.org/"' in answer.text


def test_a_link_to_the_api_is_refused(client: TestClient) -> None:
    assert client.get("/v1/stats", headers=LINKED).status_code == 403


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


def status_of_a_body(pieces: Sequence[tuple[float, bytes]], limits: RequestLimits) -> int:
    """The status of a request whose body comes in pieces, each after so many seconds; behind them nothing comes."""
    coming = list(pieces)
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        seconds, body = coming.pop(0) if coming else (3600.0, b"")
        await asyncio.sleep(seconds)
        return {"type": "http.request", "body": body, "more_body": bool(body)}

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await Request(scope, receive).body()
        await PlainTextResponse("read")(scope, receive, send)

    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "POST", "path": "/v1/loads", "query_string": b"", "headers": headers}
    asyncio.run(Guard(answer, limits)(scope, receive, send))
    return statuses[0]


LIMITS = RequestLimits(frozenset({"/v1/loads"}), 1 << 20, grace_seconds=0.05, bytes_per_second=100)


@pytest.mark.parametrize("pieces", [[], [(0, b"a")], [(0.02, b"a")] * 100])
def test_a_body_that_stops_or_trickles_is_refused(pieces: list[tuple[float, bytes]]) -> None:
    assert status_of_a_body(pieces, LIMITS) == 408


def test_a_body_that_keeps_coming_is_read_to_its_end(pieces: int = 5) -> None:
    assert status_of_a_body([*[(0.02, b"a" * 10_000)] * pieces, (0, b"")], LIMITS) == 200
