"""Planted rings: their members, and the rare things that the members share.

A ring is grown member by member: each new firm shares two things of different kinds with firms already in it (a
phone, an address, a director, a driver, a truck, a trailer, a container), so that it is a connected web and not a star.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from loaders.sample.dice import Dice, Wheel
from loaders.sample.names import Address, make_address
from loaders.sample.size import ORIGINATORS
from loaders.sample.world import Entity, Registry, Vehicle, World

NEIGHBOURS = {
    "AF": ("TJ", "UZ", "PK", "TM"), "AZ": ("GE", "KZ", "TM"), "GE": ("AZ", "UA"), "KG": ("KZ", "UZ", "TJ"),
    "KZ": ("KG", "UZ", "AZ"), "PK": ("AF", "UZ"), "TJ": ("AF", "UZ", "KG"), "TM": ("UZ", "AF", "AZ"),
    "UA": ("GE", "KZ"), "UZ": ("TJ", "KZ", "KG", "AF"),
}  # fmt: skip
SIZE_WHEEL = Wheel(1.0 / (size - 2) ** 2 for size in range(4, 13))
HOME_WHEEL = Wheel((12, 9, 8, 10, 14, 9, 13, 7, 4, 14))


@dataclass(slots=True, eq=False)
class Asset:
    """Something rare that several members use; `value` depends on the kind."""

    kind: str
    value: str | Address | Entity | Vehicle
    holders: list[Entity]


@dataclass(slots=True, eq=False)
class Ring:
    """A planted ring; `fronts` are the firms that receive goods."""

    id: str
    countries: list[str]
    fronts: list[Entity] = field(default_factory=list)
    shipper: Entity | None = None
    carrier: Entity | None = None
    boss: Entity | None = None
    drivers: list[Entity] = field(default_factory=list)
    home_trucks: dict[int, Vehicle] = field(default_factory=dict)
    assets: list[Asset] = field(default_factory=list)
    successions: list[tuple[Entity, Entity]] = field(default_factory=list)
    foreign_shippers: list[Entity] = field(default_factory=list)

    @property
    def companies(self) -> list[Entity]:
        """All firms, in the order in which they joined."""
        extra = [firm for firm in (self.shipper, self.carrier) if firm is not None]
        return self.fronts + extra

    @property
    def members(self) -> list[Entity]:
        """Firms, then the boss and the drivers."""
        return self.companies + ([self.boss] if self.boss is not None else []) + self.drivers

    def held(self, kind: str, holder: Entity) -> list[Asset]:
        """The assets of one kind that a member uses, in the order in which he got them."""
        return [asset for asset in self.assets if asset.kind == kind and holder in asset.holders]


class RingBuilder:
    """Grows rings out of new entities, and gives them ordinary people to work through."""

    reuse_share = 0.6  # of the things that a pair could share, those that others of the ring share already
    most_holders = 5
    register_share = 0.5  # of the shared phones and addresses, those that the register shows as the holder's own

    def __init__(self, dice: Dice, world: World, registry: Registry) -> None:
        self.dice = dice
        self.world = world
        self.registry = registry

    def build(self, number: int) -> Ring:
        """A ring of 4 to 12 members in one to three countries."""
        dice = self.dice
        size = 4 + SIZE_WHEEL.spin(dice)
        ring = Ring(f"R{number:03d}", self._countries())
        persons = 1 + (size >= 7) + (size >= 10)
        self._hire(ring, persons)
        self._found(ring, size - persons)
        for firm in ring.companies[1:]:
            self._tie(ring, firm)
        self._tie_persons(ring)
        self._plan_succession(ring)
        ring.foreign_shippers = [dice.pick(self.world.shippers[cc]) for cc in ("IR", "CN", "TR")][dice.below(2) :]
        for member in ring.members:
            member.ring = ring.id
        return ring

    def _countries(self) -> list[str]:
        home = ORIGINATORS[HOME_WHEEL.spin(self.dice)]
        countries = [home]
        for _ in range((0, 1, 1, 2)[self.dice.below(4)]):
            other = self.dice.pick(NEIGHBOURS[home])
            if other not in countries:
                countries.append(other)
        return countries

    def _hire(self, ring: Ring, persons: int) -> None:
        for index in range(persons):
            country = ring.countries[index % len(ring.countries)]
            person = self.registry.person(country)
            if index == 1 or (persons == 1 and self.dice.chance(0.35)):
                ring.boss = person
            else:
                ring.drivers.append(person)

    def _found(self, ring: Ring, count: int) -> None:
        """Three fronts at least; with more firms one may send the goods and one may carry them."""
        dice, countries = self.dice, ring.countries
        firms = [self.registry.company(self.dice.pick(countries) if n else countries[0]) for n in range(count)]
        for firm in firms:
            if dice.chance(0.6):
                year = self.registry.first_year - 1 - dice.below(2)
                firm.registered_on = date(year, dice.between(1, 12), dice.between(1, 28))
        if count >= 4 and len(countries) > 1 and dice.chance(0.5):
            ring.shipper = firms.pop()
        if len(firms) >= 4 and dice.chance(0.4):
            ring.carrier = firms.pop()
        ring.fronts = firms
        for driver in ring.drivers:
            owner = ring.carrier or driver
            ring.home_trucks[driver.number] = self.registry.truck(firms[0].country, owner, driver)

    def _tie(self, ring: Ring, firm: Entity) -> None:
        """Make the firm share two things of different kinds with firms that joined before it."""
        earlier = ring.companies[: ring.companies.index(firm)]
        used: list[str] = []
        for _ in range(2):
            other = self.dice.pick(earlier)
            options = [kind for kind in self._kinds(ring, other, firm) if kind not in used]
            kind = self.dice.pick(options)
            used.append(kind)
            self._share(ring, kind, other, firm)

    def _kinds(self, ring: Ring, one: Entity, other: Entity) -> list[str]:
        """What two firms of the ring can share, the commoner kinds several times."""
        is_near = one.country == other.country
        kinds = ["phone"] * 4
        if ring.boss is not None:
            kinds += ["director"] * 2
        if is_near:
            kinds += ["address"] * 3
        if one in ring.fronts and other in ring.fronts:
            kinds += ["driver"] * 3 if ring.drivers else []
            kinds += ["truck", "truck", "trailer"] if is_near else []
            kinds += ["container"] * 2
        elif not is_near and ring.boss is None:
            kinds.append("email")
        return kinds

    def _share(self, ring: Ring, kind: str, one: Entity, other: Entity) -> None:
        is_single = kind in ("director", "email") or one not in ring.fronts  # shown in a register, which has one cell
        known = [
            a for a in ring.held(kind, one) if is_single or other in a.holders or len(a.holders) < self.most_holders
        ]
        if kind in ("truck", "trailer", "address"):
            known = [a for a in known if all(holder.country == other.country for holder in a.holders)]
        if known and (is_single or self.dice.chance(self.reuse_share)):
            self._join(known[0], other)
            return
        value = self._value(ring, kind, one)
        same = [a for a in ring.assets if a.value is value]
        asset = same[0] if same else Asset(kind, value, [])
        if not same:
            ring.assets.append(asset)
        self._join(asset, one)
        self._join(asset, other)

    def _value(self, ring: Ring, kind: str, one: Entity) -> str | Address | Entity | Vehicle:
        registry = self.registry
        if kind == "phone":
            return registry.phone(one.country)
        if kind == "address":
            return make_address(one.country, self.dice)
        if kind == "director" and ring.boss is not None:
            return ring.boss
        if kind == "driver":
            return self.dice.pick(ring.drivers)
        if kind == "container":
            return registry.container(one)
        if kind == "email":
            return f"{one.email or 'office@box'}".split("@")[0] + f"@mail{one.number}.example"
        driver = self.dice.pick(ring.drivers) if ring.drivers else self.any_driver(one.country)
        return registry.truck(one.country, one, driver) if kind == "truck" else registry.trailer(one.country, one)

    def _join(self, asset: Asset, firm: Entity) -> None:
        """Let the firm use the asset; what a register shows of it follows where it must or may."""
        if firm in asset.holders:
            return
        asset.holders.append(firm)
        value = asset.value
        if asset.kind == "director" and isinstance(value, Entity):
            firm.director = value
        elif asset.kind == "email" and isinstance(value, str):
            firm.email = value
        elif asset.kind == "phone" and isinstance(value, str) and self.dice.chance(self.register_share):
            firm.phone = value
        elif asset.kind == "address" and isinstance(value, Address) and self.dice.chance(self.register_share):
            firm.address = value

    def _tie_persons(self, ring: Ring) -> None:
        """Drivers work for two fronts at least and the boss directs two firms; half of them use a ring's phone."""
        for driver in ring.drivers:
            self._complete(ring, "driver", driver, ring.fronts)
        if ring.boss is not None:
            self._complete(ring, "director", ring.boss, ring.companies)
        for person in (*ring.drivers, *([ring.boss] if ring.boss else [])):
            phones = [asset.value for asset in ring.assets if asset.kind == "phone" and isinstance(asset.value, str)]
            if phones and self.dice.chance(0.5):
                person.phone = self.dice.pick(phones)
        for firm in ring.companies[len(ring.fronts) :]:
            for asset in self._register_assets(ring, firm):
                if isinstance(asset.value, str):
                    firm.phone = asset.value
                elif isinstance(asset.value, Address):
                    firm.address = asset.value

    def _register_assets(self, ring: Ring, firm: Entity) -> list[Asset]:
        """What a firm that receives nothing shows in the register alone."""
        return [asset for kind in ("phone", "address") for asset in ring.held(kind, firm)[:1]]

    def _complete(self, ring: Ring, kind: str, person: Entity, firms: Sequence[Entity]) -> None:
        asset = next((a for a in ring.assets if a.kind == kind and a.value is person), None)
        if asset is None:
            asset = Asset(kind, person, [])
            ring.assets.append(asset)
        for _ in range(20):
            if len(asset.holders) >= 2:
                return
            self._join(asset, self.dice.pick(firms))

    def _plan_succession(self, ring: Ring) -> None:
        """In most rings a front is given up and another takes over its phone and its driver or truck."""
        if len(ring.fronts) < 3 or not self.dice.chance(0.65):
            return
        old, new = ring.fronts[self.dice.below(2)], ring.fronts[-1]
        ring.successions.append((old, new))
        self._share(ring, "phone", old, new)
        if ring.drivers:
            self._share(ring, "driver", old, new)
        elif old.country == new.country:
            self._share(ring, "truck", old, new)

    def any_driver(self, country: str) -> Entity:
        """A driver of an ordinary carrier of that country."""
        carrier = self.dice.pick(self.world.carriers[country])
        driver = self.dice.pick(carrier.fleet).driver
        return driver if driver is not None else self.registry.person(country)
