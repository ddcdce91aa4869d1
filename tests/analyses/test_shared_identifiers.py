"""What unrelated firms have in common, by the value: the same function as the indicators, over everything."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyses.registry import AnalysisResult

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def test_a_phone_of_two_firms_is_one_row_with_its_movements(
    world: "SmallWorld", ask: Callable[..., AnalysisResult]
) -> None:
    for day, firm in enumerate(("Anor Savdo", "Behi Trans", "Anor Savdo", "Behi Trans"), 1):
        said = {"consignee__name": firm, "consignee__phone": "+998901112233", "consignee__country": "UZ"}
        world.say(number=f"D{day}", registered_on=f"2024-01-0{day}", **said)
    (row,) = ask("shared_identifiers").rows
    assert (row["id"], row["type"], row["consignments"]) == ("phone:+998901112233", "Phone", 3)
    assert (row["first_on"], row["last_on"]) == ("2024-01-02", "2024-01-04")
    assert sorted(row["receivers"]) == ["Anor Savdo", "Behi Trans"]
    assert [hit["indicator"] for hit in row["hits"]] == ["shared_phone"]
