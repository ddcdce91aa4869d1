"""What a viewer gets is the same bytes whether what he may not see exists or not.

Each seeded world has records of several channels that share containers, phones, vehicles and parties spelled alike. The
visible batches are loaded alone, and among hidden ones in a random order; every read must answer the same.
"""

import dataclasses
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyses.registry import all_analyses, all_properties
from graph.columns import Column
from graph.errors import Refused
from graph.finding import Days, question
from graph.linkage.world import World
from graph.model import Channel, Viewer
from graph.projection.making import project
from graph.projection.projection import Projection
from graph.schema import EDGE_TYPES, NODE_TYPES, node_properties
from graph.store.base import GraphStore
from graph.store.sqlite.store import SqliteStore

MARCH = Days("2024-03-01", "2024-03-31")
SEEDS = [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 10))]
VISIBLE = (Channel("UZ", "decl", "H1", "customs"), Channel("KZ", "decl", "H1", "customs"))
HIDDEN = (
    Channel("UZ", "decl", "H3", "customs"),
    Channel("KZ", "decl", "H2", "drugs"),
    Channel("AF", "decl", "H1", "customs"),
)
VIEWER = Viewer(frozenset(channel.name for channel in VISIBLE))
HUBS = ("phone:+998901234567", "container:MSKU1234565")

PROFILES = {
    "declaration": """
name: decl
version: 1
records:
  - kind: declaration
    id: No
    amended: Amended
    fields:
      registered_on: Date
      shipper.name: Shipper
      consignee.name: Consignee
      consignee.phone: Phone
      consignee.tax_number: Tax
      driver.name: Driver
      carrier.name: Carrier
      container: Container
      vehicle.plate: Truck
      trailer.plate: Trailer
      entered_at: Post
  - kind: seizure
    when: Seizure
    id: Seizure
    fields: {seized_on: Date, declaration: No, container: Container, offender.name: Driver}
""",
    "register": """
name: register
version: 1
records:
  - kind: party
    id: Key
    fields: {party.name: Name, party.tax_number: Tax, party.phone: Phone, director.name: Director}
""",
}
COLUMNS = "No,Date,Amended,Shipper,Consignee,Phone,Tax,Driver,Carrier,Container,Truck,Trailer,Post,Seizure"


