"""What fires at a consignment that is asked about, whether it is loaded or not."""

from collections.abc import Mapping, Sequence

import numpy as np

from analyses.screening.announced import AnnouncedConsignment, announced_consignments
from analyses.screening.applying import Applied
from analyses.screening.facts import Facts
from analyses.screening.firing import fire
from analyses.screening.risk_profile import RiskProfile
from api.services.asking.screening.announced import Announced
from graph.model import day_text
from graph.projection.projection import Projection

_ROLES = {
    "receiver": "receiver", "sender": "sender", "driver": "driver", "carrier": "carrier", "notify": "notify party",
}  # fmt: skip
_THINGS = {
    "containers": ("IN_CONTAINER", ""), "trucks": ("ON_VEHICLE", ""), "trailers": ("ON_VEHICLE", "trailer"),
    "seals": ("SEALED_WITH", ""), "phones": ("HAS_PHONE", ""), "addresses": ("HAS_ADDRESS", ""),
}  # fmt: skip


def applied_to(
    facts: Facts, asked: Announced, entities: Mapping[str, Sequence[int]], profile: RiskProfile | None
) -> Applied:
    """Indicators and rules applied to one consignment.

    Args:
        facts: What is known.
        asked: The consignment.
        entities: By role those that its parties are taken for.
        profile: The risk profile; the usual figures where there is none.
    """
    row = int(facts.row_of_node[asked.node]) if asked.node >= 0 else -1
    if row >= 0:
        subjects = facts.known.take(np.array([row]))
    else:
        subjects = announced_consignments([_said(facts.world.projection, asked, entities)])
    return Applied(fire(facts, subjects, thresholds=profile.thresholds if profile else None), profile)


def _said(p: Projection, asked: Announced, entities: Mapping[str, Sequence[int]]) -> AnnouncedConsignment:
    """What its paper says, as far as the graph knows the parties and things on it."""
    named = {
        name: p.numbers_among(dict.fromkeys(to for kind, as_what, to in asked.links if (kind, as_what) == link))
        for name, link in _THINGS.items()
    }
    post = p.number_of(asked.post) if asked.post else None
    return AnnouncedConsignment(
        values=asked.properties,
        day="" if asked.day is None else day_text(asked.day),
        entities={name: entities[role][0] for name, role in _ROLES.items() if entities.get(role)},
        nodes=named,
        post=-1 if post is None else post,
    )
