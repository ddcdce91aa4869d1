"""What screening knows of a world: made once for its version, and kept beside the projection for other processes."""

from typing import TYPE_CHECKING

import numpy as np

from analyses.leading.weights import usual_weights
from api.services.asking.screening.known import known_of, standing_of
from graph.linkage.world import World
from graph.projection.files import open_projection, write_projection

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallWorld


def test_it_is_made_once_for_a_world(trade: "SmallWorld") -> None:
    world = trade.seen()
    assert known_of(world) is known_of(world.given(world.inputs))


def test_another_process_finds_how_leads_and_risk_stand(trade: "SmallWorld", tmp_path: "Path") -> None:
    write_projection(trade.project(), tmp_path)
    made = standing_of(World(open_projection(tmp_path)))
    kept = {path.name.split("-")[1] for path in tmp_path.glob("standing-*")}
    assert kept == {"entities", "leads", "things"}
    again = standing_of(World(open_projection(tmp_path)))
    assert again.risk.max() == 1.0
    assert np.array_equal(again.risk, made.risk) and list(again.ids) == list(made.ids)


def test_the_weights_of_a_risk_profile_rank_leads(trade: "SmallWorld", tmp_path: "Path") -> None:
    for name in ("Anor Savdo", "Behi Trans"):
        trade.say(registered_on="2024-03-06", consignee__name=name, consignee__phone="+998907776655")
    write_projection(trade.project(), tmp_path)
    world, usual = World(open_projection(tmp_path)), usual_weights()
    own = usual.model_copy(update={"weights": {**usual.weights, "registers": 5.0}})
    before, after = known_of(world, weights=usual), known_of(world, weights=own)
    assert after.standing.scores[0] > before.standing.scores[0]
    assert after is known_of(world, weights=own) and after.index is before.index
    assert list(standing_of(World(open_projection(tmp_path))).scores) == list(before.standing.scores)
