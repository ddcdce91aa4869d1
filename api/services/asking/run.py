"""Running an analysis on what a viewer may see."""

import datetime
import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from analyses.registry import Analysis, AnalysisParams, Answer, get_analysis
from graph.errors import BadValue
from graph.linkage.world import World
from graph.progress import Progress, Step, silent
from graph.worklog import logged

COLUMNS = ("source", "target", "weight", "time", "role")  # what the columns of a list of links may be
AS_OF = "as_of"  # the parameter of the day on which an answer is to be true
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
        values[name.strip().replace("-", "_")] = _value(text)
    return values


def _value(text: str) -> Any:
    """A JSON value; a number that would not be written as it was, such as 007 or 1e5, may be a name and stays text."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        return text
    return text if isinstance(value, int | float) and json.dumps(value) != text else value


def read_columns(pairs: Iterable[str]) -> dict[str, str]:
    """`source=Caller` texts: which column of a list of links is what.

    Raises:
        BadValue: a pair has no equals sign, or a column has no such part.
    """
    columns: dict[str, str] = {}
    for pair in pairs:
        what, sign, name = pair.partition("=")
        if not sign or what not in COLUMNS:
            raise BadValue(f"--column {pair!r} names no column", f"write one of {', '.join(COLUMNS)}, as source=Caller")
        columns[what] = name
    return columns


def dated(params: AnalysisParams) -> AnalysisParams:
    """Parameters with the day of today where they have one and it was not given: analyses read no clock."""
    if getattr(params, AS_OF, None) == "":
        return params.model_copy(update={AS_OF: datetime.date.today().isoformat()})
    return params


def run_analysis(world: World, analysis: Analysis, params: AnalysisParams, tick: Progress = silent) -> Answer:
    """Runs an analysis on what a viewer sees; as of today where it asks for a day and none was given.

    Args:
        world: What the viewer sees.
        analysis: The analysis.
        params: Its parameters.
        tick: Told how far it is; what it raises ends the analysis.

    Raises:
        NotFound: what a parameter names is not visible.
        BadValue: a parameter is out of range.
    """
    params = dated(params)
    tick(Step(f"computing {analysis.name}"))
    with logged(log, f"analysis {analysis.name}") as counts:
        answer = analysis.run(world, params, tick)
        counts["rows"] = len(answer.rows)
        return answer


def run_by_name(world: World, name: str, values: Mapping[str, Any], tick: Progress = silent) -> Answer:
    """Runs an analysis by its name, with parameters as texts or JSON values; see `run_analysis`.

    Raises:
        NotFound: no analysis has the name, or what a parameter names is not visible.
        BadValue: a parameter is unknown or out of range.
    """
    analysis = get_analysis(name)
    return run_analysis(world, analysis, analysis.read_params(values), tick)
