"""The list of consignments: found by goods, numbers, firms, posts and days, whatever their number."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from api.services.asking.listing.asked import Asked, page_of
from api.services.asking.listing.names import entities_named
from api.services.asking.showing.consignments import KINDS, consignment_row
from api.services.asking.showing.places import place_name
from graph.linkage.references import consignments_of_events
from graph.linkage.world import World
from graph.model import UNDATED

SORTS = ("newest", "oldest", "heaviest", "dearest")
_FEWEST = 3  # signs of a part of a number


@dataclass(frozen=True, eq=False)
class Columns:
    """What consignments are found and sorted by, one entry each in the order of their ids.

    `day` is the latest of their edges (`UNDATED` without one), `post` the number of the place that they enter at (-1).
    """

    nodes: np.ndarray
    day: np.ndarray
    post: np.ndarray
    is_seized: np.ndarray


def columns_of(world: World) -> Columns:
    """The columns of a world; ask by `world.once`."""
    p = world.projection
    nodes = p.numbers_of("Consignment")
    first = int(nodes[0]) if len(nodes) else 0
    day = np.full(len(nodes), UNDATED, dtype=np.int64)
    own = (p.columns.source >= first) & (p.columns.source < first + len(nodes))
    np.maximum.at(day, p.columns.source[own] - first, p.columns.on[own].astype(np.int64))
    post = np.full(len(nodes), -1, dtype=np.int64)
    for edge_type in ("UNLOADED_AT", "ENTERED_AT"):  # the last one stands
        edges = p.edges_of_types((edge_type,))
        edges = edges[own[edges]]
        post[p.columns.source[edges] - first] = p.columns.target[edges]
    is_seized = np.zeros(len(nodes), dtype=bool)
    is_seized[consignments_of_events(p, "SEIZED_IN")[1] - first] = True
    return Columns(nodes, day, post, is_seized)


def places_of_kind(world: World, kind: str) -> np.ndarray:
    """The places among the consignments of those papers that are of a kind, which stands in their ids."""
    p, nodes = world.projection, world.projection.numbers_of("Consignment")
    ids = p.ids.array[int(nodes[0]) : int(nodes[-1]) + 1] if len(nodes) else p.ids.array[:0]
    places: np.ndarray = np.flatnonzero(_flags(pc.match_substring_regex(ids, f"^[^:]*:[^:]*:{kind}:")))
    return places


def list_consignments(world: World, asked: Asked) -> dict[str, Any]:
    """A page of the consignments that were asked for, see `consignment_row`; ties go by id.

    Raises:
        BadValue: the order, a filter or the page is not known.
    """
    columns, p = world.once(columns_of), world.projection
    sort, kind = asked.one_of("sort", SORTS), asked.one_of("kind", ("", *KINDS))
    kept = asked.are_within(columns.day)
    if asked.one_of("only", ("", "seized")):
        kept &= columns.is_seized
    if asked.post:
        number = p.number_of(asked.post)
        kept &= columns.post == (-2 if number is None else number)
    if kind:
        kept &= np.isin(np.arange(len(kept)), places_of_kind(world, kind))
    if asked.text:
        kept &= that_hold(world, columns, asked.text)
    chosen = np.flatnonzero(kept)
    chosen = chosen[np.lexsort((chosen, _order(world, columns, sort)[chosen]))]
    part, counts = page_of(chosen.tolist(), asked)
    rows = [consignment_row(world, int(columns.nodes[place])) for place in part]
    posts = sorted(
        (place_name(p.ids[post]), p.ids[post]) for post in np.unique(columns.post[columns.post >= 0]).tolist()
    )
    return {"rows": rows, "all": len(columns.nodes), "posts": posts, **counts}


def that_hold(world: World, columns: Columns, text: str) -> np.ndarray:
    """Whether each consignment says a text of its goods, has it in its number, or names a firm or person so."""
    p = world.projection
    goods = p.property_of("Consignment", "goods_description").array
    holds = _flags(pc.match_substring(goods, text, ignore_case=True))
    if len(text) >= _FEWEST and any(char.isdigit() for char in text) and len(columns.nodes):
        ids = p.ids.array[int(columns.nodes[0]) : int(columns.nodes[-1]) + 1]
        numbers = pc.replace_substring_regex(ids, "^[^:]*:[^:]*:[^:]*:", "")
        holds |= _flags(pc.match_substring(numbers, text, ignore_case=True))
    is_named = np.append(entities_named(world, text), False)  # what is no party has the entity -1
    edges = np.flatnonzero(is_named[world.entities.of_node[p.columns.target]])
    sources = p.columns.source[edges].astype(np.int64)
    first = int(columns.nodes[0]) if len(columns.nodes) else 0
    sources = sources[(sources >= first) & (sources < first + len(columns.nodes))]
    holds[sources - first] = True
    return holds


def _flags(matched: Any) -> np.ndarray:
    flags: np.ndarray = np.array(pc.fill_null(matched, False).to_numpy(zero_copy_only=False), dtype=bool)
    return flags


def _order(world: World, columns: Columns, sort: str) -> np.ndarray:
    """What the rows ascend by."""
    if sort == "newest":
        return -columns.day
    if sort == "oldest":
        return np.where(columns.day == UNDATED, np.iinfo(np.int64).max, columns.day)
    name = {"heaviest": "gross_weight_kg", "dearest": "value_amount"}[sort]
    values = pc.fill_null(world.projection.property_of("Consignment", name).array, -1.0)
    return -np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)
