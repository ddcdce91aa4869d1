"""How often names and days of birth are met, of which a pair that agrees in a rare one is the surer.

They are counted by a run over everybody and kept with it, so that a later run over what was added weighs by the same
counts: else each load would change the bits of every pair, and nothing could be kept.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from analyses.resolution.normalise import Parties

LEAST_NAME_SHARE = 1e-5  # a name alone says no more than that
LEAST_STRANGERS = (
    0.5  # who bear a name, however rare it seems: of 50,000 parties the share above, of more a smaller one
)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Counts among the parties of one kind.

    Attributes:
        parties: Parties, of which two are one by chance as the model says.
        names: Distinct names.
        words: In how many distinct names each word stands. Names are counted once, however many parties bear them: a
            firm that trades much has no common name for that.
        births: How many parties were born on each day.
    """

    parties: int
    names: int
    words: Mapping[str, int]
    births: Mapping[str, int]

    @classmethod
    def of(cls, parties: Parties, count: int | None = None) -> "Frequencies":
        """Those of some parties, of whom there are `count` where these are only the different ones."""
        names = set(parties.name_key) - {""}
        words = Counter(word for name in names for word in set(name.split()))
        births = Counter(day for day in parties.birth_on if day)
        return cls(len(parties) if count is None else count, len(names), words, births)

    def shares_of_names(self, name_keys: Iterable[str]) -> np.ndarray:
        """How likely strangers bear each name: the product of the shares of names that have each of its words.

        A word that was not met when names were counted counts as one that was met once; no name at all is certain. The
        words of a name are not independent, so that no share is less than that of `LEAST_STRANGERS` among so many.
        """
        least = min(LEAST_NAME_SHARE, LEAST_STRANGERS / max(1, self.parties))
        names = max(1, self.names)
        shares = (math.prod(self.words.get(word, 1) / names for word in set(key.split())) for key in name_keys)
        return np.clip(np.array(list(shares), dtype=np.float64), least, 1.0)

    def share_of_birth(self, day: str) -> float | None:
        """The share of those whose day of birth is known that were born on a day; None for one that was not met."""
        uses = self.births.get(day)
        return None if uses is None else uses / max(1, sum(self.births.values()))
