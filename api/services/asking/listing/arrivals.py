"""The list of what is expected and not declared: post, hours left, and whether who stands on it stands in a lead."""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyses.arrivals import undeclared
from analyses.leading.arriving import expected_of, time_left
from api.services.asking.listing.asked import Asked, page_of
from api.services.asking.listing.consignments import columns_of, places_of_kind, that_hold
from api.services.asking.showing.consignments import consignment_row
from api.services.asking.showing.entities import standing_known
from api.services.asking.showing.places import place_name
from graph.linkage.world import World
from graph.model import UNDATED, day_number

SORTS = ("time", "score", "newest")
STATES = {"expected": "expected", "missed": "overdue", "undated": "without a day"}
_FIRST = ("expected", "undated", "missed")


@dataclass(frozen=True, eq=False)
class Open:
    """The notices that are not declared: their places among the consignments, and when each is expected.

    `said` is the moment or day as a paper has it, "" where none is said; `at` the moment, of a day its end; `declared`
    counts the notices that are declared.
    """

    places: np.ndarray
    said: list[str]
    at: list[datetime.datetime | None]
    declared: int


def open_of(world: World) -> Open:
    """The open notices of a world; ask by `world.once`."""
    numbers = undeclared(world.projection)
    told = [expected_of(world, number) for number in numbers]
    first = int(world.projection.numbers_of("Consignment")[0]) if numbers else 0
    places = np.array(numbers, dtype=np.int64) - first
    declared = len(places_of_kind(world, "arrival")) - len(numbers)
    return Open(places, [said for said, _ in told], [at for _, at in told], declared)


def list_arrivals(world: World, asked: Asked, as_of: datetime.datetime) -> dict[str, Any]:
    """A page of the expected consignments that were asked for, as of a moment; ties go by id.

    Returns:
        `rows` (see `consignment_row`, with `expected`, `hours_left` (None where not known), `state`, and `score`, that
        of the best lead of who stands on it, None for none), counts, `states` (how many of each), `posts` (name, id),
        `declared` (notices that are declared), and `last_on`, the last day on which one is expected, "" for none.

    Raises:
        BadValue: the order, the state or the page is not known.
    """
    sort, state = asked.one_of("sort", SORTS), asked.one_of("kind", ("", *STATES))
    columns, opened = world.once(columns_of), world.once(open_of)
    timed = [time_left(at, as_of) for at in opened.at]
    days = np.array([day_number(said) if said else UNDATED for said in opened.said], dtype=np.int64)
    kept = asked.are_within(days)
    if state:
        kept &= np.array([one == state for one, _ in timed], dtype=bool)
    if asked.post:
        number = world.projection.number_of(asked.post)
        kept &= columns.post[opened.places] == (-2 if number is None else number)
    if asked.text:
        kept &= that_hold(world, columns, asked.text)[opened.places]
    scores = _scores(world)[opened.places]
    chosen = np.flatnonzero(kept).tolist()
    urgency = [(_FIRST.index(one), left or 0.0) for one, left in timed]
    keys = {
        "time": lambda place: (*urgency[place], place),
        "score": lambda place: (-scores[place], *urgency[place], place),
        "newest": lambda place: (-days[place], place),
    }
    part, counts = page_of(sorted(chosen, key=keys[sort]), asked)
    rows = [
        {
            **consignment_row(world, int(columns.nodes[opened.places[place]])),
            "expected": opened.said[place],
            "state": timed[place][0],
            "hours_left": timed[place][1],
            "score": round(float(scores[place]), 2) if scores[place] else None,
        }
        for place in part
    ]
    posts = np.unique(columns.post[opened.places])
    ids = [world.projection.ids[post] for post in posts[posts >= 0].tolist()]
    states: Counter[str] = Counter(one for one, _ in timed)
    return {
        "rows": rows,
        "all": len(timed),
        "states": {name: states[name] for name in STATES},
        "posts": sorted((place_name(post), post) for post in ids),
        "declared": opened.declared,
        "last_on": max(opened.said, default="")[:10],
        **counts,
    }


def _scores(world: World) -> np.ndarray:
    """By consignment, the score of the best lead of who stands on it; 0 for none, or where leads are not known."""
    p, standing = world.projection, standing_known(world)
    nodes = p.numbers_of("Consignment")
    scores = np.zeros(len(nodes))
    if standing is None or not len(nodes) or not len(standing.scores):
        return scores
    of_group = np.append(np.where(standing.is_lead, standing.scores, 0.0), 0.0)  # -1 is no group
    of_entity = np.append(of_group[standing.group], 0.0)  # -1 is no party
    best = of_entity[world.entities.of_node[p.columns.target]]
    sources = p.columns.source.astype(np.int64) - int(nodes[0])
    own = (sources >= 0) & (sources < len(nodes)) & (best > 0)
    np.maximum.at(scores, sources[own], best[own])
    return scores
