"""Verbs that analyse: run, and results, the answers that were kept."""

from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.leads import print_reasoned
from api.cli.shared import As, Json, Params, Store, cell, open_workspace, print_json, print_table, say, tell
from graph.errors import BadValue

if TYPE_CHECKING:
    from analyses.registry import Answer


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    for verb in (run, results):
        app.command()(verb)


def run(  # noqa: PLR0913  # each option is one word of the command line
    analysis: Annotated[str, typer.Argument(help="Name of an analysis; `halqa run list` lists them")],
    param: Params = [],  # noqa: B006
    cluster: Annotated[str, typer.Option(help="Only this cluster of linked_entities", metavar="ID")] = "",
    edges: Annotated[
        Path | None,
        typer.Option(help="Look at the links of this file and at no store: CSV, GraphML, GEXF, Pajek", metavar="FILE"),
    ] = None,
    nodes: Annotated[
        Path | None, typer.Option(help="With --edges: a table of its nodes, with id, label, status", metavar="FILE")
    ] = None,
    columns: Annotated[
        list[str], typer.Option("--column", help="With --edges: source=COLUMN, target=, weight=, time= or role=")
    ] = [],  # noqa: B006
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the answer: `halqa results` lists it, `changes` compares with it")
    ] = False,
    title: Annotated[str, typer.Option(help="What a kept answer is called")] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Run an analysis: rows, the evidence behind them, and out of how many.

    Example: halqa run linked_entities --param min_weight=0.5
    or, of a file and no store: halqa run centrality --edges meetings.csv
    """
    from analyses.registry import all_analyses
    from api.services.asking.run import read_values

    if analysis == "list":
        print_table([(name, found.title) for name, found in all_analyses().items()], ("analysis", "question"))
        return
    values = read_values(param) | ({"cluster": cluster} if cluster else {})
    if edges is not None:
        if keep:
            raise BadValue("an answer of --edges cannot be kept", "leave out --keep, or load the file first")
        answer = _of_links(edges, nodes, columns, analysis, values)
    else:
        answer = _of_store(store, as_, analysis, values, title if keep else None)
    if as_json:
        print_json(answer.model_dump(mode="json"))
        return
    rows = [row.model_dump(mode="json") for row in answer.rows]
    print_reasoned(rows) if rows and "shares" in rows[0] else _print_rows(rows)
    for sentence in (*answer.notes, answer.truncated):
        if sentence:
            say(sentence.text)
    _print_population(answer.population.model_dump(mode="json"))
    say("--json gives members, evidence and hubs")


def _of_links(edges: Path, nodes: Path | None, columns: list[str], analysis: str, values: dict[str, Any]) -> "Answer":
    from analyses.registry import get_analysis
    from api.cli.progress import progress_on_terminal
    from api.services.asking.edge_lists import world_of_links
    from api.services.asking.run import read_columns, run_by_name

    get_analysis(analysis).read_params(values)  # a wrong word is told before a long file is read
    world = world_of_links(edges, nodes, read_columns(columns))
    return run_by_name(world, analysis, values, progress_on_terminal())


def _of_store(store: str, as_: str, name: str, values: dict[str, Any], title: str | None) -> "Answer":
    """The answer out of the stores, kept under a title unless that is None."""
    from analyses.registry import get_analysis
    from api.services.asking.inputs import Asking, world_for
    from api.services.asking.results import Keeping, keep
    from api.services.asking.run import dated, run_analysis
    from api.services.runtime.askers import local_asker
    from api.state.store import has_state, open_state

    analysis = get_analysis(name)
    params = dated(analysis.read_params(values))
    with open_workspace(store, as_) as workspace:
        is_there = has_state(workspace.settings)
        with closing(open_state(workspace.settings)) if is_there or title is not None else nullcontext() as state:
            asking = Asking(workspace, workspace.viewer(), as_, state)
            answer = run_analysis(world_for(analysis, params, asking), analysis, params, workspace.progress)
            if state is not None and title is not None:
                say(f"kept as {keep(state, analysis, params, answer, Keeping(title, as_, local_asker().name))}")
    return answer


def results(
    result: Annotated[str, typer.Argument(help="Id of a kept answer: all that it says")] = "",
    drop: Annotated[bool, typer.Option("--drop", help="Drop it")] = False,
    limit: Annotated[int, typer.Option(help="Most answers; 0 for all", min=0)] = 50,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """List the answers that were kept, newest first; show or drop one.

    With --as those alone that were kept by whoever sees no more than that. A recall drops what names its records.

    Example: halqa results
    """
    from api.services.asking.results import kept_answer, kept_answers, result_row
    from api.state import results as kept
    from api.state.store import has_state, open_state
    from graph.settings import Settings

    settings = Settings.read()
    if drop and not result:
        raise BadValue("no kept answer was named", "`halqa results` lists them")
    if not has_state(settings) and not result:
        print_json([]) if as_json else say("no answer is kept")
        return
    with closing(open_state(settings)) as state:
        if drop:
            tell(f"dropped: {kept.drop(state, result, as_).title}")
            return
        rows = [kept_answer(state, result, as_)] if result else list(map(result_row, kept_answers(state, as_, limit)))
    if as_json or result:
        print_json(rows[0] if result else rows)
    elif rows:
        head = ("at", "by", "analysis", "title", "id")
        print_table([(row["at"][:16], *(row[name] for name in head[1:])) for row in rows], head)
    else:
        say("no answer is kept")


def _print_population(population: dict[str, Any]) -> None:
    from analyses.registry import counts_first

    for name, value in counts_first(population).items():
        if name == "left_out":
            for sentence in value:
                tell(f"left out: {sentence['text']}")
        elif isinstance(value, dict) and "text" in value:
            tell(f"{name}: {value['text']}")
        elif value is not None and not isinstance(value, list):
            tell(f"{name}: {value}")


def _print_rows(rows: list[dict[str, Any]]) -> None:
    first = rows[0] if rows else {}
    shown = [name for name in first if _is_shown(name, [row[name] for row in rows])]
    shown.sort(key=lambda name: (_is_sentence(first[name]), name == "id"))  # last: both are long
    if rows and "nodes" in rows[0]:
        for row in rows:
            tell(f"{row['length']} hops: " + " - ".join(f"{n['label']} [{n['type']}]" for n in row["nodes"]))
    elif rows:
        print_table([[cell(row[k]) for k in shown] for row in rows[:40]], shown)
    else:
        say("nothing found")
    tell()


def _is_shown(name: str, values: list[Any]) -> bool:
    """Whether a field is a column: what is one word, intervals, sentences, and lists of things that have a label."""
    if name.endswith("interval") or all(map(_is_sentence, values)):
        return True
    lists = [value for value in values if isinstance(value, list | dict)]
    return not lists or all(isinstance(part, dict) and "label" in part for value in lists for part in value)


def _is_sentence(value: Any) -> bool:
    """Whether a value is said in words, with its code and what it was made of."""
    return isinstance(value, dict) and "text" in value
