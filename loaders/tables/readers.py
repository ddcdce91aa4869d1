"""Which reader reads a table: every module of this folder that declares `SUFFIXES` and `open_source`."""

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import loaders.tables
from graph.errors import BadFile
from graph.messages import message
from graph.plugins import modules_below
from loaders.profile.profile import Profile
from loaders.source import Source

OpenSource = Callable[[Path, Profile], Source]


_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEAD = 4096
_PROLOG = re.compile(rb"\s*(?:<(?:\?|!--)[^>]{0,500}>\s*){0,5}")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b", re.IGNORECASE)
_EXCEL_XML = re.compile(rb"<(?:\w{1,20}:)?Workbook\b")


def content_suffix(path: Path, suffix: str) -> str:
    """The suffix under which a table is read: its own, unless its first bytes are those of another kind of table.

    Raises:
        BadFile: it is a web page, or the XML of an old Excel.
        OSError: it cannot be read.
    """
    if suffix not in _SPREADSHEETS | _TEXTS:
        return suffix
    with path.open("rb") as file:
        head = file.read(_HEAD)
    _check_no_markup(path, suffix, head)
    is_book = head.startswith((_ZIP, _OLE))
    if suffix in _TEXTS:
        return (".xlsx" if head.startswith(_ZIP) else ".xls") if is_book else suffix
    is_text = bool(head) and not is_book and (b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")))
    return ".csv" if is_text else suffix


def _check_no_markup(path: Path, suffix: str, head: bytes) -> None:
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    begins = prolog.end() if (prolog := _PROLOG.match(text)) else 0
    kinds = ((_PAGE, "a web page"), (_EXCEL_XML, "an Excel 2003 workbook in XML"))
    kind = next((words for pattern, words in kinds if pattern.match(text, begins)), "")
    if kind:
        raise BadFile(
            f"{path} is {kind}, though it is named {suffix}",
            "open it with a spreadsheet program and save it as XLSX or CSV",
        )


@functools.cache
def readers() -> Mapping[str, OpenSource]:
    """Suffix -> the function that opens such a file."""
    openers: dict[str, OpenSource] = {}
    for module in modules_below(loaders.tables):
        for suffix in getattr(module, "SUFFIXES", ()):
            openers[suffix] = module.open_source
    return openers


def open_table(path: Path, profile: Profile) -> Source:
    """Opens a table with the reader of its suffix, or of its content where that is plainly another table.

    Programs name web pages, text and newer workbooks `.xls`, and people rename files.

    Raises:
        BadFile: it cannot be read, no reader knows its suffix, or it is a web page.
    """
    suffix = path.suffix.lower()
    if suffix not in readers():
        raise BadFile(
            f"no loader reads {path.suffix or 'a file without a suffix'!r} ({path})",
            f"known: {', '.join(sorted(readers()))}",
        )
    if path.exists() and not path.is_file():
        raise BadFile(f"{path} is no file", "name a file: to open a pipe may wait for ever")
    try:
        known = content_suffix(path, suffix)
        source = readers()[known](path, profile)
        if known != suffix:
            source.remarks = (message("read.misnamed", suffix=suffix, known=known), *source.remarks)
        return source
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}", "check the rights of the file") from error
