"""The application as a whole: its document, and that every documented example works."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.app import create_app
from api.http.dependencies import Service
from api.http.models.inspections import CONSIGNMENT
from api.http.models.who_is_who import LEFT, RIGHT
from api.http.routes.registry import all_routers
from api.services.runtime.askers import local_asker
from api.services.runtime.jobs import ANALYSES, JobResult, Order
from api.state import users
from api.state.dispositions import Decider
from api.state.judgements import Opinion, Verdict, judge
from api.state.saved_views import ViewContent, ViewNode
from api.state.saved_views import save as save_view
from api.state.watches import Met, Scope, Wanted, WatchKind, add, keep
from graph.errors import BadValue
from graph.settings import Settings
from tests.api.conftest import kept_result

DOCUMENT = create_app(Settings(data_dir=Path("nowhere"))).openapi()
OPERATIONS = [(method, path) for path, item in DOCUMENT["paths"].items() for method in item]


def operation(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][path][method]
    return found


def example(schema: dict[str, Any]) -> Any:
    """The documented example of a parameter or body, following references."""
    if schema.get("examples"):
        return schema["examples"][0]
    if "$ref" in schema:
        return example(DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for one in schema.get("anyOf", ()):
        found = example(one)
        if found is not None:
            return found
    required = schema.get("required", ())
    return {name: example(schema["properties"][name]) for name in required} if required else None


def send(client: TestClient, method: str, path: str, values: dict[str, Any]) -> Any:
    wanted = operation(method, path)
    query = {}
    for parameter in wanted.get("parameters", ()):
        value = values.get(parameter["name"], example(parameter["schema"]))
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(value))
        elif parameter["in"] == "query" and value is not None:
            query[parameter["name"]] = value
    body: dict[str, Any] = {}
    for kind, content in wanted.get("requestBody", {}).get("content", {}).items():
        given = content.get("example", example(content["schema"]))
        given = {name: values.get(name, value) for name, value in given.items()}
        if kind == "multipart/form-data":
            given = dict(given)
            body = {"files": {"file": ("example.csv", given.pop("file"))}, "data": given}
        else:
            body = {"json": given}
    return client.request(method.upper(), path, params=query, **body)


@pytest.fixture
def fitting_client(request: pytest.FixtureRequest, method: str, path: str) -> TestClient:
    """A client on the sample world: on a copy of it where the operation may change it."""
    is_reading = method == "get" or path.startswith(
        ("/v1/analyses/", "/v1/dossiers", "/v1/explore/", "/v1/exports", "/v1/jobs/", "/v1/profiles/", "/v1/screening")
    )
    client: TestClient = request.getfixturevalue("client" if is_reading else "changing_client")
    return client


def judged(client: TestClient, needs_second: bool) -> str:
    """A judgement of somebody; where it needs a second person, another one is signed in."""
    state = client.app.state.service.askers.state()  # type: ignore[attr-defined]  # of our application
    opinion = Opinion((LEFT, RIGHT), Verdict.SAME, frozenset(), "gulnora", "one stamp", needs_second)
    made = judge(state, opinion)
    if needs_second:
        client.headers["Authorization"] = f"Bearer {users.add(state, 'rustam')}"
    return made.id


def watched(service: Service) -> dict[str, str]:
    """An entry of the watch list for those who see H1, and a hit of it."""
    state = service.askers.state()
    wanted = Wanted(WatchKind.PLATE, "01 777 AAA", "seen", scope=Scope.ADMINISTRATION)
    entry = add(state, wanted, Decider("gulnora", "*/H1/*"))
    (hit,) = keep(state, [Met(entry.id, CONSIGNMENT, CONSIGNMENT, "UZ/declarations/H1/customs", 1.0)])
    return {"id": entry.id, "hit": hit.id}


def saved(service: Service) -> dict[str, str]:
    """A view of whoever works on this machine and sees H1."""
    with service.pool.held() as workspace:
        node = workspace.store.node_columns("Phone", (), workspace.viewer("*/H1/*")).ids[0]
    content = ViewContent("a ring", "", (ViewNode(node, 0.0, 0.0),))
    return {"id": save_view(service.askers.state(), content, "v1", Decider(local_asker().name, "*/H1/*")).id}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_answers_its_documented_example(fitting_client: TestClient, method: str, path: str) -> None:
    service: Service = fitting_client.app.state.service
    job = service.jobs.start(Order(ANALYSES, "some work"), lambda _: JobResult(b"{}"))
    job.ended.result(60)
    batch = fitting_client.get("/v1/batches").json()["batches"][0]["batch"]
    values: dict[str, Any] = {"job_id": job.id} | ({"id": batch} if "/batches" in path else {})
    if "/results" in path or path.endswith("/changes"):
        values |= dict.fromkeys(("id", "earlier"), kept_result(service, "*/H1/*"))
    if "/leads/" in path or path == "/v1/dossiers":
        values["lead"] = fitting_client.post("/v1/analyses/leads?as=*/H1/*", json={}).json()["rows"][0]["id"]
    if path.endswith("/reclassify") or "/jobs" in path:
        values["as"] = None  # who sees H1 alone may not move anything to H3, nor knows the jobs of others
    if "/who-is-who/" in path:
        values["as"] = None  # whose who is who the sample world has
    if path.startswith("/v1/watch/") and method != "get":
        values |= watched(service)
    if path == "/v1/views/one":
        values |= saved(service)
    if path.endswith(("/confirm", "/revoke")):
        values["id"] = judged(fitting_client, needs_second=path.endswith("/confirm"))
    answer = send(fitting_client, method, path, values)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_is_described(method: str, path: str) -> None:
    wanted = operation(method, path)
    assert wanted["summary"] and wanted["description"]
    assert [tag["name"] for tag in DOCUMENT["tags"] if tag["name"] in wanted["tags"]]
    assert {"4XX", "5XX"} <= set(wanted["responses"])
    for parameter in wanted.get("parameters", ()):
        assert parameter["description"] and parameter["schema"]["examples"], parameter["name"]


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_every_field_is_described(name: str) -> None:
    schema = DOCUMENT["components"]["schemas"][name]
    assert "enum" in schema or [p for p in schema["properties"].values() if not p.get("description")] == []


def test_every_example_of_an_answer_has_the_type_it_says() -> None:
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for field, said in schema.get("properties", {}).items():
            for value in said.get("examples", ()) if "type" in said else ():
                assert isinstance(value, kinds[said["type"]]), f"{name}.{field}"


def test_nothing_sends_people_to_another_site(client: TestClient) -> None:
    assert client.get("/redoc").status_code == 404
    assert not re.search(r"https?://(?!127)", client.get("/v1/openapi.json").text)


def test_a_store_in_memory_cannot_be_served() -> None:
    with pytest.raises(BadValue, match="cannot share a store in memory"):
        create_app(Settings(data_dir=Path("nowhere"), store="sqlite:///:memory:"))


def test_the_page_shows_a_call_of_every_operation() -> None:
    page = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
    called = re.findall(r"^curl .*?\$API(/[a-z_/0-9A-Z-]*)", page, flags=re.MULTILINE)
    shown = {re.sub(r"/(1|ID)(?=/|$)", "/{}", path) for path in called}
    described = {re.sub(r"\{\w+\}", "{}", path.removeprefix("/v1")) for _, path in OPERATIONS}
    one_each = {path for path in described if not path.startswith("/analyses/")}
    assert shown <= described and one_each <= shown


def test_an_unexpected_fault_is_a_problem_without_details(small: TestClient) -> None:
    def broken() -> None:
        raise RuntimeError("secret")

    small.app.add_api_route("/v1/broken", broken)
    answer = small.get("/v1/broken")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text and answer.json()["type"] == "urn:halqa:error:internal"


@pytest.mark.parametrize("wait", ["nan", "inf", "-1", "60.1", "1e400", ""])
def test_nobody_waits_for_ever(small: TestClient, wait: str) -> None:
    assert small.post("/v1/analyses/linked_entities", params={"wait": wait}).status_code == 422


@pytest.mark.parametrize(
    "name", [one.name for one in (Path(__file__).parents[3] / "api" / "http" / "routes").glob("[a-z]*.py")]
)
def test_every_file_of_routes_is_found_by_itself(name: str) -> None:
    module = importlib.import_module(f"api.http.routes.{name.removesuffix('.py')}")
    assert name == "registry.py" or module.router in all_routers()
