"""Who is who as a viewer gets it: a grouping under judgements, with the links behind it and what is left to people."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph.columns import Texts, as_numpy
from graph.linkage.clustering import AT_LEAST, ScoredLinks
from graph.linkage.identity import Entities
from graph.linkage.joins import Joins, Reason
from graph.linkage.judged import NO_LINKS, NOTHING_JUDGED, Basis, JudgedIds, Pair, Regrouped, regrouped
from graph.linkage.kept import kept_entities
from graph.linkage.resolved import (
    held_back_because,
    resolved_entities,
    resolved_guards,
    resolved_links,
    resolved_refusals,
    total_bits,
)
from graph.messages import Message, message
from graph.projection.files import KeptProjection
from graph.projection.projection import Projection


class OpenPair(NamedTuple):
    """A link between two entities that joined nothing, by places of parties: something speaks against it, or too little
    for it.

    `doubt` (0-1) says how open the question is: of a link that something speaks against its confidence, of a weak one
    1 where its odds are even, 0 where they are clear.
    """

    left: int
    right: int
    why: Message
    confidence: float
    doubt: float
    is_refusal: bool


@dataclass(frozen=True, eq=False)
class WhoIsWho:
    """A grouping of the parties of a projection, and what people decided about it.

    `base` is the grouping without judgements; `is_compared` says that it was found by comparing, else read off.
    """

    projection: Projection
    base: Entities
    is_compared: bool
    judged: JudgedIds = NOTHING_JUDGED

    @cached_property
    def entities(self) -> Entities:
        """Who is one entity."""
        if self._regrouped is None:
            return self.base
        return Entities(self.projection, self.base.parties, self._regrouped.of_party, self.base.joins)

    @property
    def set_aside(self) -> tuple[Pair, ...]:
        """Pairs that people called the same and that a judgement on others keeps apart."""
        return self._regrouped.set_aside if self._regrouped is not None else ()

    @property
    def dormant(self) -> int:
        """How many judgements name a party that nobody mentions now."""
        return self._regrouped.dormant if self._regrouped is not None else 0

    @cached_property
    def party_ids(self) -> Texts:
        """Ids of the parties, in order."""
        parties = self.base.parties
        first = int(parties[0]) if len(parties) else 0
        return Texts(self.projection.ids.array[first : first + len(parties)])

    @cached_property
    def basis(self) -> Basis:
        """What the grouping was made from."""
        if self.is_compared and isinstance(self.projection, KeptProjection):
            columns = resolved_links(self.projection)
            left, right = as_numpy(columns["left"]), as_numpy(columns["right"])
            doubts = columns["doubt"].to_pylist()
            links = ScoredLinks(left, right, total_bits(columns), doubts)
            joins = kept_entities(self.projection).joins or Joins.none()
            return Basis(self.party_ids, links, resolved_guards(self.projection), joins)
        return Basis(self.party_ids, NO_LINKS, {}, self.base.joins or Joins.none())

    @cached_property
    def open_pairs(self) -> list[OpenPair]:
        """The links between two entities that joined nothing, by the places of their ends; the refusals first."""
        of_party = self.entities.of_party
        pairs = [*self._refusals(), *self._weak_links()]
        return [pair for pair in pairs if of_party[pair.left] != of_party[pair.right]]

    @cached_property
    def _regrouped(self) -> Regrouped | None:
        return regrouped(self.base.of_party, self.basis, self.judged) if self.judged else None

    def _refusals(self) -> list[OpenPair]:
        """The links that something speaks against; where judgements touched a part of the whole, those found there."""
        again = self._regrouped
        held = list(again.refusals) if again is not None else []
        if self.is_compared and isinstance(self.projection, KeptProjection):
            kept = resolved_refusals(self.projection)
            held += [refusal for refusal in kept if again is None or not again.is_touched[refusal.left]]
        pairs = [
            OpenPair(
                refusal.left, refusal.right, held_back_because(refusal), refusal.confidence, refusal.confidence, True
            )
            for refusal in held
        ]
        refused = (self.base.joins or Joins.none()).refused
        columns = zip(refused.left.tolist(), refused.right.tolist(), refused.reason.tolist(), strict=True)
        pairs += [
            OpenPair(left, right, Reason(reason).told, AT_LEAST, AT_LEAST, True)
            for left, right, reason in columns
            if again is None or not again.is_touched[left]
        ]
        return sorted(pairs, key=lambda pair: (pair.left, pair.right))

    def _weak_links(self) -> list[OpenPair]:
        """The links that say too little to join."""
        links = self.basis.links
        confidence = links.confidence
        weak = np.flatnonzero(confidence < AT_LEAST)
        rows = zip(links.left[weak].tolist(), links.right[weak].tolist(), confidence[weak].tolist(), strict=True)
        told = message("possibly_same")
        pairs = [OpenPair(left, right, told, sure, 1 - abs(2 * sure - 1), False) for left, right, sure in rows]
        return sorted(pairs, key=lambda pair: (pair.left, pair.right))


def who_is_who(projection: Projection, judged: JudgedIds = NOTHING_JUDGED) -> WhoIsWho:
    """Who is who as comparing the parties found it, where that was done, else as it can be read off."""
    compared = resolved_entities(projection)
    if compared is not None:
        return WhoIsWho(projection, compared, True, judged)
    return read_off(projection, judged)


def read_off(projection: Projection, judged: JudgedIds = NOTHING_JUDGED) -> WhoIsWho:
    """Who is who as it can be read off."""
    return WhoIsWho(projection, kept_entities(projection), False, judged)
