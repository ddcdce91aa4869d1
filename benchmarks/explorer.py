"""What the explorer's page costs in a real browser: first view, panning, expanding, and the weight of its scripts.

`python -m benchmarks.explorer [--data DIR]` serves a data directory (the demo's, made where none is named), opens
scenes of 300 and 2,000 nodes in Chromium, and prints CPU seconds of all its processes beside wall time. First views are
given above a blank page of the same service, so that what the browser does anyhow is left out.
"""

import argparse
import gzip
import json
import math
import os
import random
import re
import shutil
import statistics
import tempfile
import time
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

from api.services.demo import run_demo
from api.views import html
from benchmarks.served import served
from graph.settings import Settings

SIZES = ((300, 700), (2_000, 5_000))  # nodes and links
QUIET_SECONDS = 0.6  # without work, after which a page is taken as finished
TURNS = 3
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
TICKS = os.sysconf("SC_CLK_TCK")
NAMES = ("Rassvet Logistik", "ООО «Рассвет»", "შპს ფაზისი", "شرکت آریانا", "Ağ Yol Nəqliyyat", "Արարատ Տրանս")
TYPES = ("Company", "Person", "Vehicle", "Container", "Phone", "Address", "Seizure")


def scene(nodes: int, links: int, seed: int = 7) -> dict[str, Any]:
    """A scene of so many nodes and links: cells of twelve, sparsely joined, as groups of trading firms are."""
    chance = random.Random(seed)
    side = math.ceil(math.sqrt(nodes))
    made = [
        {
            "id": f"party:{at}", "type": TYPES[at % len(TYPES)], "label": f"{NAMES[at % len(NAMES)]} {at}",
            "country": "UZ", "seizures": int(at % 17 == 0), "score": round(chance.random(), 3),
            "records": 3, "consignments": at % 40,
            "first_on": "2023-01-05", "last_on": "2024-03-28", "spellings": 1, "is_hub": False, "channel": "",
            "x": at % side * 90 + chance.random() * 40, "y": at // side * 90 + chance.random() * 40,
        }
        for at in range(nodes)
    ]  # fmt: skip
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        one = chance.randrange(nodes)
        near = min(nodes - 1, max(0, one + chance.choice((1, -1, side, -side, side + 1, chance.randrange(-60, 60)))))
        if one != near:
            pairs.add((min(one, near), max(one, near)))
    return {
        "version": "v", "title": "Measured", "focus": [], "nodes": made, "truncated": [],
        "links": [
            {
                "id": f"l{at}", "source": f"party:{one}", "target": f"party:{other}", "kind": "CONSIGNMENTS",
                "words": "on the same consignments", "count": 1 + at % 9, "first_on": "2023-01-05",
                "last_on": "2024-03-28", "months": [["2023-01", 1], ["2024-03", at % 9]],
                "is_inferred": at % 31 == 0, "is_seized": at % 23 == 0,
            }
            for at, (one, other) in enumerate(sorted(pairs))
        ],
    }  # fmt: skip


