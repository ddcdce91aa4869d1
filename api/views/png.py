"""The picture as PNG, for programs that take no SVG: the same drawing, twice as fine, drawn here and not in a browser.

What it was made from is drawn in it, and stands in its text blocks too, where programs that catalogue pictures look.

Letters come from the fonts of this machine; `fonts-noto-core` of Debian has those of all scripts of the region.
"""

import struct
import zlib
from functools import cache

from api.views import svg
from api.views.picture import CAUTION, Picture, plain
from graph.errors import BadValue

SUFFIX = ".png"
MEDIA_TYPE = "image/png"

MOST_PIXELS = 60_000_000
_FINER = 2.0
_HEAD = 33  # bytes of the signature and the first block
_FAMILY = "Noto Sans"
_LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20" height="20">'
    '<text x="4" y="16" font-size="16" font-family="sans-serif">{}</text></svg>'
)


def render(picture: Picture) -> bytes:
    """Return the drawing; one that would be too large is drawn less fine.

    Raises `BadValue` where this machine has no font.
    """
    import resvg_py

    if not _has_letters():
        raise BadValue(
            "a .png would have no letters: no font is installed here", "install fonts-noto-core or take .svg"
        )
    drawing = svg.drawn(picture)
    finer = min(_FINER, (MOST_PIXELS / (drawing.width * drawing.height)) ** 0.5)
    content = resvg_py.svg_to_bytes(svg_string=drawing.text, zoom=finer, font_family=_FAMILY, sans_serif_family=_FAMILY)
    return _told(bytes(content), picture)


def _told(content: bytes, picture: Picture) -> bytes:
    """The file with text blocks behind its first block: what it shows, from what, and how it is marked."""
    facts = [f"{name}: {value}" for name, value in picture.facts]
    lines = [picture.question, *picture.notes, *facts, CAUTION]
    texts = {"Title": plain(picture.title), "Description": "\n".join(map(plain, lines)), "Software": "Halqa"}
    blocks = b"".join(_block(name, text) for name, text in texts.items())
    return content[:_HEAD] + blocks + content[_HEAD:]


def _block(name: str, text: str) -> bytes:
    """A text block (iTXt) in UTF-8, not compressed."""
    data = b"iTXt" + name.encode() + b"\0\0\0\0\0" + text.encode()
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


@cache
def _has_letters() -> bool:
    """Whether a letter leaves more than nothing leaves."""
    import resvg_py

    drawn, empty = (resvg_py.svg_to_bytes(svg_string=_LETTER.format(text)) for text in ("A", ""))
    return bool(drawn != empty)
