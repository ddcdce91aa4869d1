"""The watch list at a load: what is new in the file is looked at while it is staged, and each hit is kept and told."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from api.services.runtime.askers import local_asker
from api.services.runtime.watched import Watcher, told_row, watcher_of
from api.services.runtime.workspace import Workspace
from api.state import watches
from api.state.dispositions import Decider
from api.state.store import now
from api.state.watches import Hit, Watch
from graph.derivation.assertions import Assertions
from graph.errors import StoreProblem
from graph.messages import Message, message
from graph.model import Viewer

log = logging.getLogger(__name__)


class Watching:
    """Looks at one load.

    A state that cannot be read or written stops no load: a remark says so.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._standing: dict[str, Watch] = {}
        self._watcher: Watcher | None = None
        self.remarks: list[Message] = []
        self._hits: Sequence[Hit] = ()
        self._guarded(self._open)

    def _open(self) -> None:
        state = self._workspace.state
        if state is None:
            return
        self._standing = {watch.id: watch for watch in watches.standing(state, now()[:10])}
        if self._standing:
            self._watcher = watcher_of(self._workspace, list(self._standing.values()))

    @property
    def see(self) -> Callable[[Assertions], None] | None:
        """What looks at a record that is new or changed; None where nothing is watched."""
        return None if self._watcher is None else self._watcher.see

    def keep(self) -> None:
        """Keeps what was met once the file is staged, so that it is told even where a later command applies it."""
        self._guarded(self._keep)

    def _keep(self) -> None:
        if self._watcher is not None and self._watcher.met:
            self._hits = watches.keep(self._workspace.state_made(), self._watcher.met)

    def told(self) -> list[dict[str, Any]]:
        """The new hits, as far as whoever loads may see entry and record, by entry, then record."""
        patterns = self._workspace.patterns
        reader = Decider(self._workspace.by or local_asker().name, patterns)
        rows = [
            told_row(self._standing[hit.met.watch], hit)
            for hit in self._hits
            if self._standing[hit.met.watch].is_visible(reader)
            and (not patterns or Viewer.matches(patterns, hit.met.channel))
        ]
        return sorted(rows, key=lambda row: (row["watch"], row["record"], row["node"]))

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except StoreProblem as error:
            log.warning("the watch list could not be asked: %s", error)
            self._watcher = None
            self.remarks.append(message("load.not_watched", reason=error.message))
