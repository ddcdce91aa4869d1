"""Co-use beyond chance: a crew that two firms use again and again, and what chance explains."""

from typing import TYPE_CHECKING

import numpy as np

from graph.linkage.co_use import CoUse, co_use, co_use_tested

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

FIRMS = ("Anor Savdo", "Behi Savdo", *(f"Firma {letter}" for letter in "ABCDEFGH"))


def move(world: "SmallWorld", firm: str, plate: str, day: int) -> None:
    world.say(
        consignee__name=firm,
        consignee__country="UZ",
        vehicle__plate=plate,
        registered_on=f"2024-{1 + day // 28:02d}-{1 + day % 28:02d}",
    )


def used(world: "SmallWorld") -> tuple[CoUse, list[set[str]]]:
    seen = world.seen()
    found = co_use(seen.movements, np.zeros(seen.entities.count, dtype=np.int64))
    label = seen.entities.label
    return found, [{label(a), label(b)} for a, b in zip(found.left.tolist(), found.right.tolist(), strict=True)]


def test_a_truck_that_only_two_firms_use_again_and_again_is_beyond_chance(world: "SmallWorld") -> None:
    for day in range(40):
        move(world, FIRMS[day % 2], "01777AAA", 7 * (day % 12)) if day < 12 else move(
            world, FIRMS[2 + day % 8], f"01{day}BBB", day
        )
    found, pairs = used(world)
    assert pairs == [{"Anor Savdo", "Behi Savdo"}]
    assert found.chance[0] < 0.01


def test_a_truck_that_everybody_uses_is_no_evidence(world: "SmallWorld") -> None:
    for day in range(80):
        move(world, FIRMS[day % 10], "01777AAA", day)
    assert used(world)[1] == []


def test_a_truck_that_came_in_one_week_is_no_evidence(world: "SmallWorld") -> None:
    for day in range(4):
        move(world, FIRMS[day % 2], "01777AAA", day)
    for day in range(40):
        move(world, FIRMS[2 + day % 8], f"01{day}BBB", day)
    assert used(world)[1] == []


def test_nothing_moved_is_no_co_use(world: "SmallWorld") -> None:
    world.say("party", "P1", party__name="Anor Savdo", party__phone="+998901112233")
    assert used(world)[1] == []


def test_what_chance_explains_is_marked_with_its_chance(world: "SmallWorld") -> None:
    for day in range(80):
        move(world, FIRMS[day % 10], "01777AAA", day)
    seen = world.seen()
    tested = co_use_tested(seen.movements, np.zeros(seen.entities.count, dtype=np.int64))
    assert len(tested.left) == 45 and not tested.is_sure.any()
    left, right, value = (int(column[7]) for column in (tested.left, tested.right, tested.value))
    assert tested.of(left, right, value) == (float(tested.chance[7]), False)
    assert tested.of(left, right, value + 1) is tested.of(right, left, value) is tested.of(99, 99, value) is None
