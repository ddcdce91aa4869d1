"""The verb that looks at a file and proposes a mapping profile for it, or prints what a profile may say."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.shared import Json, print_json, print_table, say, tell

if TYPE_CHECKING:
    from loaders.proposing.proposal import Proposal


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(profile)


def profile(
    file: Annotated[
        Path | None, typer.Argument(help="A table in any wrapping: CSV, Excel, ODS, JSON lines, Parquet, packed")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="Kind of record, such as declaration; default: by the header", metavar="KIND")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the profile; default: by the file's", metavar="NAME")] = "",
    to: Annotated[Path | None, typer.Option(help="New file for the profile; default: stdout", metavar="FILE")] = None,
    as_json: Json = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of profiles, for editors, and look at no file")
    ] = False,
) -> None:
    """Look at a file and propose a mapping profile, as YAML to edit.

    Example: halqa profile declarations-2024-03.xlsx --kind declaration --to my-declarations.yaml
    """
    from graph.errors import BadValue

    if schema == (file is not None):
        words = "a file is named beside --schema" if schema else "no file is named"
        raise BadValue(words, "name the file to look at, or --schema alone")
    if to is not None and to.exists():
        raise BadValue(f"{to} is there already", "name a new file, or move that one away")
    if file is None:
        _print_schema(to)
    else:
        _propose(file, kind, name, to, as_json)


def _print_schema(to: Path | None) -> None:
    from loaders.profile.schema import schema_text

    if to is None:
        sys.stdout.write(schema_text())
    else:
        to.write_text(schema_text(), encoding="utf-8")


def _propose(file: Path, kind: str, name: str, to: Path | None, as_json: bool) -> None:
    from api.services.loading.propose import proposal_json
    from loaders.proposing.proposal import propose

    proposal = propose(file, kind, name or (to.stem if to else ""))
    if to is not None and proposal.profile:
        to.write_text(proposal.profile, encoding="utf-8")
    if as_json:
        print_json(proposal_json(proposal))
        return
    _tell(proposal)
    if to is None:
        tell(proposal.profile, end="")
        return
    rows = [
        (c.name or "(no name)", c.field, _share(c.look.filled, proposal.looked_at), c.why) for c in proposal.columns
    ]
    print_table(rows, ("column", "proposed field", "filled", "why"))
    if proposal.profile:
        say(f"{to}: look at every line, then load with `--profile {to}`")


def _tell(proposal: "Proposal") -> None:
    """What was found, to people; stdout is for the profile, or for the columns."""
    survey = proposal.survey
    facts = [survey.format, survey.encoding, f"delimiter {survey.delimiter!r}" if survey.delimiter else ""]
    say(f"{survey.file}: {', '.join(filter(None, facts))}")
    for remark in proposal.remarks:
        say(f"  {remark}")
    if proposal.columns:
        more = "" if survey.is_whole else "the first "
        looked_at, rejected = f"{more}{proposal.looked_at:,} rows", f"{proposal.rejected:,} of them"
        say(f"  looked at {looked_at} as {proposal.kind}; {rejected} would be rejected")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""
