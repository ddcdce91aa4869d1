"""What an earlier run found that still holds: links between parties that say what they said, and meet whom they met.

A party is compared again where anything that it is compared by is different from then, its blocks included: a value
that became common, or a block that grew too large, so opens again what it joined. All other pairs keep their bits,
which are weighed by the counts of the earlier run (`frequencies`), so that a run over what was touched gives what one
over everybody gives by the same counts.
"""

import marshal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any

import numpy as np

from analyses.resolution.blocking import Blocks
from analyses.resolution.frequencies import Frequencies
from analyses.resolution.normalise import Parties
from analyses.resolution.scoring import ScoredPairs

NOT_COMPARED = ("keys", "label")  # of a party, in what it says
_FORM = 2  # of marshal, in which equal values are equal bytes


@dataclass(frozen=True, eq=False)
class EarlierRun:
    """A run over a world that has moved on since.

    Attributes:
        frequencies: The counts that it weighed by, by whether they are of persons.
        marks: What each compared party said, by its id.
        left, right: Ids of the ends of each link that was kept.
        bits: The bits of each link, by field, and of `prior`.
        contradictions: What contradicts in the names of each link, "" for nothing.
    """

    frequencies: Mapping[bool, Frequencies]
    marks: Mapping[str, int]
    left: Sequence[str]
    right: Sequence[str]
    bits: Mapping[str, np.ndarray]
    contradictions: Sequence[str]

    def changed(self, parties: Parties, marks: Sequence[int]) -> list[int]:
        """The places of the parties that were not compared, or that say something else now."""
        known = zip(parties.keys, marks, strict=True)
        return [place for place, (key, mark) in enumerate(known) if self.marks.get(key) != mark]

    def links_among(
        self, parties: Parties, changed: Iterable[int], names: Sequence[str]
    ) -> tuple[ScoredPairs, list[str]]:
        """The links, with what contradicts, between parties of which neither is changed.

        Args:
            parties: Those that are compared now.
            changed: Places of the changed ones.
            names: The fields of their kind.
        """
        gone = set(changed)
        place = {key: number for number, key in enumerate(parties.keys) if number not in gone}
        ends = np.array(
            [(place.get(one, -1), place.get(other, -1)) for one, other in zip(self.left, self.right, strict=True)],
            dtype=np.int64,
        ).reshape(-1, 2)
        rows = np.flatnonzero((ends >= 0).all(axis=1))
        bits = {name: self.bits[name][rows] for name in names}
        prior_bits = float(self.bits["prior"][rows[0]]) if len(rows) else 0.0
        contradictions = [self.contradictions[row] for row in rows.tolist()]
        left, right = ends[rows].min(axis=1, initial=len(parties)), ends[rows].max(axis=1, initial=-1)
        return ScoredPairs(left, right, bits, prior_bits), contradictions


def marks_of(parties: Parties, blocks: Blocks) -> list[int]:
    """What each party is compared by, as a number of 63 bits: equal for equal ones."""
    columns: list[Sequence[Any]] = [
        getattr(parties, column.name) for column in fields(parties) if column.name not in NOT_COMPARED
    ]
    columns += [blocks.mailboxes, *blocks.of_kind.values()]
    return [
        int.from_bytes(blake2b(marshal.dumps(said, _FORM), digest_size=8).digest(), "little") >> 1
        for said in zip(*columns, strict=True)
    ]


def together(
    one: tuple[ScoredPairs, Sequence[str]], other: tuple[ScoredPairs, Sequence[str]]
) -> tuple[ScoredPairs, list[str]]:
    """The pairs of both with their texts, by place; the prior is that of the first."""
    pairs, more = one[0], other[0]
    left, right = np.append(pairs.left, more.left), np.append(pairs.right, more.right)
    order = np.lexsort((right, left))
    bits = {name: np.append(column, more.fields[name])[order] for name, column in pairs.fields.items()}
    texts = [*one[1], *other[1]]
    return ScoredPairs(left[order], right[order], bits, pairs.prior_bits), [texts[row] for row in order.tolist()]
