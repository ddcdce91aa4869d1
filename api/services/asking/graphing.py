"""Who is who in the graph, for the full view: which record belongs to which entity, and what is possibly the same.

Derived edges of one run beside the graph: records stay untouched, and only the full view has them.
"""

import json
from collections.abc import Iterable, Iterator

import numpy as np

from api.services.runtime.workspace import Workspace
from api.state import entities as register
from graph.linkage.clustering import AT_LEAST
from graph.linkage.ways import told_of_join
from graph.linkage.who_is_who import WhoIsWho
from graph.messages import message
from graph.model import EVERYONE
from graph.schema import POSSIBLY_SAME, RESOLVED_TO, WHO_IS_WHO

Row = tuple[str, str, str, str]


def graph_entities(workspace: Workspace, around: Iterable[str] = ()) -> int:
    """Writes who is who of the full view into the graph store; how many edges.

    Args:
        workspace: The open stores.
        around: Parties of which entities changed; without any all of it is written anew.
    """
    who = workspace.world(EVERYONE).who_is_who
    named = list(around)
    wanted = _touched(who, named) if named else None
    if wanted is None:
        workspace.store.remove_run(WHO_IS_WHO)
    else:
        workspace.store.remove_annotations(
            WHO_IS_WHO, [who.party_ids[place] for place in np.flatnonzero(wanted).tolist()]
        )
    ids = register.ids_of(workspace.state_made(), _members(who, wanted))
    rows = [*_resolved(who, ids), *_possibly_same(who, wanted)]
    workspace.store.annotate(WHO_IS_WHO, rows)
    return len(rows)


def _touched(who: WhoIsWho, named: list[str]) -> np.ndarray:
    """Whether each party hangs together, with or without judgements, with one of those that are named."""
    places = [place for name in named if (place := who.party_ids.find(name)) >= 0]
    touched: np.ndarray = np.zeros(len(who.base.of_party), dtype=bool)
    for of_party in (who.base.of_party, who.entities.of_party):
        touched |= np.isin(of_party, of_party[places])
    for of_party in (who.base.of_party, who.entities.of_party):
        touched |= np.isin(of_party, of_party[touched])
    return touched


def _members(who: WhoIsWho, wanted: np.ndarray | None) -> list[str]:
    """The parties of entities of several."""
    of_party = who.entities.of_party
    several = np.bincount(of_party, minlength=1)[of_party] > 1
    places = np.flatnonzero(several if wanted is None else several & wanted)
    return [who.party_ids[place] for place in places.tolist()]


def _resolved(who: WhoIsWho, ids: dict[str, str]) -> Iterator[Row]:
    """A row for each party that belongs to an entity, with the strongest that joins it: what was read off, a link."""
    links, joins = who.basis.links, who.basis.read_off.accepted
    scored = _strongest(who, links.left, links.right, np.where(links.confidence >= AT_LEAST, -links.bits, np.inf))
    told = _strongest(who, joins.left, joins.right, joins.reason.astype(np.float64))
    for party, entity in sorted(ids.items()):
        place = who.party_ids.find(party)
        link, row = int(scored[place]), int(told[place])
        why = message("way.judged")
        said: dict[str, str | float] = {"run": WHO_IS_WHO}
        if link >= 0:
            said["bits"] = round(float(links.bits[link]), 2)
            why = message("way.compared", bits=float(links.bits[link]))
        if row >= 0:
            why = told_of_join(who, joins, row)
        said["why"] = why.text
        yield party, RESOLVED_TO, entity, json.dumps(said, ensure_ascii=False, sort_keys=True)


def _strongest(who: WhoIsWho, left: np.ndarray, right: np.ndarray, order: np.ndarray) -> np.ndarray:
    """The row that joins each party, the least in an order first, ties by row; -1 where none does."""
    of_party = who.entities.of_party
    rows = np.flatnonzero((of_party[left] == of_party[right]) & np.isfinite(order))
    rows = rows[np.argsort(-order[rows], kind="stable")]
    best = np.full(len(of_party), -1, dtype=np.int64)
    ends = np.stack((np.asarray(left)[rows], np.asarray(right)[rows]), axis=1).ravel()
    best[ends] = np.repeat(rows, 2)  # of several the last one stays, which is the strongest
    return best


def _possibly_same(who: WhoIsWho, wanted: np.ndarray | None) -> Iterator[Row]:
    """A row for each link that says too little to join."""
    ids = who.party_ids
    for pair in who.open_pairs:
        if not pair.is_refusal and (wanted is None or wanted[pair.left]):
            odds = pair.confidence / max(1 - pair.confidence, 1e-12)
            bits = round(float(np.log2(max(odds, 1e-12))), 2)
            said: dict[str, str | float] = {"run": WHO_IS_WHO, "why": pair.why.text, "bits": bits}
            yield ids[pair.left], POSSIBLY_SAME, ids[pair.right], json.dumps(said, ensure_ascii=False, sort_keys=True)
