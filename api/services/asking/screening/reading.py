"""Consignments to ask about, read from a file through its profile or from a request; nothing is loaded or written."""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analyses.leading.arriving import moment
from api.services.asking.screening.announced import Announced, of_records
from api.services.asking.screening.files import profile_of_file
from graph.canonical import Record, Rejection
from graph.errors import BadFile, BadValue
from graph.messages import Message, message
from graph.model import Channel
from graph.values.reference.countries import country_code
from graph.wording import refusal
from loaders.profile.mapping import parser as table_parser
from loaders.profile.profile import Profile, find_profile, parse_profile
from loaders.recognising import open_fitting
from loaders.registry import parser

MOST_CONSIGNMENTS = 20_000
_DATASET, _HANDLING, _PURPOSE = "screening", "H1", "screening"  # of a channel that is never kept
_NOBODY = "SCREENING"  # who reports, where nobody is named
_BETWEEN = "\x1f"
_NUMBER = "own number"  # the column of a request
_DATES = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")

FieldValue = str | float | list[str]


class ConsignmentForm(BaseModel):
    """A consignment as a request says it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "number": "N-17",
                    "fields": {
                        "consignee.name": "Karvon Trans LLC",
                        "vehicle.plate": "01 777 AAA",
                        "entered_at": "Termez",
                    },
                }
            ]
        },
    )

    kind: Literal["arrival", "manifest", "declaration"] = Field(
        "arrival", description="What it is: a notice of arrival, a line of a manifest, a declaration"
    )
    number: str = Field(description="Its own number", min_length=1, max_length=500, examples=["N-17"])
    fields: dict[str, FieldValue] = Field(
        description="What it says, by the names that mapping profiles use (docs/profiles.md); days as 2024-03-05",
        max_length=200,
        examples=[{"consignee.name": "Karvon Trans LLC", "driver.name": "Olim Karimov", "container": "MSKU1234565"}],
    )


class ConsignmentsForm(BaseModel):
    """Consignments as a request or a file of JSON says them."""

    model_config = ConfigDict(extra="forbid")

    originator: str = Field(
        "", description="Who reports them: phones, plates and tax numbers are read for it", max_length=60
    )
    consignments: list[ConsignmentForm] = Field(description="The consignments", min_length=1, max_length=1_000)


@dataclass(slots=True)
class ReadConsignments:
    """What was read.

    Attributes:
        consignments: In the order of the file.
        rejected: (line, why) of the rows that could not be read.
        others: Records that are no consignments.
        remarks: How the file was read.
        read_as: As what the file was read; None for a request.
    """

    consignments: list[Announced] = field(default_factory=list)
    rejected: list[tuple[int, Rejection]] = field(default_factory=list)
    others: int = 0
    remarks: Sequence[Message] = ()
    read_as: Message | None = None


def read_file(path: Path, profile: str, originator: str, own: Path | None) -> ReadConsignments:
    """The consignments of a file.

    Args:
        path: The file.
        profile: Name or path of the mapping profile; "" or `AUTO` for the one that fits, or for a document.
        originator: Who reports it, "" for nobody.
        own: The folder of own profiles.

    Raises:
        HalqaError: the file, the profile or the originator is wrong, or it is a bare list.
    """
    name = profile_of_file(path, profile, own)
    if not name:
        raise BadFile(f"{path} holds one column: it is a bare list", "send its lines to /v1/screening")
    mapping = find_profile(name, own)
    source = open_fitting(path, mapping, own)
    read = _read(mapping, source.header, source.units, _channel(originator, mapping.name))
    read.remarks = source.remarks
    read.read_as = message("screening.read_as_consignments", profile=mapping.name)
    return read


def instant(text: str) -> datetime.datetime:
    """The moment that hours are left from: what was said, now where nothing was.

    Raises:
        BadValue: it is no day and no moment.
    """
    return moment(text, "screening") or datetime.datetime.now(datetime.UTC)


def text_of(path: Path) -> str:
    """The text of a file of JSON.

    Raises:
        BadValue: it cannot be read, or is no text in UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise BadValue(f"{path}: {error.strerror}", "name a file of JSON") from None
    except UnicodeDecodeError:
        raise BadValue(f"{path} is no text in UTF-8", "save it as UTF-8 and ask again") from None


def read_json(text: str, where: str) -> ConsignmentsForm:
    """The form that a text of JSON holds.

    Raises:
        BadValue: it is no JSON, or not of that form.
    """
    try:
        return ConsignmentsForm.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        what, next_step = refusal(fault)
        name = ".".join(map(str, fault["loc"])) or "the text"
        raise BadValue(f"{where}: {name} {what}", next_step) from None


def read_form(form: ConsignmentsForm) -> ReadConsignments:
    """The consignments of a request.

    Raises:
        BadProfile: a field is none of a consignment.
        BadValue: the originator is wrong.
    """
    channel, read = _channel(form.originator), ReadConsignments()
    records: list[tuple[int, Record]] = []
    for line, consignment in enumerate(form.consignments, 1):
        found, rejections = _record(consignment)
        records += [(line, record) for record in found]
        read.rejected += [(line, rejection) for rejection in rejections]
    read.consignments = of_records(records, channel)
    return read


def _record(form: ConsignmentForm) -> tuple[list[Record], list[Rejection]]:
    """The record that a form says, read as a row whose columns are its fields."""
    names = [name for name, value in form.fields.items() if value not in ("", [])]
    several = {name for name in names if isinstance(form.fields[name], list)}
    mapping = {name: {"column": name, "split": _BETWEEN} if name in several else name for name in names}
    text = json.dumps(
        {
            "name": _DATASET,
            "version": 1,
            "dates": _DATES,
            "zone": "UTC",
            "records": [{"kind": form.kind, "id": _NUMBER, "fields": mapping}],
        }
    )
    profile = parse_profile(text, "the request")
    cells = [_BETWEEN.join(v) if isinstance(v := form.fields[name], list) else _text(v) for name in names]
    return table_parser(profile, (_NUMBER, *names))([form.number, *cells])


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"


def _read(
    profile: Profile, header: tuple[str, ...], units: Iterable[tuple[int, Any]], channel: Channel
) -> ReadConsignments:
    parse, read = parser(profile, header), ReadConsignments()
    records: list[tuple[int, Record]] = []
    for line, unit in units:
        found, rejections = parse(unit)
        read.rejected += [(line, rejection) for rejection in rejections]
        records += [(line, record) for record in found if not rejections]
        if len(records) > MOST_CONSIGNMENTS:
            raise BadValue(
                f"the file holds more than {MOST_CONSIGNMENTS:,} records", "split it, or load it and ask `consignments`"
            )
    read.consignments = of_records(records, channel)
    read.others = len({(record.kind, record.source_id) for _, record in records}) - len(read.consignments)
    return read


def _channel(originator: str, dataset: str = _DATASET) -> Channel:
    """Where the records would be said, had they been loaded: the country that numbers are read for.

    Raises:
        BadValue: the originator is no name.
    """
    code = country_code(originator) or originator or _NOBODY
    return Channel(code, dataset, _HANDLING, _PURPOSE)
