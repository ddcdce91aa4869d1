"""The verb that looks at a file and proposes a mapping profile for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.shared import Json, print_json, print_table, say

if TYPE_CHECKING:
    from loaders.proposing.proposal import Proposal


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(profile)


def profile(
    file: Annotated[Path, typer.Argument(help="A table in any wrapping: CSV, Excel, ODS, JSON lines, Parquet, packed")],
    kind: Annotated[
        str, typer.Option(help="Kind of record, such as declaration; default: by the header", metavar="KIND")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the profile; default: by the file's", metavar="NAME")] = "",
    to: Annotated[Path | None, typer.Option(help="New file for the profile; default: stdout", metavar="FILE")] = None,
    as_json: Json = False,
) -> None:
    """Look at a file and propose a mapping profile, as YAML to edit.

    Example: halqa profile declarations-2024-03.xlsx --kind declaration --to my-declarations.yaml
    """
    from api.services.loading.propose import proposal_json
    from graph.errors import BadValue
    from loaders.proposing.proposal import propose

    if to is not None and to.exists():
        raise BadValue(f"{to} is there already", "name a new file, or move that one away")
    found = propose(file, kind, name or (to.stem if to else ""))
    if to is not None and found.profile:
        to.write_text(found.profile, encoding="utf-8")
    if as_json:
        print_json(proposal_json(found))
        return
    _tell(found)
    if to is None:
        print(found.profile, end="")
        return
    rows = [(c.name or "(no name)", c.field, _share(c.look.filled, found.looked_at), c.why) for c in found.columns]
    print_table(rows, ("column", "proposed field", "filled", "why"))
    if found.profile:
        say(f"{to}: look at every line, then load with `--profile {to}`")


def _tell(found: "Proposal") -> None:
    """What was found, to people; stdout is for the profile, or for the columns."""
    survey = found.survey
    said = [survey.format, survey.encoding, f"delimiter {survey.delimiter!r}" if survey.delimiter else ""]
    say(f"{survey.file}: {', '.join(filter(None, said))}")
    for remark in found.remarks:
        say(f"  {remark}")
    if found.columns:
        more = "" if survey.is_whole else "the first "
        say(f"  looked at {more}{found.looked_at:,} rows as {found.kind}; {found.rejected:,} of them would be rejected")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""
