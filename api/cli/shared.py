"""What every verb shares: the options for the store and the viewer, opening a workspace, printing."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from api.services.runtime.workspace import Workspace

Store = Annotated[
    str, typer.Option("--store", help="Graph store URL; default HALQA_STORE, else the embedded store", metavar="URL")
]
As = Annotated[
    str,
    typer.Option(
        "--as",
        help="Channel patterns of the viewer, such as 'UZ/*,KZ/import/*'; default: every channel",
        metavar="PATTERNS",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines")]


def say(text: str) -> None:
    """A message for people, to stderr."""
    print(text, file=sys.stderr)


def open_workspace(store: str, patterns: str = "", resume: bool = True, anew: bool = False) -> "Workspace":
    """The stores of a command, with progress on a terminal; finishes first what an earlier command left undone.

    `patterns` are the channels of whoever asks; `anew` empties a store of an older layout instead of refusing it.
    """
    from api.cli.progress import progress_on_terminal
    from api.services.runtime.workspace import Workspace
    from graph.settings import Settings

    return Workspace(Settings.read(), store, progress_on_terminal(), say, resume, patterns, anew)


def print_json(value: Any) -> None:
    """One JSON document to stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: Sequence[Sequence[Any]], head: Sequence[str]) -> None:
    """A plain table to stdout: columns padded, the last one not cut."""
    cells = [[str(c) for c in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for number, row in enumerate(cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))
