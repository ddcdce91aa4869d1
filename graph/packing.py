"""Numbers that hold two keys: `high << bits | low`, so that a range of one key is a list of the other."""

from graph.errors import TooMany

EDGE_BITS = 16  # of the place of an edge among those of its type that one record or party owns


def packed(high: int, low: int, bits: int, what: str) -> int:
    """One number of a key and a place in it.

    Args:
        high: The key, from 0.
        low: The place in it, from 0.
        bits: How many bits the place has; the most places are 2 to that power.
        what: What is too many where there are more, in words: `links of type HAS_PHONE on one record`.

    Raises:
        TooMany: the place does not fit.
    """
    if low >> bits:
        raise TooMany(f"more than {1 << bits:,} {what}", "split it in the source: our numbers count no further")
    return high << bits | low


def span(key: int, bits: int) -> tuple[int, int]:
    """First and last number of a key."""
    return key << bits, ((key + 1) << bits) - 1
