"""Consignments of a world put into columns: the papers of a movement become one row."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analyses.screening.columns import Consignments, Ragged, heading, letters, minute_of
from graph.kernels.expand import matches
from graph.linkage.holders import RECEIVING, SENDING, ends_of
from graph.linkage.world import World
from graph.model import UNDATED

PROPERTIES = {
    "Consignment": (
        "arrived_at",
        "departure_country",
        "destination_country",
        "exit_office",
        "goods",
        "goods_description",
        "gross_weight_kg",
        "hs_code",
        "nature",
        "net_weight_kg",
        "origin_country",
        "packages",
        "placeholders",
        "procedure",
        "value_amount",
        "value_currency",
    )
}
_KINDS = (":declaration:", ":manifest:", ":arrival:")  # what a declaration says goes before what a manifest says
_ANNOUNCED = 2
TO_ORDER = re.compile(
    r"consignee\.name=[^\"]*(\border\b|orderga|ордер|приказ|наказ)", re.IGNORECASE
)  # the mark of a consignee of whom nothing else is said


def consignments_of(world: World) -> Consignments:
    """The movements of a world, those alone that a paper with a link tells, by number of the movement."""
    return _Making(world).made()


class _Making:
    """Puts the papers of movements together."""

    def __init__(self, world: World) -> None:
        self.world, self.p, self.m = world, world.projection, world.movements
        nodes = self.p.numbers_of("Consignment")
        self.first_node = int(nodes[0]) if len(nodes) else 0
        kinds = np.full(len(nodes), len(_KINDS))
        if len(nodes):
            ids = self.p.ids.array[self.first_node : self.first_node + len(nodes)]
            for rank, kind in enumerate(_KINDS):
                kinds[np.asarray(pc.match_substring_regex(ids, f"^consignment:[^:]*{kind}"))] = rank
        is_told = self.p.degrees[nodes] > 0
        nodes, kinds = nodes[is_told], kinds[is_told]
        movement = self.m.of_node[nodes]
        order = np.lexsort((nodes, kinds, movement))
        self.nodes, self.kinds = nodes[order], kinds[order]
        self.movements, self.row = np.unique(movement[order], return_inverse=True)
        self.count = len(self.movements)
        self.row_of_movement = np.full(self.m.count + 1, -1, dtype=np.int64)
        self.row_of_movement[self.movements] = np.arange(self.count)

    def made(self) -> Consignments:
        texts = _Texts()
        codes = self._code(lambda nature, procedure: texts.place(f"{nature}|{procedure}"), "nature", "procedure")
        gross = self._number("gross_weight_kg")
        headings = self._headings()
        columns: dict[str, Any] = {
            "node": self._first(self.nodes),
            "day": self._day(),
            "minute": self._texts("arrived_at", minute_of),
            "is_announced": self._all(self.kinds == _ANNOUNCED),
            "receiver": self._who(RECEIVING),
            "sender": self._who(SENDING),
            "driver": self._who(("DRIVEN_BY",)),
            "carrier": self._who(("CARRIED_BY",)),
            "notify": self._who(("NOTIFIES",)),
            "post": self._post(),
            "heading": self._main_heading(headings),
            "gross_kg": gross,
            "net_kg": self._number("net_weight_kg"),
            "packages": self._number("packages"),
            "value": self._number("value_amount"),
            "origin": self._country("departure_country", "origin_country"),
            "destination": self._country("destination_country"),
            "currency": self._texts("value_currency", letters),
            "description": self._texts("goods_description", texts.place),
            "movement_code": codes,
            "is_to_order": self._any(self._is_to_order()),
            "has_exit": self._any(np.asarray(pc.is_valid(self._column("exit_office")))),
            "papers": np.bincount(self.row, minlength=self.count),
            "weight_ratio": self._weight_ratio(),
            "differing_seals": self._differing_seals(),
        }
        return Consignments(**columns, **self._ragged(headings), texts=texts.all)

    def _column(self, name: str) -> Any:
        """A property of the papers, in their order, as an Arrow array."""
        return self.p.property_of("Consignment", name).array.take(pa.array(self.nodes - self.first_node))

    def _first(self, values: np.ndarray, is_said: np.ndarray | None = None, missing: Any = -1) -> np.ndarray:
        """The first said value of each row."""
        places = np.arange(len(values)) if is_said is None else np.flatnonzero(is_said)
        column = np.full(self.count, missing, dtype=values.dtype)
        rows, first = np.unique(self.row[places], return_index=True)
        column[rows] = values[places[first]]
        return column

    def _all(self, flags: np.ndarray) -> np.ndarray:
        return ~self._any(~flags)

    def _any(self, flags: np.ndarray) -> np.ndarray:
        column = np.zeros(self.count, dtype=bool)
        column[self.row[flags]] = True
        return column

    def _number(self, name: str) -> np.ndarray:
        values = np.asarray(pc.fill_null(self._column(name), float("nan")), dtype=np.float64)
        return self._first(values, np.isfinite(values), np.nan)

    def _texts(self, name: str, read: Callable[[str | None], int]) -> np.ndarray:
        """The first text of each row that can be read as a number."""
        values = self._read(name, read)
        return self._first(values, values >= 0)

    def _read(self, name: str, read: Callable[[str | None], int]) -> np.ndarray:
        encoded = self._column(name).dictionary_encode()
        numbers = np.array([read(str(text)) for text in encoded.dictionary.to_pylist()] + [-1], dtype=np.int64)
        values: np.ndarray = numbers[np.asarray(encoded.indices.fill_null(len(numbers) - 1))]
        return values

    def _code(self, read: Callable[[str, str], int], *names: str) -> np.ndarray:
        """Two texts of the paper that says either, read together."""
        words = _Texts()
        columns = [self._read(name, words.place) for name in names]
        pairs, place = np.unique(np.stack(columns), axis=1, return_inverse=True)
        texts = (*words.all, "")
        codes = np.array(
            [read(texts[a], texts[b]) if max(a, b) >= 0 else -1 for a, b in pairs.T.tolist()], dtype=np.int64
        )
        values = codes[place.ravel()] if len(codes) else np.zeros(0, dtype=np.int64)
        return self._first(values, values >= 0)

    def _country(self, *names: str) -> np.ndarray:
        column = self._texts(names[0], letters)
        for name in names[1:]:
            other = self._texts(name, letters)
            column = np.where(column < 0, other, column)
        return column

    def _day(self) -> np.ndarray:
        source, on = self.p.columns.source, self.p.columns.on
        dated = (on != UNDATED) & (self.m.of_node[source] >= 0)
        days = np.full(self.count, np.iinfo(np.int64).max)
        np.minimum.at(days, self.row_of_movement[self.m.of_node[source[dated]]], on[dated])
        return np.where(days == np.iinfo(np.int64).max, UNDATED, days)

    def _who(self, edge_types: tuple[str, ...]) -> np.ndarray:
        entities: np.ndarray = self.m.first_of(edge_types)[self.movements]
        return entities

    def _post(self) -> np.ndarray:
        post = np.full(self.count, -1, dtype=np.int64)
        for edge_type in ("UNLOADED_AT", "ENTERED_AT"):
            source, place, _ = ends_of(self.p, (edge_type,))
            row = self.row_of_movement[self.m.of_node[source]]
            known = row >= 0
            post[row[known][::-1]] = place[known][::-1]
        return post

    def _headings(self) -> Ragged:
        """Commodity codes of documents and of their lines."""
        own = self._read("hs_code", heading)
        rows, values = [self.row[own >= 0]], [own[own >= 0]]
        lines = self._column("goods")
        for place in np.flatnonzero(np.asarray(pc.is_valid(lines))).tolist():
            codes = [heading(str(line.get("hs_code") or "")) for line in _lines(lines[place].as_py())]
            codes = [code for code in codes if code >= 0]
            rows.append(np.full(len(codes), self.row[place], dtype=np.int64))
            values.append(np.array(codes, dtype=np.int64))
        return Ragged.of(np.concatenate(rows), np.concatenate(values))

    def _main_heading(self, headings: Ragged) -> np.ndarray:
        main = self._texts("hs_code", heading)
        rows, first = np.unique(headings.row, return_index=True)
        of_lines = np.full(self.count, -1, dtype=np.int64)
        of_lines[rows] = headings.value[first]
        return np.where(main >= 0, main, of_lines)

    def _is_to_order(self) -> np.ndarray:
        marks = self._column("placeholders")
        return np.asarray(pc.fill_null(pc.match_substring_regex(marks, TO_ORDER.pattern, ignore_case=True), False))

    def _weight_ratio(self) -> np.ndarray:
        values = np.asarray(pc.fill_null(self._column("gross_weight_kg"), float("nan")), dtype=np.float64)
        is_weighed = values > 0
        low, high = np.full(self.count, np.inf), np.zeros(self.count)
        np.minimum.at(low, self.row[is_weighed], values[is_weighed])
        np.maximum.at(high, self.row[is_weighed], values[is_weighed])
        return np.where(high > 0, high / np.maximum(low, 1e-9), 1.0)

    def _differing_seals(self) -> np.ndarray:
        """Whether two papers of a row name seals, and none that both have."""
        paper, seal, _ = ends_of(self.p, ("SEALED_WITH",))
        row = self.row_of_movement[self.m.of_node[paper]]
        papers = np.unique(np.stack((row, paper)), axis=1)
        sealed = np.bincount(papers[0][papers[0] >= 0], minlength=self.count)
        rows, times = np.unique(np.stack((row, seal)), axis=1, return_counts=True)
        most = np.zeros(self.count, dtype=np.int64)
        known = rows[0] >= 0
        np.maximum.at(most, rows[0][known], times[known])
        flags: np.ndarray = (sealed > 1) & (most == 1)
        return flags

    def _ragged(self, headings: Ragged) -> Mapping[str, Any]:
        vehicles = self.p.edges_of_types(("ON_VEHICLE",))
        is_trailer = self.p.has_role(vehicles, ("trailer",))
        receiver_papers = ends_of(self.p, RECEIVING)[:2]
        return {
            "containers": self._things(self.p.edges_of_types(("IN_CONTAINER",))),
            "trucks": self._things(vehicles[~is_trailer & self.p.has_role(vehicles, ("",))]),
            "trailers": self._things(vehicles[is_trailer]),
            "seals": self._things(self.p.edges_of_types(("SEALED_WITH",))),
            "phones": self._of_parties(receiver_papers, "HAS_PHONE"),
            "addresses": self._of_parties(receiver_papers, "HAS_ADDRESS"),
            "receivers": self._entities(RECEIVING),
            "drivers": self._entities(("DRIVEN_BY",)),
            "headings": headings,
        }

    def _things(self, edges: np.ndarray) -> Ragged:
        row = self.row_of_movement[self.m.of_node[self.p.columns.source[edges]]]
        known = row >= 0
        return Ragged.of(row[known], self.p.columns.target[edges][known])

    def _entities(self, edge_types: tuple[str, ...]) -> Ragged:
        movement, entity = self.m.parties(edge_types)
        row = self.row_of_movement[movement]
        return Ragged.of(row[row >= 0], entity[row >= 0])

    def _of_parties(self, papers: tuple[np.ndarray, np.ndarray], edge_type: str) -> Ragged:
        """What the parties of papers show of themselves."""
        party, shown, _ = ends_of(self.p, (edge_type,))
        at, place = matches(papers[1], party)
        row = self.row_of_movement[self.m.of_node[papers[0][at]]]
        known = row >= 0
        return Ragged.of(row[known], shown[place][known])


class _Texts:
    """Texts by the order in which they came."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str | None) -> int:
        """The place of a text, a new one where it was not seen; -1 for none."""
        return self._places.setdefault(text, len(self._places)) if text else -1

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self._places)


def _lines(text: str | None) -> list[Mapping[str, Any]]:
    return [line for line in json.loads(text or "[]") if isinstance(line, dict)]
