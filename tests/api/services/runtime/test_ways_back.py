"""Ways back from damage, from a read-only copy, and from a recall that was killed."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from api.services.loading import batches
from api.services.loading.load import LoadOptions, load_file
from api.services.loading.rebuild import rebuild_graph
from api.services.runtime.doctor import examine
from api.services.runtime.workspace import Workspace
from graph.errors import DamagedStore, NotFound, StoreProblem
from graph.finding import question
from graph.model import EVERYONE
from graph.records.batch import BatchState
from graph.settings import Settings
from graph.store.base import GraphStore
from tests.declarations import profile_of

Hash = Callable[[GraphStore], str]
PROFILE = profile_of("consignee.name", "consignee.phone")
ROWS = "".join(f"D{n},2024-01-{n % 28 + 1:02},Buyer {n % 37} LLC,+9989012{n:05}\n" for n in range(400))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a data directory with two batches, one of which corrects the other."""
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "decl.yaml").write_text(PROFILE, "utf-8")
    made = Settings(data_dir=tmp_path / "data", profiles=tmp_path / "profiles")
    with Workspace(made) as workspace:
        changed = ROWS.replace("Buyer 3", "Other")
        for name, rows, day in (("a.csv", ROWS, "2024-01-31"), ("b.csv", changed, "2024-02-29")):
            (tmp_path / name).write_text("No,Date,Consignee,Phone\n" + rows, "utf-8")
            load_file(workspace, tmp_path / name, LoadOptions("decl", "UZ", extract_date=day))
    return made


def hash_of(settings: Settings, graph_hash: Hash, url: str = "") -> str:
    with Workspace(settings, url) as workspace:
        return graph_hash(workspace.store)


def rebuilt(settings: Settings, url: str = "") -> list[str]:
    """Makes the graph again; what was said."""
    said: list[str] = []
    with Workspace(settings, url, say=said.append, resume=False, anew=True) as workspace:
        rebuild_graph(workspace)
    return said


# --- damage --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["header", "middle", "cut", "text"])
def test_a_graph_store_too_damaged_to_open_is_made_anew_and_the_old_file_is_kept(
    settings: Settings, graph_hash: Hash, damage: str
) -> None:
    before = hash_of(settings, graph_hash)
    path = settings.data_dir / "graph.db"
    content = bytearray(path.read_bytes())
    if damage == "header":
        content[:100] = bytes(100)
    elif damage == "middle":
        content[4096:200_000] = random.Random(1).randbytes(195_904)
    elif damage == "cut":
        del content[70_000:]
    else:
        content = bytearray(b"No;Date\n" * 10_000)
    path.write_bytes(content)
    (said,) = rebuilt(settings)
    assert "is damaged and is made anew; what was there is kept as graph.db.damaged" in said
    assert hash_of(settings, graph_hash) == before
    assert (settings.data_dir / "graph.db.damaged").read_bytes() == content


def test_a_database_of_something_else_is_never_taken_for_a_damaged_store(settings: Settings) -> None:
    import sqlite3
    from contextlib import closing

    path = settings.data_dir / "graph.db"
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE invoices(no)")
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match="tables that are not ours"):
        rebuilt(settings)
    assert path.read_bytes() == before and not (settings.data_dir / "graph.db.damaged").exists()


def _flipped(settings: Settings, seed: int) -> None:
    dice = random.Random(seed)
    path = settings.data_dir / dice.choice(["graph.db", "records.db"])
    content = bytearray(path.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)


def answers(settings: Settings, graph_hash: Hash) -> list[object]:
    """What is told of the stores: everything of the graph, and every row."""
    with Workspace(settings) as workspace:
        listed = [batches.batch_row(batch) for batch in batches.batches(workspace, EVERYONE)]
        return [graph_hash(workspace.store), listed, workspace.store.search(question("buyer 5"), (), EVERYONE, 99)]


@pytest.mark.parametrize("seed", [*range(8), *(pytest.param(n, marks=pytest.mark.slow) for n in range(8, 200))])
def test_a_flipped_bit_is_found_unless_it_changes_no_answer(settings: Settings, graph_hash: Hash, seed: int) -> None:
    before = answers(settings, graph_hash)
    _flipped(settings, seed)
    is_green = all(finding.is_ok for finding in examine(settings, ""))
    try:
        after = answers(settings, graph_hash)
    except (StoreProblem, NotFound):
        after = []
    assert after == before if is_green else True


# --- another place -------------------------------------------------------------------------------------------------


def test_a_new_store_is_filled_from_the_records_that_are_there_and_remembers_them(
    settings: Settings, graph_hash: Hash, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'new.db'}"
    rebuilt(settings, url)
    assert hash_of(settings, graph_hash, url) == hash_of(settings, graph_hash)
    with Workspace(settings, url) as workspace:
        assert len(workspace.records.batches()) == 2
    assert not (tmp_path / "elsewhere" / "new.records.db").exists()


def test_a_rebuild_from_no_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="holds no batch: there is nothing to make a graph from; name the record store"):
        rebuilt(Settings(data_dir=tmp_path / "empty"))


# --- rights --------------------------------------------------------------------------------------------------------


def test_a_read_only_copy_can_be_read_and_says_that_it_cannot_be_written_to(
    settings: Settings, graph_hash: Hash, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(settings, graph_hash)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
    assert answers(settings, graph_hash) == before
    findings = {finding.subject: finding for finding in examine(settings, "")}
    assert all(finding.is_ok for finding in findings.values()) and "not be written to" in findings["rights"].words
    with Workspace(settings) as workspace, pytest.raises(StoreProblem, match="may not be written to"):
        workspace.store.publish_hubs(["phone:+998901234567"])


# --- what was killed, and what was opened --------------------------------------------------------------------------


def test_a_recall_that_was_killed_says_that_it_is_done_when_it_is_asked_for_again(settings: Settings) -> None:
    with Workspace(settings) as workspace:
        batch = workspace.records.batches()[1]
        workspace.records.set_state(batch.no, BatchState.RECALLING)  # as a kill would leave it
    with Workspace(settings) as workspace:
        assert batches.recall(workspace, EVERYONE, batch.id).batch == batch.id
        with pytest.raises(NotFound):
            batches.recall(workspace, EVERYONE, "UZ/decl/H1/customs:2024-01-31:000000000000")


def test_a_workspace_lets_go_of_what_it_opened_where_the_rest_cannot_be_opened(settings: Settings) -> None:
    (settings.data_dir / "records.db").write_bytes(b"no database" * 999)
    with pytest.raises(DamagedStore):
        Workspace(settings)
    (settings.data_dir / "graph.db").rename(settings.data_dir / "moved.db")  # nobody holds it
    assert not (settings.data_dir / "graph.db-wal").exists()
