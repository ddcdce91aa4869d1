"""Who is who, kept beside the files of the projection that it was read off: it goes with them."""

import hashlib
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.linkage import identity
from graph.linkage.identity import Entities, entities_of
from graph.projection.files import KeptProjection, as_numpy, read_table, write_table
from graph.projection.projection import Projection

_COLUMN = "entity"


def kept_entities(projection: Projection) -> Entities:
    """The entities of a projection: those that were kept with its files, else found and kept there."""
    if not isinstance(projection, KeptProjection):
        return entities_of(projection)
    path = projection.folder / _file_name()
    parties = projection.numbers_of("Party")
    with suppress(OSError, ValueError, KeyError, pa.ArrowInvalid):
        of_party = as_numpy(read_table(path)[_COLUMN])
        if len(of_party) == len(parties):
            return Entities(projection, parties, of_party)
    entities = entities_of(projection)
    _keep(entities.of_party, path)
    return entities


def has_kept_entities(folder: Path) -> bool:
    """Whether the entities of the projection that lies in a folder were kept with it."""
    return (folder / _file_name()).exists()


@cache
def _file_name() -> str:
    """The name of the file, which other rules of grouping do not take for their own."""
    code = hashlib.blake2b(Path(identity.__file__).read_bytes(), digest_size=8).hexdigest()
    return f"entities-{code}.arrow"


def _keep(of_party: np.ndarray, path: Path) -> None:
    """Keeps them where that is possible; a folder that was taken away is not made again."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with suppress(OSError):
        write_table(draft, {_COLUMN: of_party})
        draft.replace(path)
