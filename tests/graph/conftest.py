"""A desk: a record store and a graph store kept in step, loaded from CSV texts written in the tests."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.derivation.apply import Applier
from graph.derivation.report import ApplyReport
from graph.model import Channel
from graph.progress import Progress, silent
from graph.records.batch import ProfileText
from graph.records.staging import FileFacts, Reading, StagingLog
from graph.records.store import RecordStore
from graph.store.base import GraphStore
from graph.store.sqlite.store import SqliteStore
from loaders.profile import mapping
from loaders.profile.profile import Profile, day_in_name, parse_profile

PROFILE = """
name: decl
version: 1
records:
  - kind: declaration
    id: No
    amended: Amended
    deleted: {column: Status, values: [annulled]}
    fields:
      registered_on: Date
      shipper.name: Shipper
      consignee.name: Consignee
      consignee.phone: Phone
      container: {column: Container, split: ","}
      gross_weight_kg: Weight
"""


@cache
def _profile(text: str) -> Profile:
    return parse_profile(text)


def reading_of(profile: ProfileText, header: tuple[str, ...]) -> Reading:
    known = _profile(profile.text)
    parse = mapping.parser(known, header)
    return Reading(profile, parse, lambda name: day_in_name(name, known), is_complete=known.is_complete)


def profile_text(text: str) -> ProfileText:
    profile = _profile(text)
    return ProfileText(profile.name, profile.version, profile.text)


class Desk:
    """Both stores, and the applier between them; `close` and `open` play the end of a program and the next one.

    With `server` the first graph of the desk is in Neo4j; other graphs are embedded. With `records_url` its records are
    in that database.
    """

    channel = Channel("UZ", "decl", "H1", "customs")
    profile = PROFILE
    reading_of = staticmethod(reading_of)

    def __init__(
        self,
        folder: Path | None,
        progress: Progress = silent,
        server: Callable[[], GraphStore] | None = None,
        records_url: str = "",
    ) -> None:
        self.folder, self.server, self.records_url = folder, server, records_url
        self.open(progress)

    def open(self, progress: Progress = silent, graph: str = "graph.db") -> list[str]:
        """Opens both stores and resumes; what was resumed."""
        folder = self.folder
        if hasattr(self, "store"):
            self.close()
        usual = "sqlite://" if folder is None else f"sqlite:///{folder / 'records.db'}"
        self.records = RecordStore(self.records_url or usual)
        self.store = self._graph(graph)
        self.applier = Applier(self.records, self.store, self.reading_of, progress)
        return [done.words for done in self.applier.resume()]

    def _graph(self, name: str) -> GraphStore:
        if self.server is not None and name == "graph.db":
            return self.server()
        store = SqliteStore("sqlite:///:memory:" if self.folder is None else f"sqlite:///{self.folder / name}")
        store.ensure_schema()
        return store

    def close(self) -> None:
        self.store.close()
        self.records.close()

    def stage(
        self,
        text: str,
        extract_on: str = "2024-01-31",
        profile: str = "",
        channel: Channel | None = None,
        name: str = "file.csv",
        **said: Any,
    ) -> list[int]:
        """Stages a CSV text, of which more may be said; the numbers of its batches."""
        header, *rows = csv.reader(io.StringIO(text.strip()))
        facts = FileFacts(
            file_name=name,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            channel=channel or self.channel,
            header=tuple(header),
            loaded_at="2024-06-01T00:00:00+00:00",
            extract_on=extract_on,
            **said,
        )
        self.log = StagingLog()
        return self.applier.stage(facts, profile_text(profile or self.profile), enumerate(rows, 2), self.log)

    def apply(self, numbers: list[int]) -> ApplyReport:
        """Applies batches; the report of the last."""
        report = ApplyReport()
        for number in numbers:
            report = self.applier.apply_batch(self.records.batch(number))
        return report

    def load(
        self,
        text: str,
        extract_on: str = "2024-01-31",
        profile: str = "",
        channel: Channel | None = None,
        name: str = "file.csv",
        **said: Any,
    ) -> list[int]:
        """Stages and applies; the numbers of the batches."""
        numbers = self.stage(text, extract_on, profile, channel, name, **said)
        self.apply(numbers)
        return numbers

    def recall(self, *numbers: int) -> None:
        for number in numbers:
            self.applier.recall(self.records.batch(number))


@pytest.fixture
def embedded_desk_of() -> Iterator[Callable[..., Desk]]:
    """Makes desks: in memory, or in a folder; all are closed at the end."""
    desks: list[Desk] = []

    def make(folder: Path | None = None, progress: Progress = silent, **more: Any) -> Desk:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        desks.append(Desk(folder, progress, **more))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def desk_on_postgresql(embedded_desk_of: Callable[..., Desk], create_records: Callable[[], str]) -> Callable[..., Desk]:
    """Makes desks whose records are in PostgreSQL, each in a database of its own."""
    return lambda *args, **more: embedded_desk_of(*args, **{"records_url": create_records(), **more})


@pytest.fixture
def desk_of(embedded_desk_of: Callable[..., Desk]) -> Callable[..., Desk]:
    """The desks of most tests; a module that runs on every store overrides this."""
    return embedded_desk_of


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    return desk_of()
