"""Channel patterns: texts such as `UZ/*,KZ/import/*` that say which channels somebody may see.

A comma stands between alternatives. Within one, `&` stands between patterns that must all match: that is how what
somebody may see and what he asks for are joined. "" is every channel.
"""

import fnmatch

from graph.errors import BadValue

EVERY = ""
NONE = "-"  # matches no channel: their names have four parts
LONGEST = 500  # characters


def matches(patterns: str, channel: str) -> bool:
    """Whether one of the patterns matches a channel's name."""
    return not patterns or any(
        all(fnmatch.fnmatchcase(channel, part.strip()) for part in pattern.split("&"))
        for pattern in patterns.split(",")
    )


def check(patterns: str) -> str:
    """The patterns in one form: without spaces, each once, sorted.

    Raises:
        BadValue: one of them is empty, or they are too long.
    """
    if len(patterns) > LONGEST:
        raise BadValue(f"the channel patterns have {len(patterns):,} characters", f"write at most {LONGEST:,}")
    if not patterns.strip():
        return EVERY
    check_filled(patterns)
    alternatives = {"&".join(part.strip() for part in pattern.split("&")) for pattern in patterns.split(",")}
    return ",".join(sorted(alternatives))


def check_filled(patterns: str) -> None:
    """Raises `BadValue` where a pattern is empty."""
    if not all(part.strip() for pattern in patterns.split(",") for part in pattern.split("&")):
        raise BadValue(f"channel patterns {patterns!r} hold an empty one", "write for example 'UZ/*,KZ/import/*'")


def covers(outer: str, inner: str) -> bool:
    """Whether whoever sees the outer patterns sees, whatever channels there are, everything that the inner ones show.

    It is said by the patterns alone, never by the channels of a store, so that the answer betrays none of them. False
    may be too strict: for a pattern with `?` or `[` it is true only where the same pattern stands on both sides.
    """
    if not outer:
        return True
    if not inner:
        return False
    return all(any(_covers(wide, narrow) for wide in outer.split(",")) for narrow in inner.split(","))


def narrowed(own: str, asked: str) -> str:
    """The patterns of the channels that both match: never wider than one's own."""
    if not own or not asked:
        return own or asked
    pairs: list[str] = []
    for mine in own.split(","):
        for wanted in asked.split(","):
            if _covers(mine, wanted):
                pairs.append(wanted)
            elif _covers(wanted, mine):
                pairs.append(mine)
            else:
                pairs.append(f"{mine}&{wanted}")
    return ",".join(sorted(set(pairs)))


def _covers(wide: str, narrow: str) -> bool:
    """Whether each part of a wide pattern covers a part of a narrow one."""
    return all(any(_covers_part(w.strip(), n.strip()) for n in narrow.split("&")) for w in wide.split("&"))


def _covers_part(wide: str, narrow: str) -> bool:
    # Its stars take whatever the signs of the narrow pattern may stand for; other signs take one character each.
    return wide == narrow or (not set("?[") & set(wide) and fnmatch.fnmatchcase(narrow, wide))
