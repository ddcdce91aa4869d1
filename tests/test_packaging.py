"""The wheel holds what the program needs, and the repository keeps its house rules."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from graph.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("graph", "loaders", "analyses", "api")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names of the files in a wheel built from the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def test_the_wheel_holds_the_four_packages_and_nothing_else(wheel: list[str]) -> None:
    assert {name.split("/")[0] for name in wheel if ".dist-info" not in name} == set(PACKAGES)


@pytest.mark.parametrize(
    "name",
    [
        "loaders/profiles/customs-declarations.yaml",
        "graph/values/reference/places.yaml",
        "graph/values/reference/placeholders.yaml",
        "graph/records/migrations/versions/0001_first.py",
        "api/state/migrations/versions/0001_first.py",
        "api/http/templates/sign-in.html",
        "api/views/assets/picture.html",
        "api/views/assets/loading.js",
        "api/views/assets/fitting.js",
        "api/views/assets/picture/drawing.js",
    ],
)
def test_the_wheel_holds_data_files(wheel: list[str], name: str) -> None:
    assert name in wheel


def pins(lock: str) -> set[str]:
    """What a lock file names: packages with their versions, and for which Python or system where it says so."""
    return set(re.findall(r"^(\S+==.+) \\$", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def packages(lock: str) -> set[str]:
    return {pin.partition("==")[0] for pin in pins(lock)}


def test_the_lock_of_the_program_is_a_part_of_the_lock_of_its_developers() -> None:
    assert pins("requirements.lock") < pins("requirements-dev.lock")


def test_a_user_installs_nothing_that_only_developers_need() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    tools = {re.match(r"[\w.-]+", requirement)[0] for requirement in extras["dev"]}  # type: ignore[index]
    assert {"pytest", "ruff", "playwright"} <= tools <= packages("requirements-dev.lock")
    assert not tools & packages("requirements.lock")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_place_to_fetch_from_and_a_hash_of_everything(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text and "--index" not in text and "--find" not in text
    named = re.findall(r"^[^ #].*", text, re.MULTILINE)
    assert len(re.findall(r"==.+ \\\n    --hash=sha256:", text)) == len(pins(lock)) == len(named)


def test_no_file_is_crowded() -> None:
    long = [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if len(path.read_text("utf-8").splitlines()) > 400
    ]
    assert not long


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert not [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.name in drawers]


def test_no_page_writes_html_from_data() -> None:
    assert not [path for path in (ROOT / "api").rglob("*.js") if "innerHTML" in path.read_text("utf-8")]


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [name for name in Settings.variables() if f"| `{name}` |" not in page] == []
