"""Who is likely to belong together, and which of groups that overlap stays."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from analyses.leading.belonging import belonging, facts_of_pairs
from analyses.leading.candidates import Candidates, apart, candidates
from analyses.leading.evidence import Evidence
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


def test_who_is_linked_with_the_same_others_by_crews_belongs_together_more_than_in_a_crowd(world: "SmallWorld") -> None:
    for number, name in enumerate(("Anor Savdo", "Behi Trans", "Chinor Impeks")):
        for turn in (1, 3):
            world.say(
                number=f"T{turn}{number}",
                registered_on=f"2024-0{turn}-05",
                consignee__name=name,
                consignee__phone="+998901112233",
                driver__name="Rustam Rahimov",
                vehicle__plate="01777AAA",
            )
    for number in range(3):
        say(world, f"Dolana {number} Savdo", "+998907776655", f"Arpa {number} Un")
    evidence = evidence_of(world)
    facts = facts_of_pairs(evidence)
    ends = zip(evidence.pairs.left.tolist(), evidence.pairs.right.tolist(), strict=True)
    labels = [" ".join(map(evidence.world.entities.label, pair)) for pair in ends]
    ring = [place for place, text in enumerate(labels) if "Anor" in text and "Behi" in text]
    others = [place for place, text in enumerate(labels) if text.count("Dolana") == 2]
    assert ring and others
    assert facts["crowd"][ring].min() > 0 and facts["crowd"][others].min() > 0
    assert facts["operating"][ring].min() > 0 and not facts["operating"][others].any()


def test_a_phone_of_a_person_is_told_from_a_phone_of_two_firms(world: "SmallWorld") -> None:
    for name in ("Anor Savdo", "Behi Trans"):
        say(world, name, "+998901112233", "Don Un", driver__name="Rustam Rahimov", driver__phone="+998901112233")
    evidence = evidence_of(world)
    flags = facts_of_pairs(evidence)["phone_of_person"]
    persons = evidence.is_person[evidence.pairs.left] | evidence.is_person[evidence.pairs.right]
    assert persons.any() and not persons.all()
    assert (flags > 0).tolist() == persons.tolist()
