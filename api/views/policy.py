"""The content security policy of a file that opens without a network: its scripts and styles by hash, nothing else."""

import base64
import hashlib
from collections.abc import Iterable


def policy_of(styles: Iterable[str], scripts: Iterable[str] = ()) -> str:
    """The policy of a page with these styles and scripts, as their whole texts."""
    allowed = [f"style-src {_hashes(styles)}"]
    listed = _hashes(scripts)
    if listed:
        allowed.insert(0, f"script-src {listed}")
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hashes(texts: Iterable[str]) -> str:
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts)
