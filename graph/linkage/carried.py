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

import pyarrow as pa

from graph.linkage.resolved import FACTS, LEFT_FOR_LATER, facts_in, table_in
from graph.projection.files import KeptProjection
from graph.projection.projection import Projection

_FOLDER = "earlier"


@dataclass(frozen=True, eq=False)
class CarriedRun:
    """What an earlier run left: its facts, the links that it kept, whom it compared, and its counts, as given."""

    facts: Mapping[str, Any]
    links: Mapping[str, pa.Array]
    compared: Mapping[str, pa.Array]
    counts: Mapping[str, pa.Array]


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
