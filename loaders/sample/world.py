"""The true entities of a sample: firms, persons, their vehicles and containers, before anybody writes about them.

Everything here is held in memory (about 190,000 entities for a large sample); consignments are not.
"""

from dataclasses import dataclass, field
from datetime import date

from loaders.sample.dice import Dice, Wheel
from loaders.sample.names import Address, PersonName, Spellings, company_name, email_of, make_address, person_name
from loaders.sample.numbers import (
    birth_day,
    container_number,
    passport_number,
    phone_number,
    plate_number,
    tax_number,
    vin_number,
)
from loaders.sample.size import FOREIGN, FOREIGN_WEIGHTS, ORIGINATOR_WEIGHTS, ORIGINATORS, Size

SECTORS = 6
MAKES = ("MAN TGX", "DAF XF", "Volvo FH", "Mercedes Actros", "Scania R450", "KAMAZ 5490", "Howo T7H")
TRAILER_MAKES = ("Schmitz SKO", "Krone SD", "Kogel S24", "Lamberet")


@dataclass(slots=True, eq=False)
class Entity:
    """A firm or a person as it truly is; what files say of it is made by the clerk."""

    number: int
    kind: str
    country: str
    names: Spellings
    tax: str
    phone: str
    address: Address
    registered_on: date
    email: str = ""
    director: "Entity | None" = None
    sector: int = 0
    passport: str = ""
    birth_on: str = ""
    person: PersonName | None = None
    is_hub: bool = False
    group: str = ""
    ring: str = ""
    fleet: "list[Vehicle]" = field(default_factory=list)

    @property
    def id(self) -> str:
        """The entity's name in the truth files."""
        return f"E{self.number:06d}"


@dataclass(slots=True, eq=False)
class Vehicle:
    """A truck or a trailer; a truck has its usual driver and trailer."""

    plate: str
    country: str
    vin: str
    make: str
    owner: Entity
    is_trailer: bool = False
    driver: Entity | None = None
    trailer: "Vehicle | None" = None


@dataclass(slots=True)
class World:
    """All entities by what they do, per country; lists are in order of weight in trade, the heavy ones first."""

    entities: list[Entity] = field(default_factory=list)
    consignees: dict[str, list[Entity]] = field(default_factory=dict)
    shippers: dict[str, list[Entity]] = field(default_factory=dict)
    carriers: dict[str, list[Entity]] = field(default_factory=dict)
    brokers: dict[str, list[Entity]] = field(default_factory=dict)
    forwarders: dict[str, list[Entity]] = field(default_factory=dict)
    warehouses: dict[str, list[Entity]] = field(default_factory=dict)
    vehicles: list[Vehicle] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)
    container_owners: list[Entity] = field(default_factory=list)


class Registry:
    """Makes entities with numbers nobody else has."""

    def __init__(self, dice: Dice, world: World, first_year: int) -> None:
        self.dice = dice
        self.world = world
        self.first_year = first_year
        self._phones = 0
        self._plates = 0
        self._containers = 0

    def company(self, country: str, *, with_director: bool = True) -> Entity:
        """A new firm with its own phone, address and tax number, and in the ten countries its own director."""
        dice, number = self.dice, len(self.world.entities) + 1
        name = company_name(country, dice)
        firm = Entity(
            number,
            "company",
            country,
            name,
            tax_number(country, number),
            self.phone(country),
            make_address(country, dice),
            self.past_day(),
            sector=dice.below(SECTORS),
        )
        self.world.entities.append(firm)
        if dice.chance(0.4):
            firm.email = email_of(name, number)
        if with_director and country in ORIGINATORS:
            firm.director = self.person(country, is_woman=dice.chance(0.22))
        return firm

    def person(self, country: str, is_woman: bool = False) -> Entity:
        """A new person with passport and phone."""
        dice, number = self.dice, len(self.world.entities) + 1
        name = person_name(country, dice, is_woman)
        year, month, day = birth_day(dice)
        person = Entity(
            number,
            "person",
            country,
            name.spellings,
            tax_number(country, number, is_person=True),
            self.phone(country),
            make_address(country, dice),
            self.past_day(),
            passport=passport_number(country, number),
            birth_on=f"{year}-{month:02d}-{day:02d}",
            person=name,
        )
        self.world.entities.append(person)
        return person

    def truck(self, country: str, owner: Entity, driver: Entity) -> Vehicle:
        """A new truck with a driver and its usual trailer, put into the owner's fleet."""
        trailer = self._vehicle(country, owner, is_trailer=True)
        truck = self._vehicle(country, owner, is_trailer=False)
        truck.driver, truck.trailer = driver, trailer
        owner.fleet.append(truck)
        return truck

    def trailer(self, country: str, owner: Entity) -> Vehicle:
        """A new trailer."""
        return self._vehicle(country, owner, is_trailer=True)

    def _vehicle(self, country: str, owner: Entity, is_trailer: bool) -> Vehicle:
        self._plates += 1
        vehicle = Vehicle(
            plate_number(country, self._plates, is_trailer),
            country,
            vin_number(self._plates),
            self.dice.pick(TRAILER_MAKES if is_trailer else MAKES),
            owner,
            is_trailer,
        )
        self.world.vehicles.append(vehicle)
        return vehicle

    def container(self, owner: Entity) -> str:
        """A new container; its number and owner are also kept for the container list."""
        self._containers += 1
        number = container_number(self._containers)
        self.world.containers.append(number)
        self.world.container_owners.append(owner)
        return number

    def phone(self, country: str) -> str:
        """A phone number that nobody has yet."""
        self._phones += 1
        return phone_number(country, self._phones)

    def past_day(self) -> date:
        """A day of registration before the sample's time, most of them in the last fifteen years."""
        u = self.dice.random()
        return date(self.first_year - 1 - int(u * u * 20), self.dice.between(1, 12), self.dice.between(1, 28))


