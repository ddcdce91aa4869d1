"""What every format of an edge list gives: links with weight, day and role, and what is said of nodes."""

import datetime
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import BadFile
from graph.model import EPOCH
from loaders.encoding import bounded_lines, detect
from loaders.wrapping import opened

LABEL, STATUS, KIND = "label", "status", "kind"
_HEAD = 1024  # bytes by which a packed file is told from its content
_SECONDS_FROM = 1_000_000  # a larger whole number is seconds since 1970, a smaller one days
_MILLISECONDS_FROM = 100_000_000_000
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_COMPACT = re.compile(r"(19|20)\d{6}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two nodes by their names; `on` is a day as ISO text, "" for none."""

    source: str
    target: str
    weight: float = 1.0
    on: str = ""
    role: str = ""


@dataclass(slots=True)
class LinkFile:
    """A file being read: its links in a stream that is read once, and its nodes, which are known when that has ended.

    `nodes` holds what is said of a node under `LABEL`, `STATUS` and `KIND`.
    """

    links: Iterator[Link]
    nodes: dict[str, Mapping[str, str]] = field(default_factory=dict)


def text_lines(path: Path) -> Iterator[str]:
    """The lines of a text file; of one that is packed as UTF-8.

    Raises:
        BadFile: it is no text, or its packing is damaged.
    """
    with opened(path) as raw, path.open("rb") as file:
        is_packed = raw.read(_HEAD) != file.read(_HEAD)
    encoding = "utf-8-sig" if is_packed else detect(path)[0]
    with opened(path) as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
        try:
            yield from bounded_lines(text, path)
        except UnicodeDecodeError as error:
            raise BadFile(
                f"{path} is no text in {encoding}: {error.reason}", "unpack it, or save it as UTF-8"
            ) from error


def weight_of(text: str, path: Path, line: int) -> float:
    """A weight: a number that is not negative; 1 where the cell is empty.

    Raises:
        BadFile: it is none.
    """
    if not text.strip():
        return 1.0
    try:
        weight = float(text.strip().replace(",", "."))
    except ValueError:
        raise BadFile(
            f"{path}, line {line}: the weight {text!r} is no number", "write a number, or name another column as weight"
        ) from None
    if not math.isfinite(weight) or weight < 0:
        raise BadFile(f"{path}, line {line}: the weight is {text}", "a weight is a finite number from 0 on")
    return weight


def day_of(text: str, path: Path, line: int) -> str:
    """A day as ISO text: of 2024-01-31, 31.01.2024, 20240131, seconds since 1970, or a small number of days.

    Raises:
        BadFile: it is none of them.
    """
    text = text.strip()
    if not text:
        return ""
    try:
        return _day(text).isoformat()
    except (ValueError, OverflowError, OSError):
        raise BadFile(
            f"{path}, line {line}: the time {text!r} is not clear",
            "write it as 2024-01-31, 31.01.2024 or in seconds since 1970",
        ) from None


def _day(text: str) -> datetime.date:
    if _ISO.match(text):
        return datetime.date.fromisoformat(text[:10])
    if dotted := _DOTTED.match(text):
        return datetime.date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    if _COMPACT.fullmatch(text):
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    number = float(text)
    if number >= _MILLISECONDS_FROM:
        number /= 1000
    if number >= _SECONDS_FROM:
        return datetime.datetime.fromtimestamp(number, datetime.UTC).date()
    return EPOCH + datetime.timedelta(days=int(number))
