"""Who is likely to belong together, and which of groups that overlap stays."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from analyses.leading.belonging import belonging
from analyses.leading.candidates import Candidates, apart, candidates
from analyses.leading.facts import Evidence
from graph.linkage.links import LinkRule
from graph.progress import silent

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def say(world: "SmallWorld", name: str, phone: str, sender: str, **more: Any) -> None:
    """A firm receives something."""
    world.say(
        registered_on="2024-03-05",
        consignee__name=name,
        consignee__country=more.pop("country", "UZ"),
        consignee__phone=phone,
        shipper__name=sender,
        **more,
    )


def evidence_of(world: "SmallWorld") -> Evidence:
    seen = world.seen()
    return Evidence(seen, seen.links(True, LinkRule()))


@pytest.mark.parametrize("more", [{"sender": "Guldor Un"}, {"country": "KZ"}])
def test_who_shares_a_phone_and_a_sender_or_sits_across_a_border_belongs_together_the_more(
    world: "SmallWorld", more: dict[str, str]
) -> None:
    for name, phone, own in (
        ("Anor Savdo", "+998901112233", {"sender": "Guldor Un"}),
        ("Behi Trans", "+998901112233", {"sender": "Bug'doy Un"} | more),
        ("Chinor Impeks", "+998907776655", {"sender": "Don Un"}),
        ("Dolana Savdo", "+998907776655", {"sender": "Arpa Un"}),
    ):
        say(world, name, phone, **own)
    evidence = evidence_of(world)
    ends = zip(evidence.pairs.left.tolist(), evidence.pairs.right.tolist(), strict=True)
    labels = [" ".join(map(evidence.world.entities.label, pair)) for pair in ends]
    (tied,), (other,) = ([place for place, text in enumerate(labels) if name in text] for name in ("Anor", "Chinor"))
    chance = belonging(evidence)
    assert chance[tied] > chance[other]


def test_where_nothing_is_shared_there_is_no_group(world: "SmallWorld") -> None:
    say(world, "Anor Savdo", "+998901112233", "Guldor Un")
    evidence = evidence_of(world)
    assert len(belonging(evidence)) == 0
    assert candidates(evidence, silent).members == []


@pytest.mark.parametrize(("whole", "stays"), [(0.75, [0, 2]), (0.6, [1, 2])])
def test_of_groups_that_overlap_a_larger_one_stays_where_it_scores_little_less(whole: float, stays: list[int]) -> None:
    groups = Candidates([(0, 1, 2, 3), (0, 1), (4, 5)], (), np.zeros((3, 0)))
    assert apart(groups, np.array([whole, 0.8, 0.5]), np.array([0, 0, 4])) == stays
