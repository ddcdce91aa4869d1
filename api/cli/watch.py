"""The verbs of the watch list: put something on it, take it off, look it up, see what was met, decide."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.screening import print_known
from api.cli.shared import As, Json, Store, cell, open_workspace, print_json, print_table, say

if TYPE_CHECKING:
    from api.services.asking.watching import WatchAsker

_LISTED = ("id", "kind", "text", "why", "scope", "by", "until", "hits", "new_hits")
_HITS = ("id", "state", "kind", "text", "record_label", "node_label", "sureness", "at", "reason")

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Tell when something is loaded that somebody waits for."
)
Id = Annotated[str, typer.Argument(help="Id of an entry; `halqa watch list` lists them", metavar="WATCH")]


def register(command: typer.Typer) -> None:
    """Adds these verbs to the command."""
    command.add_typer(app, name="watch")


def _asked(store: str, as_: str, work: "Callable[[WatchAsker], Any]") -> Any:
    """What a question about the list answers to whoever works on this machine."""
    from api.services.asking.watching import WatchAsker
    from api.services.runtime.askers import local_asker
    from api.state.dispositions import Decider

    with open_workspace(store, as_) as workspace:
        return work(WatchAsker(workspace, workspace.viewer(), Decider(local_asker().name, as_)))


@app.command()
def add(  # noqa: PLR0913  # each option is one word of the command line
    kind: Annotated[str, typer.Argument(help="name, plate, container, phone, identifier, entity")],
    text: Annotated[str, typer.Argument(help="What is watched; of an entity the id of it or of a party")],
    why: Annotated[str, typer.Option(help="Why; it is told with each hit")] = "",
    until: Annotated[str, typer.Option(help="Last day; for ever where it is left out", metavar="DAY")] = "",
    country: Annotated[str, typer.Option(help="Country that a phone is read for, such as UZ", metavar="CODE")] = "",
    administration: Annotated[
        bool, typer.Option("--administration", help="For everybody who sees what you see, and not for you alone")
    ] = False,
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Put something on the watch list: every load from now on is looked at for it.

    A plate or identifier is met whatever its country, a name in any script, an entity by its records, its numbers and
    its names.

    Example: halqa watch add plate "01 777 AAA" --why "seen at night" --until 2026-12-31
    """
    from api.services.asking import watching

    wanted = watching.read_wanted(kind, text, why, until, country, administration)
    row = _asked(store, as_, lambda who: watching.add(who, wanted))
    if as_json:
        print_json(row)
    else:
        say(f"{row['id']}: {row['kind']} {row['text']} is watched{' until ' + row['until'] if row['until'] else ''}")
        if row["remark"]:
            say(f"  {row['remark']}")
        say("  next: `halqa watch check` says what is known of it already")


@app.command("list")
def list_(
    ended: Annotated[
        bool, typer.Option("--ended", help="Also entries that were taken off or whose day is over")
    ] = False,
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """List what is watched: your own entries and those of the administration, with their hits.

    Example: halqa watch list
    """
    from api.services.asking import watching

    rows = _asked(store, as_, lambda who: watching.listed(who, ended))
    if as_json:
        print_json(rows)
    elif rows:
        print_table([[cell(row[name]) for name in _LISTED] for row in rows], _LISTED)
    else:
        say("nothing is watched; `halqa watch add` puts something on the list")


@app.command()
def remove(
    watch: Id,
    why: Annotated[str, typer.Option(help="Why")] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Take something off the watch list; its hits stay.

    Example: halqa watch remove watch:8604ddab7bded03db378aa01
    """
    from api.services.asking import watching

    row = _asked(store, as_, lambda who: watching.remove(who, watch, why))
    if as_json:
        print_json(row)
    else:
        say(f"{row['kind']} {row['text']} is watched no more")


@app.command()
def check(store: Store = "", as_: As = "", as_json: Json = False) -> None:
    """Look the whole list up in what is loaded: who each entry may be, with seizures, risk and lead.

    Example: halqa watch check
    """
    from api.services.asking import watching

    rows = _asked(store, as_, lambda who: watching.check(who, who.workspace.progress))
    if as_json:
        print_json(rows)
    else:
        print_known(rows, lambda row: f"{row['kind']} {row['text']} ({row['why']})")


@app.command()
def hits(
    since: Annotated[
        str, typer.Option(help="Only from this day or moment on; latest: of the last 24 hours", metavar="WHEN")
    ] = "",
    state: Annotated[str, typer.Option(help="Only new, confirmed or dismissed ones", metavar="STATE")] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """List the records in which something that is watched was met, the newest first.

    Example: halqa watch hits --since latest --state new
    """
    from api.services.asking import watching

    rows = _asked(store, as_, lambda who: watching.hits(who, since, state))
    if as_json:
        print_json(rows)
    elif rows:
        print_table([[cell(row[name]) for name in _HITS] for row in rows], _HITS)
    else:
        say("no hit")


@app.command()
def decide(
    hit: Annotated[str, typer.Argument(help="Id of a hit; `halqa watch hits` lists them", metavar="HIT")],
    state: Annotated[str, typer.Argument(help="confirmed, dismissed, or new again", metavar="STATE")],
    reason: Annotated[str, typer.Option(help="Why; it is kept with who and when")] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Confirm or dismiss a hit.

    Example: halqa watch decide hit:8604ddab7bded03db378aa01 dismissed --reason "another truck of that number"
    """
    from api.services.asking import deciding, watching

    to = deciding.read_state(state, "hit")
    row = _asked(store, as_, lambda who: watching.decide(who, hit, to, reason))
    if as_json:
        print_json(row)
    else:
        say(f"{row['id']} is {row['state']}")
