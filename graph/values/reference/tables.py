"""Reading a reference table: a YAML file beside the code that uses it, with a hash of its content as its version."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read_table(path: str | Path) -> tuple[Mapping[str, Any], str]:
    """A table and a short hash of its content, the same whatever the line ends on this machine.

    Args:
        path: Its file; a bare name is one of this folder.
    """
    import yaml  # not at import: most of what folds names reads no table

    raw = FOLDER.joinpath(path).read_bytes().replace(b"\r\n", b"\n")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(raw, Loader=loader), sha256(raw).hexdigest()[:12]
