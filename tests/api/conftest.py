"""Clients of the HTTP application: on the sample world, which they only read, and on small worlds of their own."""

import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analyses.registry import get_analysis
from api.http import working
from api.http.app import create_app
from api.http.dependencies import Service
from api.services.asking.results import Keeping, keep
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from api.state.store import open_state
from graph.settings import Settings
from graph.store.neo4j.base import Login
from graph.store.neo4j.store import Neo4jStore
from tests.declarations import profile_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have another client library, which we do not depend on
    from starlette.testclient import TestClient

BASE_URL = "http://127.0.0.1:8600"
LONGEST_WAIT = 60
Open = Callable[..., AbstractContextManager[TestClient]]


def kept_result(service: Service, patterns: str) -> str:
    """Keeps an answer of whoever sees these channels; its id."""
    analysis = get_analysis("communities")
    with service.pool.held() as workspace:
        params = analysis.read_params({"limit": 1, "runs": 0})
        answer = analysis.run(workspace.world(workspace.viewer(patterns)), params)
    return keep(service.askers.state(), analysis, params, answer, Keeping("March", patterns, "somebody"))


PROFILE = profile_of("consignee.name", "consignee.phone", "shipper.name", "container", beside="handling: Handling")
ROWS = """\
No,Handling,Date,Consignee,Phone,Shipper,Container
1,,2024-03-01,Karvon Trans LLC,+998901234567,Ankara Tekstil AS,MSKU1234565
2,,2024-03-08,Ipak Savdo MChJ,+998901234567,Izmir Boya AS,
3,H3,2024-03-09,Silk House LLC,+998907777777,Ankara Tekstil AS,
2024/4#a?b&c%41,,2024-03-10,Ахмад Ҷон,+992901112233,شركة الامل,TCLU4265327
"""


@cache
def _waiting() -> list[tuple[str, re.Pattern[str]]]:
    """Methods and paths of the operations that wait for a result."""
    paths = create_app(Settings(data_dir=Path("nowhere"))).openapi()["paths"]
    return [
        (method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path)))
        for path, item in paths.items()
        for method, operation in item.items()
        if any(parameter["name"] == "wait" for parameter in operation.get("parameters", ()))
    ]


@pytest.fixture(autouse=True)
def patient_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages wait for answers as long as a loaded machine may take, where a test says nothing else."""
    monkeypatch.setattr(working, "WAIT_SECONDS", 300)


class PatientClient(TestClient):
    """Waits for results as long as a route may be told to, where a test says nothing else: a machine may be loaded."""

    def request(self, method: str, url: Any, *, params: Any = None, **options: Any) -> Any:
        path, _, query = str(url).partition("?")
        if any(name == method.lower() and pattern.fullmatch(path) for name, pattern in _waiting()):
            if params is None and not query:
                params = {"wait": LONGEST_WAIT}
            elif isinstance(params, dict):
                params = {"wait": LONGEST_WAIT, **params}
        return super().request(method, url, params=params, **options)


@contextmanager
def _client(settings: Settings, **options: Any) -> Iterator[TestClient]:
    app = create_app(settings, **options)
    with PatientClient(app, base_url=BASE_URL, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def open_client() -> Open:
    """Opens a client on the application of some settings."""
    return _client


@pytest.fixture(scope="session")
def sample_data(demo: Path) -> Path:
    """The data directory of the sample world with seed 7, loaded; not to be written to."""
    return demo / "data"


@pytest.fixture(scope="session")
def client(sample_data: Path) -> Iterator[TestClient]:
    """A client on the sample world that only reads."""
    with _client(Settings(data_dir=sample_data)) as opened:
        yield opened


@pytest.fixture
def sample_copy(untouched_demo: Path, tmp_path: Path) -> Path:
    """A data directory of the sample world of the test's own."""
    return shutil.copytree(untouched_demo / "data", tmp_path / "copy")


@pytest.fixture
def changing_client(sample_copy: Path) -> Iterator[TestClient]:
    """A client on a copy of the sample world."""
    with _client(Settings(data_dir=sample_copy)) as opened:
        yield opened


def _settings(folder: Path) -> Settings:
    (folder / "profiles").mkdir()
    (folder / "profiles" / "decl.yaml").write_text(PROFILE, encoding="utf-8")
    return Settings(data_dir=folder / "data", profiles=folder / "profiles", upload_limit_mb=1)


@pytest.fixture(scope="session")
def empty_stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose stores hold nothing, for copies: to make one anew costs ten times as much."""
    folder = tmp_path_factory.mktemp("empty")
    with Workspace(Settings(data_dir=folder)):
        return folder


@pytest.fixture(scope="session")
def empty_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state in which nobody decided anything, for copies."""
    folder = tmp_path_factory.mktemp("state")
    open_state(Settings(data_dir=folder)).close()
    return folder / "state.db"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty data directory, with a profile `decl` and an upload limit of 1 MB."""
    return _settings(tmp_path)


def _load_small(settings: Settings, rows: Path) -> Settings:
    rows.write_text(ROWS, encoding="utf-8")
    with Workspace(settings) as workspace:
        load_file(workspace, rows, LoadOptions("decl", "UZ"))
    return settings


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that holds four declarations, and `rows.csv` that they are from; not to be written to."""
    folder = tmp_path_factory.mktemp("small")
    _load_small(_settings(folder), folder / "rows.csv")
    return folder


@pytest.fixture
def small_settings(settings: Settings, small_data: Path, tmp_path: Path) -> Settings:
    """Settings of a copy of the data directory that holds four declarations."""
    shutil.copytree(small_data / "data", settings.data_dir)
    shutil.copy(small_data / "rows.csv", tmp_path)
    return settings


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
