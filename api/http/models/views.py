"""Saved views as requests say them and answers show them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.query import ViewerQuery
from api.http.models.texts import Text
from api.services.asking.saved_views import ViewBody
from graph.messages import Message

_ID = "view:8604ddab7bded03db378aa01"
_NODE = "phone:+998900000001"
_LINK = f"/explore?view={_ID}"


class ViewForm(ViewBody):
    """What is to be saved of a screen."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "The ring at Samur", "notes": "two trucks", "nodes": [{"id": _NODE, "x": 0, "y": 0}]}]
        },
    )


class ViewQuery(ViewerQuery):
    """Which view."""

    id: Text = Field(description="Its id", examples=[_ID])


class ViewSummary(BaseModel):
    """A saved view as it is listed to its owner."""

    id: str = Field(description="Its id", examples=[_ID])
    name: str = Field(description="What its owner calls it", examples=["The ring at Samur"])
    notes: str = Field(description="What its owner notes", examples=["two trucks"])
    nodes: int = Field(description="How many nodes it holds", ge=0, examples=[42])
    by: str = Field(description="Whose it is", examples=["gulnora"])
    at: str = Field(description="When it was saved, UTC", examples=["2024-03-31T08:00:00.000+00:00"])
    version: str = Field(description="Version of the data that its owner saw then", examples=["5a0fd7c1f2b94e63"])
    link: str = Field(description="Its address on this service; it holds the id alone", examples=[_LINK])


class ViewSaved(ViewSummary):
    """A view that was saved just now."""

    left_out: int = Field(description="Nodes that you do not see, or that are not there", ge=0, examples=[0])


class ViewList(BaseModel):
    """Saved views."""

    views: list[ViewSummary] = Field(description="Your own, the newest first")


class ViewedNode(BaseModel):
    """A node of a view as you see it now."""

    id: str = Field(description="Its id", examples=[_NODE])
    type: str = Field(description="Its type", examples=["Phone"])
    label: str = Field(description="What people read", examples=["+998900000001"])
    x: float = Field(description="Pixels to the right", examples=[120.5])
    y: float = Field(description="Pixels downwards", examples=[-40.0])
    pinned: bool = Field(description="Whether it stays where it is", examples=[False])


class GrownNode(BaseModel):
    """A node that has more edges than when the view was saved."""

    id: str = Field(description="Its id", examples=[_NODE])
    label: str = Field(description="What people read", examples=["+998900000001"])
    edges_then: int = Field(description="Edges that the owner saw at it then", ge=0, examples=[7])
    edges_now: int = Field(description="Edges that you see at it", ge=0, examples=[9])


class ViewChanges(BaseModel):
    """What changed since a view was saved; of no view of somebody who saw more than you do."""

    messages: list[Message] = Field(description="The same in sentences")
    gone: list[str] = Field(description="The first 100 ids that are no longer there", examples=[[]])
    more_edges: list[GrownNode] = Field(description="The first 100 nodes that have more edges, most more first")
    is_other_version: bool = Field(description="Whether the data you see has changed", examples=[False])


class OpenedView(BaseModel):
    """A saved view as you see it now; where its owner saw more, without his words and settings."""

    id: str = Field(description="Its id", examples=[_ID])
    name: str = Field(description="What its owner calls it", examples=["The ring at Samur"])
    notes: str = Field(description="What its owner notes", examples=["two trucks"])
    by: str = Field(description="Whose it is", examples=["gulnora"])
    at: str = Field(description="When it was saved, UTC", examples=["2024-03-31T08:00:00.000+00:00"])
    link: str = Field(description="Its address on this service; it holds the id alone", examples=[_LINK])
    is_own: bool = Field(description="Whether it is among your own", examples=[True])
    nodes: list[ViewedNode] = Field(description="What you see of its nodes, in the order of the screen")
    hidden: list[str] = Field(description="Ids that were hidden, as far as you see them", examples=[[]])
    filters: dict[str, Any] = Field(description="Settings of the filters", examples=[{}])
    options: dict[str, Any] = Field(description="Settings of the drawing", examples=[{}])
    question: dict[str, Any] = Field(description="What was asked, with its parameters", examples=[{}])
    changes: ViewChanges = Field(description="What changed since")
