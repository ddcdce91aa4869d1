"""Search, nodes, neighbours, history, sub-graphs: over HTTP."""

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

PHONE = "phone:+998901234567"
ODD = "consignment:UZ/decl/H1/customs:declaration:2024/4#a?b&c%41"
HUB = "phone:+998900000001"


def found(client: TestClient, path: str, status: int = 200, **params: Any) -> dict[str, Any]:
    answer = client.get(path, params=params)
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


def ids_of(client: TestClient, text: str) -> list[str]:
    return [node["id"] for node in found(client, "/v1/search", q=text)["found"]]


def test_a_search_finds_values_as_people_write_them(small: TestClient) -> None:
    assert PHONE in ids_of(small, "90 123 45 67")
    assert ids_of(small, "msku 123456-5") == ["container:MSKU1234565"]


def test_a_search_finds_names_in_any_script_by_the_beginnings_of_words(small: TestClient) -> None:
    for text in ("trans karv", "Ахмад", "الامل"):
        (node_id,) = ids_of(small, text)
        assert node_id.startswith("party:UZ/decl/H1/customs:")


def test_a_search_that_finds_more_than_asked_for_says_so(small: TestClient) -> None:
    one = found(small, "/v1/search", q="A", limit=1)
    assert len(one["found"]) == 1 and [cut["text"] for cut in one["truncated"]] == ["more than 1 were found (limit)"]
    assert found(small, "/v1/search", q="nothing")["truncated"] == []


def test_a_search_finds_parts_of_numbers_and_patterns(small: TestClient) -> None:
    assert ids_of(small, "12345")[0] == "container:MSKU1234565"
    assert ids_of(small, "MSKU*65") == ["container:MSKU1234565"]
    assert found(small, "/v1/search", 422, q="M*5")["detail"] == "'M*5' has no 3 letters or digits in a row"


def test_a_search_is_narrowed_to_days(small: TestClient) -> None:
    days = {"from": "2024-03-01", "to": "2024-03-31"}
    assert found(small, "/v1/search", q="karvon", **days)["found"]
    assert found(small, "/v1/search", q="karvon", **{"from": "2030-01-01"})["found"] == []
    assert found(small, "/v1/search", 422, q="karvon", to="soon")["detail"] == "'soon' is not a day"


def test_a_search_row_tells_what_is_said_of_a_firm(small: TestClient) -> None:
    (row,) = found(small, "/v1/search", q="karvon trans")["found"]
    assert row["label"] == "Karvon Trans LLC" and row["consignments"] == 1 and row["roles"]


def test_a_search_in_an_empty_store_says_that_nothing_is_loaded(settings: Any, open_client: Any) -> None:
    with open_client(settings) as client:
        assert "nothing is loaded" in found(client, "/v1/search", q="karvon")["note"]["text"]


def test_a_search_for_an_unknown_type_names_the_known_ones(small: TestClient) -> None:
    problem = found(small, "/v1/search", 422, q="a", type="Ship")
    assert problem["detail"] == "no node type 'Ship'" and "Vehicle" in problem["next_step"]


@pytest.mark.parametrize(
    "text", ["%", "*", '"', "a AND", "NEAR(", "(", "''; DROP TABLE node", "٠١٢", "\u202e", "a " * 250]
)
def test_a_search_for_anything_is_answered(small: TestClient, text: str) -> None:
    found(small, "/v1/search", q=text)


def test_a_node_is_shown_with_counts_and_source(small: TestClient) -> None:
    node = found(small, "/v1/entities", id=ODD)
    assert (node["type"], node["channel"]) == ("Consignment", "UZ/decl/H1/customs")
    assert {"edge": "IN_CONTAINER", "direction": "out", "count": 1} in node["counts"]
    assert node["source"].endswith("(rows.csv, line 5)")


