"""Answers of analyses: kept beside what they were made from, computed elsewhere where that is large, gone with it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyses.registry import get_analysis
from api.services.asking import answers as module
from api.services.asking.answers import Answers
from api.services.loading.batches import recall
from api.services.runtime.workers import Limits, Workers
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, LimitPassed, NotFound, Overtaken
from graph.linkage.world import World
from graph.model import EVERYONE
from graph.progress import Step, silent
from graph.projection.files import KeptProjection
from graph.settings import Settings


@pytest.fixture
def workspace(small_settings: Settings) -> Iterator[Workspace]:
    with Workspace(small_settings) as workspace:
        yield workspace


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers(spare=1)
    yield workers
    workers.close()


@pytest.fixture(params=[False, True], ids=["here", "in a process"])
def answers(request: pytest.FixtureRequest, workers: Workers, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Answers that are computed here, or elsewhere."""
    if request.param:
        monkeypatch.setattr(module, "IN_PROCESS_EDGES", -1)
    return Answers(workers, Limits())


def kept(world: World) -> list[Path]:
    assert isinstance(world.projection, KeptProjection)
    return sorted((world.projection.folder / "answers").glob("*.json"))


def test_an_answer_is_the_same_wherever_it_is_computed_and_is_kept(workspace: Workspace, answers: Answers) -> None:
    world, analysis = workspace.world(EVERYONE), get_analysis("linked_entities")
    params = analysis.read_params({})
    told: list[Step] = []
    body = answers.of(world, analysis, params, told.append)
    assert body == analysis.run(world, params).model_dump_json().encode()
    assert told and len(kept(world)) == 1
    kept(world)[0].write_bytes(b"the kept one")
    assert answers.of(world, analysis, params, silent) == b"the kept one"
    assert answers.of(world, analysis, analysis.read_params({"limit": 1}), silent) != b"the kept one"


def test_what_cannot_be_answered_is_said_and_not_kept(workspace: Workspace, answers: Answers) -> None:
    world = workspace.world(EVERYONE)
    with pytest.raises(NotFound, match="no node 'phone:1'"):
        answers.ask(world, "linked_entities", {"around": "phone:1"}, silent)
    with pytest.raises(BadValue, match="min_weight"):
        answers.ask(world, "linked_entities", {"min_weight": 0}, silent)
    assert kept(world) == []


def test_kept_answers_go_with_a_recall(workspace: Workspace, answers: Answers) -> None:
    world = workspace.world(EVERYONE)
    answers.ask(world, "linked_entities", {}, silent)
    assert kept(world)
    recall(workspace, EVERYONE, workspace.records.batches()[0].id)
    assert kept(world) == []
    answers.ask(workspace.world(EVERYONE), "linked_entities", {}, silent)


def test_an_answer_that_ends_after_a_recall_is_not_kept(workspace: Workspace, workers: Workers) -> None:
    world = workspace.world(EVERYONE)

    def tick(_: Step) -> None:
        if workspace.records.batches()[0].file_name == "rows.csv" and len(workspace.records.batches()) == 2:
            recall(workspace, EVERYONE, workspace.records.batches()[0].id)

    Answers(workers, Limits()).ask(world, "linked_entities", {}, tick)
    assert kept(world) == [] and len(workspace.records.batches()) == 1


def test_a_process_that_finds_its_projection_gone_says_so(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Overtaken, match="was taken away meanwhile; ask again"):
        module.answer_of_kept(silent, str(tmp_path / "gone"), "linked_entities", {}, {}, {})


def test_an_answer_is_kept_only_where_there_is_room(
    workspace: Workspace, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KEPT_BYTES", 10)
    world = workspace.world(EVERYONE)
    answers.ask(world, "linked_entities", {}, silent)
    assert kept(world) == []


def test_a_world_without_files_is_answered_too(small_settings: Settings, workers: Workers) -> None:
    with Workspace(Settings(data_dir=small_settings.data_dir), "sqlite:///:memory:") as workspace:
        answer = Answers(workers, Limits()).ask(workspace.world(EVERYONE), "linked_entities", {}, silent)
    assert answer.rows == []


def test_an_answer_of_other_code_is_not_taken(
    workspace: Workspace, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, analysis = workspace.world(EVERYONE), get_analysis("linked_entities")
    answers.of(world, analysis, analysis.read_params({}), silent)
    monkeypatch.setattr(module, "code_mark", lambda: "other")
    assert "rows" in json.loads(answers.of(world, analysis, analysis.read_params({}), silent))
    assert len(kept(world)) == 2


def test_work_beyond_its_limits_is_ended(
    workspace: Workspace, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IN_PROCESS_EDGES", -1)
    with pytest.raises(LimitPassed):
        Answers(workers, Limits(seconds=1e-9)).ask(workspace.world(EVERYONE), "linked_entities", {}, silent)
