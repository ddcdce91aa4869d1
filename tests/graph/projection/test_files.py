"""A projection as files: what is opened is what was written, mapped and not copied."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.projection.files import open_projection, write_projection
from graph.projection.projection import Projection
from graph.store.base import EDGE_ARRAYS

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Facts = Callable[[Projection], list[Any]]
BYTES_AN_EDGE = 30


@pytest.fixture
def folder(world: "SmallWorld", tmp_path: Path) -> Path:
    world.say(number="1", registered_on="2024-03-05", consignee__name="Карвон", seller__phone="+998901234567")
    world.say("seizure", "S1", seized_on="2024-03-06", quantity=2.5, declaration="1")
    world.store.publish_hubs(["phone:+998901234567"])
    write_projection(world.project(), tmp_path)
    return tmp_path


def test_what_is_opened_is_what_was_written(world: "SmallWorld", folder: Path, facts: Facts) -> None:
    assert facts(open_projection(folder)) == facts(world.project())


def test_arrays_are_mapped_and_nobody_can_write_to_them(folder: Path) -> None:
    opened = open_projection(folder)
    for array in (*(getattr(opened.columns, name) for name in EDGE_ARRAYS), *opened.adjacency):
        assert not array.flags.owndata and not array.flags.writeable


def test_an_edge_takes_no_more_than_its_bytes(world: "SmallWorld") -> None:
    assert sum(getattr(world.project().columns, name).itemsize for name in EDGE_ARRAYS) <= BYTES_AN_EDGE


def test_an_empty_projection_can_be_kept_too(world: "SmallWorld", tmp_path: Path, facts: Facts) -> None:
    write_projection(world.project(), tmp_path)
    assert facts(open_projection(tmp_path)) == facts(world.project())


def test_another_layout_is_refused(folder: Path) -> None:
    path = folder / "facts.json"
    path.write_text(path.read_text("utf-8").replace('"layout": 1', '"layout": 2'), "utf-8")
    with pytest.raises(ValueError):
        open_projection(folder)
