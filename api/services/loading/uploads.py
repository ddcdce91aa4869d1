"""Uploads: one file and a few form fields, written to disk as they come.

The client's file name is a label and never a path. The bytes go to a file of our own naming in the data directory,
which is removed however the load ends; what a killed service left is swept at the next start.
"""

import asyncio
import contextlib
import re
import time
import unicodedata
import uuid
from collections.abc import AsyncIterable
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser

from api.services.loading.load import LoadOptions, LoadReport, load_source, profile_of
from api.services.runtime.workspace import Workspace
from graph.errors import BadValue, HalqaError, StoreUnavailable
from graph.progress import Progress
from loaders.profile.profile import Profile
from loaders.recognising import open_fitting

UPLOADS = "uploads"  # folder in the data directory
LONGEST_LABEL = 120  # bytes in UTF-8, so that the name with an addition fits every file system
LONGEST_FIELD = 1_000  # bytes
MOST_PARTS = 20
LEFT_OVER_SECONDS = 24 * 3600.0
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")


@dataclass(slots=True)
class Upload:
    """What was sent: the fields of the form, the file's label, and where its bytes are."""

    path: Path
    label: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def remove(self) -> None:
        """Removes the bytes; more than once does no harm."""
        with contextlib.suppress(OSError):
            self.path.unlink()


def label_of(file_name: str) -> str:
    """The last part of a file name as a label: no folders, no control or direction characters, at most 120 bytes."""
    name = re.split(r"[/\\]", file_name)[-1]
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip()
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    suffix = suffix[:10]
    room = LONGEST_LABEL - len(f"{dot}{suffix}".encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip(". ")
    return f"{stem or 'file'}{dot}{suffix}"


def sweep(folder: Path) -> None:
    """Removes uploads that are older than a day: nobody reads them any more."""
    for path in folder.glob("upload-*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > LEFT_OVER_SECONDS:
                path.unlink()


async def receive(chunks: AsyncIterable[bytes], content_type: str, folder: Path) -> Upload:
    """Reads a `multipart/form-data` body with one part `file`; nothing is left behind where it is refused.

    Raises:
        BadValue: it is not such a body, is cut short, has no file or two, or a field is too long or no UTF-8.
    """
    boundary = _boundary(content_type)
    upload = Upload(folder / f"upload-{uuid.uuid4().hex}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with upload.path.open("xb") as file:
            reader = _Reader(upload, file, boundary)
            async for chunk in chunks:
                await asyncio.to_thread(reader.write, chunk)
        reader.end()
        suffix = Path(upload.label).suffix.lower()
        if _SUFFIX.fullmatch(suffix):
            upload.path = upload.path.rename(upload.path.with_suffix(suffix))
    except OSError as error:
        upload.remove()
        raise StoreUnavailable(f"the upload cannot be kept: {error.strerror}", "free some space") from error
    except BaseException:
        upload.remove()
        raise
    return upload


def load_upload(
    workspace: Workspace, upload: Upload, options: LoadOptions, progress: Progress, profile: Profile | None = None
) -> LoadReport:
    """Loads an upload under its label; faults name the label and the fields of the form, not our paths and options.

    With a `profile` it is read by that one, and by none that the options name.

    Raises:
        HalqaError: see `load_file`.
    """
    try:
        profile = profile or profile_of(workspace, upload.path, options)
        source = open_fitting(upload.path, profile, workspace.settings.profiles)
        source.name = upload.label
        return load_source(workspace, source, profile, options, progress)
    except HalqaError as error:
        in_words_of_the_form(error, upload, workspace.settings.data_dir)
        raise


def in_words_of_the_form(error: HalqaError, upload: Upload, data_dir: Path) -> None:
    """Lets a fault name the label of an upload and the fields of the form, not our paths and options."""
    error.message = _in_the_words_of_the_form(error.message, upload, data_dir)
    error.next_step = _in_the_words_of_the_form(error.next_step, upload, data_dir)


def _in_the_words_of_the_form(text: str, upload: Upload, data_dir: Path) -> str:
    text = text.replace(str(upload.path), upload.label).replace(upload.path.name, upload.label)
    text = text.replace(f"{data_dir}/", "").removesuffix("; or give the path of a .yaml file")
    return _OPTION.sub(lambda found: f"`{found.group(1).replace('-', '_')}`", text)


def _boundary(content_type: str) -> bytes:
    message = Message()
    message["content-type"] = content_type
    boundary = message.get_param("boundary")
    if not isinstance(boundary, str) or not boundary or not boundary.isascii() or len(boundary) > 200:
        raise BadValue("the form has no boundary", "send multipart/form-data, as `curl -F` does")
    return boundary.encode()


class _Reader:
    """Takes the body apart as it comes."""

    def __init__(self, upload: Upload, file: BinaryIO, boundary: bytes) -> None:
        self._upload, self._file = upload, file
        self._parts = 0
        self._has_file = self._has_ended = False
        self._header, self._headers = (bytearray(), bytearray()), dict[str, str]()
        self._name, self._into_file, self._value = "", False, bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes of the body."""
        try:
            self._parser.write(chunk)
        except MultipartParseError:
            raise BadValue("the form is not well-formed multipart/form-data", "send it as `curl -F` does") from None

    def end(self) -> None:
        """Refuses a body that is cut short or has no file."""
        if not self._has_ended:
            raise BadValue("the form ends before its last boundary", "send it whole")
        if not self._has_file:
            raise BadValue("the form has no part `file`", "send the file as `-F file=@declarations.csv`")

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise BadValue(f"the form has more than {MOST_PARTS} parts", "send one file and the fields of the route")
        self._headers, self._value, self._header = {}, bytearray(), (bytearray(), bytearray())

    def _header_end(self) -> None:
        name, value = (text.decode("utf-8", "replace") for text in self._header)
        self._headers[name.lower()] = value
        self._header = (bytearray(), bytearray())

    def _headers_end(self) -> None:
        message = Message()
        message["content-disposition"] = self._headers.get("content-disposition", "")
        self._name = _text(message.get_param("name", "", "content-disposition"))
        self._into_file = self._name == "file"
        if not self._into_file:
            return
        if self._has_file:
            raise BadValue("the form has two files", "load one file at a time")
        self._has_file = True
        self._upload.label = label_of(_text(message.get_filename("")))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._into_file:
            self._file.write(data[start:end])
            return
        self._value += data[start:end]
        if len(self._value) > LONGEST_FIELD:
            raise BadValue(f"a field of the form is longer than {LONGEST_FIELD} bytes", "send the file as part `file`")

    def _part_end(self) -> None:
        if self._into_file:
            return
        if self._name in self._upload.fields:
            raise BadValue("a field of the form stands there twice", "send each once")
        try:
            self._upload.fields[self._name[:100]] = self._value.decode("utf-8")
        except UnicodeDecodeError:
            raise BadValue("a field of the form is not UTF-8", "send the form in UTF-8") from None

    def _end(self) -> None:
        self._has_ended = True


def _text(value: object) -> str:
    """A parameter of a header; the encoded form is a triple."""
    return str(value[2]) if isinstance(value, tuple) else str(value or "")
