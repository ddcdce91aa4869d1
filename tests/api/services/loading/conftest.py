"""A workspace with a profile of declarations, texts of rows, and what a refused load must leave as it was."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.services.loading.load import LoadOptions, LoadReport, load_file
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.settings import Settings
from graph.store.base import GraphStore

PROFILE = """
name: decl
version: 1
dates: ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S"]
records:
  - kind: declaration
    id: No
    fields: {registered_on: Date, consignee.name: Consignee, container: Container, gross_weight_kg: Weight}
"""
HEADER = "No,Date,Consignee,Container,Weight\n"
TWO = HEADER + "1,2024-01-05,Silk Road LLC,MSKU1234565,100\n2,2024-01-06,N/A,MSKU1234566,200\n"
Hash = Callable[[GraphStore], str]


@pytest.fixture
def workspace(tmp_path: Path, empty_stores: Path) -> Iterator[Workspace]:
    (tmp_path / "decl.yaml").write_text(PROFILE, encoding="utf-8")
    shutil.copytree(empty_stores, tmp_path / "data")
    with Workspace(Settings(data_dir=tmp_path / "data")) as workspace:
        yield workspace


@pytest.fixture
def load(workspace: Workspace, tmp_path: Path) -> Callable[..., LoadReport]:
    def load_text(text: str, name: str = "file.csv", profile: str = "decl", **options: str) -> LoadReport:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        given = LoadOptions(str(tmp_path / f"{profile}.yaml"), **{"originator": "UZ", **options})
        return load_file(workspace, path, given)

    return load_text


Load = Callable[..., LoadReport]


def state(workspace: Workspace, graph_hash: Hash) -> object:
    """Everything that a refused load must leave as it was."""
    return (
        workspace.records.batches(),
        workspace.records.channels(),
        workspace.records.newest_profiles(),
        graph_hash(workspace.store),
        workspace.store.version(EVERYONE),
        workspace.store.derivation(),
        workspace.store.applied_batches(),
    )


def rows(count: int, bad: int = 0) -> str:
    """So many rows, of which the last ones hold a bad weight."""
    return HEADER + "".join(f"D{n},2024-01-05,A LLC,,{'heavy' if n >= count - bad else 1}\n" for n in range(count))
