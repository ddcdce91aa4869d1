"""Batches over HTTP: listed, recalled, moved."""

import pytest
from starlette.testclient import TestClient

HIDDEN = {"as": "*/H3/*"}


def names(client: TestClient, **params: str) -> list[str]:
    return [batch["batch"] for batch in client.get("/v1/batches", params=params).json()["batches"]]


@pytest.fixture
def h1(small: TestClient) -> str:
    return next(name for name in names(small) if "/H1/" in name)


def test_batches_are_those_of_the_viewer(small: TestClient, h1: str) -> None:
    h3 = h1.replace("/H1/", "/H3/")
    assert names(small) == [h1, h3] and names(small, **HIDDEN) == [h3]
    assert small.get("/v1/batches/one", params={"id": h3}).json()["channel"] == "UZ/decl/H3/customs"


def test_a_batch_is_found_by_the_beginning_of_its_hash(small: TestClient, h1: str) -> None:
    digest = h1.rpartition(":")[2]
    assert small.get("/v1/batches/one", params={"id": digest[:6]} | HIDDEN).json()["batch"].endswith(digest)
    several = small.get("/v1/batches/one", params={"id": digest[:6]})
    assert several.status_code == 422 and h1 in several.json()["next_step"]


@pytest.mark.parametrize("path", ["/v1/batches/one", "/v1/batches/rejects"])
def test_hidden_and_absent_batches_look_the_same(small: TestClient, path: str, h1: str) -> None:
    absent = h1.replace("UZ/", "KZ/")
    answers = [small.get(path, params={"id": name} | HIDDEN) for name in (h1, absent)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text.replace(h1, absent) == answers[1].text


@pytest.mark.parametrize("name", ["x", "0", "-1", "zz" * 900, "UZ", "%"])
def test_a_name_that_no_batch_has_is_not_found(small: TestClient, name: str) -> None:
    for method, path in (("GET", "one"), ("DELETE", "one"), ("POST", "reclassify")):
        body = {"handling": "H3"} if path == "reclassify" else None
        answer = small.request(method, f"/v1/batches/{path}", params={"id": name}, json=body)
        assert answer.status_code == (404 if len(name) < 500 else 422)


def test_a_recalled_batch_is_gone(small: TestClient, h1: str) -> None:
    answer = small.delete("/v1/batches/one", params={"id": h1})
    assert answer.json() == {"batch": h1, "channel": "", "records": 0, "removed": 3, "set_aside": "", "dropped": []}
    assert names(small) == [h1.replace("/H1/", "/H3/")]
    assert small.delete("/v1/batches/one", params={"id": h1}).status_code == 404
    assert small.get("/v1/stats").json()["nodes"]["Consignment"] == 1


def test_nobody_takes_away_what_he_does_not_see(small: TestClient, h1: str) -> None:
    hidden = HIDDEN | {"id": h1}
    before = names(small)
    assert small.delete("/v1/batches/one", params=hidden).status_code == 404
    assert small.post("/v1/batches/reclassify", params=hidden, json={"handling": "H3"}).status_code == 404
    assert names(small) == before


def test_nobody_moves_a_batch_into_a_channel_that_is_not_his(small: TestClient, h1: str) -> None:
    mine = {"as": "*/H1/*", "id": h1}
    assert small.post("/v1/batches/reclassify", params=mine, json={"handling": "H2"}).status_code == 404
    assert h1 in names(small)


def test_a_reclassified_batch_stands_in_the_other_channel(small: TestClient, h1: str) -> None:
    answer = small.post("/v1/batches/reclassify", params={"id": h1}, json={"handling": "H2"}).json()
    assert (answer["channel"], answer["records"]) == ("UZ/decl/H2/customs", 3)
    assert small.get("/v1/channels").json()["channels"] == ["UZ/decl/H2/customs", "UZ/decl/H3/customs"]


@pytest.mark.parametrize("handling", ["", "H/1", "H 1", "x" * 61])
def test_a_handling_that_is_no_name_is_refused(small: TestClient, handling: str, h1: str) -> None:
    answer = small.post("/v1/batches/reclassify", params={"id": h1}, json={"handling": handling})
    assert answer.status_code == 422
