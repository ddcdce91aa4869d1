"""Groups that grow firm by firm: rings, holdings and families, all of them by the same steps with other shares."""

from dataclasses import dataclass
from datetime import date

from loaders.sample.dice import Dice
from loaders.sample.hard.shares import Habits
from loaders.sample.rings import HOME_WHEEL, NEIGHBOURS, Ring, RingBuilder
from loaders.sample.size import ORIGINATORS
from loaders.sample.world import Entity, Registry, World

RING, HOLDING, FAMILY = "ring", "holding", "family"
PREFIXES = {RING: "R", HOLDING: "H", FAMILY: "F"}
SHIPPER_COUNTRIES = ("IR", "CN", "TR", "RU")
_OF_ONE_COUNTRY = ("address", "truck", "trailer")
_OF_FRONTS = ("driver", "truck", "trailer", "container")
_OF_CREWS = ("driver", "truck", "trailer")


@dataclass(slots=True, eq=False)
class Web(Ring):
    """Firms and persons of one kind of group with what they share; `foreign_shippers` are those in common."""

    kind: str = RING
    has_boxes: bool = False


class WebBuilder(RingBuilder):
    """Grows groups of one kind; `taken` holds the numbers of the firms that are in one already."""

    def __init__(self, people: tuple[Dice, World, Registry], kind: str, habits: Habits, taken: set[int]) -> None:
        super().__init__(*people)
        self.kind, self.habits, self.taken = kind, habits, taken
        self.reuse_share = habits.reuse_share
        self.most_holders = habits.most_holders
        self.register_share = habits.register_share

    def build(self, number: int) -> Web:
        """The next group of this kind."""
        dice, habits = self.dice, self.habits
        web = Web(f"{PREFIXES[self.kind]}{number:04d}", self._countries(), kind=self.kind)
        web.has_boxes = dice.chance(habits.box_share)
        count = dice.heavy(*habits.firms)
        self._hire(web, count)
        self._found(web, count)
        for firm in web.companies[1:]:
            self._tie(web, firm)
        self._tie_persons(web)
        self._plan_succession(web)
        self._choose_shippers(web)
        return web

    def _countries(self) -> list[str]:
        home = ORIGINATORS[HOME_WHEEL.spin(self.dice)]
        if not self.dice.chance(self.habits.cross_border_share):
            return [home]
        others = [self.dice.pick(NEIGHBOURS[home]) for _ in range(self.dice.between(1, 2))]
        return list(dict.fromkeys((home, *others)))

    def _hire(self, ring: Ring, persons: int) -> None:
        """A person who directs, and drivers; `persons` is here the number of firms they work for."""
        dice, countries = self.dice, ring.countries
        if dice.chance(self.habits.boss_share):
            ring.boss = self.registry.person(dice.pick(countries), is_woman=dice.chance(0.2))
        if dice.chance(self.habits.crew_share):
            drivers = 1 + (persons >= 5) + (persons >= 9) + (persons >= 14)
            ring.drivers = [self.registry.person(dice.pick(countries)) for _ in range(drivers)]

    def _found(self, ring: Ring, count: int) -> None:
        """Firms that receive goods, old ones and new ones; of four or more one may send and one may carry."""
        dice, countries, world = self.dice, ring.countries, self.world
        sends = count >= 3 and len(countries) > 1 and dice.chance(self.habits.own_shipper_share)
        carries = count >= 4 and bool(ring.drivers) and dice.chance(0.35)
        receivers = count - sends - carries
        ring.fronts = [self._receiver(countries[0] if n == 0 else dice.pick(countries)) for n in range(receivers)]
        if sends:
            ring.shipper = self._new(dice.pick(countries[1:]))
            world.shippers[ring.shipper.country].append(ring.shipper)
        if carries:
            ring.carrier = self._new(countries[0])
            world.carriers[countries[0]].append(ring.carrier)
        for driver in ring.drivers:
            owner = ring.carrier or (driver if dice.chance(0.5) else ring.fronts[0])
            ring.home_trucks[driver.number] = self.registry.truck(driver.country, owner, driver)

    def _receiver(self, country: str) -> Entity:
        """An established firm of the country that is in no group yet, or a new one."""
        firms = self.world.consignees[country]
        if self.dice.chance(self.habits.established_share):
            free = [firm for firm in (self.dice.pick(firms) for _ in range(5)) if firm.number not in self.taken]
            if free:
                self.taken.add(free[0].number)
                return free[0]
        firm = self._new(country)
        firms.append(firm)
        return firm

    def _new(self, country: str) -> Entity:
        firm = self.registry.company(country)
        self.taken.add(firm.number)
        if self.dice.chance(self.habits.young_share):
            year = self.registry.first_year - 1 - self.dice.below(2)
            firm.registered_on = date(year, self.dice.between(1, 12), self.dice.between(1, 28))
        return firm

    def _tie(self, ring: Ring, firm: Entity) -> None:
        """Make the firm share one thing or two with firms that joined before it."""
        earlier = ring.companies[: ring.companies.index(firm)]
        used: list[str] = []
        for _ in range(1 if self.dice.chance(self.habits.single_tie_share) else 2):
            other = self.dice.pick(earlier)
            options = [kind for kind in self._kinds(ring, other, firm) if kind not in used]
            if options:
                used.append(self.dice.pick(options))
                self._share(ring, used[-1], other, firm)

    def _kinds(self, ring: Ring, one: Entity, other: Entity) -> list[str]:
        """What two firms can share, each kind as often as its weight says."""
        impossible: set[str] = set()
        if one.country != other.country:
            impossible.update(_OF_ONE_COUNTRY)
        if one not in ring.fronts or other not in ring.fronts:
            impossible.update(_OF_FRONTS)
        if not ring.drivers:
            impossible.update(_OF_CREWS)
        if ring.boss is None:
            impossible.add("director")
        if not (isinstance(ring, Web) and ring.has_boxes):
            impossible.add("container")
        return [kind for kind, weight in self.habits.ties if kind not in impossible for _ in range(weight)]

    def _plan_succession(self, ring: Ring) -> None:
        """A firm is given up, and another goes on with its phone and its driver."""
        if len(ring.fronts) < 2 or not self.dice.chance(self.habits.succession_share):
            return
        old, new = ring.fronts[0], ring.fronts[-1]
        ring.successions.append((old, new))
        self._share(ring, "phone", old, new)
        if ring.drivers:
            self._share(ring, "driver", old, new)

    def _choose_shippers(self, ring: Ring) -> None:
        """Partners in common: one or two from abroad, and the group's own where it has one."""
        dice, habits = self.dice, self.habits
        if dice.chance(habits.shipper_share):
            for _ in range(dice.between(1, 2)):
                firms = self.world.shippers[dice.pick(SHIPPER_COUNTRIES)]
                ring.foreign_shippers.append(
                    dice.pick_early(firms) if dice.chance(habits.popular_share) else dice.pick(firms)
                )
        if ring.shipper is not None:
            ring.foreign_shippers.append(ring.shipper)
