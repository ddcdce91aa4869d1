"""Every export is noted before it is given away: what, by whom, of which data, and what it holds."""

import getpass
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from api.state import users
from api.state.disclosures import Disclosure, listed, nodes_of
from api.state.store import open_state
from graph.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Ran

KARVON = "phone:+998901234567"
RECORD = "consignment:UZ/decl/H1/customs:declaration:1"


@pytest.fixture
def noted(small_settings: Settings) -> Callable[..., list[Disclosure]]:
    """What stands in the state, newest first."""

    def look(**asked: Any) -> list[Disclosure]:
        with closing(open_state(small_settings)) as state:
            return listed(state, **asked)

    return look


@pytest.fixture
def halqa(small_settings: Settings, tmp_path: Path, run_command: Callable[..., "Ran"]) -> Callable[..., "Ran"]:
    return lambda *words: run_command(tmp_path, {"HALQA_DATA_DIR": str(small_settings.data_dir)}, *words)


def test_an_export_of_the_command_line_is_noted_under_the_login_name(
    halqa: Callable[..., "Ran"], noted: Callable[..., list[Disclosure]], small_settings: Settings
) -> None:
    assert halqa("export", "--around", KARVON, "--to", "out.csv", "--as", "*/H1/*").returncode == 0
    (export,) = noted()
    assert (export.by, export.format, export.patterns) == (getpass.getuser(), "csv", "*/H1/*")
    assert export.title == "Around +998901234567" and export.parameters["around"] == KARVON and export.version
    with closing(open_state(small_settings)) as state:
        nodes = nodes_of(state, export.id)
    assert {KARVON, RECORD} <= set(nodes)
    assert noted(nodes=[RECORD]) == [export]


def test_the_batches_of_what_is_shown_are_noted(small: TestClient, noted: Callable[..., list[Disclosure]]) -> None:
    answer = small.post("/v1/exports", json={"around": KARVON, "format": "graphml"})
    assert answer.status_code == 200
    batches = {b["channel"]: b["batch"] for b in small.get("/v1/batches").json()["batches"]}
    (export,) = noted(batches=[batches["UZ/decl/H1/customs"]])
    assert export.batch_count == 1 and noted(batches=[batches["UZ/decl/H3/customs"]]) == []


@pytest.mark.parametrize("words", [("--to", "out.doc"), ("--to", "none/out.csv"), ("--to", "out.csv", "--limit", "0")])
def test_what_was_not_written_is_not_noted(
    halqa: Callable[..., "Ran"], noted: Callable[..., list[Disclosure]], words: tuple[str, ...]
) -> None:
    ran = halqa("export", "--around", KARVON if "0" not in words else "phone:+0", *words)
    assert ran.returncode == 2 and noted() == []


def test_what_cannot_be_noted_is_not_given_away(
    small: TestClient, halqa: Callable[..., "Ran"], small_settings: Settings, tmp_path: Path
) -> None:
    with closing(open_state(small_settings)) as state, state.transaction() as connection:
        connection.exec_driver_sql("CREATE TRIGGER no BEFORE INSERT ON disclosure BEGIN SELECT RAISE(FAIL, 'no'); END")
    assert halqa("export", "--around", KARVON, "--to", "out.csv").returncode == 2
    assert not (tmp_path / "out.csv").exists()
    answer = small.post("/v1/exports", json={"around": KARVON, "format": "csv"})
    assert answer.status_code in (422, 503) and KARVON not in answer.text


def test_exports_are_listed_to_those_who_see_as_much(
    small: TestClient, small_settings: Settings, halqa: Callable[..., "Ran"]
) -> None:
    with closing(open_state(small_settings)) as state:
        keys = {name: users.add(state, name, patterns) for name, patterns in (("all", ""), ("h1", "*/H1/*"))}
    for name, key in keys.items():
        form = {"around": KARVON, "format": "csv"}
        assert small.post("/v1/exports", json=form, headers={"Authorization": f"Bearer {key}"}).status_code == 200, name

    def told(name: str, **query: str) -> list[str]:
        answer = small.get("/v1/exports", params=query, headers={"Authorization": f"Bearer {keys[name]}"})
        return [export["by"] for export in answer.json()["exports"]]

    assert sorted(told("all")) == ["all", "h1"]
    assert told("h1") == told("h1", node=KARVON) == told("all", **{"as": "*/H1/*"}) == ["h1"]
    assert told("h1", node="phone:+1") == []
    assert "h1" in halqa("exports", "--as", "*/H1/*").stdout
    assert "all" in halqa("exports").stdout.split()


def test_a_picture_that_is_kept_is_an_export_and_one_that_is_looked_at_is_none(
    small: TestClient, noted: Callable[..., list[Disclosure]]
) -> None:
    assert small.get("/picture", params={"around": KARVON}).status_code == 200
    assert noted() == []
    assert small.get("/picture", params={"around": KARVON, "file": "html"}).status_code == 200
    assert [export.format for export in noted()] == ["html"]
