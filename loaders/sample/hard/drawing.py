"""Shares that are drawn themselves: a set of assumptions of its own for each seed, within wide bounds.

A ranking that was chosen on a few sets may be right about these alone. What groups of one kind do is drawn apart from
what the others do, so that in one world rings hide and families do not, and in another one it is the other way round.
"""

from dataclasses import replace
from typing import Any

from loaders.sample.dice import Dice
from loaders.sample.hard.shares import MIXED, Shares

_HABITS: dict[str, dict[str, tuple[float, float]]] = {
    "ring": {
        "boss_share": (0.2, 0.6),
        "box_share": (0.3, 0.8),
        "single_tie_share": (0.1, 0.45),
        "register_share": (0.1, 0.6),
        "cross_border_share": (0.25, 0.6),
        "shipper_share": (0.4, 0.8),
        "own_shipper_share": (0.2, 0.5),
        "young_share": (0.3, 0.7),
        "established_share": (0.0, 0.45),
        "succession_share": (0.3, 0.6),
    },
    "holding": {
        "per_thousand": (0.6, 4.0),
        "crew_share": (0.3, 1.0),
        "box_share": (0.1, 0.6),
        "register_share": (0.5, 0.95),
        "cross_border_share": (0.1, 0.5),
        "shipper_share": (0.3, 0.7),
        "succession_share": (0.1, 0.4),
    },
    "family": {
        "per_thousand": (9.0, 32.0),
        "crew_share": (0.15, 0.95),
        "box_share": (0.1, 0.6),
        "single_tie_share": (0.15, 0.45),
        "register_share": (0.4, 0.9),
        "cross_border_share": (0.05, 0.4),
        "shipper_share": (0.3, 0.6),
        "young_share": (0.15, 0.45),
        "succession_share": (0.2, 0.5),
    },
}
_OFFICES = {
    "bookkeeper_per_firms": (25, 90),
    "centre_per_firms": (25, 80),
    "nominee_per_firms": (100, 250),
    "broker_phone_per_firms": (120, 300),
    "freelancer_per_firms": (40, 120),
}
_REASSIGNED = {"reassigned_share": (0.01, 0.06)}
_TRADE = {
    "spot_share": (0.1, 0.25),
    "general_share": (0.15, 0.3),
    "founded_share": (0.03, 0.13),
    "closed_share": (0.03, 0.13),
    "shown_share": (0.45, 0.75),
    "used_share": (0.5, 0.8),
    "hauled_share": (0.01, 0.05),
}
_CONTROLS = {
    "load_share": (0.45, 0.75),
    "inspected_share": (0.02, 0.08),
    "watched_factor": (2.0, 5.0),
    "found_share": (0.5, 0.8),
    "tip_share": (0.03, 0.12),
    "incidental_share": (0.0015, 0.01),
    "junk_share": (0.01, 0.04),
}


def drawn_shares(seed: int) -> Shares:
    """The shares of the world of this seed; what is not drawn is as in `mixed`."""
    dice = Dice(seed, "hard shares")
    habits = {kind: replace(getattr(MIXED, kind), **_between(dice, bounds)) for kind, bounds in _HABITS.items()}
    counts: dict[str, Any] = {name: dice.between(*bounds) for name, bounds in _OFFICES.items()}
    return Shares(
        **habits,
        offices=replace(MIXED.offices, **counts, **_between(dice, _REASSIGNED)),
        trade=replace(MIXED.trade, **_between(dice, _TRADE)),
        controls=replace(MIXED.controls, **_between(dice, _CONTROLS)),
    )


def _between(dice: Dice, bounds: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """A value between the bounds of each share, as `replace` takes them."""
    return {name: low + (high - low) * dice.random() for name, (low, high) in bounds.items()}
