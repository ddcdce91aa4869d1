"""Lists that are looked up, as requests say them and answers show them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from analyses.leading.weights import Share
from analyses.screening.firing import IndicatorHit
from api.http.models.texts import NodeId, Text, Words
from api.services.asking.screening.reading import ConsignmentForm
from graph.messages import Message


class ScreeningForm(BaseModel):
    """A list: a name, plate, container, phone or number each."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"lines": ["Karvon Trans LLC", "01 777 AAA", "MSKU1234565"]}]}
    )

    lines: list[Words] = Field(description="What is looked up", min_length=1, max_length=1_000, examples=[["Karvon"]])
    originator: Words = Field(
        "", description="Who reports it: phones without a calling code are read for it", examples=["UZ"]
    )


class MatchEvidence(BaseModel):
    """What one value says."""

    kind: str = Field(description="What it is about", examples=["name"])
    asked: str = Field(description="What was asked", examples=["Karvon Trans LLC"])
    known: str = Field(description="What is known", examples=["ООО Карвон Транс"])
    bits: float = Field(description="What it adds or takes away, as a logarithm (base 2) of odds", examples=[8.5])


class ScreenedCandidate(BaseModel):
    """Who may be meant."""

    id: str = Field(description="Id of his first party", examples=["party:UZ/decl/H1/customs:0a"])
    label: str = Field(description="His name", examples=["ООО Карвон Транс"])
    score: float = Field(description="How sure it is, 0-1: a lead, not a finding", ge=0, le=1, examples=[0.97])
    verdict: Literal["same", "unsure"] = Field(description="What the score means", examples=["same"])
    evidence: list[MatchEvidence] = Field(description="What says so, the strongest first")
    seizures: int = Field(description="Seizures on his consignments", ge=0, examples=[1])
    risk: float = Field(description="What arrives from seizures, as `risk` tells it", ge=0, examples=[1.0])
    lead: str = Field(description="Id of the lead in which he stands; empty for none", examples=["lead:8604ddab"])
    lead_score: float = Field(description="Score of his group, 0 for none", ge=0, le=1, examples=[0.94])


class ScreenedThing(BaseModel):
    """A vehicle or container that is meant, or a phone that many show."""

    id: str = Field(description="Its id", examples=["vehicle:UZ:01777AAA"])
    label: str = Field(description="What people read", examples=["01777AAA (UZ)"])
    movements: int = Field(
        description="Movements on which it stands; of a phone, those that came for who shows it", ge=0, examples=[12]
    )
    seizures: int = Field(description="Those of them with a seizure", ge=0, examples=[1])
    users: list[str] = Field(description="Who received most of them", examples=[["Karvon Trans LLC"]])


class ScreenedLine(BaseModel):
    """What is known of a line."""

    line: int = Field(description="Its number, from 1", ge=1, examples=[1])
    asked: str = Field(description="What was asked", examples=["Karvon Trans LLC"])
    weight: float = Field(description="What the order goes by, 0-1: how sure it is times lead or risk", examples=[0.9])
    candidates: list[ScreenedCandidate] = Field(description="Who may be meant, the likeliest first")
    things: list[ScreenedThing] = Field(description="Vehicles and containers of that number")


class ScreenedList(BaseModel):
    """A list that was looked up."""

    rows: list[ScreenedLine] = Field(description="The first to be looked at first")


class _AskedHow(BaseModel):
    """How consignments are asked about."""

    model_config = ConfigDict(extra="forbid")

    as_of: Words = Field(
        "", description="Moment or day that hours are left from; now where it is empty", examples=["2024-03-05T08:00"]
    )
    low_risk: bool = Field(False, description="Only those that may be let pass, with the reasons", examples=[False])


