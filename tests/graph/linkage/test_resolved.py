"""Who is who by comparing, kept beside a projection: read by every world over it, in place of what was there before."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from graph.linkage.carried import carried_run, carry_resolution, forget_carried, is_outdated
from graph.linkage.clustering import Records, Refusal
from graph.linkage.joins import Reason
from graph.linkage.resolved import (
    ResolutionToKeep,
    forget_resolution,
    keep_resolution,
    resolution_facts,
    resolution_mark,
    resolved_entities,
    resolved_guards,
    resolved_links,
    resolved_refusals,
    total_bits,
)
from graph.linkage.world import World
from graph.projection.files import KeptProjection, open_projection, write_projection

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

LINKS = {
    "left": np.array([0]),
    "right": np.array([2]),
    "bits of name": np.array([7.5]),
    "doubt": pa.array([""], pa.string()),
}
COMPARED = {"id": pa.array(["a"]), "place": np.array([0]), "mark": np.array([7])}
COUNTS = {"is_person": pa.array([False]), "form": pa.array(["word"]), "text": pa.array(["x"]), "count": np.array([1])}
RECORDS = Records(["a", "b", "c"], [(), ("tax:1",), ()], [(), (), ()], [(), (), ()], [(), (), ()])
HELD = Refusal(0, 1, Reason.HELD_TAX_NUMBERS_DIFFER, "identifier:tax:UZ:1 / identifier:tax:UZ:2", 0.9, 3)


@pytest.fixture
def projection(world: "SmallWorld", tmp_path: Path) -> KeptProjection:
    for name in ("Karvon Trans", "Amber Mills", "Gulzor"):
        world.say(consignee__name=name)
    write_projection(world.project(), tmp_path)
    opened = open_projection(tmp_path)
    assert isinstance(opened, KeptProjection)
    return opened


def keep(projection: KeptProjection, *of_party: int) -> str:
    found = ResolutionToKeep(np.array(of_party), LINKS, RECORDS, [HELD], COMPARED, COUNTS, {"parties": 3})
    return keep_resolution(projection, found)


def test_a_world_takes_what_was_found_by_comparing(projection: KeptProjection) -> None:
    keep(projection, 0, 1, 0)
    assert World(projection).entities.of_party.tolist() == [0, 1, 0]
    assert resolution_facts(projection) == {"parties": 3}
    assert total_bits(resolved_links(projection)).tolist() == [7.5]
    assert resolved_guards(projection)["tax_numbers"].to_pylist() == [[], ["tax:1"], []]
    assert resolved_refusals(projection) == [HELD]


def test_what_can_be_read_off_stays_at_hand(projection: KeptProjection) -> None:
    keep(projection, 0, 0, 0)
    assert World(projection).read_off().entities.of_party.tolist() == [0, 1, 2]


def test_the_last_one_counts_and_what_it_replaces_goes(projection: KeptProjection) -> None:
    first = keep(projection, 0, 1, 0)
    second = keep(projection, 0, 0, 0)
    assert first != second == resolution_mark(projection) == keep(projection, 0, 0, 0)
    assert World(projection).entities.count == 1
    assert len(list(projection.folder.glob("resolved-*.arrow"))) == 6


def test_forgotten_it_is_as_if_it_had_never_been(projection: KeptProjection) -> None:
    keep(projection, 0, 0, 0)
    assert forget_resolution(projection)
    assert not forget_resolution(projection)
    assert (resolution_mark(projection), resolved_entities(projection)) == ("", None)
    assert World(projection).entities.count == 3


def test_damaged_files_are_as_if_nothing_was_kept(projection: KeptProjection) -> None:
    mark = keep(projection, 0, 0, 0)
    (projection.folder / f"resolved-{mark}.arrow").write_bytes(b"no table")
    assert World(projection).entities.count == 3


def test_a_projection_without_files_has_none(world: "SmallWorld") -> None:
    world.say(consignee__name="Karvon Trans")
    assert resolution_mark(world.project()) == ""
    assert not forget_resolution(world.project())


def test_what_a_run_leaves_is_carried_to_a_later_projection_and_on_until_it_is_gone_on_from(
    projection: KeptProjection, tmp_path: Path
) -> None:
    assert carried_run(projection) is None
    keep(projection, 0, 1, 0)
    assert not is_outdated(projection)
    folders = [tmp_path / name for name in ("later", "last")]
    for source, target in zip((projection.folder, folders[0]), folders, strict=True):
        target.mkdir()
        write_projection(projection, target)
        carry_resolution(source, target)
    last = open_projection(folders[1])
    run = carried_run(last)
    assert run is not None and is_outdated(last)
    assert (run.facts, run.compared["mark"].to_pylist(), run.links["left"].to_pylist()) == ({"parties": 3}, [7], [0])
    forget_carried(last)
    assert carried_run(last) is None and not is_outdated(last)
