"""Synthetic customs data of ten countries with planted smuggling rings, and the truth about them.

No firm or person in it exists. `generate` writes files as administrations have them, a `manifest.csv` that lists them
with their profiles, and `truth*` files for evaluation.
"""

from loaders.sample.generation import SampleSummary
from loaders.sample.worlds import USUAL, WORLDS, generate

__all__ = ["USUAL", "WORLDS", "SampleSummary", "generate"]
