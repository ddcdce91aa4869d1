"""Looking for trouble: what the program needs, whether the stores open, unfinished work, faulty profiles."""

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.services.runtime.workspace import Workspace
from graph.errors import HalqaError
from graph.mark import differences
from graph.model import EVERYONE
from graph.settings import Settings
from graph.sqlite_faults import check_sqlite
from loaders.profile.profile import BUILT_IN, read_profile


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    is_ok: bool
    words: str


def examine(settings: Settings, store_url: str) -> list[Finding]:
    """Everything that was looked at, in the order of looking."""
    return [*_program(), *_stores(settings, store_url), *_profiles(settings.profiles)]


def _program() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), f"{version} at {sys.executable}")
    try:
        check_sqlite()
        yield Finding("SQLite", True, f"{sqlite3.sqlite_version} with full-text search")
    except HalqaError as error:
        yield Finding("SQLite", False, str(error))


def _stores(settings: Settings, store_url: str) -> Iterator[Finding]:
    said: list[str] = []
    try:
        with Workspace(settings, store_url, say=said.append) as workspace:
            yield Finding("graph store", True, workspace.store.url)
            yield Finding("record store", True, workspace.records.url)
            for sentence in said:
                yield Finding("unfinished work", True, sentence)
            batches = workspace.records.batches()
            newest = {name: profile.version for name, profile in workspace.records.newest_profiles().items()}
            stale = differences(workspace.store.derivation(), newest)
            words = "; ".join(stale) + ": run `halqa rebuild`" if stale else "up to date with its rules and profiles"
            yield Finding("derivation", not stale, words)
            waiting = workspace.applier.pending()
            words = (
                f"{len(waiting)} of {len(batches)} batches are not applied"
                if waiting
                else f"{len(batches)} batches, all applied"
            )
            yield Finding("batches", not waiting, words)
            totals = workspace.store.totals(EVERYONE)
            yield Finding("graph", True, f"{sum(totals.nodes.values()):,} nodes, {sum(totals.edges.values()):,} edges")
    except HalqaError as error:
        yield Finding("stores", False, str(error))


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
