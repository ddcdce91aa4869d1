"""The manual: every route of the document is on the page, in words."""

import html
from typing import Any


def test_the_manual_lists_every_route_with_its_parameters(small: Any) -> None:
    text = html.unescape(small.get("/docs").text)
    document = small.get("/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        assert f"<code>{path}</code>" in text
        for route in methods.values():
            assert route["summary"] in text
            assert all(f"<code>{one['name']}</code>" in text for one in route.get("parameters", ()))


def test_the_fields_of_a_body_are_parameters_too(small: Any) -> None:
    text = small.get("/docs").text
    assert "<code>min_weight</code>" in text
    assert '<td data-name="In">body</td>' in text


def test_marks_of_the_descriptions_become_elements(small: Any) -> None:
    text = small.get("/docs").text
    assert "<b>Ids</b>" in text and "<code>wait</code>" in text
    assert "**" not in text and "`" not in text
