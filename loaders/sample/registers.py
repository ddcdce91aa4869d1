"""Registers: firms and brokers with their directors, vehicles with their owners, containers with theirs."""

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.sample.clerk import Clerk
from loaders.sample.rows import Mention
from loaders.sample.sheets import Sheet, columns
from loaders.sample.world import Entity, Vehicle, World

PARTIES_EN = Sheet(
    "sample-parties-en",
    "party",
    columns(
        "Registration No|Registered On|Name|Tax No|Country|Address|Phone|E-mail|Director|Director Passport|"
        "Director Country|Director Born|Activity"
    ),
    "utf-8", ",", "\n", "native", (0,), 1, -1, (),
)  # fmt: skip
PARTIES_RU = Sheet(
    "sample-parties-ru",
    "party",
    columns(
        "Рег. номер|Дата регистрации|Наименование|ИНН|Страна|Адрес|Телефон|Эл. почта|Руководитель|"
        "Паспорт руководителя|Гражданство|Дата рождения|Вид деятельности"
    ),
    "cp1251", ";", "\r\n", "russian", (0,), 1, -1, (),
)  # fmt: skip
VEHICLES = Sheet(
    "sample-vehicles",
    "vehicle",
    columns(
        "Certificate No|Plate|VIN|Type|Make|Tare kg|Owner|Owner Kind|Owner Tax No|Owner Phone|Owner Country|"
        "Valid From|Valid Until"
    ),
    "utf-8", ",", "\n", "native", (0,), 11, 5, (),
)  # fmt: skip
CONTAINERS = Sheet(
    "sample-containers",
    "container",
    columns("Row No|Container|Size Type|Tare kg|Owner|Owner Country|Valid From"),
    "utf-8", ",", "\n", "latin", (0,), 6, 3, (),
)  # fmt: skip
RUSSIAN_REGISTERS = ("KG", "KZ", "UA")
CONTAINER_LISTS = ("AZ", "GE", "KZ", "PK")
ACTIVITIES = (
    ("Wholesale of fruit and vegetables", "Оптовая торговля овощами и фруктами"),
    ("Textiles and clothing", "Текстиль и одежда"),
    ("Building materials", "Строительные материалы"),
    ("Machinery and electronics", "Машины и электроника"),
    ("Food products", "Продукты питания"),
    ("Chemicals and household goods", "Химия и бытовые товары"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a register with its number and the parties it mentions."""

    cells: list[str]
    number: str
    mentions: tuple[Mention, ...]


def parties_sheet(originator: str) -> Sheet:
    """The layout of an originator's register of parties."""
    return PARTIES_RU if originator in RUSSIAN_REGISTERS else PARTIES_EN


def party_entries(world: World, originator: str, clerk: Clerk) -> Iterator[Entry]:
    """Nine firms in ten of a country; ring firms whose director is evidence are always there."""
    for firm in world.entities:
        if firm.kind != "company" or firm.country != originator:
            continue
        if firm.ring or clerk.dice.random() < 0.9:
            yield _party(firm, clerk)


def _party(firm: Entity, clerk: Clerk) -> Entry:
    director, russian = firm.director, clerk.base == "russian"
    number = f"{firm.country}-{firm.number:06d}"
    day = firm.registered_on
    cells = [
        number,
        f"{day.day:02d}.{day.month:02d}.{day.year}" if russian else day.isoformat(),
        clerk.name(firm),
        firm.tax,
        firm.country,
        clerk.address(firm.address, clerk.script(firm)),
        clerk.phone(firm.phone, firm.country) if firm.ring or clerk.dice.random() < 0.85 else "",
        firm.email,
        clerk.name(director) if director is not None else "",
        director.passport if director is not None else "",
        director.country if director is not None else "",
        _born(director, russian),
        ACTIVITIES[firm.sector][1 if russian else 0],
    ]
    mentions: tuple[Mention, ...] = (("party", firm),)
    return Entry(cells, number, (*mentions, ("director", director)) if director is not None else mentions)


def _born(person: Entity | None, dotted: bool) -> str:
    if person is None:
        return ""
    year, month, day = person.birth_on.split("-")
    return f"{day}.{month}.{year}" if dotted else person.birth_on


def vehicle_entries(world: World, originator: str, clerk: Clerk) -> Iterator[Entry]:
    """The vehicles with a country's plates."""
    for index, vehicle in enumerate(world.vehicles):
        if vehicle.country == originator:
            yield _vehicle(vehicle, index, clerk)


def _vehicle(vehicle: Vehicle, index: int, clerk: Clerk) -> Entry:
    owner, dice = vehicle.owner, clerk.dice
    number = f"{vehicle.country}-V-{index + 1:06d}"
    year = dice.between(2012, 2022)
    cells = [
        number,
        vehicle.plate,
        vehicle.vin if dice.random() < 0.95 else "",
        "trailer" if vehicle.is_trailer else "truck",
        vehicle.make,
        str(6800 + dice.below(900) if vehicle.is_trailer else 7600 + dice.below(1400)),
        clerk.name(owner),
        owner.kind,
        clerk.tax(owner),
        clerk.phone(owner.phone, owner.country) if dice.random() < 0.6 else "",
        owner.country,
        f"{year}-{dice.between(1, 12):02d}-{dice.between(1, 28):02d}",
        f"{year + 15}-12-31",
    ]
    return Entry(cells, number, (("owner", owner),))


def container_entries(world: World, originator: str, clerk: Clerk) -> Iterator[Entry]:
    """A list of containers seen by one administration: each is on one of the four lists."""
    place = CONTAINER_LISTS.index(originator)
    for index in range(place, len(world.containers), len(CONTAINER_LISTS)):
        owner, dice = world.container_owners[index], clerk.dice
        number = f"{originator}-C-{index + 1:06d}"
        size = dice.pick(("22G1", "42G1", "45G1", "22R1"))
        tare = (2200 if size.startswith("2") else 3800) + dice.below(300)
        day = f"{dice.between(2018, 2022)}-{dice.between(1, 12):02d}-01"
        cells = [number, world.containers[index], size, str(tare), clerk.name(owner), owner.country, day]
        yield Entry(cells, number, (("owner", owner),))
