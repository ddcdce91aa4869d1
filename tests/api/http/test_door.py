"""The door: as long as there are no users everybody on this machine may ask; then nobody without a key or a session."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.door import COOKIE, OPEN
from api.http.routes.registry import all_routers
from api.state import users
from api.state.store import open_state
from graph.settings import Settings

KARVON = "phone:+998901234567"
ROUTES = sorted(
    (method, re.sub(r"\{[^}]*\}", "x", route.path))
    for router in all_routers()
    for route in router.routes
    for method in route.methods  # type: ignore[attr-defined]
)


@pytest.fixture
def key(small_settings: Settings, empty_state: Path) -> str:
    """The key of a user who sees every channel."""
    shutil.copy(empty_state, small_settings.data_dir)
    with closing(open_state(small_settings)) as state:
        return users.add(state, "gulnora", display="Gulnora, PCU Termez")


@pytest.fixture
def narrow_key(small_settings: Settings, key: str) -> str:
    """The key of a user who sees some channels."""
    with closing(open_state(small_settings)) as state:
        return users.add(state, "rustam", "UZ/decl/H1/*")


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def signed_in(small: TestClient, key: str) -> Iterator[TestClient]:
    """A client with a session."""
    assert small.post("/sign-in", data={"key": key}, follow_redirects=False).status_code == 303
    yield small


def test_without_users_nobody_is_asked_for_a_key(small: TestClient) -> None:
    assert small.get("/v1/stats").status_code == 200
    assert small.get("/v1/stats", headers=bearer("whatever")).status_code == 200
    assert small.get("/").status_code == 200


def test_looking_makes_no_state(small: TestClient, small_settings: Settings) -> None:
    for path in ("/", "/v1/stats", "/v1/exports", "/v1/ready"):
        assert small.get(path).status_code == 200
    assert not (small_settings.data_dir / "state.db").exists()


def test_the_first_user_closes_the_door_of_a_service_that_runs(small: TestClient, small_settings: Settings) -> None:
    assert small.get("/v1/stats").status_code == 200
    with closing(open_state(small_settings)) as state:
        key = users.add(state, "gulnora")
    assert small.get("/v1/stats").status_code == 401
    assert small.get("/v1/stats", headers=bearer(key)).status_code == 200


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route[1] not in OPEN], ids=" ".join)
def test_no_route_opens_without_a_key(small: TestClient, key: str, method: str, path: str) -> None:
    answer = small.request(method, path, follow_redirects=False)
    if path == "/v1/ready":
        assert answer.status_code == 200
    elif path.startswith("/v1/"):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="halqa"'
        if method != "HEAD":
            assert answer.json()["type"] == "urn:halqa:error:unauthorized"
            assert "Authorization: Bearer KEY" in answer.json()["next_step"]
    else:
        assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/nothing", "/v1//stats", "/V1/stats", "/nothing", "//v1/stats"])
def test_no_other_address_opens_without_a_key(small: TestClient, key: str, path: str) -> None:
    assert small.get(path, follow_redirects=False).status_code in (303, 401)


def test_signing_in_where_nobody_needs_to_leads_on_and_makes_no_state(
    small: TestClient, small_settings: Settings
) -> None:
    for answer in (
        small.get("/sign-in", follow_redirects=False),
        small.post("/sign-in", data={"key": "x"}, follow_redirects=False),
        small.post("/sign-out", follow_redirects=False),
    ):
        assert answer.status_code == 303
    assert small.get("/sign-in").url.path == "/"
    assert not (small_settings.data_dir / "state.db").exists()


@pytest.mark.parametrize("path", sorted(OPEN))
def test_what_tells_of_no_data_is_open(small: TestClient, key: str, path: str) -> None:
    assert small.get(path, follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer x", "bearer \u00e9", "Basic Z3Vsbm9yYTp4", "KEY", "Token KEY", "Bearer KEY KEY",
     "Bearer " + "x" * 5000],
)  # fmt: skip
def test_what_is_no_key_opens_nothing(small: TestClient, key: str, header: str) -> None:
    shown = {"Authorization": header.replace("KEY", key).encode()}
    assert small.get("/v1/stats", headers=shown).status_code == 401


def test_unknown_and_disabled_keys_are_told_alike(small: TestClient, key: str, small_settings: Settings) -> None:
    with closing(open_state(small_settings)) as state:
        users.disable(state, "gulnora")
    told = [small.get("/v1/stats", headers=bearer(shown)) for shown in (key, "x" * len(key))]
    assert {answer.status_code for answer in told} == {401}
    assert told[0].content == told[1].content
    assert {answer.headers["www-authenticate"] for answer in told} == {'Bearer realm="halqa", error="invalid_token"'}


def test_two_headers_are_no_key(small: TestClient, key: str) -> None:
    headers = [("Authorization", f"Bearer {key}"), ("Authorization", f"Bearer {key}")]
    assert small.get("/v1/stats", headers=headers).status_code == 401


def test_the_scheme_may_be_written_in_any_letters(small: TestClient, key: str) -> None:
    assert small.get("/v1/stats", headers={"Authorization": f"bEARER  {key}"}).status_code == 200


def test_a_user_sees_his_channels_and_no_others_whatever_he_asks_for(small: TestClient, narrow_key: str) -> None:
    seen = ["UZ/decl/H1/customs"]
    for asked in ({}, {"as": "*"}, {"as": "UZ/*"}, {"as": "*/H1/*"}, {"as": "*,UZ/decl/H1/customs"}):
        answer = small.get("/v1/channels", params=asked, headers=bearer(narrow_key))
        assert answer.json() == {"channels": seen}, asked


@pytest.mark.parametrize("asked", ["UZ/decl/H3/*", "KZ/*", "-"])
def test_channels_that_are_not_his_are_absent_for_a_user(small: TestClient, narrow_key: str, asked: str) -> None:
    assert small.get("/v1/stats", params={"as": asked}, headers=bearer(narrow_key)).status_code == 404


def test_a_user_of_every_channel_may_narrow_his_view(small: TestClient, key: str) -> None:
    answer = small.get("/v1/channels", params={"as": "*/H3/*"}, headers=bearer(key))
    assert answer.json() == {"channels": ["UZ/decl/H3/customs"]}


def test_a_hidden_node_is_absent(small: TestClient, narrow_key: str) -> None:
    hidden = "consignment:UZ/decl/H3/customs:declaration:3"
    told = [
        small.get("/v1/entities", params={"id": name}, headers=bearer(narrow_key))
        for name in (hidden, hidden.replace("ion:3", "ion:9"))
    ]
    assert [answer.status_code for answer in told] == [404, 404]
    assert told[0].text == told[1].text.replace("ion:9", "ion:3")


def test_readiness_tells_somebody_without_a_key_of_no_channel(small: TestClient, key: str) -> None:
    open_answer = small.get("/v1/ready")
    assert open_answer.status_code == 200
    counted = next(c["finding"] for c in open_answer.json()["checks"] if c["subject"] == "batches")
    assert counted.startswith("0,")
    mine = small.get("/v1/ready", headers=bearer(key)).json()
    assert not next(c["finding"] for c in mine["checks"] if c["subject"] == "batches").startswith("0,")
    assert small.get("/v1/ready", headers=bearer("wrong")).status_code == 401


def test_a_program_is_not_let_in_by_a_cookie(signed_in: TestClient) -> None:
    assert signed_in.get("/").status_code == 200
    assert signed_in.get("/v1/stats").status_code == 401


def test_a_key_opens_no_page(small: TestClient, key: str) -> None:
    assert small.get("/", headers=bearer(key), follow_redirects=False).status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", '"', "a=b; halqa_session", f"{COOKIE}=; {COOKIE}=x", "\u00e9"])
def test_what_is_no_session_opens_no_page(small: TestClient, key: str, cookie: str) -> None:
    shown = {"Cookie": f"{COOKIE}={cookie}".encode()}
    assert small.get("/", headers=shown, follow_redirects=False).status_code == 303


def test_a_state_that_does_not_open_opens_nothing(small: TestClient, small_settings: Settings) -> None:
    (small_settings.data_dir / "state.db").write_bytes(b"No;Date\n" * 500)
    for path in ("/v1/stats", "/", "/v1/ready"):
        answer = small.get(path, follow_redirects=False)
        assert answer.status_code == 503, path
    assert small.get("/v1/health").status_code == 200


@pytest.mark.postgresql
def test_users_on_a_server_open_and_close_the_door_alike(
    small_settings: Settings, open_client: Any, create_postgresql: Callable[..., str]
) -> None:
    there = small_settings.model_copy(update={"state": create_postgresql()})
    with open_client(there) as client:
        assert client.get("/v1/stats").status_code == 200
        with closing(open_state(there)) as state:
            key = users.add(state, "gulnora", "UZ/decl/H1/*")
        assert client.get("/v1/stats").status_code == 401
        assert client.get("/v1/channels", headers=bearer(key)).json() == {"channels": ["UZ/decl/H1/customs"]}
        assert client.post("/sign-in", data={"key": key}).url.path == "/"


def test_the_document_says_which_routes_need_a_key(small: TestClient) -> None:
    document = small.get("/v1/openapi.json").json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert document["security"] == [{"key": []}]
    own = {path: item["get"].get("security") for path, item in document["paths"].items() if "get" in item}
    assert {path: security for path, security in own.items() if security is not None} == {
        "/v1/health": [], "/v1/ready": [{"key": []}, {}],
    }  # fmt: skip


def test_jobs_of_a_user_are_his_own_view_s(small: TestClient, narrow_key: str, key: str) -> None:
    made = small.post("/v1/analyses/linked_entities", params={"wait": 0}, headers=bearer(narrow_key), json={})
    assert made.status_code in (200, 202)
    if made.status_code == 202:
        path = made.headers["location"]
        assert small.get(path, headers=bearer(narrow_key)).status_code == 200
    narrow: Any = small.get("/v1/jobs", headers=bearer(narrow_key)).json()
    assert all(job["title"] == "analysis linked_entities" for job in narrow["jobs"])
