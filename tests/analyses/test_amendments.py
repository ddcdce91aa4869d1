"""What was said otherwise later, of what is visible; another spelling is no change."""

from typing import TYPE_CHECKING, Any

import pytest

from analyses.registry import all_analyses, get_analysis
from graph.canonical import LINK_FIELDS, PARTY_FIELDS, RECORD_KINDS
from graph.errors import BadValue
from graph.linkage.inputs import Amendment, Inputs

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def asked(world: "SmallWorld", *amendments: Amendment, **values: Any) -> Any:
    analysis = get_analysis("amendments")
    return analysis.run(world.seen().given(Inputs(amendments=amendments)), analysis.read_params(values))


def change(
    record: str, field: str = "consignee.name", before: str = "Alfa", after: str = "Beta", on: str = ""
) -> Amendment:
    return Amendment(record=record, field=field, before=before, after=after, on=on or "2024-02-29")


@pytest.fixture
def consignments(world: "SmallWorld") -> tuple[str, str]:
    """Two, of which the second was seized."""
    first, second = (world.say(number=number, consignee__name="Beta") for number in ("UZ-100", "UZ-101"))
    world.say("seizure", declaration="UZ-101")
    return first, second


def test_a_seized_consignment_comes_first_then_the_latest_change(
    world: "SmallWorld", consignments: tuple[str, str]
) -> None:
    first, second = consignments
    answer = asked(world, change(first, on="2024-01-31"), change(first, "container"), change(second))
    assert [(row.label, row.field, len(row.seizures)) for row in answer.rows] == [
        ("UZ-101", "consignee.name", 1),
        ("UZ-100", "container", 0),
        ("UZ-100", "consignee.name", 0),
    ]
    assert (answer.population.amended, answer.population.changes, answer.population.consignments) == (2, 3, 2)


def test_another_spelling_is_counted_and_not_listed(world: "SmallWorld", consignments: tuple[str, str]) -> None:
    answer = asked(world, change(consignments[0], before="ООО «Шарк Савдо»", after='OOO "SHARK SAVDO"'))
    assert (answer.rows, answer.population.spellings) == ([], 1)
    assert answer.notes[0].key == "nothing.not_amended"


def test_what_is_not_visible_is_left_alone(world: "SmallWorld", consignments: tuple[str, str]) -> None:
    assert asked(world, change("consignment:UZ/hidden/H3/customs:declaration:UZ-900")).population.changes == 0


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"fields": "container"}, ["container"]),
        ({"change": "added"}, ["seal"]),
        ({"change": "removed"}, ["vehicle.plate"]),
        ({"change": "replaced"}, ["consignee.name", "container"]),
        ({"since": "2024-02-01"}, ["consignee.name"]),
        ({"seized": True}, []),
        ({"limit": 1}, ["consignee.name"]),
    ],
)
def test_parameters_choose(
    world: "SmallWorld", consignments: tuple[str, str], values: dict[str, Any], fields: list[str]
) -> None:
    first, january = consignments[0], "2024-01-31"
    answer = asked(
        world,
        change(first),
        change(first, "container", on=january),
        change(first, "seal", before="", on=january),
        change(first, "vehicle.plate", after="", on=january),
        **values,
    )
    assert [row.field for row in answer.rows] == fields


def test_an_unknown_field_is_named(world: "SmallWorld") -> None:
    with pytest.raises(BadValue, match=r"fields is 'consignee\.nam'") as fault:
        asked(world, fields="consignee.nam")
    assert "did you mean consignee.name?" in fault.value.next_step


def test_every_field_whose_changes_are_read_is_one_of_its_kind() -> None:
    for analysis in all_analyses().values():
        for kind_name, fields in analysis.amended.items():
            kind = RECORD_KINDS[kind_name]
            known = {*kind.fields, *LINK_FIELDS, *(f"{role}.{part}" for role in kind.roles for part in PARTY_FIELDS)}
            assert set(fields) <= known
