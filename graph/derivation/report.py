"""What applying did: counts, flags by code, conflicts, and a batch that could not be applied."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.canonical import RECORD_KINDS
from graph.store.base import ApplyCounts

_ROLES = frozenset(role for kind in RECORD_KINDS.values() for role in kind.roles)


@dataclass(slots=True)
class ApplyReport:
    """What applying did; reports of several batches are added with `add`.

    `set_aside` tells of each batch that could not be applied: its id, and why.
    """

    counts: ApplyCounts = field(default_factory=ApplyCounts)
    records: int = 0
    removed: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    placeholders: dict[str, int] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    set_aside: dict[str, str] = field(default_factory=dict)

    def note(self, flags: Iterable[str], placeholders: Iterable[str]) -> None:
        """Counts flags by their code and placeholders by their text."""
        for flag in flags:
            head, _, rest = flag.partition(": ")
            code = rest.partition(": ")[0] if head in _ROLES else head
            self.flags[code] = self.flags.get(code, 0) + 1
        for text in placeholders:
            self.placeholders[text] = self.placeholders.get(text, 0) + 1

    def add(self, other: "ApplyReport") -> None:
        """Adds what applying another batch did."""
        self.counts += other.counts
        self.records += other.records
        self.removed += other.removed
        for mine, theirs in ((self.flags, other.flags), (self.placeholders, other.placeholders)):
            for key, count in theirs.items():
                mine[key] = mine.get(key, 0) + count
        self.conflicts += other.conflicts
        self.set_aside |= other.set_aside
