"""Looking around by steps, as requests say it and answers show it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.models.exports import FORMATS
from api.http.models.graph import ID
from api.http.models.texts import NodeId, Text, Words
from api.http.models.who_is_who import RIGHT
from graph.messages import Message

MOST_SHOWN = 2_000
Shown = Annotated[list[NodeId], Field(description="Ids of what is on the screen", max_length=MOST_SHOWN)]
Ends = Annotated[list[NodeId], Field(min_length=2, max_length=2)]
Position = Annotated[list[float], Field(min_length=2, max_length=2, description="x and y in pixels")]
OfMonth = Annotated[list[str | int], Field(min_length=2, max_length=2, description="A month, and how many")]
Fact = Annotated[list[str], Field(min_length=2, max_length=2, description="A name and a value")]
Coordinate = Annotated[float, Field(ge=-1e7, le=1e7, description="In pixels at a zoom of 1; y grows downwards")]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PlacedNode(_Form):
    """A node on a screen."""

    id: NodeId = Field(description="Its id", examples=[ID])
    x: Coordinate = Field(examples=[0])
    y: Coordinate = Field(examples=[0])


class PinnedNode(PlacedNode):
    """A node on a screen that may be pinned."""

    pinned: bool = Field(False, description="Whether it stays where it is")


Placed = Annotated[list[PlacedNode], Field(description="What is on the screen, and where", max_length=MOST_SHOWN)]


class SceneForm(_Form):
    """What to begin with: one of `focus`, `cluster`, `lead` and `nodes`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"focus": [ID]}]})

    focus: list[NodeId] = Field([], description="Nodes to look around", max_length=50, examples=[[ID]])
    cluster: NodeId | None = Field(None, description="A cluster of linked_entities")
    lead: NodeId | None = Field(None, description="A lead")
    nodes: Placed = []
    brought: list[NodeId] = Field(
        [],
        description="Consignments among `nodes` that stand for counted links: links count them all the same",
        max_length=MOST_SHOWN,
        examples=[[]],
    )
    params: dict[str, Any] = Field(
        default_factory=dict, description="Parameters of the analysis that knows the cluster or lead", max_length=40
    )
    limit: int = Field(300, description="Most nodes", ge=1, le=MOST_SHOWN, examples=[100])


class ShownForm(_Form):
    """What is on the screen."""

    shown: Shown = Field(examples=[[ID]])


class ChoicesForm(_Form):
    """Beside which node."""

    id: NodeId = Field(description="Id of a node", examples=[ID])
    shown: Shown = []


class ExpansionForm(_Form):
    """Which node to expand, and how."""

    id: NodeId = Field(description="Id of a node", examples=[ID])
    key: Words = Field("", description="One of its choices; all of them where it is empty", examples=[""])
    limit: int = Field(25, description="Most nodes that come", ge=1, le=100, examples=[25])
    rank: Literal["risk", "records", "recent"] = Field(
        "risk",
        description="risk: seizures, then what arrives from them; records: how often together; recent: newest first",
        examples=["risk"],
    )
    shown: Placed = []


class ConsignmentsForm(_Form):
    """Among what consignments are looked for."""

    shown: Placed = Field(examples=[[{"id": ID, "x": 0, "y": 0}]])


class PathsForm(_Form):
    """Between which nodes paths are looked for."""

    source: NodeId = Field(description="Id of a node", examples=[ID])
    target: NodeId = Field(description="Id of another node", examples=[RIGHT])
    avoid: list[NodeId] = Field([], description="Ids not to go through", max_length=50, examples=[[]])
    through_hubs: bool = Field(False, description="Also through values that too many hold", examples=[False])
    count: int = Field(3, description="Most paths", ge=1, le=10, examples=[3])
    shown: Placed = []


class LayoutForm(_Form):
    """What is to be laid out anew."""

    shown: list[PinnedNode] = Field(
        description="What is on the screen", max_length=MOST_SHOWN, examples=[[{"id": ID, "x": 0, "y": 0}]]
    )
    links: list[Ends] = Field([], description="Ids of the ends of each link", max_length=20_000)


