"""Ordinary trade: who regularly sends what to whom, and the consignments that follow from it, day by day."""

from dataclasses import dataclass
from datetime import date

from loaders.sample.dice import Dice, Wheel
from loaders.sample.goods import GOODS, PORTS, Goods
from loaders.sample.names import Address
from loaders.sample.numbers import seal_number
from loaders.sample.size import FOREIGN, FOREIGN_WEIGHTS, ORIGINATOR_WEIGHTS, ORIGINATORS, Size
from loaders.sample.world import Entity, Vehicle, World

SEA_FROM = ("CN", "AE", "IN", "TR", "DE", "PK")
NEAR_FOREIGN = {"KZ": ("CN", "RU"), "KG": ("CN", "RU"), "GE": ("TR", "RU"), "AZ": ("TR", "IR"), "UA": ("TR", "DE")}


@dataclass(slots=True, eq=False)
class Relation:
    """A shipper and a consignee who trade, with the people they usually do it through."""

    shipper: Entity
    consignee: Entity
    mode: str
    goods: Goods
    broker: Entity
    carrier: Entity
    truck: Vehicle | None
    forwarder: Entity | None
    warehouse: Entity | None
    post: int
    is_smuggler: bool


@dataclass(slots=True, eq=False)
class Consignment:
    """One true movement of goods. `shown_phone` and `shown_address` stand on the papers whatever the clerk does."""

    serial: int
    day: date
    relation: Relation
    consignee: Entity
    shipper: Entity
    carrier: Entity
    driver: Entity | None
    truck: Vehicle | None
    trailer: Vehicle | None
    containers: tuple[str, ...]
    seals: tuple[str, ...]
    goods: Goods
    gross_kg: float
    net_kg: float
    packages: int
    value: float
    document: str
    mode: str
    shown_phone: str = ""
    shown_address: Address | None = None
    ring: str = ""
    is_risky: bool = False
    is_seized: bool = False
    is_fixed: bool = False

    @property
    def origin(self) -> str:
        """Country the goods are sent from."""
        return self.shipper.country

    @property
    def destination(self) -> str:
        """Country the goods are sent to, one of the ten."""
        return self.consignee.country