def cpu_seconds(root: int) -> float:
    """CPU seconds of the browser's processes below one of ours, those that have ended left out."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        process, fields = int(stat.parent.name), rest.split()
        parents[process] = int(fields[1])
        spent[process] = (int(fields[11]) + int(fields[12])) / TICKS if name.startswith("chrom") else 0.0
    below = {root}
    while more := {process for process, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(spent.get(process, 0.0) for process in below)


def quiet(root: int) -> float:
    """Waits until the browser has nothing to do; its CPU seconds."""
    before = cpu_seconds(root)
    while True:
        time.sleep(QUIET_SECONDS)
        now = cpu_seconds(root)
        if now - before < 0.02:
            return now
        before = now


def first_view(page: Page, root: int, url: str, given: dict[str, Any] | None) -> dict[str, float]:
    """CPU and wall seconds from the address to the drawing and until nothing is left to do."""
    page.goto("about:blank")
    before, begun = quiet(root), time.perf_counter()
    page.goto(url)
    if given is not None:
        page.wait_for_selector("html[data-ready='1']", state="attached")
    wall = time.perf_counter() - begun
    return {"cpu": quiet(root) - before, "wall": wall}


def panning(page: Page, root: int) -> dict[str, float]:
    """Frames a second and CPU milliseconds a frame while the drawing is dragged for two seconds."""
    box = page.locator("#net").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 40
    page.evaluate("() => { window.frames_ = 0; explorer.draw.network.on('afterDrawing', () => { window.frames_++ }); }")
    before, begun = cpu_seconds(root), time.perf_counter()
    page.mouse.move(x, y)
    page.mouse.down()
    while time.perf_counter() - begun < 2:
        turn = (time.perf_counter() - begun) * 4
        page.mouse.move(x + 120 * math.sin(turn), y + 60 + 60 * math.cos(turn))
    took = time.perf_counter() - begun
    frames = page.evaluate("window.frames_")
    page.mouse.up()
    return {"fps": frames / took, "cpu_ms_a_frame": (cpu_seconds(root) - before) / max(1, frames) * 1000}


def measured(browser: Browser, root: int, base: str) -> dict[str, Any]:
    """The figures of all sizes."""
    told: dict[str, Any] = {}
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    held: dict[str, Any] = {}

    def other_scene(route: Route) -> None:
        answer = route.fetch()
        block = json.dumps(held["scene"]).replace("<", "\\u003c")
        text = re.sub(r'(id="scene">).*?(</script>)', lambda m: m[1] + block + m[2], answer.text(), flags=re.DOTALL)
        route.fulfill(response=answer, body=re.sub(r"<noscript>\s*<section.*?</noscript>", "", text, flags=re.DOTALL))

    address = f"{base}/explore?lead={first_lead(base)}"
    page.route(address, other_scene)
    blank = [first_view(page, root, f"{base}/explore", None)["cpu"] for _ in range(TURNS)]
    told["blank"] = {"cpu": statistics.median(blank)}
    for nodes, links in SIZES:
        held["scene"] = scene(nodes, links)
        views = [first_view(page, root, address, held["scene"]) for _ in range(TURNS)]
        told[f"{nodes} nodes"] = {
            "cpu_above_blank": statistics.median(view["cpu"] for view in views) - told["blank"]["cpu"],
            "wall": statistics.median(view["wall"] for view in views),
            **panning(page, root),
        }
    page.unroute(address)
    told["expand"] = expanding(page, address)
    page.close()
    return told


def first_lead(base: str) -> str:
    """The id of the lead that ranks first."""
    asked = urllib.request.Request(f"{base}/v1/analyses/leads?wait=60", b"{}", {"content-type": "application/json"})
    with urllib.request.urlopen(asked) as answer:
        return str(json.load(answer)["rows"][0]["id"])


def expanding(page: Page, address: str) -> dict[str, float]:
    """Milliseconds from the key to the drawing of what came, and how far anything else moved."""
    page.goto(address)
    page.wait_for_selector("html[data-ready='1']", state="attached")
    took, moved = [], 0.0
    for turn in range(TURNS):
        told = page.evaluate(
            """async turn => {
              const before = explorer.draw.positions(), ids = [...before.keys()], begun = performance.now();
              await explorer.act.expand(ids[turn % ids.length]);
              await new Promise(done => { explorer.draw.network.once('afterDrawing', done); explorer.draw.redraw(); });
              const took = performance.now() - begun, after = explorer.draw.positions();
              const far = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]);
              return [took, Math.max(...ids.map(id => far(after.get(id), before.get(id))))];
            }""",
            turn,
        )
        took.append(told[0])
        moved = max(moved, told[1])
    return {"ms": statistics.median(took), "moved_px": moved}


def weight() -> int:
    """Bytes of our own scripts, packed."""
    folder = files("api.http") / "static" / "explore"
    own = [piece.read_bytes() for piece in folder.iterdir() if piece.name.endswith(".js")]
    return len(gzip.compress(b"".join([*own, html.label_module().encode()]), 9))


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a data directory; the demo's is made where none is named")
    given = parser.parse_args()
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        data = given.data
        if data is None:
            run_demo(Path(folder) / "demo", 7, "small", lambda _: None, lambda _: None)
            data = Path(folder) / "demo" / "data"
        with served(Settings(data_dir=data)) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            try:
                told = measured(browser, os.getpid(), base)
            finally:
                browser.close()
    print(json.dumps({**told, "own_scripts_gzip_bytes": weight()}, indent=2))


if __name__ == "__main__":
    main()
