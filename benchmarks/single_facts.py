"""Does one fact alone give the rings of a sample away? Each of many facts as an order of all true groups.

    python -m benchmarks.single_facts [--world hard] [--assumptions mixed] [--size medium] [--seed 1 2 3]

A fact's figure is the area under its curve (AUC) for rings against all other groups, in the better of both directions:
0.5 says nothing, 1.0 tells every ring. Facts are counted on the true movements without the gaps of the files, so that
nobody who reads the files knows more. The last line takes all facts together, fitted on the seed before.
"""

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations, pairwise
from math import log2
from pathlib import Path
from statistics import mean

import numpy as np
from scipy.stats import binom, rankdata

from loaders.sample.clerk import Clerk
from loaders.sample.generation import Generator
from loaders.sample.hard.generation import HardGenerator
from loaders.sample.size import Size, size_of
from loaders.sample.trade import Consignment
from loaders.sample.world import Entity
from loaders.sample.worlds import SETS, shares_of

MOST_MOVEMENTS = 40  # of a firm, above which the expected number of chapters is taken as the same
YOUNG = timedelta(days=730)


@dataclass(eq=False)
class Book:
    """Everything that moved, by the number of the firm that received it, and the serials that were inspected."""

    movements: dict[int, list[Consignment]] = field(default_factory=lambda: defaultdict(list))
    inspected: set[int] = field(default_factory=set)

    @cached_property
    def seized_share(self) -> float:
        """Of all movements, those with a seizure."""
        moved = [made.is_seized for movements in self.movements.values() for made in movements]
        return sum(moved) / max(1, len(moved))

    @cached_property
    def chapters_of(self) -> Mapping[int, float]:
        """Mean number of HS chapters of the firms with so many movements."""
        known: dict[int, list[int]] = defaultdict(list)
        for movements in self.movements.values():
            known[min(MOST_MOVEMENTS, len(movements))].append(len(_chapters(movements)))
        return {count: mean(numbers) for count, numbers in known.items()}

    @cached_property
    def clients_of(self) -> Mapping[int, int]:
        """Number of receivers of each shipper."""
        pairs = {(made.shipper.number, firm) for firm, moved in self.movements.items() for made in moved}
        return Counter(shipper for shipper, _ in pairs)


class PlainRecorder(Generator):
    """Keeps a book while it writes a plain world."""

    def __init__(self, folder: Path, seed: int, size: Size) -> None:
        self.book = Book()
        super().__init__(folder, seed, size)

    def _file(self, made: Consignment, is_late: bool) -> None:
        super()._file(made, is_late)
        self.book.movements[made.consignee.number].append(made)

    def _report(self, made: Consignment, clerk: Clerk, declaration: str) -> None:
        self.book.inspected.add(made.serial)
        super()._report(made, clerk, declaration)


class HardRecorder(HardGenerator):
    """Keeps a book while it writes a hard world."""

    def __init__(self, folder: Path, seed: int, size: Size, assumptions: str) -> None:
        self.book = Book()
        super().__init__(folder, seed, size, shares_of(assumptions, seed))

    def _file(self, made: Consignment, is_late: bool) -> None:
        super()._file(made, is_late)
        self.book.movements[made.consignee.number].append(made)

    def _report(self, made: Consignment, clerk: Clerk, declaration: str) -> None:
        self.book.inspected.add(made.serial)
        super()._report(made, clerk, declaration)


