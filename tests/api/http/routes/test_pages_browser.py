"""The pages in a real browser, asked from a running service: what they draw, ask for, and complain of."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from api.http import working
from api.http.pages import Links
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.settings import Settings
from tests.declarations import profile_of

pytestmark = pytest.mark.browser

KARVON = "phone:+998901234567"
RECORD = "consignment:UZ/decl/H1/customs:declaration:2024/4#a?b&c%41"
PROFILE = profile_of("consignee.name", "consignee.phone", "shipper.name", "container")
ROWS = """\
No,Date,Consignee,Phone,Shipper,Container
1,2024-03-01,Karvon Trans LLC,+998901234567,Ankara Tekstil AS,MSKU1234565
2,2024-03-08,Ipak Savdo MChJ,+998901234567,Izmir Boya AS,
2024/4#a?b&c%41,2024-03-10,Ахмад Ҷон,+992901112233,شركة الامل,TCLU4265327
"""
HOSTILE = """\
No,Date,Consignee,Phone,Shipper,Container
x,2024-03-01,<script>top.__xss=1</script>,+998905555555,"</title><img src=x onerror=""top.__xss=1"">",
y,2024-03-02,\u202egnp.exe,+998905555555,<a href=javascript:top.__xss=1>Hrefco</a>,
"""
PATHS = {
    "start": "/",
    "search": Links()("/search", q="karvon"),
    "value": Links()("/entity", id=KARVON),
    "record": Links()("/entity", id=RECORD),
    "analysis": "/analyses/linked_entities",
    "paths": Links()("/analyses/paths", source=KARVON, target="container:MSKU1234565"),
    "hostile": Links()("/entity", id="consignment:UZ/decl/H1/customs:declaration:x"),
    "manual": "/docs",
    "review": "/review",
}


Script = Callable[[Page], Any]
Serving = Callable[[Settings], AbstractContextManager[str]]


@dataclass
class Seen:
    """A page after it was opened: its errors, every address it asked for, its width, and what the script found."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    width: int = 0
    frames_drawn: int = 0
    found: Any = None


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[str]:
    """The address of a service that holds the four declarations and the hostile ones."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "decl.yaml").write_text(PROFILE, encoding="utf-8")
    settings = Settings(data_dir=folder / "data", profiles=folder)
    with Workspace(settings) as workspace:
        for name, text in (("rows.csv", ROWS), ("hostile.csv", HOSTILE)):
            (folder / name).write_text(text, encoding="utf-8")
            load_file(workspace, folder / name, LoadOptions("decl", "UZ"))
    with serving(settings) as url:
        yield url


@pytest.fixture(scope="module")
def visit(base_url: str, open_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Seen]]:
    """Opens a path and tells what was seen; in one page for all, as a window of its own costs as much again."""
    context = open_context()
    page = context.new_page()
    yield lambda path, width=1280, **options: _visited(page, base_url, path, width, **options)
    context.close()


def _visited(
    page: Page, base_url: str, path: str, width: int, script: Script | None = None, color_scheme: Any = "light"
) -> Seen:
    page.goto("about:blank")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media="screen", color_scheme=color_scheme)
    seen = Seen()
    with ExitStack() as listeners:
        for event, note in (
            ("request", lambda request: seen.requests.append(request.url)),
            ("console", lambda message: seen.errors.append(message.text)),
            ("pageerror", lambda error: seen.errors.append(str(error))),
        ):
            page.on(event, note)
            listeners.callback(page.remove_listener, event, note)
        page.goto(base_url + path)
        seen.frames_drawn = _drawn(page)
        seen.width = page.evaluate("document.documentElement.scrollWidth")
        seen.found = script(page) if script else None
    seen.requests = [url.removeprefix(base_url) for url in seen.requests if not url.startswith("data:")]
    return seen


def _drawn(page: Page) -> int:
    """How many frames drew their canvas."""
    drawn = 0
    for element in page.query_selector_all("iframe"):
        element.scroll_into_view_if_needed()
        frame = element.content_frame()
        assert frame is not None
        frame.wait_for_selector("html[data-ready='1']")
        frame.wait_for_selector("canvas")
        drawn += frame.evaluate("document.querySelector('canvas').width > 100 && window.origin === 'null'")
    return drawn


Visit = Callable[..., Seen]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", PATHS)
def test_a_page_fits_complains_of_nothing_and_asks_our_service_alone(visit: Visit, name: str, width: int) -> None:
    seen = visit(PATHS[name], width)
    assert seen.errors == []
    assert seen.width <= width
    assert all(url.startswith("/") for url in seen.requests), seen.requests
    assert "/static/pages.css" in seen.requests


@pytest.mark.parametrize("name", ["value", "record", "paths", "hostile"])
def test_the_picture_is_drawn_in_a_box_without_an_origin(visit: Visit, name: str) -> None:
    seen = visit(PATHS[name])
    assert seen.frames_drawn == 1
    assert sum(url.startswith("/picture") for url in seen.requests) == 1


def test_nothing_of_hostile_data_runs_on_the_page_or_in_the_picture(visit: Visit) -> None:
    def script(page: Page) -> Any:
        frame = page.frames[1]
        frame.fill("#find", "onerror")
        frame.click("#hits button >> nth=0")
        return page.evaluate("[typeof window.__xss, document.scripts.length]"), frame.evaluate("typeof window.__xss")

    seen = visit(PATHS["hostile"], script=script)
    assert seen.found == (["undefined", 0], "undefined")
    assert seen.errors == []


def test_a_picture_cannot_reach_the_service(visit: Visit) -> None:
    def script(page: Page) -> Any:
        return page.frames[1].evaluate("fetch('/v1/stats').then(() => 'reached', () => 'refused')")

    seen = visit(PATHS["value"], script=script)
    assert seen.found == "refused"


def test_a_picture_that_cannot_be_drawn_says_so_in_its_place(visit: Visit) -> None:
    seen = visit("/picture?around=phone:none", script=lambda page: page.inner_text("body"))
    assert "There is no picture" in seen.found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(visit: Visit, scheme: str) -> None:
    def script(page: Page) -> Any:
        return page.evaluate(CONTRASTS)

    for name in ("start", "search", "record", "analysis"):
        for ratio, words in visit(PATHS[name], color_scheme=scheme, script=script).found:
            assert ratio >= 4.5, (name, words, ratio)


CONTRASTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const light = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== 'rgba(0, 0, 0, 0)') return colour;
    }
    return 'white';
  };
  const own = element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  return [...document.body.querySelectorAll('*')].filter(own).map(element => {
    const pair = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
    return [(pair[0] + 0.05) / (pair[1] + 0.05), element.textContent.trim().slice(0, 40)];
  });
}"""


