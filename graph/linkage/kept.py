"""Who is who, kept beside the files of the projection that it was read off: it goes with them."""

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.columns import as_numpy
from graph.linkage.identity import Entities, entities_of
from graph.linkage.joins import Joins
from graph.projection.files import KeptProjection, read_table, write_table
from graph.projection.projection import Projection

_DECIDING = (
    "company_names",
    "held",
    "identity",
    "joins",
    "name_marks",
    "names_at_values",
    "refusals",
    "spelling",
    "unions",
    "value_joins",
)  # modules of this folder: by them one is told from another
_COLUMN = "entity"


def kept_entities(projection: Projection) -> Entities:
    """The entities of a projection: those that were kept with its files, else found and kept there."""
    if not isinstance(projection, KeptProjection):
        return entities_of(projection)
    path = projection.folder / _file_name()
    parties = projection.numbers_of("Party")
    with suppress(OSError, ValueError, KeyError, pa.ArrowInvalid):
        of_party = as_numpy(read_table(path)[_COLUMN])
        columns = {name: as_numpy(column) for name, column in read_table(_of_joins(path)).items()}
        if len(of_party) == len(parties):
            return Entities(projection, parties, of_party, Joins(**columns))
    entities = entities_of(projection)
    if entities.joins is not None:
        _keep({field.name: getattr(entities.joins, field.name) for field in fields(Joins)}, _of_joins(path))
    _keep({_COLUMN: entities.of_party}, path)
    return entities


def has_kept_entities(folder: Path) -> bool:
    """Whether the entities of the projection that lies in a folder were kept with it."""
    return (folder / _file_name()).exists()


@cache
def _file_name() -> str:
    """The name of the file, which other rules of grouping do not take for their own."""
    code = hashlib.blake2b(digest_size=8)
    for module in _DECIDING:
        code.update(Path(__file__).with_name(f"{module}.py").read_bytes())
    return f"entities-{code.hexdigest()}.arrow"


def _of_joins(path: Path) -> Path:
    """The file of the joins beside that of the entities."""
    return path.with_name(path.name.replace("entities-", "joins-"))


def _keep(columns: Mapping[str, np.ndarray], path: Path) -> None:
    """Keeps columns where that is possible; a folder that was taken away is not made again."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with suppress(OSError):
        write_table(draft, columns)
        draft.replace(path)