class Batches:
    """The batches of one world: (channel, profile, text), visible ones and hidden ones."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.names = [f"{a} {b} LLC" for a in ("Silk", "Amber", "Шелк", "Steppe") for b in ("Road", "Trading", "Way")]
        self.phones = ["+998901234567", *(f"+99890{n}" for n in range(7654320, 7654326)), ""]
        self.containers = ["MSKU1234565", "TGHU7654321", "CSQU3054383", "", ""]
        self.people = ["Karim Aliyev", "Olim Sattorov", "Nur Bek", "Иван Петров"]
        self.visible = [self.batch(self.dice.choice(VISIBLE)) for _ in range(4)]
        self.hidden = [self.batch(self.dice.choice(HIDDEN)) for _ in range(6)]

    def batch(self, channel: Channel) -> tuple[Channel, str, str]:
        if self.dice.random() < 0.25:
            rows = [self.registered() for _ in range(4)]
            return channel, "register", "\n".join(["Key,Name,Tax,Phone,Director", *rows])
        return channel, "declaration", "\n".join([COLUMNS, *(self.declared() for _ in range(12))])

    def declared(self) -> str:
        pick, dice = self.dice.choice, self.dice
        return ",".join(
            (
                f"D-{dice.randrange(30):02}",
                f"2024-0{dice.randrange(1, 4)}-{dice.randrange(1, 29):02}",
                pick(("", "1", "2")),
                pick(self.names),
                pick(self.names),
                pick(self.phones),
                pick(("301234567", "302345678", "", "")),
                pick(self.people),
                pick(self.names),
                pick(self.containers),
                pick(("01777AAA", "40123BBB", "")),
                pick(("012345AA", "")),
                pick(("Termez", "Alat", "Nowhere")),
                pick((f"S-{dice.randrange(9)}", "", "", "")),
            )
        )

    def registered(self) -> str:
        pick, dice = self.dice.choice, self.dice
        name, tax = pick(self.names), pick(("301234567", "302345678", ""))
        return f"R-{dice.randrange(9)},{name},{tax},{pick(self.phones)},{pick(self.people)}"

    def interleaved(self) -> list[tuple[Channel, str, str]]:
        """All batches in a random order, at least one hidden one first."""
        rest = self.visible + self.hidden[1:]
        self.dice.shuffle(rest)
        return [self.hidden[0], *rest]


def world(folder: Path, batches: list[tuple[Channel, str, str]], desk_of: Callable[..., Any]) -> GraphStore:
    """A store loaded with these batches, its hub register published."""
    desk = desk_of(folder)
    for channel, profile, text in batches:
        desk.load(text, "2024-03-31", PROFILES[profile], channel)
    desk.store.publish_hubs(HUBS)
    store: GraphStore = desk.store
    return store


# --- every answer as bytes -----------------------------------------------------------------------------------------


def as_bytes(answer: object) -> bytes:
    """Any answer as bytes; arrays with their dtype, sets sorted, everything else in the order it was given."""
    return json.dumps(_plain(answer), ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [str(value.dtype), value.tolist()]
    if isinstance(value, np.generic):
        return value.item()
    if dataclasses.is_dataclass(value):
        return [type(value).__name__, *([f.name, _plain(getattr(value, f.name))] for f in dataclasses.fields(value))]
    if isinstance(value, frozenset | set):
        return sorted(map(_plain, value))
    if hasattr(value, "items"):
        return [[_plain(k), _plain(v)] for k, v in value.items()]
    if isinstance(value, list | tuple | Column):
        return [_plain(v) for v in value]
    assert value is None or isinstance(value, str | int | float | bytes), type(value)
    return value.hex() if isinstance(value, bytes) else value


def ids_known(stores: list[GraphStore]) -> list[str]:
    """Every id of any of the stores: people may ask for any of them."""
    everyone = Viewer()
    return sorted({i for store in stores for t in NODE_TYPES for i in store.node_columns(t, (), everyone).ids})


def reads(store: GraphStore, ids: list[str]) -> Iterator[tuple[str, object]]:
    """Every read of the protocol that takes a viewer, and the hub register, with many arguments."""
    yield "get", store.get(ids, VIEWER)
    yield "get reversed", store.get(ids[::-1], VIEWER)
    for text in ("silk", "road", "s", "karim al", "шелк", "llc", "s-1", "termez", "99890", "MSKU*"):
        for types, limit in (((), 1), ((), 3), ((), 100), (("Party",), 2)):
            yield f"search {text} {types} {limit}", store.search(question(text), types, VIEWER, limit)
        yield f"search {text} in March", store.search(question(text, MARCH), (), VIEWER, 100)
    yield "standings", store.standings([[node.id] for node in store.get(ids, VIEWER)], VIEWER)
    for node_id in ids:
        yield f"counts {node_id}", store.counts(node_id, VIEWER)
        yield f"neighbours {node_id}", store.neighbours(node_id, (), VIEWER)
        first = store.neighbours(node_id, (), VIEWER, limit=2)
        yield f"neighbours, two, {node_id}", first
        if first:
            yield f"neighbours, next, {node_id}", store.neighbours(node_id, (), VIEWER, first[-1].node.id, 2)
    yield "edge columns", store.edge_columns((), VIEWER)
    for edge_type in EDGE_TYPES:
        yield f"edge columns {edge_type}", store.edge_columns((edge_type,), VIEWER)
    for node_type in NODE_TYPES:
        names = ("name", "name_folded", *node_properties(node_type))
        yield f"node columns {node_type}", store.node_columns(node_type, names, VIEWER)
    yield "totals", store.totals(VIEWER)
    yield "version", store.version(VIEWER)
    yield "hub register", store.hub_register()


def of_projection(store: GraphStore, ids: list[str]) -> Iterator[tuple[str, object]]:
    """The projection and what is read off it."""
    p = project(store, VIEWER, all_properties())
    yield "projection", [p.columns, p.properties, p.version, p.channel_versions, p.hubs, p.sees_all]
    yield "edges", list(p.iter_edges())
    yield "degree", p.degrees
    yield "labels", [p.label(n) for n in range(len(p.ids))]
    yield "numbers", [p.number_of(node_id) for node_id in ids]
    for name, analysis in all_analyses().items():
        for params in variants(name, analysis.params, p):
            try:
                answer: object = analysis.run(World(p), analysis.params(**params)).model_dump()
            except Refused as error:  # nothing of that name, or not for these two
                answer = str(error)
            yield f"{name} {params}", answer


def variants(name: str, params: Any, p: Projection) -> Iterator[dict[str, Any]]:
    """Parameters to try: whatever is required is filled with parties, optional places to start with another."""
    parties = [p.ids[n] for n in p.numbers_of("Party")]
    required = [key for key, field in params.model_fields.items() if field.is_required()]
    for first in range(0, len(parties), 7) if required else (0,):
        needed = {key: parties[(first + 3 * i) % len(parties)] for i, key in enumerate(required)}
        yield needed
    if "around" in params.model_fields:
        yield {**needed, "around": parties[-1]}
    if "limit" in params.model_fields:
        yield {**needed, "limit": 1}
    if name == "communities":
        yield {"method": "label_propagation", "min_size": 2}


@pytest.mark.parametrize("seed", SEEDS)
def test_hidden_batches_change_no_byte_of_any_answer(seed: int, tmp_path: Path, desk_of: Callable[..., Any]) -> None:
    batches = Batches(seed)
    alone = world(tmp_path / "alone", batches.visible, desk_of)
    among = world(tmp_path / "among", batches.interleaved(), desk_of)
    ids = ids_known([alone, among])
    assert len(among.channels()) > len(alone.channels())
    for operations in (reads, of_projection):
        for (name, one), (_, other) in zip(operations(alone, ids), operations(among, ids), strict=True):
            assert as_bytes(one) == as_bytes(other), name


def test_the_worlds_have_something_to_hide_and_something_to_show(tmp_path: Path, desk_of: Callable[..., Any]) -> None:
    batches = Batches(0)
    among = world(tmp_path / "among", batches.interleaved(), desk_of)
    seen, everything = among.totals(VIEWER), among.totals(Viewer())
    for node_type in ("Consignment", "Party"):
        assert 0 < seen.nodes[node_type] < everything.nodes[node_type]
    shared = set(among.node_columns("Phone", (), VIEWER).ids)
    hidden = Viewer(frozenset(channel.name for channel in HIDDEN))
    assert shared & set(among.node_columns("Phone", (), hidden).ids)
    answers = dict(of_projection(among, []))
    telling = {name.split()[0] for name, answer in answers.items() if isinstance(answer, dict) and answer["rows"]}
    assert {"linked_entities", "communities"} <= telling <= set(all_analyses())


# --- the test can fail ---------------------------------------------------------------------------------------------


def by_number(store: SqliteStore) -> object:
    """Visible parties in order of their internal number."""
    rows = store._db.execute("SELECT id FROM node WHERE id LIKE 'party:%' ORDER BY no")
    return [node_id for (node_id,) in rows if store.get([node_id], VIEWER)]


def limit_before_filter(store: SqliteStore) -> object:
    """The first visible ones among the first ten parties by id."""
    rows = store._db.execute("SELECT id FROM node WHERE id LIKE 'party:%' ORDER BY id LIMIT 10")
    return store.get([node_id for (node_id,) in rows], VIEWER)


def degree_of_all(store: SqliteStore) -> object:
    """How many edges a visible container has, whoever sees them."""
    return [store.counts(i, Viewer()) for i in store.node_columns("Container", (), VIEWER).ids]


def columns_by_number(store: SqliteStore) -> object:
    """Targets of the visible edges of each record in order of internal number."""
    numbers = store._names("channel")
    mine = ",".join(str(no) for no, name in numbers.items() if VIEWER.sees(name))
    return store._db.execute(
        "SELECT target.id FROM edge JOIN node AS owner ON owner.no = edge.no >> 24 JOIN node AS target"
        f" ON target.no = edge.dst WHERE edge.channel IN ({mine}) ORDER BY owner.id, edge.dst"
    ).fetchall()


def global_version(store: SqliteStore) -> object:
    """The version of everything."""
    return store.version(Viewer())


@pytest.mark.parametrize(
    "leaky",
    [by_number, limit_before_filter, degree_of_all, columns_by_number, global_version],
    ids=lambda f: f.__name__,
)
def test_a_leaky_read_is_detected(leaky: Callable[[Any], object], tmp_path: Path, desk_of: Callable[..., Any]) -> None:
    differs = 0
    for seed in range(3):
        batches = Batches(seed)
        alone = world(tmp_path / f"alone{seed}", batches.visible, desk_of)
        among = world(tmp_path / f"among{seed}", batches.interleaved(), desk_of)
        differs += as_bytes(leaky(alone)) != as_bytes(leaky(among))
    assert differs


def test_the_serialiser_tells_order_dtype_and_content_apart() -> None:
    different = [[1, 2], [2, 1], np.array([1, 2]), np.array([1, 2], dtype=np.int32), {"1": 2}, ["1", 2], [1.5, 2], None]
    assert len({as_bytes(value) for value in different}) == len(different)
