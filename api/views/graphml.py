"""The picture as GraphML, which NetworkX, Gephi and yEd open.

Fixed keys are typed (`rank` and `weight` are doubles, `is_hub` and `is_derived` booleans); each property of a node is a
text key with the prefix `property.`. Notes and facts stand in the description of the graph, and each fact under a key
of the graph with the prefix `made_from.`.
"""

from xml.etree import ElementTree

from api.views.controls import of_xml
from api.views.picture import CAUTION, Picture
from graph.errors import BadValue

SUFFIX = ".graphml"
MEDIA_TYPE = "application/xml"

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
Values = dict[str, str | float | bool]


def render(picture: Picture) -> bytes:
    """Return the graph as a directed one; parallel links are kept, each under its own id."""
    ready = picture.checked()
    if len({of_xml(node.id) for node in ready.nodes}) < len(ready.nodes):
        raise BadValue("two ids differ only by characters that XML cannot hold", "export to .csv or .html instead")
    root = ElementTree.Element("graphml", {"xmlns": NAMESPACE})
    nodes: list[tuple[str, Values]] = []
    for node in ready.nodes:
        own: Values = {"label": node.label, "type": node.type, "rank": float(node.rank), "group": node.group}
        more: Values = {f"property.{name}": node.properties[name] for name in sorted(node.properties)}
        nodes.append((node.id, {**own, "is_hub": node.is_hub, "note": node.note, **more}))
    edges: list[Values] = [
        {
            "label": edge.label,
            "type": edge.type,
            "weight": float(edge.weight),
            "is_derived": edge.is_derived,
            "days": " ".join(edge.days),
            "evidence": "\n".join(edge.evidence),
        }
        for edge in ready.edges
    ]
    node_keys = _keys(root, "node", [values for _, values in nodes])
    edge_keys = _keys(root, "edge", edges)
    made_from: Values = {"title": ready.title, **{f"made_from.{name}": value for name, value in ready.facts}}
    graph_keys = _keys(root, "graph", [made_from])
    graph = ElementTree.SubElement(root, "graph", {"id": "picture", "edgedefault": "directed"})
    facts = [f"{name}: {value}" for name, value in ready.facts]
    ElementTree.SubElement(graph, "desc").text = of_xml(
        "\n".join([ready.title, ready.question, *ready.notes, *facts, CAUTION])
    )
    _data(graph, made_from, graph_keys)
    for name, values in nodes:
        _data(ElementTree.SubElement(graph, "node", {"id": of_xml(name)}), values, node_keys)
    for edge, values in zip(ready.edges, edges, strict=True):
        ends = {"id": of_xml(edge.id), "source": of_xml(edge.source), "target": of_xml(edge.target)}
        _data(ElementTree.SubElement(graph, "edge", ends), values, edge_keys)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _keys(root: ElementTree.Element, owner: str, rows: list[Values]) -> dict[str, str]:
    """Declare one key for each name that occurs, in the order of first use; return its id for each name."""
    kinds = {
        name: "boolean" if isinstance(value, bool) else _kind(value) for row in rows for name, value in row.items()
    }
    keys = {}
    for number, (name, kind) in enumerate(kinds.items()):
        keys[name] = f"{owner[0]}{number}"
        ElementTree.SubElement(
            root, "key", {"id": keys[name], "for": owner, "attr.name": of_xml(name), "attr.type": kind}
        )
    return keys


def _kind(value: str | float) -> str:
    return "string" if isinstance(value, str) else "double"


def _data(element: ElementTree.Element, values: Values, keys: dict[str, str]) -> None:
    for name, value in values.items():
        if value == "" and isinstance(value, str):
            continue
        shown = str(value).lower() if isinstance(value, bool) else of_xml(str(value))
        ElementTree.SubElement(element, "data", {"key": keys[name]}).text = shown
