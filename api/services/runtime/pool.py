"""Open stores for many requests: a bounded pool that hands out one workspace at a time to each."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.services.runtime.workspace import Say, Workspace, worlds_folder
from api.services.runtime.worlds import Worlds
from graph.errors import BadValue, HalqaError, StoreProblem, StoreUnavailable
from graph.progress import Progress, silent
from graph.settings import Settings

POOL_SIZE = 8
PATIENCE_SECONDS = 20.0


class Pool:
    """Workspaces on the same stores, opened when they are needed and used again.

    A workspace is never shared: connections of the embedded store belong to one thread at a time. One that met a store
    problem, or a fault that nobody expected, is closed instead of being used again.
    """

    def __init__(
        self, settings: Settings, store_url: str = "", size: int = POOL_SIZE, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        if ":memory:" in (store_url or settings.store):
            raise BadValue("a service cannot share a store in memory", "name a file or a server with --store")
        self.settings, self.store_url = settings, store_url
        self._worlds = Worlds(worlds_folder(settings, store_url or settings.store))
        self._patience = patience_seconds
        self._free = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Workspace] = []
        self._is_closed = False

    @contextmanager
    def held(self) -> Iterator[Workspace]:
        """A workspace for one piece of work.

        Raises:
            StoreUnavailable: all are at work and none became free in time.
            StoreProblem: the stores cannot be opened.
        """
        if not self._free.acquire(timeout=self._patience):
            raise StoreUnavailable("too many requests are at work", "ask again in a moment")
        try:
            with self._lock:
                workspace = self._idle.pop() if self._idle else None
            workspace = workspace or self.opened()
            try:
                yield workspace
            except BaseException as error:
                if isinstance(error, StoreProblem) or not isinstance(error, HalqaError):
                    _close(workspace)
                else:
                    self._give_back(workspace)
                raise
            self._give_back(workspace)
        finally:
            self._free.release()

    def opened(
        self,
        progress: Progress = silent,
        say: Say = lambda _: None,
        resume: bool = False,
        patterns: str = "",
        anew: bool = False,
    ) -> Workspace:
        """A workspace of one's own, to be closed by whoever asked: for writing, and for looking whether it opens."""
        return Workspace(self.settings, self.store_url, progress, say, resume, patterns, anew, self._worlds)

    def close(self) -> None:
        """Closes what is idle now, and the rest when it comes back."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for workspace in idle:
            _close(workspace)

    def _give_back(self, workspace: Workspace) -> None:
        with self._lock:
            if not self._is_closed:
                self._idle.append(workspace)
                return
        _close(workspace)


def _close(workspace: Workspace) -> None:
    workspace.__exit__(None, None, None)
