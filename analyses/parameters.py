"""Parameters that analyses share: which part of the graph counts, which relation links, and what a link weighs."""

import datetime

from pydantic import Field

from analyses.registry import AnalysisParams
from graph.linkage.network import Network, Relation, WeightRule
from graph.linkage.scope import Scope
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import day_number

Names = list[str] | str


def listed(value: Names) -> list[str]:
    """Names out of a list, or of a text with commas between them."""
    return [part.strip() for part in (value.split(",") if isinstance(value, str) else value) if part.strip()]


class ScopeParams(AnalysisParams):
    """Which part of what is visible an analysis looks at."""

    node_types: Names = Field("", description="Node types at both ends of an edge, comma-separated; all when empty")
    edge_types: Names = Field("", description="Edge types that count, comma-separated; all when empty")
    roles: Names = Field("", description="Roles of the edges that count, such as knows; all when empty")
    since: datetime.date | None = Field(None, description="First day that counts; undated edges count too")
    until: datetime.date | None = Field(None, description="Last day that counts")
    status: Names = Field("", description="Statuses of persons that count, beside those without one; all when empty")
    mentioned: bool = Field(False, description="Also count persons who are only mentioned")

    @property
    def scope(self) -> Scope:
        """What they say, as a scope.

        Raises:
            BadValue: an unknown type, or the days are the wrong way round.
        """
        return Scope(
            node_types=frozenset(listed(self.node_types)),
            edge_types=frozenset(listed(self.edge_types)),
            roles=frozenset(listed(self.roles)),
            since=day_number(self.since.isoformat()) if self.since else None,
            until=day_number(self.until.isoformat()) if self.until else None,
            statuses=frozenset(listed(self.status)),
            with_mentioned=self.mentioned,
        )

    def part_of(self, world: World) -> World:
        """The part of the world that they ask for."""
        return world.within(self.scope)


class NetworkParams(ScopeParams):
    """Which network an analysis looks at."""

    relation: Relation = Field(
        Relation.ANY,
        description="What links two: company (trade and what few share), trade, shared, association, ownership, cases;"
        " any adds all of them up; reported takes every edge between nodes of all types",
    )
    weight_rule: WeightRule = Field(
        WeightRule.SUM,
        description="Strength of a link: sum of what its records weigh, log2(1 + sum), or one for every link",
    )

    def network(self, world: World) -> Network:
        """The network that they ask for."""
        return world.network(self.relation, self.weight_rule)


def nothing_linked(entities: int, relation: Relation) -> Message:
    """Says of an answer without rows that no two entities are linked."""
    if relation in (Relation.ANY, Relation.COMPANY):
        return message("nothing.no_links", entities=entities)
    return message("nothing.no_links_of", entities=entities, relation=relation.value)
