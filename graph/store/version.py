"""The version of what a viewer sees, the same in every store."""

import hashlib
from collections.abc import Mapping

from graph.derivation import CODE_MARK


def version_of(digests: Mapping[str, bytes]) -> str:
    """Hash of the code's derivation mark and of the visible channels' digests, as 32 hex digits.

    Profile versions are part of each record's mark, so that a hidden channel's profile does not show here.
    """
    parts = [CODE_MARK.encode(), *(name.encode() + b"\x1f" + digest for name, digest in sorted(digests.items()))]
    return hashlib.blake2b(b"\x1e".join(parts), digest_size=16).hexdigest()
