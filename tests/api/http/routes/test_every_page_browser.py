"""Every page on the sample world in a real browser: axe objects to nothing, and nothing is wider than a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from api.http.pages import Links
from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.settings import Settings

pytestmark = pytest.mark.browser

PHONE = 390
ADDRESSES = {
    "start": "/",
    "search": "/search?q=karvon",
    "nothing found": "/search?q=zzzyyyxxx",
    "seizures": "/seizures",
    "consignments": "/consignments?q=karvon",
    "arrivals": "/arrivals",
    "firms and persons": "/entities?sort=seizures",
    "an empty list": "/entities?q=zzzyyyxxx",
    "loaded": "/loaded",
    "leads": "/analyses/leads?limit=3",
    "an analysis": "/analyses/linked_entities?limit=20",
    "a form": "/analyses/paths",
    "screening": "/screening",
    "watch list": "/watch",
    "who is who": "/review",
    "load": "/load",
    "manual": "/docs",
    "nothing explored": "/explore",
    "what to explore": "/explore?q=karvon",
    "a fault": "/entity?id=phone:none",
}
OF_TYPES = ("Seizure", "Consignment", "Vehicle", "Container", "Party", "Phone", "Place", "Registration")


@pytest.fixture(scope="module")
def tab(open_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    context = open_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def addresses(sample_data: Path) -> dict[str, str]:
    """The pages by name: those of fixed addresses, one of each type of node, its cluster, and a picture alone."""
    url, found = Links(), dict(ADDRESSES)
    with Workspace(Settings(data_dir=sample_data), resume=False) as workspace:
        for node_type in OF_TYPES:
            ids = workspace.store.node_columns(node_type, (), EVERYONE).ids
            found[node_type] = url("/entity", id=ids[len(ids) // 3])
        seizure = workspace.store.node_columns("Seizure", (), EVERYONE).ids[0]
        record = workspace.store.node_columns("Consignment", (), EVERYONE).ids[0]
    found["cluster"] = url("/cluster", around=seizure)
    found["risk of one"] = url("/screening/one", number=record)
    found["picture"] = url("/picture", around=seizure)
    return found


def names() -> list[str]:
    return [*ADDRESSES, *OF_TYPES, "cluster", "risk of one", "picture"]


@pytest.mark.parametrize("name", names())
def test_a_page_has_no_fault_that_axe_knows_and_fits_a_phone(
    tab: Page, sample_url: str, addresses: dict[str, str], name: str
) -> None:
    tab.set_viewport_size({"width": 1280, "height": 720})
    tab.emulate_media(color_scheme="light")
    tab.goto(sample_url + addresses[name])
    tab.wait_for_function("() => !document.title.startsWith('Working')")
    tab.evaluate("document.querySelectorAll('.route:nth-of-type(n+4)').forEach((alike) => alike.remove())")
    assert objections(tab, {"iframes": False}) == []
    tab.emulate_media(color_scheme="dark")
    assert objections(tab, {"iframes": False, "runOnly": ["color-contrast"]}) == []
    if name != "picture":  # which is as wide as its frame
        tab.set_viewport_size({"width": PHONE, "height": 720})
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE


def objections(tab: Page, options: dict[str, Any]) -> list[str]:
    """What axe objects to, each with the first element it is about."""
    found = Axe().run(tab, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:300]} {one['nodes'][0]['failureSummary']}" for one in found]
