"""The mapping profile: a YAML file that says how somebody's columns become canonical records.

A new layout is a new profile and no Python. `docs/profiles.md` explains every key; a fault in a profile is refused
with the key that holds it.
"""

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, ValidationError, model_validator

from graph.canonical import RecordKind, ValueType
from graph.errors import BadFile, BadProfile
from graph.values.calendars import Calendar
from graph.wording import names_known, shown
from loaders import parsers
from loaders.documents.document import document_formats
from loaders.profile.extract_date import Pattern
from loaders.profile.faults import bad_profile, fault, place_of
from loaders.profile.formats import CalendarName, DateFormats, Decimal, Delimiter, Encodings, Zone
from loaders.profile.graph_mapping import GraphMapping
from loaders.profile.model import ProfileModel
from loaders.profile.reading import read_as
from loaders.profile.records import FieldMapping, RecordMapping, field_type
from loaders.profile.scalars import Count, FilledText, IsTrue, Text, Texts, Version
from loaders.profile.tree import MOST_BYTES, tree_of

_PACKED = re.compile(r"\.(gz|zip)$", re.IGNORECASE)
BUILT_IN = Path(__file__).parents[1] / "profiles"
MOST_RECORDS = 64
_OF_DOCUMENTS = ("name", "version", "title", "document")  # a format knows the rest by itself


def _entries(value: Any) -> Any:
    if value == "" or value == []:
        return []
    if not isinstance(value, list):
        raise fault(f"is {shown(value)}", "list the records of a row, each after a dash")
    if len(value) > MOST_RECORDS:
        raise fault(f"has {len(value):,} entries", f"a row may hold up to {MOST_RECORDS} records")
    return value


class Profile(ProfileModel):
    """A mapping profile, checked: of a table (`records`), a graph export (`neo4j_csv`) or a document format."""

    NEEDED: ClassVar = {
        "name": "write the name under which it is kept",
        "version": "write a whole number from 1 on, and a higher one at every change",
    }

    name: Annotated[FilledText, AfterValidator(str.strip)] = Field(description="The name under which it is kept")
    version: Version = Field(description="A whole number from 1 on; a change of the text needs a higher one")
    title: Text = Field("", description="What it is for, in a few words")
    encodings: Encodings = Field(
        ("utf-8",), alias="encoding", description="Tried in this order, strictly; or auto, then the code pages to try"
    )
    delimiter: Delimiter = Field(",", description="The sign between cells, or auto")
    sheet: Text = Field("", description="Sheet of a workbook: a name, a number from 1, or a pattern such as 20*")
    header_row: Count = Field(0, description="The row of the header, from 1; 0 is the first that is not blank")
    header_rows: Count = Field(
        0, description="Rows of the header, where it has several levels: their names are joined, `Consignee / Name`"
    )
    skip_rows: Texts = Field((), description="Rows that begin with one of these words are left out")
    skip_footer: Count = Field(0, description="Rows at the end that are left out")
    dates: DateFormats = Field(("%Y-%m-%d",), description="How days and moments are written, such as %d.%m.%Y %H:%M")
    calendar: CalendarName = Field(
        Calendar.GREGORIAN, description="The calendar of the days: gregorian, or solar hijri (Afghanistan, Iran)"
    )
    decimal: Decimal = Field(
        ".", description="The decimal sign; spaces, apostrophes and the other sign group thousands"
    )
    zone: Zone = Field("", description="IANA time zone of the hours in the file, such as Asia/Tashkent")
    extract_date: Pattern = Field(
        "", description="Regular expression with one group: the extract's day, as 2024-03-31, in the file name"
    )
    is_complete: IsTrue = Field(
        False, alias="complete", description="Whether it holds every record of the days from its first to its last"
    )
    records: Annotated[tuple[RecordMapping, ...], BeforeValidator(_entries)] = Field(
        (), description=f"The records that a row holds, up to {MOST_RECORDS}", min_length=0, max_length=MOST_RECORDS
    )
    neo4j_csv: GraphMapping | None = Field(
        None, description="In the place of `records`: a folder of node and relationship files for neo4j-admin"
    )
    document: Text = Field("", description="In the place of `records`: the document format that reads the file")
    _text: str = PrivateAttr("")

    def model_post_init(self, context: Any, /) -> None:
        """Keeps the text that the profile was read from."""
        self._text = context["text"]

    @model_validator(mode="after")
    def _check(self) -> Self:
        self._check_subject()
        self._check_calendar()
        for path, kind, fields in self._mapped():
            for name, mapping in fields.items():
                self._check_zone((*path, "fields", name), field_type(kind, name))
                self._check_constants((*path, "fields", name), field_type(kind, name), mapping)
        return self

    def _check_subject(self) -> None:
        """One of table, export and document, and nothing that would be passed over."""
        if self.document:
            if self.document not in document_formats():
                what = f"is {shown(self.document)}, which is no document format"
                raise fault(what, names_known(self.document, document_formats()), "document")
            for name in self.model_fields_set:
                key = type(self).model_fields[name].alias or name
                if key not in _OF_DOCUMENTS:
                    raise fault("stands beside `document`", "leave it out: a document format knows it by itself", key)
        elif self.neo4j_csv and self.records:
            raise fault("stands beside `neo4j_csv`", "map a table or a graph export, not both", "records")
        elif not self.neo4j_csv and not self.records:
            raise fault("is missing", "list at least one record with `kind`, `id` and `fields`", "records")

    def _check_calendar(self) -> None:
        """Formats that another calendar than ours can be read by."""
        if self.calendar is Calendar.SOLAR_HIJRI:
            for place, pattern in enumerate(self.dates):
                try:
                    parsers.solar_pattern(pattern)
                except ValueError as error:
                    raise fault(f"is {shown(pattern)}", str(error), "dates", place) from None

    def _check_zone(self, path: tuple[str | int, ...], type_: ValueType | None) -> None:
        """Hours without a zone are no moments."""
        if type_ is ValueType.MOMENT and not self.zone:
            what = f"is missing, but `{place_of(path)}` has hours"
            raise fault(what, "name the IANA zone of the hours, such as Asia/Tashkent", "zone")

    def _check_constants(self, path: tuple[str | int, ...], type_: ValueType | None, mapping: FieldMapping) -> None:
        """What a profile writes itself is read when the profile is, and not refused in every row of every file."""
        if type_ is None or type_ is ValueType.TEXT:
            return
        read = read_as(str(path[-1]), type_, self)
        constants: list[tuple[tuple[str, ...], str]] = [(("value",), mapping.value)] if mapping.value else []
        constants += [(("values", text), meaning) for text, meaning in (mapping.values or {}).items()]
        for place, text in constants:
            try:
                is_read = read(text) is not None
                reason = "not a country"
            except ValueError as error:
                is_read, reason = False, str(error)
            if not is_read:
                raise fault(f"is {shown(text)}: {reason}", "write what the field can hold", *path, *place)

    def _mapped(self) -> Iterator[tuple[tuple[str | int, ...], RecordKind, dict[str, FieldMapping]]]:
        """Every mapping of fields with its place in the profile and the kind of its record."""
        for place, record in enumerate(self.records):
            yield ("records", place), record.kind, record.fields
        if self.neo4j_csv:
            for path, kind, fields in self.neo4j_csv.mapped():
                yield ("neo4j_csv", *path), kind, fields

    @property
    def text(self) -> str:
        """The text that it was read from."""
        return self._text

    def columns(self) -> list[str]:
        """Every column the profile reads, sorted: a file must have them all."""
        return sorted(set().union(*(record.columns() for record in self.records)))

    def other_names(self) -> dict[str, tuple[str, ...]]:
        """Column -> its other names, of all fields that list several, in the order in which they stand."""
        names: dict[str, tuple[str, ...]] = {}
        for record in self.records:
            for mapping in record.fields.values():
                if mapping.others:
                    column = mapping.sources[0]
                    names[column] = tuple(dict.fromkeys((*names.get(column, ()), *mapping.others)))
        return names


