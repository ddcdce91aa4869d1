"""Why two records are one or not, for any two: values side by side, bits, words of the names, what holds them together.

What is computed from all parties (which values and names are rare) is kept as long as the projection that it is of.
"""

from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from analyses.resolution.explaining import ComparedValues, Explanation, explain
from analyses.resolution.frequencies import Frequencies
from analyses.resolution.model import read_model
from analyses.resolution.normalise import Parties
from analyses.resolution.resolving import telling_parties
from api.services.asking.kept_runs import frequencies_kept
from api.services.asking.naming import explained
from api.services.asking.resolving import models_folder
from api.services.runtime.workspace import Workspace
from api.state import judgements
from api.state.judgements import Judgement
from graph.errors import BadValue, NotFound
from graph.linkage.bridges import bridge_alarm, shared_values
from graph.linkage.carried import carried_run
from graph.linkage.ways import way_between
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import Viewer
from graph.projection.projection import Projection
from graph.settings import Settings
from graph.values.naming import Kind, compare

MOST_SHARED = 50  # values in common that are told
_PARTIES: "WeakKeyDictionary[Projection, Parties]" = WeakKeyDictionary()  # of this process, as they are compared
_FREQUENCIES: "WeakKeyDictionary[Projection, dict[bool, Frequencies]]" = WeakKeyDictionary()


def why(workspace: Workspace, viewer: Viewer, left: str, right: str) -> dict[str, Any]:
    """Why two records are one entity or two, with all that was compared.

    Raises:
        NotFound: one of them is no party that the viewer sees.
        BadValue: both are one.
    """
    world = workspace.world(viewer)
    places = places_of(world, left, right)
    entities = world.entities
    one, other = (int(entities.of_party[place]) for place in places)
    explanation = _compared(world, places, workspace.settings)
    shared = shared_values(entities, one, other) if one != other else []
    names = [world.projection.label(int(entities.parties[place])) for place in places]
    alarm = bridge_alarm(entities, shared) if one != other else None
    return {
        "left": _side(world, places[0]),
        "right": _side(world, places[1]),
        "are_one": one == other,
        "because": [told.model_dump() for told in _because(world, places)],
        "would_join": len(entities.members[one]) + (len(entities.members[other]) if one != other else 0),
        **_numbers(explanation),
        "fields": [_field(values) for values in explanation.fields] if explanation else [],
        "names": _names(names[0], names[1], _kind_of(world, places[0])),
        "shared": [
            {"id": world.projection.ids[value.node], "holders": value.holders} for value in shared[:MOST_SHARED]
        ],
        "bridge": alarm.model_dump() if alarm else None,
        "judgements": [judgement_row(judgement) for judgement in judgements_on(workspace, viewer, left, right)],
    }


def places_of(world: World, left: str, right: str) -> tuple[int, int]:
    """The places of two parties among those of a world.

    Raises:
        NotFound: one of them is no party that is seen here.
        BadValue: both are one.
    """
    if left == right:
        raise BadValue(f"{left} was named twice", "name two records")
    places = []
    for name in (left, right):
        number = world.projection.number_of(name)
        if number is None or world.projection.type_of(number) != "Party":
            raise NotFound(f"no party {name!r}", "`halqa search` finds ids")
        places.append(int(np.searchsorted(world.entities.parties, number)))
    return places[0], places[1]


def judgements_on(workspace: Workspace, viewer: Viewer, left: str, right: str) -> list[Judgement]:
    """All that was judged about two records, revoked or not, the newest first."""
    if workspace.state is None:
        return []
    pair = tuple(sorted((left, right)))
    return [known for known in judgements.history(workspace.state, left, viewer) if known.pair == pair]


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    """A judgement as it is shown."""
    names = ("id", "left", "right", "by", "at", "why", "revoked_at", "revoked_by", "revoked_why", "second_by")
    row = {name: getattr(judgement, name) for name in names}
    return row | {"verdict": judgement.verdict.value, "is_waiting": judgement.is_waiting}


def _because(world: World, places: tuple[int, int]) -> list[Message]:
    """Why two parties are one entity, step by step, or what was held back between theirs."""
    who, label = world.who_is_who, world.projection.label
    of_party, parties = who.entities.of_party, who.entities.parties
    if of_party[places[0]] == of_party[places[1]]:
        return [
            message("way.step", left=label(int(parties[one])), right=label(int(parties[other])), why=told.text)
            for one, other, told in way_between(who, *places)
        ]
    wanted = {int(of_party[place]) for place in places}
    held = [pair.why for pair in who.open_pairs if {int(of_party[pair.left]), int(of_party[pair.right])} == wanted]
    return list({told.text: told for told in held}.values())


def _compared(world: World, places: tuple[int, int], settings: Settings) -> Explanation | None:
    """What comparing two parties says; None where one is a person and the other a company: these never are."""
    parties = _PARTIES.get(world.projection)
    if parties is None:
        parties = _PARTIES[world.projection] = telling_parties(world)[0]
    is_person = parties.is_person[places[0]]
    if parties.is_person[places[1]] != is_person:
        return None
    of_kind = [place for place, person in enumerate(parties.is_person) if person == is_person]
    left, right = (int(np.searchsorted(of_kind, place)) for place in places)
    counts = _FREQUENCIES.get(world.projection)
    if counts is None and (run := carried_run(world.projection)) is not None:
        counts = _FREQUENCIES[world.projection] = frequencies_kept(run)
    model = read_model(is_person, models_folder(settings))
    return explain(parties.take(of_kind), left, right, model, counts[is_person] if counts else None)


def _side(world: World, place: int) -> dict[str, Any]:
    """A party and the entity that it belongs to, under the id of its first party."""
    entities, projection = world.entities, world.projection
    number, entity = int(entities.parties[place]), int(entities.of_party[place])
    return {
        "id": projection.ids[number],
        "label": projection.label(number),
        "entity": projection.ids[int(entities.first[entity])],
        "entity_label": entities.label(entity),
        "records": len(entities.members[entity]),
    }


def _kind_of(world: World, place: int) -> Kind:
    kind = world.projection.property_of("Party", "kind")[place]
    return Kind.PERSON if kind == "person" else Kind.COMPANY


def _numbers(explanation: Explanation | None) -> dict[str, Any]:
    """The sums of an explanation; without one nothing is known."""
    if explanation is None:
        return {"bits": None, "prior_bits": None, "confidence": None, "doubt": message("why.other_kind").text}
    return {
        "bits": round(explanation.bits, 2),
        "prior_bits": round(explanation.prior_bits, 2),
        "confidence": round(explanation.confidence, 4),
        "doubt": explanation.doubt,
    }


def _field(values: ComparedValues) -> dict[str, Any]:
    """A field as it is shown."""
    return {
        "field": values.field,
        "level": values.level,
        "left": list(values.left),
        "right": list(values.right),
        "common": list(values.common),
        "bits": round(values.bits, 2),
    }


def _names(left: str, right: str, kind: Kind) -> dict[str, Any]:
    """Two names compared sound by sound, in words."""
    comparison = compare(left, right, kind)
    return {
        "left": left,
        "right": right,
        "score": round(comparison.score, 4),
        "verdict": comparison.verdict.value,
        "alignment": [sentence.model_dump() for sentence in explained(comparison)],
    }
