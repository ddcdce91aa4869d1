"""The forms of the explorer's panel, as somebody submits them in a real browser: leads, and who is not the same."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from api.http.pages import Links
from graph.settings import Settings

pytestmark = pytest.mark.browser


@pytest.fixture
def base(sample_copy: Path, serving: Callable[[Settings], AbstractContextManager[str]]) -> Iterator[str]:
    """A service on a copy of the sample world."""
    with serving(Settings(data_dir=sample_copy)) as address:
        yield address


def answered(base: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """What the API says."""
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(base + path, data, {"content-type": "application/json"})
    with urllib.request.urlopen(asked) as answer:
        return json.load(answer)


def said(page: Page, words: str) -> None:
    """Waits until the page says so."""
    page.wait_for_function("words => document.querySelector('#status').textContent.includes(words)", arg=words)


def test_what_is_decided_beside_the_drawing_is_kept_and_what_is_refused_is_told(
    base: str, open_context: Callable[..., BrowserContext]
) -> None:
    first = answered(base, "/v1/analyses/leads?wait=60", {"limit": 1})["rows"][0]
    page = open_context().new_page()
    page.goto(base + Links()("/explore", lead=first["id"]))
    page.wait_for_selector("html[data-ready='1']", state="attached")

    page.click("#tab-explain")
    page.click(".of-lead summary")
    page.fill("#lead-reason", "papers agree")
    page.click("#lead button[value=dismissed]")
    said(page, "The decision is kept")
    assert answered(base, "/v1/analyses/leads?wait=60", {"lead": first["id"]})["rows"][0]["state"] == "dismissed"

    page.eval_on_selector("#lead input[name=lead]", "field => { field.value = 'lead:gone'; }")
    page.click("#lead button[value=confirmed]")
    said(page, "lead:gone")

    several = "() => [...explorer.state().nodes.values()].filter(n => n.spellings > 1).map(n => n.id)"
    page.evaluate("id => explorer.choose({ nodes: new Set([id]), link: null })", page.evaluate(several)[0])
    page.click(".names .other summary")
    page.fill(".names .other input[name=why]", "two brothers")
    page.click(".names .other button[value=different]")
    said(page, "The decision is kept")
    left = page.input_value(".names .other input[name=left]")
    (judgement,) = answered(base, Links()("/v1/who-is-who/judgements", id=left))["judgements"]
    assert (judgement["verdict"], judgement["why"]) == ("different", "two brothers")
