"""Requests made from the API's own document, valid and not: none is a fault of ours, every answer is as described.

In the ordinary suite six requests of each kind to each operation of the embedded store, and a valid one on Neo4j
(what is refused at the door meets no store), always the same; under `slow` more than 50,000, and 1,000 on Neo4j.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, strategies
from hypothesis import settings as hypothesis_settings
from schemathesis import Case, GenerationMode
from schemathesis.python import asgi
from schemathesis.specs.openapi import checks

from analyses.registry import get_analysis
from api.http.app import create_app
from api.http.dependencies import Service
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.askers import local_asker
from api.services.runtime.jobs import ANALYSES, JobResult, Order
from api.state import saved_views
from api.state.dispositions import Decider
from api.state.judgements import Opinion, Verdict, judge
from api.state.saved_views import ViewContent, ViewNode
from api.state.watches import Met, Scope, Wanted, WatchKind, add, keep
from graph.model import EVERYONE
from graph.settings import Settings
from tests.api.conftest import kept_result

# The service runs in this process: when one of its threads draws a random number (the driver does, before it tries
# again) while a request is made up, Hypothesis takes that for a strategy of ours.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
ORDINARY, SLOW = 6, 900  # requests for each operation and mode
ORDINARY_ON_NEO4J, SLOW_ON_NEO4J = 1, 22
BASE_URL = "http://127.0.0.1:8600"
LEAST_SUCCESS_SHARE, LEAST_OF_FEW = 0.2, 0.05  # of the valid requests; of few, a fifth is a matter of luck

DOCUMENT = deepcopy(create_app(Settings(data_dir=Path("nowhere"))).openapi())  # which schemathesis writes into
OPERATIONS = [(method, path) for path, item in DOCUMENT["paths"].items() for method in item]
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
IDS = (
    "phone:+998901234567",
    "container:MSKU1234565",
    "consignment:UZ/decl/H1/customs:declaration:2024/4#a?b&c%41",
)
OF_SIGNED_IN = {("post", "/v1/who-is-who/judgements/confirm")}  # nobody is signed in here: it is always refused
PATIENCE_SECONDS = 120  # longer than any route waits before it answers that work goes on
STATUSES: Counter[tuple[str, GenerationMode, int]] = Counter()


@pytest.fixture
def app(small_settings: Settings) -> FastAPI:
    """The application on four declarations in an embedded store."""
    return create_app(small_settings)


@contextmanager
def session_of(app: FastAPI) -> Iterator[asgi.ASGIClient]:
    with asgi.get_client(app) as client:
        yield client
    asgi.shutdown_lifespans()


@pytest.fixture
def session(app: FastAPI) -> Iterator[asgi.ASGIClient]:
    with session_of(app) as client:
        yield client


def known(app: FastAPI, path: str) -> dict[str, strategies.SearchStrategy[Any]]:
    """Values that name something which exists now, by the names of parameters and fields."""
    service: Service = app.state.service
    rows = service.settings.data_dir.parent / "rows.csv"
    with service.pool.held() as workspace:
        batches = [batch.id for batch in workspace.records.batches()]
        if not batches:
            batches = load_file(workspace, rows, LoadOptions("decl", "UZ")).batches
    visible = strategies.sampled_from(["UZ/*", "*/customs", "*"])
    jobs = service.jobs.listed("UZ/*")
    if "{job_id}" in path:
        visible = strategies.just("UZ/*")  # a job is shown to those who ask as he did who started it
        if not jobs:
            jobs = [service.jobs.start(Order(ANALYSES, "some work", "UZ/*"), lambda _: JobResult(b"{}"))]
            jobs[0].ended.result(60)
    node = strategies.sampled_from(IDS)
    ids = strategies.just([IDS[0]]) if path == "/v1/subgraph" else node
    number = strategies.integers(0, 99)  # the same draw however many there are now
    if "/results" in path or path.endswith("/changes"):
        ids = strategies.just(kept_result(service, "UZ/*"))
        visible = strategies.just("UZ/*")  # as is a kept answer
    if path.startswith(("/v1/leads", "/v1/dossiers")):
        visible = strategies.just("UZ/*")  # as is the lead
    if "/who-is-who" in path:
        ids = strategies.just(judged_pair(service, path))
    return {
        **dict.fromkeys(("left", "right"), strategies.none()),
        **(
            dict(zip(("left", "right"), map(strategies.just, two_parties(service)), strict=True))
            if "/who-is-who" in path
            else {}
        ),
        **dict.fromkeys(("node_types", "edge_types", "roles", "status", "avoid"), strategies.just("")),
        **dict.fromkeys(("since", "until"), strategies.none()),
        "earlier": ids,
        "lead": strategies.just(a_lead(service))
        if path.startswith(("/v1/leads", "/v1/dossiers"))
        else strategies.just(""),
        **(OF_INSPECTIONS if path == "/v1/inspections" else {}),
        **(OF_SCREENING if path.startswith("/v1/screening/") else {}),
        "around": node,
        "source": strategies.just(IDS[0]),
        "target": strategies.sampled_from(IDS[1:]),  # a path has two ends
        "id": number.map(lambda n: batches[n % len(batches)]) if "/batches" in path else ids,
        "q": strategies.sampled_from(["Karvon", "MSKU1234565", "الامل"]),
        "type": strategies.just(["HAS_PHONE" if path.endswith("neighbours") else "Party"]),
        "as": visible,
        "rank": strategies.just("id"),
        "profile": strategies.just("decl"),
        "name": strategies.sampled_from(["decl", "customs-declarations"]),
        "originator": strategies.just("UZ"),
        "file": strategies.just(rows.read_bytes()),
        "wait": strategies.just(10),
        "analysis": strategies.just("linked_entities") if path == "/v1/results" else strategies.none(),
        "cluster": strategies.none(),
        "params": strategies.just({}),
        "job_id": number.map(lambda n: jobs[n % len(jobs)].id),
        **(OF_EXPLORING if path.startswith("/v1/explore/") else {}),
        **({"nodes": strategies.just([{"id": IDS[0], "x": 0, "y": 0}])} if path == "/v1/explore/exports" else {}),
        **(of_watch_list(service) if path.startswith("/v1/watch") else {}),
        **({"as_of": strategies.just("2024-03-05")} if path == "/v1/dossiers" else {}),
        **(OF_BACKTESTS if path == "/v1/backtests" else {}),
        **(of_saved_views(service) if path.startswith("/v1/views") else {}),
    }


OF_INSPECTIONS = {
    "consignment": strategies.just(IDS[2]),
    "result": strategies.just("cleared"),
    "commodity": strategies.just(""),
    "quantity": strategies.none(),
}

OF_EXPLORING = {
    "focus": strategies.just([IDS[0]]),
    "node": strategies.sampled_from(IDS),
    "nodes": strategies.just([]),
    "brought": strategies.just([]),
    "avoid": strategies.just([]),
    "lead": strategies.none(),
    "key": strategies.just(""),
    "kind": strategies.just(""),
}

OF_BACKTESTS = {
    "months": strategies.just(1),
    "until": strategies.just("1990-01-31"),  # before anything came
    "wait": strategies.just(0),
}

OF_SCREENING = {
    "as_of": strategies.just("2024-03-05"),
    "consignments": strategies.just([{"number": "N-17", "fields": {"consignee.name": "Karvon Trans LLC"}}]),
    "numbers": strategies.just([IDS[2]]),
}


def of_watch_list(service: Service) -> dict[str, strategies.SearchStrategy[Any]]:
    """An entry for the administration of those who see UZ, and a hit of it."""
    state = service.askers.state()
    wanted = Wanted(WatchKind.PHONE, IDS[0].removeprefix("phone:"), "seen", scope=Scope.ADMINISTRATION)
    entry = add(state, wanted, Decider("somebody", "UZ/*"))
    (hit,) = keep(state, [Met(entry.id, IDS[2], IDS[0], "UZ/decl/H1/customs", 1.0)])
    said = {"as": "UZ/*", "kind": "plate", "text": "01 777 AAA", "id": entry.id, "hit": hit.id, "until": None}
    return {name: strategies.just(value) for name, value in (said | {"country": "", "since": "latest"}).items()}


def of_saved_views(service: Service) -> dict[str, strategies.SearchStrategy[Any]]:
    """A view of whoever works on this machine, and nodes that can be saved."""
    state, owner = service.askers.state(), Decider(local_asker().name, "UZ/*")
    content = ViewContent("a ring", "", (ViewNode(IDS[0], 0.0, 0.0),))
    saved = next(iter(saved_views.listed(state, owner)), None) or saved_views.save(state, content, "v1", owner)
    nodes = [{"id": name, "x": 0, "y": 0} for name in IDS]
    return {name: strategies.just(value) for name, value in {"as": "UZ/*", "id": saved.id, "nodes": nodes}.items()}


def a_lead(service: Service) -> str:
    """The id of the first group, whatever its score."""
    analysis = get_analysis("leads")
    with service.pool.held() as workspace:
        world = workspace.world(workspace.viewer("UZ/*"))
        return str(analysis.run(world, analysis.read_params({"groups": "all"})).rows[0].id)


def two_parties(service: Service) -> list[str]:
    """The first two parties by id."""
    with service.pool.held() as workspace:
        return list(workspace.store.node_columns("Party", (), EVERYONE).ids[:2])


def judged_pair(service: Service, path: str) -> str:
    """A judgement that can be revoked; else a party, which is one with the other where two are to be taken apart."""
    pair = tuple(two_parties(service))
    verdict = Verdict.SAME if path.endswith("/unmerge") else Verdict.UNSURE
    opinion = Opinion((pair[0], pair[1]), verdict, frozenset(), "somebody", "before the request")
    made = judge(service.askers.state(), opinion)
    return made.id if path.endswith(("/revoke", "/confirm")) else pair[0]


def with_known(case: Case, draw: Any, values: dict[str, strategies.SearchStrategy[Any]]) -> None:
    """Lets two of three requests name things that exist."""
    if not draw(strategies.sampled_from((True, True, False))):
        return
    body = case.body if isinstance(case.body, dict) else {}
    if "format" in body and case.operation.path == "/v1/exports":  # it draws one thing, which no schema asks for
        body.setdefault("around", None)
    if body is case.body and case.operation.path == "/v1/explore/scenes":  # it begins with one thing, likewise
        body.setdefault("focus", [])
    for part in (case.query, case.path_parameters, body):
        for name in sorted(set(part or ()) & set(values)):
            part[name] = draw(values[name])


def named_file(case: Case) -> dict[str, Any]:
    """The form of a load with a file name, by whose suffix the reader is found; generated forms give it none."""
    if not (isinstance(case.body, dict) and isinstance(case.body.get("file"), bytes)):
        return {}
    fields = {name: str(value) for name, value in case.body.items() if name != "file"}
    return {"data": fields, "files": {"file": ("rows.csv", case.body["file"])}}


def exercise(
    app: FastAPI,
    session: asgi.ASGIClient,
    operation: tuple[str, str],
    requests: int,
    modes: Iterable[GenerationMode] = GenerationMode,
) -> None:
    """Sends requests to one operation, valid and not, and checks every answer."""
    method, path = operation
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    schema.app = app
    wanted = schema[path][method.upper()]
    for mode in modes:
        if mode is GenerationMode.NEGATIVE and not (wanted.body or wanted.query or wanted.path_parameters):
            continue
        send = sender(app, session, operation, mode)
        often = hypothesis_settings(
            max_examples=requests,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        often(given(case=wanted.as_strategy(generation_mode=mode), data=strategies.data())(send))()


def sender(
    app: FastAPI, session: asgi.ASGIClient, operation: tuple[str, str], mode: GenerationMode
) -> Callable[[Case, Any], None]:
    """Sends one request and checks the answer."""

    def send(case: Case, data: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            with_known(case, data.draw, known(app, operation[1]))
        answer = case.call(base_url=BASE_URL, session=session, timeout=PATIENCE_SECONDS, **named_file(case))
        STATUSES[" ".join(operation), mode, answer.status_code] += 1
        assert answer.status_code < 500, answer.text
        case.validate_response(answer, checks=CHECKS)

    return send


@pytest.mark.parametrize("operation", OPERATIONS, ids=" ".join)
def test_no_request_is_a_fault_of_ours(app: FastAPI, session: asgi.ASGIClient, operation: tuple[str, str]) -> None:
    STATUSES.clear()
    exercise(app, session, operation, ORDINARY)
    check_success(operation, LEAST_OF_FEW)


@pytest.mark.slow
@pytest.mark.neo4j
def test_no_request_is_a_fault_of_ours_on_neo4j(neo4j_settings: Settings) -> None:
    app = create_app(neo4j_settings)
    with session_of(app) as client:
        for operation in sorted(OPERATIONS, key=lambda one: one[1].startswith("/v1/batches")):  # they take away: last
            exercise(app, client, operation, ORDINARY_ON_NEO4J, [GenerationMode.POSITIVE])


@pytest.mark.slow
@pytest.mark.neo4j
@pytest.mark.parametrize("operation", OPERATIONS, ids=" ".join)
def test_no_request_of_many_is_a_fault_of_ours_on_neo4j(neo4j_settings: Settings, operation: tuple[str, str]) -> None:
    app = create_app(neo4j_settings)
    STATUSES.clear()
    with session_of(app) as client:
        exercise(app, client, operation, SLOW_ON_NEO4J)
    check_success(operation, LEAST_OF_FEW)


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=" ".join)
def test_no_request_of_very_many_is_a_fault_of_ours(
    app: FastAPI, session: asgi.ASGIClient, operation: tuple[str, str]
) -> None:
    STATUSES.clear()
    exercise(app, session, operation, SLOW)
    check_success(operation)


def check_success(operation: tuple[str, str], least: float = LEAST_SUCCESS_SHARE) -> None:
    """At least a fifth of the valid requests were carried out: what is refused at the door tests little."""
    if operation in OF_SIGNED_IN:
        return
    name = " ".join(operation)
    valid = {status: n for (where, mode, status), n in STATUSES.items() if where == name and mode.is_positive}
    done = sum(n for status, n in valid.items() if status < 300)
    assert done >= least * sum(valid.values()), json.dumps(valid)
