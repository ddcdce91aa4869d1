"""A small picture, a hostile one, and a real browser that opens an export as a file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from api.views.picture import Picture, PictureEdge, PictureNode, SourceRow
from api.views.registry import write

HOSTILE = (
    "<script>window.__xss=1</script>",
    "<img src=x onerror='window.__xss=1'>",
    '" onmouseover="window.__xss=1" x="',
    "</script><script>window.__xss=1</script>",
    "<a href=javascript:window.__xss=1>Hrefco</a>",
    "{{ 7 * 7 }}{% raw %}${window.__xss=1}",
    "__proto__",
    "constructor",
    "\u202eevil\u2066name\u2069",
    "line\u2028and\u2029paragraph",
    "nul\x00bell\x07escape\x1b",
    "<!-- --><style>*{display:none}</style>",
)


@pytest.fixture
def ring() -> Picture:
    """A seizure, a consignment, its consignee (a hub), a driver and a phone; one derived link."""
    return Picture(
        title="Around the seizure",
        question="Who is linked to it?",
        nodes=(
            PictureNode("s:1", "Seizure", "Heroin, 38 kg", 9.0, note="Found in apricots"),
            PictureNode("c:1", "Consignment", "Declaration 2024/01200", 5.0, properties={"hs_code": "081310"}),
            PictureNode("p:1", "Company", "ООО «Рассвет Логистик»", 4.0, group="Ring 1", is_hub=True),
            PictureNode("p:2", "Person", "გიორგი ბერიძე", 3.0),
            PictureNode("p:3", "Person", "محمد نعیم احمدی", 2.0),
            PictureNode("f:1", "Phone", "+998 90 123 45 67", 1.0),
        ),
        edges=(
            PictureEdge("e1", "s:1", "c:1", "SEIZED_FROM", evidence=("UZ/seizures: record 7, file s.csv line 3",)),
            PictureEdge("e2", "c:1", "p:1", "CONSIGNED_TO", evidence=("UZ/import: declaration 2024/01200, line 17",)),
            PictureEdge("e3", "c:1", "p:2", "DRIVEN_BY"),
            PictureEdge("e4", "p:1", "f:1", "HAS_PHONE", weight=2.5),
            PictureEdge("e5", "p:2", "p:3", "POSSIBLY_SAME", "score 0.81", is_derived=True, evidence=("Same phone",)),
        ),
        sources=(SourceRow("declaration 2024/01200", "d.csv", "17", "2024/01200;RASSVET;081310"),),
        notes=("6 of 61 entities are shown; the others rank lower.",),
        facts=(("Data version", "batch 418"), ("Highest handling", "H2")),
    )


@pytest.fixture
def hostile() -> Picture:
    """Every field of every part holds something that would run, break the page or turn the text around."""
    nodes = tuple(
        PictureNode(text, text, text, 1.0, group=text, is_hub=True, note=text, properties={text: text})
        for text in HOSTILE
    )
    edges = tuple(
        PictureEdge(
            text,
            text,
            HOSTILE[at - 1],
            text,
            label=text,
            evidence=(text, text),
            is_derived=at % 2 == 0,
            records=(text,),
            days=(text, f"2024-03-{at + 1:02}"),
        )
        for at, text in enumerate(HOSTILE)
    )
    rows = tuple(SourceRow(text, text, text, text) for text in HOSTILE)
    return Picture(
        "</title>" + HOSTILE[0],
        HOSTILE[1],
        nodes,
        edges,
        rows,
        HOSTILE,
        (*((text, text) for text in HOSTILE), ("highest handling", HOSTILE[0])),
    )


@dataclass
class Opened:
    """An export in the browser, with all that it asked the network for and all that went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))

    def labels(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("picture.labels()")
        return found


@pytest.fixture(scope="module")
def offline_page(open_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page without a network, for one file after another: a window of its own for each costs more than the file."""
    context = open_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def show(offline_page: Page, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Write a picture, open it as a file without a network, and wait until it can be used."""
    page, listeners = offline_page, ExitStack()

    def listen(event: Any, what: Callable[..., None]) -> None:
        page.on(event, what)
        listeners.callback(page.remove_listener, event, what)

    def opened(picture: Picture, width: int = 1400, height: int = 900) -> Opened:
        write(picture, tmp_path / "picture.html")
        page.goto("about:blank")
        page.mouse.move(0, 0)
        page.set_viewport_size({"width": width, "height": height})
        one = Opened(page)
        listen("request", lambda request: one.requests.append(request.url))
        listen("console", lambda message: one.errors.append(message.text))
        listen("pageerror", lambda error: one.errors.append(str(error)))
        page.goto((tmp_path / "picture.html").as_uri())
        page.wait_for_selector("html[data-ready='1']")
        return one

    with listeners:
        yield opened