class Market:
    """The regular relations of a sample, drawn by Zipf's law, and the making of one consignment."""

    def __init__(self, seed: int, size: Size, world: World) -> None:
        self.world = world
        self.dice = Dice(seed, "market")
        self.relations: list[Relation] = []
        for cc in ORIGINATORS:
            for consignee in world.consignees[cc]:
                self.relations += self._relations_of(consignee, 1 + size.shippers // 20)
        self.dice.shuffle(self.relations)
        self._wheel = Wheel(1.0 / (rank + 12) for rank in range(len(self.relations)))
        self.by_country: dict[str, list[Relation]] = {cc: [] for cc in ORIGINATORS}
        for relation in self.relations:
            self.by_country[relation.consignee.country].append(relation)

    def _relations_of(self, consignee: Entity, most: int) -> list[Relation]:
        """The regular partners of a firm, `most` at most."""
        return [self._relate(consignee) for _ in range(min(self.dice.heavy(1, 9), most))]

    def _goods(self, consignee: Entity) -> Goods:
        """What a firm buys of one partner: mostly of its own sector."""
        return self.dice.pick(GOODS[consignee.sector if self.dice.chance(0.9) else self.dice.below(len(GOODS))])

    def _relate(self, consignee: Entity) -> Relation:
        dice, world = self.dice, self.world
        cc = consignee.country
        origin = self._origin(cc)
        shipper = dice.pick_early(world.shippers[origin])
        mode = self._mode(origin, cc)
        carrier, truck = self._carrier(consignee, origin, mode)
        goods = self._goods(consignee)
        return Relation(
            shipper,
            consignee,
            mode,
            goods,
            dice.pick_early(world.brokers[cc]),
            carrier,
            truck,
            dice.pick_early(world.forwarders[cc]) if dice.chance(0.45) else None,
            dice.pick_early(world.warehouses[cc]) if dice.chance(0.25) else None,
            PORTS[cc] if mode == "sea" else dice.below(4),
            dice.chance(0.012),
        )

    def _origin(self, destination: str) -> str:
        dice = self.dice
        if dice.chance(0.27):
            while True:
                cc = ORIGINATORS[_TEN.spin(dice)]
                if cc != destination:
                    return cc
        if destination in NEAR_FOREIGN and dice.chance(0.4):
            return dice.pick(NEAR_FOREIGN[destination])
        return FOREIGN[_FAR.spin(dice)]

    def _mode(self, origin: str, destination: str) -> str:
        u = self.dice.random()
        if u < 0.04:
            return "air"
        if origin in SEA_FROM and destination in PORTS and destination != "AF" and u < 0.5:
            return "sea"
        return "rail" if origin in ("CN", "RU", "KZ") and u > 0.75 else "road"

    def _carrier(self, consignee: Entity, origin: str, mode: str) -> tuple[Entity, Vehicle | None]:
        dice = self.dice
        if consignee.fleet and mode == "road":
            return consignee, consignee.fleet[0]
        fleets = self.world.carriers.get(origin, [])
        home = fleets if fleets and dice.chance(0.4) else self.world.carriers[consignee.country]
        carrier = dice.pick(home)
        return carrier, dice.pick(carrier.fleet) if mode == "road" else None

    def ordinary(self, serial: int, day: date, dice: Dice) -> Consignment:
        """The next consignment of a relation drawn by its weight."""
        return self.consign(self.relations[self._wheel.spin(dice)], serial, day, dice)

    def consign(self, relation: Relation, serial: int, day: date, dice: Dice) -> Consignment:
        """A consignment of this relation: usual truck and driver mostly, another of the carrier's else."""
        random = dice.random
        truck = driver = trailer = None
        if relation.truck is not None:
            truck = relation.truck if random() < 0.5 else dice.pick(relation.carrier.fleet)
            driver = truck.driver if random() < 0.85 else dice.pick(relation.carrier.fleet).driver
            trailer = truck.trailer if random() < 0.8 else dice.pick(relation.carrier.fleet).trailer
        goods, mode = relation.goods, relation.mode
        containers = self.boxes(mode, dice)
        gross = round(goods.load_kg * (0.35 + 0.7 * random()), 1)
        smuggles = relation.is_smuggler and random() < 0.35
        return Consignment(
            serial,
            day,
            relation,
            relation.consignee,
            relation.shipper,
            relation.carrier,
            driver,
            truck,
            trailer,
            containers,
            tuple(seal_number(relation.shipper.country, serial * 3 + n) for n in range(len(containers) or 1)),
            goods,
            gross,
            round(gross * (0.9 + 0.08 * random()), 1),
            1 + int(gross / (8 + 40 * random())),
            round(gross * goods.usd_per_kg * (0.7 + 0.6 * random()), 2),
            document_number(mode, serial),
            mode,
            is_risky=smuggles,
            is_seized=smuggles and random() < 0.5,
        )

    def boxes(self, mode: str, dice: Dice) -> tuple[str, ...]:
        """Containers of a consignment from the pool everybody uses: by sea always, by rail mostly, by road seldom."""
        u = dice.random()
        if mode == "air" or (mode == "road" and u > 0.15) or (mode == "rail" and u > 0.8):
            return ()
        pool = self.world.containers
        if mode == "road" or u < 0.5:
            return (dice.pick(pool),)
        return tuple(dict.fromkeys((dice.pick(pool), dice.pick(pool))))


def document_number(mode: str, serial: int) -> str:
    """Number of the transport document; by road one in three is a TIR carnet."""
    if mode == "road":
        return f"XF{80_000_000 + serial}" if serial % 3 == 0 else f"CMR {serial:07d}"
    if mode == "rail":
        return f"SMGS {serial:08d}"
    return f"QXBL{serial:08d}" if mode == "sea" else f"999-{10_000_000 + serial}"


_TEN = Wheel(ORIGINATOR_WEIGHTS)
_FAR = Wheel(FOREIGN_WEIGHTS)
