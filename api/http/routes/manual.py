"""The API manual as a page: made from the OpenAPI document, without a script and without another site."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.http.dependencies import ViewOf
from api.http.pages import MANUAL, Links, PageRoute, page

router = APIRouter(include_in_schema=False, route_class=PageRoute)

DOCUMENT = "/v1/openapi.json"


@router.get(MANUAL)
def manual(request: Request, view: ViewOf) -> Response:
    """Every route by its tag, with its parameters and what it answers."""
    document = request.app.openapi()
    routes = list(_routes(document))
    groups = [(tag, [route for route in routes if route["tag"] == tag["name"]]) for tag in document["tags"]]
    return page(
        "manual.html", Links(view.patterns), groups=groups, address=DOCUMENT, about=_paragraphs(document["info"])
    )


def _paragraphs(part: Mapping[str, Any]) -> list[str]:
    """The paragraphs of a description."""
    found = (" ".join(text.split()) for text in str(part.get("description", "")).split("\n\n"))
    return [text for text in found if text]


def _routes(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            yield {
                "method": method.upper(),
                "path": path,
                "tag": next(iter(route.get("tags", ())), ""),
                "summary": route.get("summary", ""),
                "about": _paragraphs(route),
                "parameters": list(_parameters(document, route)),
                "takes": list(route.get("requestBody", {}).get("content", {})),
            }


def _parameters(document: Mapping[str, Any], route: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for one in route.get("parameters", ()):
        yield {
            "name": one["name"],
            "place": one["in"],
            "is_required": one.get("required", False),
            "about": one.get("description") or one["schema"].get("description", ""),
            "default": _default(one["schema"]),
        }
    for content in route.get("requestBody", {}).get("content", {}).values():
        model = _model(document, content.get("schema", {}))
        for name, part in model.get("properties", {}).items():
            yield {
                "name": name,
                "place": "body",
                "is_required": name in model.get("required", ()),
                "about": part.get("description", ""),
                "default": _default(part),
            }


def _default(schema: Mapping[str, Any]) -> str:
    default = schema.get("default")
    return "" if default in (None, [], "") else str(default)


def _model(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The model that a schema names, itself or as its first choice."""
    reference = next((s["$ref"] for s in (schema, *schema.get("anyOf", ())) if "$ref" in s), "")
    found: Mapping[str, Any] = document.get("components", {}).get("schemas", {}).get(reference.rpartition("/")[2], {})
    return found or schema