def build_world(seed: int, size: Size) -> tuple[World, Registry]:
    """All ordinary entities of a sample: traders, hubs, fleets, containers, legal groups and shared offices."""
    world, registry = _traders(seed, size)
    _share_offices(registry)
    _add_groups(registry, size)
    _add_containers(registry, size)
    return world, registry


def build_traders(seed: int, size: Size) -> tuple[World, Registry]:
    """Traders, hubs, fleets and containers of a sample without anything that firms have in common."""
    world, registry = _traders(seed, size)
    _add_containers(registry, size)
    return world, registry


def _traders(seed: int, size: Size) -> tuple[World, Registry]:
    world = World()
    dice = Dice(seed, "world")
    registry = Registry(dice, world, size.first_year)
    for cc in ORIGINATORS:
        for kind in (world.consignees, world.shippers, world.carriers, world.brokers, world.forwarders):
            kind[cc] = []
        world.warehouses[cc] = []
    for cc in FOREIGN:
        world.shippers[cc] = []
        world.carriers[cc] = []
    _add_hubs(registry, size)
    _add_fleets(registry, size)
    _add_traders(registry, size)
    return world, registry


def _add_containers(registry: Registry, size: Size) -> None:
    """Containers that everybody uses, of six leasing firms and some carriers."""
    dice, world = registry.dice, registry.world
    owners = [registry.company("CN", with_director=False) for _ in range(6)]
    owners += [firm for cc in ("KZ", "RU", "AE") for firm in world.carriers.get(cc, [])[:2]]
    for _ in range(size.containers):
        registry.container(dice.pick_early(owners))


def _add_hubs(registry: Registry, size: Size) -> None:
    """Brokers, forwarders and bonded warehouses: at least one of each in every country."""
    world, wheel = registry.world, Wheel(ORIGINATOR_WEIGHTS)
    for kind, count in (
        (world.brokers, size.brokers),
        (world.forwarders, size.forwarders),
        (world.warehouses, size.warehouses),
    ):
        for index in range(count):
            cc = ORIGINATORS[index if index < len(ORIGINATORS) else wheel.spin(registry.dice)]
            firm = registry.company(cc)
            firm.is_hub = True
            kind[cc].append(firm)


def _add_fleets(registry: Registry, size: Size) -> None:
    """Carriers with heavy-tailed fleets; a truck has its usual driver and trailer."""
    dice, world = registry.dice, registry.world
    homes = (*ORIGINATORS, "TR", "RU", "IR")
    wheel = Wheel((*ORIGINATOR_WEIGHTS, 12, 14, 8))
    for index in range(size.carriers):
        cc = homes[index if index < len(homes) else wheel.spin(dice)]
        carrier = registry.company(cc)
        world.carriers[cc].append(carrier)
        trucks = dice.heavy(2, 60)
        carrier.is_hub = trucks >= 20
        for _ in range(trucks):
            registry.truck(cc, carrier, registry.person(cc))


def _add_traders(registry: Registry, size: Size) -> None:
    """Consignees in the ten countries and shippers in and outside of them; one consignee in ten has its own truck."""
    dice, world = registry.dice, registry.world
    ten, foreign = Wheel(ORIGINATOR_WEIGHTS), Wheel(FOREIGN_WEIGHTS)
    for index in range(size.consignees):
        cc = ORIGINATORS[index if index < len(ORIGINATORS) else ten.spin(dice)]
        firm = registry.company(cc)
        world.consignees[cc].append(firm)
        if dice.chance(0.08):
            registry.truck(cc, firm, registry.person(cc))
    for index in range(size.shippers):
        if dice.chance(0.3):
            cc = ORIGINATORS[index % 10 if index < 40 else ten.spin(dice)]
        else:
            cc = FOREIGN[index % 7 if index < 40 else foreign.spin(dice)]
        world.shippers[cc].append(registry.company(cc))
    for cc, firms in world.shippers.items():
        if not firms:
            firms.append(registry.company(cc))


def _share_offices(registry: Registry) -> None:
    """Business centres and book-keepers: many firms that have nothing else in common share an address or a phone."""
    dice = registry.dice
    for cc in ORIGINATORS:
        firms = registry.world.consignees[cc]
        centres, phones = max(1, len(firms) // 250), max(1, len(firms) // 250)
        places = [make_address(cc, dice) for _ in range(centres)]
        numbers = [registry.phone(cc) for _ in range(phones)]
        for firm in firms:
            if dice.chance(0.07):
                place = dice.pick(places)
                firm.address = Address(cc, place.town, place.street, place.house, 0)
            if dice.chance(0.05):
                firm.phone = dice.pick(numbers)


def _add_groups(registry: Registry, size: Size) -> None:
    """Legal groups: sister firms in one country that share at least two of phone, address and director."""
    dice, world = registry.dice, registry.world
    wheel = Wheel(ORIGINATOR_WEIGHTS)
    for index in range(size.groups):
        firms = world.consignees[ORIGINATORS[wheel.spin(dice)]]
        head = dice.pick(firms)
        sisters = [dice.pick(firms) for _ in range(dice.heavy(1, 5))]
        sisters = [firm for firm in dict.fromkeys(sisters) if firm is not head and not firm.group]
        if head.group or not sisters:
            continue
        head.group = group = f"G{index + 1:04d}"
        skipped = dice.below(4)
        for firm in sisters:
            firm.group = group
            if skipped != 0:
                firm.phone = head.phone
            if skipped != 1:
                firm.address = head.address
            if skipped != 2:
                firm.director = head.director
