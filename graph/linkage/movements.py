"""Movements: consignments on several papers that name one transport document, which count once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from graph.kernels.components import components
from graph.kernels.expand import distinct_pairs
from graph.linkage.holders import AGENTS, RECEIVING, SENDING, ends_of
from graph.linkage.identity import Entities
from graph.linkage.references import consignments_of_events
from graph.model import UNDATED

MOST_PAPERS = 8  # consignments that name one document, above which it joins none
CLEARED, FOUND, NOT_INSPECTED = "cleared", "found", "not_inspected"  # results; the last: it was let pass
OWN_DOCUMENT = ("", "transport")  # roles of the documents that tell one movement; many share a master or manifest
PRINCIPALS = (*RECEIVING, *SENDING, "DRIVEN_BY")


@dataclass(frozen=True, eq=False)
class Movements:
    """The movements of a projection, numbered 0 to `count` - 1.

    Attributes:
        entities: Who is who.
        of_node: The movement of each node; -1 for what is no consignment.
        count: How many there are.
    """

    entities: Entities
    of_node: np.ndarray
    count: int

    def said(self, edge_types: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """(movement, node at the other end) of edges of these types, each once, sorted."""
        consignment, node, _ = ends_of(self.entities.projection, edge_types)
        width = len(self.entities.projection.ids)
        keys = np.unique(self.of_node[consignment] * width + node)
        return keys // width, keys % width

    def parties(self, edge_types: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """(movement, entity) of the parties in these roles, each once, sorted."""
        movement, node = self.said(edge_types)
        width = max(1, self.entities.count)
        keys = np.unique(movement * width + self.entities.of_node[node])
        return keys // width, keys % width

    @cached_property
    def receiver(self) -> np.ndarray:
        """The receiving entity of each movement, the first where papers name several; -1 for none."""
        return self.first_of(RECEIVING)

    @cached_property
    def sender(self) -> np.ndarray:
        """The sending entity of each movement; -1 for none."""
        return self.first_of(SENDING)

    @cached_property
    def carrier(self) -> np.ndarray:
        """The carrying entity of each movement; -1 for none."""
        return self.first_of(("CARRIED_BY",))

    @cached_property
    def principals(self) -> tuple[np.ndarray, np.ndarray]:
        """(movement, entity) of those who send, receive or drive."""
        return self.parties(PRINCIPALS)

    @cached_property
    def day(self) -> np.ndarray:
        """The first day of each movement; `UNDATED` where no paper says one."""
        consignment, _, on = ends_of(self.entities.projection, PRINCIPALS)
        dated = on != UNDATED
        days = np.full(self.count, np.iinfo(np.int64).max)
        np.minimum.at(days, self.of_node[consignment[dated]], on[dated])
        return np.where(days == np.iinfo(np.int64).max, UNDATED, days)

    @cached_property
    def is_seized(self) -> np.ndarray:
        """Whether a seizure was made on each movement."""
        return self._flags("SEIZED_IN")

    @cached_property
    def is_inspected(self) -> np.ndarray:
        """Whether each movement was inspected, whatever was found; an entry `not_inspected` says that it was not."""
        flags = np.zeros(self.count, dtype=bool)
        _, movements, results = self._inspections
        flags[movements[results != NOT_INSPECTED]] = True
        return flags

    @cached_property
    def has_outcome(self) -> np.ndarray:
        """Whether it is known what stood behind each movement: it was inspected, or something was seized."""
        flags: np.ndarray = self.is_inspected | self.is_seized
        return flags

    @cached_property
    def inspections(self) -> np.ndarray:
        """The inspections that were made, without entries `not_inspected`; needs their property `result`."""
        events, _, results = self._inspections
        made: np.ndarray = events[results != NOT_INSPECTED]
        return made

    @cached_property
    def is_found(self) -> np.ndarray:
        """Whether an inspection of each movement says that something was found; needs their property `result`."""
        flags = np.zeros(self.count, dtype=bool)
        _, movements, results = self._inspections
        flags[movements[results == FOUND]] = True
        return flags

    @cached_property
    def clearances(self) -> tuple[np.ndarray, np.ndarray]:
        """(inspection, movement) of the inspections that cleared one, each once; needs their property `result`.

        A movement on which anything was ever found or seized is not cleared, whatever another inspection says.
        """
        events, movements, results = self._inspections
        nothing = (results == CLEARED) & ~self.is_seized[movements] & ~self.is_found[movements]
        pairs = distinct_pairs(events[nothing], movements[nothing])
        return pairs.left, pairs.right

    @cached_property
    def _inspections(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(inspection, movement, result) of all of them."""
        p = self.entities.projection
        events, consignments = consignments_of_events(p, "INSPECTED")
        first = int(p.numbers_of("Inspection")[0]) if len(events) else 0
        results = p.property_of("Inspection", "result").array
        texts = np.array(pc.fill_null(results, "").to_pylist() or [""], dtype=object)
        return events, self.of_node[consignments], texts[events - first]

    @cached_property
    def is_cleared(self) -> np.ndarray:
        """Whether each movement was inspected, nothing was ever found or seized."""
        flags = np.zeros(self.count, dtype=bool)
        flags[self.clearances[1]] = True
        return flags

    @cached_property
    def clients(self) -> np.ndarray:
        """For how many receivers each entity stands as broker, forwarder, carrier or warehouse."""
        movement, agent = self.parties(AGENTS)
        receiver = self.receiver[movement]
        other = (receiver >= 0) & (receiver != agent)
        pairs = distinct_pairs(agent[other], receiver[other])
        return np.bincount(pairs.left, minlength=self.entities.count)

    def _flags(self, edge_type: str) -> np.ndarray:
        flags = np.zeros(self.count, dtype=bool)
        flags[self.of_node[consignments_of_events(self.entities.projection, edge_type)[1]]] = True
        return flags

    def first_of(self, edge_types: tuple[str, ...]) -> np.ndarray:
        """The first entity in these roles of each movement, by text id; -1 for none."""
        movement, entity = self.parties(edge_types)
        first = np.full(self.count, -1, dtype=np.int64)
        first[movement[::-1]] = entity[::-1]
        return first


def movements_of(entities: Entities) -> Movements:
    """The movements that consignments tell: those that name one document as their own or as that of the transport."""
    p = entities.projection
    consignments = p.numbers_of("Consignment")
    of_node = np.full(len(p.ids), -1, dtype=np.int64)
    if not len(consignments):
        return Movements(entities, of_node, 0)
    rows = p.edges_of_types(("HAS_NUMBER",))
    rows = rows[p.has_role(rows, OWN_DOCUMENT)]
    source, document = p.columns.source[rows].astype(np.int64), p.columns.target[rows].astype(np.int64)
    is_consignment = (source >= consignments[0]) & (source <= consignments[-1])
    papers = np.bincount(document[is_consignment], minlength=len(p.ids))
    joining = is_consignment & (papers[document] <= MOST_PAPERS)
    labels = components(len(p.ids), source[joining], document[joining])[consignments]
    numbers = np.unique(labels, return_inverse=True)[1]
    of_node[consignments] = numbers
    return Movements(entities, of_node, int(numbers.max()) + 1)
