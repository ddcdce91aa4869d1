"""What is expected and not declared yet, whom it touches, and how many hours are left."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.arrivals import undeclared
from graph.errors import BadValue
from graph.linkage.holders import ends_of
from graph.linkage.world import World
from graph.model import UNDATED, day_number, day_text

PROPERTIES = {"Consignment": ("expected_at", "expected_on")}
State = Literal["expected", "missed", "undated"]
_PARTIES = ("CONSIGNED_TO", "SHIPPED_BY", "DRIVEN_BY", "NOTIFIES")
_THINGS = ("ON_VEHICLE", "IN_CONTAINER")
POSTS = ("ENTERED_AT", "UNLOADED_AT")
HALF_WAY_HOURS = 24.0  # hours left at which a score weighs half in the order
UNDATED_WEIGHT = 0.5


class Arriving(BaseModel):
    """A consignment that is expected and not declared."""

    id: str = Field(description="Id of the notice")
    label: str = Field(description="Its number")
    post: str = Field(description="Id of the next post; empty where none is said")
    post_label: str = Field(description="Its name")
    expected: str = Field(description="Moment or day on which it is expected; empty where neither is said")
    hours_left: float | None = Field(description="Hours until then, negative where it is missed; null where not known")
    state: State = Field(description="missed: the time is over, and no declaration")


@dataclass(frozen=True, eq=False)
class Arrivals:
    """The consignments that are expected, by what they touch.

    Attributes:
        rows: All of them, by number of the node.
        of_entity: Numbers of those on which each entity stands.
        of_thing: Numbers of those that name each vehicle or container.
    """

    rows: Mapping[int, Arriving]
    of_entity: Mapping[int, Sequence[int]]
    of_thing: Mapping[int, Sequence[int]]

    def touching(self, entities: Sequence[int], things: Sequence[int]) -> list[Arriving]:
        """Those on which one of the entities or things stands, the least time left first, what is missed at the end."""
        numbers = {n for entity in entities for n in self.of_entity.get(entity, ())}
        numbers.update(n for thing in things for n in self.of_thing.get(thing, ()))
        return sorted((self.rows[number] for number in numbers), key=urgency)


def urgency(row: Arriving) -> tuple[int, float, str]:
    """What is to be looked at first: the least time left; undated and missed ones at the end."""
    order = {"expected": 0, "undated": 1, "missed": 2}[row.state]
    return order, row.hours_left if row.hours_left is not None else 0.0, row.id


def day_of(at: datetime.datetime) -> int:
    """Number of the day of a moment, in UTC."""
    return day_number(at.astimezone(datetime.UTC).date().isoformat())


def weight_of_time(state: State, hours_left: float | None) -> float:
    """What a score weighs by the time that is left, 0-1: all of it now, half of it at `HALF_WAY_HOURS`, none missed."""
    if hours_left is None:
        return UNDATED_WEIGHT
    return 0.0 if state == "missed" else HALF_WAY_HOURS / (HALF_WAY_HOURS + hours_left)


def moment(text: str, name: str) -> datetime.datetime | None:
    """The moment that `as_of` says, in UTC; a day is its beginning, and nothing is none.

    Raises:
        BadValue: it is no day and no moment.
    """
    if not text:
        return None
    try:
        read = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise BadValue(
            f"{name}: as_of={text!r} is no moment", "write it as 2024-03-05 or 2024-03-05T08:30+05:00"
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=datetime.UTC)


def time_left(at: datetime.datetime | None, as_of: datetime.datetime | None) -> tuple[State, float | None]:
    """How what is expected at a moment stands as of another one, and the hours that are left, negative once missed.

    Without a moment it is undated, and without one to count from nothing is missed, and no time is left.
    """
    left = None if at is None or as_of is None else round((at - as_of).total_seconds() / 3600, 1)
    return "undated" if at is None else "missed" if left is not None and left < 0 else "expected", left


def moment_expected(at: str, day: str) -> tuple[str, datetime.datetime | None]:
    """When something is expected, by what a paper says of the moment, else of the day: as text, and as a moment.

    Of a day that is its end. Neither is ("", None).
    """
    if at:
        read = datetime.datetime.fromisoformat(at)
        return at, read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
    if not day:
        return "", None
    begins = datetime.datetime.fromisoformat(day[:10]).replace(tzinfo=datetime.UTC)
    return day[:10], begins + datetime.timedelta(days=1)


def arrivals_of(world: World, as_of: datetime.datetime | None) -> Arrivals:
    """What is expected as of a moment, declarations of later days left out; without one nothing is missed.

    Notices do not say when they were sent: all count.
    """
    p = world.projection
    numbers = undeclared(p, until=None if as_of is None else day_of(as_of))
    posts = _posts(world)
    rows = {number: _row(world, number, posts.get(number), as_of) for number in numbers}
    of_entity: dict[int, list[int]] = defaultdict(list)
    of_thing: dict[int, list[int]] = defaultdict(list)
    for types, held in ((_PARTIES, of_entity), (_THINGS, of_thing)):
        consignment, node, _ = ends_of(p, types)
        is_open = np.isin(consignment, numbers)
        ends = node[is_open] if held is of_thing else world.entities.of_node[node[is_open]]
        for end, number in zip(ends.tolist(), consignment[is_open].tolist(), strict=True):
            held[end].append(number)
    return Arrivals(rows, of_entity, of_thing)


def _posts(world: World) -> dict[int, int]:
    """The post of each consignment that names one: where it enters, else where it is unloaded."""
    posts: dict[int, int] = {}
    for edge_type in POSTS:
        consignment, place, _ = ends_of(world.projection, (edge_type,))
        for number, post in zip(consignment.tolist(), place.tolist(), strict=True):
            posts.setdefault(number, post)
    return posts


def _row(world: World, number: int, post: int | None, as_of: datetime.datetime | None) -> Arriving:
    p = world.projection
    expected, at = expected_of(world, number)
    state, left = time_left(at, as_of)
    return Arriving(
        id=p.ids[number],
        label=p.ids[number].rpartition(":")[2],
        post=p.ids[post] if post is not None else "",
        post_label=p.label(post) if post is not None else "",
        expected=expected,
        hours_left=left,
        state=state,
    )


def expected_of(world: World, number: int) -> tuple[str, datetime.datetime | None]:
    """When a consignment of the graph is expected, as text and as a moment; of a day that is its end."""
    p = world.projection
    place = number - int(p.numbers_of("Consignment")[0])
    at = str(p.property_of("Consignment", "expected_at")[place] or "")
    day = str(p.property_of("Consignment", "expected_on")[place] or "")
    if not at and not day:
        edges = p.neighbours(number).edges
        last = int(p.columns.on[edges].max(initial=UNDATED))
        day = "" if last == UNDATED else day_text(last)
    return moment_expected(at, day)
