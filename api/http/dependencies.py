"""What routes share: the service they belong to, and the view of whoever asks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request
from starlette.exceptions import HTTPException

from analyses.registry import Analysis, AnalysisParams, get_analysis
from api.http.asker import current_asker, current_caller, visible_to_asker
from api.http.models.texts import Text
from api.services.asking.answers import Answers
from api.services.asking.backtesting import BacktestRequest
from api.services.asking.disclosing import noting
from api.services.asking.export import ExportRequest, render
from api.services.asking.inputs import Asking, world_for
from api.services.asking.screening.known import is_made
from api.services.runtime.askers import Askers
from api.services.runtime.jobs import ANALYSES, Job, Jobs, Order
from api.services.runtime.pool import Pool
from api.services.runtime.remembered import RememberedJobs
from api.services.runtime.workers import Limits, Workers
from api.services.runtime.workspace import Workspace
from api.services.runtime.writer import Write, start_write
from graph.errors import BadValue, NotFound
from graph.linkage.world import World
from graph.model import Viewer
from graph.progress import Progress, Step
from graph.projection.files import KeptProjection
from graph.settings import Settings
from graph.store.moment import not_overtaken

Answer = TypeVar("Answer")
STANDING = "api.services.asking.screening.known:make_standing"
REPLAYING = "api.services.asking.backtesting:make_report"
PROPOSING = "api.services.loading.propose:proposal_of_upload"


@dataclass(frozen=True, slots=True)
class Service:
    """What lives as long as the application: stores with the worlds made of them, jobs, who works, and who may ask."""

    settings: Settings
    pool: Pool
    jobs: Jobs
    remembered: RememberedJobs
    workers: Workers
    askers: Askers

    @property
    def _limits(self) -> Limits:
        """What a piece of work may take."""
        return Limits(self.settings.work_seconds, self.settings.work_megabytes)

    @property
    def answers(self) -> Answers:
        """Who answers analyses, within the limits of the settings."""
        return Answers(self.workers, self._limits)

    def propose(self, path: Path, label: str, kind: str, name: str, tick: Progress) -> bytes:
        """A profile for an uploaded file as JSON, made where it can be ended; see `propose_upload`."""
        arguments = {"path": str(path), "label": label, "kind": kind, "name": name}
        return self.workers.run(PROPOSING, arguments, tick, self._limits)

    def replay(self, request: BacktestRequest, patterns: str, tick: Progress) -> bytes:
        """The report of a backtest as JSON, made where it can be ended; it may take long; see `backtest`."""
        arguments = {
            "settings": self.settings.model_dump(mode="json"),
            "store_url": self.pool.store_url,
            "patterns": patterns,
            "request": asdict(request),
        }
        return self.workers.run(REPLAYING, arguments, tick, Limits(megabytes=self.settings.work_megabytes))

    def at_work(self, function: str, arguments: Mapping[str, Any], tick: Progress) -> bytes:
        """What a function makes in a process that can be ended; see `Workers.run`."""
        return self.workers.run(function, arguments, tick, self._limits)

    def view(self, patterns: str | None) -> "View":
        """What a viewer of these channel patterns sees; None or "" is every channel."""
        return View(self, patterns or "")

    def write(self, order: Order, write: Write) -> Job:
        """Queues a write on stores of its own; see `start_write`."""
        return start_write(
            self.jobs, self.pool, replace(order, caller=current_caller(), by=current_asker().name), write
        )


def get_service(request: Request) -> Service:
    """The service that the application was made with."""
    service: Service = request.app.state.service
    return service


async def _service(request: Request) -> Service:  # async: no thread is needed for it
    return get_service(request)


ServiceOf = Annotated[Service, Depends(_service)]


@dataclass(frozen=True, slots=True)
class View:
    """Who asks: the channel patterns of the parameter `as`, "" for every channel.

    Routes of the API read `as` in the model of their query (`service.view(query.as_)`), pages by `ViewOf`.
    """

    service: Service
    patterns: str

    def answer(self, read: Callable[[Workspace, Viewer], Answer]) -> Answer:
        """What a question reads from the stores, all of it of one moment, in the thread that asks.

        Raises:
            NotFound: no channel matches the patterns.
            Overtaken: the store was written to again and again while it was read.
        """
        with self.service.pool.held() as workspace:
            return workspace.answer(self.viewer(workspace), read)

    def analysed(self, analysis: Analysis, params: AnalysisParams, tick: Progress) -> bytes:
        """The answer of an analysis as JSON; no store is held while it is computed.

        Raises:
            NotFound, BadValue, LimitPassed: see `Answers.of`.
            Overtaken: what it reads was taken away again and again.
        """
        tick(Step("reading the graph"))
        return not_overtaken(lambda: self.service.answers.of(self._world_for(analysis, params), analysis, params, tick))

    def _world_for(self, analysis: Analysis, params: AnalysisParams) -> World:
        """What an analysis looks at, with what it reads beside the graph."""
        state = self.service.askers.state() if analysis.inputs and self.service.askers.local is None else None
        return self.answer(
            lambda workspace, viewer: world_for(analysis, params, Asking(workspace, viewer, self.patterns, state))
        )

    def screened(self, tick: Progress) -> World:
        """What somebody sees, ready for screening: what is large is made once for a version where it can be ended.

        Raises:
            Overtaken: what it reads was taken away again and again.
        """
        tick(Step("reading the graph"))
        return not_overtaken(lambda: self._made_known(tick))

    def _made_known(self, tick: Progress) -> World:
        world = self.answer(lambda workspace, viewer: workspace.world(viewer))
        if isinstance(world.projection, KeptProjection) and not is_made(world):
            arguments = {"folder": str(world.projection.folder), "judged": asdict(world.judged)}
            self.service.at_work(STANDING, arguments, tick)
        return world

    def asks(self, title: str, **question: Any) -> Order:
        """The order of a question of this viewer: equal ones about the same version are one piece of work.

        What people decided about who is who is a part of the version.
        """
        version = self.answer(
            lambda workspace, viewer: (workspace.store.version(viewer), workspace.judged(viewer).mark)
        )
        words = json.dumps([version, title, question], sort_keys=True, default=str)
        return Order(ANALYSES, title, self.patterns, question=words, caller=current_caller())

    def picture(self, request: ExportRequest, suffix: str, tick: Progress, by: str = "") -> bytes:
        """Draws what was asked, in the format of a suffix; what is computed for it can be ended.

        Noted as an export of somebody where it is one to be kept, before it is given away.

        Raises:
            BadValue, NotFound, LimitPassed: see `render` and `Answers.of`.
        """
        answers = self.service.answers
        if not request.around:
            name, values = request.question
            analysis = get_analysis(name)
            self.analysed(analysis, analysis.read_params(values), tick)
        with self.service.pool.held() as workspace:
            viewer = self.viewer(workspace)
            drawn = workspace.answer(viewer, lambda *_: render(workspace, request, viewer, suffix, tick, answers.ask))
            if by:
                noting(self.service.askers.state(), workspace, request.parameters, suffix, self.patterns, by)(
                    drawn.picture
                )
            return drawn.content

    def viewer(self, workspace: Workspace) -> Viewer:
        """The viewer on these stores; patterns that match nothing look the same as hidden ones."""
        try:
            return workspace.viewer(self.patterns)
        except BadValue as error:
            raise NotFound(error.message, "GET /v1/channels lists the channels") from None


async def _view(service: ServiceOf, as_: Annotated[Text | None, Query(alias="as")] = None) -> View:
    return service.view(visible_to_asker(as_))


ViewOf = Annotated[View, Depends(_view)]


async def _check_sees_all() -> None:
    if not current_asker().sees_all:
        raise HTTPException(403, "only somebody who may see every channel can do this: it is done to the whole store")


# For routes that do something to the whole store, whose channels no `as` can narrow.
SeesAll = Depends(_check_sees_all)
