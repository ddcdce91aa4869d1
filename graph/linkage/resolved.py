"""Who is who by comparing, kept beside the files of the projection that it was made from: it goes with them.

The clusters, the links with the bits of each field, what of each party speaks against joins, and what was held back:
all without judgements, which are laid over it when it is read (`graph.linkage.judged`). A new load makes a new
projection, which has none until parties are compared again, unless it says the same of everybody
(`graph.linkage.carried`).
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graph.columns import as_numpy
from graph.linkage.clustering import Records, Refusal
from graph.linkage.identity import Entities
from graph.linkage.joins import Reason
from graph.linkage.judged import guard_columns
from graph.messages import Message
from graph.projection.files import KeptProjection, read_table, write_table
from graph.projection.projection import Projection

FACTS = "resolution.json"
LEFT_FOR_LATER = ("links", "compared", "counts")  # tables from which a later run goes on
_COLUMN = "entity"
BITS = "bits of "  # what the name of a column with the bits of a field begins with
_REFUSAL_COLUMNS = ("left", "right", "reason", "detail", "confidence", "would_join")
_SCHEME = re.compile(r"identifier:[a-z]+:")  # what stands before a number in its id


@dataclass(frozen=True, eq=False)
class ResolutionToKeep:
    """Who is who by comparing, without judgements.

    Attributes:
        of_party: The cluster of each party, numbered by smallest id.
        links: Columns of one length: `left`, `right` (places of parties), `doubt`, and bits by field (`bits of ...`).
        records: What of each party speaks against joins, in order of id.
        refusals: The links that were held back.
        compared: The compared parties, in columns: `id`, `place` and `mark` (what each said, 63 bits).
        counts: How often what makes a pair rare is met, in columns: `is_person`, `form`, `text` and `count`.
        facts: What else is to be known of it, as JSON values.
    """

    of_party: np.ndarray
    links: Mapping[str, Any]
    records: Records
    refusals: Sequence[Refusal]
    compared: Mapping[str, Any]
    counts: Mapping[str, Any]
    facts: Mapping[str, Any]


def keep_resolution(projection: KeptProjection, found: ResolutionToKeep) -> str:
    """Keeps who is who in place of what was kept before, and gives back its mark: equal for equal ones.

    Args:
        projection: The projection whose parties were compared.
        found: What was found.

    Raises:
        OSError: it cannot be written.
    """
    content = hashlib.blake2b(found.of_party.tobytes(), digest_size=8)
    content.update(json.dumps(found.facts, sort_keys=True).encode())
    for name, column in sorted(found.links.items()):
        if name.startswith(BITS):
            content.update(np.asarray(column).tobytes())
    mark = content.hexdigest()
    folder = projection.folder
    _replace(folder / f"resolved-{mark}.arrow", {_COLUMN: found.of_party})
    _replace(folder / f"resolved-{mark}-links.arrow", found.links)
    _replace(folder / f"resolved-{mark}-guards.arrow", guard_columns(found.records))
    _replace(folder / f"resolved-{mark}-compared.arrow", found.compared)
    _replace(folder / f"resolved-{mark}-counts.arrow", found.counts)
    rows = [[getattr(refusal, name) for refusal in found.refusals] for name in _REFUSAL_COLUMNS]
    kinds = (pa.int64(), pa.int64(), pa.int64(), pa.string(), pa.float64(), pa.int64())
    columns = zip(_REFUSAL_COLUMNS, rows, kinds, strict=True)
    _replace(folder / f"resolved-{mark}-refusals.arrow", {name: pa.array(row, kind) for name, row, kind in columns})
    draft = folder / f".{FACTS}-{secrets.token_hex(4)}"
    draft.write_text(json.dumps({"mark": mark, "facts": found.facts}), "utf-8")
    draft.replace(folder / FACTS)
    for path in folder.glob("resolved-*.arrow"):
        if not path.name.startswith(f"resolved-{mark}"):
            path.unlink(missing_ok=True)
    return mark


def forget_resolution(projection: Projection) -> bool:
    """Forgets what was kept; whether there was anything."""
    had = bool(resolution_mark(projection))
    if isinstance(projection, KeptProjection):
        (projection.folder / FACTS).unlink(missing_ok=True)
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
    return _kept_table(projection, "links")


def total_bits(links: Mapping[str, pa.Array]) -> np.ndarray:
    """The bits of each kept link: those of its fields and of the prior."""
    total: np.ndarray = np.sum([as_numpy(column) for name, column in links.items() if name.startswith(BITS)], axis=0)
    return total


def resolved_guards(projection: KeptProjection) -> Mapping[str, pa.Array]:
    """What of each party speaks against joins, in columns of lists of texts.

    Raises:
        OSError: none are kept.
    """
    return _kept_table(projection, "guards")


def resolved_refusals(projection: KeptProjection) -> list[Refusal]:
    """The links that were held back, as they were given.

    Raises:
        OSError: none are kept.
    """
    columns = _kept_table(projection, "refusals")
    rows = zip(*(columns[name].to_pylist() for name in _REFUSAL_COLUMNS), strict=True)
    return [Refusal(left, right, Reason(reason), *rest) for left, right, reason, *rest in rows]


def held_back_because(refusal: Refusal) -> Message:
    """Why a link was held back, in words."""
    return refusal.reason.told_of(_SCHEME.sub("", refusal.detail))


def _kept_table(projection: KeptProjection, name: str) -> Mapping[str, pa.Array]:
    return table_in(projection.folder, name)


def table_in(folder: Path, name: str) -> Mapping[str, pa.Array]:
    """A table of the run that was kept in a folder.

    Raises:
        OSError: none is there.
    """
    return read_table(folder / f"resolved-{facts_in(folder).get('mark', '')}-{name}.arrow")


def _facts(projection: Projection) -> Mapping[str, Any]:
    return facts_in(projection.folder) if isinstance(projection, KeptProjection) else {}


def facts_in(folder: Path) -> Mapping[str, Any]:
    """The mark and the facts of the run that was kept in a folder; empty where none was."""
    with suppress(OSError, ValueError):
        facts: Mapping[str, Any] = json.loads((folder / FACTS).read_text("utf-8"))
        return facts
    return {}


def _replace(path: Path, columns: Mapping[str, Any]) -> None:
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    write_table(draft, columns)
    draft.replace(path)
