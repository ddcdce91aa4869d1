"""Batches over HTTP: listed, recalled, moved."""

import pytest
from starlette.testclient import TestClient


def numbers(client: TestClient, **params: str) -> list[int]:
    return [batch["batch"] for batch in client.get("/v1/batches", params=params).json()["batches"]]


def test_batches_are_those_of_the_viewer(small: TestClient) -> None:
    assert numbers(small) == [1, 2]
    assert numbers(small, **{"as": "*/H3/*"}) == [2]
    assert small.get("/v1/batches/2").json()["channel"] == "UZ/decl/H3/customs"


@pytest.mark.parametrize("path", ["/v1/batches/{}", "/v1/loads/{}", "/v1/loads/{}/rejects"])
def test_hidden_and_absent_batches_look_the_same(small: TestClient, path: str) -> None:
    hidden, absent = (small.get(path.format(number), params={"as": "*/H3/*"}) for number in (1, 9))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("batch 1", "batch 9") == absent.text


@pytest.mark.parametrize("number", ["0", "-1", "x", "1" * 30, "2147483648", "1.5"])
def test_a_number_that_no_batch_can_have_is_refused(small: TestClient, number: str) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/reclassify")):
        answer = small.request(method, f"/v1/batches/{number}{path}", json={"handling": "H3"} if path else None)
        assert answer.status_code == 422


def test_a_recalled_batch_is_gone(small: TestClient) -> None:
    answer = small.delete("/v1/batches/1")
    assert answer.json() == {"batch": 1, "channel": "", "records": 0, "removed": 3}
    assert numbers(small) == [2]
    assert small.delete("/v1/batches/1").status_code == 404
    assert small.get("/v1/stats").json()["nodes"]["Consignment"] == 1


def test_nobody_takes_away_what_he_does_not_see(small: TestClient) -> None:
    hidden = {"as": "*/H3/*"}
    assert small.delete("/v1/batches/1", params=hidden).status_code == 404
    assert small.post("/v1/batches/1/reclassify", params=hidden, json={"handling": "H3"}).status_code == 404
    assert numbers(small) == [1, 2]


def test_a_reclassified_batch_stands_in_the_other_channel(small: TestClient) -> None:
    answer = small.post("/v1/batches/1/reclassify", json={"handling": "H2"}).json()
    assert (answer["channel"], answer["records"]) == ("UZ/decl/H2/customs", 3)
    assert small.get("/v1/channels").json()["channels"] == ["UZ/decl/H2/customs", "UZ/decl/H3/customs"]


@pytest.mark.parametrize("handling", ["", "H/1", "H 1", "x" * 61])
def test_a_handling_that_is_no_name_is_refused(small: TestClient, handling: str) -> None:
    assert small.post("/v1/batches/1/reclassify", json={"handling": handling}).status_code == 422