class ExplanationForm(_Form):
    """A node, or a link by its ends and its kind."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"node": ID}]})

    node: NodeId | None = Field(None, description="Id of a node", examples=[ID])
    source: NodeId | None = Field(None, description="Id of one end of a link")
    target: NodeId | None = Field(None, description="Id of its other end")
    kind: Words = Field("", description="Kind of the link, as a scene has it")


class HandOverForm(_Form):
    """What of a screen is handed over."""

    format: str = Field(
        description="html: a picture that opens without a network; others: for other programs",
        pattern=f"^({'|'.join(FORMATS)})$",
        json_schema_extra={"enum": list(FORMATS)},
        examples=["svg"],
    )
    title: Words = Field("", description="Its title", examples=["The ring at Samur"])
    nodes: Placed = Field(examples=[[{"id": ID, "x": 0, "y": 0}]])
    links: list[NodeId] | None = Field(
        None, description="Ids of the links that are seen; all among the nodes where none are named", max_length=20_000
    )
    notes: list[Text] = Field([], description="What its reader should know, such as filters", max_length=50)


class SceneNode(BaseModel):
    """A node of a screen: a firm or person is one, however it is spelt."""

    id: str = Field(description="Its id; of a firm or person that of its first record", examples=[ID])
    type: str = Field(description="`Company`, `Person` or `Party`, else the node type", examples=["Phone"])
    label: str = Field(description="What people read", examples=["+998900000001"])
    country: str = Field(description="Country, empty where none is said", examples=["UZ"])
    seizures: int = Field(description="Seizures on its consignments, or in it", ge=0, examples=[1])
    score: float | None = Field(description="Of a firm or person the risk that arrives from seizures", ge=0, le=1)
    records: int = Field(description="Edges that it has", ge=0, examples=[12])
    consignments: int = Field(description="Consignments on which it stands", ge=0, examples=[12])
    first_on: str = Field(description="First day, empty where none is known", examples=["2024-01-05"])
    last_on: str = Field(description="Last day", examples=["2024-03-28"])
    spellings: int = Field(description="Of a firm or person its names as written", ge=1, examples=[2])
    is_hub: bool = Field(description="Whether too many hold it to say anything")
    channel: str = Field(description="Of a record its channel", examples=[""])
    x: float = Field(description="In pixels at a zoom of 1", examples=[0.0])
    y: float = Field(description="The same, downwards", examples=[0.0])


class SceneLink(BaseModel):
    """A link of a screen."""

    id: str = Field(description="Its ends and kind")
    source: str = Field(description="Id of one end")
    target: str = Field(description="Id of the other end")
    kind: str = Field(
        description="Edge type, `CONSIGNMENTS` for standing on the same ones, `POSSIBLY_SAME`", examples=["HAS_PHONE"]
    )
    words: str = Field(description="What the first end is to the second", examples=["uses this phone"])
    count: int = Field(description="Consignments or edges", ge=1, examples=[3])
    first_on: str = Field(description="First day, empty where none is known", examples=["2024-01-05"])
    last_on: str = Field(description="Last day", examples=["2024-03-28"])
    months: list[OfMonth] = Field(description="How many of each month, those without a day left out")
    is_inferred: bool = Field(description="Whether no record says so")
    is_seized: bool = Field(description="Whether a seizure was made on one of the consignments")


class Come(BaseModel):
    """What comes to a screen."""

    nodes: list[SceneNode] = Field(description="Nodes beside what is there")
    links: list[SceneLink] = Field(description="Links with them, or among what is there")


class Scene(Come):
    """What a screen begins with."""

    version: str = Field(description="Version of the data", examples=["5a0fd7c1f2b94e63"])
    title: str = Field(description="What it shows", examples=["+998900000001"])
    focus: list[str] = Field(description="Ids of the nodes asked for")
    truncated: list[Message] = Field(description="What was cut; empty where nothing was")


class Choice(BaseModel):
    """Nodes of one kind beside a node."""

    key: str = Field(description="What to say to expand it", examples=["CONSIGNMENTS/Vehicle"])
    words: str = Field(description="In words", examples=["Vehicles on its consignments"])
    type: str = Field(description="What they are", examples=["Vehicle"])
    count: int = Field(description="How many there are", ge=0, examples=[7])
    on_screen: int = Field(description="How many of them are on the screen", ge=0, examples=[2])


class Choices(BaseModel):
    """What stands beside a node."""

    id: str = Field(description="Its id", examples=[ID])
    label: str = Field(description="What people read", examples=["+998900000001"])
    choices: list[Choice] = Field(description="By type, then kind of link")


class Expansion(Come):
    """What an expansion brings."""

    more: int = Field(description="How many more there are", ge=0, examples=[0])


class Among(Come):
    """Links and consignments among what is on a screen."""

    truncated: list[Message] = Field(description="What was cut; empty where nothing was")


class FoundPath(BaseModel):
    """A path between two nodes of a screen."""

    nodes: list[str] = Field(description="Ids of the nodes, from the one to the other")
    words: str = Field(description="The same as text")


class FoundPaths(Among):
    """Paths with what comes to the screen for them."""

    paths: list[FoundPath] = Field(description="The shortest first")


class Positions(BaseModel):
    """A screen laid out anew."""

    positions: dict[str, Position] = Field(description="By id: x and y in pixels")


class Groups(BaseModel):
    """Communities of a screen."""

    groups: dict[str, int] = Field(description="By id the number of its community; 1 is the largest")


class ExplainedName(BaseModel):
    """A name that a firm or person goes by."""

    name: str = Field(description="As written", examples=["Karvon Trans LLC"])
    script: str = Field(description="Its script", examples=["latin"])
    mentions: int = Field(description="Records that have it", ge=0, examples=[3])
    party: str = Field(description="Id of a party that is written so, to say that it is another")


class ExplainedRecord(BaseModel):
    """A record behind a node or link."""

    id: str = Field(description="Its id")
    source: str = Field(description="Channel, number, day, file and line")
    day: str = Field(description="Its day, empty where it has none", examples=["2024-03-28"])
    row: dict[str, str] = Field(description="The row as the source wrote it, its filled columns")


class ExplainedPage(BaseModel):
    """A page that says more."""

    words: str = Field(description="What it is", examples=["Its page"])
    path: str = Field(description="Its path", examples=["/entity"])
    query: dict[str, Text] = Field(description="Its query")


class ExplainedThing(BaseModel):
    """Why a node or link is there."""

    title: str = Field(description="What it is called")
    words: list[str] = Field(description="What is to be said of it, in sentences")
    facts: list[Fact] = Field(description="What a record says of it: names and values")
    names: list[ExplainedName] = Field(description="Names that a firm or person goes by")
    records: list[ExplainedRecord] = Field(description="The records behind it, the newest first")
    more: int = Field(description="How many more records there are", ge=0)
    pages: list[ExplainedPage] = Field(description="Where to read on")
