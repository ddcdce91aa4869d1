"""The verb `screen`: a bare list looked up, and consignments scored before they arrive."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.shared import As, Json, Store, open_workspace, print_json, say, tell
from graph.wording import score_text

if TYPE_CHECKING:
    from api.services.asking.screening.reading import ReadConsignments
    from api.services.runtime.workspace import Workspace

MOST_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Adds the verb to the command."""
    app.command()(screen)


def screen(  # noqa: PLR0913  # each option is one word of the command line
    what: Annotated[
        str,
        typer.Argument(
            help="A text file with a name, plate, container, phone or number a line; a file of consignments, or .json;"
            " or the number or id of a consignment that is loaded",
        ),
    ],
    profile: Annotated[
        str,
        typer.Option(
            help="The file holds consignments, read with this mapping profile; the one that fits, or a document, where"
            " none is named"
        ),
    ] = "",
    originator: Annotated[
        str,
        typer.Option(help="Who reports it, such as UZ: phones without a calling code are read for it", metavar="CODE"),
    ] = "",
    low_risk: Annotated[
        bool, typer.Option("--low-risk", help="Only consignments that may be let pass, with the reasons")
    ] = False,
    as_of: Annotated[
        str, typer.Option(help="Moment or day that hours are left from, such as 2024-03-05T08:00+05:00; now")
    ] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Look a bare list up, or score consignments before they arrive; nothing is loaded.

    A list says who each line may be, with seizures, risk and lead. A consignment gets a score that adds up from its
    reasons, the post and the hours left; risk and time left make the order.

    Example: halqa screen manifest.csv --profile sample-notices --originator UZ
    """
    from api.services.asking.risk_profiles import with_risk_profile
    from api.services.asking.screening.announced import ids_of_number, of_node
    from api.services.asking.screening.consignments import screen_consignments
    from api.services.asking.screening.files import profile_of_file
    from api.services.asking.screening.reading import instant

    path = Path(what)
    moment = instant(as_of)
    with open_workspace(store, as_) as workspace:
        is_json = path.suffix.lower() == ".json" and not profile
        if path.is_file() and not is_json:
            profile = profile_of_file(path, profile, workspace.settings.profiles)
            if not profile:
                _screen_list(workspace, path, originator, as_json)
                return
        read = _read(workspace, path, profile, originator) if path.is_file() else None
        world = workspace.world(workspace.viewer())
        asked = read.consignments if read else [of_node(world, one) for one in ids_of_number(world, what)]
        own = with_risk_profile(workspace.settings)
        answer = screen_consignments(world, asked, moment, low_risk, workspace.progress, own)
    if as_json:
        rejected = [{"line": line, "reason": why.reason} for line, why in read.rejected] if read else []
        read_as = read.read_as.model_dump(mode="json") if read and read.read_as else None
        print_json({**answer, "rejected": rejected, "read_as": read_as})
        return
    _print_consignments(answer["rows"])
    for words in _about_all(answer, read):
        say(words)


def _read(workspace: "Workspace", path: Path, profile: str, originator: str) -> "ReadConsignments":
    from api.services.asking.screening import reading

    if profile:
        return reading.read_file(path, profile, originator, workspace.settings.profiles)
    form = reading.read_json(reading.text_of(path), path.name)
    return reading.read_form(form.model_copy(update={"originator": form.originator or originator}))


def _screen_list(workspace: "Workspace", file: Path, originator: str, as_json: bool) -> None:
    from api.services.asking.risk_profiles import with_risk_profile
    from api.services.asking.screening.lists import read_file, screen_list
    from graph.messages import message

    asked = read_file(file)
    say(message("screening.read_as_list", lines=len(asked)).text)
    world, own = workspace.world(workspace.viewer()), with_risk_profile(workspace.settings)
    rows = screen_list(world, asked, workspace.progress, own, originator)
    if as_json:
        print_json(rows)
        return
    print_known(rows, lambda row: f"line {row['line']}: {row['asked']}")


def print_known(rows: Sequence[Mapping[str, Any]], heading: Callable[[Mapping[str, Any]], str]) -> None:
    """Prints what is known of lines or entries, each under its heading, and of how many nothing is known."""
    from api.services.asking.screening.lists import is_known

    for row in filter(is_known, rows):
        tell(heading(row))
        for line in _about_line(row):
            tell(f"   {line}")
    unknown = [heading(row) for row in rows if not is_known(row)]
    say(f"known: {len(rows) - len(unknown):,} of {len(rows):,}")
    if unknown:
        say(f"nothing is known of: {', '.join(unknown[:MOST_SHOWN])}")


def _about_line(row: Mapping[str, Any]) -> Iterator[str]:
    for candidate in row["candidates"]:
        yield _about_candidate(candidate)
        for line in candidate["evidence"]:
            yield f"   {line['bits']:+.1f} bits  {line['kind'].replace('_', ' ')}: {line['asked']} | {line['known']}"
    yield from map(_about_thing, row["things"])


def _about_candidate(candidate: Mapping[str, Any]) -> str:
    lead = (
        f", in a lead of score {score_text(candidate['lead_score'])} {candidate['lead']}" if candidate["lead"] else ""
    )
    sure = f"{candidate['verdict']} ({candidate['score']:.2f}): {candidate['label']}"
    return f"{sure}; {candidate['seizures']:,} seizures, risk {candidate['risk']:.3f}{lead}  {candidate['id']}"


def _about_thing(thing: Mapping[str, Any]) -> str:
    users = f", mostly for {', '.join(thing['users'])}" if thing["users"] else ""
    return f"{thing['label']}: {thing['movements']:,} movements, {thing['seizures']:,} seized{users}  {thing['id']}"


def _print_consignments(rows: Sequence[Mapping[str, Any]]) -> None:
    for number, row in enumerate(rows[:MOST_SHOWN], 1):
        line = f", line {row['line']}" if row["line"] else ""
        tell(f"{number}. {score_text(row['score'], 3)}  {row['label']}{line}; {_clock(row)}")
        for words in _about_consignment(row):
            tell(f"   {words}")
        tell()
    if len(rows) > MOST_SHOWN:
        say(f"the first {MOST_SHOWN} of {len(rows):,}; --json has all of them")


def _clock(row: Mapping[str, Any]) -> str:
    """When it is expected where, and how much time is left."""
    at = f" at {row['post_label']}" if row["post_label"] else ""
    if row["state"] == "undated":
        return f"not said when it is expected{at}"
    left = row["hours_left"]
    return f"missed{at} by {-left:.0f} hours" if row["state"] == "missed" else f"{left:.0f} hours left{at}"


def _about_consignment(row: Mapping[str, Any]) -> Iterator[str]:
    for share in row["shares"]:
        yield f"{share['points']:+.2f}  {share['reason']['text']}  {share['about']}"
    for hit in row["indicators"]:
        yield f"{hit['points']:+.2f}  {hit['reason']['text']}; or {hit['innocent_explanation']['text']}"
    for party in row["parties"]:
        first = party["candidates"][0] if party["candidates"] else None
        yield f"{party['role']} {party['asked']}: {_about_candidate(first) if first else 'nothing is known'}"
    yield from map(_about_thing, row["things"])
    if row["is_low_risk"]:
        yield f"may be let pass: {'; '.join(reason['text'] for reason in row['why_low_risk'])}"


def _about_all(answer: Mapping[str, Any], read: "ReadConsignments | None") -> Iterator[str]:
    counts = answer["population"]
    if read and read.read_as:
        yield read.read_as.text
    yield (
        f"{counts['asked']:,} consignments, {counts['missed']:,} missed, {counts['low_risk']:,} that may be let pass;"
        f" looked up among {counts['entities']:,} entities and {counts['leads']:,} leads"
    )
    yield from (note["text"] for note in answer["notes"])
    if read and read.rejected:
        line, why = read.rejected[0]
        yield f"{len(read.rejected):,} rows could not be read, the first is line {line}: {why.column} {why.reason}"
    if read and read.others:
        yield f"{read.others:,} records of the file are no consignments"
