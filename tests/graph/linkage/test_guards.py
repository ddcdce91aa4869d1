"""What must hold whatever is loaded: values of many join nobody, contradictions hold apart, order changes nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import TEXT, Texts, column_of
from graph.linkage.identity import Entities, entities_of
from graph.linkage.joins import Reason
from graph.linkage.spelling import is_one_edit
from graph.projection.making import LABELS
from graph.projection.projection import Projection
from graph.schema import EDGE_TYPES
from graph.store.base import EdgeColumns, HubRegister

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

HAS = {"phone": "HAS_PHONE", "identifier": "HAS_IDENTIFIER", "address": "HAS_ADDRESS", "email": "HAS_EMAIL"}
Party = tuple[str, str, Sequence[str]]  # folded name, kind, ids of its values


def seen(parties: Sequence[Party]) -> Projection:
    """A projection of parties, each on a consignment of its own as consignee."""
    names = [f"party:UZ/a:{number:06d}" for number in range(len(parties))]
    edges = [(f"consignment:UZ/a:declaration:{number:06d}", name, "CONSIGNED_TO") for number, name in enumerate(names)]
    for name, (_, _, values) in zip(names, parties, strict=True):
        edges += [(name, value, HAS[value.split(":")[0]]) for value in values]
    ids = sorted({end for source, target, _ in edges for end in (source, target)})
    place = {node: number for number, node in enumerate(ids)}
    count = len(edges)
    columns = EdgeColumns(
        ids=Texts(pa.array(ids, type=TEXT)),
        source=np.array([place[source] for source, _, _ in edges], dtype=np.int32),
        target=np.array([place[target] for _, target, _ in edges], dtype=np.int32),
        type=np.array([EDGE_TYPES[kind].number for _, _, kind in edges], dtype=np.uint8),
        on=np.zeros(count, dtype=np.int32),
        role=np.zeros(count, dtype=np.uint16),
        weight=np.ones(count),
        channel=np.zeros(count, dtype=np.uint16),
        roles=("",),
        channels=("UZ/a",),
    )
    said: dict[str, Any] = {name: [None] * len(parties) for name in LABELS["Party"]}
    said["name"] = said["name_folded"] = [name or None for name, _, _ in parties]
    said["kind"] = [kind for _, kind, _ in parties]
    said["country"] = ["UZ"] * len(parties)
    properties = {"Party": {name: column_of(pa.array(texts, type=TEXT)) for name, texts in said.items()}}
    return Projection(columns, properties, "", {}, HubRegister(0, frozenset()), True, columns, {})


def firm(number: int) -> str:
    """A name that shares no word with that of another number."""
    letters = "".join("bdfgklmnprstz"[int(digit)] + "a" for digit in f"{number:04d}")
    return f"{letters}ko {letters}ren"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("phone:+998900000001", "company"),
        ("email:info@x.example", "company"),
        ("address:UZ:markaz", "company"),
        ("identifier:tax:UZ:301234567", "company"),
        ("identifier:passport:UZ:AA0000001", "person"),
        ("identifier:passport:UZ:?LOST1", "person"),
    ],
)
def test_one_value_in_a_field_of_five_thousand_joins_none_of_them(value: str, kind: str) -> None:
    projection = seen([(firm(number), kind, [value]) for number in range(5000)])
    assert entities_of(projection).count == 5000


def partition(entities: Entities) -> set[frozenset[int]]:
    return {frozenset(members) for members in entities.members}


NAMES = ("karvon trans", "karvan trans", "amber mills", "karimov olim", "karimov o", "karimova olima", "", "various")
TAX = ("301234567", "301234568", "305765432", "709999111")
PARTIES = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(("company", "person")),
        st.lists(
            st.sampled_from(
                (*(f"identifier:tax:UZ:{tax}" for tax in TAX), "phone:+998901234567", "phone:+998712000001")
            ),
            max_size=3,
            unique=True,
        ),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(PARTIES, st.randoms(use_true_random=False))
def test_the_order_of_the_edges_changes_nothing(parties: list[Party], random: Any) -> None:
    projection = seen(parties)
    order = list(range(len(projection.columns.source)))
    random.shuffle(order)
    again = entities_of(projection.part(np.array(order)))
    assert partition(again) == partition(entities_of(projection))


@settings(max_examples=60, deadline=None)
@given(PARTIES)
def test_two_tax_numbers_more_than_a_slip_apart_and_seen_twice_are_never_one(parties: list[Party]) -> None:
    one_number = [(name, kind, [v for v in values if "tax" not in v] + [v for v in values if "tax" in v][:1])
                  for name, kind, values in parties]  # fmt: skip
    projection = seen(one_number)
    entities = entities_of(projection)
    of_nobody = {
        tax for tax in TAX if len({name for name, _, values in one_number if any(tax in v for v in values)}) > 1
    }
    for members in entities.members:
        counts: dict[str, int] = {}
        for node in members:
            _, _, values = one_number[node - int(entities.parties[0])]
            for value in values:
                if "tax" in value:
                    counts[value.rsplit(":", 1)[1]] = counts.get(value.rsplit(":", 1)[1], 0) + 1
        often = sorted(tax for tax, count in counts.items() if count > 1 and tax not in of_nobody)
        assert all(is_one_edit(a, b) for a in often for b in often)


def test_a_refusal_says_why(world: "SmallWorld") -> None:
    for tax in ("301234567", "305765432"):
        for day in ("2024-01-01", "2024-01-02"):
            fields = {"consignee__phone": "+998901234567", "consignee__tax_number": tax, "registered_on": day}
            world.say(consignee__name="Karvon Trans", consignee__kind="company", **fields)
    entities = entities_of(world.project())
    assert entities.count == 2
    assert entities.joins is not None
    assert {Reason(reason) for reason in entities.joins.refused.reason.tolist()} == {Reason.HELD_NUMBERS_DIFFER}
    assert "differ by more than a slip" in Reason.HELD_NUMBERS_DIFFER.told.text


def test_two_dates_of_birth_are_two_persons(world: "SmallWorld") -> None:
    for birth in ("1980-01-01", "1985-06-07"):
        fields = {"driver__birth_on": birth, "driver__phone": "+998901234567"}
        world.say(driver__name="Karimov Sherzod", **fields)
    assert entities_of(world.project()).count == 2


def test_a_driver_is_known_by_his_name_and_his_truck(world: "SmallWorld") -> None:
    for name in ("Karimov Sherzod", "Karimov S.", "Каримов Шерзод", "Saidov Olim"):
        world.say(driver__name=name, vehicle__plate="01777AAA", vehicle__country="UZ")
    assert entities_of(world.project()).count == 2


def test_initials_that_fit_two_are_neither(world: "SmallWorld") -> None:
    for name in ("Karimov Sherzod", "Karimov S.", "Karimov Sanjar"):
        world.say(driver__name=name, vehicle__plate="01777AAA", vehicle__country="UZ")
    assert entities_of(world.project()).count == 3


def test_who_has_no_name_is_the_holder_of_all_his_contacts(world: "SmallWorld") -> None:
    for day in ("2024-01-01", "2024-01-02"):
        world.say(consignee__name="Karvon Trans", consignee__phone="+998901234567", registered_on=day)
    world.say(notify__name="N/A", notify__phone="+998901234567")
    assert entities_of(world.project()).count == 1
