"""Verbs that ask: stats, search, show, hubs, export, exports."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.shared import As, Json, Params, Store, cell, open_workspace, print_json, print_table, say, tell


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    for verb in (stats, search, show, export, exports):
        app.command()(verb)
    app.add_typer(hubs_app, name="hubs")


def stats(store: Store = "", as_: As = "", as_json: Json = False) -> None:
    """Count nodes and edges by type.

    Example: halqa stats --json
    """
    from api.services.asking.explore import stats as count

    with open_workspace(store, as_) as workspace:
        answer = count(workspace, workspace.viewer())
    if as_json:
        print_json(answer)
        return
    print_table([(name, f"{n:,}") for name, n in answer["nodes"].items()], ("node type", "count"))
    tell()
    print_table([(name, f"{n:,}") for name, n in answer["edges"].items()], ("edge type", "count"))
    tell(f"\nbatches: {answer['batches']}; data version: {answer['version']}")


def search(  # noqa: PLR0913  # each option is one word of the command line
    text: Annotated[
        str,
        typer.Argument(
            help="Words of a name, commodity, place or address in any script; a number, four signs and more of it, or a"
            " pattern with *"
        ),
    ],
    type_: Annotated[list[str], typer.Option("--type", help="Node type; may be repeated", metavar="T")] = [],  # noqa: B006
    first_on: Annotated[
        str, typer.Option("--from", help="First day of the records found, or that mention it", metavar="DAY")
    ] = "",
    last_on: Annotated[str, typer.Option("--to", help="Last day of these records", metavar="DAY")] = "",
    limit: Annotated[int, typer.Option(help="Most answers", min=1)] = 50,
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Find records, numbers, places, commodities and addresses, and firms and people in one row each.

    Example: halqa search 777AA --type Vehicle --from 2024-03-01
    """
    from api.services.asking.searching import SearchRequest
    from api.services.asking.searching import search as find
    from graph.finding import days_between

    request = SearchRequest(text, tuple(type_), days_between(first_on, last_on), limit)
    with open_workspace(store, as_) as workspace:
        viewer = workspace.viewer()
        answer = workspace.answer(viewer, lambda *_: find(workspace, viewer, request))
    if as_json:
        print_json(answer)
        return
    found = [{**row, "roles": ", ".join(row["roles"])} for row in answer["found"]]
    rows = [[cell(row[name]) for name in _FOUND] for row in found]
    if rows:
        print_table(rows, _FOUND)
    elif not answer["note"]:
        say("nothing found; words match from their beginning, numbers as a whole or by four signs and more")
    for sentence in filter(None, (*answer["truncated"], answer["note"])):
        say(sentence["text"])


_FOUND = ("type", "label", "country", "roles", "number", "consignments", "seizures", "id")


