"""A consignment that is asked about as indicators read one, and what fires at it: of a record, or of a loaded one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from analyses.screening.applying import Applied
from analyses.screening.columns import Consignments, Ragged, heading, letters, minute_of
from analyses.screening.facts import Facts
from analyses.screening.firing import fire
from analyses.screening.risk_profile import RiskProfile
from api.services.asking.screening.announced import ARRIVAL, Announced
from graph.model import UNDATED
from graph.projection.projection import Projection

_NUMBERS = {
    "gross_kg": "gross_weight_kg", "net_kg": "net_weight_kg", "packages": "packages", "value": "value_amount",
}  # fmt: skip
_ROLES = {
    "receiver": "receiver", "sender": "sender", "driver": "driver", "carrier": "carrier", "notify": "notify party",
}  # fmt: skip
_TO_ORDER = ("order", "orderga", "ордер", "приказ", "наказ")


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
    subjects = facts.known.take(np.array([row])) if row >= 0 else _columns(facts.world.projection, asked, entities)
    return Applied(fire(facts, subjects, thresholds=profile.thresholds if profile else None), profile)


def _columns(p: Projection, asked: Announced, entities: Mapping[str, Sequence[int]]) -> Consignments:
    """A row of what a record says; what is not in the graph is not among its nodes."""
    said = asked.properties
    texts: dict[str, int] = {}

    def place(text: object) -> int:
        return texts.setdefault(str(text), len(texts)) if text else -1

    def of_type(edge_type: str, role: str | None = None) -> Ragged:
        named = (to for kind, as_what, to in asked.links if kind == edge_type and role in (None, as_what))
        return _pairs(p.numbers_among(dict.fromkeys(named)))

    codes = _headings(said)
    code = f"{said.get('nature') or ''}|{said.get('procedure') or ''}"
    firsts = {name: next(iter(entities.get(role, ())), -1) for name, role in _ROLES.items()}
    numbers = {name: float(said.get(field) or np.nan) for name, field in _NUMBERS.items()}
    post = p.number_of(asked.post) if asked.post else None
    columns: dict[str, Any] = {
        **firsts,
        "node": -1,
        "day": UNDATED if asked.day is None else asked.day,
        "minute": minute_of(str(said.get("arrived_at") or "")),
        "post": -1 if post is None else post,
        "heading": codes[0] if codes else -1,
        "origin": letters(str(said.get("departure_country") or said.get("origin_country") or "")),
        "destination": letters(str(said.get("destination_country") or "")),
        "currency": letters(str(said.get("value_currency") or "")),
        "description": place(said.get("goods_description")),
        "movement_code": place(code) if code != "|" else -1,
        "papers": 1,
    }
    flags = {
        "is_announced": asked.kind == ARRIVAL,
        "is_to_order": _is_to_order(said),
        "has_exit": bool(said.get("exit_office")),
    }
    return Consignments(
        **{name: np.array([value], dtype=np.int64) for name, value in columns.items()},
        **{name: np.array([value]) for name, value in (flags | numbers).items()},
        weight_ratio=np.ones(1),
        differing_seals=np.zeros(1, dtype=np.int64),
        containers=of_type("IN_CONTAINER"),
        trucks=of_type("ON_VEHICLE", ""),
        trailers=of_type("ON_VEHICLE", "trailer"),
        seals=of_type("SEALED_WITH"),
        phones=of_type("HAS_PHONE"),
        addresses=of_type("HAS_ADDRESS"),
        receivers=_pairs(entities.get("receiver", ())),
        drivers=_pairs(entities.get("driver", ())),
        headings=_pairs(codes),
        texts=tuple(texts),
    )


def _pairs(values: Iterable[int]) -> Ragged:
    """Values of the one row."""
    numbers = np.array(sorted(set(values)), dtype=np.int64)
    return Ragged(np.zeros(len(numbers), dtype=np.int64), numbers)


def _headings(said: Mapping[str, Any]) -> list[int]:
    own = said.get("hs_code") or ()
    lines = [line.get("hs_code") for line in said.get("goods") or ()]
    texts = (*((own,) if isinstance(own, str) else own), *lines)
    return [code for code in (heading(str(text or "")) for text in texts) if code >= 0]


def _is_to_order(said: Mapping[str, Any]) -> bool:
    marks = [str(mark).casefold() for mark in said.get("placeholders") or () if str(mark).startswith("consignee.name=")]
    return any(word in mark for mark in marks for word in _TO_ORDER)
