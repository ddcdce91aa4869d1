"""The picture as JSON, for programs of your own: nodes, links, source rows and what it was made from."""

import json

from api.views.picture import CAUTION, Picture
from api.views.placing import numbers_of, placed

SUFFIX = ".json"
MEDIA_TYPE = "application/json"

LAYOUT = 1
"""Number of the form of the file: it grows when a program that reads it has to be changed."""


def render(picture: Picture) -> bytes:
    """Return the picture with texts as they were reported, and where each node is drawn (pixels, y downwards)."""
    ready = picture.checked()
    places = placed(ready, numbers_of(ready))
    columns = zip(ready.nodes, places.x.tolist(), places.y.tolist(), strict=True)
    nodes = [
        {
            "id": node.id,
            "type": node.type,
            "label": node.label,
            "rank": node.rank,
            "group": node.group,
            "is_hub": node.is_hub,
            "note": node.note,
            "properties": dict(sorted(node.properties.items())),
            "x": x,
            "y": y,
        }
        for node, x, y in columns
    ]
    links = [
        {
            "id": edge.id,
            "source": edge.source,
            "target": edge.target,
            "type": edge.type,
            "label": edge.label,
            "weight": edge.weight,
            "is_derived": edge.is_derived,
            "evidence": list(edge.evidence),
            "records": list(edge.records),
            "days": list(edge.days),
        }
        for edge in ready.edges
    ]
    rows = [{"record": row.record, "file": row.file, "line": row.line, "text": row.text} for row in ready.sources]
    content = {
        "layout": LAYOUT,
        "title": ready.title,
        "question": ready.question,
        "notes": list(ready.notes),
        "marking": ready.marking,
        "made_from": dict(ready.facts),
        "caution": CAUTION,
        "nodes": nodes,
        "links": links,
        "sources": rows,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"
