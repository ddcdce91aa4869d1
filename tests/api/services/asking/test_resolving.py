"""Comparing what a viewer sees: kept for every analysis, held back for people, led by what they decided."""

from collections.abc import Iterator

import pytest

from analyses.registry import get_analysis
from api.services.asking.answers import Answers
from api.services.asking.resolving import forget, learn_weights, resolve
from api.services.runtime.workers import Limits, Workers
from api.services.runtime.workspace import Workspace
from api.state.judgements import Opinion, Verdict, judge, revoke
from api.state.store import open_state
from graph.errors import Refused
from graph.model import EVERYONE, Viewer
from graph.progress import silent
from graph.settings import Settings


@pytest.fixture
def workspace(small_settings: Settings) -> Iterator[Workspace]:
    with Workspace(small_settings) as workspace:
        yield workspace


def test_analyses_take_who_is_who_as_it_was_found_unless_told_otherwise(workspace: Workspace) -> None:
    analysis, workers = get_analysis("linked_entities"), Workers(spare=0)
    answers = Answers(workers, Limits())
    before = answers.of(workspace.world(EVERYONE), analysis, analysis.read_params({}), silent)
    summary = resolve(workspace, EVERYONE, None)
    after = answers.ask(workspace.world(EVERYONE), "linked_entities", {}, silent)
    read_off = answers.ask(workspace.world(EVERYONE), "linked_entities", {"resolved": False}, silent)
    workers.close()
    assert after.population.entities == summary["entities"]
    assert read_off.population.entities == summary["entities_as_read_off"]
    assert read_off == analysis.result.model_validate_json(before)
    assert forget(workspace, EVERYONE)
    assert workspace.world(EVERYONE).entities.count == summary["entities_as_read_off"]


def test_a_judgement_joins_and_its_revocation_gives_back_what_was(workspace: Workspace) -> None:
    before = resolve(workspace, EVERYONE, None)
    parties = workspace.world(EVERYONE)
    first, last = (parties.projection.ids[parties.entities.first[entity]] for entity in (0, -1))
    state = open_state(workspace.settings)
    opinion = Opinion((first, last), Verdict.SAME, frozenset(), "Officer", "they share a stamp")
    made = judge(state, opinion)
    assert resolve(workspace, EVERYONE, state)["entities"] == before["entities"] - 1
    revoke(state, made.id, EVERYONE, "Officer", "another stamp")
    assert resolve(workspace, EVERYONE, state) == before
    state.close()


def test_weights_are_learnt_by_whoever_sees_everything_alone(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="weights are learnt from all parties"):
        learn_weights(workspace, Viewer(frozenset({"UZ/import/H1/customs"})))
