"""Answers of analyses: computed where they can be ended, kept beside the projection that they were made from.

What is small is computed at once. What is larger runs in a process of its own on the mapped projection. An answer is
kept with the projection's files and goes with them: a recall takes both away.
"""

import hashlib
import importlib
import json
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from analyses.registry import Analysis, AnalysisParams, Answer, get_analysis
from api.services.asking.run import dated, run_analysis
from api.services.runtime.workers import Limits, Workers
from graph.errors import Overtaken
from graph.linkage.inputs import Inputs
from graph.linkage.judged import JudgedIds
from graph.linkage.resolved import resolution_mark
from graph.linkage.world import World
from graph.progress import Progress, Step
from graph.projection.files import KeptProjection, open_projection
from graph.projection.projection import Projection

IN_PROCESS_EDGES = 20_000  # a world up to this size is computed where it is asked for
MOST_KEPT_BYTES = 64 << 20  # answers of one projection
_FOLDER = "answers"
_CODE = ("analyses", "graph.linkage", "graph.kernels", "graph.projection", "graph.messages", "graph.codes")
_WORLDS_OF_A_WORKER = 2


class Answers:
    """Gives the answers of analyses as JSON.

    Args:
        workers: Who computes what is large.
        limits: What a computation there may take.
    """

    def __init__(self, workers: Workers, limits: Limits) -> None:
        self._workers, self._limits = workers, limits

    def of(self, world: World, analysis: Analysis, params: AnalysisParams, tick: Progress) -> bytes:
        """The answer of an analysis as JSON: the kept one, else computed and kept.

        Raises:
            NotFound, BadValue: see `run_analysis`.
            LimitPassed: it took more than it may.
        """
        params = dated(params)
        projection = world.projection
        if not isinstance(projection, KeptProjection):
            return _as_json(world, analysis, params, tick)
        path = projection.folder / _FOLDER / _name(analysis, params, world)
        with suppress(OSError):
            return path.read_bytes()
        if len(projection.columns.source) <= IN_PROCESS_EDGES:
            body = _as_json(world, analysis, params, tick)
        else:
            tick(Step(f"computing {analysis.name}"))
            arguments = {
                "folder": str(projection.folder),
                "name": analysis.name,
                "values": params.model_dump(mode="json"),
                "inputs": world.inputs.model_dump(mode="json"),
                "judged": asdict(world.judged),
            }
            body = self._workers.run(f"{__name__}:answer_of_kept", arguments, tick, self._limits)
        _keep(path, body)
        return body

    def kept(self, world: World, analysis: Analysis, params: AnalysisParams) -> Path | None:
        """Where the answer of an analysis is kept; None where it is not: nothing is computed."""
        projection = world.projection
        if not isinstance(projection, KeptProjection):
            return None
        path = projection.folder / _FOLDER / _name(analysis, dated(params), world)
        return path if path.exists() else None

    def made(self, function: Callable[..., bytes], world: World, tick: Progress, **arguments: Any) -> bytes:
        """What a function of a module makes of a world: here where that is small, else where it can be ended.

        Args:
            function: It takes the world, a tick, and the arguments.
            world: What the viewer sees.
            tick: Told how far it is.
            arguments: JSON values.

        Raises:
            LimitPassed: it took more than it may.
        """
        projection = world.projection
        if not isinstance(projection, KeptProjection) or len(projection.columns.source) <= IN_PROCESS_EDGES:
            return function(world, tick, **arguments)
        told = {
            "folder": str(projection.folder),
            "judged": asdict(world.judged),
            "function": f"{function.__module__}:{function.__name__}",
            "arguments": arguments,
        }
        return self._workers.run(f"{__name__}:made_of_kept", told, tick, self._limits)

    def ask(self, world: World, name: str, values: Mapping[str, Any], tick: Progress) -> Answer:
        """The answer of an analysis by its name, with parameters as texts or JSON values; see `run_by_name`."""
        analysis = get_analysis(name)
        return analysis.result.model_validate_json(self.of(world, analysis, analysis.read_params(values), tick))


