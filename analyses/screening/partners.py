"""Indicators of who trades with whom: new partners, goods that are new to a firm, firms that are young or sleep."""

import numpy as np

from analyses.screening.columns import Consignments
from analyses.screening.facts import Facts, chapter_key
from analyses.screening.registry import Figures, Hits, indicator
from analyses.screening.sources import CCP, FATF, WCO
from graph.model import UNDATED

_EVER = 1 << 16  # days
_MOST_MOVEMENTS = 400  # of one receiver, of which the chapters are counted


@indicator(window="as its threshold `window_days` says", source=CCP)
def first_time_pair(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """Receiver and sender were never seen together, and the receiver is no newcomer.

    The pair has no movement in `window_days` before, the receiver `earlier_movements` at least.
    """
    when, days = facts.when(c), figures["window_days"]
    earlier = facts.by_receiver.before(c.receiver, when, days)
    pair = facts.pair_of(c)
    fires = (pair >= 0) & (earlier >= figures["earlier_movements"]) & (facts.by_pair.before(pair, when, days) == 0)
    return Hits.where(fires, (facts.first(c.receiver), facts.first(c.sender)), earlier=earlier)


@indicator(source=CCP)
def first_time_receiver(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver was never seen, though others were for `known_days` at least."""
    when = facts.when(c)
    began = int(facts.known.day[facts.history].min()) if len(facts.history) else facts.now
    fires = (c.receiver >= 0) & (when - began >= figures["known_days"])
    fires &= facts.by_receiver.before(c.receiver, when) == 0
    return Hits.where(fires, (facts.first(c.receiver),))


@indicator(source=FATF, needs=("headings",))
def goods_new_to_firm(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver never received goods of this chapter of the HS, and has kept to few chapters.

    The receiver has `earlier_movements` at least, the last 400 of them in `most_chapters` chapters at most, and none in
    that of the first commodity code.
    """
    when = facts.when(c)
    earlier = facts.by_receiver.before(c.receiver, when)
    fires = (c.receiver >= 0) & (c.chapter >= 0) & (earlier >= figures["earlier_movements"])
    fires &= facts.by_receiver_and_chapter.before(chapter_key(c), when) == 0
    chapters, asked = np.zeros(len(c), dtype=np.int64), np.flatnonzero(fires)
    at, row = facts.by_receiver.within(c.receiver[asked], when[asked] - _EVER, when[asked] - 1, _MOST_MOVEMENTS)
    told = facts.known.chapter[row] >= 0
    pairs = np.unique(np.stack((at[told], facts.known.chapter[row[told]])), axis=1)
    chapters[asked] = np.bincount(pairs[0].astype(np.int64), minlength=len(asked))
    fires &= chapters <= figures["most_chapters"]
    return Hits.where(fires, (facts.first(c.receiver),), chapter=c.chapter, earlier=earlier, chapters=chapters)


@indicator(window="as its thresholds say", source=FATF)
def dormant_firm(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver moved something earlier, and nothing for `silent_days`."""
    when = facts.when(c)
    last = facts.by_receiver.last_before(c.receiver, when)
    silent = when - np.append(facts.known.day, UNDATED)[last]
    fires = (last >= 0) & (silent >= figures["silent_days"])
    return Hits.where(fires, (facts.first(c.receiver), facts.node_of(last)), days=np.where(fires, silent, 0))


@indicator(window="as its threshold `founded_days` says", source=FATF)
def young_firm(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """A register says that the receiver was founded in the `founded_days` before."""
    founded = facts.ties.founded[c.receiver]
    age = facts.when(c) - founded
    fires = (founded != UNDATED) & (age >= 0) & (age <= figures["founded_days"])
    return Hits.where(fires, (facts.first(c.receiver),), days=np.where(fires, age, 0))


@indicator(window="as its thresholds say", source=FATF)
def sudden_growth(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """The receiver moves much more in the last days than it used to.

    Movements in `recent_days` are `least_movements` at least, and `ratio` times as many a day as in the `usual_days`
    before them, in which there were some.
    """
    when, recent_days = facts.when(c), int(figures["recent_days"])
    recent = facts.by_receiver.before(c.receiver, when, recent_days) + 1
    usual = facts.by_receiver.before(c.receiver, when - recent_days, figures["usual_days"])
    expected = usual * recent_days / figures["usual_days"]
    fires = (usual > 0) & (recent >= figures["least_movements"]) & (recent >= figures["ratio"] * expected)
    return Hits.where(fires, (facts.first(c.receiver),), recent=recent, usual=usual)


@indicator(window="as its threshold `days` says", source=WCO, needs=("headings",))
def split_shipment(facts: Facts, c: Consignments, figures: Figures) -> Hits:
    """One sender sends one receiver the same goods again and again within days, each time under papers of its own.

    The commodity code of six digits is the same on `least_movements` within `days`, this one included.
    """
    when, days = facts.when(c), int(figures["days"])
    at, row = facts.by_pair.within(facts.pair_of(c), when - days, when)
    same = (facts.known.heading[row] == c.heading[at]) & (c.heading[at] >= 0)
    others = np.bincount(at[same & (facts.known.node[row] != c.node[at])], minlength=len(c))
    last = np.full(len(c), -1, dtype=np.int64)
    other = same & (facts.known.node[row] != c.node[at])
    last[at[other]] = row[other]
    fires = others + 1 >= figures["least_movements"]
    evidence = (facts.first(c.receiver), facts.first(c.sender), facts.node_of(last))
    return Hits.where(fires, evidence, movements=others + 1, days=np.full(len(c), days))
