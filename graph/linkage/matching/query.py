"""What is asked, and what is answered."""

from dataclasses import dataclass
from enum import StrEnum

from graph.values.naming import Verdict


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of somebody who is looked for; a text that is not known is "".

    Attributes:
        names: His names as written, in any script: that on paper, aliases, a trade name.
        is_person: Whether it is a person; None where that is not known.
        country: His country as in the graph, `UZ`.
        birth_on: Day of birth, `1980-02-11`.
        values: Ids of nodes: `identifier:tax:UZ:301234567`, `phone:+998901234567`, `vehicle:UZ:01777AAA`,
            as `graph.values.ids` makes them.
        numbers: Numbers as somebody typed them, whatever they are of: plates without a country, phones, passports.
    """

    names: tuple[str, ...] = ()
    is_person: bool | None = None
    country: str = ""
    birth_on: str = ""
    values: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class EvidenceKind(StrEnum):
    """What a line of evidence is about."""

    NAME = "name"
    NUMBER = "number"
    CONTACT = "contact"
    VEHICLE = "vehicle"
    OTHER_NUMBER = "other_number"
    BIRTH = "birth"
    COUNTRY = "country"
    KIND = "kind"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one value says: that of the query, that of the entity, and the bits (base 2) it adds or takes away.

    A hub is a value that so many strangers share that it says nothing: 0 bits.
    """

    kind: EvidenceKind
    asked: str
    known: str
    bits: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant.

    Attributes:
        entity: Its number among the entities of the index.
        party: Id of its first party, which names it in every answer.
        label: The spelling that stands in most records.
        score: How sure it is, 0-1: a lead, not a finding.
        bits: The same as the logarithm (base 2) of the odds; 0 is even.
        verdict: What the score means: same, unsure or different. Names that contradict each other are never the same.
        evidence: What says so, the strongest first.
    """

    entity: int
    party: str
    label: str
    score: float
    bits: float
    verdict: Verdict
    evidence: tuple[Evidence, ...]
