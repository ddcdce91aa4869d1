"""The registry: what is not known is said by name, with its value and what is; every analysis explains itself."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, Field

from analyses.registry import AnalysisParams, Answer, Population, all_analyses, get_analysis
from graph.errors import BadValue, NotFound

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

ROOT = Path(__file__).parents[2]


def test_the_analyses_are_all_found_by_name() -> None:
    assert list(all_analyses()) == [
        "amendments",
        "arrivals",
        "centrality",
        "changes",
        "co_movement",
        "communities",
        "consignments",
        "container_identity",
        "disruption",
        "double_reports",
        "exposure",
        "indicators",
        "key_players",
        "leads",
        "linked_entities",
        "paths",
        "phases",
        "risk",
        "rule_hits",
        "rule_results",
        "seizure_totals",
        "shared_identifiers",
    ]


def test_hyphens_count_as_underscores() -> None:
    assert get_analysis("linked-entities") is get_analysis("linked_entities")


def test_an_unknown_analysis_is_named_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match=r"no analysis 'rings'") as fault:
        get_analysis("rings")
    assert "linked_entities" in fault.value.next_step


def test_an_unknown_parameter_is_named_with_its_value_and_the_known_ones() -> None:
    with pytest.raises(BadValue, match=r"linked_entities: colour='red': no such parameter") as fault:
        get_analysis("linked_entities").read_params({"colour": "red"})
    assert "min_weight" in fault.value.next_step
    with pytest.raises(BadValue, match=r"no such parameter; did you mean min_weight\?"):
        get_analysis("linked_entities").read_params({"min_wight": 1})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("min_weight", 0, "min_weight is 0; write a number above 0; parameters: "),
        ("min_weight", "much", "min_weight is 'much'; write a number; parameters: "),
        ("limit", 0, "limit is 0; write a number from 1 on; parameters: "),
        ("max_gap_days", -1, "max_gap_days is -1; write a number from 0 on"),
    ],
)
def test_a_value_out_of_range_is_named_with_what_is_allowed(name: str, value: object, words: str) -> None:
    with pytest.raises(BadValue) as fault:
        get_analysis("linked_entities").read_params({name: value})
    assert str(fault.value).startswith(f"linked_entities: {words}")


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(BadValue, match="paths: source is missing; give it"):
        get_analysis("paths").read_params({"target": "phone:+998901234567"})


def test_a_choice_names_the_choices() -> None:
    with pytest.raises(BadValue, match=r"centrality: measure is 'fame'; write .*'betweenness', 'closeness'"):
        get_analysis("centrality").read_params({"measure": "fame"})


@pytest.mark.parametrize("name", all_analyses())
def test_every_analysis_says_what_it_reads_its_method_limits_and_sources(name: str) -> None:
    found = get_analysis(name)
    lines = found.help.splitlines()
    assert found.title and found.title == lines[0]
    assert [line for line in lines if line in ("Reads:", "Method:", "Limits:", "Sources:")] == [
        "Reads:",
        "Method:",
        "Limits:",
        "Sources:",
    ]
    assert lines[lines.index("Sources:") + 1].strip()


@pytest.mark.parametrize("name", all_analyses())
def test_every_parameter_has_a_description(name: str) -> None:
    assert all(field.description for field in get_analysis(name).params.model_fields.values())


def test_parameters_are_frozen() -> None:
    class OwnParams(AnalysisParams):
        size: int = Field(1, description="Size")

    with pytest.raises(ValueError, match="frozen"):
        OwnParams().size = 2  # type: ignore[misc]  # that is the point


class Sized(BaseModel):
    """A row."""

    id: str
    size: int


def test_rows_become_a_frame() -> None:
    rows = [Sized(id="a", size=2), Sized(id="b", size=1)]
    frame = Answer(rows=rows, population=Population(version="")).to_frame()
    assert (list(frame.columns), frame["size"].tolist()) == (["id", "size"], [2, 1])


@pytest.mark.parametrize("name", all_analyses())
def test_every_field_of_an_answer_has_a_type_and_a_description(name: str) -> None:
    schema = get_analysis(name).result.model_json_schema(mode="serialization")
    models = [schema, *schema["$defs"].values()]
    fields = [(model["title"], field, part) for model in models for field, part in model.get("properties", {}).items()]
    assert len(fields) > 15
    assert [(title, field) for title, field, part in fields if not part.get("description")] == []
    assert {"rows", "evidence"} <= schema["properties"].keys()
    assert all("$ref" in schema["properties"][field]["items"] for field in ("rows", "evidence"))


@pytest.mark.parametrize("name", ["arrivals", "centrality", "communities", "double_reports", "linked_entities"])
def test_an_empty_world_is_said_to_be_one(world: "SmallWorld", name: str) -> None:
    analysis = get_analysis(name)
    answer = analysis.run(world.seen(), analysis.read_params({}))
    assert [note.key for note in answer.notes] == ["nothing.loaded"]


def test_each_analysis_lies_in_the_module_of_its_name() -> None:
    assert all(known.function.__module__ == f"analyses.{name}" for name, known in all_analyses().items())


def test_knowing_the_analyses_loads_nothing_that_compares_parties_and_nothing_slow() -> None:
    comparers = ("splink", "duckdb", "rapidfuzz", "pandas", "numba", "scipy.stats")
    code = "import sys; from analyses.registry import all_analyses; all_analyses();"
    code += f" print([module for module in {comparers} if module in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"
