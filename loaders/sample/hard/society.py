"""Who is in which group, what each firm shares, and from when to when it exists."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from loaders.sample.dice import Dice
from loaders.sample.hard.offices import OfficeBuilder
from loaders.sample.hard.shares import Habits, Shares
from loaders.sample.hard.webs import FAMILY, HOLDING, RING, Web, WebBuilder
from loaders.sample.names import Address
from loaders.sample.rings import Asset
from loaders.sample.size import ORIGINATORS, Size
from loaders.sample.world import Entity, Vehicle, World, build_traders

Crew = tuple[Entity | None, Vehicle | None, Vehicle | None]
"""Driver, truck and trailer; what is None is the carrier's."""


@dataclass(slots=True)
class Ties:
    """What a firm shares with others and may show on its papers."""

    phones: list[str] = field(default_factory=list)
    places: list[Address] = field(default_factory=list)
    crews: list[Crew] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Society:
    """The whole of a hard world beside its entities."""

    world: World
    webs: list[Web]
    first_day: date
    last_day: date
    ties: dict[int, Ties] = field(default_factory=dict)
    lives: dict[int, tuple[date, date]] = field(default_factory=dict)
    crews: dict[str, list[Crew]] = field(default_factory=dict)
    ring_of: dict[int, str] = field(default_factory=dict)

    def is_open(self, firm: Entity, day: date) -> bool:
        """Whether a firm exists on a day."""
        first, last = self.life(firm)
        return first <= day <= last

    def life(self, firm: Entity) -> tuple[date, date]:
        """First and last day of a firm within the sample's time."""
        return self.lives.get(firm.number, (self.first_day, self.last_day))


def build_society(seed: int, size: Size, shares: Shares, days: tuple[date, date]) -> Society:
    """Firms and persons with their groups: traders, groups that grow (in any order of kinds), offices, lives."""
    world, registry = build_traders(seed, size)
    people = Dice(seed, "hard groups"), world, registry
    taken: set[int] = set()
    habits = {HOLDING: shares.holding, FAMILY: shares.family, RING: shares.ring}
    builders = {kind: WebBuilder(people, kind, own, taken) for kind, own in habits.items()}
    turns = [(kind, number + 1) for kind in habits for number in range(_count(kind, size, habits[kind]))]
    people[0].shuffle(turns)
    webs = [builders[kind].build(number) for kind, number in turns]
    offices = OfficeBuilder(Dice(seed, "hard offices"), world, registry, shares.offices)
    joined = offices.build()
    loose = offices.freelancers()
    offices.reassign_phones()
    society = Society(world, webs + joined, *days)
    _add_ties(society, webs + joined, loose)
    _add_lives(society, Dice(seed, "hard lives"), shares)
    return society


def _count(kind: str, size: Size, habits: Habits) -> int:
    """How many groups of a kind that grow: rings by the size, legal ones by the number of firms."""
    return size.rings if kind == RING else max(1, round(size.consignees * habits.per_thousand / 1000))


def _add_ties(society: Society, webs: list[Web], loose: list[Asset]) -> None:
    for web in webs:
        for asset in web.assets:
            _add_tie(society, asset, web)
        for front in web.fronts:
            if web.kind == RING:
                society.ring_of[front.number] = web.id
    for asset in loose:
        _add_tie(society, asset, None)
    for web in webs:
        for truck in web.home_trucks.values():
            society.crews.setdefault(truck.country, []).append((truck.driver, truck, truck.trailer))
    for asset in loose:
        if isinstance(asset.value, Vehicle):
            truck = asset.value
            society.crews.setdefault(truck.country, []).append((truck.driver, truck, truck.trailer))


def _add_tie(society: Society, asset: Asset, web: Web | None) -> None:
    value = asset.value
    for holder in asset.holders:
        ties = society.ties.setdefault(holder.number, Ties())
        if isinstance(value, Address):
            ties.places.append(value)
        elif isinstance(value, Vehicle):
            ties.crews.append((None, None, value) if value.is_trailer else (value.driver, value, value.trailer))
        elif isinstance(value, Entity):
            if asset.kind == "driver" and web is not None:
                truck = web.home_trucks[value.number]
                ties.crews.append((value, truck, truck.trailer))
        elif asset.kind == "container":
            ties.boxes.append(value)
        elif asset.kind == "phone":
            ties.phones.append(value)


def _add_lives(society: Society, dice: Dice, shares: Shares) -> None:
    """Successions within the groups, and firms that begin or end whoever they belong to."""
    total = (society.last_day - society.first_day).days
    for web in society.webs:
        for old, new in web.successions:
            change = society.first_day + timedelta(days=int(total * (0.3 + 0.4 * dice.random())))
            society.lives[old.number] = (society.first_day, change)
            society.lives[new.number] = (change + timedelta(days=3), society.last_day)
            new.registered_on = change - timedelta(days=dice.between(5, 40))
    for country in ORIGINATORS:
        for firm in society.world.consignees[country]:
            if firm.number in society.lives:
                continue
            first, last = society.first_day, society.last_day
            if dice.chance(shares.trade.founded_share):
                first += timedelta(days=int(total * 0.7 * dice.random()))
                firm.registered_on = first - timedelta(days=dice.between(5, 40))
            if dice.chance(shares.trade.closed_share):
                last -= timedelta(days=int((last - first).days * 0.7 * dice.random()))
            if (first, last) != (society.first_day, society.last_day):
                society.lives[firm.number] = (first, last)
