"""Verbs of users: who may ask the service, by which key, and what he sees."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.shared import Json, print_json, print_table, say, tell

if TYPE_CHECKING:
    from api.state.store import StateStore

user_app = typer.Typer(
    help="Users of the service: as soon as there is one, everybody needs a key.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(help="Name of the user: letters, digits, '-', '_', '.' and '@'", metavar="NAME")]


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    app.add_typer(user_app, name="user")


def _state() -> "StateStore":
    from api.state.store import open_state
    from graph.settings import Settings

    return open_state(Settings.read())


@user_app.command()
def add(
    name: Name,
    as_: Annotated[
        str,
        typer.Option(
            "--as", help="Channel patterns that he may see, such as 'UZ/*'; default: every channel", metavar="PATTERNS"
        ),
    ] = "",
    display: Annotated[str, typer.Option(help="Name to show; default: NAME", metavar="TEXT")] = "",
) -> None:
    """Add a user and print his key, which is shown this once.

    Example: halqa user add gulnora --as 'UZ/*' --display 'Gulnora, PCU Termez'
    """
    from contextlib import closing

    from api.state import users

    with closing(_state()) as state:
        key = users.add(state, name, as_, display)
    tell(key)
    say(f"this is the key of {name}; it is kept nowhere: hand it over, and make a new one when it is lost")


@user_app.command("list")
def list_(as_json: Json = False) -> None:
    """List the users; never their keys.

    Example: halqa user list
    """
    from contextlib import closing
    from dataclasses import asdict

    from api.state import users

    with closing(_state()) as state:
        known = users.listed(state)
    if as_json:
        print_json([asdict(user) for user in known])
    elif known:
        rows = [
            (u.name, u.display, u.patterns or "every channel", u.created_at[:10], u.disabled_at[:10]) for u in known
        ]
        print_table(rows, ("name", "shown as", "sees", "since", "disabled on"))
    else:
        say("there are no users: whoever works on this machine may ask everything; `halqa user add NAME` adds one")


@user_app.command()
def disable(name: Name) -> None:
    """End the key of a user and what he is signed in with, for good; what he did stays.

    Example: halqa user disable gulnora
    """
    from contextlib import closing

    from api.state import users

    with closing(_state()) as state:
        user = users.disable(state, name)
    tell(f"{user.name} is disabled since {user.disabled_at[:10]}")


@user_app.command()
def key(name: Name) -> None:
    """Make a new key for a user and print it; the old one ends.

    Example: halqa user key gulnora
    """
    from contextlib import closing

    from api.state import users

    with closing(_state()) as state:
        new = users.renew_key(state, name)
    tell(new)
    say(f"this is the new key of {name}; the old one ended")
