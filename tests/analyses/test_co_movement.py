"""Trucks that come together, by the pair."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyses.registry import AnalysisResult

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def test_two_trucks_that_come_together_again_and_again_are_one_row(
    world: "SmallWorld", ask: Callable[..., AnalysisResult]
) -> None:
    for day in ("01-03", "01-14", "02-02", "02-20"):
        for plate, carrier in (("01777AAA", "Karvon Trans"), ("01888BBB", "Yulduz Trans")):
            said = {"vehicle__plate": plate, "vehicle_country": "UZ", "carrier__name": carrier}
            world.say(registered_on=f"2024-{day}", entered_at="Ayritom", consignee__name="Anor Savdo", **said)
    (row,) = ask("co_movement").rows
    assert (row["label"], row["consignments"], row["last_on"]) == ("01777AAA, 01888BBB", 2, "2024-02-20")
