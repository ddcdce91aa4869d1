"""Exports as requests say them and answers show them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.graph import ID
from api.http.models.query import PagedQuery
from api.http.models.texts import NodeId
from api.views.registry import renderers

FORMATS = tuple(suffix.removeprefix(".") for suffix in renderers())
_ID = "disclosure:5f0c6a1e9b7d4c2a8e3f1b06"


class ExportForm(BaseModel):
    """What to draw: exactly one of `around`, `cluster` and `analysis`."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"analysis": "linked_entities", "format": "html"}]}
    )

    around: NodeId | None = Field(None, description="Draw the neighbourhood of this node", examples=[ID])
    cluster: NodeId | None = Field(None, description="Draw this cluster of linked_entities")
    analysis: NodeId | None = Field(None, description="Draw the first group of this analysis, or its paths")
    params: dict[str, Any] = Field(
        default_factory=dict, description="Parameters of the analysis", max_length=40, examples=[{}]
    )
    limit: int = Field(300, description="Most entities in the picture", ge=1, le=5_000, examples=[300])
    format: str = Field(
        description="html: a picture that opens without a network; others: for other programs",
        pattern=f"^({'|'.join(FORMATS)})$",
        json_schema_extra={"enum": list(FORMATS)},
        examples=["html"],
    )


class ExportsQuery(PagedQuery):
    """Which exports to list."""

    node: list[NodeId] = Field(
        default_factory=list, description="Only those that hold one of these nodes", max_length=50, examples=[[ID]]
    )


class ExportSummary(BaseModel):
    """An export that was made."""

    id: str = Field(description="Its id", examples=[_ID])
    title: str = Field(description="Title of the picture", examples=["Around +998900000001"])
    question: str = Field(description="What was asked, in words", examples=[f"around {ID}"])
    parameters: dict[str, Any] = Field(description="What was asked, as it was given", examples=[{"around": ID}])
    format: str = Field(description="Format of the file", examples=["html"])
    version: str = Field(description="Version of the data that it was drawn from", examples=["5a0fd7c1f2b94e63"])
    patterns: str = Field(description="Channel patterns of whoever asked; empty: every channel", examples=["UZ/*"])
    by: str = Field(description="Who asked", examples=["gulnora"])
    at: str = Field(description="When, UTC", examples=["2024-03-31T08:00:00.000+00:00"])
    nodes: int = Field(description="How many nodes and records it holds", examples=[42], ge=0)


class ExportList(BaseModel):
    """What was exported."""

    exports: list[ExportSummary] = Field(description="Newest first")
