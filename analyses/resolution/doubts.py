"""Links that join nobody by themselves, however many bits they have: what one of them says is not enough.

Phone, mail and address go together: firms of one house share all three. And a name that firms with different tax
numbers bear is the name of several, so that a firm of which nothing else is known may be any of them.
"""

from collections import Counter, defaultdict

import numpy as np

from analyses.resolution.normalise import Parties
from analyses.resolution.scoring import ScoredPairs
from graph.linkage.company_names import LEADING_SHARE
from graph.linkage.spelling import is_slip

CONTACTS = ("phone", "email", "address")
LEAST_OF_NAME = 1.0  # bits, below which a name says nothing for a link
BY_CONTACT = "a contact without a name in common"
BY_SHARED_NAME = "a name that several tax numbers bear"


def doubts_of(pairs: ScoredPairs, parties: Parties) -> list[str]:
    """Why each pair joins nothing by itself; "" for those that may."""
    speaks = {name: bits > 0 for name, bits in pairs.fields.items()}
    rest = [flags for name, flags in speaks.items() if name not in ("name", *CONTACTS)]
    is_nothing_else = ~np.any([*rest, np.zeros(len(pairs.left), dtype=bool)], axis=0)
    has_contact = np.any([*(speaks[name] for name in CONTACTS), np.zeros(len(pairs.left), dtype=bool)], axis=0)
    has_name = pairs.fields["name"] >= LEAST_OF_NAME
    of_several = np.array(_are_of_several(parties), dtype=bool)
    is_shared = of_several[pairs.left] & of_several[pairs.right] if len(pairs.left) else has_name
    by_contact, by_name = is_nothing_else & has_contact & ~has_name, is_nothing_else & ~has_contact & is_shared
    doubts: list[str] = np.select([by_contact, by_name], [BY_CONTACT, BY_SHARED_NAME], "").tolist()
    return doubts


def _are_of_several(parties: Parties) -> list[bool]:
    """Whether firms with different tax numbers bear the name of each party, and none of them most of the time."""
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for name, held in zip(parties.name_key, parties.tax_numbers, strict=True):
        if name:
            numbers[name].update(held)
    shared = {name for name, held in numbers.items() if len(held) > 1 and _differ(held)}
    return [name in shared for name in parties.name_key]


def _differ(held: Counter[str]) -> bool:
    """Whether no number, with its slips, is that of most parties."""
    leading = min(held, key=lambda number: (-held[number], number))
    own = sum(uses for number, uses in held.items() if is_slip(number, leading))
    return own < LEADING_SHARE * held.total()