def show(
    node_id: Annotated[str, typer.Argument(help="Id of a node, from `halqa search`", metavar="ID")],
    history: Annotated[bool, typer.Option("--history", help="All versions of a record, with what changed")] = False,
    limit: Annotated[int, typer.Option(help="Most neighbours, and most other records", min=1)] = 25,
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Show one node: properties, edges, neighbours, other records on its numbers, source line, history.

    Example: halqa show phone:+998901234567
    """
    from api.services.asking.explore import show as look

    with open_workspace(store, as_) as workspace:
        node = look(workspace, node_id, workspace.viewer(), history, limit)
    if as_json:
        print_json(node)
    else:
        _print_node(node)


def _print_node(node: dict[str, Any]) -> None:
    tell(f"{node['type']} {node['label']}\n{node['id']}")
    if node["source"]:
        tell(f"source: {node['source']}")
    for name, value in node["properties"].items():
        tell(f"  {name}: {value}")
    tell()
    print_table(
        [(c["edge"], c["direction"], f"{c['count']:,}") for c in node["counts"]], ("edge", "direction", "count")
    )
    tell()
    rows = [(n["edge"], n["direction"], n["on"] or "", n["label"], n["id"]) for n in node["neighbours"]]
    print_table(rows, ("edge", "direction", "on", "neighbour", "id"))
    if node["same_numbers"]:
        tell("\nother records that name its numbers")
        rows = [(n["type"], n["on"] or "", n["number"], n["label"], n["id"]) for n in node["same_numbers"]]
        print_table(rows, ("type", "on", "number", "record", "id"))
    if node["has_more_on_numbers"]:
        say("more records name its numbers; raise --limit")
    for version in node.get("history", []):
        word = "current" if version["is_current"] else "deleted" if version["is_deleted"] else "earlier"
        amended = f", amended {version['amended']}" if version["amended"] else ""
        tell(f"\n{word}: extract of {version['extract_on']}{amended} ({version['file']}, line {version['line']})")
        for column, (before, after) in version["changed"].items():
            tell(f"  {column}: {before!r} -> {after!r}")


def export(  # noqa: PLR0913  # each option is one word of the command line
    to: Annotated[
        Path,
        typer.Option(
            "--to", help="File to write: .html, .svg, .png, .xlsx, .csv, .json, .graphml, .gexf", metavar="FILE"
        ),
    ],
    around: Annotated[str, typer.Option(help="Draw the neighbourhood of a node", metavar="ID")] = "",
    cluster: Annotated[str, typer.Option(help="Draw a cluster of linked_entities", metavar="ID")] = "",
    analysis: Annotated[
        str, typer.Option(help="Draw the first group of an analysis, or its paths", metavar="NAME")
    ] = "",
    param: Params = [],  # noqa: B006
    limit: Annotated[int, typer.Option(help="Most entities in the picture")] = 300,
    store: Store = "",
    as_: As = "",
) -> None:
    """Write a picture that opens without a network, or a file for other tools.

    Example: halqa export --analysis linked_entities --to top.html
    """
    from contextlib import closing

    from api.services.asking.disclosing import noting
    from api.services.asking.export import ExportRequest
    from api.services.asking.export import export as write
    from api.services.asking.run import read_values
    from api.services.runtime.askers import local_asker
    from api.state.store import open_state

    by = local_asker().name
    request = ExportRequest(around, cluster, analysis, read_values(param), limit, by)
    with open_workspace(store, as_) as workspace, closing(open_state(workspace.settings)) as state:
        told = noting(state, workspace, request.parameters, to.suffix, as_, by)
        picture = write(workspace, request, workspace.viewer(), to, told)
    counts = f"{len(picture.nodes):,} nodes, {len(picture.edges):,} links, {len(picture.sources):,} source rows"
    tell(f"{to}: {picture.title}; {counts}")


def exports(
    node: Annotated[
        list[str], typer.Option("--node", help="Only those that hold this node; may be repeated", metavar="ID")
    ] = [],  # noqa: B006
    limit: Annotated[int, typer.Option(help="Most answers; 0 for all", min=0)] = 50,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """List what was exported: what, by whom, when, of which data; newest first.

    With --as those alone that were made by whoever sees no more than that.

    Example: halqa exports --node phone:+998901234567
    """
    from contextlib import closing

    from api.services.asking.disclosing import export_row
    from api.services.asking.disclosing import exports as look
    from api.state.store import has_state, open_state
    from graph.settings import Settings

    settings = Settings.read()
    rows: list[dict[str, Any]] = []
    if has_state(settings):
        with closing(open_state(settings)) as state:
            rows = [export_row(disclosure) for disclosure in look(state, as_, tuple(node), limit)]
    if as_json:
        print_json(rows)
    elif rows:
        shown = [(r["at"][:16], r["by"], r["format"], f"{r['nodes']:,}", r["title"], r["id"]) for r in rows]
        print_table(shown, ("at", "by", "format", "nodes", "title", "id"))
    else:
        say("nothing was exported")


hubs_app = typer.Typer(
    help="Shared values that too many hold to say anything: list them, publish them.", rich_markup_mode=None
)


@hubs_app.callback(invoke_without_command=True)
def hubs(context: typer.Context, store: Store = "", as_: As = "", as_json: Json = False) -> None:
    """List the hubs among what the viewer sees, most holders first.

    Example: halqa hubs --as 'UZ/*'
    """
    if context.invoked_subcommand:
        return
    from api.services.asking.hubs import list_hubs

    with open_workspace(store, as_) as workspace:
        world = workspace.world(workspace.viewer())
    answer = list_hubs(world)
    if as_json:
        print_json(answer)
        return
    head = ("holders", "cap", "type", "relation", "label", "id")
    print_table([[hub[name] for name in head] for hub in answer["hubs"]], head)
    register = world.projection.hubs
    say(
        f"published register: version {register.version}, {len(register.values):,} values"
        if register.version
        else "no register is published"
    )


@hubs_app.command()
def publish(store: Store = "") -> None:
    """Publish the hubs of the full view: values only, an input of every restricted run from now on.

    Example: halqa hubs publish
    """
    from api.services.asking.hubs import publish_hubs

    with open_workspace(store) as workspace:
        register = publish_hubs(workspace)
    tell(f"hub register {register.version}: {len(register.values):,} values")
