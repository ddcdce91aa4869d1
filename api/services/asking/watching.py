"""The watch list as people ask about it: put on it, look it up, see what was met, decide what becomes of a hit."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.services.asking.deciding import read_state
from api.services.asking.explore import label
from api.services.asking.registering import parties_named
from api.services.asking.risk_profiles import with_risk_profile
from api.services.asking.screening.known import Known
from api.services.asking.screening.lists import known_in_force, look_up
from api.services.asking.screening.matched import entity_row
from api.services.asking.screening.meaning import meant_as
from api.services.runtime.watched import LookedFor, looked_for, told_row
from api.services.runtime.workspace import Workspace
from api.state import dispositions, watches
from api.state.dispositions import Decider, Disposition, LeadState
from api.state.store import moment, now
from api.state.watches import Hit, Scope, Wanted, Watch, WatchKind
from graph.errors import BadValue, NotFound
from graph.messages import message
from graph.model import Node, Viewer
from graph.progress import Progress, Step, silent
from graph.schema import value_of
from graph.values.ids.containers import containers
from graph.values.names import name_key
from graph.values.placeholders import is_placeholder
from graph.values.reference.countries import country_code
from graph.wording import names_known

YESTERDAY_HOURS = 24
_FIELD_OF = {  # as which a text may be a placeholder
    WatchKind.NAME: "consignee.name",
    WatchKind.PLATE: "vehicle.plate",
    WatchKind.CONTAINER: "container",
    WatchKind.PHONE: "phone",
    WatchKind.IDENTIFIER: "tax_number",
}
LATEST = "latest"  # hits since yesterday


@dataclass(frozen=True, slots=True)
class WatchAsker:
    """Who asks about the list: the open stores, what he sees, and who he is."""

    workspace: Workspace
    viewer: Viewer
    who: Decider


def read_wanted(kind: str, text: str, why: str, until: str, country: str, administration: bool) -> Wanted:
    """What somebody wants to be watched, out of texts.

    Raises:
        BadValue: the kind or the country is unknown.
    """
    kinds = [known.value for known in WatchKind]
    if kind not in kinds:
        raise BadValue(f"a {kind!r} cannot be watched", names_known(kind, kinds))
    code = country_code(country) if country else ""
    if country and not code:
        raise BadValue(f"{country!r} is no country", "write one such as UZ: numbers are read for it")
    scope = Scope.ADMINISTRATION if administration else Scope.OWN
    return Wanted(WatchKind(kind), text, why, until, code or "", scope)


def watched_by(node_id: str) -> tuple[str, str] | None:
    """The kind and the text by which a node is put on the list; None where nodes of its type cannot be watched."""
    kind = _KIND_OF.get(node_id.partition(":")[0])
    return None if kind is None else (kind.value, node_id if kind is WatchKind.ENTITY else value_of(node_id))


_KIND_OF = {
    "vehicle": WatchKind.PLATE,
    "container": WatchKind.CONTAINER,
    "phone": WatchKind.PHONE,
    "identifier": WatchKind.IDENTIFIER,
    "party": WatchKind.ENTITY,
}


def labels_of(asking: WatchAsker, entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What people read of the entities among some entries, by their ids; those that are gone or hidden are left out."""
    named = sorted({entry["text"] for entry in entries if entry["kind"] == WatchKind.ENTITY.value})
    parties = {name: parties_named(asking.workspace, asking.viewer, name) for name in named}
    first = {name: ids[0] for name, ids in parties.items() if ids}
    nodes = {node.id: node for node in asking.workspace.store.get(sorted(first.values()), asking.viewer)}
    return {name: label(nodes[party]) for name, party in first.items() if party in nodes}


def add(asking: WatchAsker, wanted: Wanted) -> dict[str, Any]:
    """Puts something on the list; from now on every load is looked at for it. The same request twice is one entry.

    Raises:
        BadValue: the text is nothing of its kind, there is no reason, the day is over, or it is watched already for
            another reason or until another day.
        NotFound: the entity is not visible.
    """
    if wanted.kind is WatchKind.ENTITY:
        if not parties_named(asking.workspace, asking.viewer, wanted.text.strip()):
            raise NotFound(f"no party or entity {wanted.text!r}", "`halqa search` finds ids")
    else:
        looked_for(wanted)
        if is_placeholder(wanted.text, _FIELD_OF[wanted.kind]):
            raise BadValue(f"{wanted.text!r} names no {wanted.kind.value}", "write one as it stands on papers")
    return watch_row(_standing(asking, wanted) or watches.add(asking.workspace.state_made(), wanted, asking.who))


