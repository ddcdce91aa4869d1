"""The explorer's page in a browser: names in five scripts, names that would do harm, one page for all."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from api.http.pages import Links
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.settings import Settings
from tests.declarations import profile_of

PHONE = "phone:+998901234567"
PROFILE = profile_of(
    "consignee.name",
    "consignee.country",
    "consignee.phone",
    "shipper.name",
    "driver.name",
    "vehicle.plate",
    "container",
    "goods_description",
)
HEAD = "No,Date,Consignee,Country,Phone,Shipper,Driver,Plate,Container,Goods\n"
NAMES = {
    "Cyrillic": "ООО Рассвет Логистик",
    "Georgian": "შპს ფაზისი თოვლი",
    "Armenian": "Արարատ Տրանս",
    "Arabic": "شرکت آریانا تجارت",
    "Latin": "Ağ Yol Nəqliyyat Şirkəti",
}
XSS = (
    "<script>window.__xss=1</script>",
    "<img src=x onerror='window.__xss=1'>",
    '"" onmouseover=""window.__xss=1"" x=""',
    "</script><script>window.__xss=1</script>",
    "<a href=javascript:window.__xss=1>Hrefco</a>",
    "__proto__",
    "constructor",
    "{{ 7 * 7 }}${window.__xss=1}",
    "\u202eevil\u2066name\u2069",
    "http://198.51.100.7/x.png",
)


def _rows() -> str:
    """A ring that shares a phone, trucks and containers; each of its firms named in a script or to do harm."""
    firms = [*NAMES.values(), *XSS]
    lines = []
    for at, firm in enumerate(firms):
        other = firms[(at + 3) % len(firms)]
        for turn in range(2):
            hostile = XSS[at % len(XSS)]
            lines.append(
                f'{at}-{turn},2024-0{1 + (at + turn) % 6}-1{at % 9},"{firm}",UZ,+99890123456{7 if at % 2 else 8},'
                f'"{other}","{hostile}",01A{100 + at % 4}BC,MSKU{1234565 if at % 3 else 1111119},"{hostile}"'
            )
    return HEAD + "\n".join(lines) + "\n"


@dataclass
class Seen:
    """The page with all that it asked and complained of."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run(self, script: str, *values: Any) -> Any:
        return self.page.evaluate(script, *values)

    def ask(self, name: str, body: dict[str, Any]) -> Any:
        """What the API answers."""
        asked = urllib.request.Request(
            f"{self.base}/v1/explore/{name}", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        with urllib.request.urlopen(asked) as answer:
            return json.load(answer)

    def ids(self, kind: str = "") -> list[str]:
        """Ids on the screen, of a type where one is named."""
        found: list[str] = self.run(
            "kind => [...explorer.state().nodes.values()].filter(n => !kind || n.type === kind).map(n => n.id)", kind
        )
        return found

    def firm(self) -> str:
        """A firm on the screen, with consignments beside it that are not."""
        return next(name for name in self.ids() if name.startswith("party:"))

    def places(self) -> dict[str, list[float]]:
        return dict(self.run("() => [...explorer.draw.positions()]"))

    def pick(self, *names: str) -> None:
        """Picks nodes as a click does."""
        self.run("names => explorer.choose({ nodes: new Set(names), link: null })", list(names))

    def steps(self, count: int) -> None:
        """Waits until so many steps were taken."""
        self.page.wait_for_selector(f"html[data-steps='{count}']:not([aria-busy])", state="attached")

    def status(self) -> str:
        return self.page.inner_text("#status")

    def act(self, name: str, *values: Any) -> None:
        """Does what a button does, to its end."""
        self.run("async ([name, values]) => { await explorer.act[name](...values); }", [name, list(values)])

    def point(self, name: str) -> tuple[float, float]:
        """Where a node stands in the window."""
        x, y = self.run(
            """id => {
              const box = document.querySelector('#net').getBoundingClientRect(), at = explorer.draw.inPixels(id);
              return [box.left + at.x, box.top + at.y];
            }""",
            name,
        )
        return x, y

    def objections(self) -> list[str]:
        """What axe objects to in the page as it is shown now."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    def frame(self) -> None:
        """Waits until the next frame is drawn."""
        self.run(
            """() => new Promise(done => {
              explorer.draw.network.once('afterDrawing', () => done());
              explorer.draw.redraw();
            })"""
        )

    def fresh(self) -> None:
        self.run(
            """() => { while (explorer.history().past.length) explorer.act.undo();
                       explorer.choose({ nodes: new Set(), link: null }); explorer.act.fit(); }"""
        )
        self.page.keyboard.press("Escape")
        self.page.set_viewport_size({"width": 1280, "height": 720})
        self.frame()


@pytest.fixture(scope="module")
def explored(
    serving: Callable[[Settings], AbstractContextManager[str]],
    open_context: Callable[..., BrowserContext],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp("explored")
    (folder / "profiles").mkdir()
    (folder / "profiles" / "decl.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / "rows.csv").write_text(_rows(), encoding="utf-8")
    configured = Settings(data_dir=folder / "data", profiles=folder / "profiles")
    with Workspace(configured) as workspace:
        load_file(workspace, folder / "rows.csv", LoadOptions("decl", "UZ"))
    with serving(configured) as base:
        context = open_context(viewport={"width": 1280, "height": 720}, accept_downloads=True)
        page = context.new_page()
        seen = Seen(page, base)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda message: seen.errors.append(message.text))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.goto(base + Links()("/explore", focus=PHONE))
        page.wait_for_selector("html[data-ready='1']", state="attached")
        yield seen
        context.close()


@pytest.fixture
def seen(explored: Seen) -> Seen:
    explored.fresh()
    return explored
