"""Writes the pages that follow from the code: graph type, analyses, settings, command line, schema of profiles.

`make docs` runs it; a test compares the pages with what it would write.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import typer.main

from analyses.registry import all_analyses
from analyses.screening.registry import Indicator, all_indicators, usual_thresholds
from api.cli.main import app
from graph.canonical import LINK_FIELDS, PARTY_FIELDS, RECORD_KINDS
from graph.codes import codes
from graph.schema import DERIVED_EDGES, EDGE_TYPES, NODE_TYPES, node_properties
from graph.settings import Settings
from graph.values.reference.tables import read_table
from graph.vocabulary import CONSIGNMENT_ROLES
from loaders.profile.schema import schema_text

FOLDER = Path(__file__).parent
_NOISE = 0.1  # share of honest movements above which an indicator says little by itself
NOTE = "<!-- Written by `make docs` from the code: change it there. -->"


def graph_type() -> Iterator[str]:
    """Node types, edge types and the vocabulary of records."""
    yield f"# The graph type\n\n{NOTE}\n"
    yield "Declared in `graph/schema.py` and `graph/canonical.py`; the rules are in [decisions](decisions.md).\n"
    yield "## Node types\n"
    yield "| type | id begins with | kept as | a hub above | meaning |\n|---|---|---|---|---|"
    for node in NODE_TYPES.values():
        cap = f"{node.cap} holders" if node.conducts else "links nobody"
        yield f"| `{node.name}` | `{node.prefix}:` | {node.ownership.value} | {cap} | {node.description} |"
    yield "\n## Edge types\n"
    yield "| type | from | to | meaning |\n|---|---|---|---|"
    for edge in EDGE_TYPES.values():
        yield f"| `{edge.name}` | {', '.join(edge.sources)} | {', '.join(edge.targets)} | {edge.description} |"
    yield "\n## Derived edges\n"
    yield "Written by `halqa resolve` for the full view, beside the graph and removed by run; records stay untouched.\n"
    yield "| type | meaning |\n|---|---|"
    for name, description in DERIVED_EDGES.items():
        yield f"| `{name}` | {description} |"
    yield "\n## Properties of record nodes\n"
    for name in dict.fromkeys(kind.node_type for kind in RECORD_KINDS.values()):
        yield f"### {name}\n\n| property | type | meaning |\n|---|---|---|"
        for field in node_properties(name).values():
            yield f"| `{field.name}` | {field.type.value} | {field.description} |"
        yield ""
    yield "## Fields of a party\n\nWritten `role.field` in a profile.\n\n| field | type | meaning |\n|---|---|---|"
    for field in PARTY_FIELDS.values():
        yield f"| `{field.name}` | {field.type.value} | {field.description} |"
    roles = ", ".join(f"`{role.name}` (`{role.edge}`)" for role in CONSIGNMENT_ROLES.values())
    yield f"\nRoles on a consignment: {roles}.\n"
    yield "## Links\n\n| field | meaning |\n|---|---|"
    for field in LINK_FIELDS.values():
        yield f"| `{field.name}` | {field.description} |"


def analyses() -> Iterator[str]:
    """Every analysis with its parameters, from the docstrings."""
    yield f"# Analyses\n\n{NOTE}\n"
    yield "`halqa run NAME --param name=value`. Every answer has rows, the evidence behind them, and the population"
    yield "they were found in. Scores are leads for people to check, never findings.\n"
    for name, found in all_analyses().items():
        yield f"## {name}\n\n{found.help}\n"
        yield "| parameter | default | meaning |\n|---|---|---|"
        for field, info in found.params.model_fields.items():
            value = info.default.value if isinstance(info.default, Enum) else info.default
            default = "required" if info.is_required() else f"`{value!r}`" if value != "" else "empty"
            yield f"| `{field}` | {default} | {info.description} |"
        yield ""


def indicators() -> Iterator[str]:
    """Every indicator with its computation, window, source, honest reason and figures, from the registry."""
    yield f"# Indicators\n\n{NOTE}\n"
    yield "`halqa run indicators` applies them to everything that is loaded. One indicator proves nothing: most"
    yield "consignments at which one fires are honest. Thresholds and points are those of"
    yield "`analyses/screening/thresholds.yaml`; with 0 points it is shown and adds nothing to a score. Your own"
    yield "figures and rules go into a [risk profile](risk-profile.md).\n"
    measured = read_table(FOLDER / "indicator-rates.yaml")[0]
    yield from _rates(measured)
    families: dict[str, list[Indicator]] = {}
    for indicator in all_indicators().values():
        families.setdefault(indicator.family, []).append(indicator)
    for family, members in families.items():
        yield f"## {family.capitalize()}\n"
        for indicator in members:
            yield from _indicator(indicator, measured)


_HEAD = ("honest", "of rings", "risky", "risky of its hits")


def _rates(measured: Mapping[str, Any]) -> Iterator[str]:
    made_with = measured["made_with"]
    yield "## How often they fire\n"
    command = f"python -m benchmarks.indicators --write --size {made_with['size']} --seed {made_with['seed']}"
    yield f"`{command}`: on the hard made-up world"
    yield f"({made_with['assumptions']}) the share of honest movements, of those of planted rings and of planted risky"
    yield "loads at which each fires, the risky share of its hits, and the honest share on the plain world. What fires"
    yield f"on more than {_NOISE:.0%} of honest trade, and not twice as often on risky loads, is noise by itself and is"
    yield "marked so. What never fires was not measured: nothing of the kind is planted. `shared_driver` and"
    yield "`shared_vehicle` were still judged by the whole year; by the days before alone they fire less often.\n"
    hard, plain = measured["hard"], measured["plain"]
    yield f"| of {hard['movements']:,} movements | hits | {' | '.join(_HEAD)} | honest, plain | |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, (hits, *shares) in sorted(hard["indicators"].items(), key=lambda row: -row[1][4]):
        is_noise = shares[0] > _NOISE and shares[2] < 2 * shares[0]
        verdict = "not measured" if not hits else "noise by itself" if is_noise else ""
        cells = " | ".join(f"{share:.1%}" for share in (*shares, plain["indicators"].get(name, (0, 0.0))[1]))
        yield f"| `{name}` | {hits:,} | {cells} | {verdict} |"
    yield ""


def _indicator(indicator: Indicator, measured: Mapping[str, Any]) -> Iterator[str]:
    own = usual_thresholds().indicators[indicator.name]
    yield f"### {indicator.name}\n\n{indicator.computation}\n"
    yield f"* Version {indicator.version}; points {own.points:g}; window: {indicator.window}."
    if own.thresholds:
        yield "* Thresholds: " + ", ".join(f"`{name}` {value:g}" for name, value in own.thresholds.items()) + "."
    yield f"* Honest reason: {indicator.innocent.text}."
    yield f"* Source: {indicator.source}."
    hits, honest, *_ = measured["hard"]["indicators"].get(indicator.name, (0, 0.0))
    yield (
        f"* Fires on {honest:.1%} of honest movements of the hard world.\n" if hits else "* Not measured: see above.\n"
    )


def settings() -> Iterator[str]:
    """The table of settings."""
    yield f"# Settings\n\n{NOTE}\n"
    yield "Read once from the environment when a command starts. A variable that is empty has its default; one that"
    yield "begins with `HALQA_` and is not in this table is refused: a misspelt one is not passed over in silence.\n"
    yield "| name | default | meaning |\n|---|---|---|"
    for variable, name in Settings.variables().items():
        field = Settings.model_fields[name]
        default = "empty" if field.default in ("", None) else f"`{field.default}`"
        yield f"| `{variable}` | {default} | {field.description} |"
    yield "\n`HALQA_TEST_...` and `HALQA_REQUIRE` are those of the test suite. Kubernetes sets `HALQA_PORT` and the"
    yield "like for a service that is called `halqa`: give it another name, or set `enableServiceLinks: false`."


def command_line() -> Iterator[str]:
    """Every verb with its options, from the help texts."""
    yield f"# The command line\n\n{NOTE}\n"
    yield "Results go to stdout, progress and messages to stderr. Exit codes: 0 done, 1 too many rejects (nothing"
    yield "applied), 2 refused, 3 interrupted (the next command goes on).\n"
    command: Any = typer.main.get_command(app)
    for name, verb in command.commands.items():
        yield from _verb(f"halqa {name}", verb)
        for sub, inner in getattr(verb, "commands", {}).items():
            yield from _verb(f"halqa {name} {sub}", inner)


def _verb(name: str, verb: Any) -> Iterator[str]:
    yield f"## {name}\n\n{(verb.help or '').strip()}\n"
    options = [p for p in verb.params if p.name != "help"]
    if options:
        yield "| option | meaning |\n|---|---|"
        for option in options:
            shown = ", ".join(option.opts) if option.opts[0].startswith("-") else option.name
            yield f"| `{shown}` | {getattr(option, 'help', '') or ''} |"
        yield ""


def profile_schema() -> Iterator[str]:
    """The JSON schema of a mapping profile, for editors."""
    yield schema_text()


def code_tables() -> Iterator[str]:
    """Every code that loading says of rows and values."""
    yield f"# Codes of loading\n\n{NOTE}\n"
    yield "They stay the same from version to version. `halqa load` and the API's load resource say what each means."
    titles = {"flags": "Flags: the value was kept", "rejects": "Rejects: the row was left out"}
    for level, title in titles.items():
        yield f"\n## {title}\n\n| code | meaning | what to do |\n|---|---|---|"
        for name, found in codes(level).items():
            yield f"| `{name}` | {found.means} | {found.next_step} |"


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "graph-type.md": graph_type,
    "analyses.md": analyses,
    "indicators.md": indicators,
    "settings.md": settings,
    "cli.md": command_line,
    "codes.md": code_tables,
    "profile.schema.json": profile_schema,
}


def main() -> None:
    """Writes every page."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text("\n".join(page()).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
