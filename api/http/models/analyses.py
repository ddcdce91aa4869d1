"""Analyses and hubs as requests say them and answers show them."""

from typing import Any

from pydantic import BaseModel, Field

from graph.linkage.hubs import Hub


class AnalysisSummary(BaseModel):
    """An analysis: one question over the whole visible graph."""

    name: str = Field(description="Name", examples=["linked_entities"])
    title: str = Field(description="The question", examples=["Who belongs together, through what"])
    help: str = Field(description="What it reads, its method, its limits and sources")
    route: str = Field(description="Where it is asked, by POST", examples=["/v1/analyses/linked_entities"])
    parameters: dict[str, Any] = Field(description="JSON schema of its parameters", examples=[{"type": "object"}])


class AnalysisList(BaseModel):
    """Every analysis."""

    analyses: list[AnalysisSummary] = Field(description="By name")


class HubList(BaseModel):
    """The hubs of what the viewer sees."""

    register_version: int = Field(
        description="Version of the published register; 0: none is published", examples=[0], ge=0
    )
    hubs: list[Hub] = Field(description="Most holders first, ties by id")


class PublishedHubs(BaseModel):
    """A published register."""

    register_version: int = Field(description="Its version", examples=[1], ge=1)
    values: int = Field(description="How many values it holds", examples=[131], ge=0)
