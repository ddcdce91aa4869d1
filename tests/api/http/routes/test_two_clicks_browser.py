"""From a number to the ring: twenty numbers of five kinds of the sample, each at most two clicks from its cluster."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from api.services.runtime.workspace import Workspace
from graph.model import EVERYONE
from graph.schema import value_of
from graph.settings import Settings

pytestmark = pytest.mark.browser

OF_EACH = 4
KINDS = ("Seizure", "Vehicle", "Container", "Party", "Phone")
IN_NONE = "It stands in no cluster."


@pytest.fixture(scope="module")
def tab(open_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    context = open_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def numbers_of(sample_data: Path, kind: str) -> list[str]:
    """Numbers (of firms, names) spread over all of a kind, as somebody would type them."""
    with Workspace(Settings(data_dir=sample_data), resume=False) as workspace:
        ids = workspace.store.node_columns(kind, (), EVERYONE).ids
        chosen = [ids[len(ids) * part // OF_EACH + len(ids) // 9] for part in range(OF_EACH)]
        nodes = workspace.store.get(chosen, EVERYONE)
    if kind == "Party":
        return [str(node.properties["name"]) for node in nodes]
    return [node.id.rpartition(":")[2] if kind == "Seizure" else value_of(node.id) for node in nodes]


def clicks_to_cluster(tab: Page, sample_url: str, text: str) -> int:
    """How many clicks after the search the page of the cluster came, or the sentence that there is none."""
    tab.goto(sample_url)
    tab.fill("#q", text)
    tab.press("#q", "Enter")
    tab.wait_for_load_state()
    clicks = 0
    if "/search?" in tab.url:
        clicks += clicked(tab, "main table tbody th a >> nth=0")
    clicks += clicked(tab, "main .actions a[href*='/cluster?'] >> nth=0")
    tab.wait_for_function("() => !document.title.startsWith('Working')")
    return clicks


def clicked(tab: Page, selector: str) -> int:
    tab.click(selector)
    tab.wait_for_load_state()
    return 1


@pytest.mark.parametrize("kind", KINDS)
def test_two_clicks_lead_from_a_number_to_the_cluster_and_its_picture(
    tab: Page, sample_url: str, sample_data: Path, kind: str
) -> None:
    for text in numbers_of(sample_data, kind):
        assert clicks_to_cluster(tab, sample_url, text) <= 2, text
        assert "/cluster?" in tab.url, text
        frame: Any = tab.query_selector("iframe.picture")
        assert frame is not None, text
        assert tab.inner_text("main .over").startswith("Cluster") or IN_NONE in tab.inner_text("main"), text
