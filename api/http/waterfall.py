"""A waterfall of bits as shapes of a drawing: what each field adds or takes, one below the other, down to the sum.

The numbers are those of an SVG's own units; the page draws them without a script, and names every bar in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, ROW, LABEL, VALUE = 720, 26, 150, 80
_PLOT = WIDTH - LABEL - VALUE
_THIN = 1.0  # of a bar that adds next to nothing, so that it is seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its bits, where it stands; `style` is `before`, `for`, `against` or `sum`."""

    name: str
    bits: float
    x: float
    y: float
    width: float
    style: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The bars from the top, the height of the drawing, and where no bits at all are."""

    bars: tuple[Bar, ...]
    height: float
    zero: float


def waterfall(prior_bits: float, fields: Sequence[Mapping[str, Any]]) -> Waterfall:
    """The bars of a comparison: what is known before, each field that says something, and the sum.

    Args:
        prior_bits: What is known before anything is compared.
        fields: Fields with `field` and `bits`.
    """
    steps = [("before", prior_bits), *((str(f["field"]), float(f["bits"])) for f in fields if f["bits"])]
    edges = [0.0]
    for _, bits in steps:
        edges.append(edges[-1] + bits)
    low, high = min(edges), max(edges)
    scale = _PLOT / (high - low or 1.0)

    def place(bits: float) -> float:
        return round(LABEL + (bits - low) * scale, 1)

    bars = []
    for row, (name, bits) in enumerate(steps):
        ends = sorted((place(edges[row]), place(edges[row + 1])))
        style = "before" if row == 0 else "for" if bits > 0 else "against"
        bars.append(Bar(name, bits, ends[0], row * ROW, max(_THIN, round(ends[1] - ends[0], 1)), style))
    total = sorted((place(0.0), place(edges[-1])))
    width = max(_THIN, round(total[1] - total[0], 1))
    bars.append(Bar("in all", round(edges[-1], 2), total[0], len(steps) * ROW, width, "sum"))
    return Waterfall(tuple(bars), (len(steps) + 1) * ROW, place(0.0))
