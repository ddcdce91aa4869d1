"""The version of what a viewer sees, the same in every store."""

import hashlib
from collections.abc import Mapping

from graph.mark import CODE_MARK

DIGEST_BYTES = 16
NO_DIGEST = bytes(DIGEST_BYTES)
_DIGEST_RANGE = 1 << (8 * DIGEST_BYTES)


def version_of(digests: Mapping[str, bytes]) -> str:
    """Hash of the code's derivation mark and of the visible channels' digests, as 32 hex digits.

    Profile versions are part of each record's mark, so that a hidden channel's profile does not show here.
    """
    parts = [CODE_MARK.encode(), *(name.encode() + b"\x1f" + digest for name, digest in sorted(digests.items()))]
    return hashlib.blake2b(b"\x1e".join(parts), digest_size=16).hexdigest()


def shifted(digest: bytes, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bytes:
    """A channel's order-free digest after applied (record, version) pairs were taken out and others put in."""
    total = int.from_bytes(digest)
    total += sum(_weight(record, version) for record, version in new.items())
    total -= sum(_weight(record, version) for record, version in old.items())
    return (total % _DIGEST_RANGE).to_bytes(DIGEST_BYTES)


def _weight(record_id: str, version: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(record_id.encode() + version, digest_size=DIGEST_BYTES).digest())
