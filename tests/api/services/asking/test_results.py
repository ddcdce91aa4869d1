"""Answers that are kept: listed, read, compared with, told to whoever sees as much, gone with what they name."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from graph.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Ran

MISSING = "result:5f0c6a1e9b7d4c2a8e3f1b06"


@pytest.fixture
def halqa(small_settings: Settings, tmp_path: Path, run_command: Callable[..., "Ran"]) -> Callable[..., "Ran"]:
    return lambda *words: run_command(tmp_path, {"HALQA_DATA_DIR": str(small_settings.data_dir)}, *words)


def kept(client: TestClient, analysis: str = "linked_entities", **query: Any) -> dict[str, Any]:
    form = {"analysis": analysis, "title": "March"}
    answer = client.post("/v1/results", json=form, params=query)
    assert answer.status_code == 200
    return dict(answer.json())


def titles(client: TestClient, **query: Any) -> list[str]:
    return [result["title"] for result in client.get("/v1/results", params=query).json()["results"]]


def test_nothing_is_kept_at_first(small: TestClient, halqa: Callable[..., "Ran"]) -> None:
    assert titles(small) == []
    assert halqa("results").stderr == "no answer is kept\n"


def test_an_answer_is_kept_with_what_was_asked(small: TestClient) -> None:
    result = kept(small)
    assert (result["title"], result["analysis"], result["parameters"]["min_weight"]) == (
        "March",
        "linked_entities",
        0.4,
    )
    whole = small.get("/v1/results/one", params={"id": result["id"]}).json()
    assert whole["answer"] == small.post("/v1/analyses/linked_entities").json()
    assert result["nodes"] == whole["nodes"] > 0


def test_one_is_told_of_what_was_kept_with_no_more_than_his_own_channels(small: TestClient) -> None:
    everything, own = kept(small), kept(small, **{"as": "UZ/*/H1/*"})
    assert titles(small, **{"as": "UZ/*/H1/*"}) == ["March"]
    hidden = small.get("/v1/results/one", params={"id": everything["id"], "as": "UZ/*/H1/*"})
    assert hidden.status_code == 404
    assert small.get("/v1/results/one", params={"id": own["id"], "as": "UZ/*/H1/*"}).status_code == 200


def test_a_kept_answer_is_dropped(small: TestClient) -> None:
    result = kept(small)
    assert small.delete("/v1/results/one", params={"id": result["id"]}).json()["id"] == result["id"]
    assert titles(small) == []
    assert small.delete("/v1/results/one", params={"id": result["id"]}).status_code == 404


def test_what_changed_is_asked_by_the_id(small: TestClient) -> None:
    earlier = kept(small)["id"]
    answer = small.post("/v1/analyses/changes", json={"earlier": earlier}).json()
    assert (answer["rows"], answer["notes"][0]["key"], answer["population"]["title"]) == (
        [],
        "nothing.same_data",
        "March",
    )
    assert small.post("/v1/analyses/changes", json={"earlier": MISSING}).status_code == 404


def test_the_command_line_keeps_and_compares(halqa: Callable[..., "Ran"]) -> None:
    kept_as = halqa("run", "linked_entities", "--keep", "--title", "April").stderr
    name = kept_as.partition("kept as ")[2].split()[0]
    (row,) = json.loads(halqa("results", "--json").stdout)
    assert (row["id"], row["title"]) == (name, "April")
    assert json.loads(halqa("results", name).stdout)["answer"]["population"]["version"] == row["version"]
    assert "nothing changed" in halqa("run", "changes", "--param", f"earlier={name}").stderr
    assert halqa("results", name, "--drop").stdout == "dropped: April\n"
    assert halqa("results", name).returncode == 2


def test_a_recall_drops_what_names_its_records_and_says_so(small: TestClient) -> None:
    kept(small)
    hidden = {b["channel"]: b["batch"] for b in small.get("/v1/batches").json()["batches"]}
    changed = small.delete("/v1/batches/one", params={"id": hidden["UZ/decl/H1/customs"]}).json()
    assert changed["dropped"] == ["March"]
    assert titles(small) == []


def test_whoever_recalls_is_not_told_of_answers_that_he_may_not_see(small: TestClient) -> None:
    kept(small)
    batches = {b["channel"]: b["batch"] for b in small.get("/v1/batches").json()["batches"]}
    query = {"id": batches["UZ/decl/H1/customs"], "as": "UZ/decl/H1/*"}
    assert small.delete("/v1/batches/one", params=query).json()["dropped"] == []
    assert titles(small) == []
