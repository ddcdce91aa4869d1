"""Signing in at the pages: a key is sent once, never in an address; the cookie is for no script and no other site."""

import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.state import sessions, users
from api.state.store import open_state
from graph.settings import Settings

ENTITY = "/entity?id=phone%3A%2B998901234567"


@pytest.fixture
def key(small_settings: Settings, empty_state: Path) -> str:
    shutil.copy(empty_state, small_settings.data_dir)
    with closing(open_state(small_settings)) as state:
        return users.add(state, "gulnora", "UZ/decl/H1/*", "Gulnora <PCU>")


def sign_in(client: TestClient, key: str, to: str = "/", **more: Any) -> Any:
    return client.post("/sign-in", data={"key": key, "to": to}, follow_redirects=False, **more)


def test_a_page_asks_for_the_key_and_comes_back_to_where_somebody_wanted_to_go(small: TestClient, key: str) -> None:
    away = small.get(ENTITY, follow_redirects=False)
    assert away.status_code == 303 and away.headers["location"] == f"/sign-in?to={quote(ENTITY, safe='')}"
    form = small.get(away.headers["location"])
    assert 'type="password"' in form.text and 'action="/sign-in"' in form.text and "<script" not in form.text
    to = re.search(r'name="to" value="([^"]*)"', form.text)
    assert to is not None and to[1] == ENTITY
    back = sign_in(small, key, to[1])
    assert (back.status_code, back.headers["location"]) == (303, ENTITY)
    assert small.get(ENTITY, follow_redirects=False).status_code == 200


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(small: TestClient, key: str) -> None:
    cookie = sign_in(small, key).headers["set-cookie"]
    assert re.fullmatch(
        r"halqa_session=[\w-]{43}; HttpOnly; Max-Age=43200; Path=/; SameSite=strict", cookie
    ), cookie  # fmt: skip
    assert key not in cookie


def test_the_pages_say_who_is_signed_in_and_show_his_channels_alone(small: TestClient, key: str) -> None:
    sign_in(small, key)
    for path in ("/loaded", "/loaded?as=*"):
        page = small.get(path).text
        assert "Gulnora &lt;PCU&gt;" in page and "Sign out" in page
        assert "UZ/decl/H1/customs" in page and "/H3/" not in page
        assert "There are no users" not in page


def test_signing_out_ends_the_session_and_not_only_the_cookie(small: TestClient, key: str) -> None:
    sign_in(small, key)
    token = small.cookies["halqa_session"]
    out = small.post("/sign-out", follow_redirects=False)
    assert out.headers["location"] == "/sign-in" and "Max-Age=0" in out.headers["set-cookie"]
    small.cookies.set("halqa_session", token)
    assert small.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("wrong", ["", "x", "x" * 43, "x" * 500])
def test_a_key_that_opens_nothing_is_told_and_not_repeated(small: TestClient, key: str, wrong: str) -> None:
    answer = sign_in(small, wrong, ENTITY)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    assert "This key opens nothing here" in answer.text and "x" * 43 not in answer.text
    assert ENTITY in answer.text


def test_a_disabled_user_is_told_the_same_and_is_out_at_once(
    small: TestClient, key: str, small_settings: Settings
) -> None:
    sign_in(small, key)
    with closing(open_state(small_settings)) as state:
        users.disable(state, "gulnora")
    assert small.get("/", follow_redirects=False).status_code == 303
    assert sign_in(small, key).content == sign_in(small, "x" * 43).content


def test_a_session_that_has_ended_is_none(small: TestClient, key: str, small_settings: Settings) -> None:
    sign_in(small, key)
    with closing(open_state(small_settings)) as state:
        sessions.end(state, small.cookies["halqa_session"])
    assert small.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "to",
    ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\r\nSet-Cookie: x=1"],
)
def test_nobody_is_sent_to_another_site(small: TestClient, key: str, to: str) -> None:
    answer = sign_in(small, key, to)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}]
)
def test_a_page_of_another_site_signs_nobody_in_or_out(
    small: TestClient, key: str, path: str, headers: dict[str, str]
) -> None:
    answer = small.post(path, data={"key": key}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_a_key_in_the_address_signs_nobody_in(small: TestClient, key: str) -> None:
    answer = small.post("/sign-in", params={"key": key}, follow_redirects=False)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
