"""Who is who by comparing, kept beside the files of the projection that it was made from: it goes with them.

The clusters, the links with the bits of each field, and what was held back. A new load makes a new projection, which
has none until parties are compared again.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graph.linkage.identity import Entities
from graph.projection.files import KeptProjection, as_numpy, read_table, write_table
from graph.projection.projection import Projection

_FACTS = "resolution.json"
_COLUMN = "entity"


def keep_resolution(
    projection: KeptProjection, of_party: np.ndarray, links: Mapping[str, Any], facts: Mapping[str, Any]
) -> str:
    """Keeps clusters and links in place of those before, and gives back their mark: equal for equal ones.

    Args:
        projection: The projection whose parties were compared.
        of_party: The cluster of each party, numbered by smallest id.
        links: Columns of one length: `left`, `right` (places of parties), bits by field, doubts.
        facts: What else is to be known of it, as JSON values.

    Raises:
        OSError: it cannot be written.
    """
    content = hashlib.blake2b(of_party.tobytes(), digest_size=8)
    content.update(json.dumps(facts, sort_keys=True).encode())
    mark = content.hexdigest()
    folder = projection.folder
    _replace(folder / f"resolved-{mark}.arrow", {_COLUMN: of_party})
    _replace(folder / f"resolved-{mark}-links.arrow", links)
    draft = folder / f".{_FACTS}-{secrets.token_hex(4)}"
    draft.write_text(json.dumps({"mark": mark, "facts": facts}), "utf-8")
    draft.replace(folder / _FACTS)
    for path in folder.glob("resolved-*.arrow"):
        if not path.name.startswith(f"resolved-{mark}"):
            path.unlink(missing_ok=True)
    return mark


def forget_resolution(projection: Projection) -> bool:
    """Forgets what was kept; whether there was anything."""
    had = bool(resolution_mark(projection))
    if isinstance(projection, KeptProjection):
        (projection.folder / _FACTS).unlink(missing_ok=True)
        for path in projection.folder.glob("resolved-*.arrow"):
            path.unlink(missing_ok=True)
    return had


def resolution_mark(projection: Projection) -> str:
    """What tells the kept clusters of a projection from others; "" where none are kept."""
    return str(_facts(projection).get("mark", ""))


def resolution_facts(projection: Projection) -> Mapping[str, Any]:
    """What was kept beside the clusters; empty where none are."""
    facts: Mapping[str, Any] = _facts(projection).get("facts", {})
    return facts


def resolved_entities(projection: Projection) -> Entities | None:
    """The kept clusters of a projection as entities; None where none are kept."""
    mark = resolution_mark(projection)
    if not mark or not isinstance(projection, KeptProjection):
        return None
    parties = projection.numbers_of("Party")
    with suppress(OSError, ValueError, KeyError, pa.ArrowInvalid):
        of_party = as_numpy(read_table(projection.folder / f"resolved-{mark}.arrow")[_COLUMN])
        if len(of_party) == len(parties):
            return Entities(projection, parties, of_party)
    return None


def resolved_links(projection: KeptProjection) -> Mapping[str, pa.Array]:
    """The kept links of a projection, as they were given.

    Raises:
        OSError: none are kept.
    """
    return read_table(projection.folder / f"resolved-{resolution_mark(projection)}-links.arrow")


def _facts(projection: Projection) -> Mapping[str, Any]:
    if isinstance(projection, KeptProjection):
        with suppress(OSError, ValueError):
            facts: Mapping[str, Any] = json.loads((projection.folder / _FACTS).read_text("utf-8"))
            return facts
    return {}


def _replace(path: Path, columns: Mapping[str, Any]) -> None:
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    write_table(draft, columns)
    draft.replace(path)
