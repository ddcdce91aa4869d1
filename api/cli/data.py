"""Verbs that bring data in and take it out: load, batches, recall, reclassify, rebuild."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.shared import As, Json, Store, open_workspace, print_json, print_table, say, tell

if TYPE_CHECKING:
    from api.services.loading.load import LoadOptions, LoadReport


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    for verb in (load, batches, recall, reclassify, rebuild):
        app.command()(verb)


Bulk = Annotated[
    bool,
    typer.Option(
        "--bulk",
        help="First load of an empty Neo4j through its offline import: write the files and the command; run it on the"
        " server of `halqa neo4j`",
    ),
]
BulkDir = Annotated[
    Path | None, typer.Option("--bulk-dir", help="New folder for the import files, which stay there", metavar="DIR")
]


def load(  # noqa: PLR0913  # each option is one word of the command line
    files: Annotated[list[Path], typer.Argument(help="Files to load, or one folder or archive", metavar="FILE...")],
    originator: Annotated[
        str,
        typer.Option(help="Who reports: a country such as UZ, or an organisation's code in capitals", metavar="CODE"),
    ],
    profile: Annotated[
        str,
        typer.Option(
            help="Mapping profile of tables: a name, or the path of a .yaml file; default: the one that finds all its"
            " columns. Documents are recognised by content"
        ),
    ] = "",
    dataset: Annotated[str, typer.Option(help="Dataset; default: the profile's name", metavar="NAME")] = "",
    handling: Annotated[str, typer.Option(help="Handling code of rows that name none", metavar="CODE")] = "H1",
    purpose: Annotated[str, typer.Option(help="Purpose of use", metavar="P")] = "customs",
    unit: Annotated[str, typer.Option(help="Control unit that loads", metavar="U")] = "",
    grade: Annotated[
        str, typer.Option(help="Source grade, such as B2: `risk` counts what was doubted less", metavar="G")
    ] = "",
    extract_date: Annotated[
        str,
        typer.Option(
            help="Day of the extract; default: from the profile, else the latest date in the file", metavar="DAY"
        ),
    ] = "",
    retain_until: Annotated[str, typer.Option(help="Last day on which the batch is kept", metavar="DAY")] = "",
    row_numbers: Annotated[
        bool, typer.Option("--row-numbers", help="The records' own numbers may count the rows of the file: 1, 2, 3 ...")
    ] = False,
    reused_numbers: Annotated[
        bool,
        typer.Option("--reused-numbers", help="The numbers may be those of other records in files before: corrections"),
    ] = False,
    duplicate: Annotated[
        bool, typer.Option("--duplicate", help="Another dataset of the originator may hold the same records")
    ] = False,
    bulk: Bulk = False,
    bulk_dir: BulkDir = None,
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Load files: documents as what they are, tables through a mapping profile.

    Example: halqa load declarations-2024-03.csv --profile customs-declarations --originator UZ
    """
    from api.services.loading.folder import is_many
    from api.services.loading.load import LoadOptions, load_file, profile_of, stage_file
    from graph.settings import Settings

    options = LoadOptions(
        profile,
        originator,
        dataset,
        handling,
        purpose,
        unit,
        grade,
        extract_date,
        retain_until,
        row_numbers,
        reused_numbers,
        duplicate,
    )
    if len(files) == 1 and is_many(files[0], profile, Settings.read().profiles):
        _load_folder(files[0], options, (store, as_, as_json))
        return
    work = stage_file if bulk else load_file
    reports = []
    with open_workspace(store, as_, resume=not bulk, makes=True) as workspace:
        for path in files:
            profile_of(workspace, path, options)
        for path in files:
            report = work(workspace, path, options, workspace.progress)
            reports.append(report)
            if not as_json:
                _print_report(report)
    if as_json:
        print_json([report.as_json() for report in reports])
    if bulk:
        _bulk(store, (), bulk_dir)


def _load_folder(folder: Path, options: "LoadOptions", how: tuple[str, str, bool]) -> None:
    """Loads a folder or an archive, and prints a table at the end; exit code 1 where one was not loaded."""
    from dataclasses import replace

    from api.services.loading.folder import as_folder, load_folder, sum_up

    store, patterns, as_json = how
    outcomes = []
    with as_folder(folder) as inside, open_workspace(store, patterns, makes=True) as workspace:
        for one in load_folder(workspace, inside, options, workspace.progress):
            reason = one.reason.replace(f"{inside}/", "")
            outcomes.append(replace(one, path=one.path.relative_to(inside), reason=reason))
            if not as_json:
                say(f"{outcomes[-1].path}: {one.words}")
    if as_json:
        print_json(
            [{"file": str(o.path), "reason": o.reason, "report": o.report and o.report.as_json()} for o in outcomes]
        )
    else:
        rows = [(o.path, *o.cells()) for o in outcomes]
        print_table(rows, ("file", "profile", "batch", "rows", "records", "rejected", "what"))
        tell(f"\n{sum_up(outcomes)}")
    if any(o.report is None for o in outcomes):
        raise typer.Exit(1)


def _bulk(store: str, profiles: Sequence[str], folder: Path | None) -> None:
    from api.cli.progress import progress_on_terminal
    from api.services.loading.bulk import bulk_rebuild
    from graph.settings import Settings

    settings = Settings.read()
    url = store or settings.store
    done = bulk_rebuild(settings, url, profiles, folder, progress_on_terminal())
    counts = f"{done.records:,} records, {done.files.nodes:,} nodes, {done.files.edges:,} edges"
    if done.is_imported:
        tell(f"imported into {url}: {counts}")
        return
    say(f"{url} is not the server of `halqa neo4j`: with that server stopped and its database empty, run")
    tell(f"cd {done.files.folder.resolve()} && sh import.sh")
    say(f"then start it; `halqa stats --store {url}` makes the constraints. The files hold {counts}")


