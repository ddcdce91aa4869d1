"""What the pages show, before it is HTML: forms out of parameter models, cells out of answers, batches newest first."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from analyses.registry import Analysis, AnalysisParams, counts_first
from api.services.asking.explore import stats
from api.services.asking.sources import parts_of
from api.services.loading.batches import batch_row, batches
from api.services.runtime.workspace import Workspace
from graph.canonical import RECORD_KINDS
from graph.errors import BadValue
from graph.messages import end_words
from graph.model import Viewer, node_type_of
from graph.schema import EDGE_TYPES, NODE_TYPES, value_of

BATCHES_SHOWN = 50
ROWS_SHOWN = 200
PARTS_SHOWN = 5
SHORT = 24  # characters of a word that is not broken inside a cell
_SURE_DIGITS = 4  # of a figure of an analysis
MAX_DIGITS = 15
_UNITS = ("kg", "m3")
PREFIXES = frozenset(t.prefix for t in NODE_TYPES.values())


def overview(workspace: Workspace, viewer: Viewer) -> dict[str, Any]:
    """What is loaded: counts by type in the order of the schema, the newest batches first, and how many more."""
    totals = stats(workspace, viewer)
    loaded = batches(workspace, viewer)[::-1]
    return {
        "node_types": [(t, totals["nodes"][t.name]) for t in NODE_TYPES.values() if t.name in totals["nodes"]],
        "edge_types": [(t, totals["edges"][t.name]) for t in EDGE_TYPES.values() if t.name in totals["edges"]],
        "nodes": sum(totals["nodes"].values()),
        "edges": sum(totals["edges"].values()),
        "batches": [batch_row(batch) for batch in loaded[:BATCHES_SHOWN]],
        "batch_count": len(loaded),
        "channels": [name for name in workspace.store.channels() if viewer.sees(name)],
        "version": totals["version"],
    }


def day_of_moment(moment: str) -> str:
    """The day of an ISO moment."""
    return moment[:10]


@dataclass(frozen=True, slots=True)
class FormField:
    """One input of a form: `kind` is text, number, select or checkbox; `value` what stands in it."""

    name: str
    kind: str
    value: str
    description: str
    is_required: bool = False
    options: tuple[str, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)


def form_of(analysis: Analysis, given: Mapping[str, str]) -> list[FormField]:
    """The inputs for the parameters of an analysis, its own first, holding what was given, else the defaults."""
    schema = analysis.params.model_json_schema()
    required = schema.get("required", ())
    ordered = sorted(schema["properties"].items(), key=lambda item: item[0] in AnalysisParams.model_fields)
    return [_input(name, part, given.get(name), name in required) for name, part in ordered]


def _input(name: str, part: Mapping[str, Any], given: str | None, is_required: bool) -> FormField:
    types = [part, *part.get("anyOf", ())]
    options = next((tuple(map(str, one["enum"])) for one in types if "enum" in one), ())
    number = next((one for one in types if one.get("type") in ("integer", "number")), None)
    is_yes_or_no = part.get("type") == "boolean"
    kind = "select" if options else "checkbox" if is_yes_or_no else "number" if number else "text"
    default = part.get("default")
    written = "" if default is None else json.dumps(default) if isinstance(default, bool) else str(default)
    limits = {"step": "any" if number.get("type") == "number" else "1"} if number else {}
    for key, attribute in (("minimum", "min"), ("maximum", "max")):
        if number and key in number:
            limits[attribute] = str(number[key])
    return FormField(
        name, kind, written if given is None else given, part.get("description", ""), is_required, options, limits
    )


def values_of(given: Mapping[str, str]) -> dict[str, str]:
    """The parameters that a form sent: what was left empty is left to its default.

    Raises:
        BadValue: a number is longer than can be reckoned with.
    """
    for name, text in given.items():
        if len(text) > MAX_DIGITS and text.lstrip("+-").isdigit():
            raise BadValue(f"{name}: a number of {len(text)} digits", f"at most {MAX_DIGITS} are read")
    return {name: text.strip() for name, text in given.items() if text.strip()}


def lacks(analysis: Analysis, values: Mapping[str, str]) -> bool:
    """Whether a parameter that has no default is not given yet."""
    return any(one.is_required() and name not in values for name, one in analysis.params.model_fields.items())


@dataclass(frozen=True, slots=True)
class CellText:
    """A text in a cell; `node` is the id that it leads to, `cluster` that of a cluster, else both are empty."""

    text: str
    node: str = ""
    cluster: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it is one short word, such as a number, a day or a plate, which is never broken."""
        return len(self.text) <= SHORT and not any(char.isspace() for char in self.text)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its parts, how many were left out, whether it is a number, or its parts a path or a range."""

    parts: tuple[CellText, ...]
    left_out: int = 0
    is_number: bool = False
    is_path: bool = False
    is_range: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it stands on one line: a range, or one short word."""
        return self.is_range or (len(self.parts) == 1 and not self.left_out and self.parts[0].is_short)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of an answer; `left_out` is how many more there are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0
    numbers: frozenset[str] = frozenset()


def table_of(rows: Sequence[Mapping[str, Any]], most: int = ROWS_SHOWN) -> Table:
    """The rows of an answer as a table: members are counted, and a label leads to what the id of its row names.

    Where another field names the node whose number the label is, the label leads there, and that field has no column.
    """
    names = dict.fromkeys(name for row in rows[:most] for name, value in row.items() if value is not None)
    if "label" in names:
        same = {name for name in names if all(_named_by(row, name) for row in rows[:most])}
        names = dict.fromkeys(("label", *(name for name in names if name != "id" and name not in same)))
    if "nodes" in names:
        names.pop("members", None)
    columns = tuple(names)
    cells = tuple(tuple(_cell(name, row) for name in columns) for row in rows[:most])
    numbers = frozenset(name for at, name in enumerate(columns) if all(line[at].is_number for line in cells))
    return Table(columns, cells, max(0, len(rows) - most), numbers)


