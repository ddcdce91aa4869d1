"""The picture as GEXF 1.3, which Gephi opens with places, sizes and colours, and NetworkX reads.

Fixed attributes are typed; each property of a node is an attribute of its own. What the picture was made from stands in
the description of the file.
"""

from collections.abc import Mapping
from xml.etree import ElementTree

from api.views.controls import of_xml
from api.views.picture import CAUTION, HANDLING, STYLES, Picture, PictureEdge, PictureNode, style_name
from api.views.placing import numbers_of, placed
from graph.errors import BadValue

SUFFIX = ".gexf"
MEDIA_TYPE = "application/xml"

_GEXF, _VIZ = "http://gexf.net/1.3", "http://gexf.net/1.3/viz"
_OF_NODES = {"type": "string", "group": "string", "rank": "double", "is_hub": "boolean", "note": "string"}
_OF_LINKS = {"type": "string", "is_derived": "boolean", "days": "string", "evidence": "string"}
_OWN = "property."


def render(picture: Picture) -> bytes:
    """Return the graph as a directed one; parallel links are kept, each under its own id."""
    ready = picture.checked()
    if len({of_xml(node.id) for node in ready.nodes}) < len(ready.nodes):
        raise BadValue("two ids differ only by characters that XML cannot hold", "export to .json or .csv instead")
    places = placed(ready, numbers_of(ready))
    root = ElementTree.Element("gexf", {"xmlns": _GEXF, "xmlns:viz": _VIZ, "version": "1.3"})
    meta = ElementTree.SubElement(root, "meta")
    facts = [f"{name}: {value}" for name, value in ready.facts]
    ElementTree.SubElement(meta, "creator").text = "Halqa"
    if ready.marking:
        ElementTree.SubElement(meta, "keywords").text = of_xml(f"{HANDLING}: {ready.marking}")
    ElementTree.SubElement(meta, "description").text = of_xml(
        "\n".join([ready.title, ready.question, *ready.notes, *facts, CAUTION])
    )
    graph = ElementTree.SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "static"})
    own = sorted({f"{_OWN}{name}" for node in ready.nodes for name in node.properties})
    node_keys = _declared(graph, "node", {**_OF_NODES, **dict.fromkeys(own, "string")})
    link_keys = _declared(graph, "edge", _OF_LINKS)
    nodes = ElementTree.SubElement(graph, "nodes")
    for number, node in enumerate(ready.nodes):
        element = ElementTree.SubElement(nodes, "node", {"id": of_xml(node.id), "label": of_xml(node.label)})
        _values(element, _of_node(node), node_keys)
        colour = STYLES[style_name(node.type)].colour
        channels = {name: str(int(colour[at : at + 2], 16)) for name, at in (("r", 1), ("g", 3), ("b", 5))}
        ElementTree.SubElement(element, "viz:color", channels)
        place = {"x": str(places.x[number]), "y": str(-places.y[number]), "z": "0.0"}  # y grows upwards in Gephi
        ElementTree.SubElement(element, "viz:position", place)
        ElementTree.SubElement(element, "viz:size", {"value": str(places.size[number])})
    links = ElementTree.SubElement(graph, "edges")
    for edge in ready.edges:
        ends = {"id": edge.id, "source": edge.source, "target": edge.target, "label": edge.label}
        element = ElementTree.SubElement(links, "edge", {name: of_xml(text) for name, text in ends.items()})
        element.set("weight", str(float(edge.weight)))
        _values(element, _of_link(edge), link_keys)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _of_node(node: PictureNode) -> dict[str, str]:
    fixed = {
        "type": node.type,
        "group": node.group,
        "rank": str(float(node.rank)),
        "is_hub": str(node.is_hub).lower(),
        "note": node.note,
    }
    return fixed | {f"{_OWN}{name}": node.properties[name] for name in sorted(node.properties)}


def _of_link(edge: PictureEdge) -> dict[str, str]:
    lists = {"days": " ".join(edge.days), "evidence": "\n".join(edge.evidence)}
    return {"type": edge.type, "is_derived": str(edge.is_derived).lower(), **lists}


def _declared(graph: ElementTree.Element, owner: str, kinds: Mapping[str, str]) -> dict[str, str]:
    """Declares the attributes of nodes or links and gives back the id of each."""
    attributes = ElementTree.SubElement(graph, "attributes", {"class": owner})
    keys = {name: f"{owner[0]}{number}" for number, name in enumerate(kinds)}
    for name, kind in kinds.items():
        ElementTree.SubElement(attributes, "attribute", {"id": keys[name], "title": of_xml(name), "type": kind})
    return keys


def _values(element: ElementTree.Element, values: Mapping[str, str], keys: Mapping[str, str]) -> None:
    said = {name: value for name, value in values.items() if value}
    if said:
        holder = ElementTree.SubElement(element, "attvalues")
        for name, value in said.items():
            ElementTree.SubElement(holder, "attvalue", {"for": keys[name], "value": of_xml(value)})