def test_the_first_stop_of_the_keyboard_leads_to_the_content(visit: Visit) -> None:
    def script(page: Page) -> Any:
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.textContent")
        is_seen = page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        return first, is_seen, page.evaluate("document.activeElement.id")

    assert visit(PATHS["search"], script=script).found == ("Skip to the content", True, "content")


def test_a_search_leads_to_a_node_by_keyboard(visit: Visit) -> None:
    def script(page: Page) -> Any:
        page.focus("#find")
        page.keyboard.type("ipak savdo")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search**")
        page.click("tbody th a")
        page.wait_for_url("**/entity**")
        return page.inner_text("h1")

    assert visit("/docs", script=script).found == "Ipak Savdo MChJ"


def test_a_printed_page_leaves_out_what_paper_cannot_do(visit: Visit) -> None:
    def script(page: Page) -> Any:
        page.emulate_media(media="print")
        return [page.is_visible(what) for what in (".finder", ".drawing", "#near", "table")]

    assert visit(PATHS["record"], script=script).found == [False, False, True, True]


def test_a_page_and_a_picture_that_take_long_come_by_themselves(
    base_url: str, open_context: Callable[..., BrowserContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "WAIT_SECONDS", 0)
    monkeypatch.setattr(working, "LOOK_AGAIN_SECONDS", 1)
    page = open_context().new_page()
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    page.goto(base_url + Links()("/entity", id=KARVON))
    page.wait_for_selector("iframe")
    assert _drawn(page) == 1
    assert refused == []
    page.context.close()
