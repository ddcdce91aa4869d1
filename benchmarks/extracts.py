"""Synthetic declarations for the benchmarks: monthly extracts that overlap, are corrected, and have heavy-tailed hubs.

Two originators with three handling codes write twelve monthly files each, 72 in all: 44 columns, about 640 bytes a
row, five parties and a driver on each. Of a month's rows 10 % stand in the next extract again and 3 % more stand there
corrected. A tenth of the parties is spelled another way each time they are written. Everything follows from the seed.
"""

import csv
import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from api.services.loading.load import LoadOptions

PROFILE = Path(__file__).with_name("declarations.yaml")
MONTHS = 12
REPEATED_SHARE, CORRECTED_SHARE, RESPELLED_SHARE = 0.10, 0.03, 0.10
CHANNELS = tuple((originator, handling) for originator in ("UZ", "KZ") for handling in ("H1", "H2", "H3"))
_FIRST = "Silk Orient Amu Karvon Tian Zarafshon Nur Samruk Alatau Baraka Темир Восток Азия Ипак Йўли Сирдарё".split()
_SECOND = "Trade Impex Logistics Textile Agro Motors Chem Foods Metall Торг Экспорт Сервис Савдо Транс".split()
_FORMS = ("LLC", "Ltd", "MChJ", "ООО", "ТОО", "JSC")
_STREETS = "Navoi Furqat Amir-Temur Abay Satpaev Mustaqillik Buyuk-Ipak-Yuli Тимирязева Хоразм Dostyk".split()
_CITIES = "Tashkent Samarkand Bukhara Termez Almaty Shymkent Aktau Ташкент Алматы Бухара".split()
_GIVEN = "Akmal Bekzod Davron Eldor Farhod Gulnora Islom Jasur Kamol Лазиз Мурод Нодир Олим Рустам".split()
_GOODS = "cotton yarn;spare parts for cars;apples, fresh;ceramic tiles;polyethylene in granules;машины швейные".split(
    ";"
)
_PLACES = {
    "UZ": ("Alat", "Termez", "Yallama", "Dautota", "Oybek", "Hairatan"),
    "KZ": ("Khorgos", "Dostyk", "Bakhty", "Aktau", "Altynkol"),
}
_COUNTRIES = ("CN", "TR", "RU", "AF", "IR", "PK", "DE", "AE")

COLUMNS = (
    "Declaration No", "Status", "Amended At", "Registered On", "Procedure", "Office",
    "Shipper", "Shipper Country", "Shipper Address", "Shipper Phone",
    "Consignee", "Consignee Tax No", "Consignee Address", "Consignee Phone", "Consignee Email",
    "Notify Party", "Notify Phone", "Declarant", "Declarant Tax No", "Declarant Phone",
    "Carrier", "Carrier Country", "Carrier Phone", "Driver", "Driver Passport", "Driver Phone",
    "Truck", "Trailer", "Containers", "Seals", "Transport Doc", "HS Code", "Goods", "Gross kg", "Net kg", "Packages",
    "Value", "Currency", "Departure", "Origin", "Destination", "Mode", "Loaded At", "Unloaded At", "Entered At",
)  # fmt: skip
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with its spellings, the usual one first."""

    names: tuple[str, str]
    tax: str
    phone: str
    address: str
    email: str
    country: str


@dataclass(slots=True)
class _World:
    """The pools that rows are drawn from; a skewed draw makes the first of a pool its hubs."""

    random: random.Random
    firms: list[Firm] = field(default_factory=list)
    drivers: list[tuple[str, str, str]] = field(default_factory=list)
    trucks: list[str] = field(default_factory=list)
    trailers: list[str] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)

    def skewed(self, count: int, power: float) -> int:
        """A number below `count`; the higher the power the more often a low one."""
        return int(count * self.random.random() ** power)


def write_extracts(folder: Path, seed: int, consignments: int) -> list[tuple[Path, LoadOptions]]:
    """Writes the files and returns each with how it is to be loaded, month by month."""
    world = _world(random.Random(seed), consignments)
    share = max(1, consignments // (MONTHS * len(CHANNELS)))
    again: dict[tuple[str, str], list[Row]] = {channel: [] for channel in CHANNELS}
    files = []
    for month in range(1, MONTHS + 1):
        for originator, handling in CHANNELS:
            rows = [_row(world, originator, f"{handling}{month:02d}{i:06d}", month) for i in range(share)]
            path = folder / f"{originator}-{handling}-{extract_day(month)}.csv"
            write_rows(path, [*rows, *again[originator, handling]])
            again[originator, handling] = list(_next_month(world, rows, month))
            files.append((path, LoadOptions(str(PROFILE), originator, "import", handling)))
    return files


def listed(folder: Path) -> list[tuple[Path, LoadOptions]]:
    """The files that `write_extracts` left in a folder, month by month."""
    paths = sorted(folder.glob("*.csv"), key=lambda path: (path.stem[6:], path.stem))
    return [(path, LoadOptions(str(PROFILE), path.stem[:2], "import", path.stem[3:5])) for path in paths]


def correct(source: Path, target: Path, share: float) -> int:
    """Writes an extract again a day later with a share of its rows corrected; how many were."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    step = round(1 / share)
    for row in rows[::step]:
        row["Amended At"], row["Gross kg"] = f"{source.stem[6:]} 18:30", "12345"
        row["Consignee"], row["Consignee Phone"] = "Corrected Consignee LLC", "+998901112233"
    write_rows(target, rows)
    return len(rows[::step])


