"""Making a hard world: the steps of the plain one with other people and controls, junk, notices, double reports."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from loaders.sample.clerk import Clerk
from loaders.sample.dice import Dice
from loaders.sample.events import Event, events_of
from loaders.sample.extracts import Extracts
from loaders.sample.generation import Generator
from loaders.sample.hard.controls import Selection, second_report
from loaders.sample.hard.junk import spoil_identity
from loaders.sample.hard.market import HardMarket
from loaders.sample.hard.notices import NOTICE_OFFICES, NOTICES, announced, render_notice
from loaders.sample.hard.shares import Shares
from loaders.sample.hard.society import build_society
from loaders.sample.hard.webs import RING
from loaders.sample.registers import Entry
from loaders.sample.rows import Row
from loaders.sample.schedule import Shipment
from loaders.sample.sheets import Sheet
from loaders.sample.size import Size
from loaders.sample.trade import Consignment


class HardGenerator(Generator):
    """Writes a hard world; until the truth is written no firm knows that it is in a ring."""

    def __init__(self, folder: Path, seed: int, size: Size, shares: Shares) -> None:
        self.shares = shares
        self.double_reports: list[list[str]] = []
        self._is_chosen = False
        super().__init__(folder, seed, size)
        self.junk = Dice(seed, "hard junk")

    def _populate(self) -> list[Shipment]:
        days: tuple[date, date] = self.months[0], self.end
        self.society = build_society(self.seed, self.size, self.shares, days)
        self.world = self.society.world
        self.hard_market = HardMarket(self.seed, self.size, self.society, self.shares)
        self.market = self.hard_market
        self.selection = Selection(self.seed, self.hard_market, self.shares.controls)
        self.rings = sorted((web for web in self.society.webs if web.kind == RING), key=lambda web: web.id)
        return self.hard_market.plans(Dice(self.seed, "hard plans"), self.size.months <= 3)

    def _open_flow(self) -> None:
        super()._open_flow()
        self.notices = {cc: self._extracts(cc, NOTICES) for cc in NOTICE_OFFICES}

    def _monthly(self) -> tuple[Extracts, ...]:
        return (*super()._monthly(), *self.notices.values())

    def _file(self, made: Consignment, is_late: bool) -> None:
        _, is_risky = self._contraband(made)
        self._is_chosen = self.selection.choose(made, is_risky)
        extracts = self.notices.get(made.destination)
        if extracts is not None and self.dice.chance(self.shares.controls.notice_share):
            self._announce(extracts, made, is_late)
        super()._file(made, is_late)
        self.hard_market.contents.pop(made.serial, None)

    def _announce(self, extracts: Extracts, made: Consignment, is_late: bool) -> None:
        other, clerk = self._other_consignee(made), extracts.clerk
        is_changed = clerk.dice.chance(self.shares.controls.changed_share)
        shown = announced(made, clerk, other, self.world) if is_changed else made
        self._write(extracts, shown, render_notice(shown, clerk), is_late, other)

    def _is_inspected(self, made: Consignment, clerk: Clerk) -> bool:
        return self._is_chosen

    def _contraband(self, made: Consignment) -> tuple[str, bool]:
        contents = self.hard_market.contents.get(made.serial)
        return (contents.ring, contents.is_risky) if contents is not None else ("", False)

    def _finished(self, sheet: Sheet, row: Row, clerk: Clerk) -> Row:
        return Row(*spoil_identity(row.cells, row.mentions, sheet, clerk.dice, self.shares.controls.junk_share))

    def _events(self, made: Consignment, clerk: Clerk, declaration: str) -> list[Event]:
        events = events_of(made, clerk, declaration)
        if made.is_seized and clerk.dice.chance(self.shares.controls.twice_share):
            again = second_report(events[-1], clerk)
            numbers = [number for event in (events[-1], again) for kind, number in event.records if kind == "seizure"]
            self.double_reports.append([clerk.originator, *numbers])
            events.append(again)
        return [self._spoiled(event, clerk) for event in events]

    def _spoiled(self, event: Event, clerk: Clerk) -> Event:
        share = self.shares.controls.junk_share
        cells, mentions = spoil_identity(event.cells, event.mentions, event.sheet, clerk.dice, share)
        return Event(event.sheet, cells, event.records, tuple(mentions))

    def _register(self, sheet: Sheet, originator: str, noun: str, entries: Iterator[Entry]) -> None:
        super()._register(sheet, originator, noun, (self._entered(entry, sheet) for entry in entries))

    def _entered(self, entry: Entry, sheet: Sheet) -> Entry:
        share = self.shares.controls.junk_share
        cells, mentions = spoil_identity(entry.cells, entry.mentions, sheet, self.junk, share)
        return Entry(cells, entry.number, tuple(mentions))

    def _finish(self) -> None:
        for web in self.society.webs:
            for member in web.members:
                if web.kind == RING:
                    member.ring = web.id
                else:
                    member.group = member.group or web.id
        self.truth.groups((web.id, web.kind, member) for web in self.society.webs for member in web.members)
        super()._finish()

    def _rest(self) -> dict[str, Any]:
        return {**super()._rest(), "double_reports": self.double_reports}
