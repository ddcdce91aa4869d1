"""What routes share: the service they belong to, and the view of whoever asks."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request

from api.http.models.texts import Text
from api.services.asking.answers import Answers
from api.services.asking.export import ExportRequest, render
from api.services.runtime.jobs import ANALYSES, Job, Jobs, Order
from api.services.runtime.pool import Pool
from api.services.runtime.workers import Limits, Workers
from api.services.runtime.workspace import Workspace
from api.services.runtime.writer import Write, start_write
from graph.errors import BadValue, NotFound
from graph.model import Viewer
from graph.progress import Progress, Step
from graph.settings import Settings

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Service:
    """What lives as long as the application: stores with the worlds made of them, jobs, and who works on them."""

    settings: Settings
    pool: Pool
    jobs: Jobs
    workers: Workers

    @property
    def answers(self) -> Answers:
        """Who answers analyses, within the limits of the settings."""
        return Answers(self.workers, Limits(self.settings.work_seconds, self.settings.work_megabytes))

    def view(self, patterns: str | None) -> "View":
        """What a viewer of these channel patterns sees; None or "" is every channel."""
        return View(self, patterns or "")

    def write(self, order: Order, write: Write) -> Job:
        """Queues a write on stores of its own; see `start_write`."""
        return start_write(self.jobs, self.pool, order, write)


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

    def asks(self, title: str, **question: Any) -> Order:
        """The order of a question of this viewer: equal ones about the same version are one piece of work."""
        version = self.answer(lambda workspace, viewer: workspace.store.version(viewer))
        words = json.dumps([version, title, question], sort_keys=True, default=str)
        return Order(ANALYSES, title, self.patterns, question=words)

    def picture(self, request: ExportRequest, suffix: str, tick: Progress) -> bytes:
        """Draws what was asked, in the format of a suffix; what is computed for it can be ended.

        Raises:
            BadValue, NotFound, LimitPassed: see `render` and `Answers.of`.
        """
        answers = self.service.answers
        tick(Step("reading the graph"))
        if not request.around:
            answers.ask(self.answer(Workspace.world), *request.question, tick)  # no store is held while it is computed
        return self.answer(lambda workspace, viewer: render(workspace, request, viewer, suffix, tick, answers.ask))

    def viewer(self, workspace: Workspace) -> Viewer:
        """The viewer on these stores; patterns that match nothing look the same as hidden ones."""
        try:
            return workspace.viewer(self.patterns)
        except BadValue as error:
            raise NotFound(error.message, "GET /v1/channels lists the channels") from None


async def _view(service: ServiceOf, as_: Annotated[Text | None, Query(alias="as")] = None) -> View:
    return service.view(as_)


ViewOf = Annotated[View, Depends(_view)]
