"""Deciding who is who: judging two records, confirming what needs a second person, revoking, taking apart.

A judgement that cannot hold is refused with the way that speaks against it, as far as whoever judges may see it. What
he may not see is never told: where it contradicts him, the earlier judgement holds for those who see both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.services.asking.explaining import judgement_row, judgements_on, places_of
from api.services.asking.graphing import graph_entities
from api.services.asking.registering import register_entities
from api.services.runtime.askers import Asker
from api.services.runtime.workspace import Workspace
from api.state import disclosures, dispositions, judgements, users
from api.state.disclosures import Disclosure
from api.state.entities import ids_of as entities_of_parties
from api.state.judgements import Judgement, Opinion, Verdict
from graph.errors import Refused
from graph.linkage.bridges import bridge_alarm, shared_values
from graph.linkage.judged import Pair
from graph.linkage.ways import negative_between, way_between, way_over_judgements
from graph.linkage.who_is_who import WhoIsWho
from graph.linkage.world import World
from graph.model import Viewer

_AT_ONCE = 500  # ids in one query
_FEWEST_USERS = 2


@dataclass(frozen=True, slots=True)
class Judging:
    """Who decides: the open stores, what he sees, by which channel patterns, and who he is."""

    workspace: Workspace
    viewer: Viewer
    asker: Asker
    patterns: str = ""

    @property
    def world(self) -> World:
        """What he sees, under the judgements of this moment."""
        return self.workspace.world(self.viewer)


def judge(judging: Judging, pair: Pair, verdict: Verdict, why: str) -> dict[str, Any]:
    """Keeps what somebody says of two records; it counts at once, unless it needs a second person.

    Raises:
        NotFound: one of them is no party that he sees.
        Refused: it contradicts what stands, or needs two people and there are not two; nothing was changed.
        BadValue: both are one, or no reason is given.
    """
    world = judging.world
    left, right = places_of(world, *pair)
    if verdict is Verdict.SAME:
        _check_no_negative_is_crossed(world, left, right)
    if verdict is Verdict.DIFFERENT:
        _check_no_positive_is_crossed(world, left, right)
    entities = world.entities
    one, other = int(entities.of_party[left]), int(entities.of_party[right])
    is_joined = verdict is Verdict.SAME and one != other
    together = len(entities.members[one]) + (len(entities.members[other]) if one != other else 0)
    needs_second = is_joined and together >= judging.workspace.settings.second_person_from
    if needs_second:
        _check_there_are_two(judging, together)
    alarm = bridge_alarm(entities, shared_values(entities, one, other)) if is_joined else None
    channels = frozenset(name.split(":", 2)[1] for name in pair)
    opinion = Opinion(pair, verdict, channels, judging.asker.name, why, needs_second)
    state = judging.workspace.state_made()
    made = judgements.judge(state, opinion)
    _settle(judging, pair, why)
    return _told(judging, made) | {"bridge": alarm.model_dump() if alarm else None, "together": together}


def confirm(judging: Judging, judgement_id: str) -> dict[str, Any]:
    """Lets a judgement count that waits for a second person.

    Raises:
        NotFound: he sees none of that id.
        Refused: it does not wait, he said it himself, he is not signed in, or it contradicts what stands by now.
    """
    state = judging.workspace.state_made()
    known = judgements.get(state, judgement_id, judging.viewer)
    if not judging.asker.is_user:
        raise Refused("a second person has to be signed in", "add users: `halqa user add`, and sign in at /review")
    world = judging.world
    if known.is_waiting and known.verdict is Verdict.SAME:
        _check_no_negative_is_crossed(world, *places_of(world, *known.pair))
    made = judgements.confirm(state, judgement_id, judging.viewer, judging.asker.name)
    _settle(judging, made.pair, made.why)
    return _told(judging, made)


def revoke(judging: Judging, judgement_id: str, why: str) -> dict[str, Any]:
    """Takes back a judgement: everything is as it was without it, and what used it is listed.

    Raises:
        NotFound: he sees none of that id.
        Refused: it is revoked already.
        BadValue: no reason is given.
    """
    state = judging.workspace.state_made()
    known = judgements.get(state, judgement_id, judging.viewer)
    used = _used(judging, known.pair)
    made = judgements.revoke(state, judgement_id, judging.viewer, judging.asker.name, why)
    _settle(judging, made.pair, why)
    return _told(judging, made) | used


def unmerge(judging: Judging, pair: Pair, why: str) -> dict[str, Any]:
    """Takes two records of one entity apart, for good: a later run does not join them again.

    What somebody called the same is revoked; where more than that holds the two together, they are called different.

    Raises:
        NotFound: one of them is no party that he sees.
        Refused: they are two entities already, or judgements on others hold them together.
        BadValue: both are one, or no reason is given.
    """
    world = judging.world
    left, right = places_of(world, *pair)
    if world.entities.of_party[left] != world.entities.of_party[right]:
        raise Refused(f"{pair[0]} and {pair[1]} are two entities already", "nothing was changed")
    used = _used(judging, pair)
    standing = [known for known in judgements_on(judging.workspace, judging.viewer, *pair) if not known.revoked_at]
    same = [known for known in standing if known.verdict is Verdict.SAME]
    without = replace(world.judged, same=tuple(said for said in world.judged.same if said != tuple(sorted(pair))))
    rest = WhoIsWho(world.projection, world.who_is_who.base, world.who_is_who.is_compared, without)
    is_still_one = bool(rest.entities.of_party[left] == rest.entities.of_party[right])
    if is_still_one:
        _check_no_positive_is_crossed(world, left, right)
    state = judging.workspace.state_made()
    for known in same:
        judgements.revoke(state, known.id, judging.viewer, judging.asker.name, why)
    if is_still_one:
        made = judge(judging, pair, Verdict.DIFFERENT, why)
    else:
        _settle(judging, pair, why)
        made = _told(judging, judgements.get(state, same[0].id, judging.viewer))
    return made | used


def _told(judging: Judging, judgement: Judgement) -> dict[str, Any]:
    """A judgement with what its two records belong to now."""
    world = judging.world
    entities, ids = world.entities, world.projection.ids
    numbers = world.projection.numbers_among(judgement.pair)
    of_pair = [int(entities.of_node[number]) for number in numbers]
    return judgement_row(judgement) | {
        "are_one": len(of_pair) == 2 and of_pair[0] == of_pair[1],
        "entities": [
            {"id": ids[int(entities.first[entity])], "records": len(entities.members[entity])}
            for entity in dict.fromkeys(of_pair)
        ],
        "entity_count": entities.count,
    }


def _check_no_negative_is_crossed(world: World, left: int, right: int) -> None:
    """Refuses what would join two records of which somebody said that they are different, with the way."""
    who = world.who_is_who
    crossed = negative_between(who, left, right)
    if crossed is not None:
        ways = [" = ".join(_names(world, way)) for way in (_way(who, left, crossed[0]), _way(who, crossed[1], right))]
        raise Refused(
            f"{_name(world, left)} and {_name(world, right)} cannot be one: {ways[0]} ≠ {ways[1]}, as somebody judged"
            f" {_name(world, crossed[0])} and {_name(world, crossed[1])} different",
            "revoke that judgement, or part the record that is wrong from its entity, first",
        )


def _check_no_positive_is_crossed(world: World, left: int, right: int) -> None:
    """Refuses what would part two records that judgements on others hold together, with the way."""
    who = world.who_is_who
    way = way_over_judgements(who, left, right, (who.party_ids[left], who.party_ids[right]))
    if way:
        raise Refused(
            f"{_name(world, left)} and {_name(world, right)} cannot be two: people judged"
            f" {' = '.join(_names(world, way))}",
            "revoke one of these judgements first",
        )


def _way(who: WhoIsWho, left: int, right: int) -> list[int]:
    return [left, *(step.right for step in way_between(who, left, right))]


def _names(world: World, places: Sequence[int]) -> list[str]:
    return [_name(world, place) for place in places]


def _name(world: World, place: int) -> str:
    """A party by its name and the last signs of its id, as many are written alike."""
    number = int(world.entities.parties[place])
    return f"{world.projection.label(number)} ({world.projection.ids[number].rsplit(':', 1)[1][:6]})"


def _check_there_are_two(judging: Judging, together: int) -> None:
    """Refuses what needs two people where nobody is signed in or there is but one."""
    words = f"an entity of {together:,} records would be made, and from"
    words += f" {judging.workspace.settings.second_person_from:,} on two signed-in people have to say so"
    if not judging.asker.is_user:
        raise Refused(f"{words}: nobody is signed in here", "add users with `halqa user add`, and judge at /review")
    able = [user for user in users.listed(judging.workspace.state_made()) if not user.is_disabled]
    if len(able) < _FEWEST_USERS:
        raise Refused(f"{words}: there is one user", "add another with `halqa user add`")


def _settle(judging: Judging, pair: Pair, why: str) -> None:
    """Lets the ids of entities and the graph follow: both are of the full view, and follow others at its next turn."""
    if judging.viewer.sees_all:
        register_entities(judging.workspace, judging.asker.name, why, pair)
        if judging.world.who_is_who.is_compared and not judging.workspace.is_read_only:
            graph_entities(judging.workspace, pair)


def _used(judging: Judging, pair: Pair) -> dict[str, Any]:
    """What was handed out, kept or decided of the entity of two records, as far as whoever asks may know."""
    state, world = judging.workspace.state_made(), judging.world
    entities, ids = world.entities, world.projection.ids
    numbers = world.projection.numbers_among(pair)
    members = [ids[n] for entity in {int(entities.of_node[n]) for n in numbers} for n in entities.members[entity]]
    known: dict[str, Disclosure] = {}
    for start in range(0, len(members), _AT_ONCE):
        some = disclosures.listed(state, judging.patterns, nodes=members[start : start + _AT_ONCE])
        known |= {disclosure.id: disclosure for disclosure in some}
    minted = set(entities_of_parties(state, members).values()) if judging.viewer.sees_all else set()
    decided = dispositions.of_leads(state, [*members, *minted], judging.patterns)
    newest_first = sorted(known.values(), key=lambda disclosure: (disclosure.at, disclosure.id), reverse=True)
    return {
        "used_by": [
            {name: getattr(disclosure, name) for name in ("id", "title", "by", "at")} | {"kind": disclosure.kind.value}
            for disclosure in newest_first
        ],
        "decisions": [
            {"lead": step.lead, "state": step.state.value, "by": step.by, "at": step.at} for step in decided.values()
        ],
    }
