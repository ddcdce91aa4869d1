"""What is new since an answer that was kept."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import get_analysis
from graph.errors import BadValue
from graph.linkage.inputs import EarlierAnswer, Inputs

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Trade = Callable[[list[tuple[str, str]]], None]
TRIANGLE = [("ann", "bob"), ("bob", "kim"), ("kim", "ann")]


def kept(world: "SmallWorld", name: str = "communities", **values: Any) -> EarlierAnswer:
    """The answer of now, as it is kept."""
    analysis = get_analysis(name)
    params = analysis.read_params({"min_size": 2, "runs": 0, **values} if name == "communities" else values)
    answer = analysis.run(world.seen(), params)
    return EarlierAnswer(
        id="result:1", title="March", at="2024-03-31", analysis=name, parameters=params.model_dump(mode="json"),
        version=answer.population.version, rows=tuple(row.model_dump(mode="json") for row in answer.rows),
    )  # fmt: skip


def asked(
    world: "SmallWorld", earlier: EarlierAnswer | None, dispositions: Mapping[str, str] = {}, **values: Any
) -> Any:
    analysis = get_analysis("changes")
    inputs = Inputs(earlier=earlier, dispositions=dispositions)
    return analysis.run(world.seen().given(inputs), analysis.read_params({"earlier": "result:1", **values}))


def test_nothing_is_new_on_the_same_data(world: "SmallWorld", trade: Trade) -> None:
    trade(TRIANGLE)
    answer = asked(world, kept(world))
    assert (answer.rows, answer.population.unchanged, answer.notes[0].key) == ([], 1, "nothing.same_data")


def test_a_new_group_and_one_that_grew(world: "SmallWorld", trade: Trade) -> None:
    trade(TRIANGLE)
    earlier = kept(world)
    trade([("kim", "joe"), ("joe", "ann"), ("max", "zoe")])
    rows = asked(world, earlier).rows
    assert [(row.kind, len(row.members), len(row.came), row.place_before) for row in rows] == [
        ("new", 2, 0, None),
        ("grown", 4, 1, 1),
    ]


def test_what_is_gone_and_what_shrank(world: "SmallWorld", trade: Trade) -> None:
    trade([*TRIANGLE, ("max", "zoe")])
    earlier = kept(world)
    world.take_away("declaration", "0004")
    rows = asked(world, earlier).rows
    assert [(row.kind, row.place, row.place_before) for row in rows] == [("gone", None, 2)]
    world.take_away("declaration", "0002")
    world.take_away("declaration", "0003")
    assert {row.kind for row in asked(world, earlier).rows} == {"shrunk", "gone"}


def test_a_figure_that_changed_is_told(world: "SmallWorld", trade: Trade) -> None:
    trade([("hub", leaf) for leaf in "abd"])
    earlier = kept(world, "centrality", resamples=0)
    trade([("a", "b")])
    hub = next(row for row in asked(world, earlier).rows if row.label == "Firma hub")
    assert (hub.kind, hub.figure, hub.before) == ("changed", "score", 1.0)
    assert hub.now < 1.0


def test_rows_that_somebody_dismissed_are_left_out_unless_asked_for(world: "SmallWorld", trade: Trade) -> None:
    trade([("max", "zoe")])
    earlier = kept(world)
    trade(TRIANGLE)
    (new,) = asked(world, earlier).rows
    decided = {new.id: "dismissed"}
    answer = asked(world, earlier, decided)
    assert (answer.rows, answer.population.dismissed) == ([], 1)
    assert [row.disposition for row in asked(world, earlier, decided, dismissed=True).rows] == ["dismissed"]


def test_without_the_earlier_answer_it_cannot_be_told(world: "SmallWorld", trade: Trade) -> None:
    trade(TRIANGLE)
    with pytest.raises(BadValue, match="earlier is 'result:1'"):
        asked(world, None)
