"""Profiles as requests ask for them and answers show them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.canonical import RECORD_KINDS
from graph.messages import Message

PROFILE_NAME = r"^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}$"


class ProposeForm(BaseModel):
    """What is said of a file for which a profile is wanted; the file itself is the part `file`."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(
        "",
        description="Kind of record; by the header where empty",
        json_schema_extra={"enum": ["", *RECORD_KINDS]},
        examples=["declaration"],
    )
    name: str = Field(
        "", description="Name of the profile; by the file's where empty", max_length=100, pattern=f"^$|{PROFILE_NAME}"
    )


class ProposedColumn(BaseModel):
    """A column of the file, and what it is proposed for."""

    name: str = Field(description="Its header", examples=["Consignee"])
    field: str = Field(
        description="The canonical field, empty for none; several, of parts of its cells, divided by ` + `",
        examples=["consignee.name"],
    )
    second: str = Field(description="Another field that is nearly as likely, empty for none", examples=[""])
    is_number: bool = Field(description="Whether it is, or is a part of, the record's own number", examples=[False])
    why: str = Field(description="Why, or why not", examples=["by its header"])
    looks_like: list[str] = Field(description="What nine of ten values are", examples=[["number"]])
    filled: int = Field(description="Rows in which it is filled, of those looked at", examples=[998], ge=0)
    distinct: int = Field(description="Different values among them", examples=[412], ge=0)
    samples: list[str] = Field(description="The first three different values", examples=[["Karvon Trans LLC"]])


class ProfileProposal(BaseModel):
    """What was found in a file, and the profile proposed for it."""

    file: str = Field(description="The file's name as it was sent", examples=["march.xlsx"])
    format: str = Field(description="What it is", examples=["delimited text"])
    document: str = Field(description="Name of the document format: such a file needs no profile", examples=[""])
    encoding: str = Field(description="Encoding of a text", examples=["cp1251"])
    delimiter: str = Field(description="What divides the cells of a text", examples=[";"])
    sheet: str = Field(description="The sheet looked at, where there are several", examples=[""])
    header_row: int = Field(description="Row of the header; 0 is the first that is not blank", examples=[0], ge=0)
    kind: str = Field(description="Kind of record", examples=["declaration"])
    rows_looked_at: int = Field(description="Rows looked at, from the first", examples=[1000], ge=0)
    is_whole: bool = Field(description="Whether those are all", examples=[False])
    rows_rejected: int = Field(description="Of those, rows that the profile would reject", examples=[2], ge=0)
    columns: list[ProposedColumn] = Field(description="In the order of the file")
    first_rows: list[list[str]] = Field(
        description="The first five rows below the header", examples=[[["2024/1", "A"]]]
    )
    remarks: list[Message] = Field(description="What people should look at")
    profile: str = Field(description="The profile as YAML to edit; empty for a document", examples=["name: march\n"])


class ProfileSummary(BaseModel):
    """A profile that files can be loaded with."""

    name: str = Field(description="What `profile` of a load calls it", examples=["customs-declarations"])
    origin: Literal["own", "built in", "document"] = Field(
        description="own: of this service's folder; document: a format that needs no mapping", examples=["built in"]
    )
    version: int = Field(description="Its version; 0 where it cannot be read", examples=[1], ge=0)
    title: str = Field(description="What it is for", examples=["Import declarations"])
    kinds: list[str] = Field(description="Kinds of record that a row holds", examples=[["declaration"]])
    columns: list[str] = Field(description="Columns that a file must have", examples=[["Declaration ID", "Date"]])
    fault: str = Field(description="Why it cannot be used; empty where it can", examples=[""])


class ProfileList(BaseModel):
    """The profiles of a service."""

    profiles: list[ProfileSummary] = Field(description="By name")


class ProfileDocument(ProfileSummary):
    """A profile with its text."""

    profile: str = Field(description="The YAML", examples=["name: customs-declarations\nversion: 1\n"])