def _print_report(report: "LoadReport") -> None:
    batch = ", ".join(map(str, report.batches))
    tell(f"{report.file} -> {report.channel}, batch {batch}, extract of {report.extract_date}")
    if report.already_loaded:
        for remark in report.remarks:
            if remark.key.startswith("load.known"):
                tell(f"  {remark}")
        return
    counts = f"{report.rows:,} rows, {report.records:,} records, {report.applied_records:,} of them new or changed"
    tell(f"  {counts}, {report.seconds:.1f} s")
    if report.rejected_rows:
        tell(f"  {report.rejected_rows:,} rows rejected: {report.rejects_file}")
    if report.flags:
        tell("  flags, on values that were kept:")
        width = max(map(len, report.flags))
        for code, words in report.meanings().items():
            tell(f"    {code:<{width}}  {report.flags[code]:>9,}  {words}")
    if report.placeholders:
        worst = sorted(report.placeholders.items(), key=lambda item: (-item[1], item[0]))
        tell(f"  placeholders, kept as text: {sum(report.placeholders.values()):,}, most often {worst[0][0]}")
    for batch, reason in report.set_aside.items():
        tell(f"  SET ASIDE: {batch} could not be applied and is not in the graph: {reason}")
        tell("    `halqa recall` takes it away, `halqa rebuild` tries it again; everything else goes on")
    if report.conflicts:
        tell(f"  conflicts (same number and age, other content): {len(report.conflicts):,}, as {report.conflicts[0]}")
    for hit in report.watch_hits:
        sure = "" if hit["sureness"] == 1 else f" ({hit['sureness']:.2f})"
        tell(f"  WATCHED: {hit['kind']} {hit['text']}{sure}, {hit['why']}: {hit['record']} through {hit['node']}")
    for remark in report.remarks:
        tell(f"  {remark}")


def batches(store: Store = "", as_: As = "", as_json: Json = False) -> None:
    """List what was loaded: batch, file, extract date, rows, rejects, and where it stands.

    Example: halqa batches --as 'UZ/*'
    """
    from api.services.loading.batches import batch_row
    from api.services.loading.batches import batches as list_batches

    with open_workspace(store, as_) as workspace:
        rows = [batch_row(batch) for batch in list_batches(workspace, workspace.viewer())]
    if as_json:
        print_json(rows)
        return
    head = (
        "batch",
        "file",
        "rows",
        "records",
        "rejected_rows",
        "profile",
        "grade",
        "loaded_at",
        "retain_until",
        "state",
    )
    print_table([[row[name] for name in head] for row in rows], head)
    for row in rows:
        if row["problem"]:
            say(f"{row['batch']}: {row['problem']}")


BatchName = Annotated[
    str, typer.Argument(help="Id of the batch, from `halqa batches`, or the beginning of its hash", metavar="BATCH")
]


def recall(
    batch: BatchName = "",
    expired: Annotated[
        bool, typer.Option("--expired", help="Recall every batch whose retain-until day has passed")
    ] = False,
    store: Store = "",
    as_: As = "",
) -> None:
    """Take a batch away: earlier versions come back, what only it said goes.

    Example: halqa recall UZ/import/H1/customs:2024-03-31:9f3c2a1b04de
    """
    from api.services.loading import batches as service
    from graph.errors import BadValue

    if not batch and not expired:
        raise BadValue("no batch was named", "`halqa batches` lists them; --expired takes those past their day")
    with open_workspace(store, as_) as workspace:
        viewer = workspace.viewer()
        names = [one.id for one in service.expired(workspace, viewer)] if expired else [batch]
        for name in names:
            done = service.recall(workspace, viewer, name)
            counts = f"{done.removed:,} records gone, {done.records:,} are now as other files have them"
            tell(f"batch {done.batch} recalled: {counts}")
            _tell_dropped(done.dropped)
        if not names:
            say("nothing to recall")


def _tell_dropped(titles: Sequence[str]) -> None:
    """Says which kept answers named what was taken away."""
    for title in titles:
        tell(f"  dropped with it: the kept answer {title!r}")


def reclassify(
    batch: BatchName,
    handling: Annotated[str, typer.Option(help="The new handling code", metavar="CODE")],
    store: Store = "",
    as_: As = "",
) -> None:
    """Move a batch to another handling: recalled in one channel, loaded in the other.

    Example: halqa reclassify 9f3c2a1b04de --handling H3
    """
    from api.services.loading import batches as service

    with open_workspace(store, as_) as workspace:
        done = service.reclassify(workspace, workspace.viewer(), batch, handling)
        tell(f"batch {done.batch} is now in {done.channel}: {done.records:,} records")
        if done.set_aside:
            say(f"it could not be applied there and is set aside: {done.set_aside}")
        _tell_dropped(done.dropped)


def rebuild(
    profile: Annotated[
        list[str], typer.Option(help="A newer version of a profile to read its batches with; may be repeated")
    ] = [],  # noqa: B006
    bulk: Bulk = False,
    bulk_dir: BulkDir = None,
    store: Store = "",
) -> None:
    """Make the graph again from the records, with the newest version of every profile; or make it in another store.

    Example: halqa rebuild --store neo4j://127.0.0.1:7687
    """
    if bulk:
        _bulk(store, profile, bulk_dir)
        return
    from api.services.loading.rebuild import rebuild_graph

    with open_workspace(store, resume=False, anew=True, makes=True) as workspace:
        report = rebuild_graph(workspace, profile)
        tell(f"rebuilt: {report.records:,} records, {report.counts.nodes:,} nodes, {report.counts.edges:,} edges")
        for batch, reason in report.set_aside.items():
            say(f"set aside: {batch}: {reason}")
