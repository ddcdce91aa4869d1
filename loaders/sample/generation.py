"""Making a sample: the world first, then its consignments month by month into files, then registers and truth."""

import csv
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from loaders.sample.clerk import UNLISTED, Clerk, listed_placeholders
from loaders.sample.dice import Dice
from loaders.sample.events import INSPECTIONS_EN, INSPECTIONS_RU, SEIZURES_RU, Event, events_of, is_inspected
from loaders.sample.extracts import Counts, DataFile, Extracts
from loaders.sample.registers import (
    CONTAINER_LISTS,
    CONTAINERS,
    VEHICLES,
    Entry,
    container_entries,
    parties_sheet,
    party_entries,
    vehicle_entries,
)
from loaders.sample.rings import Ring, RingBuilder
from loaders.sample.rows import Row, render
from loaders.sample.schedule import Scheduler, Shipment
from loaders.sample.sheets import DECLARATIONS, ROAD, ROAD_MANIFESTS, SEA, SEA_MANIFESTS, Sheet
from loaders.sample.size import ORIGINATORS, Size
from loaders.sample.trade import Consignment, Market
from loaders.sample.truth import Truth
from loaders.sample.world import Entity, World, build_world

MANIFEST_COLUMNS = (
    "file", "profile", "originator", "dataset", "handling", "purpose", "unit", "grade", "extract_date",
)  # fmt: skip
UNITS = {
    "AF": "PCU Hairatan", "AZ": "PCU Alat", "GE": "PCU Poti", "KG": "PCU Bishkek", "KZ": "PCU Aktau",
    "PK": "PCU Karachi", "TJ": "PCU Nizhniy Pyandzh", "TM": "PCU Turkmenbashi", "UA": "PCU Odesa", "UZ": "PCU Termez",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written: counts of the files of data and of what they hold."""

    folder: Path
    seed: int
    size: str
    files: int
    consignments: int
    rows: int
    bad_rows: int
    entities: int
    rings: int
    seizures: int


class Generator:
    """Holds the world and the open files of a sample while it is written."""

    def __init__(self, folder: Path, seed: int, size: Size) -> None:
        self.folder, self.seed, self.size = folder, seed, size
        self.truth = Truth(folder)
        self.dice = Dice(seed, "flow")
        self.months = [date(size.first_year + index // 12, index % 12 + 1, 1) for index in range(size.months)]
        last = self.months[-1]
        self.end = last + timedelta(days=monthrange(last.year, last.month)[1] - 1)
        self.world: World
        self.market: Market
        self.rings: list[Ring]
        plans = self._populate()
        self.plans: list[Shipment] = sorted(plans, key=lambda shipment: shipment.day)
        self.listing: list[list[str]] = []
        self.consignments = self.seizures = 0
        self.totals = Counts()

    def _populate(self) -> list[Shipment]:
        """Make the world, its market and its rings; what the rings ship."""
        self.world, registry = build_world(self.seed, self.size)
        self.market = Market(self.seed, self.size, self.world)
        builder = RingBuilder(Dice(self.seed, "rings"), self.world, registry)
        days = self.months[0], (self.end - self.months[0]).days
        scheduler = Scheduler(builder, self.market, days, self.size.months <= 3)
        self.rings = [builder.build(number + 1) for number in range(self.size.rings)]
        return [shipment for ring in self.rings for shipment in scheduler.plan(ring)]

    def clerk(self, originator: str, sheet: Sheet) -> Clerk:
        """The clerk of an originator who fills in this layout."""
        return Clerk(Dice(self.seed, f"{originator} {sheet.profile}"), originator, sheet.base)

    def run(self) -> None:
        """Write everything."""
        self._open_flow()
        for month in self.months:
            self._month(month)
        for file in self.events.values():
            file.close()
            if file.counts.rows:
                self._list(file, "seizures" if file.sheet is SEIZURES_RU else "inspections", self.end, "H2", "A2")
            else:
                file.path.unlink()
        for extracts in self._monthly():
            for name, day, counts in extracts.files:
                self._enter(name, extracts.sheet, extracts.clerk.originator, (extracts.dataset, "H1", "B2"), day)
                self._count(counts)
        for originator in ORIGINATORS:
            self._registers(originator)
        self._finish()

    def _open_flow(self) -> None:
        """The extracts of every originator, and one file of events for the whole time."""

        self.declarations = {cc: self._extracts(cc, DECLARATIONS[cc]) for cc in ORIGINATORS}
        self.road = {cc: self._extracts(cc, ROAD) for cc in ROAD_MANIFESTS}
        self.sea = {cc: self._extracts(cc, SEA) for cc in SEA_MANIFESTS}
        self.events: dict[tuple[str, str], DataFile] = {}
        self.event_clerks: dict[str, Clerk] = {}
        for cc in ORIGINATORS:
            is_english = DECLARATIONS[cc].base == "latin"
            sheets = (INSPECTIONS_EN,) if is_english else (INSPECTIONS_RU, SEIZURES_RU)
            self.event_clerks[cc] = self.clerk(cc, sheets[0])
            for sheet in sheets:
                noun = "seizures" if sheet is SEIZURES_RU else "inspections"
                file = DataFile(self.folder / f"{cc}-{noun}.csv", sheet, self.truth, self.event_clerks[cc].dice)
                self.events[cc, sheet.profile] = file

    def _extracts(self, originator: str, sheet: Sheet) -> Extracts:
        return Extracts(self.folder, sheet, self.clerk(originator, sheet), self.truth)

    def _monthly(self) -> tuple[Extracts, ...]:
        """Everything that is written month by month."""
        return (*self.declarations.values(), *self.road.values(), *self.sea.values())

    def _month(self, month: date) -> None:
        everything = self._monthly()
        for extracts in everything:
            extracts.open_month(month, is_last=month == self.months[-1])
        days = monthrange(month.year, month.month)[1]
        late = days - days // 10
        for made in self._flow(month, days):
            self.consignments += 1
            self._file(made, made.day.day > late)
        for extracts in everything:
            extracts.close_month()

    def _flow(self, month: date, days: int) -> Iterator[Consignment]:
        """The month's consignments day by day: ordinary ones, and those of rings among them."""
        planned = [plan for plan in self.plans if (plan.day.year, plan.day.month) == (month.year, month.month)]
        share, rest = divmod(self.size.consignments, self.size.months)
        count = max(0, share + (rest if month == self.months[-1] else 0) - len(planned))
        serial = self.consignments
        turn = 0
        for index in range(count):
            day = month + timedelta(days=index * days // count)
            while turn < len(planned) and planned[turn].day <= day:
                serial += 1
                yield planned[turn].consign(self.market, serial, self.dice)
                turn += 1
            serial += 1
            yield self.market.ordinary(serial, day, self.dice)
        for plan in planned[turn:]:
            serial += 1
            yield plan.consign(self.market, serial, self.dice)

    def _file(self, made: Consignment, is_late: bool) -> None:
        """Declare the consignment where it goes, perhaps where it comes from, and on a manifest where there is one."""
        destination, origin = made.destination, made.origin
        other = self._other_consignee(made)
        declaration = self._add(self.declarations[destination], made, is_late, (False, made.relation.broker, other))
        if origin in self.declarations and origin != destination and self.dice.random() < 0.5:
            brokers = self.world.brokers[origin]
            broker = brokers[made.shipper.number % len(brokers)]
            self._add(self.declarations[origin], made, is_late, (True, broker, None))
        if made.mode == "road" and destination in self.road and self.dice.random() < 0.6:
            self._add(self.road[destination], made, is_late, (False, made.relation.broker, other))
        if made.mode in ("sea", "air") and destination in self.sea and self.dice.random() < 0.8:
            self._add(self.sea[destination], made, is_late, (False, made.relation.broker, other))
        clerk = self.event_clerks[destination]
        if declaration is not None and self._is_inspected(made, clerk):
            self._report(made, clerk, declaration)

    def _is_inspected(self, made: Consignment, clerk: Clerk) -> bool:
        return is_inspected(made, clerk)

    def _contraband(self, made: Consignment) -> tuple[str, bool]:
        """The ring that a consignment is for, and whether it hides something."""
        return made.ring, made.is_risky

    def _finished(self, sheet: Sheet, row: Row, clerk: Clerk) -> Row:
        """A row as it leaves the office."""
        return row

    def _events(self, made: Consignment, clerk: Clerk, declaration: str) -> list[Event]:
        return events_of(made, clerk, declaration)

    def _other_consignee(self, made: Consignment) -> Entity:
        """Who it turns out to be for when a consignee is corrected: any other firm of the country."""
        firms = self.world.consignees[made.destination]
        firm = firms[(made.serial * 7919) % len(firms)]
        return firm if firm is not made.consignee else firms[(made.serial * 7919 + 1) % len(firms)]

    def _add(
        self, extracts: Extracts, made: Consignment, is_late: bool, how: tuple[bool, Entity, Entity | None]
    ) -> str | None:
        is_export, broker, other = how
        row = render(extracts.sheet, made, extracts.clerk, is_export, broker)
        return self._write(extracts, made, row, is_late, other)

    def _write(
        self, extracts: Extracts, made: Consignment, row: Row, is_late: bool, other: Entity | None
    ) -> str | None:
        sheet, originator = extracts.sheet, extracts.clerk.originator
        source_id = extracts.add(made, self._finished(sheet, row, extracts.clerk), is_late, other)
        ring, is_risky = self._contraband(made)
        if source_id is not None and is_risky:
            self.truth.risky(originator, sheet.kind, source_id, ring, made.is_seized)
        return source_id

    def _report(self, made: Consignment, clerk: Clerk, declaration: str) -> None:
        ring, _ = self._contraband(made)
        for event in self._events(made, clerk, declaration):
            file = self.events[clerk.originator, event.sheet.profile]
            if not made.is_seized and file.spoil(event.cells):
                continue
            file.write(event.cells)
            for kind, number in event.records:
                if kind == "seizure":
                    self.seizures += 1
                    if ring:
                        self.truth.seizure(ring, clerk.originator, number)
                    for role, entity in event.mentions:
                        self.truth.mention((kind, number, clerk.originator), role, entity)

    def _registers(self, originator: str) -> None:
        sheet = parties_sheet(originator)
        self._register(
            sheet, originator, "parties", party_entries(self.world, originator, self.clerk(originator, sheet))
        )
        clerk = self.clerk(originator, VEHICLES)
        self._register(VEHICLES, originator, "vehicles", vehicle_entries(self.world, originator, clerk))
        if originator in CONTAINER_LISTS:
            clerk = self.clerk(originator, CONTAINERS)
            self._register(CONTAINERS, originator, "containers", container_entries(self.world, originator, clerk))

    def _register(self, sheet: Sheet, originator: str, noun: str, entries: Iterator[Entry]) -> None:
        dice = Dice(self.seed, f"{originator} {noun} register")
        file = DataFile(self.folder / f"{originator}-{noun}.csv", sheet, self.truth, dice)
        for entry in entries:
            is_ring = any(entity.ring for _, entity in entry.mentions)
            if not is_ring and file.spoil(entry.cells):
                continue
            file.write(entry.cells)
            for role, entity in entry.mentions:
                self.truth.mention((sheet.kind, entry.number, originator), role, entity)
        file.close()
        self._list(file, noun, self.end, "H1", "A1")

    def _list(self, file: DataFile, dataset: str, day: date, handling: str, grade: str) -> None:
        originator = file.path.name[:2]
        self._enter(file.path.name, file.sheet, originator, (dataset, handling, grade), day)
        self._count(file.counts)

    def _enter(self, name: str, sheet: Sheet, originator: str, about: tuple[str, str, str], day: date) -> None:
        dataset, handling, grade = about
        unit = UNITS[originator]
        self.listing.append(
            [name, sheet.profile, originator, dataset, handling, "customs", unit, grade, day.isoformat()]
        )

    def _count(self, counts: Counts) -> None:
        for name in ("rows", "repeated", "corrected", "cancelled", "bad"):
            setattr(self.totals, name, getattr(self.totals, name) + getattr(counts, name))

    def _finish(self) -> None:
        with (self.folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(MANIFEST_COLUMNS)
            writer.writerows(sorted(self.listing))
        self.truth.entities(self.world.entities)
        self.truth.close(self.rings, self._rest())

    def _rest(self) -> dict[str, Any]:
        """What `truth.json` says beside rings and bad rows."""
        totals = self.totals
        return {
            "parameters": {"seed": self.seed, "consignments": self.consignments, "months": self.size.months},
            "entities": len(self.world.entities),
            "placeholders": {"listed": listed_placeholders(), "unlisted": list(UNLISTED)},
            "rows": {
                "all": totals.rows,
                "repeated": totals.repeated,
                "corrected": totals.corrected,
                "cancelled": totals.cancelled,
                "bad": totals.bad,
            },
        }

    def summary(self, size: str) -> SampleSummary:
        """Counts of what was written; `size` is the size by its name."""
        return SampleSummary(
            self.folder,
            self.seed,
            size,
            len(self.listing),
            self.consignments,
            self.totals.rows,
            self.totals.bad,
            len(self.world.entities),
            len(self.rings),
            self.seizures,
        )
