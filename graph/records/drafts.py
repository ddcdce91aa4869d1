"""What a file is while it is staged: a batch for each of its channels, units in compressed blocks, records as read."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.canonical import Record
from graph.model import Channel
from graph.packing import packed
from graph.records import tables as t

BLOCK_UNITS = 1 << t.BLOCK_SHIFT
_COMPRESSION = 1  # 30 % larger than zlib's default, at a third of its CPU time


class BatchDraft:
    """A batch being staged: its units in compressed blocks of 64, its counts, its days."""

    def __init__(self, number: int, channel: Channel, channel_no: int, profile_no: int, is_profile_known: bool) -> None:
        self.number, self.channel = number, channel
        self.channel_no, self.profile_no = channel_no, profile_no
        self.units = self.records = self.rejected = 0
        self.days: tuple[int, int] | None = None
        self.is_moved = False
        self.is_profile_known = is_profile_known
        self._block: list[Sequence[object]] = []

    def add(self, line: int, values: Sequence[str], raw: list[tuple[int, bytes]]) -> int:
        """Keeps a unit; its number within the batch."""
        unit = self.units
        self.units += 1
        self._block.append((line, *values))
        if len(self._block) == BLOCK_UNITS:
            self.close(raw)
        return unit

    def close(self, raw: list[tuple[int, bytes]]) -> None:
        """Compresses the block that is open; called once more at the end of the file."""
        if self._block:
            number = packed(self.number, (self.units - 1) >> t.BLOCK_SHIFT, t.BATCH_SHIFT, "blocks of one batch")
            text = json.dumps(self._block, ensure_ascii=False, separators=(",", ":"))
            raw.append((number, zlib.compress(text.encode("utf-8", "surrogatepass"), _COMPRESSION)))
            self._block = []

    def see(self, day: int | None) -> None:
        """Takes note of the day of a record."""
        if day is not None:
            first, last = self.days or (day, day)
            self.days = min(first, day), max(last, day)


@dataclass(slots=True)
class DraftRow:
    """A unit on its way: its batch, its line, and whether something of it was rejected."""

    draft: BatchDraft
    line: int
    is_rejected: bool = False


class ReadRecord(NamedTuple):
    """A record as it was read, and the unit that says it."""

    row: DraftRow
    record: Record
