"""The links of the pages: each leads somewhere and carries on who looks."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from api.http.pages import Links

Read = Callable[..., Any]
at = Links()


def crawl(looked_over: Read, client: Any, start: str, depth: int, most: int) -> dict[str, Any]:
    """Pages by address, breadth first: of one page so many links to one kind of page, and four pictures in all."""
    pages: dict[str, Any] = {}
    pictures = 0
    seen, frontier = {start}, [start]
    for step in range(depth + 1):
        following: list[str] = []
        for path in frontier:
            pictures += path.startswith("/picture")
            if path.startswith("/picture") and pictures > 4:
                continue
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.text[:300])
            if urlsplit(path).path in ("/picture", "/dossier", "/v1/openapi.json"):  # files to hand over
                continue
            pages[path] = looked_over(answer)
            counts: dict[str, int] = {}
            for link in pages[path].links():
                address = link.partition("#")[0]
                kind = urlsplit(address).path
                counts[kind] = counts.get(kind, 0) + 1
                if address and address not in seen and counts[kind] <= most and step < depth:
                    seen.add(address)
                    following.append(address)
        frontier = following
    return pages


@pytest.fixture(scope="module")
def crawled(looked_over: Read, client: Any) -> dict[str, Any]:
    """What is three clicks or less from the start page of somebody who sees two administrations; every link answers."""
    return crawl(looked_over, client, "/?as=UZ/*,KZ/*", 3, 1)


def test_every_link_from_the_start_page_resolves(crawled: dict[str, Any]) -> None:
    kinds = {urlsplit(path).path for path in crawled}
    assert {"/", "/docs", "/entity", "/cluster", "/analyses/linked_entities", "/analyses/paths"} <= kinds


def test_every_link_carries_the_viewer_on(crawled: dict[str, Any]) -> None:
    for path, page in crawled.items():
        for link in page.links():
            if not link.startswith("#") and link != "/v1/openapi.json":
                assert parse_qs(urlsplit(link).query).get("as") == ["UZ/*,KZ/*"], (path, link)
        carried = [a for a in page.of("input") if a.get("name") == "as" and a.get("value") == "UZ/*,KZ/*"]
        posting = [form for form in page.of("form") if form.get("method") == "post"]
        assert all(parse_qs(urlsplit(form["action"]).query).get("as") == ["UZ/*,KZ/*"] for form in posting), path
        assert len(carried) == len(page.of("form")) - len(posting)


def test_anchors_of_a_page_exist(read: Read, client: Any) -> None:
    page = read(client, at("/entity", id="phone:+998900000001"))
    ids = {a["id"] for _, a in page.found if "id" in a}
    assert {link.partition("#")[2] for link in page.links() if link.startswith("#")} <= ids
    assert "neighbours" in ids
