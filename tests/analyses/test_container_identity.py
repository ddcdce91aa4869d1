"""Containers at two places, by the container."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyses.registry import AnalysisResult

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def test_a_container_at_two_far_posts_and_in_two_registers_is_one_row(
    world: "SmallWorld", ask: Callable[..., AnalysisResult]
) -> None:
    box = "MSKU1234565"
    for number, post, channel in (("D1", "Karachi", "PK/import/H1/customs"), ("D2", "Dostyk", "KZ/import/H1/customs")):
        said = {"consignee__name": "Anor Savdo", "container": box, "entered_at": post}
        world.say(number=number, channel=channel, registered_on="2024-02-01", **said)
    for number, size in (("R1", "42G1"), ("R2", "22G1")):
        world.say("container", number, container=box, size_type=size)
    (row,) = ask("container_identity").rows
    assert (row["label"], row["consignments"]) == (box, 2)
    assert [hit["indicator"] for hit in row["hits"]] == ["cloned_container", "container_registers_differ"]
