"""Indicators of ways and times: rare corridors, travel that is too fast, transit without an end, hours, convoys."""

import numpy as np

from analyses.screening.columns import Consignments, Ragged
from analyses.screening.facts import HOURS, Facts, corridor_of
from analyses.screening.registry import Figures, Hits, indicator
from analyses.screening.sources import CCP, CO_MOVEMENT, OWN, WCO
from analyses.screening.timelines import Timeline
from graph.model import UNDATED

_EARTH_KM = 6371.0
_MINUTES = 60
_TRANSIT = ("transit", "транзит", "tranzit")
_TRANSIT_CODES = ("80", "ТТ80", "TT80", "ТР80", "TR80", "T1", "8000")  # procedure 80 of ASYCUDA and the EAEU


@indicator(window="all that is known by the day of the question", source=CCP)
def rare_corridor(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Goods between these two countries hardly ever enter at this post.

    Of `least_movements` at least between the countries, at most `share` came over the post.
    """
    at_post = facts.post_in_corridor(c)
    between, over = facts.by_corridor.total(corridor_of(c)), facts.by_corridor_and_post.total(at_post)
    share = over / np.maximum(between, 1)
    fires = (at_post >= 0) & (between >= figures["least_movements"]) & (share <= figures["share"])
    return Hits.where(fires, (c.post,), over=over, between=between)


def _previous(timeline: Timeline, facts: Facts, c: Consignments, things: Ragged, days: int) -> np.ndarray:
    """The known row on which each thing stood last before, on the same day included; -1 for none."""
    when = facts.when(c)[things.row]
    at, row = timeline.within(things.value, when - days, when, most=3)
    own = facts.known.node[row] == c.node[things.row[at]]
    later = (facts.known.day[row] == when[at]) & (facts.known.minute[row] > c.minute[things.row[at]])
    later &= c.minute[things.row[at]] >= 0
    previous = np.full(len(things.row), -1, dtype=np.int64)
    previous[at[~own & ~later]] = row[~own & ~later]
    return previous


def _kilometres(facts: Facts, place: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Great-circle distance of places; nan where either is not known."""
    latitude, longitude = facts.places
    north = np.sin((latitude[place] - latitude[other]) / 2) ** 2
    east = np.cos(latitude[place]) * np.cos(latitude[other]) * np.sin((longitude[place] - longitude[other]) / 2) ** 2
    distance: np.ndarray = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, north + east)))
    return distance


def too_fast(facts: Facts, c: Consignments, things: Ragged, timeline: Timeline, figures: Figures) -> Hits:
    """Hits where a thing stood at a far post so shortly before that it cannot have come from there.

    Hours are those between the two moments, else those of all days that the two days touch.
    """
    previous = _previous(timeline, facts, c, things, int(figures["days"]))
    row = things.row
    known = facts.known
    distance = _kilometres(facts, c.post[row], np.append(known.post, -1)[previous])
    both = (c.minute[row] >= 0) & (np.append(known.minute, -1)[previous] >= 0)
    hours = (facts.when(c)[row] - np.append(known.day, 0)[previous] + 1) * float(HOURS)
    exact = (c.minute[row] - np.append(known.minute, 0)[previous]) / _MINUTES
    hours = np.where(both, np.maximum(exact, 0.5), hours)
    with np.errstate(invalid="ignore"):
        fast = (previous >= 0) & (distance >= figures["least_km"]) & (distance > figures["km_per_hour"] * hours)
    thing, earlier = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    km, taken = np.zeros(len(c)), np.zeros(len(c))
    thing[row[fast]], earlier[row[fast]] = things.value[fast], facts.node_of(previous[fast])
    km[row[fast]], taken[row[fast]] = distance[fast], hours[fast]
    return Hits.where(thing >= 0, (thing, earlier), km=km, hours=taken)


