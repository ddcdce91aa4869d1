"""The verb that writes the dossier of a lead."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.shared import As, Json, Store, open_workspace, print_json, say, tell


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(dossier)


def dossier(
    lead: Annotated[str, typer.Argument(help="Id of a lead; `halqa run leads` lists them", metavar="LEAD")],
    to: Annotated[Path, typer.Option("--to", help="Bundle to write: a .zip, or a folder", metavar="DIR|FILE.zip")],
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", help="Moment or day that hours are left from; default: when data was loaded last", metavar="WHEN"
        ),
    ] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Write what is to be handed over of a lead: a page to be printed, its picture, the rows behind it, and the proof.

    The same data and the same --as-of make the same bytes.

    Example: halqa dossier lead:9454f9e6a30d9b58791f --to lead.zip
    """
    from contextlib import closing

    from api.services.asking.dossier.bundle import files_of, is_one_file, write
    from api.services.asking.dossier.making import DossierRequest, make
    from api.services.asking.dossier.noting import note
    from api.services.asking.inputs import Asking
    from api.services.runtime.askers import local_asker
    from api.state.store import open_state

    by = local_asker().name
    with open_workspace(store, as_) as workspace, closing(open_state(workspace.settings)) as state:
        asking = Asking(workspace, workspace.viewer(), as_, state)
        made = make(asking, DossierRequest(lead, as_of, by), workspace.progress)
        files = files_of(asking, made, by)
        write(files, to, lambda: note(state, asking, made, "zip" if is_one_file(to) else "folder", by))
    counts = {"entities": len(made.dossier.entities), "links": len(made.dossier.links), "rows": len(made.records)}
    if as_json:
        print_json({"lead": lead, "title": made.dossier.title, "to": str(to), "files": sorted(files), **counts})
    else:
        tell(f"{to}: {made.dossier.title}; " + ", ".join(f"{count:,} {name}" for name, count in counts.items()))
        say("  next: print dossier.html, or hand the bundle over as it is")
