"""How a network falls apart when those who stand out are removed."""

from collections.abc import Callable

import pytest

from analyses.registry import AnalysisResult
from graph.errors import BadValue

Ask = Callable[..., AnalysisResult]
Trade = Callable[[list[tuple[str, str]]], None]
BOW = [("ann", "bob"), ("bob", "kim"), ("kim", "ann"), ("kim", "joe"), ("joe", "max"), ("max", "zoe"), ("zoe", "joe")]


@pytest.mark.parametrize("sequential", [True, False])
def test_the_cut_point_goes_first(ask: Ask, trade: Trade, sequential: bool) -> None:
    trade(BOW)
    answer = ask("disruption", sequential=sequential, count=2)
    assert [(row["step"], row["largest"], row["components"]) for row in answer.rows[:2]] == [(0, 6, 1), (1, 3, 2)]
    assert answer.rows[1]["label"] in {"Firma kim", "Firma joe"}
    assert answer.population["largest"] == 6
    assert answer.notes[0].startswith("removal may help a network")
    assert answer.truncated == "4 entities are left; raise count"


def test_once_and_again_and_again_differ(ask: Ask, trade: Trade) -> None:
    """Of a star with a tail the second hub is none any more once the first is gone."""
    trade([("hub", leaf) for leaf in "abcd"] + [("hub", "mid"), ("mid", "end")])
    again = ask("disruption", measure="betweenness", count=2).rows
    once = ask("disruption", measure="betweenness", count=2, sequential=False).rows
    assert [row["score"] for row in again] != [row["score"] for row in once]


@pytest.mark.parametrize("measure", ["degree", "katz"])
def test_the_hub_of_a_star_goes_first_by_every_measure(ask: Ask, trade: Trade, measure: str) -> None:
    trade([("hub", leaf) for leaf in "abdef"])
    rows = ask("disruption", measure=measure, count=1).rows
    assert (rows[1]["label"], rows[1]["largest"], rows[1]["share"]) == ("Firma hub", 1, pytest.approx(1 / 6))


def test_collective_influence_looks_one_link_farther(ask: Ask, trade: Trade) -> None:
    """Nothing lies behind the leaves of the hub; behind one of the three partners of the middle there is more."""
    trade(
        [("hub", leaf) for leaf in "abdef"]
        + [("mid", "m1"), ("mid", "m2"), ("mid", "far"), ("far", "f1"), ("far", "f2")]
    )
    assert ask("disruption", measure="collective_influence", count=1).rows[1]["label"] in ("Firma mid", "Firma far")


def test_everybody_can_go(ask: Ask, trade: Trade) -> None:
    trade([("ann", "bob")])
    rows = ask("disruption", count=50).rows
    assert [row["largest"] for row in rows] == [2, 1, 0]


def test_nothing_falls_apart(ask: Ask) -> None:
    assert (ask("disruption").rows, ask("disruption").notes) == (
        [],
        ["nothing is loaded, or nothing that is visible to you"],
    )


def test_what_takes_hours_is_measured_once_and_said_and_refused_where_it_was_asked(
    ask: Ask, trade: Trade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyses.disruption.MOST_STEPS", 10)
    trade(BOW)
    answer = ask("disruption")
    assert answer.rows == ask("disruption", sequential=False).rows
    assert "measured once, before the first removal" in answer.notes[-1]
    with pytest.raises(BadValue, match="removals by betweenness in a network of 6 entities take too long"):
        ask("disruption", sequential=True)
