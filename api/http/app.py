"""The HTTP application: routes, guard, one table of faults, and stores that live as long as it does."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from api.http import errors
from api.http.dependencies import Service
from api.http.door import FOR_ANYBODY, OPEN, Door
from api.http.guard import LOCAL_HOSTS, Guard, RequestLimits
from api.http.models.problem import Problem
from api.http.models.query import SHARED
from api.http.routes.registry import all_routers
from api.services.loading.uploads import UPLOADS, sweep
from api.services.runtime.askers import Askers
from api.services.runtime.jobs import Jobs
from api.services.runtime.pool import Pool
from api.services.runtime.remembered import RememberedJobs
from api.services.runtime.workers import Workers
from graph.errors import StoreProblem
from graph.settings import Settings

log = logging.getLogger(__name__)

UPLOAD_PATHS = frozenset({"/v1/loads", "/v1/profiles/propose", "/v1/screening/files", "/load", "/screening/file"})
TITLE, VERSION = "Halqa", "1"
DESCRIPTION = """\
Link analysis of consignments, parties, vehicles, containers and seizures. Scores and clusters are leads for people to
check, never findings; legal trade is most of trade.

**Ids** are readable text (`phone:+998900000001`) and stand in the query, percent-encoded. **`as`** narrows a request to
some channels; what is hidden and what is absent look the same. **Order** is always by a stated rule, then by text id.
**Long work** (analyses, loads, exports) is waited for up to `wait` seconds; then the answer is 202 with a job.
**Faults** are `application/problem+json` (RFC 9457) with a stable `type` and a `next_step`.

**Keys**: as soon as there is a user, every route but `/v1/health`, `/v1/ready` and this document needs
`Authorization: Bearer KEY`; what is seen is what the key's user may see, and `as` narrows it further.
"""
TAGS = [
    {"name": "entities", "description": "Nodes: found, shown, walked along."},
    {"name": "graph", "description": "The graph as a whole."},
    {"name": "exploring", "description": "Looking around by steps, as a screen does."},
    {"name": "analyses", "description": "Questions over the whole graph: rows, evidence, population."},
    {
        "name": "who is who",
        "description": "Which records are one firm or person: why, what is open, what people decided.",
    },
    {"name": "leads", "description": "What becomes of leads: confirmed, dismissed, and why."},
    {"name": "screening", "description": "Lists that people hold, and consignments that have not arrived."},
    {"name": "watch list", "description": "What is told when it is loaded, and what becomes of the hits."},
    {"name": "inspections", "description": "What inspections came to."},
    {"name": "results", "description": "Answers that are kept, to compare with later."},
    {"name": "saved views", "description": "What was on a screen, to be opened again."},
    {"name": "exports", "description": "Pictures and files to hand over."},
    {"name": "loads", "description": "Bringing files in."},
    {"name": "batches", "description": "What was loaded, and taking it away."},
    {"name": "jobs", "description": "Work that lasts: progress, result, cancelling."},
    {"name": "service", "description": "Is it alive, is it ready."},
]
_KEY = "key"
_SECURITY = {
    "type": "http",
    "scheme": "bearer",
    "description": "The key of a user, from `halqa user add`; without users none is needed",
}
_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": words,
        "content": {errors.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, words in (
        ("4XX", "The request cannot be carried out as it stands"),
        ("5XX", "The store does not answer, or a fault of the service"),
    )
}


def create_app(settings: Settings, store_url: str = "", hosts: Collection[str] = LOCAL_HOSTS) -> FastAPI:
    """The application on the stores of these settings; `hosts` are the names in `Host` that it answers to.

    Raises:
        BadValue: the store is one in memory, which threads cannot share.
    """
    askers = Askers(settings)
    remembered = RememberedJobs(settings, askers.state)
    jobs = Jobs(memory=remembered)
    service = Service(settings, Pool(settings, store_url), jobs, remembered, Workers(), askers)
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # their pages load scripts from another site
        redoc_url=None,
        lifespan=_lifespan,
        separate_input_output_schemas=False,
        redirect_slashes=False,
    )
    app.state.service = service
    app.router.routes.extend(_routes())
    errors.install(app)
    limits = RequestLimits(UPLOAD_PATHS, settings.upload_limit_mb << 20)
    app.add_middleware(Door, askers=service.askers)
    app.add_middleware(Guard, limits=limits, hosts=hosts)  # what is added last stands first
    app.openapi = _openapi  # type: ignore[method-assign]  # FastAPI's own way to change the document
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    await asyncio.to_thread(_resume, service)
    service.jobs.open()
    try:
        yield
    finally:
        await asyncio.to_thread(service.jobs.close)
        service.workers.close()
        service.pool.close()
        service.askers.close()


def _resume(service: Service) -> None:
    """Finishes what an earlier program left undone; where a database does not answer, /v1/ready says so."""
    sweep(service.settings.data_dir / UPLOADS)
    try:
        service.remembered.end_interrupted()
        with service.pool.opened(say=log.info, resume=True):
            pass
    except StoreProblem as error:
        log.warning("the stores are not ready: %s", error)


def _rank(parameter: dict[str, Any]) -> int:
    name = parameter["name"]
    return SHARED.index(name) if name in SHARED else -1


@cache
def _routes() -> Sequence[BaseRoute]:
    """What every application answers; FastAPI looks through it once for all, which takes a third of a second."""
    together = APIRouter(responses=_FAULTS)
    for router in all_routers():
        together.include_router(router)
    return together.routes


@cache
def _openapi() -> dict[str, Any]:
    """The document, made once, with the model of faults in it."""
    document = get_openapi(title=TITLE, version=VERSION, description=DESCRIPTION, routes=_routes(), tags=TAGS)
    for path, item in document["paths"].items():
        for operation in item.values():
            operation.get("parameters", []).sort(key=_rank)
            if path in OPEN:
                operation["security"] = []
            elif path == FOR_ANYBODY:
                operation["security"] = [{_KEY: []}, {}]
    faults = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components = document.setdefault("components", {})
    document["security"] = [{_KEY: []}]
    components["securitySchemes"] = {_KEY: _SECURITY}
    schemas = components.setdefault("schemas", {})
    schemas.update(faults.pop("$defs", {}))
    schemas["Problem"] = faults
    return document
