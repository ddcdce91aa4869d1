"""Which part of the graph counts: types, roles, days, statuses; and who is only mentioned."""

from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import BadValue
from graph.linkage.network import Relation
from graph.linkage.scope import Scope
from graph.model import day_number

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def linked(world: "SmallWorld", relation: Relation = Relation.ANY, **scope: Any) -> set[str]:
    """The pairs that are linked in a scope, such as `Ann-Bob`."""
    network = world.seen().within(Scope(**scope)).network(relation)
    pairs = zip(network.left.tolist(), network.right.tolist(), strict=True)
    return {"-".join(sorted((network.label(a), network.label(b)))) for a, b in pairs}


def person(world: "SmallWorld", name: str, **fields: Any) -> None:
    world.say("party", number=name, party__name=name, party__kind="person", **fields)


def acquaintances(world: "SmallWorld", **of_kim: str) -> None:
    """Ann knows Bob and lives with Kim; Bob and Kim share a phone."""
    person(world, "Ann Alfa", associated_with=("knows=Bob Beta", "lives with=Kim Kappa"))
    person(world, "Bob Beta", party__phone="+998901234567")
    person(world, "Kim Kappa", party__phone="+998901234567", **of_kim)


def test_without_a_scope_everything_counts(world: "SmallWorld") -> None:
    acquaintances(world)
    assert linked(world) == {"Ann Alfa-Bob Beta", "Ann Alfa-Kim Kappa", "Bob Beta-Kim Kappa"}


def test_edge_types_and_roles_choose(world: "SmallWorld") -> None:
    acquaintances(world)
    assert linked(world, edge_types=frozenset({"HAS_PHONE"})) == {"Bob Beta-Kim Kappa"}
    assert linked(world, roles=frozenset({"knows"})) == {"Ann Alfa-Bob Beta"}


def test_node_types_want_both_ends(world: "SmallWorld") -> None:
    acquaintances(world)
    assert linked(world, node_types=frozenset({"Party"})) == {"Ann Alfa-Bob Beta", "Ann Alfa-Kim Kappa"}
    assert linked(world, node_types=frozenset({"Company"})) == set()
    assert linked(world, node_types=frozenset({"Person", "Phone"})) == linked(world)


@pytest.mark.parametrize(("field", "name"), [("node_types", "Truck"), ("edge_types", "KNOWS")])
def test_an_unknown_type_is_named(field: str, name: str) -> None:
    with pytest.raises(BadValue, match=name):
        Scope(**{field: frozenset({name})})


def test_days_choose_what_is_dated_and_whom_it_mentions(world: "SmallWorld") -> None:
    """The firm that only the later record mentions is gone with its phone; undated rows of a register stay."""
    phone = "+998901234567"
    world.say(shipper__name="Alfa Trade", consignee__name="Beta Trade", registered_on="2024-01-10")
    world.say(
        shipper__name="Alfa Trade", consignee__name="Gamma Trade", consignee__phone=phone, registered_on="2024-03-10"
    )
    person(world, "Kim Kappa", party__phone=phone)
    until = day_number("2024-02-01")
    assert linked(world, until=until) == {"Alfa Trade-Beta Trade"}
    assert linked(world, since=until) == {"Alfa Trade-Gamma Trade", "Gamma Trade-Kim Kappa"}


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(BadValue, match="since is later than until"):
        Scope(since=2, until=1)


@pytest.mark.parametrize("status", ["mentioned", "Only mentioned", "упоминается"])
def test_who_is_only_mentioned_is_out_and_counted(world: "SmallWorld", status: str) -> None:
    acquaintances(world, status=status)
    assert linked(world) == {"Ann Alfa-Bob Beta"}
    part = world.seen().within(Scope())
    assert [note.text for note in part.left_out] == ["1 person is only mentioned; mentioned=true counts him"]
    assert len(linked(world, with_mentioned=True)) == 3


def test_who_is_a_suspect_elsewhere_is_not_only_mentioned(world: "SmallWorld") -> None:
    acquaintances(world, status="mentioned", case="C-2024-001")
    assert len(linked(world)) == 3


def test_statuses_choose_among_those_who_have_one(world: "SmallWorld") -> None:
    acquaintances(world, status="Cleared")
    assert linked(world, statuses=frozenset({"suspect"})) == {"Ann Alfa-Bob Beta"}
    assert len(linked(world, statuses=frozenset({"cleared"}))) == 3


def test_a_part_knows_the_seizures_of_the_whole(world: "SmallWorld") -> None:
    world.say(number="UZ-100", shipper__name="Alfa Trade", consignee__name="Beta Trade", registered_on="2024-01-10")
    world.say("seizure", declaration="UZ-100", seized_on="2024-01-11")
    seen = world.seen()
    part = seen.within(Scope(edge_types=frozenset({"SHIPPED_BY", "CONSIGNED_TO"})))
    assert (part.whole.seizures, part.seizures) == (seen.seizures, {})
