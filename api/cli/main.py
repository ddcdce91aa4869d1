"""The command `halqa`: verbs mirror the API, results go to stdout, progress and messages to stderr.

Exit codes: 0 done, 1 too many rejects (nothing applied), 2 refused, 3 interrupted (the next command goes on).
Nothing heavy is imported here, so that `halqa --help` answers at once.
"""

import sys
from typing import Annotated

import typer

from api.cli import (
    analyses,
    backtest,
    data,
    dossier,
    leads,
    names,
    neo4j,
    profile,
    questions,
    resolve,
    review,
    risk_profile,
    screening,
    serve,
    tools,
    user,
    view,
    watch,
)
from api.cli.shared import say

_STOPPED = 130  # what Typer makes of Ctrl-C

app = typer.Typer(
    name="halqa",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Links behind consignments: load customs records, find linked entities, hand over what you found."
    " Scores are leads for people to check, never findings.",
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"halqa {version('halqa')}")
        raise typer.Exit


@app.callback()
def _every_verb(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Say on stderr when work begins and ends, with counts and seconds")
    ] = False,
) -> None:
    if verbose:
        import logging

        logging.basicConfig(format="%(asctime)s %(message)s", stream=sys.stderr)
        for ours in ("graph", "loaders", "analyses", "api"):
            logging.getLogger(ours).setLevel(logging.INFO)


for module in (
    data,
    profile,
    questions,
    analyses,
    leads,
    dossier,
    screening,
    watch,
    view,
    risk_profile,
    backtest,
    resolve,
    review,
    names,
    tools,
    serve,
    user,
    neo4j,
):
    module.register(app)


def main() -> None:
    """Runs the command line; faults that people can act on end with one message and their exit code."""
    from graph.errors import HalqaError

    try:
        _end_with(app(standalone_mode=False))
    except HalqaError as error:
        say(f"halqa: {error.message}")
        if error.next_step:
            say(f"  next: {error.next_step}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        say("halqa: stopped; the next command goes on")
        sys.exit(3)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        say(f"halqa: {error.filename or 'the system'}: {error.strerror or error}")
        say("  next: check the path, its rights and the space left on the disk")
        sys.exit(2)
    except Exception as error:
        _usage_fault(error)


def _end_with(code: object) -> None:
    """Ends as the verb asked: Typer hands the codes of `typer.Exit` and of Ctrl-C back instead of ending."""
    if code == _STOPPED:
        raise KeyboardInterrupt
    if isinstance(code, int) and code:
        sys.exit(code)


def _usage_fault(error: Exception) -> None:
    """Faults in how the command was written end with exit code 2; anything else is our own fault and stays visible."""
    show = getattr(error, "show", None)
    if show is None:
        raise error
    show()
    sys.exit(2)


if __name__ == "__main__":
    main()
