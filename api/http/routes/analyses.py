"""Analyses: a list, and one route for each that is registered, with its own parameters."""

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response

from analyses.registry import Analysis, AnalysisParams, all_analyses
from api.http.answers import result_or_job
from api.http.dependencies import Service, ServiceOf
from api.http.models.analyses import AnalysisList, AnalysisSummary
from api.http.models.query import NoQuery, WaitingOfViewer, WaitingViewerQuery
from api.http.routes.loads import JOB_ANSWER
from api.http.strict import StrictRoute
from api.services.runtime.jobs import JobResult

router = APIRouter(prefix="/v1/analyses", tags=["analyses"], route_class=StrictRoute)

# Ids of the sample world, for analyses that cannot be asked without any.
EXAMPLES: dict[str, dict[str, Any]] = {
    "changes": {"earlier": "result:5f0c6a1e9b7d4c2a8e3f1b06"},
    "paths": {"source": "phone:+994700845408", "target": "phone:+995599214195"},
}


@router.get("", summary="List the analyses")
async def analysis_list(query: NoQuery) -> AnalysisList:
    """What each answers, how, within which limits, and its parameters."""
    return AnalysisList(
        analyses=[
            AnalysisSummary(
                name=name,
                title=found.title,
                help=found.help,
                route=f"/v1/analyses/{name}",
                parameters=found.params.model_json_schema(),
            )
            for name, found in all_analyses().items()
        ]
    )


def endpoint_of(analysis: Analysis) -> Callable[..., Coroutine[Any, Any, Response]]:
    """The route of an analysis; its signature names the parameters' own model, which OpenAPI then shows."""

    async def endpoint(
        connection: Request, service: Service, params: AnalysisParams | None, query: WaitingViewerQuery
    ) -> Response:
        view = service.view(query.as_)
        given = params or analysis.read_params({})
        title = f"analysis {analysis.name}"
        order = await asyncio.to_thread(view.asks, title, params=given.model_dump(mode="json"))
        job = service.jobs.start(order, lambda job: JobResult(view.analysed(analysis, given, job.progress)))
        return await result_or_job(service.jobs, job, query.wait, connection)

    needs_body = any(field.is_required() for field in analysis.params.model_fields.values())
    example = EXAMPLES.get(analysis.name, {})
    body = Body(description="Parameters; all have defaults unless required", examples=[example])
    kind: Any = analysis.params if needs_body else analysis.params | None
    keyword = inspect.Parameter.KEYWORD_ONLY
    default = inspect.Parameter.empty if needs_body else None
    endpoint.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # FastAPI reads it
        [
            inspect.Parameter("connection", keyword, annotation=Request),
            inspect.Parameter("service", keyword, annotation=ServiceOf),
            inspect.Parameter("params", keyword, annotation=Annotated[kind, body], default=default),
            inspect.Parameter("query", keyword, annotation=WaitingOfViewer),
        ]
    )
    endpoint.__name__, endpoint.__doc__ = analysis.name, analysis.help
    return endpoint


for _name, _found in all_analyses().items():
    router.add_api_route(
        f"/{_name}",
        endpoint_of(_found),
        methods=["POST"],
        summary=_found.title,
        response_model=_found.result,
        responses=JOB_ANSWER,
    )
