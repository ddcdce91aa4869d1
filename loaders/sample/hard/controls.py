"""Who is inspected, what is found, and what is reported twice: risk and volume decide, never who belongs to a ring."""

from datetime import timedelta

from loaders.sample.clerk import Clerk
from loaders.sample.dice import Dice
from loaders.sample.events import INSPECTIONS_EN, SEIZURES_RU, Event
from loaders.sample.goods import GOODS
from loaders.sample.hard.market import HardMarket
from loaders.sample.hard.shares import Controls
from loaders.sample.rows import decimal_comma
from loaders.sample.trade import Consignment

MOST = 0.6  # share of a firm's consignments that are looked at, whatever speaks against it
YOUNG = timedelta(days=365)
YOUNG_FACTOR, CAUGHT_FACTOR = 1.5, 2.5
FACTORS = (0.5, 0.8, 1.0, 1.0, 2.0)
_QUANTITIES = {INSPECTIONS_EN.profile: ("Quantity", "Unit"), SEIZURES_RU.profile: ("Количество", "Ед. изм.")}
_NUMBERS = {INSPECTIONS_EN.profile: ("Inspection No", "Seizure No"), SEIZURES_RU.profile: ("Номер протокола",)}
_DECLARATIONS = {INSPECTIONS_EN.profile: "Declaration No", SEIZURES_RU.profile: "Номер ДТ"}
_SMALLER = {"kg": ("g", 1000), "кг": ("г", 1000), "t": ("kg", 1000), "т": ("кг", 1000), "l": ("ml", 1000)}


class Selection:
    """The officers' choice: routes, goods, young firms, firms with a past seizure, and a watch list of large ones."""

    def __init__(self, seed: int, market: HardMarket, controls: Controls) -> None:
        dice = Dice(seed, "hard controls")
        self.dice, self.controls = dice, controls
        self._routes = {cc: dice.pick(FACTORS) for cc in sorted(market.world.shippers)}
        chapters = sorted({goods.hs_code[:2] for sector in GOODS for goods in sector})
        self._chapters = {chapter: dice.pick(FACTORS) for chapter in chapters}
        self.watched = self._watch(market)
        self._caught: set[int] = set()

    def _watch(self, market: HardMarket) -> set[int]:
        """Numbers of the firms on the list: the more a firm trades, the more likely."""
        volume: dict[int, float] = {}
        for rank, relation in enumerate(market.relations):
            number = relation.consignee.number
            volume[number] = volume.get(number, 0.0) + 1.0 / (rank + 12)
        order = sorted((-weight, number) for number, weight in volume.items())
        count = int(len(order) * self.controls.watched_share)
        return {self.dice.pick_early(order)[1] for _ in range(count)}

    def choose(self, made: Consignment, is_risky: bool) -> bool:
        """Whether a consignment is inspected; marks it as seized where something is found."""
        dice, controls = self.dice, self.controls
        is_chosen = dice.chance(min(MOST, controls.inspected_share * self._factor(made)))
        is_detected = is_risky and dice.chance(controls.found_share if is_chosen else controls.tip_share)
        made.is_seized = made.is_seized or is_detected
        if made.is_seized:
            self._caught.add(made.consignee.number)
        return is_chosen or made.is_seized

    def _factor(self, made: Consignment) -> float:
        factor = self._routes[made.origin] * self._chapters[made.goods.hs_code[:2]]
        number = made.consignee.number
        if made.day - made.consignee.registered_on < YOUNG:
            factor *= YOUNG_FACTOR
        if number in self._caught:
            factor *= CAUGHT_FACTOR
        return factor * (self.controls.watched_factor if number in self.watched else 1.0)


def second_report(event: Event, clerk: Clerk) -> Event:
    """The same seizure as another office reports it: its own number, often another unit, seldom the declaration."""
    dice, sheet = clerk.dice, event.sheet
    cells = list(event.cells)
    for column in _NUMBERS[sheet.profile]:
        at = sheet.columns.index(column)
        cells[at] = _number_elsewhere(cells[at])
    at, unit_at = (sheet.columns.index(column) for column in _QUANTITIES[sheet.profile])
    amount = float("".join(sign for sign in cells[at] if sign.isdigit()))
    unit, times = _SMALLER.get(cells[unit_at], (cells[unit_at], 1))
    weighed = amount * times * (1.0 + 0.01 * (dice.random() - 0.5))
    cells[unit_at] = unit
    cells[at] = decimal_comma(weighed, 0, "\u00a0") if sheet is SEIZURES_RU else f"{weighed:.0f}"
    if dice.chance(0.8):
        cells[sheet.columns.index(_DECLARATIONS[sheet.profile])] = ""
    records = tuple((kind, _number_elsewhere(number)) for kind, number in event.records)
    return Event(sheet, cells, records, event.mentions)


def _number_elsewhere(number: str) -> str:
    """The number of a report in another office's series, which shows nothing of the first."""
    originator, letters, year, serial = number.split("-")
    return f"{originator}-{letters}D-{year}-{(int(serial) * 7_919 + 104_729) % 1_000_000:06d}"
