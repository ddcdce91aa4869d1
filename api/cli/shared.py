"""What every verb shares: the options for the store and the viewer, opening a workspace, printing."""

import json
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.views.controls import BIDI_CONTROLS

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
Params = Annotated[
    list[str], typer.Option("--param", help="Parameter of the analysis; may be repeated", metavar="NAME=VALUE")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines")]


def for_terminal(text: str) -> str:
    """A text without signs that a terminal obeys, which data may hold: they stand as `\\x1b` and `\\u202e`.

    These are control characters but tab and line end, those that turn the direction of reading, and halves of
    characters, as file names that are not UTF-8 have.
    """
    return _OBEYED.sub(lambda sign: f"\\x{ord(sign[0]):02x}" if sign[0] < "\u0100" else _escaped(sign), text)


_OBEYED = re.compile(f"[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{''.join(sorted(BIDI_CONTROLS))}]")


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


def tell(text: str = "", end: str = "\n") -> None:
    """What was asked for, to stdout: the one place where a command prints it."""
    print(for_terminal(text), end=end)


def say(text: str) -> None:
    """A message for people, to stderr."""
    print(for_terminal(text), file=sys.stderr)


def open_workspace(
    store: str, patterns: str = "", resume: bool = True, anew: bool = False, makes: bool = False
) -> "Workspace":
    """The stores of a command, with progress on a terminal; finishes first what an earlier command left undone.

    `patterns` are the channels of whoever asks; `anew` empties a store of an older layout instead of refusing it;
    `makes` is for verbs that bring data in: others end where there is no store yet.
    """
    from api.cli.progress import progress_on_terminal
    from api.services.runtime.workspace import Workspace
    from graph.settings import Settings

    return Workspace(Settings.read(), store, progress_on_terminal(), say, resume, patterns, anew, makes=makes)


def print_json(value: Any) -> None:
    """One JSON document to stdout."""
    print(_OBEYED.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2)))


def print_json_line(value: Any) -> None:
    """One JSON document to stdout, in one line."""
    print(_OBEYED.sub(_escaped, json.dumps(value, ensure_ascii=False)))


def print_table(rows: Sequence[Sequence[Any]], head: Sequence[str]) -> None:
    """A plain table to stdout: columns padded, the last one not cut."""
    cells = [[for_terminal(" ".join(str(c).splitlines())) for c in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for number, row in enumerate(cells):
        tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            tell("  ".join("-" * width for width in widths))


def cell(value: Any) -> str:
    """A value in a table: a number with six digits, a list in one word, a thing by its label, a long text cut.

    A sentence is never cut: what to do stands at its end.
    """
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    if isinstance(value, float):
        text = f"{value:.6g}"
        return f"{value:.0f}" if "e+" in text else text
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = ", ".join(str(part["label"]) for part in value)
    elif isinstance(value, list):
        return "-".join(map(str, value))
    text = "" if value is None else str(value)
    return text if len(text) <= 70 else text[:69] + "…"