def day_in_name(name: str, profile: Profile) -> str:
    """The day of an extract that a file's name tells, "" where the profile expects none there.

    Raises:
        BadFile: the profile expects a day in the name, and there is none.
    """
    if not profile.extract_date:
        return ""
    match = re.search(profile.extract_date, name) or re.search(profile.extract_date, _PACKED.sub("", name))
    if not match:
        raise BadFile(f"the name {name} holds no extract date as profile {profile.name} expects", "give --extract-date")
    try:
        return datetime.date.fromisoformat(match.group(1)).isoformat()
    except ValueError:
        words = f"the extract date {match.group(1)!r} in the name {name} is not a day"
        raise BadFile(words, "write it as 2024-03-31, or give --extract-date") from None


def find_profile(name: str, own: Path | None = None) -> Profile:
    """The profile of a name (looked up in the own folder, then among the built-in ones) or of a path to a YAML file.

    Raises:
        BadProfile: there is none, or it is faulty.
    """
    if name.endswith((".yaml", ".yml")):
        return read_profile(Path(name))
    folders = [folder for folder in (own, BUILT_IN) if folder is not None]
    for folder in folders:
        path = folder / f"{name}.yaml"
        if path.is_file():
            return read_profile(path)
    document = document_formats().get(name)
    if document is not None:
        return parse_profile(document.profile_text(), name)
    known = sorted({path.stem for folder in folders for path in folder.glob("*.yaml")} | document_formats().keys())
    raise BadProfile(f"no profile {name!r}", f"{names_known(name, known)}; or give the path of a .yaml file")


def read_profile(path: Path) -> Profile:
    """Reads and checks a profile.

    Raises:
        BadProfile: it cannot be read, is larger than a profile is, or is faulty.
    """
    if path.exists() and not path.is_file():
        raise BadProfile(f"profile {path} is no file", "give the path of a YAML file")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise BadProfile(f"profile {path} has more than {MOST_BYTES:,} bytes", "name the file of a mapping profile")
        text = content.decode("utf-8")
    except OSError as error:
        raise BadProfile(f"profile {path} cannot be read: {error.strerror}", "give the path of a YAML file") from error
    except UnicodeDecodeError as error:
        reason = f"it is not UTF-8 at byte {error.start}"
        raise BadProfile(f"profile {path} cannot be read: {reason}", "save it as UTF-8") from error
    return parse_profile(text, str(path))


@lru_cache(maxsize=64)
def parse_profile(text: str, where: str = "profile") -> Profile:
    """Checks the text of a profile; pure, and the same text is checked once.

    Raises:
        BadProfile: with the key that holds the fault, and what it should be.
    """
    tree = tree_of(text, where)
    try:
        return Profile.model_validate(tree, context={"text": text})
    except ValidationError as error:
        raise bad_profile(error, where) from None
