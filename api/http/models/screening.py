"""Lists that are looked up, as requests say them and answers show them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.texts import Words


class ScreeningForm(BaseModel):
    """A list: a name, plate, container, phone or number each."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"lines": ["Karvon Trans LLC", "01 777 AAA", "MSKU1234565"]}]}
    )

    lines: list[Words] = Field(description="What is looked up", min_length=1, max_length=1_000, examples=[["Karvon"]])


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
    """A vehicle or container that is meant."""

    id: str = Field(description="Its id", examples=["vehicle:UZ:01777AAA"])
    label: str = Field(description="What people read", examples=["01777AAA (UZ)"])
    movements: int = Field(description="Movements on which it stands", ge=0, examples=[12])
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
