"""Running an analysis on what a viewer may see."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from analyses.registry import AnalysisResult, get_analysis
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue
from graph.model import Viewer
from graph.projection import Projection, project
from graph.worklog import logged

log = logging.getLogger(__name__)


def read_values(pairs: Iterable[str]) -> dict[str, Any]:
    """`name=value` texts as parameters; a value that is JSON (true, 3, null) is read as such.

    Raises:
        BadValue: a pair has no equals sign.
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise BadValue(f"parameter {pair!r} has no value", "write --param name=value")
        try:
            values[name.strip().replace("-", "_")] = json.loads(text)
        except json.JSONDecodeError:
            values[name.strip().replace("-", "_")] = text
    return values


def run_analysis(
    workspace: Workspace, name: str, values: Mapping[str, Any], viewer: Viewer, projection: Projection | None = None
) -> AnalysisResult:
    """Runs an analysis by name, on the projection given or one made for the viewer.

    Raises:
        NotFound: no analysis has the name, or what a parameter names is not visible.
        BadValue: a parameter is unknown or out of range.
    """
    analysis = get_analysis(name)
    params = analysis.read_params(values)
    with logged(log, f"analysis {analysis.name}") as counts:
        answer = analysis.run(projection or project(workspace.store, viewer), params)
        counts["rows"] = len(answer.rows)
        return answer
