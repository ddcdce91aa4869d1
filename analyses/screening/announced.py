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
class AnnouncedConsignment:
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


def announced_consignments(announced: Sequence[AnnouncedConsignment]) -> Consignments:
    """Consignments that are announced and not in the graph, a row each."""
    count, values = len(announced), [row.values for row in announced]
    texts: dict[str, int] = {}
    entities = {role: [row.entities.get(role, -1) for row in announced] for role in ROLES}
    headings = _ragged(list(map(_headings, values)))
    main = np.full(count, -1, dtype=np.int64)
    rows, first = np.unique(headings.row, return_index=True)
    main[rows] = headings.value[first]
    own = _integers([heading(_text(row, "hs_code")) for row in values])
    columns: dict[str, Any] = {
        **{role: _integers(numbers) for role, numbers in entities.items()},
        "node": np.full(count, -1, dtype=np.int64),
        "day": _integers([day_number(row.day) if row.day else UNDATED for row in announced]),
        "minute": _integers([minute_of(_text(row, "arrived_at") or _text(row, "expected_at")) for row in values]),
        "is_announced": np.ones(count, dtype=bool),
        "post": _integers([row.post for row in announced]),
        "heading": np.where(own >= 0, own, main),
        "gross_kg": _numbers(values, "gross_weight_kg"),
        "net_kg": _numbers(values, "net_weight_kg"),
        "packages": _numbers(values, "packages"),
        "value": _numbers(values, "value_amount"),
        "origin": _integers([_letters(row, "departure_country", "origin_country") for row in values]),
        "destination": _integers([_letters(row, "destination_country") for row in values]),
        "currency": _integers([_letters(row, "value_currency") for row in values]),
        "description": _integers([_place(texts, _text(row, "goods_description")) for row in values]),
        "movement_code": _integers([_place(texts, _movement_code(row)) for row in values]),
        "is_to_order": np.array([bool(TO_ORDER.search(_marks(row))) for row in values], dtype=bool),
        "has_exit": np.array([bool(_text(row, "exit_office")) for row in values], dtype=bool),
        "papers": np.ones(count, dtype=np.int64),
        "weight_ratio": np.ones(count),
        "differing_seals": np.zeros(count, dtype=bool),
        "receivers": _ragged(list(map(_known, entities["receiver"]))),
        "drivers": _ragged(list(map(_known, entities["driver"]))),
        "headings": headings,
        **{name: _ragged([row.nodes.get(name, ()) for row in announced]) for name in THINGS},
    }
    return Consignments(**columns, texts=tuple(texts))


def _integers(values: Sequence[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def _numbers(values: Sequence[Mapping[str, Any]], name: str) -> np.ndarray:
    numbers = [row.get(name) for row in values]
    return np.array([float("nan") if number is None else float(number) for number in numbers], dtype=np.float64)


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
