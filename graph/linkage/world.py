"""What an analysis looks at: one snapshot for one viewer, who is who in it, and what follows from both, made once."""

import copy
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from graph.linkage.holders import Holders, days_of_entities, holders_of, leaders_of
from graph.linkage.identity import Entities
from graph.linkage.inputs import NO_INPUTS, Inputs
from graph.linkage.judged import NOTHING_JUDGED, JudgedIds
from graph.linkage.links import PEOPLE, LinkRule, Links, company_graph, shared_links, trade_links
from graph.linkage.movements import Movements, movements_of
from graph.linkage.network import Network, Relation, WeightRule, network_of
from graph.linkage.references import seizures_of_entities
from graph.linkage.scope import EVERYTHING, Scope, of_days, scoped
from graph.linkage.who_is_who import WhoIsWho, read_off, who_is_who
from graph.messages import Message
from graph.projection.projection import Projection

Made = TypeVar("Made")
MOST_LINKS = 4  # sets of links by rule that are kept at once
MOST_PARTS = 2  # parts by scope


@dataclass(frozen=True, eq=False)
class World:
    """A projection with its entities, holders and links; each is made when it is first asked for, and kept.

    `resolved` says who is who where that is known already; without it, it is what comparing the parties found and was
    kept beside the projection (`graph.linkage.resolved`), else what can be read off (`graph.linkage.identity`), under
    what people `judged`. A world
    `within` a `scope` is a part of a `larger` one, with the same nodes and entities, and says what it has `left_out`.
    `inputs` are what an analysis declared to read beside the graph.
    """

    projection: Projection
    resolved: Entities | None = None
    left_out: tuple[Message, ...] = ()
    larger: "World | None" = None
    inputs: Inputs = NO_INPUTS
    judged: JudgedIds = NOTHING_JUDGED
    scope: Scope = EVERYTHING
    _links: dict[tuple[bool, LinkRule], Links] = field(default_factory=dict, init=False)
    _networks: dict[tuple[Relation, WeightRule], Network] = field(default_factory=dict, init=False)
    _parts: "dict[Scope, World]" = field(default_factory=dict, init=False)
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False)
    _making: threading.RLock = field(default_factory=threading.RLock, init=False)

    @property
    def whole(self) -> "World":
        """All that the viewer sees, where this is a part of it."""
        return self.larger or self

    def given(self, inputs: Inputs) -> "World":
        """The same world with what an analysis reads beside the graph; what was made of it is shared."""
        if inputs == self.inputs:
            return self
        given = copy.copy(self)
        object.__setattr__(given, "inputs", inputs)
        return given

    def once(self, make: "Callable[..., Made]", *arguments: Any) -> Made:
        """What a function makes of this world: made at the first call by one thread alone, and kept with it.

        Args:
            make: A function of a module, by which it is known again; it reads no `inputs`: worlds with others share it.
            arguments: What it gets beside the world, and what changes nothing of what it makes, such as a tick.
        """
        with self._making:
            if make not in self._made:
                self._made[make] = make(self, *arguments)
            made: Made = self._made[make]
            return made

    def within(self, scope: Scope) -> "World":
        """The part that a scope asks for; those of the scopes used last are kept.

        Raises:
            BadValue: the scope names an unknown type.
        """
        part = self._parts.get(scope)
        if part is None:
            projection, left_out = scoped(self.entities, scope)
            if projection is self.projection and not left_out:
                return self
            resolved = Entities(projection, self.entities.parties, self.entities.of_party)
            part = World(projection, resolved, tuple(left_out), self.whole, self.inputs, self.judged, scope)
            while len(self._parts) >= MOST_PARTS:
                self._parts.pop(next(iter(self._parts)))
            self._parts[scope] = part
        return part

    @cached_property
    def in_its_days(self) -> "World":
        """All that the viewer sees of the days of this part, whatever its types: what is told of a group."""
        since, until = self.scope.since, self.scope.until
        if since is None and until is None:
            return self.whole
        return self.whole.within(Scope(since=since, until=until, with_mentioned=True))

    def of_days(self, since: int | None, until: int | None) -> "World":
        """What dated records of these days say (day numbers, both included), and the parties that they mention."""
        projection = self.projection.part(of_days(self.projection, since, until))
        resolved = Entities(projection, self.entities.parties, self.entities.of_party)
        return World(projection, resolved, self.left_out, self.whole, self.inputs, self.judged)

    @cached_property
    def entities(self) -> Entities:
        """Who is who: as it was resolved, else as it can be read off, under the judgements."""
        return self.resolved or self.who_is_who.entities

    @cached_property
    def who_is_who(self) -> WhoIsWho:
        """Who is who with the links behind it, and what of it is left to people."""
        return who_is_who(self.projection, self.judged)

    def read_off(self) -> "World":
        """The same world with parties grouped by what can be read off and was judged, whatever was resolved."""
        return self._read_off.given(self.inputs)

    @cached_property
    def _read_off(self) -> "World":
        return World(self.projection, read_off(self.projection, self.judged).entities, judged=self.judged)

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
    def movements(self) -> Movements:
        """What moved, each movement once, however many papers tell it."""
        return movements_of(self.entities)

    @cached_property
    def trade(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(left, right, consignments) of entities that sent to each other."""
        return trade_links(self.entities)

    @cached_property
    def company_graph(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The company projection: (left, right, weight)."""
        return company_graph(self.trade, self.control_of_companies, self.entities.count)

    @property
    def control_of_companies(self) -> Links:
        """Links through the values that few companies share: what the company projection has beside trade."""
        return self.links(True, LinkRule(without=PEOPLE))

    def network(self, relation: Relation, rule: WeightRule = WeightRule.SUM) -> Network:
        """The network of a relation; the one used last is kept."""
        key = relation, rule
        if key not in self._networks:
            self._networks.clear()
            self._networks[key] = network_of(self, relation, rule)
        return self._networks[key]

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
