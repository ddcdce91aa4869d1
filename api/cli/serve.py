"""The verb that starts the service."""

from typing import Annotated

import typer

from api.cli.shared import Store, say


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on: this machine only", metavar="ADDRESS")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one", min=0, max=65535)] = 8600,
    store: Store = "",
) -> None:
    """Start the HTTP service on this machine.

    Example: halqa serve --port 8600
    """
    from api.http.serving import listening, run
    from graph.settings import Settings

    settings = Settings.read()
    with listening(host, port) as socket:
        run(settings, store, socket, say)
