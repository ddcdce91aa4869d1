"""Nodes, edges and counts as answers show them."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from api.http.models.query import PagedQuery, ViewerQuery
from api.http.models.texts import NodeId, Text
from graph.messages import Message

Direction = Literal["in", "out"]

ID = "phone:+998900000001"
CHANNEL = "UZ/import/H1/customs"


class SearchQuery(PagedQuery):
    """What is searched for."""

    q: Text = Field(
        description="Words of a name, commodity, place or address in any script, or a number: as a whole, four signs"
        " and more of it, or with `*` for any signs",
        examples=["Karvon Trans"],
    )
    types: list[Text] = Field(
        [], alias="type", description="Only these node types; may be repeated", max_length=40, examples=[["Party"]]
    )
    from_: Text | None = Field(
        None,
        alias="from",
        description="First day: only records of it or later, and what they mention",
        examples=["2024-03-01"],
    )
    to: Text | None = Field(
        None, description="Last day: only records of it or earlier, and what they mention", examples=["2024-03-31"]
    )


class NodeQuery(ViewerQuery):
    """Which node is asked for."""

    id: NodeId = Field(description="Id of a node, from a search", examples=[ID])


class NeighboursQuery(NodeQuery, PagedQuery):
    """Which neighbours of a node, and which page of them."""

    types: list[Text] = Field(
        [], alias="type", description="Only these edge types; may be repeated", max_length=40, examples=[["HAS_PHONE"]]
    )
    after: NodeId | None = Field(
        None, description="`next` of the page before; the first page where it is not given", examples=[ID]
    )
    limit: int = Field(25, description="Other ends on a page", ge=1, le=200, examples=[10])
    rank: Literal["id", "recent"] = Field(
        "id",
        description="id: by text id; recent: newest day first, among the first 1,000 neighbours by id",
        examples=["id"],
    )


class SubgraphQuery(PagedQuery):
    """Around which nodes, how far, and how many."""

    id: list[NodeId] = Field(description="Id of a node; may be repeated", min_length=1, max_length=20, examples=[[ID]])
    hops: int = Field(1, description="Steps from the nodes asked for", ge=1, le=2, examples=[2])
    limit: int = Field(300, description="Most nodes", ge=1, le=2_000, examples=[100])


class NodeSummary(BaseModel):
    """A node in a list."""

    id: str = Field(description="Text id: the type's prefix, a colon, the rest", examples=[ID])
    type: str = Field(description="Node type, see /v1/schema", examples=["Phone"])
    label: str = Field(description="What people read", examples=["+998900000001"])
    channel: str = Field(description="Channel of a record or party; empty for shared nodes", examples=[""])


class SearchRow(NodeSummary):
    """A record, value or place that a search found, or a firm or person with all its spellings."""

    names: list[str] = Field(
        description="Of a firm or person: the spellings that were found, at most five", examples=[["Karvon Trans LLC"]]
    )
    spellings: int = Field(description="Of a firm or person: parties that are it, as written", examples=[3], ge=1)
    country: str = Field(
        description="Country of a firm, person, number or place, else who reports the record; empty where none is said",
        examples=["UZ"],
    )
    number: str = Field(
        description="Number of a record or value; of a firm or person its tax number, else registration or passport",
        examples=["301234567"],
    )
    roles: list[str] = Field(
        description="Of a firm or person: its parts on records", examples=[["consignee", "shipper"]]
    )
    consignments: int | None = Field(
        description="Visible consignments that mention it, or a party that holds it; null for records and places",
        examples=[12],
    )
    seizures: int | None = Field(
        description="Visible seizures on those consignments, or that name it; null for seizures and places",
        examples=[1],
    )


class SearchAnswer(BaseModel):
    """What a search found."""

    found: list[SearchRow] = Field(
        description="Numbers that are the text, then firms and people (those of just that name first), then the rest"
    )
    truncated: list[Message] = Field(description="What was cut, and what to do; empty where nothing was")
    note: Message | None = Field(
        description="That nothing is loaded, or that firms were told apart among what was found alone; else null"
    )


class EdgeCount(BaseModel):
    """Edges of one type and direction at a node."""

    edge: str = Field(description="Edge type, see /v1/schema", examples=["HAS_PHONE"])
    direction: Direction = Field(description="out: the node is the edge's source", examples=["in"])
    count: int = Field(description="Visible edges", examples=[3], ge=0)


class Entity(NodeSummary):
    """One node with what is known of it."""

    properties: dict[str, Any] = Field(
        description="Properties by name, units in the names; see /v1/schema", examples=[{"gross_weight_kg": 18450.0}]
    )
    flags: list[Message] = Field(description="What is wrong with the record, and what to do about it")
    counts: list[EdgeCount] = Field(description="Visible edges by type and direction")
    source: str | None = Field(
        description="Where a record stands in its source: channel, number, file, line; null for other nodes",
        examples=["UZ/import/H1/customs: declaration 17 (declarations-2024-03.csv, line 18)"],
    )


class NeighbourEdge(BaseModel):
    """An edge at a node, with the node at its other end."""

    edge: str = Field(description="Edge type", examples=["HAS_PHONE"])
    direction: Direction = Field(description="out: the asked node is the edge's source", examples=["in"])
    role: str = Field(description="Role of the other end where the source says it", examples=[""])
    on: str | None = Field(description="Day on which the edge is true; null where undated", examples=["2024-03-05"])
    id: str = Field(description="Id of the other end", examples=[ID])
    type: str = Field(description="Node type of the other end", examples=["Phone"])
    label: str = Field(description="What people read of the other end", examples=["+998900000001"])


class NeighboursPage(BaseModel):
    """A page of neighbours."""

    counts: list[EdgeCount] = Field(description="All visible edges of the node by type and direction")
    neighbours: list[NeighbourEdge] = Field(description="Edges to the other ends of this page, in the order asked for")
    next: str | None = Field(description="Give this as `after` for the next page; null on the last one", examples=[ID])
    truncated: list[Message] = Field(description="What was cut; empty where nothing was")


class RecordVersion(BaseModel):
    """One version of a record, as a source said it."""

    part: str = Field("", description="Piece of a record that is said in parts; empty for its header", examples=[""])
    is_current: bool = Field(description="Whether the graph shows this version", examples=[True])
    is_deleted: bool = Field(description="Whether the source took the record back with it", examples=[False])
    amended: str = Field(description="Amendment time or version of the source; empty where it has none", examples=[""])
    extract_on: str = Field(description="Latest extract that holds it, a day", examples=["2024-03-31"])
    file: str = Field(description="File name of that extract", examples=["declarations-2024-03.csv"])
    line: int = Field(description="Line in the file, from 1", examples=[18])
    changed: dict[str, list[str]] = Field(
        description="Columns that differ from the version below, as [before, after]", examples=[{"Gross": ["1", "2"]}]
    )
    row: dict[str, str] = Field(description="The filled columns as the source wrote them", examples=[{"Gross": "2"}])


class EntityHistory(BaseModel):
    """All versions of a record."""

    id: str = Field(description="Id of the node", examples=[ID])
    versions: list[RecordVersion] = Field(description="The version that counts most first; none for shared nodes")


class SubgraphNode(NodeSummary):
    """A node of a sub-graph."""

    step: int = Field(description="Steps from the nodes asked for", examples=[1], ge=0)


class SubgraphEdge(BaseModel):
    """An edge of a sub-graph."""

    id: str = Field(description="Public id, 32 hex digits", examples=["0f1e2d3c4b5a69788796a5b4c3d2e1f0"])
    source: str = Field(
        description="Id of the record or party that asserts it", examples=["party:" + CHANNEL + ":9f3c"]
    )
    type: str = Field(description="Edge type", examples=["HAS_PHONE"])
    target: str = Field(description="Id of the other end", examples=[ID])
    role: str = Field(description="Role where the source says it", examples=[""])
    on: str | None = Field(description="Day on which it is true; null where undated", examples=["2024-03-05"])
    channel: str = Field(description="Channel of the record that says it", examples=[CHANNEL])


class Subgraph(BaseModel):
    """Nodes and edges around one or several nodes."""

    nodes: list[SubgraphNode] = Field(description="By step, then id")
    edges: list[SubgraphEdge] = Field(description="By source, type, role, target")
    truncated: list[Message] = Field(description="Which caps were reached; empty where none was")


class Stats(BaseModel):
    """How much a viewer sees."""

    nodes: dict[str, int] = Field(description="Nodes by type; types with none are left out", examples=[{"Party": 2}])
    edges: dict[str, int] = Field(description="Edges by type", examples=[{"HAS_PHONE": 2}])
    batches: int = Field(description="Batches of the visible channels", examples=[3], ge=0)
    version: str = Field(description="Changes exactly when what the viewer sees may have changed", examples=["5f0c"])


class Channels(BaseModel):
    """The channels a viewer sees."""

    channels: list[str] = Field(description="originator/dataset/handling/purpose, sorted", examples=[[CHANNEL]])


class PropertyType(BaseModel):
    """A property of a node type."""

    name: str = Field(description="Name, with its unit", examples=["gross_weight_kg"])
    type: str = Field(description="Type of the value", examples=["number"])
    description: str = Field(description="Meaning", examples=["Gross weight"])


class NodeTypeSummary(BaseModel):
    """A node type."""

    name: str = Field(description="Name", examples=["Phone"])
    prefix: str = Field(description="How its ids begin, before the colon", examples=["phone"])
    ownership: str = Field(description="record, shared or reference", examples=["shared"])
    description: str = Field(description="Meaning", examples=["A phone number in E.164"])
    cap: int = Field(description="Holders above which it is a hub; 0: it links nobody", examples=[12], ge=0)
    properties: list[PropertyType] = Field(description="Properties of records of this type")


class EdgeTypeSummary(BaseModel):
    """An edge type."""

    name: str = Field(description="Name", examples=["HAS_PHONE"])
    sources: list[str] = Field(description="Node types that assert it", examples=[["Party"]])
    targets: list[str] = Field(description="Node types at the other end", examples=[["Phone"]])
    description: str = Field(description="Meaning", examples=["Phone as reported"])


class GraphSchema(BaseModel):
    """The graph type."""

    node_types: list[NodeTypeSummary] = Field(description="All node types")
    edge_types: list[EdgeTypeSummary] = Field(description="All edge types")
