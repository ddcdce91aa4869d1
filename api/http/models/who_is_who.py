"""Who is who as requests say it and answers show it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.query import PagedQuery, ViewerQuery, WaitingQuery, WaitingViewerQuery
from api.http.models.texts import NodeId, Text
from graph.messages import Message

# A firm of the sample world in two scripts.
LEFT = "party:AF/declarations/H1/customs:1e8a091244f91fb4294eaf56cf7a0558"
RIGHT = "party:KG/declarations/H1/customs:71462d6b114ac558b46bf6a95cc8f709"
_JUDGEMENT = "judgement:5f0c6a1e9b7d4c2a8e3f1b06"
_MOMENT = "2024-03-31T08:00:00.000+00:00"


class QueueQuery(PagedQuery, WaitingQuery):
    """How much of the review queue."""


class PairQuery(WaitingViewerQuery):
    """Which two records."""

    left: NodeId = Field(description="Id of a party", examples=[LEFT])
    right: NodeId = Field(description="Id of another party", examples=[RIGHT])


class EntityQuery(ViewerQuery):
    """Which entity."""

    id: NodeId = Field(
        description="Id of a party, or of an entity, also one that was joined to another", examples=[LEFT]
    )


class OpenPairRow(BaseModel):
    """Two records of two entities about which people have to decide."""

    left: str = Field(description="Id of a party", examples=[LEFT])
    left_label: str = Field(description="Its name", examples=["Karvon Trans LLC"])
    right: str = Field(description="Id of another party", examples=[RIGHT])
    right_label: str = Field(description="Its name", examples=["ООО Карвон Транс"])
    reason: Message = Field(description="What speaks against the link, or that too little speaks for it")
    is_refusal: bool = Field(description="Whether something speaks against it")
    confidence: float = Field(description="How sure the link is", ge=0, le=1, examples=[0.97])
    doubt: float = Field(description="How open the question is", ge=0, le=1, examples=[0.97])
    would_join: int = Field(description="Records that would come together", ge=2, examples=[7])
    weight: float = Field(description="would_join times doubt: the order of the queue", ge=0, examples=[6.79])
    links: int = Field(description="Links between the two entities", ge=1, examples=[2])


class ReviewQueue(BaseModel):
    """What is left to people about who is who."""

    rule: str = Field(description="How the queue is ordered", examples=["records that would come together, ..."])
    pairs: int = Field(description="Pairs in the queue", ge=0, examples=[42])
    queue: list[OpenPairRow] = Field(description="The first of them")


class PairSide(BaseModel):
    """One of two records, and its entity."""

    id: str = Field(description="Id of the party", examples=[LEFT])
    label: str = Field(description="Its name", examples=["Karvon Trans LLC"])
    entity: str = Field(description="Id of the first party of its entity", examples=[LEFT])
    entity_label: str = Field(description="What its entity is called", examples=["Karvon Trans LLC"])
    records: int = Field(description="Records of its entity", ge=1, examples=[4])


class ComparedField(BaseModel):
    """A field that was compared."""

    field: str = Field(description="Field", examples=["phone"])
    level: str = Field(description="How the two agree in it", examples=["same"])
    left: list[str] = Field(description="What one says", examples=[["phone:+998901234567"]])
    right: list[str] = Field(description="What the other says", examples=[["phone:+998901234567"]])
    common: list[str] = Field(description="What both say", examples=[["phone:+998901234567"]])
    bits: float = Field(description="What that says: bits for (above 0) or against (below 0)", examples=[8.2])


class ComparedNames(BaseModel):
    """Two names, compared sound by sound."""

    left: str = Field(description="One", examples=["Karvon Trans LLC"])
    right: str = Field(description="The other", examples=["ООО Карвон Транс"])
    score: float = Field(description="How alike they are", ge=0, le=1, examples=[0.97])
    verdict: str = Field(description="same, unsure or different", examples=["same"])
    alignment: list[Message] = Field(description="Word by word, and what contradicts")


class HeldByBoth(BaseModel):
    """A value that both entities hold."""

    id: str = Field(description="Its id", examples=["phone:+998901234567"])
    holders: int = Field(description="Entities that hold it in all", ge=2, examples=[2])


class JudgementRow(BaseModel):
    """What somebody said of two records."""

    id: str = Field(description="Its id", examples=[_JUDGEMENT])
    left: str = Field(description="The lesser id", examples=[LEFT])
    right: str = Field(description="The other", examples=[RIGHT])
    verdict: str = Field(description="same, different or unsure", examples=["same"])
    by: str = Field(description="Who said it", examples=["gulnora"])
    at: str = Field(description="When, UTC", examples=[_MOMENT])
    why: str = Field(description="Why", examples=["one stamp on both"])
    revoked_at: str = Field(description="When it was revoked; empty while it stands", examples=[""])
    revoked_by: str = Field(description="Who revoked it", examples=[""])
    revoked_why: str = Field(description="Why it was revoked", examples=[""])
    second_by: str = Field(description="Who confirmed it, where it needed a second person", examples=[""])
    is_waiting: bool = Field(description="Whether it waits for a second person", examples=[False])


class PairAnswer(BaseModel):
    """Why two records are one entity or two."""

    left: PairSide = Field(description="One record")
    right: PairSide = Field(description="The other")
    are_one: bool = Field(description="Whether they are one entity now")
    because: list[Message] = Field(description="Step by step why they are one, or what was held back between them")
    would_join: int = Field(description="Records of both entities together", ge=1, examples=[7])
    bits: float | None = Field(
        description="All bits together; null where the two are of different kinds", examples=[14.1]
    )
    prior_bits: float | None = Field(description="What is known before anything is compared", examples=[-12.3])
    confidence: float | None = Field(description="How sure the comparison is that both are one, 0-1", examples=[0.99])
    doubt: str = Field(description="Why the link alone would join nothing; empty for no reason", examples=[""])
    fields: list[ComparedField] = Field(description="In the order of comparing")
    names: ComparedNames = Field(description="Their names, word by word")
    shared: list[HeldByBoth] = Field(description="What both entities hold, where they are two, fewest holders first")
    bridge: Message | None = Field(description="Said where the two would hang on one value alone, or on none")
    judgements: list[JudgementRow] = Field(description="What people said of these two records, newest first")


class JudgementForm(BaseModel):
    """What somebody says of two records."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"left": LEFT, "right": RIGHT, "verdict": "same", "why": "one stamp"}]},
    )

    left: NodeId = Field(description="Id of a party", examples=[LEFT])
    right: NodeId = Field(description="Id of another party", examples=[RIGHT])
    verdict: Literal["same", "different", "unsure"] = Field(description="What he says", examples=["same"])
    why: Text = Field(description="Why", examples=["one stamp on both"])


