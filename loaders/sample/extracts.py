"""Monthly extracts as files: what came again, what was corrected or cancelled since, and rows gone bad.

An extract starts with what it carries over from the month before. Only a tenth of one month's rows is held at a time.
"""

import csv
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from loaders.sample.clerk import Clerk
from loaders.sample.dice import Dice
from loaders.sample.rows import Row, consignee_cells
from loaders.sample.sheets import Sheet
from loaders.sample.trade import Consignment
from loaders.sample.truth import Truth
from loaders.sample.world import Entity

BAD_SHARE = 0.01
EVERYTHING = "*"  # a cancelled row says nothing any more
MOST_BAD_SHARE = 0.04
BAD_DATES = ("31.02.2024", "2024-13-45", "99.99.2024", "сегодня")
BAD_DATES_ASCII = ("31.02.2024", "2024-13-45", "99.99.2024", "tomorrow")
BAD_NUMBERS = ("12.3.4x", "1O24", "abc")


@dataclass(slots=True)
class Counts:
    """What was written into an extract beside plain new rows."""

    rows: int = 0
    repeated: int = 0
    corrected: int = 0
    cancelled: int = 0
    bad: int = 0


class DataFile:
    """An open data file: its header, its rows, and rows spoiled on purpose (noted in the truth by line)."""

    def __init__(self, path: Path, sheet: Sheet, truth: Truth, dice: Dice) -> None:
        self.path = path
        self.sheet = sheet
        self.truth = truth
        self.dice = dice
        self.counts = Counts()
        self._stream = path.open("w", encoding=sheet.encoding, newline="")
        self._write = csv.writer(self._stream, delimiter=sheet.delimiter, lineterminator=sheet.newline).writerow
        self._write(sheet.columns)

    def write(self, cells: list[str]) -> None:
        """Write a row as it is."""
        self.counts.rows += 1
        self._write(cells)

    def spoil(self, cells: list[str]) -> bool:
        """One row in a hundred is written unreadable, never more than four in a hundred of a file's rows so far."""
        counts = self.counts
        if self.dice.random() >= BAD_SHARE * 1.2 or counts.bad + 1 > MOST_BAD_SHARE * counts.rows:
            return False
        source_id = self.sheet.source_id(cells)
        spoiled, reason = self._spoiled(list(cells))
        self.write(spoiled)
        counts.bad += 1
        self.truth.bad_row(self.path.name, counts.rows + 1, reason, source_id)
        return True

    def _spoiled(self, cells: list[str]) -> tuple[list[str], str]:
        sheet, dice = self.sheet, self.dice
        slip = dice.below(5)
        if slip == 0 or (slip == 1 and sheet.weight < 0):
            cells[sheet.day] = dice.pick(BAD_DATES if sheet.base == "russian" else BAD_DATES_ASCII)
            return cells, "unreadable date"
        if slip == 1:
            cells[sheet.weight] = dice.pick(BAD_NUMBERS)
            return cells, "unreadable number"
        if slip == 2:
            for at in sheet.ids:
                cells[at] = ""
            return cells, "missing id"
        if slip == 3:
            return cells[: len(cells) * 2 // 3], "short row"
        return [*cells, "", "x"], "long row"

    def close(self) -> None:
        """End the file."""
        self._stream.close()


@dataclass(slots=True)
class Carried:
    """Rows that the next extract starts with."""

    repeated: list[list[str]] = field(default_factory=list)
    corrected: list[list[str]] = field(default_factory=list)
    cancelled: list[list[str]] = field(default_factory=list)


class Extracts:
    """The monthly extracts of one originator in one layout."""

    def __init__(self, folder: Path, sheet: Sheet, clerk: Clerk, truth: Truth) -> None:
        self.folder = folder
        self.sheet = sheet
        self.clerk = clerk
        self.truth = truth
        self.dataset = "declarations" if sheet.kind == "declaration" else sheet.profile.removeprefix("sample-")
        self.files: list[tuple[str, date, Counts]] = []
        self._carried = Carried()
        self._month = date.min
        self._file: DataFile | None = None
        self._is_last = False

    def open_month(self, month: date, is_last: bool) -> None:
        """Start the extract of a month with what is carried over."""
        name = f"{self.clerk.originator}-{self.dataset}-{month.year}-{month.month:02d}.{self._ending()}"
        file = DataFile(self.folder / name, self.sheet, self.truth, self.clerk.dice)
        self._file, self._month, self._is_last = file, month, is_last
        carried, self._carried = self._carried, Carried()
        for rows in (carried.repeated, carried.corrected, carried.cancelled):
            for cells in rows:
                file.write(cells)
        file.counts.repeated = len(carried.repeated)
        file.counts.corrected = len(carried.corrected)
        file.counts.cancelled = len(carried.cancelled)
        last_day = date(month.year, month.month, monthrange(month.year, month.month)[1])
        self.files.append((name, last_day, file.counts))

    def _ending(self) -> str:
        return {"\t": "tsv", "|": "txt"}.get(self.sheet.delimiter, "csv")

    def add(self, made: Consignment, row: Row, is_late: bool, other: Entity | None) -> str | None:
        """Write a new row; the record's number, or nothing where the row was spoiled.

        `is_late` rows (the last tenth of a month) come again; `other` is who the goods turn out to be for when the
        consignee is corrected.
        """
        file = self._file
        if file is None or (not made.ring and not made.is_risky and file.spoil(row.cells)):
            return None
        file.write(row.cells)
        source_id = self.sheet.source_id(row.cells)
        changed = self._revise(made, row, other) if not self._is_last else None
        if changed is None and is_late and not self._is_last:
            self._carried.repeated.append(row.cells)
        source = (self.sheet.kind, source_id, self.clerk.originator)
        for role, entity in row.mentions:
            self.truth.mention(source, role, entity, is_current=not changed or changed not in (EVERYTHING, role))
        if changed == "consignee" and other is not None:
            self.truth.mention(source, "consignee", other)
        return source_id

    def _revise(self, made: Consignment, row: Row, other: Entity | None) -> str | None:
        """Decide whether the next extract changes a row: the role it no longer says (or ""), None if it stays."""
        u = self.clerk.dice.random()
        if u > (0.02 if made.is_fixed else 0.036):
            return None
        sheet, cells = self.sheet, list(row.cells)
        if u < 0.006 and sheet.status >= 0 and not made.is_fixed:
            cells[sheet.status] = sheet.cancelled
            self._stamp(cells)
            self._carried.cancelled.append(cells)
            return EVERYTHING
        if u < 0.013 and other is not None and not made.is_fixed and ("consignee", made.consignee) in row.mentions:
            for at, text in zip(sheet.consignee, self._new_consignee(made, other), strict=True):
                cells[at] = text
            self._stamp(cells)
            self._carried.corrected.append(cells)
            return "consignee"
        cells[sheet.weight] = self._other_weight(cells[sheet.weight])
        self._stamp(cells)
        self._carried.corrected.append(cells)
        return ""

    def _new_consignee(self, made: Consignment, other: Entity) -> list[str]:
        while True:
            cells, written = consignee_cells(made, self.clerk, other)
            if written.is_known:
                return cells

    def _other_weight(self, text: str) -> str:
        """The weight with its first digit changed, so that its form stays."""
        first = next(at for at, sign in enumerate(text) if sign.isdigit())
        return f"{text[:first]}{int(text[first]) % 9 + 1}{text[first + 1 :]}"

    def _stamp(self, cells: list[str]) -> None:
        """When it was amended, in the layout's way: a moment of next month, or the next version number."""
        sheet, dice = self.sheet, self.clerk.dice
        if sheet.amended < 0:
            return
        if cells[sheet.amended] == "1":
            cells[sheet.amended] = "2"
            return
        year, month = (self._month.year + self._month.month // 12), self._month.month % 12 + 1
        day, hour, minute = dice.between(1, 26), dice.between(8, 18), dice.below(60)
        iso = f"{year}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}"
        cells[sheet.amended] = iso if sheet.base == "latin" else f"{day:02d}.{month:02d}.{year} {hour:02d}:{minute:02d}"

    def close_month(self) -> None:
        """End the month's extract."""
        if self._file is not None:
            self._file.close()
