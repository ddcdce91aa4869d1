"""The list of firms and persons, one row each however they are spelt."""

from typing import Any

import numpy as np
import pyarrow.compute as pc

from api.services.asking.listing.asked import Asked, page_of
from api.services.asking.listing.names import entities_named
from api.services.asking.showing.clusters import Clusters, short
from api.services.asking.showing.entities import entity_row, figures_of, standing_known
from graph.linkage.world import World
from graph.model import UNDATED

SORTS = ("leads", "seizures", "consignments", "last", "name")
KINDS = ("company", "person")
ONLY = ("leads", "seized")


def list_entities(world: World, asked: Asked, clusters: Clusters | None) -> dict[str, Any]:
    """A page of the entities that were asked for, see `entity_row`, each with its `cluster`; ties go by id.

    Raises:
        BadValue: the order, a filter or the page is not known.
    """
    figures, standing, entities = world.once(figures_of), standing_known(world), world.entities
    sort, only = asked.one_of("sort", SORTS), asked.one_of("only", ("", *ONLY))
    kind, last = asked.one_of("kind", ("", *KINDS)), world.days[1]
    scores = np.zeros(entities.count)
    if standing is not None and len(standing.scores):
        scores = np.append(np.where(standing.is_lead, standing.scores, 0.0), 0.0)[standing.group]
    kept = asked.are_within(last.astype(np.int64))
    if asked.text:
        kept &= entities_named(world, asked.text)
    if kind or asked.country:
        kept &= _are(world, "kind", kind) & _are(world, "country", asked.country)
    if only:
        kept &= scores > 0 if only == "leads" else figures.seizures > 0
    chosen = np.flatnonzero(kept)
    if sort == "name":
        labels = world.once(_labels)
        ordered = sorted(chosen.tolist(), key=lambda entity: (labels[entity].casefold(), entity))
    else:
        keys = {
            "leads": (-figures.consignments, -figures.seizures, -scores),
            "seizures": (-figures.consignments, -figures.seizures),
            "consignments": (-figures.consignments,),
            "last": (np.where(last == UNDATED, np.iinfo(np.int64).max, -last.astype(np.int64)),),
        }[sort]
        ordered = chosen[np.lexsort((chosen, *(key[chosen] for key in keys)))].tolist()
    part, counts = page_of(ordered, asked)
    rows = [entity_row(world, entity) for entity in part]
    if clusters is not None:
        rows = [{**row, "cluster": short(clusters.of_party(row["id"]))} for row in rows]
    countries = world.once(_countries)
    return {"rows": rows, "all": entities.count, "countries": countries, "knows": clusters is not None, **counts}


def _labels(world: World) -> list[str]:
    return [world.entities.label(entity) for entity in range(world.entities.count)]


def _countries(world: World) -> list[str]:
    """The countries that parties say, sorted."""
    column = world.projection.property_of("Party", "country").array
    return sorted(str(code) for code in column.unique().to_pylist() if code)


def _are(world: World, name: str, value: str) -> np.ndarray:
    """Flags by entity: whether one of its parties says this of itself; all of them for ""."""
    if not value:
        return np.ones(world.entities.count, dtype=bool)
    said = pc.fill_null(pc.equal(world.projection.property_of("Party", name).array, value), False)
    flags = np.zeros(world.entities.count, dtype=bool)
    flags[world.entities.of_party[said.to_numpy(zero_copy_only=False)]] = True
    return flags
