"""Verbs around the work: sample, demo, doctor."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.shared import As, Store, open_workspace, print_table, say, tell


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    for verb in (sample, demo, doctor):
        app.command()(verb)


def sample(  # noqa: PLR0913  # each option is one word of the command line
    folder: Annotated[Path, typer.Argument(help="Folder to write to", metavar="DIR")],
    seed: Annotated[int, typer.Option(help="The same seed, the same files", metavar="N")] = 1,
    size: Annotated[
        str, typer.Option(help="small (2,000 consignments), medium (50,000) or large (1 million)")
    ] = "small",
    world: Annotated[
        str, typer.Option(help="plain, or hard: legal groups that look like rings, gaps, junk, double reports")
    ] = "plain",
    assumptions: Annotated[
        str,
        typer.Option(
            help="Shares of a hard world: mixed, separate, crowded, drawn (by the seed), or judging (never tune on it)"
        ),
    ] = "mixed",
    load: Annotated[bool, typer.Option("--load", help="Load the files afterwards, by their manifest")] = False,
    store: Store = "",
) -> None:
    """Write sample files like those that administrations have, with the truth beside them.

    Example: halqa sample sample --seed 7 --size small
    halqa sample hard --world hard --assumptions crowded
    """
    from api.services.loading.sample import load_manifest
    from loaders.sample import generate

    summary = generate(folder, seed, size, world, assumptions)
    counts = f"{summary.consignments:,} consignments, {summary.rows:,} rows, {summary.rings} planted rings"
    tell(f"{summary.files} files in {folder}: {counts}")
    if load:
        with open_workspace(store, makes=True) as workspace:
            reports = load_manifest(workspace, folder, workspace.progress)
        rejected = sum(r.rejected_rows for r in reports)
        tell(f"loaded: {sum(r.records for r in reports):,} records, {rejected:,} rows rejected")
    else:
        chosen = f" --world {world} --assumptions {assumptions}" if world != "plain" else ""
        say(f"`halqa sample {folder} --seed {seed} --size {size}{chosen} --load` loads them, as manifest.csv says")


def demo(
    folder: Annotated[
        Path, typer.Argument(help="Folder for the files, the stores and the picture", metavar="DIR")
    ] = Path("demo"),
    seed: Annotated[int, typer.Option(help="The same seed, the same world", metavar="N")] = 7,
    size: Annotated[str, typer.Option(help="small, medium or large")] = "small",
) -> None:
    """Show the whole way in one go: sample files, load, clusters, communities, a picture.

    Example: halqa demo
    """
    from api.services.demo import run_demo

    run_demo(folder, seed, size, tell, say)


def doctor(
    quick: Annotated[bool, typer.Option("--quick", help="Do not compare the graph with its records")] = False,
    store: Store = "",
    as_: As = "",
) -> None:
    """Check Python, SQLite, the stores and what they hold, unfinished work and the profiles.

    Example: halqa doctor
    """
    from api.cli.progress import progress_on_terminal
    from api.services.runtime.doctor import examine
    from graph.settings import Settings

    findings = list(examine(Settings.read(), store, as_, quick, progress_on_terminal()))
    print_table([("ok" if f.is_ok else "PROBLEM", f.subject, f.words) for f in findings], ("", "subject", "finding"))
    if not all(f.is_ok for f in findings):
        raise typer.Exit(2)
