"""What each ring ships and when: evidence is dealt out over its consignments, with ordinary trade in between.

Ring firms also buy from ordinary partners through ordinary brokers, carriers and warehouses, ring drivers now and then
haul for strangers, and a front that was caught is followed by its successor.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from loaders.sample.dice import Dice
from loaders.sample.goods import COVER_LOADS
from loaders.sample.names import Address
from loaders.sample.rings import Ring, RingBuilder
from loaders.sample.trade import Consignment, Market, Relation
from loaders.sample.world import Entity, Vehicle


@dataclass(slots=True, eq=False)
class Shipment:
    """A consignment that is planned: a relation, and what replaces the usual driver, truck, papers and boxes."""

    day: date
    relation: Relation
    consignee: Entity
    driver: Entity | None = None
    truck: Vehicle | None = None
    trailer: Vehicle | None = None
    container: str = ""
    phone: str = ""
    address: Address | None = None
    ring: str = ""
    is_risky: bool = False
    is_seized: bool = False

    def consign(self, market: Market, serial: int, dice: Dice) -> Consignment:
        """The consignment of this plan."""
        made = market.consign(self.relation, serial, self.day, dice)
        made.consignee = self.consignee
        made.driver = self.driver or made.driver
        made.truck = self.truck or made.truck
        made.trailer = self.trailer or made.trailer
        made.containers = (self.container,) if self.container else made.containers
        made.shown_phone, made.shown_address = self.phone, self.address
        made.ring, made.is_risky, made.is_seized = self.ring, self.is_risky, self.is_seized
        made.is_fixed = True
        return made


class Scheduler:
    """Plans the shipments of rings within the sample's days."""

    def __init__(self, builder: RingBuilder, market: Market, days: tuple[date, int], is_small: bool) -> None:
        self.builder = builder
        self.market = market
        self.dice = builder.dice
        self.first_day, self.total_days = days
        self.is_small = is_small

    def plan(self, ring: Ring) -> list[Shipment]:
        """All shipments of a ring, in order of days."""
        dice, total = self.dice, self.total_days
        start, end = int(total * 0.3 * dice.random()), int(total * (0.75 + 0.24 * dice.random()))
        windows = {front.number: (start, end) for front in ring.fronts}
        caught: list[Entity] = []
        for old, new in ring.successions:
            change = start + int((end - start) * (0.35 + 0.3 * dice.random()))
            windows[old.number] = (start, change)
            windows[new.number] = (change + 3, end)
            new.registered_on = self.first_day + timedelta(days=change - dice.between(5, 40))
            caught.append(old)
        shipments: list[Shipment] = []
        for front in ring.fronts:
            own = self._front(ring, front, windows[front.number])
            self._mark(own, front in caught)
            shipments += own
            shipments += [self._honest(front, windows[front.number]) for _ in range(dice.between(1, 4))]
        self._seize(shipments, (start, end))
        shipments += self._hauls(ring, (start, end))
        return sorted(shipments, key=lambda shipment: shipment.day)

    def _day(self, window: tuple[int, int]) -> date:
        return self.first_day + timedelta(days=self.dice.between(*window))

    def _front(self, ring: Ring, front: Entity, window: tuple[int, int]) -> list[Shipment]:
        """The front's shipments for the ring; each thing it shares is used in two of them where there are enough."""
        phones = [a.value for a in ring.held("phone", front) if isinstance(a.value, str)]
        places = [a.value for a in ring.held("address", front) if isinstance(a.value, Address)]
        boxes = [a.value for a in ring.held("container", front) if isinstance(a.value, str)]
        crews = self._crews(ring, front)
        most = max(len(phones), len(places), len(boxes), len(crews))
        count = max(self.dice.between(2, 4) if self.is_small else self.dice.between(3, 8), most + 1)
        days = sorted(self._day(window) for _ in range(count))
        made = []
        for turn, day in enumerate(days):
            driver, truck, trailer = crews[turn % len(crews)] if crews else (None, None, None)
            relation = self._relation(ring, front, is_own_truck=bool(crews))
            shipment = Shipment(day, relation, front, driver, truck, trailer, ring=ring.id)
            shipment.phone = phones[turn % len(phones)] if phones else ""
            shipment.address = places[turn % len(places)] if places else None
            shipment.container = boxes[turn % len(boxes)] if boxes else ""
            made.append(shipment)
        return made

    def _crews(self, ring: Ring, front: Entity) -> list[tuple[Entity | None, Vehicle | None, Vehicle | None]]:
        """Drivers with trucks, trucks with drivers, and trailers behind somebody's truck, one each by turns."""
        crews: list[tuple[Entity | None, Vehicle | None, Vehicle | None]] = []
        for asset in ring.held("driver", front):
            if isinstance(asset.value, Entity):
                home = ring.home_trucks[asset.value.number] if self.dice.chance(0.7) else None
                crews.append((asset.value, home, home.trailer if home else None))
        for asset in ring.held("truck", front):
            if isinstance(asset.value, Vehicle):
                driver = asset.value.driver if ring.drivers else self.builder.any_driver(front.country)
                crews.append((driver, asset.value, asset.value.trailer))
        crews += [(None, None, a.value) for a in ring.held("trailer", front) if isinstance(a.value, Vehicle)]
        return crews

    def _relation(self, ring: Ring, front: Entity, is_own_truck: bool) -> Relation:
        dice, world = self.dice, self.market.world
        shipper = ring.shipper if ring.shipper and ring.shipper.country != front.country else None
        shipper = shipper if shipper and dice.chance(0.75) else dice.pick(ring.foreign_shippers)
        hired = dice.pick(world.carriers[front.country])
        carrier = ring.carrier if ring.carrier and dice.chance(0.8) else hired
        return Relation(
            shipper,
            front,
            "road" if is_own_truck or dice.chance(0.8) else "rail",
            dice.pick(COVER_LOADS),
            dice.pick_early(world.brokers[front.country]),
            carrier if carrier.fleet else hired,
            dice.pick((carrier if carrier.fleet else hired).fleet),
            dice.pick_early(world.forwarders[front.country]) if dice.chance(0.4) else None,
            dice.pick_early(world.warehouses[front.country]) if dice.chance(0.3) else None,
            dice.below(4),
            False,
        )

    def _honest(self, front: Entity, window: tuple[int, int]) -> Shipment:
        """A shipment from an ordinary partner by ordinary ways."""
        for _ in range(30):
            relation = self.dice.pick(self.market.by_country[front.country])
            if relation.carrier is not relation.consignee and relation.shipper.country != front.country:
                break
        return Shipment(self._day(window), relation, front)

    def _hauls(self, ring: Ring, window: tuple[int, int]) -> list[Shipment]:
        """Ring drivers with their trucks serve a stranger once or twice."""
        hauls = []
        for driver in ring.drivers:
            truck = ring.home_trucks[driver.number]
            for _ in range(self.dice.between(0, 2)):
                roads = [r for r in (self.dice.pick(self.market.relations) for _ in range(8)) if r.mode == "road"]
                hauls += [
                    Shipment(self._day(window), relation, relation.consignee, driver, truck, truck.trailer)
                    for relation in roads[:1]
                ]
        return hauls

    def _mark(self, shipments: list[Shipment], is_caught: bool) -> None:
        """Half of a front's shipments carry contraband; a front that is given up lost its last one mostly."""
        for shipment in shipments:
            shipment.is_risky = self.dice.chance(0.5)
        if is_caught and self.dice.chance(0.7):
            shipments[-1].is_risky = shipments[-1].is_seized = True

    def _seize(self, shipments: list[Shipment], window: tuple[int, int]) -> None:
        """Half of the rings lose one to three loads, none of the last quarter of its time: the ring goes on."""
        limit = self.first_day + timedelta(days=window[0] + (window[1] - window[0]) * 3 // 4)
        risky = [s for s in shipments if s.is_risky and not s.is_seized and s.day <= limit]
        if self.dice.chance(0.55):
            for _ in range(self.dice.between(1, 3)):
                if risky:
                    risky.pop(self.dice.below(len(risky))).is_seized = True