class ConsignmentsScreeningForm(_AskedHow):
    """Consignments that have not arrived, as a request says them, and those that are loaded, by number or id."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "originator": "UZ",
                    "consignments": [
                        {"number": "N-17", "fields": {"consignee.name": "Karvon Trans LLC", "container": "MSKU1234565"}}
                    ],
                }
            ]
        },
    )

    originator: Words = Field(
        "", description="Who reports them: phones, plates and tax numbers are read for it", examples=["UZ"]
    )
    consignments: list[ConsignmentForm] = Field([], description="Consignments that are said here", max_length=1_000)
    numbers: list[NodeId] = Field(
        [], description="Numbers or ids of consignments that are loaded", max_length=100, examples=[[]]
    )


class FileScreeningForm(_AskedHow):
    """The fields that go with a file of consignments."""

    originator: Words = Field("", description="Who reports them", examples=["UZ"])
    profile: Text = Field(
        "auto", description="Mapping profile; auto: the one that fits, or the document's format", examples=["auto"]
    )


class ScreenedShare(Share):
    """What one fact adds to the score of a consignment."""

    about: str = Field(description="Id of the party, vehicle or container", examples=["party:UZ/decl/H1/customs:0a"])
    records: list[str] = Field(description="Ids of records behind it, some of them")


class ScreenedParty(BaseModel):
    """A party of a consignment, looked up."""

    role: str = Field(description="Its part", examples=["receiver"])
    asked: str = Field(description="Its name as the paper has it", examples=["Karvon Trans LLC"])
    candidates: list[ScreenedCandidate] = Field(description="Who may be meant, the likeliest first")


class ScreenedConsignment(BaseModel):
    """A consignment with its score, its reasons and the time that is left."""

    id: str = Field(description="Id of its node; empty where it is not loaded", examples=[""])
    label: str = Field(description="Its number", examples=["N-17"])
    kind: str = Field(description="arrival, manifest, declaration", examples=["arrival"])
    line: int = Field(description="Line of the file, or place in the request; 0 for one that is loaded", ge=0)
    score: float = Field(description="Score, 0-1: 1 / (1 + exp(-(constant + all points)))", ge=0, le=1, examples=[0.7])
    constant: float = Field(description="Points of a consignment without any fact", examples=[-1.5])
    priority: float = Field(
        description="What the order goes by, 0-1: the score times 24 / (24 + hours left), half of it where no time is"
        " said",
        ge=0,
        le=1,
    )
    state: Literal["expected", "missed", "undated"] = Field(description="missed: its time is over")
    post: str = Field(description="Id of the next post; empty where none is said", examples=["place:UZ:termez"])
    post_label: str = Field(description="Its name", examples=["termez"])
    expected: str = Field(description="When it is expected, as its paper says", examples=["2024-03-05"])
    hours_left: float | None = Field(description="Hours until then, negative where it is missed", examples=[12.5])
    shares: list[ScreenedShare] = Field(description="What each fact adds, the largest first")
    indicators: list[IndicatorHit] = Field(description="Indicators that fire, those with most points first")
    leads: list[str] = Field(description="Ids of the leads that receiver, sender, driver or things stand in")
    is_low_risk: bool = Field(description="Whether it may be let pass")
    why_low_risk: list[Message] = Field(description="Why")
    parties: list[ScreenedParty] = Field(description="Who stands on it")
    things: list[ScreenedThing] = Field(description="Its vehicles and containers that are known")
    unknown_things: list[str] = Field(description="Ids of those that nothing is known of")
    flags: list[str] = Field(description="What is wrong with what was said, by code")


class ScreeningPopulation(BaseModel):
    """Out of how many."""

    asked: int = Field(description="Consignments that were asked about", ge=0)
    missed: int = Field(description="Those whose time is over", ge=0)
    low_risk: int = Field(description="Those that may be let pass", ge=0)
    leads: int = Field(description="Leads that are known", ge=0)
    entities: int = Field(description="Entities that are visible", ge=0)
    movements: int = Field(description="Movements that are visible", ge=0)
    risk_profile: str = Field(description="Name and version of the risk profile; empty for none", examples=[""])
    version: str = Field(description="Version of the data")


class RejectedRow(BaseModel):
    """A row that could not be read."""

    line: int = Field(description="Line of the file, or place in the request", examples=[3])
    reason: str = Field(description="Why, in words", examples=["registered_on: not a day"])


class ScreenedConsignments(BaseModel):
    """Consignments that were asked about."""

    rows: list[ScreenedConsignment] = Field(description="The first to be looked at first")
    population: ScreeningPopulation = Field(description="Out of how many")
    rejected: list[RejectedRow] = Field(description="Rows that could not be read")
    others: int = Field(description="Records of the file that are no consignments", ge=0)
    read_as: Message | None = Field(None, description="As what the file was read; null for what a request says")
    notes: list[Message] = Field(description="What else is to be said, such as of the risk profile")
