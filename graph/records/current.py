"""Which version of a record counts: chosen inside a channel, never by the order of loading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import day_number, day_text


@dataclass(frozen=True, slots=True)
class Extract:
    """What a batch says about the age and the completeness of what it holds."""

    batch: int
    channel: int
    profile: str
    on: str
    is_recalling: bool = False
    complete_from: int | None = None
    complete_until: int | None = None

    def covers(self, day: int | None) -> bool:
        """Whether the extract claims to hold every record of that day."""
        if day is None or self.complete_from is None or self.complete_until is None:
            return False
        return self.complete_from <= day <= self.complete_until


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record with the places that hold it: packed (batch, unit, slot) numbers and their extracts."""

    number: int
    hash: bytes
    amended: str
    is_deleted: bool
    day: int | None
    places: tuple[tuple[int, Extract], ...]

    @property
    def day_text(self) -> str:
        """The day of the record as an ISO date, "" where it has none."""
        return "" if self.day is None else day_text(self.day)

    @property
    def extract_on(self) -> str:
        """The latest extract date among the batches that hold it."""
        return max(extract.on for _, extract in self.places)

    @property
    def trusted_amendment(self) -> str:
        """The amendment for ordering: one later than the extract date + 1 day is a typing error and counts as none."""
        if self.amended[:1].isdigit() and day_number(self.amended) > day_number(self.extract_on) + 1:
            return ""
        return self.amended

    @property
    def order(self) -> tuple[str, str, bytes]:
        return (self.trusted_amendment, self.extract_on, self.hash)


@dataclass(frozen=True, slots=True)
class Choice:
    """The current version of a record, None where nothing counts; `in_conflict`: another differs by its hash alone."""

    version: Version | None
    in_conflict: bool = False


def current(versions: Sequence[Version], complete: Iterable[Extract]) -> Choice:
    """Chooses among the versions of one record that a batch which is not being recalled still holds.

    The highest (amendment, extract date, hash) wins. It asserts nothing where it is a tombstone, or where a later
    extract of the same profile that is complete for its day no longer holds the record.
    """
    held = [v for v in (_still_held(v) for v in versions) if v is not None]
    if not held:
        return Choice(None)
    ranked = sorted(held, key=lambda v: v.order, reverse=True)
    best = ranked[0]
    conflict = len(ranked) > 1 and ranked[1].order[:2] == best.order[:2]
    if best.is_deleted or any(_leaves_out(extract, best, held) for extract in complete):
        return Choice(None, conflict)
    return Choice(best, conflict)


def _still_held(version: Version) -> Version | None:
    places = tuple(place for place in version.places if not place[1].is_recalling)
    if len(places) == len(version.places):
        return version
    if not places:
        return None
    return Version(version.number, version.hash, version.amended, version.is_deleted, version.day, places)


def _leaves_out(extract: Extract, best: Version, held: Sequence[Version]) -> bool:
    if extract.is_recalling or not extract.covers(best.day) or extract.on <= best.extract_on:
        return False
    holders = {place[1].batch for version in held for place in version.places}
    same_source = any(
        place[1].profile == extract.profile and place[1].channel == extract.channel for place in best.places
    )
    return same_source and extract.batch not in holders
