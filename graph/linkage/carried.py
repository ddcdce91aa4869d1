"""What a run that compared parties leaves for a later one: carried from the files of a projection to those of the next.

It lies in a folder beside the new projection and goes with it: what is recalled takes it along like all that was kept.
"""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graph.linkage.resolved import FACTS, LEFT_FOR_LATER, facts_in, table_in
from graph.projection.edges import chosen, joined
from graph.projection.files import KeptProjection
from graph.projection.projection import Projection
from graph.store.base import EDGE_ARRAYS, EdgeColumns

_FOLDER = "earlier"
_EVENTS = frozenset({"Inspection", "Seizure"})  # records that name no party but the one from whom was seized


@dataclass(frozen=True, eq=False)
class CarriedRun:
    """What an earlier run left: its facts, the links that it kept, whom it compared, and its counts, as given."""

    facts: Mapping[str, Any]
    links: Mapping[str, pa.Array]
    compared: Mapping[str, pa.Array]
    counts: Mapping[str, pa.Array]


def carry_on(earlier: KeptProjection, later: Projection, target: Path) -> None:
    """Carries who is who from a projection to a later one, which is written to the folder `target`.

    Where the two say the same of everybody and differ by inspections and seizures alone, it goes on as it was; else
    what the last run left is kept for the next one.
    """
    mark = facts_in(earlier.folder).get("mark")
    if mark and _says_the_same(earlier, later):
        with suppress(OSError):
            for path in earlier.folder.glob(f"resolved-{mark}*.arrow"):
                os.link(path, target / path.name)
            os.link(earlier.folder / FACTS, target / FACTS)  # the last, so that it never tells of what is not there
            return
    carry_resolution(earlier.folder, target)


def _says_the_same(earlier: Projection, later: Projection) -> bool:
    """Whether two projections differ by inspections and seizures alone, and by no party from whom was seized."""
    if (earlier.hubs.version, earlier.sees_all) != (later.hubs.version, later.sees_all):
        return False
    if _said_of_nodes(earlier) != _said_of_nodes(later):
        return False
    before, after = _without_events(earlier), _without_events(later)
    return (
        (before.roles, before.channels) == (after.roles, after.channels)
        and before.ids.array.equals(after.ids.array)
        and all(np.array_equal(getattr(before, name), getattr(after, name)) for name in EDGE_ARRAYS)
    )


def _said_of_nodes(projection: Projection) -> Mapping[tuple[str, str], pa.Array]:
    """The properties of all nodes but inspections and seizures, by type and name, and the ids of the parties."""
    said = {
        (node_type, name): column.array
        for node_type, columns in projection.properties.items()
        if node_type not in _EVENTS
        for name, column in columns.items()
    }
    return said | {("Party", "id"): projection.ids.array.take(pa.array(projection.numbers_of("Party")))}


def _without_events(projection: Projection) -> EdgeColumns:
    """The edges without what inspections and seizures say of things and papers, in one normal form."""
    columns = projection.columns
    says = np.isin(columns.source, np.concatenate([projection.numbers_of(name) for name in sorted(_EVENTS)]))
    of_party = np.isin(columns.target, projection.numbers_of("Party"))
    return joined(chosen(columns, ~says | of_party), chosen(columns, np.zeros(0, dtype=np.int64)))


def carry_resolution(source: Path, target: Path) -> None:
    """Carries what the last run left from the folder of a projection to that of a newer one, where it left anything.

    Files are linked, not copied; what cannot be carried is left out: everybody is compared then.
    """
    if not facts_in(source):
        source = source / _FOLDER
    mark = facts_in(source).get("mark")
    if not mark:
        return
    with suppress(OSError):
        (target / _FOLDER).mkdir(mode=0o700)
        for name in (FACTS, *(f"resolved-{mark}-{table}.arrow" for table in LEFT_FOR_LATER)):
            os.link(source / name, target / _FOLDER / name)


def is_outdated(projection: Projection) -> bool:
    """Whether parties were compared in an earlier projection and not in this one: links of then count no more."""
    if not isinstance(projection, KeptProjection):
        return False
    return not facts_in(projection.folder) and bool(facts_in(projection.folder / _FOLDER))


def forget_carried(projection: Projection) -> None:
    """Forgets what an earlier run left."""
    if isinstance(projection, KeptProjection):
        shutil.rmtree(projection.folder / _FOLDER, ignore_errors=True)


def carried_run(projection: Projection) -> CarriedRun | None:
    """What the last run left, over this projection or an earlier one; None where there was none."""
    if not isinstance(projection, KeptProjection):
        return None
    for folder in (projection.folder, projection.folder / _FOLDER):
        facts = facts_in(folder)
        with suppress(OSError, pa.ArrowInvalid):
            if facts:
                links, compared, counts = (table_in(folder, name) for name in LEFT_FOR_LATER)
                return CarriedRun(facts["facts"], links, compared, counts)
    return None
