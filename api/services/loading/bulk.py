"""Filling a Neo4j database through its offline import: files and a command, carried out on a managed server alone."""

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from api.services.loading.rebuild import newer_profiles
from api.services.runtime import neo4j
from api.services.runtime.workspace import reading_of, records_url
from graph.derivation.apply import Applier
from graph.errors import BadValue, StoreProblem
from graph.model import EVERYONE
from graph.progress import Progress, silent
from graph.records.store import RecordStore
from graph.settings import Settings
from graph.store import is_neo4j, open_store
from graph.store.neo4j.bulk import BulkFiles, ImportFiles
from graph.store.neo4j.server.server import LocalServer


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What became of a bulk load; `is_imported` is false where the files wait for their command."""

    records: int
    files: ImportFiles
    is_imported: bool


def bulk_rebuild(
    settings: Settings, url: str, names: Sequence[str] = (), folder: Path | None = None, progress: Progress = silent
) -> BulkReport:
    """Writes every current record as import files; imports them where `url` is the server of `halqa neo4j`.

    The files of a managed server are removed afterwards. Any other server is never touched: an import replaces all that
    a database holds.

    Raises:
        BadValue: the URL is no Neo4j server, or the folder is not empty.
        StoreProblem: the managed server holds something already, or the import failed; the server then runs, empty.
    """
    if not is_neo4j(url):
        raise BadValue(f"--bulk fills a Neo4j server, not {url!r}", "name it with --store neo4j://HOST:PORT")
    state = neo4j.status(settings)
    is_managed = state.is_running and state.url == url.rstrip("/")
    if is_managed:
        _check_empty(settings, url)
    target = folder or settings.data_dir / "neo4j-import"
    records = RecordStore(records_url(settings, url))
    try:
        with closing(BulkFiles(target)) as bulk:
            report = Applier(records, bulk, reading_of, progress).rebuild(newer_profiles(records, settings, names))
            files = bulk.finish()
    finally:
        records.close()
    if is_managed:
        _import(settings, url, files)
        if folder is None:
            shutil.rmtree(target)
    return BulkReport(report.records, files, is_managed)


def _check_empty(settings: Settings, url: str) -> None:
    store = open_store(url, settings)
    try:
        count = sum(store.totals(EVERYONE).nodes.values())
    finally:
        store.close()
    if count:
        raise StoreProblem(
            f"{url} holds {count:,} nodes, and an import replaces all that a database holds",
            "run the command without --bulk, or name an empty server",
        )


def _import(settings: Settings, url: str, files: ImportFiles) -> None:
    def work(server: LocalServer) -> None:
        server.run_admin(files.arguments(files.folder.resolve()))

    neo4j.while_stopped(settings, work)
    open_store(url, settings).close()  # makes the constraints
