"""What honest reason would explain a group best, and what would tell it apart from a ring."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from pydantic import BaseModel, Field

from analyses.leading.evidence import OPERATIONS, REGISTERS, Evidence
from graph.linkage.spelling import Accord, Name, accord
from graph.messages import Message, message

MOST = 0.5  # of the linked pairs that an explanation has to cover
SERVES_MANY = 20  # receivers outside of the group that a service provider has at least
MOST_NAMES = 12  # members whose names are compared with each other
_OFFICE = ("phone", "email")


class Explanation(StrEnum):
    """An honest reason for what a group has in common."""

    NAMESAKE = "namesake"  # one firm or person under several spellings, or bearers of one name
    HOLDING = "holding"  # openly under common owners or directors
    BUSINESS_CENTRE = "business_centre"  # tenants of one address
    BOOK_KEEPER = "book_keeper"  # clients whose papers show the phone of one office
    FORWARDER = "forwarder"  # customers of one carrier or forwarder
    FAMILY = "family"  # relatives, or who bears their name
    NONE = "none"


class Innocence(BaseModel):
    """The honest reason that fits a group best."""

    explanation: Explanation = Field(description="Its name")
    reason: Message = Field(description="Why it fits")
    check: Message = Field(description="What would tell the group apart from a ring")


@dataclass(frozen=True, eq=False)
class Group:
    """A group of entities with the places of its linked pairs and the rows of its links."""

    members: Sequence[int]
    pairs: np.ndarray
    rows: np.ndarray


def innocence(evidence: Evidence, group: Group) -> Innocence:
    """The first of the usual reasons that covers at least half of the linked pairs; none where no one does."""
    for explanation, fits in _FITTING:
        if fits(evidence, group):
            return told(explanation)
    return told(Explanation.NONE)


def told(explanation: Explanation) -> Innocence:
    """An explanation in words."""
    return Innocence(
        explanation=explanation,
        reason=message(f"innocent.{explanation}"),
        check=message(f"innocent.{explanation}_check"),
    )


def _are_namesakes(evidence: Evidence, group: Group) -> bool:
    members = group.members[:MOST_NAMES]
    names = [Name(" ".join(_words(evidence, member)), False) for member in members]
    alike = sum(
        accord(names[a], names[b], bool(evidence.is_person[members[a]])) >= Accord.INITIALS
        for a, b in combinations(range(len(members)), 2)
        if evidence.is_person[members[a]] == evidence.is_person[members[b]]
    )
    return alike >= MOST * (len(members) - 1)


def _words(evidence: Evidence, member: int) -> list[str]:
    """The folded words of the most used spelling of a member."""
    world = evidence.world
    first = int(world.projection.numbers_of("Party")[0])
    folded = world.projection.property_of("Party", "name_folded")
    degrees = world.projection.degrees
    party = max(world.entities.members[member], key=lambda node: (int(degrees[node]), -node))
    return str(folded[party - first] or "").split()


def _is_declared(evidence: Evidence, group: Group) -> bool:
    return _share(evidence.pairs.declared, group) >= MOST


def _is_one_address(evidence: Evidence, group: Group) -> bool:
    return not _has_operations(evidence, group) and _covered(evidence, group, ("address",)) >= MOST


def _is_one_office(evidence: Evidence, group: Group) -> bool:
    return not _has_operations(evidence, group) and _covered(evidence, group, _OFFICE) >= MOST


def _is_served(evidence: Evidence, group: Group) -> bool:
    """Operations alone, or a member that serves many others."""
    pairs = evidence.pairs
    registers = pairs.any_of(REGISTERS)[group.pairs]
    operations = pairs.any_of(OPERATIONS)[group.pairs]
    if len(operations) and operations.all() and not registers.any():
        return True
    return bool((evidence.movements.clients[list(group.members)] >= SERVES_MANY).any())


def _are_relatives(evidence: Evidence, group: Group) -> bool:
    """Two persons or more with a word of their names in common."""
    persons = [member for member in group.members if evidence.is_person[member]]
    words = Counter(word for person in persons for word in {word[:5] for word in _words(evidence, person)})
    return any(count > 1 for count in words.values())


_FITTING = (
    (Explanation.NAMESAKE, _are_namesakes),
    (Explanation.HOLDING, _is_declared),
    (Explanation.BUSINESS_CENTRE, _is_one_address),
    (Explanation.BOOK_KEEPER, _is_one_office),
    (Explanation.FORWARDER, _is_served),
    (Explanation.FAMILY, _are_relatives),
)


def _has_operations(evidence: Evidence, group: Group) -> bool:
    return bool(evidence.pairs.any_of(OPERATIONS)[group.pairs].any())


def _share(flags: np.ndarray, group: Group) -> float:
    return float(flags[group.pairs].mean()) if len(group.pairs) else 0.0


def _covered(evidence: Evidence, group: Group, families: Iterable[str]) -> float:
    """The share of the linked pairs that the one value of these families explains that explains most."""
    links, holders = evidence.links, evidence.world.holders
    wanted = [holders.family_number(name) for name in families]
    rows = group.rows[np.isin(holders.family[links.row[group.rows]], wanted)]
    if not len(rows):
        return 0.0
    pairs: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for row in rows.tolist():
        value = int(holders.value[links.row[row]])
        pairs[value].add((int(links.left[row]), int(links.right[row])))
    return max(map(len, pairs.values())) / max(1, len(group.pairs))
