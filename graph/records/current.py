"""Which version of a record counts: chosen inside a channel, never by the order of loading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import day_number, day_text


@dataclass(frozen=True, slots=True)
class Extract:
    """What a batch says about the age and the completeness of what it holds.

    `grade` is that of its source, "" for none. One that `is_out` holds nothing. What one of `is_history` holds was
    known from the days of its records on.
    """

    batch: int
    token: str
    channel: int
    profile: str
    on: str
    grade: str = ""
    is_out: bool = False
    complete_from: int | None = None
    complete_until: int | None = None
    is_history: bool = False

    def covers(self, day: int | None) -> bool:
        """Whether the extract claims to hold every record of that day."""
        if day is None or self.complete_from is None or self.complete_until is None:
            return False
        return self.complete_from <= day <= self.complete_until

    def is_known_on(self, day: str, record_day: int | None = None) -> bool:
        """Whether what it says of a record of a day counts for somebody who asks as of a day; "" is now."""
        if self.is_out:
            return False
        if not day or self.on <= day:
            return True
        return self.is_history and record_day is not None and day_text(record_day) <= day


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record with the places that hold it: packed (batch, unit, slot) numbers and their extracts.

    The places are of batches that one profile read, in whatever version of it.
    """

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
    def profile(self) -> str:
        """Name of the profile that reads it."""
        return self.places[0][1].profile

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
    def order(self) -> tuple[str, str, bytes, str]:
        return (self.trusted_amendment, self.extract_on, self.hash, self.profile)


@dataclass(frozen=True, slots=True)
class Choice:
    """The current version of a record, None where nothing counts; `in_conflict`: another differs by its hash alone."""

    version: Version | None
    in_conflict: bool = False


def current(versions: Sequence[Version], complete: Iterable[Extract], as_of: str = "") -> Choice:
    """Chooses among the versions of one record that a batch which counts still holds.

    The highest (amendment, extract date, hash) wins. It asserts nothing where it is a tombstone, or where a later
    extract of the same profile that is complete for its day no longer holds the record.

    Args:
        versions: All versions of the record in its channel.
        complete: Extracts that are complete for some days; those of other channels and profiles say nothing.
        as_of: An ISO day: chosen as it would have been then, from the extracts up to it. "" is now.
    """
    held = [v for v in (_still_held(v, as_of) for v in versions) if v is not None]
    if not held:
        return Choice(None)
    ranked = sorted(held, key=lambda v: v.order, reverse=True)
    best = ranked[0]
    # The same row read by two profiles is no conflict of the source.
    conflict = any(v.order[:2] == best.order[:2] and v.hash != best.hash for v in ranked[1:])
    if best.is_deleted or any(_leaves_out(extract, best, held, as_of) for extract in complete):
        return Choice(None, conflict)
    return Choice(best, conflict)


def _still_held(version: Version, as_of: str) -> Version | None:
    places = tuple(place for place in version.places if place[1].is_known_on(as_of, version.day))
    if len(places) == len(version.places):
        return version
    if not places:
        return None
    return Version(version.number, version.hash, version.amended, version.is_deleted, version.day, places)


def _leaves_out(extract: Extract, best: Version, held: Sequence[Version], as_of: str) -> bool:
    if not extract.is_known_on(as_of) or not extract.covers(best.day) or extract.on <= best.extract_on:
        return False
    if extract.profile != best.profile or extract.channel != best.places[0][1].channel:
        return False
    return all(place[1].batch != extract.batch for version in held for place in version.places)
