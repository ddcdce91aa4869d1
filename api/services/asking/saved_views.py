"""Saved views: saved with what somebody has on the screen, listed, deleted, and opened again with what changed since.

A view holds ids, places and its owner's words. What is shown of it is read from the graph for whoever opens it:
somebody who sees less than its owner did gets the nodes that he sees, and neither the owner's words and settings nor a
count, so that nothing tells him whether there is more. A link to it holds its id alone.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from api.services.asking.explore import label
from api.services.runtime.workspace import Workspace
from api.state import saved_views as kept
from api.state.dispositions import Decider
from api.state.saved_views import SavedView, ViewContent, ViewNode
from graph.errors import BadValue, NotFound
from graph.messages import message
from graph.model import Node, Viewer

MOST_NODES = 2_000
MOST_HIDDEN = 5_000
LONGEST_NAME, LONGEST_NOTES, LONGEST_ID = 200, 10_000, 2_000  # characters
LONGEST_SETTINGS = 20_000  # characters of one of filters, options and question, as JSON
FURTHEST = 1e7  # pixels from the middle
_PLAIN = r"^[^\x00-\x08\x0e-\x1f]*$"  # no control characters but tab and line ends
_LISTED = 100  # nodes that changes name one by one
_AT_ONCE = 500  # nodes read at once


HiddenId = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ID, pattern=_PLAIN)]


class PlacedNode(BaseModel):
    """A node of a view and where it stands."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(
        description="Its id", min_length=1, max_length=LONGEST_ID, pattern=_PLAIN, examples=["phone:+998900000001"]
    )
    x: float = Field(description="Pixels to the right", ge=-FURTHEST, le=FURTHEST, examples=[120.5])
    y: float = Field(description="Pixels downwards", ge=-FURTHEST, le=FURTHEST, examples=[-40.0])
    pinned: bool = Field(False, description="Whether it stays where it is", examples=[False])


