"""Writes pictures of the main pages, `docs/images/*.png`: `HALQA_DATA_DIR=... python -m docs.screenshots DEMO`.

Those of the docs are of the medium sample: `halqa sample FOLDER --seed 7 --size medium --load`. The picture and the
dossier, which are handed over, are of what `halqa demo DEMO` left behind. It needs Chromium and what the tests need.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.served import served
from graph.settings import Settings

FOLDER = Path(__file__).with_name("images")
WIDTH, HEIGHT = 1280, 720
MOST_BYTES = 260_000
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]
DRAWN_AT_ONCE = "iframe.picture[loading=eager]"
PATIENCE_SECONDS = 60
SEIZURES_TRIED = 30  # until one stands in a cluster


def main() -> None:
    """Writes the pictures of what is loaded in the data directory of the settings, and of the files of a demo."""
    if len(sys.argv) != 2:
        sys.exit("name the folder of `halqa demo FOLDER`")
    program = shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is not installed: apt-get install chromium fonts-noto-core")
    demo = Path(sys.argv[1])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        with served(Settings.read()) as url:
            _pages(window(browser, url, WIDTH, HEIGHT))
        _picture(window(browser, "", 1280, 800), demo / "top-cluster.html")
        with served(Settings(data_dir=demo / "data")) as url:
            _dossier(window(browser, url, 1000, 1062))
        browser.close()


def window(browser: Browser, url: str, width: int, height: int) -> Page:
    """A window of a size on a service, or on none."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce", base_url=url or None
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    return context.new_page()


def _picture(page: Page, path: Path) -> None:
    """A picture that opens without a network, with its first entity picked."""
    page.goto(path.resolve().as_uri())
    page.wait_for_selector("html[data-ready='1']")
    page.click("#tab-nodes")
    page.click("#view-nodes .to-node >> nth=0")
    page.mouse.move(0, 0)
    keep(page, "top-cluster")


def _dossier(page: Page) -> None:
    """The first sheet of the first lead."""
    opened(page, "/analyses/leads")
    page.click("a[href*='lead=lead']")
    settled(page)
    opened(page, str(page.get_attribute("a[href^='/dossier?lead=']", "href")))
    keep(page, "dossier")


def _pages(page: Page) -> None:
    """Walks as an investigator does: leads, lists, a seizure and its cluster."""
    opened(page, "/analyses/leads")  # what it waits for, the start page shows
    opened(page, "/")
    while not page.query_selector("section[aria-labelledby=leads] table"):
        page.wait_for_timeout(1000)
        opened(page, "/")
    keep(page, "start")
    opened(page, "/consignments?sort=newest")
    keep(page, "consignments")
    opened(page, "/entities?sort=seizures")
    keep(page, "firms")
    opened(page, "/seizures")
    links = page.eval_on_selector_all("main tbody th a", "links => links.map(link => link.getAttribute('href'))")
    for link in links[:SEIZURES_TRIED]:
        opened(page, link)
        seizure = page.url
        page.click(".actions a >> nth=0")
        page.wait_for_url("**/cluster?**")
        settled(page)
        if page.query_selector("#links"):
            keep(page, "cluster")
            page.click("main a[href^='/explore?']")
            page.wait_for_selector("html[data-ready='1']")
            keep(page, "explorer")
            page.goto(seizure)
            settled(page)
            keep(page, "seizure")
            return
    sys.exit("no seizure stands in a cluster: load the medium sample")


def opened(page: Page, address: str) -> None:
    """Opens a page and waits for its answer."""
    page.goto(address)
    settled(page)


def settled(page: Page) -> None:
    """Waits until the page shows its answer, and its picture is drawn."""
    page.wait_for_function("() => !document.title.startsWith('Working')")
    if page.query_selector(DRAWN_AT_ONCE):
        page.frame_locator(DRAWN_AT_ONCE).locator("canvas").wait_for()


def keep(page: Page, name: str) -> None:
    """Keeps what stands on the screen."""
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{path} has {size:,} bytes, at most {MOST_BYTES:,} go into the docs")


if __name__ == "__main__":
    main()