def extract_day(month: int) -> str:
    """The last day of a month of 2024."""
    return (datetime.date(2024 + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).isoformat()


def write_rows(path: Path, rows: list[Row]) -> None:
    """Writes rows in the order of the columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([row[name] for name in COLUMNS] for row in rows)


def _next_month(world: _World, rows: list[Row], month: int) -> Iterator[Row]:
    """What the next extract says again of this month: some rows as they were, some corrected."""
    for row in rows:
        chance = world.random.random()
        if chance < CORRECTED_SHARE:
            other = world.firms[world.skewed(len(world.firms), 2)]
            yield row | {
                "Amended At": f"{extract_day(month)} 12:00",
                "Consignee": other.names[0],
                "Consignee Tax No": other.tax,
                "Net kg": "777",
            }
        elif chance < CORRECTED_SHARE + REPEATED_SHARE:
            yield row


def _world(dice: random.Random, consignments: int) -> _World:
    world = _World(dice)
    firms = max(20, consignments // 14)
    phones = [f"+9989{dice.choice('01345')}{dice.randrange(10**7):07d}" for _ in range(max(10, firms // 2))]
    for i in range(firms):
        first, second, form = dice.choice(_FIRST), dice.choice(_SECOND), dice.choice(_FORMS)
        name = f"{first} {second} {i}"
        address = f"{dice.choice(_CITIES)}, {dice.choice(_STREETS)} {dice.randrange(200)}, office {i % 997}"
        tax = f"{300000000 + dice.randrange(10**8)}"
        phone = phones[world.skewed(len(phones), 3)]
        names = (f"{name} {form}", f'"{name.upper()}" {form}.')
        world.firms.append(Firm(names, tax, phone, address, f"office{i}@firm{i % 4000}.uz", dice.choice(_COUNTRIES)))
    for i in range(max(10, consignments // 20)):
        name = f"{dice.choice(_GIVEN)} {dice.choice(_GIVEN)}ov {i % 1000}"
        world.drivers.append((name, f"AA{1000000 + i}", f"+99893{dice.randrange(10**7):07d}"))
    for pool, letters, count in ((world.trucks, "AAA", 25), (world.trailers, "BT", 30)):
        pool += [f"{dice.randrange(1, 99):02d}{i:05d}{letters}" for i in range(max(10, consignments // count))]
    world.containers += [f"MSKU{dice.randrange(10**7):07d}" for _ in range(max(10, consignments // 6))]
    return world


def _row(world: _World, originator: str, number: str, month: int) -> Row:
    dice, firms = world.random, world.firms
    count = len(firms)
    shipper, consignee = firms[world.skewed(count, 2)], firms[world.skewed(count, 2)]
    notify, carrier = firms[world.skewed(count, 4)], firms[world.skewed(count, 4)]
    declarant = firms[world.skewed(count, 8)]
    driver = world.drivers[world.skewed(len(world.drivers), 2)]
    day = f"2024-{month:02d}-{dice.randrange(1, 29):02d}"
    gross = dice.randrange(200, 24000)
    places = _PLACES[originator]
    boxes = [world.containers[world.skewed(len(world.containers), 1.3)] for _ in range(1 + (dice.random() < 0.3))]
    values = (
        f"{originator}/{number}", "released", "", day, dice.choice(("IM40", "TR80", "EX10")),
        f"Office {dice.randrange(30)}",
        _spelling(world, shipper), shipper.country, shipper.address, shipper.phone,
        _spelling(world, consignee), consignee.tax, consignee.address, consignee.phone, consignee.email,
        _spelling(world, notify), notify.phone, _spelling(world, declarant), declarant.tax, declarant.phone,
        _spelling(world, carrier), carrier.country, carrier.phone, *driver,
        world.trucks[world.skewed(len(world.trucks), 1.5)], world.trailers[world.skewed(len(world.trailers), 1.5)],
        ";".join(boxes), f"SL{dice.randrange(10**7):07d}", f"CMR {number}/{dice.randrange(10**6)}",
        f"{dice.randrange(100000, 999999)}0000", dice.choice(_GOODS), str(gross), str(int(gross * 0.93)),
        str(dice.randrange(1, 900)), f"{dice.randrange(100, 90000)}.50", "USD", shipper.country, shipper.country,
        originator, dice.choice(("30", "20", "10")), "N/A",
        places[world.skewed(len(places), 2)], places[world.skewed(len(places), 2)],
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _spelling(world: _World, firm: Firm) -> str:
    return firm.names[world.random.random() < RESPELLED_SHARE]
