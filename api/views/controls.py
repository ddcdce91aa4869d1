"""Signs that are obeyed and not shown: those that turn the direction of reading, and beginnings that are computed."""

import re
import unicodedata

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COMPUTED = frozenset("=+-@")
_SPOKEN = frozenset("\t\r\n")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may compute a cell: its first sign that shows is =, +, - or @, in whatever width.

    A tab or a line end at its beginning counts too: programs cut there and look at what follows.
    """
    if text[:1] in _SPOKEN:
        return bool(text)
    for char in text:
        shown = unicodedata.normalize("NFKC", char)
        if shown.isspace() or unicodedata.category(char) in ("Cf", "Cc", "Zs", "Zl", "Zp"):
            continue
        return shown[:1] in _COMPUTED or char == "\N{MINUS SIGN}"
    return False


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet computes."""
    return f"'{text}" if is_formula(text) else text


_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, not even escaped


def of_xml(text: str) -> str:
    """Return text without what XML cannot hold."""
    return _ILLEGAL.sub("", text)
