"""What joins firms that have nothing to do with each other: book-keepers, business centres, nominees, brokers."""

from collections.abc import Iterator

from loaders.sample.dice import Dice
from loaders.sample.hard.shares import Offices
from loaders.sample.hard.webs import Web
from loaders.sample.names import Address, make_address
from loaders.sample.rings import Asset
from loaders.sample.size import ORIGINATORS
from loaders.sample.world import Entity, Registry, World

CLIENTS, CENTRE, NOMINEE, BROKER = "bookkeeper_clients", "centre", "nominee", "broker_clients"
_PREFIXES = {CLIENTS: "B", CENTRE: "C", NOMINEE: "N", BROKER: "P"}
_REGISTER_SHARES = {"phone": 0.6, "address": 0.8, "director": 1.0}


class OfficeBuilder:
    """Makes the offices of every country, among all firms that receive goods, fronts included."""

    def __init__(self, dice: Dice, world: World, registry: Registry, offices: Offices) -> None:
        self.dice, self.world, self.registry, self.offices = dice, world, registry, offices
        self._serials = dict.fromkeys(_PREFIXES, 0)

    def build(self) -> list[Web]:
        """All offices with the firms that they join."""
        offices = self.offices
        kinds = (
            (CLIENTS, offices.bookkeeper_per_firms, offices.bookkeeper_clients),
            (CENTRE, offices.centre_per_firms, offices.centre_firms),
            (NOMINEE, offices.nominee_per_firms, offices.nominee_firms),
            (BROKER, offices.broker_phone_per_firms, offices.broker_clients),
        )
        return [
            web
            for country in ORIGINATORS
            for kind, per_firms, sizes in kinds
            for web in self._offices(country, kind, per_firms, sizes)
        ]

    def _count(self, firms: list[Entity], per_firms: int) -> int:
        return int(len(firms) / per_firms + self.dice.random())

    def _some(self, firms: list[Entity], sizes: tuple[int, int]) -> list[Entity]:
        """Different firms, as many as the range says or as there are."""
        return list(dict.fromkeys(self.dice.pick(firms) for _ in range(self.dice.heavy(*sizes))))

    def _offices(self, country: str, kind: str, per_firms: int, sizes: tuple[int, int]) -> Iterator[Web]:
        firms = self.world.consignees[country]
        for _ in range(self._count(firms, per_firms)):
            members = self._some(firms, sizes)
            if len(members) < 2:
                continue
            self._serials[kind] += 1
            web = Web(f"{_PREFIXES[kind]}{self._serials[kind]:04d}", [country], fronts=members, kind=kind)
            first, second = self._things(country, kind)
            web.assets = [first, second]
            for firm in members:
                self._join(first, firm)
                if self.dice.chance(self.offices.second_tie_share):
                    self._join(second, firm)
            yield web

    def _things(self, country: str, kind: str) -> tuple[Asset, Asset]:
        """What everybody at the office shares, and what some share beside it."""
        registry, dice = self.registry, self.dice
        if kind == CENTRE:
            place = make_address(country, dice)
            whole = Address(country, place.town, place.street, place.house, 0)
            return Asset("address", whole, []), Asset("phone", registry.phone(country), [])
        if kind == NOMINEE:
            director = registry.person(country, is_woman=dice.chance(0.3))
            return Asset("director", director, []), Asset("address", director.address, [])
        firm = dice.pick(self.world.brokers[country]) if kind == BROKER else registry.company(country)
        return Asset("phone", firm.phone, []), Asset("address", firm.address, [])

    def _join(self, asset: Asset, firm: Entity) -> None:
        asset.holders.append(firm)
        if not self.dice.chance(_REGISTER_SHARES[asset.kind]):
            return
        if isinstance(asset.value, Entity):
            firm.director = asset.value
        elif isinstance(asset.value, Address):
            firm.address = asset.value
        elif isinstance(asset.value, str):
            firm.phone = asset.value

    def freelancers(self) -> list[Asset]:
        """Trucks of drivers who work for several firms of a country that have nothing else in common."""
        assets = []
        for country in ORIGINATORS:
            firms = self.world.consignees[country]
            for _ in range(self._count(firms, self.offices.freelancer_per_firms)):
                driver = self.registry.person(country)
                truck = self.registry.truck(country, driver, driver)
                assets.append(Asset("truck", truck, self._some(firms, self.offices.freelancer_clients)))
        return assets

    def reassign_phones(self) -> None:
        """Give numbers that are in use to firms that do not know their earlier holders."""
        for country in ORIGINATORS:
            firms = self.world.consignees[country]
            for firm in firms:
                if self.dice.chance(self.offices.reassigned_share):
                    firm.phone = self.dice.pick(firms).phone