@dataclass(frozen=True, eq=False)
class Group:
    """A true group: its members, the firms among them that received goods, and everything that is known of them."""

    is_ring: bool
    members: Sequence[Entity]
    firms: Sequence[Entity]
    book: Book
    first_day: date

    @cached_property
    def moved(self) -> list[Consignment]:
        """All movements to its firms."""
        return [made for firm in self.firms for made in self.book.movements[firm.number]]

    @cached_property
    def pairs(self) -> int:
        """Number of pairs of firms."""
        return len(self.firms) * (len(self.firms) - 1) // 2

    def a_movement(self, count: float) -> float:
        """A count over the movements."""
        return count / max(1, len(self.moved))

    def common(self, held: Callable[[Entity], Iterable[object]]) -> dict[object, set[int]]:
        """What two firms or more hold, with the numbers of its holders."""
        holders: dict[object, set[int]] = defaultdict(set)
        for firm in self.firms:
            for value in held(firm):
                holders[value].add(firm.number)
        return {value: numbers for value, numbers in holders.items() if len(numbers) > 1}

    def linked_share(self, *helds: Callable[[Entity], Iterable[object]]) -> float:
        """Share of the pairs of firms that hold something in common of each of these sorts."""
        linked = [
            {pair for numbers in self.common(held).values() for pair in combinations(sorted(numbers), 2)}
            for held in helds
        ]
        return len(set.intersection(*linked)) / max(1, self.pairs)

    def used(self, value: Callable[[Consignment], Iterable[object]]) -> Callable[[Entity], Iterable[object]]:
        """What a firm used twice or more."""

        def held(firm: Entity) -> Iterable[object]:
            counts = Counter(v for made in self.book.movements[firm.number] for v in value(made))
            return [v for v, count in counts.items() if count > 1]

        return held

    def phones(self, firm: Entity) -> set[object]:
        """Phones of a firm on papers and in the register."""
        return {firm.phone, *(made.shown_phone for made in self.book.movements[firm.number] if made.shown_phone)}

    def places(self, firm: Entity) -> set[object]:
        """Addresses of a firm on papers and in the register."""
        shown = (made.shown_address for made in self.book.movements[firm.number] if made.shown_address)
        return {firm.address, *shown}

    def trucks(self, firm: Entity) -> Iterable[object]:
        """Trucks that a firm used twice or more."""
        return self.used(lambda made: [made.truck.plate] if made.truck else [])(firm)

    def drivers(self, firm: Entity) -> Iterable[object]:
        """Drivers that a firm used twice or more."""
        return self.used(lambda made: [made.driver.number] if made.driver else [])(firm)

    def boxes(self, firm: Entity) -> Iterable[object]:
        """Containers that a firm used twice or more."""
        return self.used(lambda made: made.containers)(firm)

    def operations(self, firm: Entity) -> Iterable[object]:
        """Trucks, drivers and containers of a firm."""
        return [*self.trucks(firm), *self.drivers(firm), *self.boxes(firm)]

    def register(self, firm: Entity) -> Iterable[object]:
        """Phones, addresses and the director of a firm."""
        return [*self.phones(firm), *self.places(firm), *_director(firm)]


def _director(firm: Entity) -> list[object]:
    return [firm.director.number] if firm.director is not None else []


def _chapters(movements: Iterable[Consignment]) -> set[str]:
    return {made.goods.hs_code[:2] for made in movements}


def _extra_chapters(group: Group) -> float:
    moved = [group.book.movements[firm.number] for firm in group.firms]
    expected = [group.book.chapters_of[min(MOST_MOVEMENTS, len(movements))] for movements in moved]
    return mean(len(_chapters(movements)) - mean_ for movements, mean_ in zip(moved, expected, strict=True))


def _rare_shippers(group: Group) -> float:
    shared = group.common(lambda firm: {made.shipper.number for made in group.book.movements[firm.number]})
    clients = group.book.clients_of
    return sum(1 / log2(1 + clients[number]) for number in shared if isinstance(number, int))


def _surprise(group: Group) -> float:
    seizures = sum(made.is_seized for made in group.moved)
    return float(-binom.logsf(seizures - 1, len(group.moved), group.book.seized_share)) if seizures else 0.0


def _contradicted(group: Group) -> float:
    """Share of the firms that show a phone or address which their own entry in the register contradicts."""
    return mean(
        any(
            made.shown_phone not in ("", firm.phone) or made.shown_address not in (None, firm.address)
            for made in group.book.movements[firm.number]
        )
        for firm in group.firms
    )


def _clearances(group: Group) -> float:
    return sum(made.serial in group.book.inspected and not made.is_seized for made in group.moved)


def _is_brief(group: Group, firm: Entity) -> bool:
    days = [made.day for made in group.book.movements[firm.number]]
    return firm.registered_on > group.first_day or (max(days) - min(days)).days < YOUNG.days // 24


def _kinds(group: Group) -> float:
    sorts = (group.phones, group.places, _director, group.trucks, group.drivers, group.boxes)
    return sum(bool(group.common(held)) for held in sorts)


FACTS: dict[str, Callable[[Group], float]] = {
    "members": lambda g: len(g.members),
    "movements": lambda g: len(g.moved),
    "movements a firm": lambda g: len(g.moved) / len(g.firms),
    "seizures": lambda g: sum(made.is_seized for made in g.moved),
    "seizures given volume": _surprise,
    "inspections a movement": lambda g: g.a_movement(sum(made.serial in g.book.inspected for made in g.moved)),
    "clearances a movement": lambda g: g.a_movement(_clearances(g)),
    "HS chapters beyond volume": _extra_chapters,
    "rare shippers shared": _rare_shippers,
    "shippers a movement": lambda g: g.a_movement(len({made.shipper.number for made in g.moved})),
    "carriers a movement": lambda g: g.a_movement(len({made.carrier.number for made in g.moved})),
    "brokers a movement": lambda g: g.a_movement(len({made.relation.broker.number for made in g.moved})),
    "posts": lambda g: len({(made.destination, made.relation.post) for made in g.moved}),
    "pairs across a border": lambda g: sum(a.country != b.country for a, b in combinations(g.firms, 2)) / g.pairs,
    "young firms": lambda g: mean(firm.registered_on > g.first_day - YOUNG for firm in g.firms),
    "firms of brief life": lambda g: mean(_is_brief(g, firm) for firm in g.firms),
    "shared trucks": lambda g: g.linked_share(g.trucks),
    "shared drivers": lambda g: g.linked_share(g.drivers),
    "shared containers": lambda g: g.linked_share(g.boxes),
    "shared phones": lambda g: g.linked_share(g.phones),
    "shared addresses": lambda g: g.linked_share(g.places),
    "common directors": lambda g: g.linked_share(_director),
    "kinds of things shared": _kinds,
    "register and operations": lambda g: g.linked_share(g.register, g.operations),
    "paper against register": _contradicted,
}


