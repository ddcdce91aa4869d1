"""Verbs of a Neo4j server of one's own: start, stop, status."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.shared import Json, print_json, say, tell

if TYPE_CHECKING:
    from graph.store.neo4j.server.server import ServerState

neo4j_app = typer.Typer(
    help="A Neo4j server of your own on this machine: start it, see how it is, end it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    app.add_typer(neo4j_app, name="neo4j")


@neo4j_app.command()
def start(
    version: Annotated[str, typer.Option(help="Neo4j Community version; default 5.26.12, or that of the data")] = "",
    port: Annotated[int, typer.Option(help="Bolt port on 127.0.0.1; default 7687, or the last one", metavar="N")] = 0,
    heap: Annotated[str, typer.Option(help="Memory of the server, such as 2g; default 1g, or as the last time")] = "",
) -> None:
    """Start the server, and fetch it first if need be (Java and Maven are needed, about 120 MB once).

    Example: halqa neo4j start
    """
    from api.services.runtime.neo4j import WantedServer
    from api.services.runtime.neo4j import start as run
    from graph.settings import Settings

    state, is_new = run(Settings.read(), WantedServer(version, port, heap), say)
    tell(f"Neo4j {state.version} {'is running' if is_new else 'was running already'}")
    _print_access(state)


def _print_access(state: "ServerState") -> None:
    from graph.store.neo4j.server.server import USER

    tell(f"url       {state.uri}\nuser      {USER}\npassword  {state.password}\n")
    tell(f"export HALQA_STORE={state.uri}\nexport HALQA_NEO4J_PASSWORD={state.password}")
    say("the two lines make Halqa work on it; `halqa neo4j stop` ends it, the data stay")


@neo4j_app.command()
def stop() -> None:
    """End the server that `halqa neo4j start` started; the data stay.

    Example: halqa neo4j stop
    """
    from api.services.runtime.neo4j import stop as end
    from graph.settings import Settings

    state, ended = end(Settings.read())
    if state is None:
        tell("no Neo4j server of ours is running")
    else:
        tell(f"Neo4j {state.version} at {state.uri} ended{'' if ended else ', by force: it did not answer'}")


@neo4j_app.command()
def status(as_json: Json = False) -> None:
    """Show whether the server runs, where, since when, and its memory.

    Example: halqa neo4j status --json
    """
    from api.services.runtime.neo4j import status as look
    from graph.settings import Settings

    found = look(Settings.read())
    if as_json:
        print_json(found.as_dict())
        return
    if not found.is_running:
        tell("not running" if found.version else "not running, and never started here")
        tell(f"home     {found.home}")
        return
    memory = "not told by this system" if found.memory_bytes is None else f"{found.memory_bytes / 2**20:,.0f} MB"
    tell(f"Neo4j {found.version} is running\nurl      {found.url}\nhome     {found.home}")
    tell(f"since    {found.started_at}\nprocess  {found.pid}\nmemory   {memory}")