def _standing(asking: WatchAsker, wanted: Wanted) -> Watch | None:
    """The entry by which the same is watched for the same people; None where there is none.

    Raises:
        BadValue: it stands for another reason or until another day: with a second one each load would tell it twice.
    """
    state, today = asking.workspace.state, now()[:10]
    for watch in watches.listed(state, asking.who) if state is not None else ():
        is_for_them = watch.wanted.scope is wanted.scope and watch.stands_on(today)
        if not is_for_them or _met_by(watch.wanted) != _met_by(wanted):
            continue
        if (watch.wanted.why, watch.wanted.until) == (wanted.why.strip(), wanted.until):
            return watch
        until = f" until {watch.wanted.until}" if watch.wanted.until else ""
        raise BadValue(
            f"{wanted.kind.value} {wanted.text} is watched already{until}: {watch.id}, because {watch.wanted.why}",
            f"to change it, take that entry off first: `halqa watch remove {watch.id}`",
        )
    return None


def _met_by(wanted: Wanted) -> tuple[WatchKind, LookedFor | str]:
    """What tells whether two entries look for the same, however it is written."""
    is_name = wanted.kind is WatchKind.NAME
    return wanted.kind, name_key(wanted.text) if is_name else looked_for(wanted)


def _remark(wanted: Wanted) -> str:
    """What is odd about the text of an entry; empty where nothing is."""
    if wanted.kind is not WatchKind.CONTAINER:
        return ""
    wrong = [read.value for read in containers(wanted.text) if read.problem == "container_check_digit"]
    return message("watch.check_digit", numbers=", ".join(wrong)).text if wrong else ""


def remove(asking: WatchAsker, watch: str, why: str = "") -> dict[str, Any]:
    """Takes something off the list; its hits stay.

    Raises:
        NotFound: there is no such entry that he sees.
    """
    state = asking.workspace.state
    if state is None:
        raise NotFound(f"no entry {watch!r} on the watch list", "`halqa watch list` lists them")
    return watch_row(watches.end(state, watch, asking.who, why))


def listed(asking: WatchAsker, with_ended: bool = False) -> list[dict[str, Any]]:
    """The entries that somebody sees, the newest first, each with how many hits he sees, and how many are new."""
    state = asking.workspace.state
    if state is None:
        return []
    today = now()[:10]
    entries = [watch for watch in watches.listed(state, asking.who) if with_ended or watch.stands_on(today)]
    seen = hits(asking)
    rows = []
    for watch in entries:
        own = [hit for hit in seen if hit["watch"] == watch.id]
        counts = {"hits": len(own), "new_hits": sum(hit["state"] == LeadState.NEW.value for hit in own)}
        rows.append(watch_row(watch) | {"is_standing": watch.stands_on(today)} | counts)
    return rows


def hits(asking: WatchAsker, since: str = "", state: str = "") -> list[dict[str, Any]]:
    """The hits of the entries that somebody sees, on records that he sees, the newest first.

    Args:
        asking: Who asks.
        since: Only those from a moment on; `LATEST` for those of the last day.
        state: Only those in this state.

    Raises:
        BadValue: there is no such state, or `since` is no moment.
    """
    if state:
        state = read_state(state, "hit").value
    kept = asking.workspace.state
    if kept is None:
        return []
    entries = {watch.id: watch for watch in watches.listed(kept, asking.who)}
    met = watches.hits_of(kept, entries, _since(since))
    nodes = _nodes(asking, met)
    seen = [hit for hit in met if hit.met.record in nodes and hit.met.node in nodes]
    steps = dispositions.of_leads(kept, (hit.id for hit in seen), asking.who.patterns)
    rows = [_hit_row(entries[hit.met.watch], hit, nodes, steps.get(hit.id)) for hit in seen]
    return [row for row in rows if state in ("", row["state"])]


