"""The verbs of saved views."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.services.runtime.askers import local_asker
from api.state import saved_views
from api.state.dispositions import Decider
from api.state.saved_views import ViewContent, ViewNode
from api.state.store import open_state
from graph.settings import Settings
from tests.declarations import profile_of

if TYPE_CHECKING:
    from tests.conftest import Ran

Run = Callable[..., "Ran"]
PROFILE = profile_of("consignee.name", "consignee.phone")
ROWS = "No,Date,Consignee,Phone\n1,2024-03-01,Karvon Trans LLC,+998901234567\n"


@pytest.fixture
def view(halqa: Run, tmp_path: Path) -> str:
    """A view of a phone, and of one that is not there; its id."""
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    (tmp_path / "march.csv").write_text(ROWS, "utf-8")
    assert halqa("load", "march.csv", "--profile", "decl.yaml", "--originator", "UZ").returncode == 0
    nodes = tuple(ViewNode(name, 0.0, 0.0) for name in ("phone:+998901234567", "phone:+998907777777"))
    with closing(open_state(Settings(data_dir=tmp_path / "data"))) as state:
        content = ViewContent("The ring", "two phones", nodes)
        return saved_views.save(state, content, "v0", Decider(local_asker().name)).id


def test_a_view_is_listed_shown_and_deleted(halqa: Run, view: str) -> None:
    assert view in halqa("view", "list").stdout
    told = halqa("view", "show", view).stdout
    for words in ("The ring", "two phones", "1 node is no longer there", "+998901234567"):
        assert words in told
    assert [node["id"] for node in json.loads(halqa("view", "show", view, "--json").stdout)["nodes"]] == [
        "phone:+998901234567"
    ]
    assert "is deleted" in halqa("view", "delete", view).stderr
    assert json.loads(halqa("view", "list", "--json").stdout) == []
    assert halqa("view", "show", view).returncode == 2
