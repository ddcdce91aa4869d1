"""Looking for trouble: what the program needs, whether stores and state open, unfinished work, faulty profiles."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from api.services.runtime.condition import Finding, conditions
from api.services.runtime.workspace import Workspace
from api.state.store import LAYOUT, has_state, open_state
from graph.errors import HalqaError, NoStore
from graph.progress import Progress, silent
from graph.records.checking import record_faults
from graph.settings import Settings
from graph.sqlite_faults import check_sqlite
from loaders.profile.profile import BUILT_IN, read_profile


def examine(
    settings: Settings, store_url: str, patterns: str = "", quick: bool = False, progress: Progress = silent
) -> Iterator[Finding]:
    """Everything that was looked at, in the order of looking; of the stores what a viewer of the patterns may know.

    Unless it is to be `quick`, every record is read and compared with the graph, for whoever sees every channel.
    """
    yield from _program()
    yield from _stores(settings, store_url, patterns, quick, progress)
    yield from _state(settings, patterns)
    yield from _profiles(settings.profiles)


def _program() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), f"{version} at {sys.executable}")
    try:
        check_sqlite()
        yield Finding("SQLite", True, f"{sqlite3.sqlite_version} with full-text search")
    except HalqaError as error:
        yield Finding("SQLite", False, str(error))


def _stores(settings: Settings, store_url: str, patterns: str, quick: bool, progress: Progress) -> Iterator[Finding]:
    finished: list[str] = []
    try:
        with Workspace(settings, store_url, progress, finished.append, patterns=patterns, makes=False) as workspace:
            yield Finding("graph store", True, workspace.store.url)
            yield Finding("record store", True, workspace.records.shown_url)
            if workspace.is_read_only:
                yield Finding("rights", True, "the stores can be read, and not be written to")
            for sentence in finished:
                yield Finding("unfinished work", True, sentence)
            viewer = workspace.viewer()
            yield from conditions(workspace, viewer)
            totals = workspace.store.totals(viewer)
            yield Finding("graph", True, f"{sum(totals.nodes.values()):,} nodes, {sum(totals.edges.values()):,} edges")
            if not patterns:  # what is wrong with a store is wrong for all: it is told to whoever sees all
                yield from _integrity(workspace, quick)
    except NoStore as error:
        yield Finding("stores", True, str(error))
    except HalqaError as error:
        yield Finding("stores", False, str(error))
    except Exception as error:
        yield Finding("stores", False, _damaged(error))


def _integrity(workspace: Workspace, quick: bool) -> Iterator[Finding]:
    """Whether the records are whole, and whether the graph is theirs."""
    of_records = _looked(lambda: list(record_faults(workspace.records)))
    words = "; ".join(of_records[:3]) + ": take the last copy of it" if of_records else "every row is as it was loaded"
    yield Finding("records", not of_records, words)
    of_graph = _looked(lambda: workspace.store.faults(quick))
    if not of_graph and not of_records and not quick:
        of_graph = _looked(workspace.compare)
    words = "; ".join(of_graph[:3]) + ": `halqa rebuild` makes it again" if of_graph else "it is that of its records"
    yield Finding("graph file" if quick else "graph", not of_graph, words)


def _state(settings: Settings, patterns: str) -> Iterator[Finding]:
    """Whether the state opens, which brings it up to date, and is whole."""
    if not has_state(settings):
        yield Finding("state", True, "nobody has decided anything yet")
        return
    try:
        with closing(open_state(settings)) as state:
            yield Finding("state", True, f"{state.shown_url}, schema {LAYOUT.head}")
            damage = "" if patterns else _looked(lambda: list(filter(None, [state.damage()])))
            if damage:
                yield Finding("state", False, f"{damage[0]}: take the last copy of it")
    except HalqaError as error:
        yield Finding("state", False, str(error))


def _looked(look: Callable[[], list[str]]) -> list[str]:
    """What a look finds; a look that fails has found something."""
    try:
        return look()
    except HalqaError as error:
        return [error.message]
    except Exception as error:
        return [_damaged(error)]


def _damaged(error: Exception) -> str:
    return f"something in it cannot be read as any program wrote it ({type(error).__name__}: {error})"


def _profiles(own: Path | None) -> Iterator[Finding]:
    for folder in filter(None, (own, BUILT_IN)):
        if not folder.is_dir():
            yield Finding("profiles", False, f"{folder} is no folder: set HALQA_PROFILES to one")
            continue
        count = 0
        for path in sorted(folder.glob("*.yaml")):
            count += 1
            try:
                read_profile(path)
            except HalqaError as error:
                yield Finding("profile", False, str(error))
        yield Finding("profiles", True, f"{count} in {folder}")
