"""Loads and batches as requests say them and answers show them."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.http.models.query import PagedQuery, ViewerQuery, WaitingViewerQuery
from api.http.models.texts import Text, Words
from graph.messages import Message

Name = Annotated[str, StringConstraints(max_length=60, pattern=r"^[A-Za-z0-9_.-]*$")]
BATCH = "UZ/declarations/H1/customs:2024-03-31:9f3c2a1b04de"


class LoadForm(BaseModel):
    """What is said of a file; the file itself is the part `file`."""

    model_config = ConfigDict(extra="forbid")

    profile: str = Field(
        "",
        description="Name of a mapping profile: built in, or in the service's folder of profiles, never a path; where"
        " empty, a document is recognised and a table read by the one profile that finds all its columns",
        pattern=r"^(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,99})?$",
        examples=["customs-declarations"],
    )
    originator: Name = Field(
        description="Who reports: a country, or an organisation's code in capitals", min_length=1, examples=["UZ"]
    )
    dataset: Name = Field("", description="Dataset; the profile's name where empty", examples=["declarations"])
    handling: Name = Field("H1", description="Handling code of rows that name none", min_length=1, examples=["H1"])
    purpose: Name = Field("customs", description="Purpose of use", min_length=1, examples=["customs"])
    unit: Words = Field("", description="Control unit that loads", examples=["Termez dry port"])
    grade: Words = Field("", description="Source grade", examples=["B2"])
    extract_date: datetime.date | None = Field(
        None, description="Day of the extract; else from the profile, else the latest date in the file"
    )
    retain_until: datetime.date | None = Field(None, description="Last day on which the batch is kept")
    row_numbers: bool = Field(False, description="Whether the records' own numbers may count the rows of the file")
    reused_numbers: bool = Field(
        False, description="Whether the numbers may be those of other records in files before: corrections of them"
    )
    duplicate: bool = Field(False, description="Whether another dataset of the originator may hold the same records")


class WatchMet(BaseModel):
    """A record in which something on the watch list was met for the first time."""

    id: str = Field(description="Id of the hit", examples=["hit:8604ddab7bded03db378aa01"])
    watch: str = Field(description="Id of the entry", examples=["watch:8604ddab7bded03db378aa01"])
    kind: str = Field(description="name, plate, container, phone, identifier, entity", examples=["plate"])
    text: str = Field(description="What is watched", examples=["01 777 AAA"])
    why: str = Field(description="Why", examples=["seen at night"])
    record: str = Field(description="Id of the record", examples=["consignment:UZ/decl/H1/customs:declaration:1"])
    node: str = Field(description="Id of the value or party that met it", examples=["vehicle:UZ:01777AAA"])
    sureness: float = Field(description="How sure it is, 0-1; a number is met or not", ge=0, le=1, examples=[1.0])


class LoadAnswer(BaseModel):
    """What became of a file. It speaks of the file's own records only, never of what others had reported before."""

    file: str = Field(description="The file's name as it was sent, without folders", examples=["march.csv"])
    channel: str = Field(description="Channel of rows that name no handling", examples=["UZ/declarations/H1/customs"])
    batches: list[str] = Field(description="Batches it became, one a channel", examples=[[BATCH]])
    already_loaded: bool = Field(description="Whether the same bytes were loaded before", examples=[False])
    rows: int = Field(description="Rows of the file", examples=[4680], ge=0)
    records: int = Field(description="Records read from them", examples=[4645], ge=0)
    rejected_rows: int = Field(description="Rows that could not be read", examples=[39], ge=0)
    duplicate_rows: int = Field(description="Rows of which the same stands further up", examples=[0], ge=0)
    applied_records: int = Field(description="Records that are new or changed", examples=[4645], ge=0)
    flags: dict[str, int] = Field(
        description="Remarks on values that were kept, by code", examples=[{"tax_number_check": 3}]
    )
    meanings: dict[str, str] = Field(
        description="What these codes mean, and what to do",
        examples=[{"tax_number_check": "the check digit does not fit"}],
    )
    placeholders: dict[str, int] = Field(description="Texts that name nobody, kept as text", examples=[{"N/A": 4}])
    conflicts: list[str] = Field(description="Records of one number and age with other content")
    set_aside: dict[str, str] = Field(description="Batches that could not be applied, with the reason", examples=[{}])
    remarks: list[Message] = Field(description="What else people should know")
    extract_date: str = Field(description="Day of the extract", examples=["2024-03-31"])
    seconds: float = Field(description="Wall time of the load", examples=[0.8], ge=0)
    watch_hits: list[WatchMet] = Field(description="What is on your watch list, or your administration's, and is new")