def _named_by(row: Mapping[str, Any], field: str) -> str:
    """The id that a field says alone, where the label of the row is the number of that node; else empty."""
    value = row.get(field)
    node = value[0] if isinstance(value, list) and len(value) == 1 else value
    is_it = field not in ("id", "label") and is_node(node) and _short(node) == row.get("label")
    return str(node) if is_it else ""


def _cell(name: str, row: Mapping[str, Any]) -> Cell:
    value = row.get(name)
    if name == "label":
        return Cell((_part(value, next(filter(None, (_named_by(row, field) for field in row)), row.get("id"))),))
    if isinstance(value, list) and name == "members":
        return Cell((CellText(f"{len(value):,}"),), is_number=True)
    if isinstance(value, list) and name.endswith("interval"):
        return Cell(tuple(_part(figure(one) if isinstance(one, float) else one, one) for one in value), is_range=True)
    if isinstance(value, list):
        shown = value if name == "nodes" else value[:PARTS_SHOWN]
        parts = tuple(_named(one) if isinstance(one, dict) else _part(_short(one), one) for one in shown)
        return Cell(parts, len(value) - len(parts), is_path=name == "nodes")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Cell((_part(figure(value) if isinstance(value, float) else value, value),), is_number=is_number)


def figure(value: float) -> str:
    """A figure that was computed, with the digits that say something: four, or one behind the point of a large one."""
    if not value or not math.isfinite(value):
        return f"{value:,.0f}"
    decimals = max(1, _SURE_DIGITS - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")


def heading(name: str) -> str:
    """The name of a field as a heading: `is_cut_point` is "cut point", `gross_weight_kg` "gross weight, kg"."""
    return _HEADINGS.get(name) or plainly(name.removeprefix("is_"))


_HEADINGS = {"label": "who or what"}


def _named(value: Mapping[str, Any]) -> CellText:
    return _part(value.get("label") or value.get("id") or in_words(value), value.get("id"))


def _part(value: Any, leads_to: Any) -> CellText:
    """A value in words, and where it leads: to a node, to a cluster, or nowhere."""
    text = in_words(value)
    if isinstance(leads_to, str) and leads_to.startswith("cluster:"):
        return CellText(text, cluster=leads_to)
    return CellText(text, leads_to if is_node(leads_to) else "")


def _short(value: Any) -> Any:
    """The number of a record in the place of its id."""
    parts = parts_of(value) if is_node(value) else None
    return parts[2] if parts else value


def is_node(value: Any) -> bool:
    """Whether a value is written like the id of a node."""
    return isinstance(value, str) and ":" in value and node_type_of(value) in PREFIXES


def plainly(name: str) -> str:
    """The name of a property as words: `gross_weight_kg` is "gross weight, kg", `seized_on` "seized on"."""
    words, unit = name.replace("_", " "), next((unit for unit in _UNITS if name.endswith(f"_{unit}")), "")
    return f"{words.removesuffix(f' {unit}')}, {unit}" if unit else words


def role_words(role: str) -> str:
    """What a firm or person is on records, in the words of the pages: `consignee` is "receiver"."""
    return _role_names().get(role) or role.replace("_", " ")


@cache
def _role_names() -> dict[str, str]:
    """The words for the first role of each edge; a buyer or a courier is called so."""
    first: dict[str, str] = {}
    for kind in RECORD_KINDS.values():
        for role in kind.roles.values():
            first.setdefault(role.edge, role.name)
    return {name: end_words(edge, outward=True) for edge, name in first.items() if edge}


def value_words(value: str) -> str:
    """A value that parties show: `identifier:tax:UZ:301234567` is "301234567 (tax, UZ)", no id stays as it is."""
    if not is_node(value):
        return value
    own = value_of(value)
    kind = value.removesuffix(own).split(":")[1:]
    said = ", ".join(filter(None, kind))
    return f"{own} ({said})" if said else own


def is_message(value: Any) -> bool:
    """Whether a value is a sentence with its key."""
    return isinstance(value, dict) and value.keys() == {"key", "values", "text"}


def in_words(value: Any) -> str:
    """A value of an answer as text."""
    if is_message(value):
        return str(value["text"])
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {in_words(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ("; " if any(map(is_message, value)) else ", ").join(map(in_words, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return f"{value:,.0f}"
    if isinstance(value, int | float):
        return f"{value:,}"
    return "" if value is None else str(value)


def population_of(population: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Table]]:
    """Out of how many: facts in words, and the lists among them as tables of their first ten rows."""
    population = counts_first(population)
    tables = {k: v for k, v in population.items() if isinstance(v, list) and k != "left_out"}
    lists = {name: rows for name, rows in tables.items() if rows and isinstance(rows[0], dict)}
    names = {"version": "data version"}
    facts = {names.get(k, k): in_words(value) for k, value in population.items() if k not in tables}
    return facts, {name: table_of(rows, 10) for name, rows in lists.items()}


def sections_of(help_text: str) -> list[tuple[str, str]]:
    """The sections of a docstring in Google style, each as its heading and one paragraph."""
    found: list[tuple[str, list[str]]] = []
    for line in help_text.splitlines()[1:]:
        if line.endswith(":") and not line.startswith(" "):
            found.append((line.removesuffix(":"), []))
        elif found and line.strip():
            found[-1][1].append(line.strip())
    return [(name, " ".join(lines)) for name, lines in found]