def groups_of(recorder: PlainRecorder | HardRecorder) -> list[Group]:
    """Every true group with two firms or more that received goods."""
    members: dict[str, tuple[bool, list[Entity]]] = {}
    if isinstance(recorder, HardRecorder):
        members = {web.id: (web.kind == "ring", web.members) for web in recorder.society.webs}
    else:
        for entity in recorder.world.entities:
            for name in filter(None, (entity.ring, entity.group)):
                members.setdefault(name, (bool(entity.ring), []))[1].append(entity)
    groups = []
    for is_ring, entities in members.values():
        firms = [entity for entity in entities if recorder.book.movements.get(entity.number)]
        if len(firms) > 1:
            groups.append(Group(is_ring, entities, firms, recorder.book, recorder.months[0]))
    return groups


def record(world: str, assumptions: str, size: Size, seed: int) -> list[Group]:
    """The true groups of a world, which is written and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        recorder = (
            HardRecorder(Path(folder), seed, size, assumptions)
            if world == "hard"
            else PlainRecorder(Path(folder), seed, size)
        )
        recorder.run()
        return groups_of(recorder)


def area_under_curve(values: Sequence[float], is_ring: Sequence[bool]) -> float:
    """Probability that a ring stands above another group, ties halved, in the better direction: 0.5 to 1."""
    rings = np.asarray(is_ring, dtype=bool)
    few, many = int(rings.sum()), int((~rings).sum())
    if not few or not many:
        return 0.5
    above = (rankdata(values)[rings].sum() - few * (few + 1) / 2) / (few * many)
    return float(max(above, 1 - above))


def areas(groups: Sequence[Group]) -> dict[str, float]:
    """The figure of each fact."""
    is_ring = [group.is_ring for group in groups]
    return {name: area_under_curve([fact(group) for group in groups], is_ring) for name, fact in FACTS.items()}


def together(fitted_on: Sequence[Group], judged_on: Sequence[Group]) -> float:
    """The figure of all facts at once: weights of their ranks by least squares on one world, judged on another."""
    known, judged = _ranks(fitted_on), _ranks(judged_on)
    is_ring = np.array([group.is_ring for group in fitted_on])
    weight = np.where(is_ring, (~is_ring).sum() / max(1, is_ring.sum()), 1.0)
    weighted = known * weight[:, None]
    weights = np.linalg.solve(weighted.T @ known + np.eye(known.shape[1]), weighted.T @ is_ring)
    return area_under_curve((judged @ weights).tolist(), [group.is_ring for group in judged_on])


def _ranks(groups: Sequence[Group]) -> np.ndarray:
    """A column a fact with the rank of each group, 0-1, and a column of ones."""
    columns = [rankdata([fact(group) for group in groups]) / len(groups) for fact in FACTS.values()]
    return np.column_stack([np.ones(len(groups)), *columns])


def main() -> None:
    """Prints the table, one column a seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", default="hard")
    parser.add_argument("--assumptions", default="mixed", choices=SETS)
    parser.add_argument("--size", default="medium")
    parser.add_argument("--seed", type=int, nargs="+", default=[1, 2, 3])
    args = parser.parse_args()
    worlds = [record(args.world, args.assumptions, size_of(args.size), seed) for seed in args.seed]
    columns = [areas(groups) for groups in worlds]
    print(f"| fact ({args.world}, {args.assumptions}, {args.size}) | " + " | ".join(map(str, args.seed)) + " |")
    print("|---" * (1 + len(columns)) + "|")
    for name in FACTS:
        print(f"| {name} | " + " | ".join(f"{column[name]:.2f}" for column in columns) + " |")
    judged = [f"{together(before, groups):.2f}" for before, groups in pairwise(worlds)]
    print("| all together | " + " | ".join(["", *judged]) + " |")


if __name__ == "__main__":
    main()
