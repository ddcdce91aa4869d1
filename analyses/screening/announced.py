"""A consignment that is not in the graph, in the columns that indicators read: what its papers say of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analyses.screening.columns import Consignments, Ragged, heading, letters, minute_of
from analyses.screening.reading import TO_ORDER
from graph.model import UNDATED, day_number

ROLES = ("receiver", "sender", "driver", "carrier", "notify")
THINGS = ("containers", "trucks", "trailers", "seals", "phones", "addresses")


@dataclass(frozen=True, slots=True)
class Said:
    """What papers say of a consignment.

    Attributes:
        values: By field, as records have them (`gross_weight_kg`, `hs_code`, `goods`, `placeholders`).
        day: Its day, an ISO date; empty for none.
        entities: The entity of each of `ROLES`; those that are not known are left out.
        nodes: Numbers of the nodes of each of `THINGS`; those that are not known are left out.
        post: Number of the node of the post that it comes to, -1 for none.
    """

    values: Mapping[str, Any]
    day: str = ""
    entities: Mapping[str, int] = field(default_factory=dict)
    nodes: Mapping[str, Sequence[int]] = field(default_factory=dict)
    post: int = -1


def consignments_said(said: Sequence[Said]) -> Consignments:
    """Consignments that are announced and not in the graph, a row each."""
    count = len(said)
    texts: dict[str, int] = {}
    roles = {role: _integers([one.entities.get(role, -1) for one in said]) for role in ROLES}
    headings = _ragged([_headings(one.values) for one in said])
    main = np.full(count, -1, dtype=np.int64)
    rows, first = np.unique(headings.row, return_index=True)
    main[rows] = headings.value[first]
    own = _integers([heading(_text(one.values, "hs_code")) for one in said])
    columns: dict[str, Any] = {
        **roles,
        "node": np.full(count, -1, dtype=np.int64),
        "day": _integers([day_number(one.day) if one.day else UNDATED for one in said]),
        "minute": _integers(
            [minute_of(_text(one.values, "arrived_at") or _text(one.values, "expected_at")) for one in said]
        ),
        "is_announced": np.ones(count, dtype=bool),
        "post": _integers([one.post for one in said]),
        "heading": np.where(own >= 0, own, main),
        "gross_kg": _numbers(said, "gross_weight_kg"),
        "net_kg": _numbers(said, "net_weight_kg"),
        "packages": _numbers(said, "packages"),
        "value": _numbers(said, "value_amount"),
        "origin": _integers([_letters(one.values, "departure_country", "origin_country") for one in said]),
        "destination": _integers([_letters(one.values, "destination_country") for one in said]),
        "currency": _integers([_letters(one.values, "value_currency") for one in said]),
        "description": _integers([_place(texts, _text(one.values, "goods_description")) for one in said]),
        "movement_code": _integers([_place(texts, _movement_code(one.values)) for one in said]),
        "is_to_order": np.array([bool(TO_ORDER.search(_marks(one.values))) for one in said], dtype=bool),
        "has_exit": np.array([bool(_text(one.values, "exit_office")) for one in said], dtype=bool),
        "papers": np.ones(count, dtype=np.int64),
        "weight_ratio": np.ones(count),
        "differing_seals": np.zeros(count, dtype=bool),
        "receivers": _ragged([_known(one.entities.get("receiver", -1)) for one in said]),
        "drivers": _ragged([_known(one.entities.get("driver", -1)) for one in said]),
        "headings": headings,
        **{name: _ragged([list(one.nodes.get(name, ())) for one in said]) for name in THINGS},
    }
    return Consignments(**columns, texts=tuple(texts))


def _integers(values: Sequence[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def _numbers(said: Sequence[Said], name: str) -> np.ndarray:
    values = [one.values.get(name) for one in said]
    return np.array([float("nan") if value is None else float(value) for value in values], dtype=np.float64)


def _ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    row = np.repeat(np.arange(len(lists)), [len(values) for values in lists])
    return Ragged.of(row, _integers([value for values in lists for value in values]))


def _known(entity: int) -> list[int]:
    return [entity] if entity >= 0 else []


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return str(value[0] if isinstance(value, tuple | list) and value else value or "")


def _letters(values: Mapping[str, Any], *names: str) -> int:
    return next((number for name in names if (number := letters(_text(values, name))) >= 0), -1)


def _place(texts: dict[str, int], text: str) -> int:
    return texts.setdefault(text, len(texts)) if text else -1


def _movement_code(values: Mapping[str, Any]) -> str:
    nature, procedure = _text(values, "nature"), _text(values, "procedure")
    return f"{nature}|{procedure}" if nature or procedure else ""


def _marks(values: Mapping[str, Any]) -> str:
    return json.dumps(list(values.get("placeholders") or ()), ensure_ascii=False)


def _headings(values: Mapping[str, Any]) -> list[int]:
    lines = values.get("goods") or ()
    codes = [_text(values, "hs_code"), *(str(line.get("hs_code") or "") for line in lines)]
    return [number for code in codes if (number := heading(code)) >= 0]