def answer_of_kept(
    tick: Progress,
    folder: str,
    name: str,
    values: dict[str, Any],
    inputs: dict[str, Any],
    judged: dict[str, Sequence[Sequence[str]]],
) -> bytes:
    """The answer of an analysis on a projection that lies in a folder: what a worker process does.

    Raises:
        Overtaken: the projection was taken away meanwhile.
    """
    analysis = get_analysis(name)
    world = kept_world(folder, judged).given(Inputs.model_validate(inputs))
    return _as_json(world, analysis, analysis.read_params(values), tick)


def made_of_kept(
    tick: Progress, folder: str, judged: dict[str, Sequence[Sequence[str]]], function: str, arguments: dict[str, Any]
) -> bytes:
    """What a function makes of the world of a projection that lies in a folder: what a worker process does.

    Raises:
        Overtaken: the projection was taken away meanwhile.
    """
    module, _, name = function.partition(":")
    made: bytes = getattr(importlib.import_module(module), name)(kept_world(folder, judged), tick, **arguments)
    return made


def kept_world(folder: str, judged: dict[str, Sequence[Sequence[str]]]) -> World:
    """The world of a projection that lies in a folder, in a worker process.

    Raises:
        Overtaken: the projection was taken away meanwhile.
    """
    try:
        pairs = {verdict: tuple((left, right) for left, right in said) for verdict, said in judged.items()}
        return _world(folder, JudgedIds(**pairs))
    except (OSError, ValueError, KeyError):
        raise Overtaken("what was read for the question was taken away meanwhile", "ask again") from None


_WORLDS: "OrderedDict[str, tuple[str, World]]" = OrderedDict()  # of this process, those used last, with who is who


def _world(folder: str, judged: JudgedIds) -> World:
    mark, world = _WORLDS.pop(folder, ("", None))
    if world is None or not Path(folder).is_dir() or mark != _mark_of(world.projection, judged):
        world = World(open_projection(Path(folder)), judged=judged)
        mark = _mark_of(world.projection, judged)
    _WORLDS[folder] = mark, world
    while len(_WORLDS) > _WORLDS_OF_A_WORKER:
        _WORLDS.popitem(last=False)
    return world


def who_is_who_mark(world: World) -> str:
    """The same in few signs, of a world."""
    mark = _mark_of(world.projection, world.judged)
    return hashlib.blake2b(mark.encode(), digest_size=8).hexdigest()


def _mark_of(projection: Projection, judged: JudgedIds) -> str:
    """What tells who is who from what it was at other times."""
    return f"{resolution_mark(projection)} {judged.mark}"


def _as_json(world: World, analysis: Analysis, params: AnalysisParams, tick: Progress) -> bytes:
    return run_analysis(world, analysis, params, tick).model_dump_json().encode()


def _name(analysis: Analysis, params: AnalysisParams, world: World) -> str:
    who_is_who = _mark_of(world.projection, world.judged)
    asked = [analysis.name, params.model_dump(mode="json"), world.inputs.model_dump(mode="json"), who_is_who]
    question = json.dumps([code_mark(), *asked], sort_keys=True)
    return hashlib.blake2b(question.encode(), digest_size=16).hexdigest() + ".json"


@cache
def code_mark() -> str:
    """What tells other code from this: an answer of an older program is none of ours."""
    return hashlib.blake2b(repr(sorted(_files_of_code())).encode(), digest_size=8).hexdigest()


def _files_of_code() -> Iterator[tuple[str, int, int]]:
    for name in _CODE:
        for path in Path(str(importlib.import_module(name).__file__)).parent.rglob("*"):
            if path.suffix in (".py", ".yaml"):  # weights, thresholds and words make answers too
                stat = path.stat()
                yield str(path), stat.st_size, stat.st_mtime_ns


def _keep(path: Path, body: bytes) -> None:
    """Keeps an answer where there is room; a folder that was taken away is not made again."""
    with suppress(OSError):
        with suppress(FileExistsError):
            path.parent.mkdir(mode=0o700)
        if sum(kept.stat().st_size for kept in path.parent.iterdir()) + len(body) > MOST_KEPT_BYTES:
            return
        draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        draft.write_bytes(body)
        draft.replace(path)
