"""The verb that looks at a file and proposes a mapping profile for it, or prints what a profile may say."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.shared import Json, print_json, print_table, say, tell

if TYPE_CHECKING:
    from api.services.trial import Trial
    from loaders.proposing.proposal import Proposal

_MOST_REJECTS = 10  # that are shown


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(profile)


def profile(  # noqa: PLR0913  # each option is one word of the command line
    file: Annotated[
        Path | None, typer.Argument(help="A table in any wrapping: CSV, Excel, ODS, JSON lines, Parquet, packed")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="Kind of record, such as declaration; default: by the header", metavar="KIND")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the profile; default: by the file's", metavar="NAME")] = "",
    to: Annotated[Path | None, typer.Option(help="New file for the profile; default: stdout", metavar="FILE")] = None,
    try_: Annotated[
        bool,
        typer.Option("--try", help="Load the first 200 rows into a store that is thrown away, and show three records"),
    ] = False,
    with_: Annotated[
        str,
        typer.Option(
            "--profile", help="With --try: a profile of yours in the place of a proposal", metavar="NAME|FILE"
        ),
    ] = "",
    originator: Annotated[str, typer.Option(help="With --try: who reports the file, such as UZ", metavar="CODE")] = "",
    as_json: Json = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of profiles, for editors, and look at no file")
    ] = False,
) -> None:
    """Look at a file and propose a mapping profile, as YAML to edit.

    With --try it also loads the first 200 rows into a store that is thrown away, and shows three records as they would
    be, with flags and rejects.

    Example: halqa profile declarations-2024-03.xlsx --kind declaration --to my-declarations.yaml
    """
    from graph.errors import BadValue

    if schema == (file is not None):
        words = "a file is named beside --schema" if schema else "no file is named"
        raise BadValue(words, "name the file to look at, or --schema alone")
    if (with_ or originator) and not try_:
        raise BadValue("--profile or --originator stands without --try", "add --try")
    if to is not None and to.exists():
        raise BadValue(f"{to} is there already", "name a new file, or move that one away")
    if file is None:
        _print_schema(to)
    elif with_:
        _try(file, with_, originator, as_json)
    else:
        text = _propose(file, kind, name, to, as_json and not try_)
        if try_ and text:
            _try(file, text, originator, as_json)


def _print_schema(to: Path | None) -> None:
    from loaders.profile.schema import schema_text

    if to is None:
        sys.stdout.write(schema_text())
    else:
        to.write_text(schema_text(), encoding="utf-8")


def _try(file: Path, profile: str, originator: str, as_json: bool) -> None:
    """Tries a profile by its name, its file or its text."""
    from api.services.trial import try_profile
    from graph.settings import Settings
    from loaders.profile.profile import find_profile, parse_profile

    is_text = "\n" in profile
    mapping = parse_profile(profile) if is_text else find_profile(profile, Settings.read().profiles)
    trial = try_profile(file, mapping, originator)
    if as_json:
        print_json(trial.as_json())
        return
    _tell_trial(trial)


def _tell_trial(trial: "Trial") -> None:
    tell(f"\ntried {trial.rows:,} rows: {trial.records:,} records, {trial.rejected_rows:,} rows rejected")
    for remark in trial.remarks:
        tell(f"  {remark}")
    for record in trial.shown:
        tell(f"\n{record.kind} {record.number}")
        for field, value in record.fields.items():
            tell(f"  {field}: {', '.join(value) if isinstance(value, tuple) else value}")
        for flag in record.flags:
            tell(f"  flag: {flag}")
        for link in record.links:
            tell(f"  -> {link['edge']} {link['label']}  {link['id']}")
    tell()
    rows = [(code, f"{count:,}", trial.meanings.get(code, "")) for code, count in sorted(trial.flags.items())]
    if rows:
        print_table(rows, ("flag", "records", "what it means"))
    rejects = [(str(r["line"]), r["column"], r["value"], r["reason"]) for r in trial.rejects[:_MOST_REJECTS]]
    if rejects:
        print_table(rejects, ("line", "column", "value", "rejected because"))


def _propose(file: Path, kind: str, name: str, to: Path | None, as_json: bool) -> str:
    """Tells of a proposal; its text."""
    from api.services.loading.propose import proposal_json
    from loaders.proposing.proposal import propose

    proposal = propose(file, kind, name or (to.stem if to else ""))
    if to is not None and proposal.profile:
        to.write_text(proposal.profile, encoding="utf-8")
    if as_json:
        print_json(proposal_json(proposal))
        return proposal.profile
    _tell(proposal)
    if to is None:
        tell(proposal.profile, end="")
        return proposal.profile
    rows = [
        (c.name or "(no name)", c.field, _share(c.look.filled, proposal.looked_at), c.why) for c in proposal.columns
    ]
    print_table(rows, ("column", "proposed field", "filled", "why"))
    if proposal.profile:
        say(f"{to}: look at every line, then load with `--profile {to}`")
    return proposal.profile


def _tell(proposal: "Proposal") -> None:
    """What was found, to people; stdout is for the profile, or for the columns."""
    from loaders.proposing.values import guess

    survey = proposal.survey
    facts = [survey.format, survey.encoding, f"delimiter {survey.delimiter!r}" if survey.delimiter else ""]
    say(f"{survey.file}: {', '.join(filter(None, facts))}")
    for remark in proposal.remarks:
        say(f"  {remark}")
    if proposal.columns:
        more = "" if survey.is_whole else "the first "
        looked_at, rejected = f"{more}{proposal.looked_at:,} rows", f"{proposal.rejected:,} of them"
        say(f"  looked at {looked_at} as {proposal.kind}; {rejected} would be rejected")
    for column in proposal.columns:
        if column.look.samples and (column.second or not column.why):
            doubt = f"{column.field}, or {column.second}" if column.second else "not understood"
            shape = f"; looks like {guess(column.look)}" if not column.second and guess(column.look) else ""
            say(f"  {column.name}: {doubt}{shape}; such as {column.look.samples[0]!r}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""
