"""The watch list as requests say it and answers show it."""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.leads import State
from api.http.models.query import ViewerQuery
from api.http.models.screening import ScreenedCandidate, ScreenedThing
from api.http.models.texts import NodeId, Text, Words

Kind = Literal["name", "plate", "container", "phone", "identifier", "entity"]
_ID = "watch:8604ddab7bded03db378aa01"
_HIT = "hit:8604ddab7bded03db378aa01"


class WatchForm(BaseModel):
    """What is to be watched."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "plate", "text": "01 777 AAA", "why": "seen at night"}]},
    )

    kind: Kind = Field(description="What it is; entity: the id of a party or entity of the graph", examples=["plate"])
    text: NodeId = Field(description="How it is written on papers", examples=["01 777 AAA"])
    why: Text = Field(description="Why; it is told with each hit", examples=["seen at night"])
    until: datetime.date | None = Field(None, description="Last day; for ever if not given", examples=["2999-12-31"])
    country: Words = Field("", description="Country that a phone is read for", examples=["UZ"])
    scope: Literal["own", "administration"] = Field(
        "own", description="own: for you alone; administration: for all who see what you see", examples=["own"]
    )


class WatchQuery(ViewerQuery):
    """Which entry."""

    id: Text = Field(description="Its id", examples=[_ID])


class WatchesQuery(ViewerQuery):
    """Which entries."""

    ended: bool = Field(False, description="Also those that were taken off or whose day is over", examples=[False])


class WatchHitsQuery(ViewerQuery):
    """Which hits."""

    since: Words = Field("", description="Only from this day or moment on; latest: of 24 hours", examples=["latest"])
    state: Literal["", "new", "confirmed", "dismissed"] = Field("", description="Only these", examples=["new"])


class HitDecisionForm(BaseModel):
    """What becomes of a hit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"hit": _HIT, "state": "dismissed", "reason": "another truck"}]},
    )

    hit: Text = Field(description="Its id", examples=[_HIT])
    state: State = Field(description="confirmed, dismissed, or new again", examples=["confirmed"])
    reason: Words = Field("", description="Why; needed unless it is new again", examples=["it was the truck"])


class WatchEntry(BaseModel):
    """An entry of the watch list."""

    id: str = Field(description="Its id", examples=[_ID])
    kind: Kind = Field(description="What it is", examples=["plate"])
    text: str = Field(description="What is watched", examples=["01 777 AAA"])
    remark: str = Field(description="What is odd about it, such as a wrong check digit; else empty", examples=[""])
    country: str = Field(description="Country that a phone is read for; empty for none", examples=["UZ"])
    why: str = Field(description="Why", examples=["seen at night"])
    scope: Literal["own", "administration"] = Field(description="For whom", examples=["own"])
    by: str = Field(description="Who put it on the list", examples=["gulnora"])
    at: str = Field(description="When, UTC", examples=["2024-03-31T08:00:00.000+00:00"])
    until: str = Field(description="Last day; empty for ever", examples=["2024-12-31"])
    ended_at: str = Field(description="When it was taken off; empty while it stands", examples=[""])
    ended_by: str = Field(description="By whom", examples=[""])


class ListedWatch(WatchEntry):
    """An entry with its hits."""

    is_standing: bool = Field(description="Whether loads are looked at for it", examples=[True])
    hits: int = Field(description="Hits on records that you see", ge=0, examples=[2])
    new_hits: int = Field(description="Those that nobody decided of", ge=0, examples=[1])


class WatchList(BaseModel):
    """The entries that somebody sees."""

    watches: list[ListedWatch] = Field(description="The newest first")


class KnownWatch(ListedWatch):
    """An entry with what is known of it."""

    weight: float = Field(description="What the order goes by, 0-1", ge=0, le=1, examples=[0.9])
    candidates: list[ScreenedCandidate] = Field(description="Who may be meant, the likeliest first")
    things: list[ScreenedThing] = Field(description="Vehicles and containers of that number")


class CheckedWatches(BaseModel):
    """The list, looked up in what is loaded."""

    watches: list[KnownWatch] = Field(description="The first to be looked at first")


class WatchHit(BaseModel):
    """A record in which something that is watched was met."""

    id: str = Field(description="Its id", examples=[_HIT])
    watch: str = Field(description="Id of the entry", examples=[_ID])
    kind: Kind = Field(description="What is watched", examples=["plate"])
    text: str = Field(description="The same as it is written", examples=["01 777 AAA"])
    why: str = Field(description="Why", examples=["seen at night"])
    record: str = Field(description="Id of the record", examples=["consignment:UZ/decl/H1/customs:declaration:1"])
    record_label: str = Field(description="What people read", examples=["declaration 1"])
    node: str = Field(description="Id of the value or party that met it", examples=["vehicle:UZ:01777AAA"])
    node_label: str = Field(description="What people read", examples=["01777AAA (UZ)"])
    sureness: float = Field(description="How sure it is, 0-1; a number is met or not", ge=0, le=1, examples=[1.0])
    at: str = Field(description="When it was met, UTC", examples=["2024-03-31T08:00:00.000+00:00"])
    state: State = Field(description="What became of it", examples=["new"])
    reason: str = Field(description="Why", examples=[""])
    decided_by: str = Field(description="Who decided", examples=[""])


class WatchHits(BaseModel):
    """Hits."""

    hits: list[WatchHit] = Field(description="The newest first")
