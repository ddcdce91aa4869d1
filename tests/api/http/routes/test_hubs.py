from starlette.testclient import TestClient


def test_hubs_are_listed_most_holders_first(client: TestClient) -> None:
    found = client.get("/v1/hubs")
    assert found.status_code == 200, found.text
    answer = found.json()
    holders = [hub["holders"] for hub in answer["hubs"]]
    assert holders == sorted(holders, reverse=True) and holders[0] > answer["hubs"][0]["cap"]
    assert answer["register_version"] == 0


def test_publishing_makes_a_version_that_every_view_reads(changing_client: TestClient) -> None:
    published = changing_client.post("/v1/hubs").json()
    assert published["register_version"] == 1 and published["values"] > 0
    assert changing_client.get("/v1/hubs", params={"as": "UZ/*"}).json()["register_version"] == 1
