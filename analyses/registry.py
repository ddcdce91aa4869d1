"""One file, one question: a function that is registered here is a command, later a route, and a page of the docs.

An analysis is pure: it takes what the caller may see, as a world of arrays, its parameters, and a tick to call on the
way, which tells how far it is and ends it; it opens no store, reads no clock and writes nothing. It answers *what*
(rows), *why* (evidence) and *out of how many* (population), each a model of its own, which the API then documents.
"""

import functools
import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import analyses
from graph.errors import BadValue, NotFound
from graph.linkage.carried import is_outdated
from graph.linkage.inputs import Input
from graph.linkage.world import World
from graph.messages import Message, message
from graph.plugins import modules_below
from graph.progress import Progress, silent
from graph.projection.making import LABELS, Properties
from graph.wording import names_known, refusal, shown

if TYPE_CHECKING:
    import pandas as pd


class AnalysisParams(BaseModel):
    """Parameters of an analysis: unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    resolved: bool = Field(
        True, description="Who is who as `halqa resolve` found it, where it did; false groups by what can be read off"
    )

    def part_of(self, world: World) -> World:
        """The part of a world that they ask for: all of it, where they do not say."""
        return world


class Population(BaseModel):
    """Out of how many; an analysis adds its own counts."""

    left_out: list[Message] = Field(default_factory=list, description="What was left out and why")
    version: str = Field(description="Version of the data that the answer is made from")


class EdgeRecord(BaseModel):
    """An edge as its record says it."""

    id: str = Field(description="Id of its source: the record, or a party that stands in one")
    type: str = Field(description="Edge type")
    target: str = Field(description="Id of its target")
    on: str | None = Field(description="Its day")

    @classmethod
    def of(cls, edge: tuple[str, str, str, str, str | None]) -> "EdgeRecord":
        """An edge in words, as `Projection.edge` gives it."""
        return cls(id=edge[0], type=edge[1], target=edge[2], on=edge[4])


class NoEvidence(BaseModel):
    """The evidence of an analysis that gives none beside its rows."""


Row = TypeVar("Row", bound=BaseModel)
Evidence = TypeVar("Evidence", bound=BaseModel)
Counts = TypeVar("Counts", bound=Population)


class AnalysisResult(BaseModel, Generic[Row, Evidence, Counts]):
    """The answer of every analysis."""

    rows: list[Row] = Field(description="What was found, best first, ties by text id")
    evidence: list[Evidence] = Field(default_factory=list, description="Why: links with the records behind them")
    population: Counts = Field(description="Out of how many")
    notes: list[Message] = Field(default_factory=list, description="What the reader of the rows must know")
    truncated: Message | None = Field(None, description="What was cut and by which parameter; null where nothing was")

    def to_frame(self) -> "pd.DataFrame":
        """The rows as a pandas frame, one column a field."""
        import pandas as pd

        return pd.DataFrame([row.model_dump(mode="json") for row in self.rows])


Answer = AnalysisResult[Any, Any, Any]
NOTHING: Properties = MappingProxyType({})
Function = Callable[[World, Any, Progress], Answer]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A registered analysis; `title` is the first line of its docstring.

    `properties` are those that it reads of nodes, by type, beside what labels are made of; `inputs` what it reads
    beside the graph, and `amended` the fields of which it wants to know what changed, by record kind.
    """

    name: str
    function: Function
    params: type[AnalysisParams]
    result: type[Answer]
    properties: Properties = field(default_factory=dict)
    inputs: frozenset[Input] = frozenset()
    amended: Properties = field(default_factory=dict)

    @property
    def title(self) -> str:
        return (inspect.getdoc(self.function) or "").splitlines()[0]

    @property
    def help(self) -> str:
        return inspect.getdoc(self.function) or ""

    def read_params(self, values: Mapping[str, Any]) -> AnalysisParams:
        """Parameters from texts or JSON values.

        Raises:
            BadValue: a name is unknown or a value out of range; the message says which and what is allowed.
        """
        try:
            return self.params.model_validate(values)
        except ValidationError as error:
            fault = error.errors()[0]
            name = ".".join(map(str, fault["loc"])) or self.name
            known = list(self.params.model_fields)
            if fault["type"] == "extra_forbidden":
                words = f"{name}={shown(fault['input'])}: no such parameter"
                raise BadValue(f"{self.name}: {words}", names_known(name, known)) from None
            what, next_step = refusal(fault)
            raise BadValue(f"{self.name}: {name} {what}", f"{next_step}; parameters: {', '.join(known)}") from None

    def run(self, world: World, params: AnalysisParams, tick: Progress = silent) -> Answer:
        """Runs the analysis; what `tick` raises ends it. Of an empty world the answer says that it is one."""
        part = params.part_of(world if params.resolved else world.read_off())
        answer = self.function(part, params, tick)
        answer.population.left_out += part.left_out
        if params.resolved and is_outdated(world.projection):
            answer = answer.model_copy(update={"notes": [*answer.notes, message("nothing.compared_since")]})
        if not len(world.projection.ids):
            return answer.model_copy(update={"notes": [message("nothing.loaded")]})
        return answer


_FOUND: dict[str, Analysis] = {}


def counts_first(population: Mapping[str, Any]) -> dict[str, Any]:
    """A population as JSON values, what every one has behind its own counts."""
    shared = [name for name in Population.model_fields if name in population]
    own = [name for name in population if name not in shared]
    return {name: population[name] for name in (*own, *shared)}


def analysis(
    params: type[AnalysisParams],
    properties: Properties = NOTHING,
    inputs: Iterable[Input] = (),
    amended: Properties = NOTHING,
) -> Callable[[Function], Function]:
    """Registers a function under its own name, with what it reads; see `Analysis`.

    The model of its answer is the function's return type.
    """
    reads = frozenset(inputs) | ({Input.AMENDMENTS} if amended else set())

    def register(function: Function) -> Function:
        result = get_type_hints(function)["return"]
        _FOUND[function.__name__] = Analysis(function.__name__, function, params, result, properties, reads, amended)
        return function

    return register


@functools.cache
def all_analyses() -> Mapping[str, Analysis]:
    """Every analysis of this package, by name."""
    for _ in modules_below(analyses):
        pass  # importing a module registers its analyses
    return dict(sorted(_FOUND.items()))


@functools.cache
def all_properties() -> Properties:
    """The properties that some analysis reads, and those that labels are made of, by node type."""
    wanted: dict[str, set[str]] = {node_type: set(names) for node_type, names in LABELS.items()}
    for known in all_analyses().values():
        for node_type, names in known.properties.items():
            wanted.setdefault(node_type, set()).update(names)
    return {node_type: tuple(sorted(names)) for node_type, names in sorted(wanted.items())}


def get_analysis(name: str) -> Analysis:
    """The analysis of a name; hyphens count as underscores.

    Raises:
        NotFound: there is none.
    """
    wanted = name.replace("-", "_")
    if wanted not in _FOUND and wanted.isidentifier() and find_spec(f"{analyses.__name__}.{wanted}"):
        importlib.import_module(f"{analyses.__name__}.{wanted}")  # each lies in the module of its name
    found = _FOUND.get(wanted)
    if found is None:
        raise NotFound(f"no analysis {name!r}", f"known: {', '.join(all_analyses())}")
    return found
