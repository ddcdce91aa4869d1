"""The schema for editors: it accepts what the reader accepts, and offers the fields of a kind and no others."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from graph.canonical import RECORD_KINDS
from loaders.profile.profile import BUILT_IN, parse_profile
from loaders.profile.records import field_names
from loaders.profile.schema import profile_schema, schema_text

SCHEMA = profile_schema()
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)
HEAD = "name: a\nversion: 1\n"
RECORD = "records:\n  - kind: declaration\n    id: No\n    fields:\n"


def faults(text: str) -> list[str]:
    """What the schema says of a YAML text as editors read it: numbers, booleans and nulls are no texts."""
    tree = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return [error.message for error in VALIDATOR.iter_errors(tree)]


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_built_in_profile_fits(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


def test_the_example_of_the_documentation_fits_and_is_read() -> None:
    page = (Path(__file__).parents[3] / "docs" / "profiles.md").read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    assert faults(example) == []
    assert parse_profile(example).name == "my-declarations"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}complete: true\nheader_row: 6\nsheet: 2024\nskip_rows: Total\ndates: '%Y'\n{RECORD}      office: A\n",
        f"{HEAD}complete: 'false'\nheader_row: '6'\ntitle:\nzone:\n{RECORD}      office: 12\n",
        f"{HEAD}extract_date: {{file_name: '(a)'}}\n{RECORD}      office: {{value: 1}}\n",
        f"{HEAD}{RECORD}      mode_of_transport: {{column: [A, 2], values: {{10: sea, 20: 3}}}}\n",
        f"{HEAD}{RECORD}      gross_weight_kg: {{columns: [A, B], scale: 1000}}\n",
        f"{HEAD}{RECORD}      gross_weight_kg: {{column: A, scale: '.5'}}\n",
        f"{HEAD}{RECORD.replace('id: No', 'id: [1, true]')}      consignee.name: A\n",
        f"{HEAD}{RECORD.replace('id: No', 'id_of: row')}      container: {{column: A, split: ;}}\n",
        f"{HEAD}document: cuscar\n",
        f"{HEAD}neo4j_csv: {{nodes: {{P: {{kind: party, fields: {{party.name: n}}}}}}, relationships: {{K: [{{from: P, "
        "to: P, role: knows, fields: {associated_with: ':END_ID'}}]}}\n",
    ],
)
def test_what_people_write_fits_and_is_read(text: str) -> None:
    assert faults(text) == []
    parse_profile(text)


@pytest.mark.parametrize(
    "text",
    [
        "name: a\n",
        HEAD,
        f"{HEAD}colour: red\n{RECORD}      office: A\n",
        f"{HEAD}version: 0\n{RECORD}      office: A\n",
        f"{HEAD}decimal: x\n{RECORD}      office: A\n",
        f"{HEAD}{RECORD}      owner.name: A\n",
        f"{HEAD}{RECORD}      office: {{column: A, scale: 2}}\n",
        f"{HEAD}{RECORD}      office: {{column: A, value: b}}\n",
        f"{HEAD}{RECORD}      office: []\n",
        f"{HEAD}{RECORD.replace('declaration', 'invoice')}      office: A\n",
        f"{HEAD}{RECORD.replace('id: No', 'when: No')}      office: A\n",
        f"{HEAD}document: nothing\n",
    ],
)
def test_what_is_wrong_is_marked(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=lambda kind: kind.name)
def test_the_fields_of_a_kind_are_listed_with_a_description(kind: Any) -> None:
    then = {
        entry["if"]["properties"]["kind"]["const"]: entry["then"] for entry in SCHEMA["$defs"]["RecordMapping"]["allOf"]
    }
    name = then[kind.name]["properties"]["fields"]["$ref"].rpartition("/")[2]
    fields = SCHEMA["$defs"][name]["properties"]
    assert list(fields) == field_names(kind)
    assert all(field["description"] for field in fields.values())


def test_every_key_is_described() -> None:
    for name, part in {"": SCHEMA, **SCHEMA["$defs"]}.items():
        for key, value in part.get("properties", {}).items():
            assert value.get("description"), f"{name}.{key}"


def test_the_text_is_the_schema_in_lines() -> None:
    text = schema_text()
    assert json.loads(text) == SCHEMA
    assert SCHEMA["$schema"].endswith("2020-12/schema") and text.count("\n") > 1_000