class BatchSummary(BaseModel):
    """One file of one load in one channel."""

    batch: str = Field(description="Its id: channel, day of the extract, beginning of the hash", examples=[BATCH])
    channel: str = Field(description="originator/dataset/handling/purpose", examples=["UZ/declarations/H1/customs"])
    file: str = Field(description="Name of the file", examples=["declarations-2024-03.csv"])
    extract_on: str = Field(description="Day of the extract", examples=["2024-03-31"])
    loaded_at: str = Field(description="When it was loaded, UTC", examples=["2024-04-01T08:00:00+00:00"])
    rows: int = Field(description="Rows", examples=[600], ge=0)
    records: int = Field(description="Records", examples=[598], ge=0)
    rejected_rows: int = Field(description="Rows that could not be read", examples=[2], ge=0)
    profile: str = Field(description="Mapping profile", examples=["customs-declarations"])
    profile_version: int = Field(description="Its version", examples=[1])
    unit: str = Field(description="Control unit that loaded it", examples=["Termez dry port"])
    grade: str = Field(description="Source grade", examples=["B2"])
    retain_until: str = Field(description="Last day on which it is kept; empty for none", examples=[""])
    state: str = Field(
        description="staged; recalling while it is taken away; set_aside where it could not be applied",
        examples=["staged"],
    )
    problem: str = Field(description="Why it was set aside", examples=[""])


class BatchList(BaseModel):
    """The batches of the viewer's channels."""

    batches: list[BatchSummary] = Field(description="In the order of loading")


_ID_WORDS = "Id of a batch, or the beginning of the hash at its end"


class BatchQuery(ViewerQuery):
    """Which batch."""

    id: Text = Field(description=_ID_WORDS, examples=[BATCH])


class WaitingBatchQuery(WaitingViewerQuery):
    """Which batch is to be changed."""

    id: Text = Field(description=_ID_WORDS, examples=[BATCH])


class RejectsQuery(PagedQuery):
    """Which rejected rows of which batch."""

    id: Text = Field(description=_ID_WORDS, examples=[BATCH])
    offset: int = Field(0, description="Rows to pass over", ge=0, le=2**31 - 1, examples=[0])
    limit: int = Field(100, description="Most rows", ge=1, le=1_000, examples=[100])
    format: Literal["json", "csv"] = Field("json", description="csv: all rows, as a file", examples=["json"])


class Reject(BaseModel):
    """A value for which a row was rejected."""

    line: int = Field(description="Line of the file", examples=[66])
    column: str = Field(description="Column", examples=["Gross kg"])
    value: str = Field(description="The value as written", examples=["abc"])
    code: str = Field(description="Stable code of the reason", examples=["bad_number"])
    reason: str = Field(description="The reason in words", examples=["not a number with decimal sign '.'"])
    next_step: str = Field(description="What to do about it", examples=["mend the row, or look at `decimal`"])


class RejectsPage(BaseModel):
    """Rejected rows of a batch."""

    rejects: list[Reject] = Field(description="By line")
    total: int = Field(description="How many there are in all", examples=[39], ge=0)
    next: int | None = Field(description="Give this as `offset` for the next page; null on the last", examples=[100])


class ReclassifyForm(BaseModel):
    """The new handling of a batch."""

    model_config = ConfigDict(extra="forbid")

    handling: Name = Field(description="The new handling code", min_length=1, examples=["H3"])


class BatchChange(BaseModel):
    """What taking a batch away, or moving it, did."""

    batch: str = Field(description="The batch", examples=[BATCH])
    channel: str = Field(description="Where it is now; empty where it is gone", examples=["UZ/declarations/H3/customs"])
    records: int = Field(description="Records written: moved, or fallen back to an earlier version", examples=[3], ge=0)
    removed: int = Field(description="Records that are gone", examples=[595], ge=0)
    set_aside: str = Field(description="Why it could not be applied where it was moved to", examples=[""])
    dropped: list[str] = Field(description="Titles of kept answers that named what was taken away", examples=[[]])
