"""JSON lines: one object a line; its columns are the keys of the whole file, dotted where objects are nested.

`{"consignee": {"name": "A"}}` is the column `consignee.name`, `{"phones": ["1", "2"]}` the column `phones` with `1;2`,
and `{"goods": [{"code": "1"}, {"code": "2"}]}` the column `goods.code` with `1;2`. Values are the text that was
written: numbers keep their digits and are never read as floating point; only the decimal sign becomes the one that the
profile reads. `null` and what is absent are empty.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from graph.errors import BadFile
from loaders.encoding import bounded_lines, scan
from loaders.profile.profile import Profile
from loaders.source import Position, Source, marked_as_number
from loaders.tables.header_rows import skipping

SUFFIXES = (".jsonl", ".ndjson")
MAX_COLUMNS = 1_000
MAX_DEPTH = 16
LIST_SEPARATOR = ";"
_WHOLE = re.compile(r"-?\d+")
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")  # the only way in which the next gets into a line of text
_UNSENDABLE = re.compile("[\ud800-\udfff\0]")


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


_TEXT_ALONE = {str}
_AS_WRITTEN = {str, _Number}
_PLAIN = {str, _Number, bool, type(None)}


def open_source(path: Path, profile: Profile) -> Source:
    """A file of JSON lines as a source of raw units.

    Raises:
        BadFile: a line is no JSON object, a key stands twice in one, it is nested too deep, or has too many columns.
    """
    scanned = scan(path, profile.encodings, profile.name)
    columns = _columns(path, scanned.encoding, profile.decimal)
    names = list(columns)
    header = tuple(marked_as_number(name) if is_whole else name for name, is_whole in columns.items())
    is_left_out = skipping(profile.skip_rows)
    position = Position()
    rows = flat_rows(path, scanned.encoding, profile.decimal, position)
    units = ((line, _cells(row, names)) for line, row in rows)
    return Source(
        name=path.name,
        sha256=scanned.sha256,
        header=header,
        units=((line, cells) for line, cells in units if not is_left_out(cells)),
        size=path.stat().st_size,
        remarks=(scanned.remark,),
        share=position.share,
    )


def _columns(path: Path, encoding: str, decimal: str) -> dict[str, bool]:
    """The columns of a file in their order, and whether each holds nothing but whole numbers."""
    columns: dict[str, None] = {}
    whole: set[str] = set()
    for line, row in flat_rows(path, encoding, decimal):
        if not row.keys() <= columns.keys():
            whole |= row.keys() - columns.keys()
            columns |= dict.fromkeys(row)
            if len(columns) > MAX_COLUMNS:
                raise BadFile(
                    f"{path}, line {line}: more than {MAX_COLUMNS:,} columns", "this is not a file of records"
                )
        if whole:  # soon it is small, and each row costs as much as it has columns of whole numbers
            whole -= {name for name in whole if not _may_be_whole(row.get(name, ""))}
    if not columns:
        raise BadFile(f"{path} holds no rows", "check that the export was written whole")
    return {name: name in whole for name in columns}


def _may_be_whole(value: str) -> bool:
    return not value or (isinstance(value, _Number) and _WHOLE.fullmatch(value) is not None)


def _cells(row: dict[str, str], names: list[str]) -> list[str]:
    cells = list(row.values()) if list(row) == names else [row.get(name, "") for name in names]
    return cells if set(map(type, cells)) == _TEXT_ALONE else list(map(str, cells))


def flat_rows(
    path: Path, encoding: str, decimal: str, position: Position | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """The objects as dotted column -> text, with their lines.

    Raises:
        BadFile: see `open_source`.
    """

    def real(text: str) -> _Number:
        return _Number(_positional(text).replace(".", decimal))

    decoder = json.JSONDecoder(
        object_pairs_hook=_once, parse_int=_Number, parse_float=real, parse_constant=_no_constant
    )
    with path.open(encoding=encoding, newline="") as file:
        if position:
            position.follow(file)
        for line, text in enumerate(bounded_lines(file, path), 1):
            if not text.strip():
                continue
            try:
                row = _flattened(decoder.decode(text.strip()), is_suspect=_SUSPECT.search(text) is not None)
            except (ValueError, RecursionError) as error:
                why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
                raise BadFile(f"{path}, line {line}: {why}", "every line must be one JSON object") from None
            yield line, row


def _positional(text: str) -> str:
    """A number without an exponent, in the digits that were written."""
    if "e" not in text and "E" not in text:
        return text
    exponent = text.lower().partition("e")[2]
    return f"{Decimal(text):f}" if len(exponent) <= 4 and abs(int(exponent)) <= 400 else text


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _flattened(said: Any, is_suspect: bool) -> dict[str, str]:
    """An object as dotted column -> text; only a suspect line can hold what cannot be sent.

    An object of plain values, as nearly all are, is its own row: to walk through it would take eight times as long.
    """
    if not isinstance(said, dict):
        raise ValueError("it is no JSON object")
    kinds = set(map(type, said.values()))
    if kinds <= _PLAIN and not is_suspect and len(said) <= MAX_COLUMNS:
        return said if kinds <= _AS_WRITTEN else {name: _text(value) for name, value in said.items()}
    texts: dict[str, list[str]] = {}
    _flatten("", said, texts, 0)
    return {name: _joined(several) for name, several in texts.items()}


def _joined(texts: list[str]) -> str:
    """The texts of a list; a number alone stays the number that it is."""
    filled = [text for text in texts if text]
    return filled[0] if len(filled) == 1 else LIST_SEPARATOR.join(filled)


def _flatten(name: str, value: Any, row: dict[str, list[str]], depth: int, is_listed: bool = False) -> None:
    """Puts a value under its name; `is_listed` values may come again and are joined at the end."""
    if depth > MAX_DEPTH or len(row) > MAX_COLUMNS:
        raise ValueError("it is nested too deep" if depth > MAX_DEPTH else f"it has more than {MAX_COLUMNS:,} values")
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{name}.{key}" if name else key, inner, row, depth + 1, is_listed)
    elif isinstance(value, list):
        if not value:
            _put(row, name, "", True)
        for inner in value:
            _flatten(name, inner, row, depth + 1, True)
    else:
        _put(row, name, _text(value), is_listed)


def _put(row: dict[str, list[str]], name: str, text: str, is_listed: bool) -> None:
    if _UNSENDABLE.search(name):
        raise ValueError("a key holds NUL or half of a character")
    if name in row and not is_listed:
        raise ValueError(f"{name!r} is written both nested and with a dot")
    row.setdefault(name, []).append(text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text: str = value
    if _UNSENDABLE.search(text):
        raise ValueError("a text holds NUL or half of a character")
    return text
