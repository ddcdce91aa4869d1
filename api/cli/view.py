"""The verbs of saved views: list your own, open one, delete one. They are saved on the page that draws."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.shared import As, Json, Store, cell, open_workspace, print_json, print_table, say, tell

if TYPE_CHECKING:
    from api.services.runtime.workspace import Workspace
    from api.state.dispositions import Decider

_LISTED = ("id", "name", "nodes", "at", "notes")
_SHOWN = ("id", "type", "label", "pinned")

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Open again what was saved on the screen.")
Id = Annotated[str, typer.Argument(help="Id of a view; `halqa view list` lists your own", metavar="VIEW")]


def register(command: typer.Typer) -> None:
    """Adds these verbs to the command."""
    command.add_typer(app, name="view")


def _asked(store: str, as_: str, work: "Callable[[Workspace, Decider], Any]") -> Any:
    """What a question about saved views answers to whoever works on this machine."""
    from api.services.runtime.askers import local_asker
    from api.state.dispositions import Decider

    with open_workspace(store, as_) as workspace:
        return work(workspace, Decider(local_asker().name, as_))


@app.command("list")
def list_(store: Store = "", as_: As = "", as_json: Json = False) -> None:
    """List your saved views, the newest first.

    Example: halqa view list
    """
    from api.services.asking import saved_views

    rows = _asked(store, as_, saved_views.views_of)
    if as_json:
        print_json(rows)
    elif rows:
        print_table([[cell(row[name]) for name in _LISTED] for row in rows], _LISTED)
    else:
        say("no view is saved")


@app.command()
def show(view: Id, store: Store = "", as_: As = "", as_json: Json = False) -> None:
    """Open a saved view: its nodes as you see them now, and what changed since it was saved.

    Example: halqa view show view:8604ddab7bded03db378aa01
    """
    from api.services.asking import saved_views

    row = _asked(store, as_, lambda workspace, who: saved_views.opened(workspace, workspace.viewer(), who, view))
    if as_json:
        print_json(row)
        return
    tell(row["name"] or row["id"])
    for line in (row["notes"], *(message["text"] for message in row["changes"]["messages"])):
        if line:
            tell(f"  {line}")
    print_table([[cell(node[name]) for name in _SHOWN] for node in row["nodes"]], _SHOWN)


@app.command()
def delete(view: Id, store: Store = "", as_: As = "", as_json: Json = False) -> None:
    """Delete a saved view of your own; links to it lead nowhere from then on.

    Example: halqa view delete view:8604ddab7bded03db378aa01
    """
    from api.services.asking import saved_views

    row = _asked(store, as_, lambda workspace, who: saved_views.forget(workspace, who, view))
    if as_json:
        print_json(row)
    else:
        say(f"{row['id']} ({row['name']}) is deleted")
