"""Weights and their units: in kilograms, by the unit in the heading or in the column beside it."""

from collections.abc import Sequence

from graph.values.quantities import Dimension, units
from loaders.proposing.columns import Look
from loaders.proposing.headings import scale_of
from loaders.proposing.vocabulary import WEIGHTS, read_heading


def weight_scale(
    header: str, notions: frozenset[str], name: str, own_look: Look, beside: Sequence[tuple[frozenset[str], Look]]
) -> float | None:
    """The factor to kilograms of a weight, 1 for other fields; None where the column beside it holds several units.

    `beside` are the notions and looks of all columns; cells or a heading that name a unit need none of them.
    """
    scale = scale_of(header, name)
    if name.endswith("_kg") and own_look.kilograms:
        return own_look.kilograms
    if not name.endswith("_kg") or scale != 1 or names_a_unit(header):
        return scale
    own = notions & {"gross", "net", "tare"}
    for other, look in beside:
        if {"weight", "unit"} <= other and not (other & {"gross", "net", "tare"}) ^ own:
            return _one_unit(look.samples) if look.distinct <= len(look.samples) else None
    return scale


def names_a_unit(header: str) -> bool:
    """Whether a heading says in which unit its weights are."""
    return bool(read_heading(header).scales)


def unit_of(header: str) -> str:
    """The one unit of mass that a heading names, as `kg` or `g`; "" for none."""
    scales = set(read_heading(header).scales)
    scale = scales.pop() if len(scales) == 1 else 0.0
    return next((unit.name for unit in units().values() if unit.name in WEIGHTS and unit.factor == scale), "")


def _one_unit(texts: Sequence[str]) -> float | None:
    """The factor of the one unit of mass that all texts are; None for several, or for what is no unit of mass."""
    meant = {units().get(text.casefold().rstrip(".")) for text in texts}
    unit = meant.pop() if len(meant) == 1 else None
    return unit.factor if unit is not None and unit.dimension is Dimension.MASS else None
