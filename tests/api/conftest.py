"""Clients of the HTTP application: on the sample world, which they only read, and on small worlds of their own."""

import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.http.app import create_app
from api.http.dependencies import Service
from api.services.loading.load import LoadOptions, load_file
from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from graph.settings import Settings
from graph.store.neo4j.base import Login
from graph.store.neo4j.store import Neo4jStore
from loaders.sample import generate

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another client library, which we do not depend on
    from starlette.testclient import TestClient

BASE_URL = "http://127.0.0.1:8600"
Open = Callable[..., AbstractContextManager[TestClient]]

PROFILE = """
name: decl
version: 1
records:
  - kind: declaration
    id: No
    handling: Handling
    fields:
      registered_on: Date
      consignee.name: Consignee
      consignee.phone: Phone
      shipper.name: Shipper
      container: Container
"""
ROWS = """\
No,Handling,Date,Consignee,Phone,Shipper,Container
1,,2024-03-01,Karvon Trans LLC,+998901234567,Ankara Tekstil AS,MSKU1234565
2,,2024-03-08,Ipak Savdo MChJ,+998901234567,Izmir Boya AS,
3,H3,2024-03-09,Silk House LLC,+998907777777,Ankara Tekstil AS,
2024/4#a?b&c%41,,2024-03-10,Ахмад Ҷон,+992901112233,شركة الامل,TCLU4265327
"""


@contextmanager
def _client(settings: Settings, **options: Any) -> Iterator[TestClient]:
    app = create_app(settings, **options)
    with TestClient(app, base_url=BASE_URL, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def open_client() -> Open:
    """Opens a client on the application of some settings."""
    return _client


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the sample world with seed 7, loaded; not to be written to."""
    folder = tmp_path_factory.mktemp("sample")
    generate(folder / "files", 7, "small")
    with Workspace(Settings(data_dir=folder / "data")) as workspace:
        load_manifest(workspace, folder / "files")
    return folder / "data"


@pytest.fixture(scope="session")
def client(sample_data: Path) -> Iterator[TestClient]:
    """A client on the sample world that only reads."""
    with _client(Settings(data_dir=sample_data)) as opened:
        yield opened


@pytest.fixture
def changing_client(sample_data: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A client on a copy of the sample world."""
    shutil.copytree(sample_data, tmp_path / "copy")
    with _client(Settings(data_dir=tmp_path / "copy")) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty data directory, with a profile `decl` and an upload limit of 1 MB."""
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "decl.yaml").write_text(PROFILE, encoding="utf-8")
    return Settings(data_dir=tmp_path / "data", profiles=tmp_path / "profiles", upload_limit_mb=1)


def _load_small(settings: Settings, rows: Path) -> Settings:
    rows.write_text(ROWS, encoding="utf-8")
    with Workspace(settings) as workspace:
        load_file(workspace, rows, LoadOptions("decl", "UZ"))
    return settings


@pytest.fixture
def small_settings(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of a data directory that holds four declarations."""
    return _load_small(settings, tmp_path / "rows.csv")


@pytest.fixture
def neo4j_settings(
    settings: Settings, tmp_path: Path, open_neo4j: Callable[[], Neo4jStore], neo4j_login: Login
) -> Settings:
    """Settings of the same four declarations with their graph in Neo4j."""
    store = open_neo4j()
    store.close()
    login = {"neo4j_user": neo4j_login.user, "neo4j_password": neo4j_login.password}
    on_server = {"data_dir": tmp_path / "server", "store": store.url, **login}
    return _load_small(settings.model_copy(update=on_server), tmp_path / "rows.csv")


@pytest.fixture
def small(small_settings: Settings) -> Iterator[TestClient]:
    """A client on four declarations."""
    with _client(small_settings) as opened:
        yield opened


@pytest.fixture
def service(small: TestClient) -> Service:
    """The service behind `small`."""
    found: Service = small.app.state.service
    return found
