"""One bad record is rejected by itself: whatever it holds, no command refuses afterwards."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.services.asking.explore import stats
from api.services.asking.searching import SearchRequest, search
from api.services.loading import batches
from api.services.loading.load import LoadOptions, load_file
from api.services.loading.rebuild import rebuild_graph
from api.services.runtime.doctor import examine
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.settings import Settings

PROFILE = """
name: decl
version: 1
records:
  - kind: declaration
    id: No
    fields: {registered_on: Date, consignee.name: Consignee, container: {column: Container, split: "|"}}
"""
GOOD = [{"id": f"p{n}", "schema": "Person", "properties": {"name": [f"Person {n}"]}} for n in range(60)]
MANY = "|".join(f"{n:06x}" for n in range(65_537, 65_537 * 2))


def entities(*more: dict[str, Any]) -> str:
    return "".join(json.dumps(entity) + "\n" for entity in (*GOOD, *more))


def rows(*more: str) -> str:
    good = "".join(f"{n},2024-01-05,Buyer {n} LLC,\n" for n in range(60))
    return "No,Date,Consignee,Container\n" + good + "".join(f"{row}\n" for row in more)


FILES = {
    "a change on a day that does not exist": (
        "x.jsonl", entities({"id": "x", "schema": "Person", "last_change": "2024-02-31T10:00:00",
                             "properties": {"name": ["Odd One"]}}), 1),
    "a relation of many parties": (
        "x.jsonl", entities({"id": "o", "schema": "Associate",
                             "properties": {"person": [f"p{n}" for n in range(12)], "associate": ["p20"]}}), 0),
    "control signs in an id": (
        "x.jsonl", entities({"id": "x\x1ey\x1fz", "schema": "Person", "properties": {"name": ["Odd\x1eOne"]}}), 1),
    "control signs in a number": ("x.csv", rows("1\x1e2,2024-01-05,Odd\x1eOne,", "1,2024-01-05,\x1f,"), 0),
    "more links than can be numbered": ("x.csv", rows(f"x,2024-01-05,Odd LLC,{MANY}"), 1),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_every_command_goes_on(tmp_path: Path, what: str, graph_hash: Callable[..., str]) -> None:
    name, text, rejected = FILES[what]
    (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    settings = Settings(data_dir=tmp_path / "data")
    profile = str(tmp_path / "decl.yaml") if name.endswith(".csv") else ""
    with Workspace(settings) as workspace:
        report = load_file(workspace, tmp_path / name, LoadOptions(profile, "UZ", extract_date="2024-05-01"))
        assert (report.rejected_rows, report.set_aside) == (rejected, {})
        before = graph_hash(workspace.store)
    assert all(finding.is_ok for finding in examine(settings, ""))
    with Workspace(settings, resume=False, anew=True) as workspace:
        rebuild_graph(workspace)
        assert graph_hash(workspace.store) == before
        assert stats(workspace, EVERYONE)["nodes"]["Party"] >= 60
        assert search(workspace, EVERYONE, SearchRequest("person 5" if not profile else "buyer 5"))["found"]
        (batch,) = batches.batches(workspace, EVERYONE)
        assert len(batches.rejects(workspace, EVERYONE, batch.id)) == rejected
        batches.recall(workspace, EVERYONE, batch.id)
        assert stats(workspace, EVERYONE)["nodes"] == {}
