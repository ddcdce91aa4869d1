"""Leads that people decide: by command and by request, with a reason; a dismissed one is listed no more."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Ran

PROFILE = """
name: road
version: 1
records:
  - kind: declaration
    id: No
    fields:
      registered_on: Date
      consignee.name: Consignee
      consignee.country: Country
      consignee.phone: Phone
      vehicle.plate: Truck
"""
HEAD = "No,Date,Consignee,Country,Phone,Truck\n"
RING = "".join(
    f"{firm}{month},2024-0{month}-1{place},{firm} Savdo,{country},+998901112233,01777AAA\n"
    for month in (1, 2, 3)
    for place, (firm, country) in enumerate((("Anor", "UZ"), ("Behi", "KZ"), ("Chinor", "UZ")))
)
OTHERS = "".join(
    f"o{n},2024-0{1 + n % 6}-2{n % 9},Boshqa {n % 20} Savdo,UZ,+99890222{n % 20:04},01{n:03}BBB\n" for n in range(40)
)
SEIZURES = (
    "name: seized\nversion: 1\nrecords:\n  - {kind: seizure, id: Id, fields: {seized_on: Day, declaration: No}}\n"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data directory with a ring of three across a border, of which two loads were seized."""
    settings = Settings(data_dir=tmp_path / "data")
    for name, text in (
        ("road.yaml", PROFILE),
        ("road.csv", HEAD + RING + OTHERS),
        ("seized.yaml", SEIZURES),
        ("seized.csv", "Id,Day,No\nS1,2024-01-12,Anor1\nS2,2024-02-12,Behi2\n"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    with Workspace(settings) as workspace:
        for name in ("road", "seized"):
            options = LoadOptions(str(tmp_path / f"{name}.yaml"), "UZ", dataset=name)
            load_file(workspace, tmp_path / f"{name}.csv", options)
    return settings


@pytest.fixture
def halqa(settings: Settings, tmp_path: Path, run_command: Callable[..., "Ran"]) -> Callable[..., "Ran"]:
    return lambda *words: run_command(tmp_path, {"HALQA_DATA_DIR": str(settings.data_dir)}, *words)


def listed(halqa: Callable[..., "Ran"]) -> list[dict[str, Any]]:
    answer = halqa("run", "leads", "--json")
    assert answer.returncode == 0, answer.stderr
    rows: list[dict[str, Any]] = json.loads(answer.stdout)["rows"]
    return rows


def test_the_command_tells_why_and_what_else_it_may_be(halqa: Callable[..., "Ran"]) -> None:
    told = halqa("run", "leads").stdout
    for piece in ("Anor Savdo, Behi Savdo, Chinor Savdo", "so many seizures", "  or: ", "check: "):
        assert piece in told, piece


def test_a_dismissed_lead_is_listed_no_more_and_the_reason_is_kept(halqa: Callable[..., "Ran"]) -> None:
    (lead,) = listed(halqa)
    assert halqa("decide", lead["id"]).stderr == f"nothing was decided of {lead['id']}\n"
    done = halqa("decide", lead["id"], "dismissed", "--reason", "one family")
    assert done.returncode == 0, done.stderr
    assert listed(halqa) == []
    (step,) = json.loads(halqa("decide", lead["id"], "--json").stdout)["steps"]
    assert (step["state"], step["reason"]) == ("dismissed", "one family")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("lead:none", "confirmed", "--reason", "x"), "no lead 'lead:none'"),
        (("lead:none", "good"), "a lead is not 'good'"),
    ],
)
def test_what_cannot_be_decided_is_refused_by_name(
    halqa: Callable[..., "Ran"], words: tuple[str, ...], says: str
) -> None:
    done = halqa("decide", *words)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr


def test_a_decision_by_request_is_kept_and_counted(settings: Settings, open_client: Callable[..., Any]) -> None:
    with open_client(settings) as client:
        lead = _leads(client)["rows"][0]["id"]
        assert client.get("/v1/leads/decisions", params={"lead": lead}).json() == {"steps": []}
        refused = client.post("/v1/leads/decisions", json={"lead": lead, "state": "confirmed"})
        assert (refused.status_code, "without a reason" in refused.text) == (422, True)
        made = client.post("/v1/leads/decisions", json={"lead": lead, "state": "confirmed", "reason": "found"})
        assert made.json()["state"] == "confirmed", made.text
        assert client.get("/v1/leads/decisions", params={"lead": lead}).json()["steps"] == [made.json()]
        assert _leads(client)["rows"][0]["state"] == "confirmed"


def _leads(client: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/v1/analyses/leads", json={}).json()
    return answer


def test_a_result_that_is_entered_counts_at_once(settings: Settings, open_client: Callable[..., Any]) -> None:
    with open_client(settings) as client:
        before = _leads(client)["rows"][0]
        form = {"consignment": "consignment:UZ/road/H1/customs:declaration:Chinor3", "result": "cleared"}
        entered = client.post("/v1/inspections", json=form | {"on": "2024-03-13", "office": "Dusti"})
        assert entered.json()["records"] == 1, entered.text
        after = _leads(client)["rows"][0]
        assert (after["cleared_movements"], after["score"] < before["score"]) == (1, True)
        refused = client.post("/v1/inspections", json=form | {"result": "found"})
        assert (refused.status_code, "say what was found" in refused.text) == (422, True)


RISK_PROFILE = """
name: ours
version: 3
valid_from: 2024-01-01
by_chance: 0.2
rules:
  - {name: anor, title: Anor, where: [{field: receiver, contains: [Anor]}, {indicator: shared_phone}]}
"""


def test_a_hit_of_a_rule_is_dismissed_by_command_and_counts_for_no_lead(
    halqa: Callable[..., "Ran"], settings: Settings, tmp_path: Path, run_command: Callable[..., "Ran"]
) -> None:
    (tmp_path / "ours.yaml").write_text(RISK_PROFILE, "utf-8")
    own = {"HALQA_DATA_DIR": str(settings.data_dir), "HALQA_RISK_PROFILE": str(tmp_path / "ours.yaml")}

    def hits() -> list[dict[str, Any]]:
        answer = run_command(tmp_path, own, "run", "rule_hits", "--json")
        assert answer.returncode == 0, answer.stderr
        rows: list[dict[str, Any]] = json.loads(answer.stdout)["rows"]
        return rows

    before = hits()
    assert [row["rule"] for row in before] == ["anor", "anor"]
    done = run_command(tmp_path, own, "decide", before[0]["id"], "dismissed", "--reason", "the yearly order")
    assert done.returncode == 0, done.stderr
    assert [row["id"] for row in hits()] == [row["id"] for row in before[1:]]
    leads = json.loads(run_command(tmp_path, own, "run", "leads", "--json").stdout)
    assert leads["population"]["risk_profile"] == "ours version 3"
    assert leads["notes"][0]["key"] == "leads.nothing_decided"


def test_the_service_shows_its_risk_profile(
    settings: Settings, tmp_path: Path, open_client: Callable[..., Any]
) -> None:
    (tmp_path / "ours.yaml").write_text(RISK_PROFILE, "utf-8")
    with open_client(settings) as client:
        assert client.get("/v1/risk-profile").json()["profile"] is None
    with open_client(settings.model_copy(update={"risk_profile": tmp_path / "ours.yaml"})) as client:
        shown = client.get("/v1/risk-profile").json()
        assert (shown["profile"]["version"], shown["sentences"][1]["text"]) == (3, "rule anor (version 1): Anor")
        answer = client.post("/v1/analyses/rule_hits", json={"state": "all"}).json()
        assert answer["population"]["risk_profile"] == "ours version 3"
