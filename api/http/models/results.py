"""Kept answers as requests say them and answers show them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.query import PagedQuery, ViewerQuery
from api.http.models.texts import Text, Words

_ID = "result:5f0c6a1e9b7d4c2a8e3f1b06"


class KeepForm(BaseModel):
    """What to ask, and what its answer is called."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"analysis": "linked_entities", "title": "March"}]}
    )

    analysis: Words = Field(description="Name of the analysis", min_length=1, examples=["linked_entities"])
    params: dict[str, Any] = Field(default_factory=dict, description="Its parameters", max_length=40, examples=[{}])
    title: Words = Field("", description="What the answer is called; the analysis' question where it is empty")


class ResultsQuery(PagedQuery):
    """Which kept answers to list."""


class ResultQuery(ViewerQuery):
    """Which kept answer."""

    id: Text = Field(description="Its id", examples=[_ID])


class KeptAnswer(BaseModel):
    """An answer that was kept."""

    id: str = Field(description="Its id", examples=[_ID])
    title: str = Field(description="What it is called", examples=["March"])
    analysis: str = Field(description="Name of the analysis", examples=["linked_entities"])
    parameters: dict[str, Any] = Field(description="Its parameters", examples=[{"limit": 1000}])
    version: str = Field(description="Version of the data that it was made from", examples=["5a0fd7c1f2b94e63"])
    patterns: str = Field(description="Channel patterns of whoever asked; empty: every channel", examples=["UZ/*"])
    by: str = Field(description="Who asked", examples=["gulnora"])
    at: str = Field(description="When, UTC", examples=["2024-03-31T08:00:00.000+00:00"])
    nodes: int = Field(description="How many nodes it names", examples=[42], ge=0)


class WholeKeptAnswer(KeptAnswer):
    """An answer that was kept, with all that it says."""

    answer: dict[str, Any] = Field(description="The answer, as its analysis gave it")


class KeptAnswers(BaseModel):
    """The answers that were kept."""

    results: list[KeptAnswer] = Field(description="Newest first")
