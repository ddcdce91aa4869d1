"""What a picture to hand over costs: its size, to write it, and until it can be used in a browser.

    python -m benchmarks.hand_over [--size medium] [--data FOLDER]

Loads a sample (or takes a data directory), draws the first hub whose neighbourhood fills 300 and 1,000 nodes, each link
with the source rows behind it, and writes it as the offline picture; beside it a plain pyvis file of the same nodes and
links, with the same lines and rows as the text of its tooltips. Each figure is of a process of its own; CPU seconds are
the figure to compare. The browser is Chromium at `/usr/bin/chromium`, without a network; where there is none those
columns stay empty. Prints a table.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from api.services.asking.export import ExportRequest, draw
from api.services.asking.hubs import list_hubs
from api.services.loading.sample import load_manifest
from api.services.runtime.workspace import Workspace
from api.views import html
from api.views.picture import Picture
from benchmarks.measure import Clock, Measured, in_own_process, report
from graph.errors import BadValue
from graph.model import EVERYONE
from graph.settings import Settings
from loaders.sample import generate

COUNTS = (300, 1_000)
RUNS = 5  # of the browser; the median counts
CHROMIUM = Path("/usr/bin/chromium")


def main() -> None:
    """Measures both files at both sizes and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subject", nargs="?", choices=("ours", "pyvis"), help=argparse.SUPPRESS)
    parser.add_argument("count", nargs="?", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--size", default="medium", choices=("small", "medium"), help="of the sample")
    parser.add_argument("--data", type=Path, help="a data directory that is loaded already")
    args = parser.parse_args()
    if args.subject:
        report(lambda clock: written(args.subject, args.count, args.data, clock))
        return
    with tempfile.TemporaryDirectory() as folder:
        data = args.data or loaded(Path(folder), args.size)
        print("| picture | bytes | CPU s to write | wall s | ready s in the browser | CPU s of its page |")
        print("|---|---|---|---|---|---|")
        for count in COUNTS:
            for subject in ("ours", "pyvis"):
                words = [subject, str(count), "--data", str(data)]
                print(line(subject, in_own_process(words[0], words[1:], "benchmarks.hand_over")))


def loaded(folder: Path, size: str) -> Path:
    """A sample of a size, loaded; its data directory."""
    generate(folder / "files", 1, size)
    with Workspace(Settings(data_dir=folder / "data")) as workspace:
        load_manifest(workspace, folder / "files")
    return folder / "data"


def line(subject: str, measured: Measured) -> str:
    """A row of the table."""
    figures = measured.figures
    name = f"{subject}: {figures['nodes']:,} nodes, {figures['links']:,} links, {figures['rows']:,} source rows"
    browser = [f"{figures[key]:.2f}" if key in figures else "" for key in ("ready", "page_cpu")]
    return f"| {name} | {figures['bytes']:,} | {measured.cpu:.2f} | {measured.wall:.2f} | {' | '.join(browser)} |"


def written(subject: str, count: int, data: Path, clock: Clock) -> dict[str, Any]:
    """Writes a picture twice, the second time timed: libraries are loaded and what is packed for all is packed."""
    with Workspace(Settings(data_dir=data)) as workspace:
        picture = filled(workspace, count)
    write = html.render if subject == "ours" else pyvis_file
    write(picture)
    with clock:
        content = write(picture)
    figures: dict[str, Any] = {"bytes": len(content), "nodes": len(picture.nodes), "links": len(picture.edges)}
    figures["rows"] = len(picture.sources)
    if subject == "ours" and CHROMIUM.exists():
        figures |= opened(content)
    return figures


def filled(workspace: Workspace, count: int) -> Picture:
    """The neighbourhood of the first hub that fills so many nodes.

    Raises:
        BadValue: none does.
    """
    for row in list_hubs(workspace.world(EVERYONE))["hubs"]:
        picture = draw(workspace, ExportRequest(around=row["id"], limit=count), EVERYONE)
        if len(picture.nodes) == count:
            return picture.checked()
    raise BadValue(f"no hub has {count:,} nodes around it", "take a larger sample")


def pyvis_file(picture: Picture) -> bytes:
    """The same nodes and links as pyvis writes them, in one file, with lines and rows as tooltips."""
    from pyvis.network import Network

    rows = {row.record: f"{row.file}, line {row.line}: {row.text}" for row in picture.sources}
    network = Network(directed=True, cdn_resources="in_line")
    for node in picture.nodes:
        told = "\n".join(f"{name}: {value}" for name, value in node.properties.items())
        network.add_node(node.id, label=node.label, title=told, group=node.type)
    for edge in picture.edges:
        behind = [*edge.evidence, *(rows[record] for record in edge.records if record in rows)]
        network.add_edge(edge.source, edge.target, title="\n".join(behind), label=edge.type)
    text: str = network.generate_html()
    return text.encode()


def opened(content: bytes) -> dict[str, float]:
    """Seconds until the picture can be used, and CPU seconds of the main thread of its page; medians."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "picture.html"
        path.write_bytes(content)
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
        found = []
        for _ in range(RUNS):
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Performance.enable")
            began = time.perf_counter()
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready='1']")
            ready = time.perf_counter() - began
            metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
            found.append((ready, metrics["TaskDuration"]))
            page.close()
        browser.close()
    middle = RUNS // 2
    return {"ready": sorted(r for r, _ in found)[middle], "page_cpu": sorted(c for _, c in found)[middle]}


if __name__ == "__main__":
    main()