def decide(asking: WatchAsker, hit_id: str, to: LeadState, reason: str) -> dict[str, Any]:
    """Keeps what becomes of a hit.

    Raises:
        NotFound: there is no such hit that he sees.
        BadValue: it is confirmed or dismissed without a reason.
    """
    state = asking.workspace.state
    hit = None if state is None else watches.get_hit(state, hit_id)
    entries = {} if state is None else {watch.id: watch for watch in watches.listed(state, asking.who)}
    nodes = {} if hit is None else _nodes(asking, [hit])
    if state is None or hit is None or hit.met.watch not in entries or len(nodes) < len({hit.met.record, hit.met.node}):
        raise NotFound(f"no hit {hit_id!r}", "`halqa watch hits` lists them")
    step = dispositions.decide(state, hit_id, to, reason, asking.who)
    return _hit_row(entries[hit.met.watch], hit, nodes, step)


def check(asking: WatchAsker, tick: Progress = silent) -> list[dict[str, Any]]:
    """What is known of each entry that stands: the first to be looked at first."""
    entries = [watch for watch in listed(asking) if watch["is_standing"]]
    if not entries:
        return []
    world = asking.workspace.world(asking.viewer)
    known = known_in_force(world, with_risk_profile(asking.workspace.settings), tick)
    tick(Step("looking the watch list up", 0, len(entries)))
    rows = [watch | _known(asking, known, watch) for watch in entries]
    return sorted(rows, key=lambda row: (-row["weight"], row["id"]))


def _known(asking: WatchAsker, known: Known, watch: Mapping[str, Any]) -> dict[str, Any]:
    world = known.world
    if watch["kind"] != WatchKind.ENTITY.value:
        found = look_up(known, meant_as(WatchKind(watch["kind"]), watch["text"], watch["country"]))
        return {name: found[name] for name in ("weight", "candidates", "things")}
    numbers = world.projection.numbers_among(parties_named(asking.workspace, asking.viewer, watch["text"]))
    members = sorted({int(world.entities.of_node[number]) for number in numbers})
    candidates = [entity_row(known, entity) for entity in members]
    weights = [max(row["lead_score"], min(1.0, row["risk"])) for row in candidates]
    return {"weight": round(max(weights, default=0.0), 4), "candidates": candidates, "things": []}


def _since(text: str) -> str:
    """The moment that is meant, as it is kept.

    Raises:
        BadValue: it is no day and no moment.
    """
    if text == LATEST:
        return moment(datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=YESTERDAY_HOURS))
    if not text:
        return ""
    try:
        said = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise BadValue(f"since {text!r} is no moment", "write it as 2024-03-05 or 2024-03-05T08:00+05:00") from None
    return moment(said if said.tzinfo else said.replace(tzinfo=datetime.UTC))


def _nodes(asking: WatchAsker, met: list[Hit]) -> dict[str, Node]:
    """The visible ones among the records and nodes of hits, by id."""
    named = sorted({name for hit in met for name in (hit.met.record, hit.met.node)})
    return {node.id: node for node in asking.workspace.store.get(named, asking.viewer)}


def watch_row(watch: Watch) -> dict[str, Any]:
    """An entry as it is told."""
    wanted = watch.wanted
    return {
        "id": watch.id,
        "kind": wanted.kind.value,
        "text": wanted.text,
        "remark": _remark(wanted),
        "country": wanted.country,
        "why": wanted.why,
        "scope": wanted.scope.value,
        "by": watch.owner,
        "at": watch.at,
        "until": wanted.until,
        "ended_at": watch.ended_at,
        "ended_by": watch.ended_by,
    }


def _hit_row(watch: Watch, hit: Hit, nodes: Mapping[str, Node], step: Disposition | None) -> dict[str, Any]:
    return told_row(watch, hit) | {
        "record_label": label(nodes[hit.met.record]),
        "node_label": label(nodes[hit.met.node]),
        "at": hit.at,
        "state": (step.state if step else LeadState.NEW).value,
        "reason": step.reason if step else "",
        "decided_by": step.by if step else "",
    }
