"""What screening knows of a world: made once for its version, and kept beside the projection for other processes."""

from typing import TYPE_CHECKING

import numpy as np

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
