from starlette.testclient import TestClient

from graph.schema import EDGE_TYPES, NODE_TYPES


def test_stats_count_what_the_viewer_sees(small: TestClient) -> None:
    everything = small.get("/v1/stats").json()
    some = small.get("/v1/stats", params={"as": "UZ/decl/H3/*"}).json()
    assert (everything["nodes"]["Consignment"], some["nodes"]["Consignment"]) == (4, 1)
    assert everything["version"] != some["version"]
    assert (everything["batches"], some["batches"]) == (2, 1)


def test_channels_are_listed_by_name(small: TestClient) -> None:
    assert small.get("/v1/channels").json() == {"channels": ["UZ/decl/H1/customs", "UZ/decl/H3/customs"]}
    assert small.get("/v1/channels", params={"as": "*/H3/*"}).json() == {"channels": ["UZ/decl/H3/customs"]}


def test_the_schema_tells_every_type(small: TestClient) -> None:
    schema = small.get("/v1/schema").json()
    assert {t["name"] for t in schema["node_types"]} == set(NODE_TYPES)
    assert {t["name"] for t in schema["edge_types"]} == set(EDGE_TYPES)
