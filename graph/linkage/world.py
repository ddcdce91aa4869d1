"""What an analysis looks at: one snapshot for one viewer, who is who in it, and what follows from both, made once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graph.linkage.holders import Holders, days_of_entities, holders_of, leaders_of
from graph.linkage.identity import Entities
from graph.linkage.kept import kept_entities
from graph.linkage.links import LinkRule, Links, company_graph, shared_links, trade_links
from graph.linkage.references import seizures_of_entities
from graph.projection.projection import Projection

MOST_LINKS = 4  # sets of links by rule that are kept at once


@dataclass(frozen=True, eq=False)
class World:
    """A projection with its entities, holders and links; each is made when it is first asked for, and kept.

    `resolved` says who is who where that is known already, or by links and judgements that were read for the viewer;
    without it the parties are grouped by what can be read off (`graph.linkage.identity`).
    """

    projection: Projection
    resolved: Entities | None = None
    _links: dict[tuple[bool, LinkRule], Links] = field(default_factory=dict, init=False)

    @cached_property
    def entities(self) -> Entities:
        """Who is who."""
        return self.resolved or kept_entities(self.projection)

    @cached_property
    def holders(self) -> Holders:
        """Who holds which shared value."""
        return holders_of(self.entities)

    @cached_property
    def leaders(self) -> np.ndarray:
        """For a party the first node of its entity, for any other node itself."""
        return leaders_of(self.projection, self.entities)

    @cached_property
    def days(self) -> tuple[np.ndarray, np.ndarray]:
        """First and last day on which a record mentions each entity."""
        return days_of_entities(self.entities)

    @cached_property
    def seizures(self) -> Mapping[int, list[str]]:
        """Ids of the seizures on consignments of each entity, or made from it."""
        return seizures_of_entities(self.projection, self.entities)

    @cached_property
    def trade(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(left, right, consignments) of entities that sent to each other."""
        return trade_links(self.entities)

    @cached_property
    def company_graph(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The company projection: (left, right, weight)."""
        return company_graph(self.holders)

    def links(self, is_control: bool, rule: LinkRule) -> Links:
        """Links of control or of commerce by a rule; those of the rules used last are kept."""
        key = is_control, rule
        links = self._links.get(key)
        if links is None:
            links = shared_links(self.holders, is_control, rule)
            while len(self._links) >= MOST_LINKS:
                self._links.pop(next(iter(self._links)))
            self._links[key] = links
        return links