@indicator(window="as its threshold `days` says", source=WCO, needs=("trucks", "post"))
def impossible_travel(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A truck or trailer stood at a post so far away so shortly before that it cannot have come from there.

    The great-circle distance of the posts, `least_km` at least, asks for more than `km_per_hour` between the two
    moments; where a paper says days alone, between the beginning of the first and the end of the last.
    """
    vehicles = Ragged.of(
        np.concatenate((c.trucks.row, c.trailers.row)), np.concatenate((c.trucks.value, c.trailers.value))
    )
    return too_fast(facts, c, vehicles, facts.by_vehicle, figures)


@indicator(window="as its threshold `days` says", source=WCO)
def transit_open(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A transit began `days` ago or longer, and no paper says that it ended.

    A transit is told by the nature of the movement or its procedure (80). It ended where another paper of the movement
    names an office of exit, or a later one names its container or truck as it goes on.
    """
    age = facts.now - c.day
    waiting = c.texts_are(c.movement_code, _is_transit) & (age >= figures["days"]) & (c.day != UNDATED) & ~c.has_exit
    waiting &= c.papers == 1
    for things, timeline in ((c.containers, facts.by_container), (c.trucks, facts.by_truck)):
        later = timeline.count(things.value, c.day[things.row] + 1, np.full(len(things.row), facts.now))
        waiting[things.row[later > 0]] = False
    return Hits.where(waiting, (c.node,), days=np.where(waiting, age, 0))


def _is_transit(text: str) -> bool:
    nature, _, procedure = text.casefold().partition("|")
    codes = {code.casefold() for code in _TRANSIT_CODES}
    return any(word in nature or word in procedure for word in _TRANSIT) or procedure.strip() in codes


@indicator(window="all that is known by the day of the question", source=OWN, needs=("minute",))
def unusual_hour(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """It came at an hour of the day at which hardly anything comes over this post.

    Of `least_movements` at least with a moment, at most `share` came in the hour or in those beside it.
    """
    hour = np.where(c.minute >= 0, c.minute // _MINUTES % HOURS, -1)
    at_post, counts = facts.hours_at_posts
    place = np.clip(np.searchsorted(at_post, c.post), 0, max(len(at_post) - 1, 0))
    known = (c.post >= 0) & (hour >= 0) & (len(at_post) > 0)
    known &= at_post[place] == c.post if len(at_post) else False
    near, total = np.zeros(len(c)), np.zeros(len(c))
    if len(at_post):
        near = sum(counts[place, (hour + shift) % HOURS] for shift in (-1, 0, 1)) + np.zeros(len(c))
        total = counts[place].sum(axis=1) + np.zeros(len(c))
    fires = known & (total >= figures["least_movements"]) & (near <= figures["share"] * total)
    return Hits.where(fires, (c.post,), hour=hour, near=near.astype(np.int64), total=total.astype(np.int64))


@indicator(window="as its threshold `days` says", source=CO_MOVEMENT, needs=("trucks", "post"))
def convoy(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Two trucks of different carriers come over posts on the same days again and again.

    They did so on `times` days at least within `days`, this one included, and on `share` of the days of the one that
    moves less. Days of a post with more than 60 trucks tell nothing.
    """
    return convoy_hits(facts, c, figures)


def convoy_hits(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Hits of `convoy`, with the two trucks and the days on which they came together."""
    meetings, days = facts.meetings, int(figures["days"])
    row = c.trucks.row
    known = (c.post[row] >= 0) & (facts.when(c)[row] <= facts.now)
    at, other = meetings.beside(facts.meeting_key(c.post[row], facts.when(c)[row]), c.trucks.value, c.carrier[row])
    at, other = at[known[at]], other[known[at]]
    pair = meetings.pair_key(c.trucks.value[at], other)
    when = facts.when(c)[row[at]]
    times = meetings.days.before(pair, when, days) + 1
    least = np.minimum(*(meetings.by_truck.before(truck, when, days) + 1 for truck in (c.trucks.value[at], other)))
    again = (times >= figures["times"]) & (times >= figures["share"] * least)
    own, beside = (np.full(len(c), -1, dtype=np.int64) for _ in range(2))
    together = np.zeros(len(c), dtype=np.int64)
    order = np.argsort(times[again], kind="stable")
    rows = row[at[again]][order]
    own[rows], beside[rows], together[rows] = c.trucks.value[at[again]][order], other[again][order], times[again][order]
    return Hits.where(own >= 0, (own, beside), times=together, days=np.full(len(c), days))