def test_ids_with_any_signs_are_asked_for_in_the_query(small: TestClient) -> None:
    for path in ("/v1/entities", "/v1/entities/neighbours", "/v1/entities/history", "/v1/subgraph"):
        assert small.get(f"{path}?id={quote(ODD, safe='')}").status_code == 200
    name = next(n for n in ids_of(small, "Ахмад"))
    assert found(small, "/v1/entities", id=name)["label"] == "Ахмад Ҷон"


@pytest.mark.parametrize("path", ["/v1/entities", "/v1/entities/neighbours", "/v1/entities/history", "/v1/subgraph"])
def test_hidden_and_absent_look_the_same(small: TestClient, path: str) -> None:
    hidden = "consignment:UZ/decl/H3/customs:declaration:3"
    assert found(small, path, id=hidden)
    seen = found(small, path, 404, id=hidden, **{"as": "*/H1/*"})
    assert seen == {**found(small, path, 404, id="consignment:x"), "detail": f"no node {hidden!r}"}


def test_a_pattern_that_matches_no_channel_is_not_found(small: TestClient) -> None:
    assert found(small, "/v1/search", 404, q="a", **{"as": "KZ/*"})["detail"] == "no channel matches 'KZ/*'"


def test_neighbours_come_page_by_page_with_all_counts(client: TestClient) -> None:
    pages: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = found(client, "/v1/entities/neighbours", id=HUB, limit=10, **after)
        assert page["counts"] == [{"edge": "HAS_PHONE", "direction": "in", "count": 73}]
        pages += [row["id"] for row in page["neighbours"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert len(pages) == 73 and pages == sorted(set(pages))


def test_neighbours_may_be_asked_for_newest_first(client: TestClient) -> None:
    node_id = "vehicle:AF:075AAX13"
    rows = found(client, "/v1/entities/neighbours", id=node_id, rank="recent", limit=200)["neighbours"]
    days = [row["on"] or "" for row in rows]
    assert days == sorted(days, reverse=True) and len(rows) > 0
    first = found(client, "/v1/entities/neighbours", id=node_id, rank="recent", limit=1)
    if first["next"]:
        second = found(client, "/v1/entities/neighbours", id=node_id, rank="recent", limit=1, after=first["next"])
        assert [*first["neighbours"], *second["neighbours"]] == rows[:2]


def test_a_cursor_that_is_no_neighbour_is_refused_where_the_order_is_by_day(small: TestClient) -> None:
    problem = found(small, "/v1/entities/neighbours", 422, id=PHONE, rank="recent", after="party:x")
    assert "is no neighbour of" in problem["detail"]


def test_an_unknown_edge_type_names_the_known_ones(small: TestClient) -> None:
    assert "HAS_PHONE" in found(small, "/v1/entities/neighbours", 422, id=PHONE, type="KNOWS")["next_step"]


def test_the_history_of_a_record_is_what_each_extract_said(small: TestClient) -> None:
    (version,) = found(small, "/v1/entities/history", id=ODD)["versions"]
    assert version["is_current"] and version["row"]["Container"] == "TCLU4265327"
    assert found(small, "/v1/entities/history", id=PHONE)["versions"] == []


def test_a_subgraph_holds_the_ends_of_all_its_edges(small: TestClient) -> None:
    answer = found(small, "/v1/subgraph", id=PHONE, hops=2)
    nodes = {node["id"]: node["step"] for node in answer["nodes"]}
    assert nodes[PHONE] == 0 and sorted(set(nodes.values())) == [0, 1, 2]
    assert all(edge["source"] in nodes and edge["target"] in nodes for edge in answer["edges"])
    assert answer["truncated"] == []


def test_a_subgraph_says_which_cap_it_reached(client: TestClient) -> None:
    answer = found(client, "/v1/subgraph", id=HUB, hops=2, limit=20)
    assert len(answer["nodes"]) == 20
    assert [cut["text"] for cut in answer["truncated"]] == ["nodes are cut at 20 (limit)"]
