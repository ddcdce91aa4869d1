"""Comparing what a viewer sees: kept for every analysis, held back for people, led by what they decided."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from analyses.registry import get_analysis
from analyses.resolution import resolving
from api.services.asking.answers import Answers
from api.services.asking.resolving import forget, learn_weights, resolve, summary_of
from api.services.loading.batches import recall
from api.services.loading.inspected import InspectionResult, enter_result
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workers import Limits, Workers
from api.services.runtime.workspace import Workspace
from api.state.judgements import Opinion, Verdict, judge, revoke
from api.state.store import open_state
from graph.errors import Refused
from graph.linkage.judged import partition_hash
from graph.linkage.resolved import resolution_mark
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
    summary = resolve(workspace, EVERYONE, "gulnora")
    after = answers.ask(workspace.world(EVERYONE), "linked_entities", {}, silent)
    read_off = answers.ask(workspace.world(EVERYONE), "linked_entities", {"resolved": False}, silent)
    workers.close()
    assert after.population.entities == summary["entities"]
    assert read_off.population.entities == summary["entities_as_read_off"]
    assert read_off == analysis.result.model_validate_json(before)
    assert forget(workspace, EVERYONE)
    assert workspace.world(EVERYONE).entities.count == summary["entities_as_read_off"]


@pytest.mark.parametrize("is_compared", [False, True])
def test_a_judgement_counts_at_once_and_its_revocation_gives_back_what_was(
    workspace: Workspace, is_compared: bool
) -> None:
    if is_compared:
        resolve(workspace, EVERYONE, "gulnora")
    before = workspace.world(EVERYONE)
    ids = list(before.projection.ids.take(before.entities.parties))
    first, last = (before.projection.ids[before.entities.first[entity]] for entity in (0, -1))
    with closing(open_state(workspace.settings)) as state:
        made = judge(state, Opinion((first, last), Verdict.SAME, frozenset(), "Officer", "they share a stamp"))
        joined = workspace.world(EVERYONE)
        assert joined.entities.count == joined.read_off().entities.count == before.entities.count - 1
        revoke(state, made.id, EVERYONE, "Officer", "another stamp")
    after = workspace.world(EVERYONE).entities
    assert partition_hash(ids, after.of_party) == partition_hash(ids, before.entities.of_party)


def test_a_run_does_not_join_again_what_was_taken_apart(workspace: Workspace) -> None:
    resolve(workspace, EVERYONE, "gulnora")
    entities = workspace.world(EVERYONE).entities
    one, other, *_ = next(members for members in entities.members if len(members) > 1)
    pair = (entities.projection.ids[one], entities.projection.ids[other])
    with closing(open_state(workspace.settings)) as state:
        judge(state, Opinion(pair, Verdict.DIFFERENT, frozenset(), "Officer", "two offices"))
    for _ in range(2):
        now = workspace.world(EVERYONE).entities.of_node
        assert now[one] != now[other]
        resolve(workspace, EVERYONE, "gulnora")


def test_after_a_load_what_it_touched_is_compared_and_until_then_answers_say_that_it_was_not(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "MOST_CHANGED", 0.9)
    first = resolve(workspace, EVERYONE, "gulnora")
    assert (first["compared_again"], notes_of(workspace)) == (7, [])

    (tmp_path / "more.csv").write_text(
        "No,Handling,Date,Consignee,Phone,Shipper,Container\n9,,2024-03-11,Gulzor Invest,,,\n", "utf-8"
    )
    batch = load_file(workspace, tmp_path / "more.csv", LoadOptions("decl", "UZ", dataset="more")).batches[0]
    assert notes_of(workspace) == ["nothing.compared_since"]
    second = resolve(workspace, EVERYONE, "gulnora")
    assert (second["compared"], second["compared_again"], notes_of(workspace)) == (8, 1, [])
    assert resolve(workspace, EVERYONE, "gulnora", anew=True)["compared_again"] == 8

    recall(workspace, EVERYONE, str(batch))
    assert notes_of(workspace) == []
    assert resolve(workspace, EVERYONE, "gulnora")["compared_again"] == 7


def test_after_a_result_of_an_inspection_who_is_who_goes_on_as_it_was(workspace: Workspace) -> None:
    summary = resolve(workspace, EVERYONE, "gulnora")
    before = workspace.world(EVERYONE)
    mark = resolution_mark(before.projection)
    consignment = before.projection.ids[int(before.projection.numbers_of("Consignment")[0])]
    for result, goods in (("cleared", ""), ("found", "heroin")):
        enter_result(workspace, InspectionResult(consignment, result, "2024-03-12", commodity=goods), EVERYONE)
        after = workspace.world(EVERYONE)
        assert after.projection.version != before.projection.version
        assert resolution_mark(after.projection) == mark != ""
        assert after.entities.of_party.tolist() == before.entities.of_party.tolist()
        assert summary_of(after)["review"] == summary["review"]
        assert notes_of(workspace) == []
    assert resolve(workspace, EVERYONE, "gulnora")["compared_again"] == 0


def test_a_seizure_from_somebody_is_compared(workspace: Workspace, tmp_path: Path) -> None:
    resolve(workspace, EVERYONE, "gulnora")
    profile = "name: s\nversion: 1\nrecords: [{kind: seizure, id: No, fields: {seized_on: Day, offender.name: From}}]\n"
    (tmp_path / "s.yaml").write_text(profile, "utf-8")
    (tmp_path / "s.csv").write_text("No,Day,From\nS1,2024-03-12,Gulzor Invest\n", "utf-8")
    load_file(workspace, tmp_path / "s.csv", LoadOptions(str(tmp_path / "s.yaml"), "UZ"))
    assert notes_of(workspace) == ["nothing.compared_since"]


def notes_of(workspace: Workspace) -> list[str]:
    analysis = get_analysis("linked_entities")
    answer = analysis.run(workspace.world(EVERYONE), analysis.read_params({}))
    return [note.key for note in answer.notes if note.key == "nothing.compared_since"]


def test_weights_are_learnt_by_whoever_sees_everything_alone(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="weights are learnt from all parties"):
        learn_weights(workspace, Viewer(frozenset({"UZ/import/H1/customs"})))
