"""The drawing as PNG: twice as fine as the SVG, and never without letters."""

import struct

import pytest

from api.views import png, svg
from api.views.picture import Picture
from graph.errors import BadValue


def size_of(content: bytes) -> tuple[int, int]:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def test_it_is_the_drawing_twice_as_fine(ring: Picture) -> None:
    drawing = svg.drawn(ring)
    width, height = size_of(png.render(ring))
    assert (width, height) == (round(drawing.width * 2), pytest.approx(drawing.height * 2, abs=1))


def test_names_in_it_are_drawn(ring: Picture) -> None:
    nameless = Picture("", "", ring.nodes, ring.edges)
    assert png.render(Picture("Опий", "", ring.nodes, ring.edges)) != png.render(nameless)


def test_a_hostile_picture_is_drawn(hostile: Picture) -> None:
    assert min(size_of(png.render(hostile))) > 0


def test_without_a_font_it_is_refused_with_what_to_do(ring: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_has_letters", lambda: False)
    with pytest.raises(BadValue, match=r"no font is installed here.*install fonts-noto-core or take \.svg"):
        png.render(ring)


def test_a_large_drawing_is_drawn_less_fine(ring: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "MOST_PIXELS", 100_000)
    width, height = size_of(png.render(ring))
    assert width * height <= 101_000
