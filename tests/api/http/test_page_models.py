"""What the pages show before it is HTML: forms, tables, words."""

from typing import Literal

import pytest
from pydantic import Field

from analyses.registry import Analysis, AnalysisParams, Answer, Population, all_analyses, get_analysis
from api.http.page_models import (
    figure,
    form_of,
    heading,
    in_words,
    lacks,
    population_of,
    role_words,
    sections_of,
    table_of,
    value_words,
    values_of,
)
from graph.errors import BadValue
from graph.projection.projection import Projection


class ThingParams(AnalysisParams):
    """Parameters of `thing`."""

    source: str = Field(description="Where from")
    count: int = Field(3, ge=1, le=50, description="How many")
    share: float = Field(0.5, description="What part")
    gap: int | None = Field(None, ge=0, description="Days")
    deep: bool = Field(True, description="Deeper")
    order: Literal["any", "forward"] = Field("any", description="Order")


def thing(_: Projection, __: ThingParams) -> Answer:
    """What it does.

    Reads:
        Some of it,
        on two lines.
    Limits:
        All of it.
    """
    return Answer(rows=[], population=Population(version=""))


THING = Analysis("thing", thing, ThingParams, Answer)


def test_every_parameter_is_an_input_of_its_kind() -> None:
    fields = {one.name: one for one in form_of(THING, {})}
    kinds = {name: one.kind for name, one in fields.items()}
    assert kinds == {
        "resolved": "checkbox",
        "source": "text",
        "count": "number",
        "share": "number",
        "gap": "number",
        "deep": "checkbox",
        "order": "select",
    }
    assert fields["source"].is_required and not fields["count"].is_required
    assert fields["count"].limits == {"step": "1", "min": "1", "max": "50"}
    assert fields["share"].limits == {"step": "any"}
    assert fields["order"].options == ("any", "forward")
    assert {name: one.value for name, one in fields.items()} == {
        "resolved": "true",
        "source": "",
        "count": "3",
        "share": "0.5",
        "gap": "",
        "deep": "true",
        "order": "any",
    }


def test_a_form_holds_what_was_given() -> None:
    fields = {one.name: one.value for one in form_of(THING, {"count": "x", "deep": "false"})}
    assert (fields["count"], fields["deep"]) == ("x", "false")


def test_what_is_left_empty_is_left_to_its_default() -> None:
    assert values_of({"source": " a ", "count": "", "gap": " "}) == {"source": "a"}
    assert lacks(THING, {}) and not lacks(THING, {"source": "a"})


def test_a_number_too_long_to_reckon_with_is_refused() -> None:
    with pytest.raises(BadValue, match="count: a number of 16 digits"):
        values_of({"count": "1" * 16})


def test_a_label_leads_to_what_the_id_of_its_row_names() -> None:
    table = table_of([{"id": "phone:+1", "label": "+1", "n": 1}, {"id": "cluster:a", "label": "A", "n": 2000}])
    assert table.columns == ("label", "n")
    assert [row[0].parts[0].node for row in table.rows] == ["phone:+1", ""]
    assert [row[0].parts[0].cluster for row in table.rows] == ["", "cluster:a"]
    assert table.rows[1][1].parts[0].text == "2,000"
    assert table.numbers == {"n"}


def test_a_label_that_is_the_number_of_a_record_leads_there_and_the_record_has_no_column_of_its_own() -> None:
    record = "consignment:UZ/a/H1/b:declaration:7"
    table = table_of([{"id": "hit:1", "label": "7", "state": "new", "consignment": record, "through": [record]}])
    assert table.columns == ("label", "state")
    assert (table.rows[0][0].parts[0].text, table.rows[0][0].parts[0].node) == ("7", record)


def test_members_are_counted_and_long_lists_are_cut() -> None:
    seized = [f"seizure:UZ/a/H1/b:seizure:{n}" for n in range(7)]
    table = table_of([{"id": "community:x", "label": "X", "members": ["a", "b"], "seized": seized}])
    _, members, cell = table.rows[0]
    assert (members.parts[0].text, members.is_number) == ("2", True)
    assert [part.text for part in cell.parts] == ["0", "1", "2", "3", "4"]
    assert cell.left_out == 2
    assert cell.parts[0].node == seized[0]


def test_a_path_is_shown_whole_and_leads_to_every_node() -> None:
    nodes = [{"id": f"phone:+{n}", "type": "Phone", "label": f"+{n}"} for n in range(8)]
    table = table_of([{"length": 7, "nodes": nodes, "days": None, "members": ["phone:+0"]}])
    assert table.columns == ("length", "nodes")
    assert table.rows[0][1].is_path and len(table.rows[0][1].parts) == 8


def test_rows_beyond_the_limit_are_counted() -> None:
    table = table_of([{"n": n} for n in range(5)], 3)
    assert (len(table.rows), table.left_out) == (3, 2)
    assert table_of([]).rows == ()


def test_a_population_is_facts_and_tables() -> None:
    facts, tables = population_of({"parties": 1200, "links": {"too_weak": 3}, "hubs": [{"label": "a"}], "version": "f"})
    assert facts == {"parties": "1,200", "links": "too weak 3", "data version": "f"}
    assert list(tables) == ["hubs"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, ""), (True, "yes"), (False, "no"), (1234.5, "1,234.5"), (["a", 1], "a, 1"), ({"a_b": [1]}, "a b 1")],
)
def test_values_are_put_in_words(value: object, words: str) -> None:
    assert in_words(value) == words


def test_a_docstring_falls_into_its_sections() -> None:
    assert sections_of(THING.help) == [("Reads", "Some of it, on two lines."), ("Limits", "All of it.")]


@pytest.mark.parametrize("name", sorted(all_analyses()))
def test_what_every_analysis_takes_comes_behind_its_own_parameters(name: str) -> None:
    assert form_of(get_analysis(name), {})[-1].name == "resolved"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.10113651571231, "0.1011"),
        (0.000123456, "0.0001235"),
        (20979.723, "20,979.7"),
        (1178189.0, "1,178,189"),
        (-2.0, "-2"),
        (0.0, "0"),
    ],
)
def test_a_figure_has_the_digits_that_say_something(value: float, text: str) -> None:
    assert figure(value) == text
    (cell,) = table_of([{"score": value}]).rows[0]
    assert cell.parts[0].text == text and cell.is_number


def test_days_numbers_and_ranges_are_not_broken_inside_a_cell() -> None:
    row = {"on": "2024-03-31", "seizures": ["KZ-P-24-004310"], "rank_interval": [0.39491, 0.5], "why": "two words"}
    cells = dict(zip(row, table_of([row]).rows[0], strict=True))
    assert [cells[name].is_short for name in row] == [True, True, True, False]
    assert [part.text for part in cells["rank_interval"].parts] == ["0.3949", "0.5"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("identifier:tax:PK:26134570", "26134570 (tax, PK)"),
        ("phone:+923008544562", "+923008544562"),
        ("address:PK:peshawar samandar 122", "peshawar samandar 122 (PK)"),
        ("PK", "PK"),
    ],
)
def test_a_value_is_told_without_its_id(value: str, words: str) -> None:
    assert value_words(value) == words


def test_fields_and_roles_are_told_in_the_words_of_the_pages() -> None:
    assert [heading(name) for name in ("label", "is_cut_point", "gross_weight_kg", "first_on")] == [
        "who or what", "cut point", "gross weight, kg", "first on",
    ]  # fmt: skip
    assert [role_words(name) for name in ("consignee", "vehicle_owner", "buyer")] == [
        "receiver", "vehicle owner", "buyer",
    ]  # fmt: skip
