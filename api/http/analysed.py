"""Analyses on pages: their parameters out of a query, their answers as pieces of work."""

from collections.abc import Mapping

from fastapi import Request

from analyses.registry import Analysis
from api.http.dependencies import View
from api.services.runtime.jobs import Job, JobResult

CLUSTERS, LEADS = "linked_entities", "leads"


def given_of(request: Request, *known: str) -> dict[str, str]:
    """Parameters of an analysis in the query; a tick box sends `false` first, so the last one counts."""
    return {name: value for name, value in request.query_params.multi_items() if name not in ("as", *known)}


def answered(view: View, analysis: Analysis, values: Mapping[str, str], job: Job) -> JobResult:
    """The answer of an analysis, computed or as it was kept; no store is held meanwhile.

    Raises:
        BadValue, NotFound: see `Analysis.read_params` and `View.analysed`.
    """
    return JobResult(view.analysed(analysis, analysis.read_params(values), job.progress))
