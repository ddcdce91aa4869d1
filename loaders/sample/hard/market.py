"""Trade of the hard world: fronts, sisters and strangers buy, ship and show their papers by the same steps."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from loaders.sample.dice import Dice
from loaders.sample.goods import COVER_LOADS, GOODS, Goods
from loaders.sample.hard.shares import Shares
from loaders.sample.hard.society import Crew, Society
from loaders.sample.hard.webs import PREFIXES
from loaders.sample.schedule import Shipment
from loaders.sample.size import Size
from loaders.sample.trade import Consignment, Market, Relation
from loaders.sample.world import Entity

TRIES = 30  # to draw a relation whose consignee exists on the day


@dataclass(frozen=True, slots=True)
class Contents:
    """What only the truth knows of a consignment: the ring that it is for, and whether it hides something."""

    ring: str
    is_risky: bool


@dataclass(slots=True, eq=False)
class Plan(Shipment):
    """A consignment that takes place whatever the wheel says, otherwise like any other."""

    def consign(self, market: Market, serial: int, dice: Dice) -> Consignment:
        """The consignment of this plan."""
        return market.consign(self.relation, serial, self.day, dice)


class HardMarket(Market):
    """Relations and consignments of all firms; `contents` by serial, until they are taken away."""

    def __init__(self, seed: int, size: Size, society: Society, shares: Shares) -> None:
        self.society, self.shares = society, shares
        self.contents: dict[int, Contents] = {}
        self._general = Dice(seed, "hard goods")
        self._is_general: dict[int, bool] = {}
        self._common: dict[int, list[Entity]] = {}
        for web in society.webs:
            for front in web.fronts:
                self._common.setdefault(front.number, []).extend(
                    firm for firm in web.foreign_shippers if firm.country != front.country
                )
        super().__init__(seed, size, society.world)

    def _relations_of(self, consignee: Entity, most: int) -> list[Relation]:
        own = super()._relations_of(consignee, most)
        common = self._common.get(consignee.number, ())
        return own + [self._from(shipper, consignee) for shipper in common if self.dice.chance(0.7)]

    def _from(self, shipper: Entity, consignee: Entity) -> Relation:
        """A relation with this shipper, by what goes from there."""
        mode = self._mode(shipper.country, consignee.country)
        carrier, truck = self._carrier(consignee, shipper.country, mode)
        usual = self._relate(consignee)
        return replace(usual, shipper=shipper, mode=mode, carrier=carrier, truck=truck)

    def _goods(self, consignee: Entity) -> Goods:
        """Goods of the firm's sector; a general trader's of any."""
        is_general = self._is_general.setdefault(
            consignee.number, self._general.chance(self.shares.trade.general_share)
        )
        is_own = self.dice.chance(0.3 if is_general else 0.9)
        return self.dice.pick(GOODS[consignee.sector if is_own else self.dice.below(len(GOODS))])

    def plans(self, dice: Dice, is_small: bool) -> list[Shipment]:
        """A few consignments of every firm in a group that grew, so that each of them trades."""
        relations: dict[int, list[Relation]] = {}
        for relation in self.relations:
            relations.setdefault(relation.consignee.number, []).append(relation)
        plans: list[Shipment] = []
        for web in self.society.webs:
            for front in web.fronts if web.kind in PREFIXES else ():
                own = relations[front.number]
                if self._has_crew(front):
                    own = [relation for relation in own if relation.mode == "road"] or own
                first, last = self.society.life(front)
                for _ in range(dice.between(2, 4) if is_small else dice.between(3, 7)):
                    day = first + timedelta(days=dice.between(0, (last - first).days))
                    plans.append(Plan(day, dice.pick(own), front))
        return plans

    def _has_crew(self, firm: Entity) -> bool:
        ties = self.society.ties.get(firm.number)
        return ties is not None and bool(ties.crews)

    def ordinary(self, serial: int, day: date, dice: Dice) -> Consignment:
        """The next consignment of a relation, or a deal outside of any, of a firm that exists on the day."""
        for _ in range(TRIES):
            relation = self.relations[self._wheel.spin(dice)]
            if self.society.is_open(relation.consignee, day):
                break
        if dice.chance(self.shares.trade.spot_share):
            relation = self._relate(relation.consignee)
        return self.consign(relation, serial, day, dice)

    def consign(self, relation: Relation, serial: int, day: date, dice: Dice) -> Consignment:
        """A consignment with what its consignee shares with others, as often as everybody shows it."""
        controls = self.shares.controls
        ring = self.society.ring_of.get(relation.consignee.number, "")
        is_load = bool(ring) and dice.chance(controls.load_share)
        if is_load and dice.chance(controls.cover_share):
            relation = replace(relation, goods=dice.pick(COVER_LOADS))
        made = super().consign(relation, serial, day, dice)
        is_incidental = dice.chance(controls.incidental_share)
        is_risky = made.is_risky or is_incidental or (is_load and dice.chance(controls.contraband_share))
        made.is_risky, made.is_seized = False, is_incidental
        if is_load or is_risky:
            self.contents[serial] = Contents(ring if is_load else "", is_risky)
        self._share(made, dice)
        return made

    def _share(self, made: Consignment, dice: Dice) -> None:
        """Put what the consignee shares on the papers and on the road."""
        trade, ties = self.shares.trade, self.society.ties.get(made.consignee.number)
        if ties is None:
            self._haul(made, self.society.crews.get(made.destination, []), trade.hauled_share, dice)
            return
        if ties.phones and dice.chance(trade.shown_share):
            made.shown_phone = dice.pick(ties.phones)
        if ties.places and dice.chance(trade.shown_share):
            made.shown_address = dice.pick(ties.places)
        if ties.boxes and dice.chance(trade.boxed_share):
            made.containers = (dice.pick(ties.boxes),)
        self._haul(made, ties.crews, trade.used_share, dice)

    def _haul(self, made: Consignment, crews: list[Crew], share: float, dice: Dice) -> None:
        """Let one of the crews carry it, where it goes by road."""
        if not crews or made.mode != "road" or not dice.chance(share):
            return
        driver, truck, trailer = dice.pick(crews)
        made.driver, made.truck, made.trailer = driver or made.driver, truck or made.truck, trailer or made.trailer
        if truck is not None and truck.owner.kind == "company" and dice.chance(0.6):
            made.carrier = truck.owner