class ViewBody(BaseModel):
    """What is saved of a screen."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(
        description="What its owner calls it",
        min_length=1,
        max_length=LONGEST_NAME,
        pattern=_PLAIN,
        examples=["The ring at Samur"],
    )
    notes: str = Field(
        "", description="What its owner notes", max_length=LONGEST_NOTES, pattern=_PLAIN, examples=["two trucks"]
    )
    nodes: list[PlacedNode] = Field(description="What is on the screen", min_length=1, max_length=MOST_NODES)
    hidden: list[HiddenId] = Field(
        default_factory=list, description="Ids that were hidden", max_length=MOST_HIDDEN, examples=[[]]
    )
    filters: dict[str, Any] = Field(default_factory=dict, description="Settings of the filters", examples=[{}])
    options: dict[str, Any] = Field(default_factory=dict, description="Settings of the drawing", examples=[{}])
    question: dict[str, Any] = Field(
        default_factory=dict, description="What was asked, with its parameters", examples=[{}]
    )

    @field_validator("name")
    @classmethod
    def _says_something(cls, name: str) -> str:
        if not name.strip():
            raise ValueError("give it a name")
        return " ".join(name.split())

    @field_validator("nodes")
    @classmethod
    def _stand_once(cls, nodes: list[PlacedNode]) -> list[PlacedNode]:
        if len({node.id for node in nodes}) < len(nodes):
            raise ValueError("name each node once")
        return nodes

    @field_validator("filters", "options", "question")
    @classmethod
    def _is_short(cls, value: dict[str, Any]) -> dict[str, Any]:
        if len(json.dumps(value)) > LONGEST_SETTINGS:
            raise ValueError(f"write at most {LONGEST_SETTINGS:,} characters of JSON")
        return value


_UNTOLD: Mapping[str, Any] = {"messages": [], "gone": [], "more_edges": [], "is_other_version": False}


def read_body(body: Mapping[str, Any]) -> ViewBody:
    """What is to be saved, out of JSON.

    Raises:
        BadValue: a field is missing, unknown, too long or of another kind; the first fault is named.
    """
    try:
        return ViewBody.model_validate(body)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or "the view"
        words = fault["msg"].removeprefix("Value error, ")
        raise BadValue(f"a view cannot be saved so: {where}: {words}", "mend it and save again") from None


def save(workspace: Workspace, viewer: Viewer, owner: Decider, body: ViewBody) -> dict[str, Any]:
    """Saves a view of what somebody sees; as `views_of` lists it, and how many nodes were `left_out`.

    Nodes and hidden ids that he does not see are left out.

    Raises:
        BadValue: he sees none of the nodes, or has too many views.
    """
    hidden = list(dict.fromkeys(body.hidden))
    seen = _nodes(workspace, viewer, [*(node.id for node in body.nodes), *hidden])
    nodes = tuple(
        ViewNode(node.id, node.x, node.y, node.pinned, _edges_at(workspace, viewer, node.id))
        for node in body.nodes
        if node.id in seen
    )
    if not nodes:
        raise BadValue("a view without nodes cannot be saved", "put something on the screen first")
    content = ViewContent(
        body.name,
        body.notes,
        nodes,
        tuple(name for name in hidden if name in seen),
        body.filters,
        body.options,
        body.question,
    )
    saved = kept.save(workspace.state_made(), content, workspace.store.version(viewer), owner)
    return view_row(saved) | {"left_out": len(body.nodes) - len(nodes)}


def views_of(workspace: Workspace, reader: Decider) -> list[dict[str, Any]]:
    """The saved views of somebody, the newest first."""
    state = workspace.state
    return [] if state is None else [view_row(view) for view in kept.listed(state, reader)]


def opened(workspace: Workspace, viewer: Viewer, reader: Decider, view: str) -> dict[str, Any]:
    """A view as somebody sees it now, and what changed since it was saved.

    `changes` has sentences (`messages`), the first `_LISTED` ids that are `gone`, and as many nodes that have more
    edges, those with most more of them first (`more_edges`: id, label, edges then and now). To somebody who sees less
    than the owner did it has nothing, and name, notes, filters, options and question are empty.

    Raises:
        NotFound: there is none of that id, or none of its nodes is visible.
    """
    state = workspace.state
    known = None if state is None else kept.read(state, view)
    content = known.content if known else None
    seen = _nodes(workspace, viewer, [node.id for node in content.nodes]) if content else {}
    is_whole = known is not None and known.is_whole_for(reader)
    if known is None or content is None or not (seen or is_whole):
        raise NotFound(f"no saved view {view!r}", "`halqa view list` lists your own")
    hidden = _nodes(workspace, viewer, content.hidden)
    row = {
        "id": known.id,
        "link": link_to(known.id),
        "by": known.owner,
        "at": known.at,
        "is_own": known.is_listed_for(reader),
        "nodes": [_node_row(node, seen[node.id]) for node in content.nodes if node.id in seen],
        "hidden": [name for name in content.hidden if name in hidden],
    }
    if not is_whole:
        empty: dict[str, Any] = {"filters": {}, "options": {}, "question": {}}
        return row | empty | {"name": "", "notes": "", "changes": dict(_UNTOLD)}
    settings = {name: dict(getattr(content, name) or {}) for name in ("filters", "options", "question")}
    words = {"name": content.name, "notes": content.notes}
    return row | settings | words | {"changes": _changed(workspace, viewer, known, seen)}


def forget(workspace: Workspace, reader: Decider, view: str) -> dict[str, Any]:
    """Deletes a view of one's own; what it was, as `views_of` lists it.

    Raises:
        NotFound: there is none of that id among his own.
    """
    state = workspace.state
    if state is None:
        raise NotFound(f"no saved view {view!r} of your own", "`halqa view list` lists them")
    return view_row(kept.delete(state, view, reader))


def link_to(view: str) -> str:
    """The address of a view on the service, which holds its id and nothing of it."""
    return f"/explore?view={view}"


def view_row(view: SavedView) -> dict[str, Any]:
    """A view as it is listed to its owner."""
    return {
        "id": view.id,
        "name": view.content.name,
        "notes": view.content.notes,
        "nodes": len(view.content.nodes),
        "by": view.owner,
        "at": view.at,
        "version": view.version,
        "link": link_to(view.id),
    }


def _node_row(placed: ViewNode, node: Node) -> dict[str, Any]:
    place = {"x": placed.x, "y": placed.y, "pinned": placed.is_pinned}
    return {"id": node.id, "type": node.type, "label": label(node), **place}


def _changed(workspace: Workspace, viewer: Viewer, known: SavedView, seen: Mapping[str, Node]) -> dict[str, Any]:
    content = known.content
    gone = [node.id for node in content.nodes if node.id not in seen]
    is_other = workspace.store.version(viewer) != known.version
    counts = {node: _edges_at(workspace, viewer, node.id) for node in content.nodes if is_other and node.id in seen}
    grown = sorted((node.edges - now, node.id) for node, now in counts.items() if now > node.edges)
    edges = {node.id: (node.edges, now) for node, now in counts.items()}
    more = [
        {"id": name, "label": label(seen[name]), "edges_then": edges[name][0], "edges_now": edges[name][1]}
        for _, name in grown[:_LISTED]
    ]
    fewer = sum(now < node.edges for node, now in counts.items())
    at = known.at[:16].replace("T", " ") + " UTC"
    told = {"gone": len(gone), "taken": known.taken, "more_edges": len(grown), "fewer_edges": fewer}
    messages = [message("view.other_version", at=at)] if is_other else []
    messages += [message(f"view.{key}", count=count) for key, count in told.items() if count]
    return {
        "messages": [one.model_dump() for one in messages or [message("view.unchanged", at=at)]],
        "gone": gone[:_LISTED],
        "more_edges": more,
        "is_other_version": is_other,
    }


def _edges_at(workspace: Workspace, viewer: Viewer, node_id: str) -> int:
    return sum(workspace.store.counts(node_id, viewer).values())


def _nodes(workspace: Workspace, viewer: Viewer, ids: Sequence[str]) -> dict[str, Node]:
    """The visible ones among some nodes, by id."""
    found: dict[str, Node] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= {node.id: node for node in workspace.store.get(ids[start : start + _AT_ONCE], viewer)}
    return found