class PartForm(BaseModel):
    """Two records of one entity that are to be taken apart."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"left": LEFT, "right": RIGHT, "why": "another stamp"}]}
    )

    left: NodeId = Field(description="Id of a party", examples=[LEFT])
    right: NodeId = Field(description="Id of another party of its entity", examples=[RIGHT])
    why: Text = Field(description="Why", examples=["another stamp"])


class RevokeForm(BaseModel):
    """Which judgement is taken back."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"id": _JUDGEMENT, "why": "a typing error"}]}
    )

    id: Text = Field(description="Id of the judgement", examples=[_JUDGEMENT])
    why: Text = Field(description="Why", examples=["a typing error"])


class ConfirmForm(BaseModel):
    """Which judgement a second person confirms."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"id": _JUDGEMENT}]})

    id: Text = Field(description="Id of the judgement", examples=[_JUDGEMENT])


class UsedBy(BaseModel):
    """What was handed out or kept of an entity."""

    id: str = Field(description="Its id", examples=["disclosure:5f0c6a1e9b7d4c2a8e3f1b06"])
    kind: str = Field(description="export or result", examples=["export"])
    title: str = Field(description="What it is called", examples=["Around Karvon Trans"])
    by: str = Field(description="Who asked", examples=["gulnora"])
    at: str = Field(description="When, UTC", examples=[_MOMENT])


class DecisionRow(BaseModel):
    """What was decided of a lead that names an entity."""

    lead: str = Field(description="Id of the lead", examples=[LEFT])
    state: str = Field(description="Where it stands", examples=["confirmed"])
    by: str = Field(description="Who decided", examples=["gulnora"])
    at: str = Field(description="When, UTC", examples=[_MOMENT])


class EntitySize(BaseModel):
    """An entity by its first party."""

    id: str = Field(description="Id of its first party", examples=[LEFT])
    records: int = Field(description="How many records it has", ge=1, examples=[4])


class Judged(JudgementRow):
    """What somebody said, and what became of it."""

    are_one: bool = Field(description="Whether the two records are one entity now")
    entities: list[EntitySize] = Field(description="What the two records belong to now")
    entity_count: int = Field(description="Entities in all", ge=0, examples=[1200])
    bridge: Message | None = Field(None, description="Said where the two hang on one value alone, or on none")
    used_by: list[UsedBy] = Field([], description="Exports and kept answers that name a record of the entity")
    decisions: list[DecisionRow] = Field([], description="Decisions on leads that name it")


class JudgementsAnswer(BaseModel):
    """Judgements."""

    judgements: list[JudgementRow] = Field(description="Newest first; of those that wait the oldest first")


class SourceOfName(BaseModel):
    """A record that says a name."""

    record: str = Field(description="Id of the record", examples=["consignment:UZ/import/H1/customs:declaration:1"])
    source: str = Field(description="Where it stands in its source", examples=["... (march.csv, line 2)"])


class NameOfEntity(BaseModel):
    """A name that an entity goes by."""

    name: str = Field(description="The name as it was reported", examples=["ООО Карвон Транс"])
    script: str = Field(description="The script of most of its letters", examples=["cyrillic"])
    parties: list[str] = Field(description="Ids of the parties with this name", examples=[[LEFT]])
    mentions: int = Field(description="Records that say it", ge=0, examples=[12])
    sources: list[SourceOfName] = Field(description="The first of them, by id")


class EntityEventRow(BaseModel):
    """What became of an entity."""

    id: str = Field(description="Its id", examples=["event:5f0c6a1e9b7d4c2a8e3f1b06"])
    kind: str = Field(description="merged: `other` was joined to `entity`; split: taken out of it", examples=["merged"])
    entity: str = Field(description="Id of an entity", examples=["entity:5f0c6a1e9b7d4c2a8e3f1b06"])
    other: str = Field(description="Id of the other", examples=["entity:9f3c1b0a7e5d48c2b6f04a1d"])
    records: int = Field(description="Records that changed", ge=0, examples=[3])
    by: str = Field(description="Who made it so", examples=["gulnora"])
    at: str = Field(description="When, UTC", examples=[_MOMENT])
    why: str = Field(description="Why", examples=["parties were compared"])


class EntityAnswer(BaseModel):
    """An entity: all that is said to be one, and under which names."""

    id: str = Field(
        description="Its own id, which stays when it grows; for whoever sees some channels that of its first party",
        examples=["entity:5f0c6a1e9b7d4c2a8e3f1b06"],
    )
    label: str = Field(description="The spelling that stands in most records", examples=["Karvon Trans LLC"])
    records: int = Field(description="How many parties it has", ge=1, examples=[4])
    parties: list[str] = Field(description="Their ids", examples=[[LEFT]])
    names: list[NameOfEntity] = Field(description="Most mentions first")
    more_names: int = Field(description="Names that are not told", ge=0, examples=[0])
    events: list[EntityEventRow] = Field(description="What became of it, newest first; of the full view alone")
