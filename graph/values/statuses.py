"""What a source says of a person's part in a case."""

from functools import cache

from graph.values.reference.tables import read_table


@cache
def is_only_mentioned(status: str) -> bool:
    """Whether a status says that the person stands in the papers and is not involved: `mentioned`, `упоминается`."""
    text = " ".join(status.casefold().replace("_", " ").split())
    return any(text.startswith(word) or f" {word}" in text for word in _words())


@cache
def _words() -> tuple[str, ...]:
    return tuple(read_table("statuses.yaml")[0]["only_mentioned"])
