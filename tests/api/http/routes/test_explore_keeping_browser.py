"""What the explorer keeps and hands over, and that no data runs in it, in a real browser."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from api.http.pages import Links
from tests.api.http.routes.explored import PHONE, Seen

pytestmark = pytest.mark.browser


# --- safety --------------------------------------------------------------------------------------------------------


def test_nothing_that_the_data_says_runs_or_asks_anybody(seen: Seen) -> None:
    seen.act("expand", seen.firm())
    seen.act("fit")
    for name in seen.ids():
        seen.pick(name)
        seen.page.wait_for_selector(".reasons > :not(.hint)", state="attached")
    for name in seen.ids()[:6]:
        x, y = seen.point(name)
        seen.page.mouse.move(x, y)
        seen.frame()
    for tab in ("list", "legend", "explain"):
        seen.page.click(f"#tab-{tab}")
    seen.page.click("[data-act=table]")
    seen.page.click("[data-act=table]")
    for query in ("script", "Hrefco", "proto"):
        seen.page.fill("#find", query)
        seen.page.wait_for_selector("#hits li")
    seen.page.fill("#find", "")
    assert seen.run("() => typeof window.__xss") == "undefined"
    assert seen.run("() => ({}).polluted === undefined && Object.keys(Object.prototype).length === 0")
    assert seen.errors == []
    assert {url for url in seen.requests if not url.startswith((seen.base, "data:"))} == set()


def test_a_hostile_name_is_shown_as_the_text_it_is(seen: Seen) -> None:
    [name] = [
        row["id"]
        for row in seen.run("() => explorer.ask('searches', { q: 'Hrefco' })")["found"]
        if row["label"].startswith("<a href") and row["type"] != "Consignment"
    ][:1]
    seen.act("bring", {"id": name, "label": "x"})
    seen.pick(name)
    assert seen.page.inner_text("#details h2") == "<a href=javascript:window.__xss=1>Hrefco</a>"
    assert seen.page.locator("#details h2 a").count() == 0


def test_a_fault_is_told_with_what_to_do_and_changes_nothing(seen: Seen) -> None:
    before = seen.run("async () => (await import('/static/explore/state.js')).asText(explorer.state())")
    seen.act("expandBy", PHONE, "NO/Such", 25, "risk")
    assert "no choice 'NO/Such'" in seen.status() and "Next: known" in seen.status()
    assert seen.run("async () => (await import('/static/explore/state.js')).asText(explorer.state())") == before
    seen.page.route("**/explore/data/expansions*", lambda route: route.abort())
    seen.act("expand", seen.firm())
    seen.page.unroute("**/explore/data/expansions*")
    assert "The service does not answer" in seen.status()
    seen.errors.clear()  # the browser notes that a request was broken off


# --- saving and handing over ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["html", "svg", "graphml", "csv", "json"])
def test_what_is_handed_over_is_what_is_seen(seen: Seen, suffix: str) -> None:
    hidden = seen.firm()
    seen.pick(hidden)
    seen.act("hide")
    with seen.page.expect_download() as download:
        seen.act("exportAs", suffix)
    content = download.value.path().read_text("utf-8")
    if suffix == "json":
        assert {node["id"] for node in json.loads(content)["nodes"]} == set(seen.places())
    assert hidden not in content


def test_a_view_is_saved_and_opened_again_as_it_was(seen: Seen) -> None:
    seen.act("expand", seen.firm())
    hidden = seen.firm()
    seen.pick(hidden)
    seen.act("hide")
    seen.pick(PHONE)
    seen.act("pin")
    seen.page.click("#menu-view summary")
    seen.page.fill("#save-name", "<b>The ring</b>")
    seen.page.fill("#save-notes", "two trucks")
    seen.page.click("#save button")
    link = seen.page.get_attribute("#status a", "href")
    assert link and link.startswith("/explore?view=view%3A") and "ring" not in link
    before = seen.places()
    other = seen.page.context.new_page()
    other.goto(seen.base + link)
    other.wait_for_selector("html[data-ready='1']", state="attached")
    assert dict(other.evaluate("() => [...explorer.draw.positions()]")) == before
    assert other.evaluate("() => [...explorer.state().pinned]") == [PHONE]
    assert other.evaluate("() => [...explorer.state().hidden]") == [hidden]
    assert "has changed since" in other.inner_text("#cut")
    assert other.input_value("#save-notes") == "two trucks"
    other.close()
    seen.page.click("#menu-view summary")
    seen.page.click("#saved button >> nth=0")
    seen.page.wait_for_selector("#saved >> text=None yet.")


def test_a_view_saved_with_consignments_as_nodes_counts_its_links_again(seen: Seen) -> None:
    counted = "() => explorer.seen().links.size && [...explorer.seen().links.values()].map(l => [l.id, l.count]).sort()"
    before = seen.run(counted)
    seen.act("asNodes")
    assert seen.run(counted) != before
    seen.page.click("#menu-view summary")
    seen.page.fill("#save-name", "consignments")
    seen.page.click("#save button")
    link = seen.page.get_attribute("#status a", "href")
    other = seen.page.context.new_page()
    other.goto(f"{seen.base}{link}")
    other.wait_for_selector("html[data-ready='1']", state="attached")
    other.evaluate("async () => { await explorer.act.asNodes(); }")
    assert other.evaluate(counted) == before
    other.close()


def test_without_javascript_the_tables_say_the_same(seen: Seen, open_context: Callable[..., BrowserContext]) -> None:
    context = open_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(seen.base + Links()("/explore", focus=PHONE))
    scene = seen.ask("scenes", {"focus": [PHONE]})
    rows = page.locator(".without tbody tr")
    assert rows.count() == len(scene["nodes"]) + len(scene["links"])
    assert page.is_visible("#find") and not page.is_visible(".tools") and not page.is_visible("#net")
    context.close()


def test_the_page_is_dark_where_the_reader_wants_it(seen: Seen) -> None:
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light, before = seen.run(paper), seen.places()
    seen.page.emulate_media(color_scheme="dark")
    assert seen.run(paper) != light
    assert seen.places() == before
    seen.page.emulate_media(color_scheme="light")
    assert seen.errors == []
