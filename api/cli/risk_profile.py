"""Verbs of an administration's risk profile: write a first one, check one, tell which counts."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.shared import Json, print_json, say, tell
from graph.errors import BadFile

risk_profile_app = typer.Typer(
    name="risk-profile",
    no_args_is_help=True,
    help="The risk profile of an administration: its own points, thresholds, weights and rules, in one file.",
)


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    risk_profile_app.command("new")(new)
    risk_profile_app.command("check")(check)
    app.add_typer(risk_profile_app)


def new(file: Annotated[Path, typer.Argument(help="File to be written; one that is there is kept")]) -> None:
    """Write a first risk profile, in which all that can be changed stands as a comment.

    Example: halqa risk-profile new our-profile.yaml
    """
    from api.services.asking.risk_profiles import first_profile

    text = first_profile(datetime.date.today().isoformat())
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        raise BadFile(f"{file} is there already", "name another file") from None
    except OSError as error:
        raise BadFile(f"{file}: {error.strerror}", "name a file in a folder that you may write to") from None
    say(f"written: {file}; change it, check it, and set HALQA_RISK_PROFILE={file.resolve()}")


def check(
    file: Annotated[
        Path | None, typer.Argument(help="Risk profile; left out: the one that HALQA_RISK_PROFILE names")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a risk profile, and say what it changes.

    Example: halqa risk-profile check our-profile.yaml
    """
    from api.services.asking.risk_profiles import described, read_file
    from graph.messages import message
    from graph.settings import Settings

    path = file or Settings.read().risk_profile
    if path is None:
        say(message("risk_profile.none").text)
        return
    profile = read_file(path)
    if as_json:
        print_json(profile.model_dump(mode="json"))
        return
    for line in described(profile):
        tell(line.text)
