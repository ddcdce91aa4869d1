"""Which reader opens a file, and which function reads its units: tables, documents and graph exports."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from graph.errors import BadFile
from graph.messages import message
from loaders import neo4j_csv
from loaders.documents.document import DocumentFormat, document_formats, recognised
from loaders.profile import mapping
from loaders.profile.mapping import UnitParser
from loaders.profile.profile import Profile
from loaders.source import Source, readable_name
from loaders.tables.readers import open_table
from loaders.wrapping import position_in


def open_source(path: Path, profile: Profile) -> Source:
    """Opens a file with the reader of its suffix, or the folder of a graph export where the profile is for one.

    Raises:
        BadFile: there is no such file, it cannot be read, or no reader knows its suffix.
    """
    if profile.neo4j_csv:
        source = neo4j_csv.open_source(path, profile)
    else:
        check_is_file(path)
        document = document_formats()[profile.document] if profile.document else None
        source = open_document(path, document) if document else open_table(path, profile)
    source.name = readable_name(source.name)
    return source


def parser(profile: Profile, header: Sequence[str]) -> UnitParser:
    """The function that reads the units of a file: rows under this header, units of a document or of a graph export.

    Raises:
        BadFile: a column that the profile reads is missing, or the header names one twice.
    """
    if profile.document:
        return document_formats()[profile.document].parse
    if profile.neo4j_csv:
        return neo4j_csv.parser(profile)
    return mapping.parser(profile, header)


def open_document(path: Path, document: DocumentFormat) -> Source:
    """Opens a document.

    Raises:
        BadFile: it cannot be read, or is of another format.
    """
    found = recognised(path)
    if found is not document and not (found is None and document.reads_when_named):
        kind = f"a {found.title}" if found else "no document that we know"
        raise BadFile(f"{path} is {kind}, not a {document.title}", "leave out --profile: documents are recognised")
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    remarks = (message("read.document", title=document.title), *document.remarks(path))
    size, position = path.stat().st_size, position_in(path)
    units = document.units(path)
    return Source(path.name, digest.hexdigest(), document.columns, units, size, remarks, position.share)


def check_is_file(path: Path) -> None:
    """Raises `BadFile` where there is no file of this path, or it is a folder, a pipe or a device."""
    if path.is_dir():
        raise BadFile(f"{path} is a folder", "name the files in it")
    if not path.exists():
        raise BadFile(f"no file {path}", "check the path")
    if not path.is_file():  # to open a pipe may wait for ever
        raise BadFile(f"{path} is a pipe or a device", "save it as a file and load that")
